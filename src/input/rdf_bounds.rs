//! What may a file of RDF cost?
//!
//! The parsers keep a state for each open bracket, make a term within a term for each triple term, and put the text of
//! an entity wherever it is named: a small file can ask for more memory, or for a deeper stack, than there is. So the
//! bytes are looked at before a parser gets them, and where they go beyond a limit, it is given no more. Strings, IRIs and comments
//! are known as far as brackets in them must not count; this module does not know what any of it means.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::rc::Rc;

use memchr::memchr;

/// Triple terms in one another: each is a box in a box, which is walked and freed by recursion.
const MOST_TRIPLE_TERMS: usize = 32;
/// Brackets of Turtle and elements of XML in one another. Lists are written as elements in elements by some programs.
const MOST_BRACKETS: usize = 10_000;
/// Objects and arrays of JSON in one another, as everywhere else that relata reads JSON.
const MOST_JSON: usize = 128;
/// Bytes that the entities of an XML file may become, whatever its size, and for each byte of it.
const ENTITY_BYTES: u64 = 16 << 20;
const ENTITY_BYTES_A_BYTE: u64 = 32;
/// Bytes of one declaration of an entity.
const LONGEST_ENTITY: usize = 1 << 16;

/// The syntax as far as brackets are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// N-Triples and N-Quads: strings have one kind of quote.
    Lines,
    /// Turtle and `TriG`.
    Turtle,
    /// N3, in which some arrows begin as IRIs do.
    N3,
    /// JSON-LD.
    Json,
    /// RDF/XML.
    Xml,
}

/// The limit that a file goes beyond, and the line where it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Beyond {
    pub(super) line: u64,
    pub(super) message: String,
}

/// What the one who reads and the bytes that are read know of each other.
#[derive(Default)]
pub(super) struct Shared {
    beyond: Cell<Option<Beyond>>,
    is_lost: Cell<bool>,
}

impl Shared {
    /// The limit that was met.
    pub(super) fn beyond(&self) -> Option<Beyond> {
        self.beyond.take()
    }

    /// Notes that the parser met an error. From there on it may take for a bracket what stands in a string, and so all
    /// brackets count.
    pub(super) fn lose(&self) {
        self.is_lost.set(true);
    }
}

/// A reader that ends with an error where its bytes go beyond a limit.
pub(super) struct Bounded<R> {
    inner: R,
    scan: Scan,
    shared: Rc<Shared>,
    is_over: bool,
}

impl<R: Read> Bounded<R> {
    pub(super) fn new(inner: R, syntax: Syntax) -> (Bounded<R>, Rc<Shared>) {
        let shared = Rc::new(Shared::default());
        (Bounded { inner, scan: Scan::new(syntax), shared: Rc::clone(&shared), is_over: false }, shared)
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let over = || io::Error::other("the file goes beyond a limit");
        if self.is_over {
            return Err(over());
        }
        let n = self.inner.read(buffer)?;
        if self.shared.is_lost.get() {
            self.scan.within = Within::Lost;
        }
        for (at, byte) in buffer[..n].iter().enumerate() {
            if let Err(message) = self.scan.take(*byte) {
                self.is_over = true;
                self.shared.beyond.set(Some(Beyond { line: self.scan.line, message }));
                // What stands before that place is still read.
                return if at == 0 { Err(over()) } else { Ok(at) };
            }
        }
        Ok(n)
    }
}

/// What the byte before stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// None of the others.
    Plain,
    Comment,
    Iri,
    /// Quotes that may begin a string of several lines, by their number.
    Quotes(u8, u8),
    Text(u8),
    /// A string of several lines, and how many quotes stand last in it.
    LongText(u8, u8),
    /// Nobody knows: every bracket counts.
    Lost,
}

/// Counts what is open.
struct Scan {
    syntax: Syntax,
    within: Within,
    line: u64,
    /// The byte before, zero when it counts no more.
    last: u8,
    is_escaped: bool,
    brackets: usize,
    triple_terms: usize,
    entities: Entities,
}

