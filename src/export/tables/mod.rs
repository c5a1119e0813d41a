//! Tables of claims, entities and documents: the graph as it can be edited in a spreadsheet and built again.
//!
//! What comes from RDF files of the project stays there. Built with the same
//! project file, the tables give the same graph, but for the names of the files
//! and lines that claims are from.

pub mod annotation;

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::{Component, Path};

use oxigraph::model::NamedNodeRef;
use oxigraph::model::vocab::rdfs;
use rustc_hash::FxHashMap;

use crate::claims::{Claim, Claims, Id, Kind, Reply};
use crate::export::{ExportError, ExportOptions, MakeFile};
use crate::model::{Certainty, Modality, Polarity};
use crate::rdf::iri::{HASH_DIGITS, Namespace};
use crate::rdf::vocab;

/// What is written into the folder.
pub const FILES: &[&str] = &["claims.csv", "entities.csv", "documents.csv"];

/// Between the parts of a cell.
const BETWEEN: &str = ";";

/// Writes the tables, rows in the order of their IRIs; columns nobody uses are left out.
///
/// # Errors
/// When a file cannot be written.
pub fn write(
    claims: &Claims<'_>,
    namespace: &Namespace,
    options: &ExportOptions,
    make: &mut MakeFile<'_>,
) -> Result<(), ExportError> {
    let cells = Cells::new(claims, namespace);
    let mut start = |name: &str| -> io::Result<Box<dyn io::Write>> {
        let mut out = make(name)?;
        if options.excel {
            out.write_all("\u{feff}".as_bytes())?;
        }
        Ok(out)
    };
    let (entities, documents) = (claims.entities(), claims.of_class(vocab::DOCUMENT));
    let texts = Texts::new(&cells, &documents);
    let rows = || (0..claims.rows().len()).map(|index| cells.claim(index));
    write_table(rows, start("claims.csv")?)?;
    write_table(|| entities.iter().map(|id| cells.entity(*id)), start("entities.csv")?)?;
    write_table(|| documents.iter().map(|id| cells.document(*id, Some(&texts))), start("documents.csv")?)?;
    for id in &documents {
        if let (Some(path), Some(text)) = (texts.paths.get(id), texts.text(*id)) {
            let mut out = make(path)?;
            out.write_all(text.as_bytes())?;
            out.flush()?;
        }
    }
    Ok(())
}

/// Where the texts of documents are written: where their own files were, or below `texts/`.
pub(super) struct Texts<'a> {
    claims: &'a Claims<'a>,
    paths: FxHashMap<Id, String>,
}

