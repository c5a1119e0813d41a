//! The rows of claims: names resolved, checked, written; those that speak of other claims last.

use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use oxigraph::model::NamedNode;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::Source;
use super::context::{CompileError, Context, display_path, shown_path};
use super::files::open_file;
use crate::diagnostic::{Finding, Verdict, codes};
use crate::input::{RawRow, Row, Table, claims as claim_rows};
use crate::model::Claim;
use crate::ontology::Meaning;
use crate::rdf::claim::{End, EndKind, PredicateUse, ResolvedClaim, reply_property};
use crate::rdf::document::write_unknown_document;
use crate::rdf::names::Named;
use crate::validation::{check_publication, check_quote, check_sourced, check_types, unsourced_table};

/// A claim whose names are resolved, but for the claims it speaks of.
pub(super) struct Draft<'a> {
    pub(super) claim: Claim,
    pub(super) ends: [Option<End>; 2],
    pub(super) predicate: PredicateUse<'a>,
    pub(super) event_types: Vec<NamedNode>,
    pub(super) place: Option<NamedNode>,
    pub(super) speakers: Vec<NamedNode>,
    pub(super) document: Option<NamedNode>,
    /// Entities and documents nobody declared, to be written with the claim.
    pub(super) minted: Vec<Named>,
    pub(super) unknown_document: bool,
}

/// A claim that waits for others, with its row for messages.
pub(super) struct Waiting<'a> {
    pub(super) draft: Draft<'a>,
    pub(super) row: RawRow,
}

/// What became of a claim that another one names.
pub(super) enum Fate {
    Loaded(End),
    Waiting(usize),
    Rejected(u64),
    /// Two rows have this identifier: which one is meant would be a guess.
    Twice,
}

/// Reading the claims of a project.
pub(super) struct ClaimStage<'c, 'a> {
    pub(super) context: &'c mut Context<'a>,
    /// Identifiers that some cell refers to.
    pub(super) referenced: FxHashSet<String>,
    pub(super) fates: FxHashMap<String, Fate>,
    /// The tables read so far: as claims name them, and as messages do.
    pub(super) files: Vec<(Arc<str>, String)>,
    /// Table and line by hash of the identifier.
    ids: FxHashMap<u64, (usize, u64)>,
    /// Table, line and hash of the whole row, by hash of the claim's IRI.
    unnamed: FxHashMap<u64, (usize, u64, u64)>,
    pub(super) waiting: Vec<Waiting<'a>>,
    /// Whether the table at hand has a column for speakers or documents.
    pub(super) has_sources: bool,
    /// What cells of predicates mean, as far as the ontology knows them.
    pub(super) predicates: FxHashMap<String, Meaning<'a>>,
    /// What unknown predicates may be slips of, so that each is looked up once.
    pub(super) suggestions: FxHashMap<String, Option<String>>,
    /// Passive predicates mentioned so far, so that each is noticed once.
    pub(super) inverses: FxHashSet<String>,
    /// The claim written last, for whoever made it to have its strings back.
    pub(super) spent: Option<Claim>,
}

/// Rows between two reports of progress.
const PROGRESS_STEP: u64 = 4096;

/// A row that claims are read from.
pub(super) trait Origin {
    /// Its bytes and place, for messages.
    fn raw(&self) -> RawRow;

    /// Line it starts in.
    fn line(&self) -> u64;

    /// The identifier of its claim, when the row as a whole could not be read.
    fn readable_id(&self) -> Option<String>;
}

impl Origin for Table<'_> {
    fn raw(&self) -> RawRow {
        Table::raw(self)
    }

    fn line(&self) -> u64 {
        Table::line(self)
    }

    fn readable_id(&self) -> Option<String> {
        self.readable_cell("id")
    }
}

/// The claims of a row that stands for several, each with what is wrong with it.
fn claims_of_parts(row: &Row<'_>, parts: &[Vec<String>], file: &Arc<str>) -> Vec<(Option<Claim>, Vec<Finding>)> {
    let claim = |cells: &Vec<String>| {
        let mut findings = Vec::new();
        (claim_rows::claim_from_row(&row.with_cells(cells), file, &mut findings), findings)
    };
    parts.iter().map(claim).collect()
}

