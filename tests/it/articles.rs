//! Which text stands in a file: pages, PDF, texts in other encodings, folders, and the documents of a project.

use std::fmt::Write as _;

use insta::assert_snapshot;
use proptest::prelude::*;
use relata::articles::{Article, ArticleFault, ArticleFormat, read_article};
use relata::extraction::{date_phrases, sentences};
use relata::model::EventDate;

use crate::cli::{code, out, relata, relata_with, talk};
use crate::support::{Sandbox, draws};

fn page(html: &str) -> Article {
    read_article(ArticleFormat::Html, html.as_bytes()).unwrap()
}

/// What a file tells of its text, one fact a line.
fn told(article: &Article) -> String {
    let document = &article.document;
    let published = document.published.as_ref().map(|date| date.text().to_owned());
    let mut told = String::new();
    for (name, value) in [
        ("title", &document.title),
        ("author", &document.author),
        ("publisher", &document.publisher),
        ("url", &document.url),
        ("published", &published),
        ("language", &document.language),
        ("encoding", &article.encoding),
    ] {
        if let Some(value) = value {
            writeln!(told, "{name}: {value}").unwrap();
        }
    }
    for agency in &document.based_on {
        writeln!(told, "based on: {agency}").unwrap();
    }
    told
}

const PAGE: &str = r#"<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<title>Norland shuts the strait | Vesk Courier</title>
<link rel="canonical" href="https://courier.example/strait">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Courier"},
{"@type": ["NewsArticle"], "headline": "Norland shuts the strait &amp; waits", "datePublished": "2025-06-03T23:30:00-04:00",
"author": [{"@type": "Person", "name": "Ada Varn"}, {"name": "Bo Lind"}], "publisher": {"name": "Vesk Courier"}}]}</script>
</head><body>
<div id="cookie-banner"><p>We use cookies. <button>Accept</button></p></div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<main><article><h1>Norland shuts the strait &amp; waits</h1>
<p>VESKBURG (Orlund News) — Norland has shut the strait of Vesk to the ships of Estmark, officials in Veskburg said on Monday,
after talks between the two governments ended without a result.</p>
<figure><img src="strait.jpg" alt="ships"><figcaption>Ships before Veskburg</figcaption></figure>
<h2>What Estmark says</h2>
<p>“We will not wait long,” the prime minister of Estmark&nbsp;said. She called the closure a threat to trade, and asked the
council of the Orlund states for help in the matter.</p>
<p class="related"><a href="/other">Read more: the ships of Estmark</a></p>
<ul><li>The strait is 40 kilo&shy;metres wide.</li><li>Some 200 ships pass it each day.</li></ul>
<blockquote><p>Nobody gains by this, a fisherman from Veskburg said to the Courier, and everybody here knows it well.</p></blockquote>
<p>The council meets on Friday, its speaker said, and will hear the ministers of both countries before it decides.</p>
</article></main>
<section class="comments"><h3>Comments</h3><p>First! I think that Norland is right, and that nobody should say more.</p></section>
<aside><h3>Most read</h3><ul><li><a href="/a">Estmark wins the cup</a></li></ul></aside>
<footer><p>© Vesk Courier. All rights reserved.</p></footer></body></html>"#;