impl<'a> Texts<'a> {
    fn new(cells: &Cells<'a>, documents: &[Id]) -> Texts<'a> {
        let mut paths = FxHashMap::default();
        let has_text = |id: &&Id| !cells.claims.values(**id, vocab::SCHEMA_TEXT).is_empty();
        // Some file systems take large and small letters for the same.
        let mut taken: BTreeSet<String> = FILES.iter().map(|name| (*name).to_owned()).collect();
        for id in documents.iter().filter(has_text) {
            let own = cells.first(*id, vocab::TEXT_FILE).filter(|path| is_below(path));
            let name = file_name(&cells.local(*id, |id| cells.namespace.document(id)));
            let others =
                (1..).map(|n| if n == 1 { format!("texts/{name}.txt") } else { format!("texts/{name}-{n}.txt") });
            let path = own.into_iter().chain(others).find(|path| taken.insert(path.to_lowercase()));
            paths.extend(path.map(|path| (*id, path)));
        }
        Texts { claims: cells.claims, paths }
    }

    fn text(&self, document: Id) -> Option<String> {
        self.claims.values(document, vocab::SCHEMA_TEXT).first().map(|text| self.claims.text(*text))
    }
}

/// Whether a path leads from a folder to a file below it.
fn is_below(path: &str) -> bool {
    !path.contains(['\\', ':']) && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// An identifier as the name of a file on any system.
pub(super) fn file_name(id: &str) -> String {
    let safe = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' };
    let name: String = id.trim_matches(['<', '>']).chars().map(safe).collect();
    let name = name.trim_matches('.');
    if name.is_empty() { "document".to_owned() } else { name.to_owned() }
}

/// The cells of a row, by column.
pub(super) type Row = Vec<(String, String)>;

/// Writes rows, which are made twice: first to see which columns are used, then to be written. None is kept.
fn write_table<R: Iterator<Item = Row>>(rows: impl Fn() -> R, out: impl io::Write) -> io::Result<()> {
    let mut columns: Vec<String> = Vec::new();
    for (column, cell) in rows().flatten() {
        if !cell.is_empty() && !columns.contains(&column) {
            columns.push(column);
        }
    }
    // Columns come in the order of the documentation, those without meaning behind them.
    columns.sort_by_key(|column| COLUMNS.iter().position(|known| known == column).unwrap_or(COLUMNS.len()));
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(&columns)?;
    for row in rows() {
        let cell = |column: &String| {
            let values = row.iter().filter(|(name, _)| name == column).map(|(_, value)| value.as_str());
            values.collect::<Vec<_>>().join(BETWEEN)
        };
        writer.write_record(columns.iter().map(cell))?;
    }
    writer.flush()
}

const COLUMNS: &[&str] = &[
    "id",
    "label",
    "title",
    "subject",
    "predicate",
    "object",
    "type",
    "aliases",
    "date",
    "place",
    "event_id",
    "event_codes",
    "document",
    "said_by",
    "certainty",
    "polarity",
    "modality",
    "confirms",
    "denies",
    "declines_to_comment",
    "quote",
    "start",
    "end",
    "confidence",
    "annotator",
    "note",
    "lang",
    "member_of",
    "country",
    "wikidata",
    "coordinates",
    "description",
    "publisher",
    "url",
    "published",
    "retrieved",
    "author",
    "language",
    "path",
];

/// Writes terms as cells that mean them.
pub(super) struct Cells<'a> {
    pub(super) claims: &'a Claims<'a>,
    namespace: &'a Namespace,
    /// How many things have a name, so that a cell never means another one.
    bearers: FxHashMap<String, u32>,
    /// How many entities have a label.
    labels: FxHashMap<String, u32>,
    /// A claim about each event.
    about: FxHashMap<Id, Id>,
    /// For each claim, how many before it rest on the same words: words in several languages are shared out among them.
    turns: Vec<usize>,
    /// Properties of columns without meaning, with their headings.
    qualifiers: Vec<(Id, String)>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(claims: &'a Claims<'a>, namespace: &'a Namespace) -> Cells<'a> {
        let mut bearers: FxHashMap<String, u32> = FxHashMap::default();
        let mut labels: FxHashMap<String, u32> = FxHashMap::default();
        for id in claims.entities() {
            *labels.entry(claims.label(id)).or_default() += 1;
            let names: BTreeSet<String> = claims.aliases(id).into_iter().chain([claims.label(id)]).collect();
            for name in names {
                *bearers.entry(name.to_lowercase()).or_default() += 1;
            }
        }
        let mut about: FxHashMap<Id, Id> = FxHashMap::default();
        for claim in claims.rows() {
            if let Some(event) = claim.event {
                about.entry(event).or_insert(claim.id);
            }
        }
        let mut seen: FxHashMap<Id, usize> = FxHashMap::default();
        let mut turn = |claim: &Claim| {
            let n = seen.entry(claim.evidence.unwrap_or(claim.id)).or_default();
            *n += 1;
            *n - 1
        };
        let turns = claims.rows().iter().map(&mut turn).collect();
        let prefix = namespace.qualifier("");
        let qualifiers = claims.labelled(prefix.as_str()).into_iter().map(|id| (id, claims.label(id))).collect();
        Cells { claims, namespace, bearers, labels, about, turns, qualifiers }
    }

    /// The row of the claim at `index`.
    pub(super) fn claim(&self, index: usize) -> Row {
        let claims = self.claims;
        let Some(claim) = claims.rows().get(index) else { return Row::new() };
        let word = |word: &str, usual: bool| if usual { String::new() } else { word.to_owned() };
        let replies = |wanted: Reply| {
            let ids = claims.replies(index).iter().filter(|(reply, _)| *reply == wanted);
            ids.map(|(_, id)| self.local(*id, |id| self.namespace.claim(id))).collect::<Vec<_>>().join(BETWEEN)
        };
        let event = claim.event.and_then(|event| claims.event(event));
        let quotes = claim.evidence.map(|evidence| claims.values(evidence, vocab::QUOTE)).unwrap_or_default();
        let quote = self.turns.get(index).and_then(|turn| quotes.get(turn % quotes.len().max(1))).copied();
        let selectors =
            claim.evidence.map(|evidence| claims.values(evidence, vocab::OA_HAS_SELECTOR)).unwrap_or_default();
        let offset = |property: NamedNodeRef<'_>| {
            selectors.iter().find_map(|selector| self.first(*selector, property)).unwrap_or_default()
        };
        let speakers: Vec<String> = claims.speakers(index).iter().map(|id| self.entity_cell(*id)).collect();
        let first = |property: NamedNodeRef<'_>| self.first(claim.id, property).unwrap_or_default();
        let mut row = row([
            ("id", self.local(claim.id, |id| self.namespace.claim(id))),
            ("subject", self.end(claim.subject)),
            ("predicate", claims.label(claim.predicate)),
            ("object", self.end(claim.object)),
            ("date", claims.date(claim).unwrap_or_default()),
            ("place", event.and_then(|event| event.place).map(|place| self.entity_cell(place)).unwrap_or_default()),
            ("event_id", claim.event.map(|event| self.event_cell(event)).unwrap_or_default()),
            ("event_codes", claim.event.map(|event| self.types_cell(event, claim.predicate)).unwrap_or_default()),
            ("document", claim.document.map(|id| self.local(id, |id| self.namespace.document(id))).unwrap_or_default()),
            ("said_by", speakers.join(BETWEEN)),
            ("certainty", word(claim.certainty.word(), claim.certainty == Certainty::default())),
            ("polarity", word(claim.polarity.word(), claim.polarity == Polarity::default())),
            ("modality", word(claim.modality.word(), claim.modality == Modality::default())),
            ("confirms", replies(Reply::Confirms)),
            ("denies", replies(Reply::Denies)),
            ("declines_to_comment", replies(Reply::DeclinesToComment)),
            ("quote", quote.map(|quote| claims.text(quote)).unwrap_or_default()),
            ("start", offset(vocab::OA_START)),
            ("end", offset(vocab::OA_END)),
            ("confidence", first(vocab::CONFIDENCE)),
            ("annotator", first(vocab::ANNOTATOR)),
            ("note", first(rdfs::COMMENT)),
            ("lang", quote.and_then(|quote| claims.language(quote)).unwrap_or_default()),
        ]);
        self.add_qualifiers(claim.id, &mut row);
        row
    }

    /// The row of an entity.
    pub(super) fn entity(&self, id: Id) -> Row {
        let claims = self.claims;
        let all = |property: NamedNodeRef<'_>| -> Vec<String> {
            claims.values(id, property).into_iter().map(|value| self.entity_cell(value)).collect()
        };
        let kind = match claims.kind(id) {
            Kind::Entity(kind) => kind.word(),
            Kind::Event | Kind::Untyped => "",
        };
        let wikidata = self.first(id, vocab::SKOS_EXACT_MATCH);
        let mut row = row([
            ("id", self.own_cell(id)),
            ("label", claims.label(id)),
            ("type", kind.to_owned()),
            ("aliases", claims.aliases(id).join(BETWEEN)),
            ("member_of", all(vocab::MEMBER_OF).join(BETWEEN)),
            ("country", all(vocab::COUNTRY).first().cloned().unwrap_or_default()),
            ("wikidata", wikidata.and_then(|iri| iri.rsplit('/').next().map(str::to_owned)).unwrap_or_default()),
            ("coordinates", self.coordinates(id)),
            ("description", self.first(id, vocab::DCT_DESCRIPTION).unwrap_or_default()),
        ]);
        self.add_qualifiers(id, &mut row);
        row
    }

