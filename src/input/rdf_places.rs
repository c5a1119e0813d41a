//! Where in a file of RDF does each statement stand?
//!
//! The file is read once more, by the same reader and with the same names for blank nodes, but given to the parser a
//! token at a time: the token with which a statement comes out tells where its object stands, and what is open at that
//! time where its subject does. Whoever asks does so because something is wrong, so that this may take longer than
//! reading. RDF/XML is followed by its elements, and of JSON-LD no more than the file is known.

use std::cell::RefCell;
use std::io::{self, Read};

use oxigraph::io::RdfFormat;
use oxigraph::model::{Quad, QuadRef, Term};

use super::rdf;
pub use super::turtle_tokens::Spot;
use super::turtle_tokens::{Token, Tokens};

/// The places of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StatementPlace {
    /// Where its subject stands: the name, or the bracket that opens a node without one.
    pub subject: Spot,
    /// Where its object stands.
    pub object: Spot,
}

/// Hands every statement of a file to `found`, with its place; `stem` is what blank nodes are named after, as in
/// [`rdf::read`].
///
/// # Errors
/// When the reader fails.
pub fn read_placed(
    stem: &str,
    reader: impl Read,
    format: RdfFormat,
    found: &mut dyn FnMut(QuadRef<'_>, StatementPlace),
) -> io::Result<()> {
    // Faults were told when the file was read for the graph.
    let mut passed_over = |_| ();
    match format {
        RdfFormat::JsonLd { .. } => {
            let mut sink = |quad: QuadRef<'_>| found(quad, StatementPlace::default());
            rdf::read("", stem, reader, format, &mut passed_over, &mut sink)
        }
        RdfFormat::RdfXml => {
            let line = RefCell::new(ElementLine { line: 1, of_element: 1 });
            let bytes = io::BufReader::new(rdf::WithoutMark::new(reader));
            let elements = Elements { bytes, line: &line };
            let mut sink = |quad: QuadRef<'_>| {
                let spot = Spot { line: line.borrow().of_element, column: 0, length: 0 };
                found(quad, StatementPlace { subject: spot, object: spot });
            };
            rdf::read_as_given("", stem, elements, format, &mut passed_over, &mut sink)
        }
        _ => {
            let is_lines = matches!(format, RdfFormat::NTriples | RdfFormat::NQuads);
            let walk = RefCell::new(Walk::new(is_lines, found));
            let fed = FedTokens { tokens: Tokens::new(reader), token: Vec::new(), n_fed: 0, walk: &walk };
            let mut sink = |quad: QuadRef<'_>| walk.borrow_mut().statements.push(quad.into_owned());
            let read = rdf::read_as_given("", stem, fed, format, &mut passed_over, &mut sink);
            walk.borrow_mut().settle();
            read
        }
    }
}

/// A reader that gives one token at each call, so that the parser takes no more than that before it says what it found.
struct FedTokens<'w, 'f, R> {
    tokens: Tokens<R>,
    /// The token, and how much of it is given.
    token: Vec<u8>,
    n_fed: usize,
    walk: &'w RefCell<Walk<'f>>,
}

impl<R: Read> Read for FedTokens<'_, '_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.n_fed == self.token.len() {
            let next = self.tokens.next(&mut self.token)?;
            let mut walk = self.walk.borrow_mut();
            walk.settle();
            let Some((token, spot)) = next else {
                self.token.clear();
                self.n_fed = 0;
                return Ok(0);
            };
            walk.step(token, spot);
            // Something has to end the token. The parser forgets what it has taken at the end of a line only, so that it gets
            // as many of them as it may: in N-Triples a line is a statement.
            self.token.push(if walk.is_lines && token != Token::Dot { b' ' } else { b'\n' });
            self.n_fed = 0;
        }
        let rest = &self.token[self.n_fed..];
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        self.n_fed += n;
        Ok(n)
    }
}

/// What the tokens so far say of the place of the next statements.
struct Walk<'f> {
    found: &'f mut dyn FnMut(QuadRef<'_>, StatementPlace),
    /// True for N-Triples and N-Quads, of which a statement comes out with its graph or with its dot.
    is_lines: bool,
    /// There, the terms of the statement so far.
    terms: Vec<Spot>,
    /// The first token of the statement.
    subject: Option<Spot>,
    /// Where each bracket stands that is open.
    opened: Vec<Spot>,
    /// Tokens left of a declaration.
    n_declared: u8,
    /// A string whose language or datatype may follow, so that it comes out with a later token.
    text: Option<StatementPlace>,
    /// A list that was opened by the token before; the parser knows only now whether it is empty.
    list: Option<StatementPlace>,
    /// What the token given last can complete.
    due: Due,
    /// The statements that came out with it, the last one first.
    statements: Vec<Quad>,
}