impl Scan {
    fn new(syntax: Syntax) -> Scan {
        let entities = Entities::default();
        Scan {
            syntax,
            within: Within::Plain,
            line: 1,
            last: 0,
            is_escaped: false,
            brackets: 0,
            triple_terms: 0,
            entities,
        }
    }

    /// Takes the next byte, and says which limit it goes beyond.
    fn take(&mut self, byte: u8) -> Result<(), String> {
        self.line += u64::from(byte == b'\n');
        if self.syntax == Syntax::Xml {
            self.entities.take(byte)?;
            return self.take_of_xml(byte);
        }
        if std::mem::take(&mut self.is_escaped) {
            self.last = 0;
            return Ok(());
        }
        if byte == b'\\' && !matches!(self.within, Within::Comment | Within::Lost) {
            match self.within {
                Within::Quotes(quote, 1) => self.within = Within::Text(quote),
                Within::LongText(quote, _) => self.within = Within::LongText(quote, 0),
                Within::Plain if self.last == b'<' && self.syntax != Syntax::Json => self.within = Within::Iri,
                _ => {}
            }
            self.is_escaped = true;
            return Ok(());
        }
        match self.within {
            Within::Plain | Within::Lost => return self.take_plain(byte),
            Within::Comment if byte == b'\n' || byte == b'\r' => self.within = Within::Plain,
            Within::Iri if byte == b'>' => self.within = Within::Plain,
            Within::Text(quote) if byte == quote => self.within = Within::Plain,
            Within::Comment | Within::Iri | Within::Text(_) => {}
            Within::Quotes(quote, 1) if byte == quote => self.within = Within::Quotes(quote, 2),
            Within::Quotes(quote, 1) => self.within = Within::Text(quote),
            Within::Quotes(quote, _) if byte == quote => self.within = Within::LongText(quote, 0),
            Within::Quotes(..) => {
                self.within = Within::Plain;
                return self.take_plain(byte);
            }
            Within::LongText(quote, 2) if byte == quote => self.within = Within::Plain,
            Within::LongText(quote, n) => self.within = Within::LongText(quote, if byte == quote { n + 1 } else { 0 }),
        }
        Ok(())
    }

    fn take_plain(&mut self, byte: u8) -> Result<(), String> {
        let before = std::mem::replace(&mut self.last, byte);
        let is_json = self.syntax == Syntax::Json;
        let is_known = self.within == Within::Plain;
        let is_arrow = self.syntax == Syntax::N3 && matches!(byte, b'=' | b'-');
        if before == b'<' && byte != b'<' && is_known && !is_json {
            self.within = if byte == b'>' || is_arrow { Within::Plain } else { Within::Iri };
            self.last = 0;
            return Ok(());
        }
        let has_long_texts = matches!(self.syntax, Syntax::Turtle | Syntax::N3);
        match byte {
            b'"' | b'\'' if is_known && has_long_texts => self.within = Within::Quotes(byte, 1),
            b'"' if is_known => self.within = Within::Text(byte),
            b'#' if is_known && !is_json => self.within = Within::Comment,
            b'<' if before == b'<' && !is_json => {
                self.last = 0;
                self.triple_terms += 1;
            }
            b'>' if before == b'>' && !is_json => {
                self.last = 0;
                self.triple_terms = self.triple_terms.saturating_sub(1);
            }
            b'(' if !is_json => self.brackets += 1,
            b'[' | b'{' => self.brackets += 1,
            b')' if !is_json => self.brackets = self.brackets.saturating_sub(1),
            b']' | b'}' => self.brackets = self.brackets.saturating_sub(1),
            _ => {}
        }
        if self.triple_terms > MOST_TRIPLE_TERMS {
            return Err(format!("more than {MOST_TRIPLE_TERMS} triple terms stand in one another"));
        }
        self.check_brackets(if is_json { MOST_JSON } else { MOST_BRACKETS })
    }

    fn check_brackets(&self, most: usize) -> Result<(), String> {
        if self.brackets > most { Err(format!("more than {most} brackets stand in one another")) } else { Ok(()) }
    }