#[test]
fn a_page_is_its_article_without_what_stands_around_it() {
    let article = page(PAGE);
    assert_snapshot!(article.text, @"
    Norland shuts the strait & waits

    VESKBURG (Orlund News) — Norland has shut the strait of Vesk to the ships of Estmark, officials in Veskburg said on Monday, after talks between the two governments ended without a result.

    Ships before Veskburg

    What Estmark says

    “We will not wait long,” the prime minister of Estmark said. She called the closure a threat to trade, and asked the council of the Orlund states for help in the matter.

    The strait is 40 kilometres wide.

    Some 200 ships pass it each day.

    Nobody gains by this, a fisherman from Veskburg said to the Courier, and everybody here knows it well.

    The council meets on Friday, its speaker said, and will hear the ministers of both countries before it decides.
    ");
    assert_snapshot!(told(&article), @"
    title: Norland shuts the strait & waits
    author: Ada Varn, Bo Lind
    publisher: Vesk Courier
    url: https://courier.example/strait
    published: 2025-06-03
    language: en-GB
    based on: Orlund News
    ");
    assert!(article.is_taken_out && article.plain == article.text);
}

#[test]
fn a_page_tells_of_itself_in_many_ways() {
    let body = "<p>Norland attacked Vesk, and the government of Estmark said that it would not look on any longer.</p>";
    let of = |head: &str, body: &str| told(&page(&format!("<html><head>{head}</head><body>{body}</body></html>")));
    let graph = r#"<meta property="og:title" content="Norland attacks"><meta property="og:site_name" content="Courier">
        <meta property="article:published_time" content="2025-06-03T08:00Z"><meta property="og:url" content="https://c.example/a">
        <meta name="author" content="Ada Varn"><meta property="og:locale" content="en_GB">"#;
    assert_snapshot!(of(graph, body), @"
    title: Norland attacks
    author: Ada Varn
    publisher: Courier
    url: https://c.example/a
    published: 2025-06-03
    language: en-GB
    ");
    let plain = r#"<title>Norland attacks - Courier</title><meta name="date" content="Tue, 3 Jun 2025 08:00:00 GMT">"#;
    assert_snapshot!(of(plain, body), @"
    title: Norland attacks - Courier
    published: 2025-06-03
    ");
    let seen = format!("<h1>Norland attacks</h1><time datetime=\"2025-06-03\">3 June</time>{body}");
    assert_snapshot!(of("", &seen), @"
    title: Norland attacks
    published: 2025-06-03
    ");
    // What tells nothing is passed over.
    let wrong = r#"<script type="application/ld+json">{"@type": "NewsArticle", </script><link rel="canonical" href="/a">
        <meta name="date" content="soon">"#;
    assert_snapshot!(of(wrong, body), @"");
}

#[test]
fn pages_and_texts_are_read_in_their_encodings() {
    let sentence = "Señor Çelik of Norland said “no” to Vesk, and the café in Veskburg stays as it is – for now.";
    let expected = |bytes: &[u8], format| read_article(format, bytes).map(|article| article.text.contains(sentence));
    let (latin, _) = encoding(sentence);
    let html = |bytes: &[u8], meta: &str| [format!("<html>{meta}<p>").as_bytes(), bytes, b"</p></html>"].concat();
    let named = r#"<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">"#;
    assert_eq!(expected(&html(&latin, named), ArticleFormat::Html), Ok(true));
    assert_eq!(expected(&html(&latin, ""), ArticleFormat::Html), Ok(true));
    assert_eq!(expected(&html(sentence.as_bytes(), r#"<meta charset="iso-8859-1">"#), ArticleFormat::Html), Ok(true));
    assert_eq!(expected(&latin, ArticleFormat::Text), Ok(true));
    let wide: Vec<u8> = [0xFEFF].into_iter().chain(sentence.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(expected(&wide, ArticleFormat::Text), Ok(true));
    let marked = [&b"\xEF\xBB\xBF"[..], sentence.as_bytes()].concat();
    let article = read_article(ArticleFormat::Text, &marked).unwrap();
    assert!(!article.is_taken_out && article.text.len() == marked.len() && article.plain.starts_with("   Se"));
    assert_eq!(read_article(ArticleFormat::Text, b"\x89PNG\x0D\x0A\0\0\0\x0DIHDR\x81"), Err(ArticleFault::NotText));
    assert_eq!(read_article(ArticleFormat::Text, b" \n"), Err(ArticleFault::Empty));
}

/// A text in Windows-1252.
#[test]
fn no_text_keeps_signs_that_nobody_sees() {
    for sign in ['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}', '\u{200e}'] {
        let written =
            format!("Nor{sign}land shuts the strait.\n\nVesk {sign}waited for ten long hours, and then it went.");
        let html = format!("<!doctype html><title>Of Nor{sign}land</title><p>{}", written.replace("\n\n", "<p>"));
        for (format, bytes) in [(ArticleFormat::Text, &written), (ArticleFormat::Html, &html)] {
            let article = read_article(format, bytes.as_bytes()).unwrap();
            assert!(!article.text.contains(sign), "{sign:?} in {format:?}");
            assert!(article.text.contains("Norland shuts the strait."), "{}", article.text);
            let again = read_article(ArticleFormat::Text, article.text.as_bytes()).unwrap();
            assert_eq!(again.text, article.text, "a text that is kept is read as it is");
        }
        assert_eq!(page(&html).document.title.as_deref(), Some("Of Norland"));
    }
}

fn encoding(text: &str) -> (Vec<u8>, usize) {
    let bytes: Vec<u8> = text
        .chars()
        .map(|letter| match letter {
            '“' => 0x93,
            '”' => 0x94,
            '–' => 0x96,
            other => u8::try_from(u32::from(other)).unwrap(),
        })
        .collect();
    let n = bytes.len();
    (bytes, n)
}

#[test]
fn the_first_lines_of_a_text_tell_of_it() {
    let of = |text: &str| told(&read_article(ArticleFormat::Text, text.as_bytes()).unwrap());
    assert_snapshot!(of("Norland Says No\nBy Ada Varn\nJune 3, 2025\n\nVESKBURG, June 3 (Orlund News) — Norland said no."), @"
    title: Norland Says No
    author: Ada Varn
    publisher: Orlund News
    published: 2025-06-03
    ");
    assert_snapshot!(of("Source: Vesk Courier\nDate: 3 June 2025\nURL: https://c.example/a\n\nBERGEN (AP) -- Norland said no."), @"
    publisher: Vesk Courier
    url: https://c.example/a
    published: 2025-06-03
    based on: AP
    ");
    assert_snapshot!(of("Norland has rejected a proposal, officials said.\nIt said no more."), @"");
    let written = "---\r\ntitle: \"Norland: no\"\r\nauthors:\r\n  - Ada Varn\r\n  - Bo Lind\r\nsource: Courier\r\ndate: 2025-06-03\r\n\
                   lang: en\r\n---\r\n\r\n# Norland: no\r\n\r\nNorland said no.\r\n";
    let article = read_article(ArticleFormat::Markdown, written.as_bytes()).unwrap();
    assert_eq!((article.text.as_str(), article.plain.len(), article.is_taken_out), (written, written.len(), false));
    assert_snapshot!(told(&article), @"
    title: Norland: no
    author: Ada Varn, Bo Lind
    publisher: Courier
    published: 2025-06-03
    language: en
    ");
    // Signs that nobody sees would part words, so that the text is kept without them.
    let article = read_article(ArticleFormat::Text, "The govern\u{ad}ment said no.".as_bytes()).unwrap();
    assert_eq!((article.text.as_str(), article.is_taken_out), ("The government said no.", true));
}

/// A PDF of pages of strings at places: x, y, size.
fn pdf(pages: &[&[(f64, f64, f64, &str)]]) -> Vec<u8> {
    let mut contents = Vec::new();
    for page in pages {
        let mut content = String::new();
        for (x, y, size, text) in *page {
            let text = text.replace('(', "\\(").replace(')', "\\)");
            writeln!(content, "BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET").unwrap();
        }
        contents.push(content);
    }
    pdf_of(&contents, "")
}

/// A PDF of pages with these contents, and with more in its trailer.
fn pdf_of(contents: &[String], trailer: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..contents.len()).map(|at| format!("{} 0 R", 4 + 2 * at)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), contents.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    for (at, content) in contents.iter().enumerate() {
        let resources = "/Resources << /Font << /F1 3 0 R >> >>";
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] {resources} /Contents {} 0 R >>",
            5 + 2 * at
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = String::new();
    for (at, object) in objects.iter().enumerate() {
        writeln!(places, "{:010} 00000 n ", file.len()).unwrap();
        write!(file, "{} 0 obj\n{object}\nendobj\n", at + 1).unwrap();
    }
    let (n, start) = (objects.len() + 1, file.len());
    write!(file, "xref\n0 {n}\n0000000000 65535 f \n{places}trailer\n<< /Size {n} /Root 1 0 R {trailer} >>\n").unwrap();
    write!(file, "startxref\n{start}\n%%EOF\n").unwrap();
    file.into_bytes()
}

/// Three pages with a headline, a header and a number on each.
fn long_pdf() -> Vec<u8> {
    let header = (50.0, 780.0, 8.0, "Vesk Courier, June 3, 2025");
    let number = |number| (300.0, 20.0, 8.0, number);
    pdf(&[
        &[
            header,
            (50.0, 740.0, 20.0, "Norland shuts the strait"),
            (60.0, 700.0, 10.0, "VESKBURG, June 3, 2025 (Orlund News) - Norland has shut the har-"),
            (50.0, 688.0, 10.0, "bour of Vesk to all ships that belong to Estmark and its friends, as"),
            (50.0, 676.0, 10.0, "officials in the town said."),
            (60.0, 664.0, 10.0, "The minister of Estmark called that a threat to the peace of both the"),
            (50.0, 652.0, 10.0, "countries, and said that a well-known judge will look into all of it"),
            number("1"),
        ],
        &[
            header,
            (50.0, 740.0, 10.0, "before the council meets. Nobody in the government of Norland gave an"),
            (50.0, 728.0, 10.0, "answer. The well-"),
            (50.0, 716.0, 10.0, "known judge said nothing."),
            number("2"),
        ],
        &[header, (50.0, 740.0, 10.0, "Estmark will wait for the ships."), number("3")],
    ])
}

#[test]
fn a_pdf_is_its_paragraphs_without_headers_and_numbers_of_pages() {
    let article = read_article(ArticleFormat::Pdf, &long_pdf()).unwrap();
    assert_snapshot!(article.text, @"
    Norland shuts the strait

    VESKBURG, June 3, 2025 (Orlund News) - Norland has shut the harbour of Vesk to all ships that belong to Estmark and its friends, as officials in the town said.

    The minister of Estmark called that a threat to the peace of both the countries, and said that a well-known judge will look into all of it before the council meets. Nobody in the government of Norland gave an answer. The well-known judge said nothing.

    Estmark will wait for the ships.
    ");
    assert_snapshot!(told(&article), @"
    title: Norland shuts the strait
    publisher: Orlund News
    published: 2025-06-03
    ");
}

#[test]
fn two_columns_come_one_after_the_other() {
    let article = read_article(
        ArticleFormat::Pdf,
        &pdf(&[&[
            (50.0, 700.0, 10.0, "Norland has shut the strait of"),
            (50.0, 688.0, 10.0, "Vesk, officials in the town of"),
            (320.0, 700.0, 10.0, "Veskburg said on Monday. The"),
            (320.0, 688.0, 10.0, "government of Estmark waits."),
        ]]),
    );
    assert_snapshot!(article.unwrap().text, @"Norland has shut the strait of Vesk, officials in the town of Veskburg said on Monday. The government of Estmark waits.");
}

#[test]
fn a_pdf_without_text_says_why() {
    let fault = |bytes: &[u8]| {
        let fault = read_article(ArticleFormat::Pdf, bytes).unwrap_err();
        format!("{}: {fault}", fault.code().id)
    };
    assert_snapshot!(fault(&pdf_of(&["0 0 600 800 re f".to_owned(), String::new()], "")), @"R037: no text on 2 pages: only pictures, as a scanner makes them");
    let locked = "/Encrypt << /Filter /Standard /V 1 /R 2 /O (01234567890123456789012345678901) /U (01234567890123456789012345678901) /P -4 >> \
                  /ID [<00> <00>]";
    assert_snapshot!(fault(&pdf_of(&["BT /F1 9 Tf (Norland) Tj ET".to_owned()], locked)), @"R038: the file is encrypted, and opens with a password only");
    assert_snapshot!(fault(&long_pdf()[..300]), @"R039: the file is damaged: what its pages show cannot be found");
    assert_snapshot!(fault(b"Norland said no."), @"R039: the file is damaged: it does not begin as a PDF does");
}

#[test]
fn a_drawing_that_draws_itself_and_deep_pages_end() {
    let deep = format!("<html><body>{}Norland</body></html>", "<div>".repeat(20_000));
    let fault = read_article(ArticleFormat::Html, deep.as_bytes()).unwrap_err();
    assert_eq!(fault.code().id, "R010");
    let form = "<< /Type /XObject /Subtype /Form /Resources << /XObject << /X 6 0 R >> >> /Length 11 >>\nstream\n/X Do /X Do\nendstream";
    let page = String::from_utf8(pdf_of(&["/X Do BT /F1 9 Tf (Norland said no.) Tj ET".to_owned()], "")).unwrap();
    let page = page.replace("/Font << /F1 3 0 R >>", "/Font << /F1 3 0 R >> /XObject << /X 6 0 R >>");
    let page = page.replacen("xref\n", &format!("6 0 obj\n{form}\nendobj\nxref\n"), 1);
    // The table of places is wrong now, as in many files that people have: it is made anew.
    let article = read_article(ArticleFormat::Pdf, page.as_bytes()).unwrap();
    assert_eq!(article.text, "Norland said no.\n");
}

#[test]
fn a_folder_is_read_with_all_that_has_a_text() {
    let sandbox = Sandbox::new(&[
        ("news/a.txt", b"Norland attacked Vesk."),
        (
            "news/deep/b.html",
            b"<html><p>Estmark attacked Orlund on the third day of the war, officials said.</p></html>",
        ),
        ("news/scan.pdf", &pdf_of(&[String::new()], "")),
        ("news/c.pdf", &pdf(&[&[(50.0, 700.0, 10.0, "Norland rejected the proposal of Vesk.")]])),
        ("news/old.txt", b"Norland attacked Vesk."),
        ("news/picture.png", b"\x89PNG"),
        ("news/.hidden.txt", b"Orlund attacked Vesk."),
    ]);
    let read = relata(&sandbox, &["extract", "news", "--format", "csv"]);
    let rows: Vec<String> =
        out(&read).lines().map(|line| line.split(',').take(4).collect::<Vec<_>>().join(",")).collect();
    assert_snapshot!(rows.join("\n"), @"
    id,subject,predicate,object
    a-1,Norland,attacked,Vesk
    c-1,Norland,rejected,Vesk
    b-1,Estmark,attacked,Orlund
    ");
    assert_snapshot!(talk(&read), @"
    left out 1 file of another kind: 1 .png
    error[R037]: no text on 1 page: only pictures, as a scanner makes them
    --> news/scan.pdf
     = help: have a program for text recognition (OCR) read it, and name what that writes
    left out 1 file with the text of another one
    ");
    // The others are read, and yet not all is well.
    assert_eq!(code(&read), 1);
    assert_eq!(code(&relata(&sandbox, &["extract", "news/scan.pdf"])), 2);
    let text = relata_with(
        &sandbox,
        &["extract", "-", "--format", "text"],
        "<html><p>Norland said no to everything that Vesk asked for.</p>",
    );
    assert_eq!(out(&text), "Norland said no to everything that Vesk asked for.\n");
}

#[cfg(unix)]
#[test]
fn a_link_in_a_folder_leads_nowhere_else() {
    let sandbox = Sandbox::new(&[("news/a.txt", b"Norland attacked Vesk."), ("secret.txt", b"Orlund attacked Vesk.")]);
    std::os::unix::fs::symlink("../secret.txt", sandbox.path().join("news/b.txt")).unwrap();
    let read = relata(&sandbox, &["extract", "news"]);
    assert!(talk(&read).contains("R032") && !out(&read).contains("Orlund"), "{}{}", talk(&read), out(&read));
    assert_eq!(code(&read), 1);
}

#[test]
fn the_documents_of_a_project_are_declared_once() {
    let table = "\u{feff}\"id\";note;path;headline;outlet;date\r\nold;\"mine; mine\";a.txt;;;\r\n";
    let sandbox = Sandbox::new(&[
        ("relata.toml", b"[project]\nname = \"strait\"\n"),
        ("claims.csv", b"subject,predicate,object\nNorland,attacked,Vesk\n"),
        ("documents.csv", table.as_bytes()),
        ("a.txt", b"Norland attacked Vesk."),
        ("in/a.html", PAGE.as_bytes()),
        ("in/a b.txt", "Caf\u{e9} owners\n\nNorland arrested the owners of two caf\u{e9}s.".as_bytes()),
        ("in/latin.txt", b"Norland attacked the caf\xe9 of Vesk."),
        ("texts/a.txt", b"a text of somebody else"),
    ]);
    let first = relata(&sandbox, &["extract", "a.txt", "in"]);
    let now = std::fs::read_to_string(sandbox.path().join("documents.csv")).unwrap();
    assert!(now.starts_with(table) && now.replace("\r\n", "").find('\n').is_none());
    assert_snapshot!(now[table.len()..].replace("\r\n", "\n"), @"
    a-b;;in/a b.txt;Café owners;;
    a-2;;texts/a-2.txt;Norland shuts the strait & waits;Vesk Courier;2025-06-03
    latin;;texts/latin.txt;;;
    ");
    let claims = std::fs::read_to_string(sandbox.path().join("claims-extracted.csv")).unwrap();
    assert!(claims.contains(",old,") && claims.contains(",a-2,"), "{claims}{}", talk(&first));
    let kept = |name: &str| std::fs::read_to_string(sandbox.path().join("texts").join(name)).unwrap();
    assert_eq!(kept("a.txt"), "a text of somebody else");
    assert_eq!(kept("latin.txt"), "Norland attacked the café of Vesk.");
    assert_eq!(kept("a-2.txt"), page(PAGE).text);
    // Twice adds nothing, and reading for a table writes nothing but knows the documents.
    let second = relata(&sandbox, &["extract", "a.txt", "in"]);
    assert_eq!(std::fs::read_to_string(sandbox.path().join("documents.csv")).unwrap(), now, "{}", talk(&second));
    assert!(out(&relata(&sandbox, &["extract", "a.txt", "--format", "csv"])).contains("\nold-1,"));
    let checked = relata(&sandbox, &["check"]);
    assert_eq!(code(&checked), 0, "{}{}", out(&checked), talk(&checked));
}

#[test]
fn sentences_end_where_a_reader_ends_them() {
    let of = |text: &str| sentences(text).into_iter().map(|span| text[span].to_owned()).collect::<Vec<_>>();
    assert_eq!(
        of("He left at 5 p.m. The talks ended. Varn Corp. Chief Bo Lind Jr. stayed."),
        ["He left at 5 p.m.", "The talks ended.", "Varn Corp. Chief Bo Lind Jr. stayed."]
    );
    assert_eq!(
        of("“Is it war?” President Varn asked. “Stop!” He left. They wait… for us… Now it ends.[1] It does."),
        [
            "“Is it war?” President Varn asked.",
            "“Stop!”",
            "He left.",
            "They wait… for us…",
            "Now it ends.[1]",
            "It does."
        ]
    );
    assert_eq!(
        of("See art. 5 and pp. 3 of it.\n•\nOne thing\n1. Norland attacks.\n2) Vesk waits"),
        ["See art. 5 and pp. 3 of it.", "One thing", "1. Norland attacks.", "2) Vesk waits"]
    );
}

fn dates(text: &str, published: &str) -> Vec<String> {
    let found = date_phrases(text, &(0..text.len()), Some(published.parse().unwrap()));
    found.into_iter().map(|date| format!("{} = {}", &text[date.span], date.edtf.unwrap_or_default())).collect()
}

#[test]
fn phrases_of_time_are_intervals() {
    let shown = |text: &str| dates(text, "2025-06-15").join("\n");
    assert_snapshot!(shown("Friday morning, early June, June 3, 3 June 2025, in the spring of 2024, since March, between 3 and 5 May, \
        this week, overnight, the weekend, in 2019, the 1990s, the following day, two days later, the day before yesterday"), @"
    Friday morning = 2025-06-13
    early June = 2025-06-01~/2025-06-10~
    June 3 = 2025-06-03
    3 June 2025 = 2025-06-03
    the spring of 2024 = 2024-03~/2024-05~
    since March = 2025-03/..
    between 3 and 5 May = 2025-05-03/2025-05-05
    this week = 2025-06-09/2025-06-15
    overnight = 2025-06-14/2025-06-15
    the weekend = 2025-06-14/2025-06-15
    2019 = 2019
    the 1990s = 1990/1999
    the following day = 
    two days later = 
    the day before yesterday = 2025-06-13
    ");
    assert_eq!(dates("The council meets on Friday, its speaker said.", "2025-06-15"), ["Friday = 2025-06-20"]);
    assert_snapshot!(shown("Norland will attack on Friday, by the end of the year or next month, officials said on Friday."), @"
    Friday = 2025-06-20
    by the end of the year = 2025-06-15/2025-12-31
    next month = 2025-07
    Friday = 2025-06-13
    ");
    assert_snapshot!(shown("It had 2019 soldiers in March, and from 2019 to 2021; June 3-5, mid-2024, the third quarter of 2024, \
        last Monday, next Friday, a few days ago, the past two weeks, the coming days, until Friday, after Monday's attack, may march"), @"
    March = 2025-03
    from 2019 to 2021 = 2019/2021
    June 3-5 = 2025-06-03/2025-06-05
    mid-2024 = 2024-05~/2024-08~
    the third quarter of 2024 = 2024-07/2024-09
    last Monday = 2025-06-09
    next Friday = 2025-06-20
    a few days ago = 2025-06-12~
    the past two weeks = 2025-06-01/2025-06-15
    the coming days = 2025-06-15/2025-06-22~
    until Friday = ../2025-06-20
    Monday = 2025-06-09
    ");
}

/// Phrases that are counted from the publication.
const RELATIVE: [&str; 16] = [
    "on Monday",
    "last week",
    "two weeks ago",
    "in recent days",
    "on Friday morning",
    "this week",
    "next week",
    "overnight",
    "yesterday",
    "over the weekend",
    "last Sunday",
    "next Friday",
    "the past three weeks",
    "three days ago",
    "the coming days",
    "Tuesday last week",
];

proptest! {
    #![proptest_config(draws(200))]

    #[test]
    fn a_phrase_moves_with_the_day_it_is_counted_from(at in 0..RELATIVE.len(), day in 0..20_000_i32, weeks in 1..60_i32, will in any::<bool>()) {
        let published = "1970-03-01".parse::<jiff::civil::Date>().unwrap() + jiff::Span::new().days(day);
        let moved = published + jiff::Span::new().weeks(weeks);
        let text = format!("Norland {} Vesk {}.", if will { "will attack" } else { "attacked" }, RELATIVE[at]);
        let of = |published| date_phrases(&text, &(0..text.len()), Some(published)).remove(0).edtf.unwrap();
        let (one, other) = (EventDate::parse(&of(published)).unwrap(), EventDate::parse(&of(moved)).unwrap());
        prop_assert_eq!(one.begin().unwrap() + jiff::Span::new().weeks(weeks), other.begin().unwrap());
        prop_assert_eq!(one.end().unwrap() + jiff::Span::new().weeks(weeks), other.end().unwrap());
    }

    #[test]
    fn what_a_phrase_means_are_days_of_the_calendar(
        words in prop::collection::vec(prop::sample::select(DATE_WORDS), 1..9),
        day in prop::option::of(0..20_000_i32),
    ) {
        let published = day.map(|day| "1970-03-01".parse::<jiff::civil::Date>().unwrap() + jiff::Span::new().days(day));
        let text = words.join(" ");
        let mut end = 0;
        for date in date_phrases(&text, &(0..text.len()), published) {
            prop_assert!(date.span.start >= end && date.span.end <= text.len() && !text[date.span.clone()].trim().is_empty());
            end = date.span.end;
            if let Some(edtf) = date.edtf {
                let parsed = EventDate::parse(&edtf).map_err(|error| TestCaseError::fail(format!("{text}: {edtf}: {error}")))?;
                prop_assert!(parsed.begin() <= parsed.end() || parsed.end().is_none() || parsed.begin().is_none());
            }
        }
    }
}

/// Words that phrases of time are made of.
const DATE_WORDS: &[&str] = &[
    "on",
    "Monday",
    "last",
    "week",
    "two",
    "ago",
    "in",
    "recent",
    "days",
    "Friday",
    "morning",
    "early",
    "June",
    "3",
    "2025",
    "the",
    "spring",
    "of",
    "since",
    "March",
    "between",
    "and",
    "May",
    "by",
    "end",
    "year",
    "this",
    "next",
    "month",
    "overnight",
    "weekend",
    "2019",
    "1990s",
    "following",
    "day",
    "will",
    "attacked",
    "31",
    "February",
    "29",
    ",",
    "3-5",
    "to",
    "from",
    "until",
    "mid-June",
    "mid-1990s",
    "late",
    "quarter",
    "third",
    "half",
    "first",
    "past",
    "coming",
    "few",
    "a",
    "several",
    "4999",
    "years",
    "decade",
    "later",
    "yesterday",
    "before",
    "after",
    "winter",
    "earlier",
    "9999",
    "hours",
    "within",
    "said",
];
