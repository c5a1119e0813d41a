//! A document that is named by its web address can be opened.

use crate::support::{Sandbox, claims};

const ADDRESSES: &str = "SELECT ?label ?url { ?d a ra:Document ; rdfs:label ?label OPTIONAL { ?d schema:url ?url } }";

#[test]
fn the_address_of_a_document_is_its_url_and_no_fault() {
    let compiled = claims(
        "subject,predicate,object,document\nA,met,B,https://example.org/a?b=1\nA,met,C,<http://example.org/c>\n\
         A,met,D,report 7\nA,met,E,https://example.org/two words\nA,met,F,example.org/f\n",
    );
    insta::assert_snapshot!(compiled.select(ADDRESSES), @"
    example.org/f | 
    http://example.org/c | http://example.org/c
    https://example.org/a?b=1 | https://example.org/a?b=1
    https://example.org/two words | 
    report 7 |
    ");
    let faults = compiled.faults();
    let of_documents: Vec<&str> = faults.lines().filter(|fault| fault.contains("-document ")).collect();
    insta::assert_snapshot!(of_documents.join("\n"), @"
    claims.csv:4:9 notice unlisted-document document: `report 7` is in no row of the documents → add a row with its publisher and date
    claims.csv:5:9 notice unlisted-document document: `https://example.org/two words` is in no row of the documents → add a row with its publisher and date
    claims.csv:6:9 notice unlisted-document document: `example.org/f` is in no row of the documents → add a row with its publisher and date
    ");
}

#[test]
fn a_table_of_documents_has_the_last_word() {
    let sandbox = Sandbox::new(&[
        (
            "claims.csv",
            b"subject,predicate,object,document\nA,met,B,https://example.org/a\nA,met,C,https://example.org/b\n",
        ),
        (
            "documents.csv",
            b"id,title,url\nhttps://example.org/a,First,https://example.org/archive/a\nhttps://example.org/b,Second,\n",
        ),
    ]);
    insta::assert_snapshot!(sandbox.compile().select(ADDRESSES), @"
    First | https://example.org/archive/a
    Second | https://example.org/b
    ");
}
