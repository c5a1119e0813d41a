//! Where a statement stands in a file of RDF.

use std::collections::BTreeMap;

use oxigraph::io::RdfFormat;
use proptest::prelude::*;
use relata::input::rdf;
use relata::input::rdf_places::{StatementPlace, read_placed};

use crate::support::draws;

/// Each statement of a file and where its subject and its object stand, one a line, in the order of the parser.
fn placed(text: &str, format: RdfFormat) -> String {
    let mut lines = Vec::new();
    read_placed("t", text.as_bytes(), format, &mut |quad, StatementPlace { subject, object }| {
        lines.push(format!("{}:{} {}:{} {quad}", subject.line, subject.column, object.line, object.column));
    })
    .unwrap();
    lines.join("\n")
}

#[test]
fn a_value_stands_where_it_is_written_and_not_where_its_statement_ends() {
    let turtle = "@prefix ex: <http://e/> .\n\
        ex:a\n  ex:p ex:b ,\n    \"c\" ;\n  ex:q 5 .\n\
        [ ex:r \"\"\"long\ntext\"\"\"@en ]\n  ex:s ( 1 \"two\" ) .\n\
        ex:a ex:t << ex:x ex:y ex:z >> {| ex:u true |} .";
    insta::assert_snapshot!(placed(turtle, RdfFormat::Turtle), @r#"
    2:1 3:8 <http://e/a> <http://e/p> <http://e/b>
    2:1 4:5 <http://e/a> <http://e/p> "c"
    2:1 5:8 <http://e/a> <http://e/q> "5"^^<http://www.w3.org/2001/XMLSchema#integer>
    6:1 6:8 _:t_b0 <http://e/r> "long\ntext"@en
    6:1 8:8 _:t_b0 <http://e/s> _:t_b1
    8:8 8:10 _:t_b1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "1"^^<http://www.w3.org/2001/XMLSchema#integer>
    8:8 8:12 _:t_b1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:t_b2
    8:8 8:12 _:t_b2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "two"
    6:1 8:8 _:t_b2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>
    9:1 9:11 _:t_b3 <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <http://e/x> <http://e/y> <http://e/z> )>>
    9:1 9:11 <http://e/a> <http://e/t> _:t_b3
    9:1 9:32 _:t_b4 <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <http://e/a> <http://e/t> _:t_b3 )>>
    9:32 9:40 _:t_b4 <http://e/u> "true"^^<http://www.w3.org/2001/XMLSchema#boolean>
    "#);
}

#[test]
fn graphs_and_lines_of_quads_have_places_too() {
    let trig = "PREFIX ex: <http://e/>\nex:g {\n  ex:a ex:p ex:b .\n  ex:c ex:p\n    1 }\nGRAPH ex:h { ex:d ex:p [] }";
    insta::assert_snapshot!(placed(trig, RdfFormat::TriG), @r#"
    3:3 3:13 <http://e/a> <http://e/p> <http://e/b> <http://e/g>
    4:3 5:5 <http://e/c> <http://e/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <http://e/g>
    6:14 6:24 <http://e/d> <http://e/p> _:t_b0 <http://e/h>
    "#);
    let lines = "# first\n<http://e/a> <http://e/p> \"x . y\"^^<http://e/t> .\n\n_:b <http://e/p> <<( _:b <http://e/p> \"q\" )>> .\n";
    insta::assert_snapshot!(placed(lines, RdfFormat::NTriples), @r#"
    2:1 2:27 <http://e/a> <http://e/p> "x . y"^^<http://e/t>
    4:1 4:18 _:t_b0 <http://e/p> <<( _:t_b0 <http://e/p> "q" )>>
    "#);
    let quads =
        "<http://e/a> <http://e/p> <http://e/o> <http://e/g> .\n<http://e/a> <http://e/p> \"o\" <http://e/g> .\n";
    insta::assert_snapshot!(placed(quads, RdfFormat::NQuads), @r#"
    1:1 1:27 <http://e/a> <http://e/p> <http://e/o> <http://e/g>
    2:1 2:27 <http://e/a> <http://e/p> "o" <http://e/g>
    "#);
}

#[test]
fn of_xml_the_line_of_the_element_is_known_and_of_json_the_file() {
    let xml = "<?xml version=\"1.0\"?>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"\n  xmlns:ex=\"http://e/\">\n\
        <ex:Person rdf:about=\"http://e/a\">\n  <ex:name>two\nlines</ex:name>\n  <ex:knows\n    rdf:resource=\"http://e/b\"/>\n</ex:Person>\n</rdf:RDF>\n";
    insta::assert_snapshot!(placed(xml, RdfFormat::RdfXml), @r#"
    4:0 4:0 <http://e/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://e/Person>
    5:0 5:0 <http://e/a> <http://e/name> "two\nlines"
    7:0 7:0 <http://e/a> <http://e/knows> <http://e/b>
    "#);
    let json = "{\n  \"@id\": \"http://e/a\",\n  \"http://e/p\": 1\n}\n";
    let profile = oxigraph::io::JsonLdProfileSet::empty();
    insta::assert_snapshot!(placed(json, RdfFormat::JsonLd { profile }), @r#"0:0 0:0 <http://e/a> <http://e/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer>"#);
}

/// Pieces that files of Turtle are made of, and some that are none.
const PIECES: &[&str] = &[
    "@prefix ex: <http://e/> .\n",
    "PREFIX ex: <http://f/>\n",
    "ex:a ",
    "ex:b ",
    "ex:p ",
    "a ",
    "<x> ",
    ". ",
    ".",
    "; ",
    ", ",
    "[ ",
    "] ",
    "( ",
    ") ",
    "{ ",
    "} ",
    "<< ",
    ">> ",
    "<<( ",
    ")>> ",
    "{| ",
    "|} ",
    "~ ",
    "\"x\"",
    "'''y\n'''",
    "@en ",
    "^^",
    "5 ",
    "1.",
    "-.5e3 ",
    "true ",
    "_:b ",
    "_:b.",
    "# c\n",
    "\n",
    "\r\n",
    "\r",
    "\\",
    "\"",
    "'",
    "<",
    "GRAPH ",
    "ex:a\\.b ",
    "é ",
];

/// Line and column.
type At = (u64, u64);

/// Turtle that is written with where everything stands.
struct Writer {
    choices: std::vec::IntoIter<u8>,
    text: String,
    line: u64,
    column: u64,
    n: usize,
    /// For each statement, by its own predicate or the value in its list, where subject and object stand.
    expected: BTreeMap<String, [At; 2]>,
    line_end: &'static str,
}

impl Writer {
    fn choose(&mut self, n: u8) -> u8 {
        self.choices.next().unwrap_or(0) % n
    }

    fn write(&mut self, text: &str) -> (u64, u64) {
        let at = (self.line, self.column);
        self.text.push_str(text);
        let mut characters = text.chars().peekable();
        while let Some(c) = characters.next() {
            let ends_line = c == '\n' || (c == '\r' && characters.peek() != Some(&'\n'));
            (self.line, self.column) = if ends_line { (self.line + 1, 1) } else { (self.line, self.column + 1) };
        }
        at
    }

    fn space(&mut self) {
        let end = self.line_end;
        match self.choose(6) {
            0 | 1 => self.write(" "),
            2 => self.write(end),
            3 => self.write(&format!("{end}  ")),
            4 => self.write(&format!(" # a comment with . ; [ ( \" ''' <{end}")),
            _ => self.write("\t "),
        };
    }

    fn fresh(&mut self, what: &str) -> String {
        self.n += 1;
        format!("{what}{}", self.n)
    }

    fn statements(&mut self, subject: (u64, u64), depth: u8) {
        for nth in 0..=self.choose(3) {
            if nth > 0 {
                self.space();
                self.write(";");
            }
            self.space();
            let predicate = self.fresh("p");
            self.write(&format!("ex:{predicate}"));
            for nth in 0..=self.choose(3) {
                if nth > 0 {
                    self.write(",");
                }
                self.space();
                // Of several objects of one predicate the last is the one that is compared.
                let object = self.object(depth);
                self.expected.insert(format!("http://e/{predicate}"), [subject, object]);
            }
        }
        if self.choose(4) == 0 {
            self.write(" ;");
        }
        self.space();
    }

    fn object(&mut self, depth: u8) -> (u64, u64) {
        let end = self.line_end;
        let n_kinds = if depth > 2 { 7 } else { 10 };
        match self.choose(n_kinds) {
            0 => self.write("ex:über.x"),
            1 => self.write("<http://e/a#b>"),
            2 => {
                let nth = usize::from(self.choose(6));
                self.write(["4.5", "-3", "1e5", "true", "_:b0.1", ".5"][nth])
            }
            3 => self.write("\"a ] \\\" . # ; b\""),
            4 => {
                let at = self.write(&format!("\"\"\"ä{end}\"quoted\" .{end} ex:no ex:no ex:no ."));
                self.write("\"\"\"");
                if self.choose(2) == 0 {
                    self.write("@en-GB");
                }
                at
            }
            5 => {
                let at = self.write("'x'");
                self.space();
                self.write("^^");
                self.space();
                self.write("ex:type");
                at
            }
            6 => self.write("[]"),
            7 => {
                let at = self.write("[");
                self.statements(at, depth + 1);
                self.write("]");
                at
            }
            8 => self.list(depth),
            _ => {
                let at = self.write("<<(");
                self.space();
                self.write("ex:s ex:p ");
                self.write("\"in\"");
                self.space();
                self.write(")>>");
                at
            }
        }
    }

    fn list(&mut self, depth: u8) -> (u64, u64) {
        let at = self.write("(");
        for _ in 0..self.choose(4) {
            self.space();
            let item = self.fresh("item ");
            match self.choose(3) {
                0 => {
                    let item_at = self.write(&format!("\"{item}\""));
                    self.expected.insert(item, [at, item_at]);
                }
                1 => {
                    let item_at = self.write(&format!("<http://e/{}>", item.replace(' ', "")));
                    self.expected.insert(format!("http://e/{}", item.replace(' ', "")), [at, item_at]);
                }
                _ => {
                    self.object(depth + 1);
                }
            }
        }
        self.space();
        self.write(")");
        at
    }

    fn document(&mut self) {
        for _ in 0..=self.choose(6) {
            let end = self.line_end;
            match self.choose(6) {
                0 => self.write(&format!("PREFIX ex: <http://e/>{end}")),
                1 => self.write(&format!("@prefix ex: <http://e/> .{end}")),
                2 => self.write(&format!("@base <http://e/base/> . base <http://e/other/>{end}")),
                _ => self.write(""),
            };
            let subject = match self.choose(4) {
                0 => self.write("ex:a.b"),
                1 => self.write("_:b0"),
                2 => {
                    let at = self.write("[");
                    self.statements(at, 1);
                    self.write("]");
                    at
                }
                _ => self.list(1),
            };
            self.space();
            self.statements(subject, 0);
            self.write(".");
            if self.choose(2) == 0 {
                self.space();
            }
        }
    }
}

proptest! {
    #![proptest_config(draws(256))]

    /// Pieces of Turtle in any order: nothing panics, and what is found without faults is the same.
    #[test]
    fn statements_among_faults_have_places_too(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        let text = pieces.concat();
        let mut placed = Vec::new();
        let mut keep = |quad: oxigraph::model::QuadRef<'_>, _: StatementPlace| placed.push(quad.to_string());
        read_placed("t", text.as_bytes(), RdfFormat::TriG, &mut keep).unwrap();
        let (mut plain, mut faults) = (Vec::new(), 0);
        let mut take = |quad: oxigraph::model::QuadRef<'_>| plain.push(quad.to_string());
        rdf::read("t", "t", text.as_bytes(), RdfFormat::TriG, &mut |_| faults += 1, &mut take).unwrap();
        placed.sort();
        plain.sort();
        prop_assert!(faults > 0 || placed == plain, "{}", text);
    }

    #[test]
    fn every_statement_is_found_where_it_was_written(
        choices in prop::collection::vec(any::<u8>(), 0..400),
        line_end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        has_mark in any::<bool>(),
    ) {
        let choices = choices.into_iter();
        let (text, expected) = (if has_mark { "\u{FEFF}" } else { "" }.to_owned(), BTreeMap::new());
        let mut writer = Writer { choices, text, line: 1, column: 1, n: 0, expected, line_end };
        writer.write("@prefix ex: <http://e/> .\n");
        writer.document();
        let mut found = BTreeMap::new();
        let mut placed = Vec::new();
        read_placed("t", writer.text.as_bytes(), RdfFormat::Turtle, &mut |quad, place| {
            let object = quad.object.to_string();
            let object = object.trim_matches(['"', '<', '>']).to_owned();
            let is_first = quad.predicate == oxigraph::model::vocab::rdf::FIRST;
            let key = if is_first { object } else { quad.predicate.as_str().to_owned() };
            let StatementPlace { subject, object } = place;
            found.insert(key, [(subject.line, subject.column), (object.line, object.column)]);
            placed.push(quad.into_owned());
        }).unwrap();
        for (key, place) in &writer.expected {
            prop_assert_eq!(found.get(key), Some(place), "{} in\n{}", key, writer.text);
        }
        let mut plain = Vec::new();
        let mut faults = 0;
        rdf::read("t", "t", writer.text.as_bytes(), RdfFormat::Turtle, &mut |_| faults += 1, &mut |quad| {
            plain.push(quad.into_owned());
        }).unwrap();
        prop_assert_eq!(faults, 0, "{}", writer.text);
        placed.sort_by_key(ToString::to_string);
        plain.sort_by_key(ToString::to_string);
        prop_assert_eq!(placed, plain);
    }
}