/// The places that statements may have which come out with one token.
#[derive(Clone, Copy, Default)]
struct Due {
    text: Option<StatementPlace>,
    list: Option<StatementPlace>,
    /// True when the token is an object by itself.
    is_term: bool,
    own: StatementPlace,
}

impl Walk<'_> {
    fn new(is_lines: bool, found: &mut dyn FnMut(QuadRef<'_>, StatementPlace)) -> Walk<'_> {
        Walk {
            found,
            is_lines,
            terms: Vec::new(),
            subject: None,
            opened: Vec::new(),
            n_declared: 0,
            text: None,
            list: None,
            due: Due::default(),
            statements: Vec::new(),
        }
    }

    /// The place of a statement whose object stands at `object`.
    fn at(&self, object: Spot) -> StatementPlace {
        let subject = self.opened.last().copied().or(self.subject);
        StatementPlace { subject: subject.unwrap_or(object), object }
    }

    /// Takes a token of a statement that has a line to itself.
    fn step_on_line(&mut self, token: Token, spot: Spot) {
        match token {
            Token::Open => {
                if self.opened.is_empty() {
                    self.terms.push(spot);
                }
                self.opened.push(spot);
            }
            Token::Close => drop(self.opened.pop()),
            Token::Dot => self.opened.clear(),
            _ if self.opened.is_empty() => self.terms.push(spot),
            _ => {}
        }
        let term = |nth: usize| self.terms.get(nth).copied().unwrap_or(spot);
        self.due = Due { own: StatementPlace { subject: term(0), object: term(2) }, ..Due::default() };
        if token == Token::Dot {
            self.terms.clear();
        }
    }

    /// Takes the token that the parser gets next.
    fn step(&mut self, token: Token, spot: Spot) {
        if self.is_lines {
            return self.step_on_line(token, spot);
        }
        if self.n_declared > 0 {
            self.n_declared -= 1;
            self.due = Due::default();
            return;
        }
        if let (None, Token::Declaration(n)) = (self.subject, token) {
            self.n_declared = n;
            self.due = Due::default();
            return;
        }
        let text = if token == Token::DatatypeMark { None } else { self.text.take() };
        let list = self.list.take();
        let mut own = spot;
        match token {
            Token::Dot | Token::Brace => {
                self.due = Due { text, list, is_term: false, own: self.at(spot) };
                self.subject = None;
                self.opened.clear();
                return;
            }
            Token::Close => own = self.opened.pop().unwrap_or(spot),
            _ if self.subject.is_none() => self.subject = Some(spot),
            _ => {}
        }
        let is_term = matches!(token, Token::Word) && text.is_none();
        self.due = Due { text, list, is_term, own: self.at(own) };
        match token {
            Token::Open | Token::OpenAnnotation => self.opened.push(spot),
            Token::OpenList => {
                self.list = Some(self.at(spot));
                self.opened.push(spot);
            }
            Token::Text => self.text = Some(self.at(spot)),
            _ => {}
        }
    }

    /// Hands on what came out with the token given last.
    fn settle(&mut self) {
        let due = self.due;
        let mut statements = std::mem::take(&mut self.statements);
        // The parser hands out last what it found first.
        statements.reverse();
        let mut rest = statements.as_slice();
        let mut hand_on = |statement: &Quad, place| (self.found)(statement.as_ref(), place);
        if let (Some(place), Some((first, others))) = (due.text, rest.split_first())
            && matches!(first.object, Term::Literal(_))
        {
            hand_on(first, place);
            rest = others;
        }
        // The node of a list comes out with the token behind its bracket, before that token's own statement.
        let has_list = rest.len() > usize::from(due.is_term);
        if let (Some(place), true, Some((first, others))) = (due.list, has_list, rest.split_first()) {
            hand_on(first, place);
            rest = others;
        }
        for statement in rest {
            hand_on(statement, due.own);
        }
        statements.clear();
        self.statements = statements;
    }
}

/// The line that is read, and the one that the last element began in.
struct ElementLine {
    line: u64,
    of_element: u64,
}

/// A reader that gives the bytes up to the end of a tag at each call.
struct Elements<'l, R> {
    bytes: io::BufReader<R>,
    line: &'l RefCell<ElementLine>,
}

impl<R: Read> Read for Elements<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        use io::BufRead as _;
        let bytes = self.bytes.fill_buf()?;
        let bytes = &bytes[..bytes.len().min(buffer.len())];
        let n = bytes.iter().position(|byte| *byte == b'>').map_or(bytes.len(), |end| end + 1);
        let mut line = self.line.borrow_mut();
        for (at, byte) in bytes[..n].iter().enumerate() {
            match byte {
                b'\n' => line.line += 1,
                b'<' if !matches!(bytes.get(at + 1), Some(b'/' | b'!' | b'?')) => line.of_element = line.line,
                _ => {}
            }
        }
        buffer[..n].copy_from_slice(&bytes[..n]);
        self.bytes.consume(n);
        Ok(n)
    }
}