    /// The row of a document; `texts` knows where its text is written.
    pub(super) fn document(&self, id: Id, texts: Option<&Texts<'_>>) -> Row {
        let claims = self.claims;
        let first = |property: NamedNodeRef<'_>| self.first(id, property).unwrap_or_default();
        let publisher = claims.values(id, vocab::SCHEMA_PUBLISHER).first().copied();
        let mut row = row([
            ("id", self.local(id, |id| self.namespace.document(id))),
            ("title", first(vocab::SCHEMA_HEADLINE)),
            ("publisher", publisher.map(|publisher| self.entity_cell(publisher)).unwrap_or_default()),
            ("url", first(vocab::SCHEMA_URL)),
            ("published", first(vocab::SCHEMA_DATE_PUBLISHED)),
            ("retrieved", first(vocab::RETRIEVED)),
            ("author", first(vocab::SCHEMA_AUTHOR)),
            ("language", first(vocab::SCHEMA_IN_LANGUAGE)),
            ("path", texts.and_then(|texts| texts.paths.get(&id).cloned()).unwrap_or_else(|| first(vocab::TEXT_FILE))),
        ]);
        self.add_qualifiers(id, &mut row);
        row
    }

    /// The identifier of an event that has one of its own; none when its statement, date and place are the event.
    fn event_cell(&self, event: Id) -> String {
        let cell = self.local(event, |id| self.namespace.event_of_id(id));
        let is_hash = cell.len() == HASH_DIGITS && cell.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_hash { String::new() } else { cell }
    }