impl<'c, 'a> ClaimStage<'c, 'a> {
    /// Reads the claims of `events` and `annotated`, which declare what they speak of, then those of `sources`.
    pub(super) fn run(
        context: &'c mut Context<'a>,
        events: &[&Source],
        annotated: &[&Source],
        sources: &[&Source],
    ) -> Result<(), CompileError> {
        let mut stage = ClaimStage {
            context,
            referenced: FxHashSet::default(),
            fates: FxHashMap::default(),
            files: Vec::new(),
            ids: FxHashMap::default(),
            unnamed: FxHashMap::default(),
            waiting: Vec::new(),
            has_sources: true,
            predicates: FxHashMap::default(),
            suggestions: FxHashMap::default(),
            inverses: FxHashSet::default(),
            spent: None,
        };
        stage.collect_references(annotated, sources)?;
        stage.read_events(events)?;
        stage.read_annotations(annotated)?;
        for source in sources {
            stage.read(source)?;
        }
        stage.finish()
    }

    /// Notes which identifiers are referred to, so that only these claims are remembered. Where no table has an `id`
    /// column and nothing is annotated there is nothing to refer to, and no table is read for it.
    fn collect_references(&mut self, annotated: &[&Source], sources: &[&Source]) -> Result<(), CompileError> {
        for source in annotated {
            self.collect_annotated(source);
        }
        let has_ids = |source: &&Source| self.reopen(source).is_some_and(|table| table.header().has("id"));
        if annotated.is_empty() && !sources.iter().any(has_ids) {
            return Ok(());
        }
        let without_mark = |id: &str| id.strip_prefix('#').unwrap_or(id).trim().to_owned();
        for source in sources {
            let Some(mut table) = self.reopen(source) else { continue };
            let path = || self.context.project.root.join(&source.path);
            while let Some(row) = table.read().map_err(|source| CompileError::Read { path: path(), source })? {
                let Ok(row) = row else { continue };
                let mut collect = |row: &Row<'_>| {
                    let ends = ["subject", "object"].into_iter().filter_map(|field| row.get(field));
                    self.referenced.extend(ends.filter(|cell| cell.starts_with('#')).map(without_mark));
                    let replies =
                        ["confirms", "denies", "declines_to_comment"].into_iter().flat_map(|field| row.list(field));
                    self.referenced.extend(replies.map(|id| without_mark(&id)));
                };
                match row.parts() {
                    Ok(None) => collect(&row),
                    Ok(Some(parts)) => parts.iter().for_each(|cells| collect(&row.with_cells(cells))),
                    Err(_) => {}
                }
            }
        }
        Ok(())
    }

    /// The table once more; what is wrong with its header is told when it is read for its claims.
    fn reopen(&self, source: &Source) -> Option<Table<'static>> {
        let file = open_file(&self.context.project.root.join(&source.path)).ok()?;
        Table::open("", file, source.kind.layout()?, &source.mapping, &mut |_| ()).ok().flatten()
    }

    fn read(&mut self, source: &Source) -> Result<(), CompileError> {
        let Some(mut table) = self.context.open(source)? else {
            return Ok(());
        };
        let path = self.context.project.root.join(&source.path);
        let file: Arc<str> = shown_path(self.context.project, &source.path).into();
        self.files.push((file.clone(), display_path(self.context.project, &source.path)));
        self.has_sources = table.header().has("said_by") || table.header().has("document");
        if !self.has_sources {
            // One notice for the table says as much as one for each row.
            self.context.report.add(table.raw().diagnose(unsourced_table()));
        }
        loop {
            let mut findings = Vec::new();
            let mut others = Vec::new();
            let claim = match table.read().map_err(|source| CompileError::Read { path: path.clone(), source })? {
                None => return self.context.close(&table),
                Some(Ok(row)) => match row.parts() {
                    Ok(None) => claim_rows::claim_from_row(&row, &file, &mut findings),
                    Ok(Some(parts)) => {
                        others = claims_of_parts(&row, &parts, &file);
                        None
                    }
                    Err(finding) => {
                        findings.push(finding);
                        None
                    }
                },
                Some(Err(finding)) => {
                    findings.push(finding);
                    None
                }
            };
            self.count_row();
            findings.extend(table.suspicions());
            if others.is_empty() {
                self.take(&table, claim, findings)?;
                continue;
            }
            self.context.same_row = Some(Vec::new());
            for (claim, own) in others {
                self.take(&table, claim, findings.iter().cloned().chain(own).collect())?;
            }
            self.context.same_row = None;
        }
    }

    /// Counts a row, and tells of progress now and then.
    pub(super) fn count_row(&mut self) {
        self.context.tally.n_rows += 1;
        if self.context.tally.n_rows.is_multiple_of(PROGRESS_STEP) {
            (self.context.output.progress)(self.context.tally.n_rows);
        }
    }

    /// Resolves, checks and writes one row, or sets it aside.
    pub(super) fn take(
        &mut self,
        table: &dyn Origin,
        claim: Option<Claim>,
        mut findings: Vec<Finding>,
    ) -> Result<(), CompileError> {
        let unread = if claim.is_none() { table.readable_id() } else { None };
        let id = claim.as_ref().and_then(|claim| claim.id.as_deref()).or(unread.as_deref());
        let line = table.line();
        let first = id.is_none_or(|id| self.note_id(id, line, &mut findings));
        // Of most claims nobody speaks, and their identifiers are not copied.
        let id = id.filter(|id| self.referenced.contains(*id)).map(str::to_owned);
        if let Some(id) = id.as_ref().filter(|_| !first) {
            self.fates.insert(id.clone(), Fate::Twice);
        }
        let mut draft = claim.and_then(|claim| self.resolve(claim, &mut findings));
        if let Some(draft) = &mut draft {
            self.check(draft, &mut findings);
        }
        let kept = findings.is_empty() || self.context.judge(&table.raw(), findings)? == Verdict::Keep;
        let Some(draft) = draft.filter(|_| kept) else {
            if let Some(id) = id.filter(|_| first) {
                self.fates.insert(id, Fate::Rejected(line));
            }
            return Ok(());
        };
        if draft.claim.refers() {
            if let Some(id) = id {
                self.fates.insert(id, Fate::Waiting(self.waiting.len()));
            }
            self.waiting.push(Waiting { draft, row: table.raw() });
            return Ok(());
        }
        self.write(draft, Vec::new(), || table.raw())
    }

    /// Remembers an identifier; false when an earlier row has it.
    fn note_id(&mut self, id: &str, line: u64, findings: &mut Vec<Finding>) -> bool {
        let here = (self.files.len() - 1, line);
        let earlier = *self.ids.entry(xxh3_64(id.as_bytes())).or_insert(here);
        if earlier == here {
            return true;
        }
        let message = format!("the id `{id}` is taken by {}", self.place_of(earlier, here.0));
        findings
            .push(Finding::new(&codes::DUPLICATE_ID, "id", message).hint("give the row another id, or leave it empty"));
        false
    }

    /// `line 3`, or `claims-b.csv:3` when that is another table than `here`.
    fn place_of(&self, (file, line): (usize, u64), here: usize) -> String {
        match self.files.get(file) {
            Some((_, name)) if file != here => format!("{name}:{line}"),
            _ => format!("line {line}"),
        }
    }

    /// Checks a claim, and fills in what its document tells: offsets of a quote, the quote at offsets, the language.
    fn check(&self, draft: &mut Draft<'_>, findings: &mut Vec<Finding>) {
        let claim = &mut draft.claim;
        findings.extend(check_sourced(claim).filter(|_| self.has_sources));
        if let Some(document) = claim.document.as_ref().and_then(|id| self.context.documents.get(id)) {
            findings.extend(check_publication(claim, document.published.as_ref()));
            if let Some(text) = &document.text {
                let check = check_quote(&claim.evidence, text);
                claim.evidence.span = claim.evidence.span.take().or(check.found);
                claim.evidence.quote = claim.evidence.quote.take().or(check.quote);
                findings.extend(check.finding);
            }
            if claim.lang.is_none() {
                claim.lang.clone_from(&document.language);
            }
        }
        if let ([Some(subject), Some(object)], PredicateUse::Known(predicate)) = (&draft.ends, &draft.predicate) {
            findings.extend(check_types(subject, predicate, object));
        }
    }

    /// Writes a claim whose ends are all known; `row` is asked for only when there is something to say about it.
    pub(super) fn write(
        &mut self,
        draft: Draft<'a>,
        replies: Vec<(&'static str, String)>,
        row: impl FnOnce() -> RawRow,
    ) -> Result<(), CompileError> {
        let namespace = &self.context.project.namespace;
        let Draft {
            mut claim,
            ends: [Some(subject), Some(object)],
            predicate,
            event_types,
            place,
            speakers,
            document,
            minted,
            unknown_document,
        } = draft
        else {
            return Ok(());
        };
        let (subject, object) = match &predicate {
            // `A met B` and `B met A` are one statement: its ends stand in the order of their IRIs.
            PredicateUse::Known(known) if known.symmetric && subject.iri > object.iri => {
                claim.turn();
                (object, subject)
            }
            _ => (subject, object),
        };
        let replies = replies.into_iter().map(|(column, id)| (reply_property(column), namespace.claim(&id))).collect();
        let accepted = self.context.project.accept.accepts(&claim);
        let resolved = ResolvedClaim {
            claim: &claim,
            subject,
            predicate,
            object,
            event_types,
            place,
            speakers,
            document,
            replies,
            accepted,
        };
        let event = resolved.event_iri(namespace);
        let iri = resolved.claim_iri(namespace, &event);
        if claim.id.is_none()
            && let Some(finding) = self.note_content(&claim, &iri)
        {
            self.context.tally.n_duplicates += 1;
            if self.context.judge(&row(), vec![finding])? == Verdict::Reject {
                return Ok(());
            }
        } else {
            self.context.tally.n_claims += 1;
        }
        for named in &minted {
            self.context.write_minted(named);
        }
        if let (true, Some(id), Some(document)) = (unknown_document, &claim.document, &resolved.document) {
            write_unknown_document(id, document, self.context.output.sink);
        }
        resolved.write_event(&event, self.context.output.sink);
        resolved.write_claim(&mut self.context.qualifiers, &iri, &event, self.context.output.sink);
        let is_meant =
            |id: &&String| self.referenced.contains(*id) && !matches!(self.fates.get(*id), Some(Fate::Twice));
        if let Some(id) = claim.id.as_ref().filter(is_meant) {
            self.fates.insert(
                id.clone(),
                Fate::Loaded(End { label: resolved.event_label(), iri: event, kind: EndKind::Event }),
            );
        }
        drop(resolved);
        self.spent = Some(claim);
        Ok(())
    }

    /// Remembers a claim without identifier; a finding when an earlier row is the same claim.
    fn note_content(&mut self, claim: &Claim, iri: &NamedNode) -> Option<Finding> {
        let mut whole = FxBuildHasher.build_hasher();
        (&claim.confidence, &claim.annotator, &claim.note, &claim.lang, &claim.qualifiers).hash(&mut whole);
        let content = std::hash::Hasher::finish(&whole);
        let file = self.files.iter().position(|(file, _)| *file == claim.origin.file).unwrap_or_default();
        let here = (file, claim.origin.line, content);
        let earlier = *self.unnamed.entry(xxh3_64(iri.as_str().as_bytes())).or_insert(here);
        if (earlier.0, earlier.1) == (here.0, here.1) {
            return None;
        }
        let place = self.place_of((earlier.0, earlier.1), here.0);
        let message = if earlier.2 == content {
            format!("the row says the same as {place}")
        } else {
            format!("the row is the same claim as {place}; notes and scores of both are kept")
        };
        Some(Finding::new(&codes::DUPLICATE_ROW, "", message).hint("delete one, or give each an id"))
    }
}