    /// An element begins with `<` and a letter, and ends with `</` or `/>`.
    fn take_of_xml(&mut self, byte: u8) -> Result<(), String> {
        match (std::mem::replace(&mut self.last, byte), byte) {
            (b'<', b'/') | (b'/', b'>') => {
                self.last = 0;
                self.brackets = self.brackets.saturating_sub(1);
            }
            (b'<', byte) if byte.is_ascii_alphabetic() || byte == b'_' || !byte.is_ascii() => self.brackets += 1,
            _ => {}
        }
        if self.brackets > MOST_BRACKETS {
            return Err(format!("more than {MOST_BRACKETS} elements stand in one another"));
        }
        Ok(())
    }
}

/// The entities that an XML file declares, and what they become. Where declarations and references stand does not
/// matter: what is counted in a comment is counted too much.
#[derive(Default)]
struct Entities {
    /// Bytes by name.
    lengths: BTreeMap<Vec<u8>, u64>,
    /// The bytes of a declaration, or of a reference, that is not over.
    open: Vec<u8>,
    n_read: u64,
    n_made: u64,
}

const DECLARATION: &[u8] = b"<!ENTITY";

impl Entities {
    fn take(&mut self, byte: u8) -> Result<(), String> {
        self.n_read += 1;
        match self.open.first() {
            Some(b'<') => {
                self.open.push(byte);
                let begun = self.open.len().min(DECLARATION.len());
                if self.open[..begun] != DECLARATION[..begun] {
                    self.open.clear();
                    self.begin(byte);
                } else if byte == b'"' && memchr(b'"', &self.open) < Some(self.open.len() - 1) {
                    return self.declare();
                } else if self.open.len() > LONGEST_ENTITY {
                    return Err(format!("an entity has more than {LONGEST_ENTITY} bytes"));
                }
            }
            Some(_) if byte == b';' => {
                let n = self.lengths.get(&self.open[1..]).copied().unwrap_or_default();
                self.open.clear();
                return self.make(n);
            }
            Some(_) if byte.is_ascii_whitespace() || byte == b'&' || byte == b'<' || self.open.len() > 256 => {
                self.open.clear();
                self.begin(byte);
            }
            Some(_) => self.open.push(byte),
            None => self.begin(byte),
        }
        Ok(())
    }

    fn begin(&mut self, byte: u8) {
        let is_beginning = byte == b'<' || (byte == b'&' && !self.lengths.is_empty());
        if is_beginning {
            self.open.push(byte);
        }
    }

    /// Takes a declaration that is whole: `<!ENTITY name "text"`.
    fn declare(&mut self) -> Result<(), String> {
        let declaration = std::mem::take(&mut self.open);
        let mut parts = declaration[DECLARATION.len()..].split(|byte| *byte == b'"');
        let (Some(name), Some(text)) = (parts.next(), parts.next()) else { return Ok(()) };
        let name = name.trim_ascii();
        let name = name.strip_prefix(b"%").unwrap_or(name).trim_ascii().to_vec();
        let mut length = 0_u64;
        for (nth, part) in text.split(|byte| *byte == b'&').enumerate() {
            let named =
                part.split(|byte| *byte == b';').next().filter(|_| nth > 0).and_then(|name| self.lengths.get(name));
            length = length.saturating_add(part.len() as u64 + 1).saturating_add(named.copied().unwrap_or_default());
        }
        let known = self.lengths.entry(name).or_default();
        *known = length.max(*known);
        // The parser makes the text of each once, whether it is asked for or not.
        self.make(length)
    }

    fn make(&mut self, n: u64) -> Result<(), String> {
        self.n_made = self.n_made.saturating_add(n);
        if self.n_made <= ENTITY_BYTES.saturating_add(self.n_read.saturating_mul(ENTITY_BYTES_A_BYTE)) {
            return Ok(());
        }
        let megabytes = ENTITY_BYTES >> 20;
        Err(format!(
            "the entities become more than {megabytes} MB and {ENTITY_BYTES_A_BYTE} bytes for each byte of the file"
        ))
    }
}