    /// The codes of an event's types, where they are others than those of the predicate.
    fn types_cell(&self, event: Id, predicate: Id) -> String {
        let of = |id: Id, property: NamedNodeRef<'_>| self.claims.values(id, property);
        let types: BTreeSet<Id> = of(event, vocab::SEM_EVENT_TYPE).into_iter().collect();
        let usual = of(predicate, vocab::PLOVER_TYPE).into_iter().chain(of(predicate, vocab::CAMEO));
        if types == usual.collect() {
            return String::new();
        }
        let short = |id: &Id| {
            let iri = self.claims.text(*id);
            let found =
                vocab::PREFIXES.iter().find_map(|(prefix, namespace)| Some((prefix, iri.strip_prefix(namespace)?)));
            found.map_or_else(|| iri.clone(), |(prefix, local)| format!("{prefix}:{local}"))
        };
        types.iter().map(short).collect::<Vec<_>>().join(BETWEEN)
    }

    /// Degrees north and east of an entity.
    fn coordinates(&self, id: Id) -> String {
        let point = self.claims.values(id, vocab::GEO_HAS_GEOMETRY).first().copied();
        let wkt = point.and_then(|point| self.first(point, vocab::GEO_AS_WKT)).unwrap_or_default();
        let degrees = wkt.strip_prefix("POINT(").and_then(|rest| rest.strip_suffix(')'));
        degrees
            .and_then(|degrees| degrees.split_once(' '))
            .map_or_else(String::new, |(east, north)| format!("{north} {east}"))
    }

    fn add_qualifiers(&self, id: Id, row: &mut Row) {
        for (property, heading) in &self.qualifiers {
            let iri = self.claims.text(*property);
            let values = self.claims.values(id, NamedNodeRef::new_unchecked(&iri));
            row.extend(values.into_iter().map(|value| (heading.clone(), self.claims.text(value))));
        }
    }

    fn first(&self, id: Id, property: NamedNodeRef<'_>) -> Option<String> {
        self.claims.values(id, property).first().map(|value| self.claims.text(*value))
    }

    /// Subject or object: an entity, or `#` and a claim about the event.
    fn end(&self, id: Id) -> String {
        match self.about.get(&id) {
            Some(claim) => format!("#{}", self.local(*claim, |id| self.namespace.claim(id))),
            None => self.entity_cell(id),
        }
    }

    /// A cell that means an entity; a text that is none stays.
    fn entity_cell(&self, id: Id) -> String {
        if self.claims.is_iri(id) { self.own_cell(id) } else { self.claims.text(id) }
    }

    /// The identifier of an entity, or its IRI where the identifier could be taken for another one.
    fn own_cell(&self, id: Id) -> String {
        let cell = self.local(id, |id| self.namespace.entity(id));
        let own = self
            .claims
            .aliases(id)
            .into_iter()
            .chain([self.claims.label(id)])
            .any(|name| name.eq_ignore_ascii_case(&cell));
        let n_bearers = self.bearers.get(&cell.to_lowercase()).copied().unwrap_or(0);
        if n_bearers > u32::from(own) { format!("<{}>", self.claims.text(id)) } else { cell }
    }

    /// The name of an entity, or its identifier where another one has the same name.
    pub(super) fn name(&self, id: Id) -> String {
        let label = self.claims.label(id);
        let is_shared = self.labels.get(&label).is_some_and(|n| *n > 1);
        if is_shared || !self.claims.is_iri(id) { self.entity_cell(id) } else { label }
    }

    /// The identifier that `mint` makes this IRI of; the whole IRI when there is none.
    fn local(&self, id: Id, mint: impl Fn(&str) -> oxigraph::model::NamedNode) -> String {
        let iri = self.claims.text(id);
        let decoded = iri.rsplit(['/', '#']).next().and_then(percent_decoded).unwrap_or_default();
        let is_safe = !decoded.is_empty()
            && !decoded.starts_with('#')
            && !decoded.contains([';', '<'])
            && !decoded.contains(char::is_whitespace);
        if is_safe && mint(&decoded).as_str() == iri { decoded } else { format!("<{iri}>") }
    }
}

/// The cell under a heading; empty when there is none.
pub(super) fn cell<'r>(row: &'r Row, heading: &str) -> &'r str {
    row.iter().find(|(name, _)| name == heading).map_or("", |(_, cell)| cell.as_str())
}

fn row<const N: usize>(cells: [(&str, String); N]) -> Row {
    cells.into_iter().map(|(column, cell)| (column.to_owned(), cell)).collect()
}

/// The text that `%` stands for bytes of; none when they are no text.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first == b'%' {
            let (code, after) = rest.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok()?);
            rest = after;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}
