//! The rows of claims: names resolved, checked, written; those that speak of other claims last.

use std::io;
use std::sync::Arc;

use oxigraph::model::{NamedNode, NamedNodeRef};

use super::ahead::read_ahead;
use super::contested::{Rival, address};
use super::draft::{Draft, in_order};
use super::ledger::{Seen, Standing};
use super::noted::{About, leave_unknown, note_written, refer_to_edges};
use super::output::CompileError;
use super::paths::{display_path, shown_path};
use super::provenance::{Knowledge, Provenance};
use super::resolve::{Ends, Resolver};
use super::reviewed::Reviewed;
use super::tables::{close, open};
use super::told_documents;
use super::writing::Settled;
use super::{Compilation, SharedRow};
use crate::diagnostic::{Finding, Verdict, codes};
use crate::input::claims as claim_rows;
use crate::input::own::OwnColumns;
use crate::model::{Claim, Referent, Stance};
use crate::project::{Source, SourceKind};
use crate::rdf::claim::{PredicateUse, ResolvedClaim, reply_property};
use crate::rdf::iri::Namespace;
use crate::rdf::names::Named;
use crate::table::{RawRow, Row, Table};
use crate::validation::{check_alone, check_publication, check_quote, check_sourced, check_types, unsourced_table};

/// A row that claims are read from.
pub(super) trait Origin {
    /// Its bytes and place, for messages.
    fn raw(&self) -> RawRow;

    /// Line it starts in.
    fn line(&self) -> u64;

    /// The identifier of its claim, when the row as a whole could not be read.
    fn readable_id(&self) -> Option<String>;

    /// Its place among rows that claim the same identifier.
    fn rank(&self) -> u64;
}

/// A row of a table as it was read.
#[derive(Default)]
struct ReadRow {
    /// None when it could not be read, or the row stands for several.
    claim: Option<Claim>,
    /// What was found while it was read.
    findings: Vec<Finding>,
    /// The claims of a row that stands for several, each with what is wrong with it.
    others: Vec<(Option<Claim>, Vec<Finding>)>,
    /// What is wrong with the row whatever it means.
    suspicions: Vec<Finding>,
    raw: RawRow,
}

impl ReadRow {
    /// Reads the next row of a table; false at the end.
    fn read(&mut self, table: &mut Table<'_>, own: &OwnColumns, file: &Arc<str>) -> io::Result<bool> {
        let ReadRow { claim, findings, others, suspicions, raw } = self;
        findings.clear();
        others.clear();
        *claim = None;
        match table.read()? {
            None => return Ok(false),
            Some(Ok(row)) => match row.parts() {
                Ok(None) => *claim = claim_rows::claim_from_row(&row, own, file, findings),
                Ok(Some(parts)) => *others = claims_of_parts(&row, &parts, own, file),
                Err(finding) => findings.push(finding),
            },
            Some(Err(finding)) => findings.push(finding),
        }
        *suspicions = table.suspicions();
        table.hand_over(raw);
        Ok(true)
    }
}

impl Origin for ReadRow {
    fn raw(&self) -> RawRow {
        self.raw.clone()
    }

    fn line(&self) -> u64 {
        self.raw.line()
    }

    fn readable_id(&self) -> Option<String> {
        self.raw.readable_cell("id")
    }

    fn rank(&self) -> u64 {
        self.raw.record().rank()
    }
}

/// The claims of a row that stands for several, each with what is wrong with it.
fn claims_of_parts(
    row: &Row<'_>,
    parts: &[Vec<String>],
    own: &OwnColumns,
    file: &Arc<str>,
) -> Vec<(Option<Claim>, Vec<Finding>)> {
    let claim = |cells: &Vec<String>| {
        let mut findings = Vec::new();
        (claim_rows::claim_from_row(&row.with_cells(cells), own, file, &mut findings), findings)
    };
    parts.iter().map(claim).collect()
}

/// What holds for all rows of a table.
struct TableFacts<'s> {
    source: &'s Source,
    /// The file as messages name it.
    shown: Arc<str>,
    is_kgtk: bool,
    must_be_sourced: bool,
}

/// Reads the claims of a table.
pub(super) fn read(compilation: &mut Compilation<'_>, source: &Source) -> Result<(), CompileError> {
    let project = compilation.project;
    let Some(mut table) = open(compilation, source)? else {
        return Ok(());
    };
    let path = project.root.join(&source.path);
    let file: Arc<str> = shown_path(project, &source.path).into();
    let shown = display_path(project, &source.path);
    compilation.ledger.begin_file(file.clone(), shown.clone());
    let must_be_sourced =
        ["said_by", "document", "url", "title", "publisher"].iter().any(|field| table.header().has(field));
    if !must_be_sourced {
        // One notice for the table says as much as one for each row.
        compilation.judge.note(table.raw().diagnose(unsourced_table()));
    }
    let facts = TableFacts { source, shown: shown.into(), is_kgtk: table.is_kgtk(), must_be_sourced };
    let mut is_text_told = false;
    read_ahead(
        |row: &mut ReadRow| row.read(&mut table, &source.own, &file),
        |source| CompileError::Read { path: path.clone(), source },
        |row| take_row(compilation, &facts, row, &mut is_text_told),
    )?;
    close(&table, source, &mut compilation.judge)
}

/// Takes a row of a table. `is_text_told` is set when something was told that holds for a column.
fn take_row(
    compilation: &mut Compilation<'_>,
    facts: &TableFacts<'_>,
    row: &mut ReadRow,
    is_text_told: &mut bool,
) -> Result<(), CompileError> {
    let TableFacts { source, shown, is_kgtk, must_be_sourced } = facts;
    let must_be_sourced = *must_be_sourced;
    let (mut claim, mut findings) = (row.claim.take(), std::mem::take(&mut row.findings));
    let mut is_unreviewed = false;
    if let Some(found) = &claim {
        match compilation.reviews.of(found, source.kind, shown) {
            Reviewed::Counts { is_draft } => is_unreviewed = is_draft,
            Reviewed::Passed => return Ok(()),
            Reviewed::Refused(finding) => findings.push(finding),
        }
    }
    if let Some(claim) = claim.as_mut().filter(|_| *is_kgtk) {
        refer_to_edges(claim, compilation);
    }
    // What holds for a column is told once.
    findings.retain(|finding| finding.code != &codes::UNKNOWN_COLUMN || !std::mem::replace(is_text_told, true));
    compilation.judge.count_row();
    findings.append(&mut row.suspicions);
    let others = std::mem::take(&mut row.others);
    if others.is_empty() {
        let taken = Taken { claim, findings, must_be_sourced, ends: Ends::Told, shared: None, is_unreviewed };
        return take(compilation, row, taken);
    }
    let mut shared = SharedRow::default();
    let n_rivals = compilation.rivals.len();
    for (claim, own) in others {
        let findings = findings.iter().cloned().chain(own).collect();
        let shared = Some(&mut shared);
        let is_unreviewed = source.kind == SourceKind::Extracted;
        let taken = Taken { claim, findings, must_be_sourced, ends: Ends::Told, shared, is_unreviewed };
        take(compilation, row, taken)?;
    }
    if compilation.rivals.len() > n_rivals {
        compilation.shared_rows.insert(address(&row.raw), shared);
    }
    Ok(())
}

/// One claim of a row, and how it is judged.
pub(super) struct Taken<'s> {
    /// None when it could not be read.
    pub(super) claim: Option<Claim>,
    /// What was found while it was read.
    pub(super) findings: Vec<Finding>,
    /// True when it is a fault that it has neither speaker nor document: not where the table has no column for them, which
    /// is told once, nor in a data set or a document, which answer for what they say.
    pub(super) must_be_sourced: bool,
    /// What its ends are when no table declares them.
    pub(super) ends: Ends,
    /// What was found in the other claims of the row, when it stands for several.
    pub(super) shared: Option<&'s mut SharedRow>,
    /// True when a program found it and nobody has reviewed it.
    pub(super) is_unreviewed: bool,
}

/// Resolves, checks and writes one claim, or sets it aside.
pub(super) fn take(compilation: &mut Compilation<'_>, row: &dyn Origin, taken: Taken<'_>) -> Result<(), CompileError> {
    let Taken { mut claim, mut findings, must_be_sourced, ends, mut shared, is_unreviewed } = taken;
    let Compilation { project, resolver, judge, ledger, writer, .. } = &mut *compilation;
    if let Some(id) = claim.as_mut().and_then(|claim| claim.id.as_mut())
        && let Some(apart) = ledger.id_apart(id, row.line())
    {
        *id = apart;
    }
    let unread = if claim.is_none() { row.readable_id() } else { None };
    let id = claim.as_ref().and_then(|claim| claim.id.as_deref()).or(unread.as_deref());
    // Of most claims nobody speaks, and their identifiers are not copied.
    let id = id.filter(|id| ledger.is_referenced(id)).map(str::to_owned);
    if let Some(claim) = &mut claim {
        told_documents::check(claim, project.namespace.schemes(), &mut findings);
    }
    let mut draft = claim.and_then(|claim| resolver.resolve(claim, ends, writer, &mut findings));
    if let Some(draft) = &mut draft {
        draft.is_unreviewed = is_unreviewed;
        check(resolver, draft, must_be_sourced, &mut findings);
    }
    if is_unreviewed && !findings.is_empty() {
        // A draft counts for nothing, so that only a row without a value is worth a message of its own.
        let (file, is_hard) = (row.raw().file, |finding: &Finding| codes::HARD.contains(&finding.code));
        findings.iter().filter(|finding| !is_hard(finding)).for_each(|finding| judge.remark(&file, finding.code));
        findings.retain(is_hard);
    }
    let is_kept =
        findings.is_empty() || judge.judge_claim(&row.raw(), findings, shared.as_deref_mut())? == Verdict::Keep;
    let Some(draft) = draft.filter(|_| is_kept) else {
        if let Some(id) = id {
            ledger.note_rejected(id, row.line());
        }
        return Ok(());
    };
    // A row that is left out for a fault of its own does not take its identifier from others.
    if let Some(id) = &draft.claim.id {
        let here = Seen { place: ledger.place(row.line()), rank: row.rank() };
        match ledger.note_id(id, here, project.policy.rejects(&codes::DUPLICATE_ID)) {
            Standing::Holds => {}
            Standing::Waits(rank) => {
                compilation.rivals.push(Rival { said: (here.place, draft), row: row.raw(), rank });
                return Ok(());
            }
            Standing::Yields(finding) => {
                if judge.judge_claim(&row.raw(), vec![finding], shared)? == Verdict::Reject {
                    return Ok(());
                }
            }
        }
    }
    if draft.claim.refers() {
        ledger.wait(id, draft, row.raw());
        return Ok(());
    }
    let stance = draft.stance();
    write(compilation, draft, Vec::new(), stance, || row.raw())?;
    Ok(())
}

/// Gives each identifier that several rows have to one of them, and writes its claim or sets it aside.
pub(super) fn settle_ids(compilation: &mut Compilation<'_>) -> Result<(), CompileError> {
    let mut rivals = std::mem::take(&mut compilation.rivals);
    Rival::sort(&mut rivals);
    compilation.ledger.settle(true);
    for Rival { said: (place, draft), row, rank } in rivals {
        let Compilation { judge, ledger, shared_rows, yielding, .. } = &mut *compilation;
        let Some(id) = draft.claim.id.clone() else { continue };
        match ledger.note_id(&id, Seen { place, rank }, true) {
            Standing::Yields(finding) => {
                judge.judge_claim(&row, vec![finding], shared_rows.get_mut(&address(&row)))?;
                yielding.insert(address(&row));
            }
            _ if draft.claim.refers() => ledger.wait(Some(id), draft, row),
            _ => {
                let stance = draft.stance();
                write(compilation, draft, Vec::new(), stance, || row)?;
            }
        }
    }
    compilation.ledger.settle(false);
    Ok(())
}

/// Writes the claims without identifier that several rows make, of which only one may stay, and counts the rows of data
/// sets that waited for it.
pub(super) fn settle_contents(compilation: &mut Compilation<'_>) -> Result<(), CompileError> {
    let mut rivals = std::mem::take(&mut compilation.unnamed_rivals);
    Rival::sort(&mut rivals);
    compilation.ledger.settle(true);
    for Rival { said: (draft, replies, stance), row, .. } in rivals {
        let here = address(&row);
        if !write(compilation, draft, replies, stance, || row)? {
            compilation.yielding.insert(here);
        }
    }
    for (address, is_whole) in std::mem::take(&mut compilation.undecided) {
        compilation.judge.count_event_row(is_whole && !compilation.yielding.contains(&address));
    }
    Ok(())
}

/// Checks a claim, and fills in what its document tells: offsets of a quote, the quote at offsets, the language.
fn check(resolver: &Resolver<'_>, draft: &mut Draft<'_>, must_be_sourced: bool, findings: &mut Vec<Finding>) {
    let claim = &mut draft.claim;
    findings.extend(check_sourced(claim).filter(|_| must_be_sourced));
    if let Some(document) = claim.document.as_ref().and_then(|id| resolver.document(id)) {
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
    let PredicateUse::Known(predicate) = &draft.predicate else { return };
    match &draft.ends {
        [Some(subject), Some(object)] => findings.extend(check_types(subject, predicate, Some(object))),
        [Some(subject), None] if draft.claim.object == Referent::OwnEvent => {
            findings.extend(check_types(subject, predicate, None));
            findings.extend(check_alone(predicate));
        }
        _ => {}
    }
}

/// Has a claim written whose ends are all known, unless it is left out or has to wait; `row` is asked for only when there is
/// something to say about it.
pub(super) fn write<'a>(
    compilation: &mut Compilation<'a>,
    draft: Draft<'a>,
    replies: Vec<(&'static str, String)>,
    stance: Stance,
    row: impl FnOnce() -> RawRow,
) -> Result<bool, CompileError> {
    let wants_names_only = compilation.wants_names_only();
    let Compilation { project, judge, ledger, provenance, writer, .. } = &mut *compilation;
    let namespace = &project.namespace;
    // Only where a duplicate is left out may the claim have to wait.
    let is_rejecting = draft.claim.id.is_none() && project.policy.rejects(&codes::DUPLICATE_ROW);
    let is_awaited = draft.claim.id.as_ref().is_some_and(|id| ledger.is_referenced(id));
    let Draft {
        mut claim,
        ends: [Some(mut subject), mut object],
        predicate,
        event_types,
        place,
        speakers,
        document,
        minted,
        unknown_document,
        mut written,
        can_be_fact,
        is_unreviewed,
    } = draft
    else {
        return Ok(false);
    };
    if object.is_none() && claim.object != Referent::OwnEvent {
        return Ok(false);
    }
    let knowledge = provenance.knowledge_of(claim.document.as_deref());
    // Which claim it is does not matter to who asks for names, unless others go by it.
    if wants_names_only && !is_rejecting && !is_awaited {
        if knowledge == Knowledge::Known {
            told_documents::note(compilation, &claim);
        }
        compilation.writer.spent.give([claim]);
        return Ok(true);
    }
    [&mut subject].into_iter().chain(&mut object).for_each(|end| writer.events.keep_end(end));
    let (subject, object) = in_order((subject, object), &predicate, &mut claim, &mut written);
    // Nobody is denied by what nobody has reviewed.
    let replies = if is_unreviewed { Vec::new() } else { replies };
    let answered = replies.iter().map(|(column, id)| (reply_property(column), namespace.claim(id))).collect();
    // A row whose stance is another than its own cells tell denies a claim of its own statement.
    let rating = provenance.rating(&speakers, claim.document.as_deref(), claim.credibility.as_deref());
    let accepted = can_be_fact && !is_unreviewed && project.accept.accepts(&claim, rating) && stance == claim.stance();
    let used = is_rejecting.then(|| predicate.clone());
    let mut resolved = ResolvedClaim {
        claim,
        subject,
        predicate,
        object,
        event_types,
        place,
        speakers,
        document,
        replies: answered,
        stance,
        accepted,
        written: written.clone().properties(),
    };
    let told = resolved.event_iri(namespace);
    // A claim is itself, whether or not its event is joined to another.
    let iri = resolved.claim_iri(namespace, &told);
    // A claim with an identifier is itself, whatever it says.
    let has_id = resolved.claim.id.is_some();
    let standing = if has_id { Standing::Holds } else { ledger.note_content(&resolved.claim, &iri, is_rejecting) };
    match standing {
        Standing::Holds => judge.count_claim(knowledge),
        Standing::Waits(rank) => {
            let Some(predicate) = used else { return Ok(false) };
            let ResolvedClaim { claim, subject, object, event_types, place, speakers, document, .. } = resolved;
            let ends = [Some(subject), object];
            let draft = Draft {
                claim,
                ends,
                predicate,
                event_types,
                place,
                speakers,
                document,
                minted,
                unknown_document,
                written,
                can_be_fact,
                is_unreviewed,
            };
            compilation.unnamed_rivals.push(Rival { said: (draft, replies, stance), row: row(), rank });
            return Ok(false);
        }
        Standing::Yields(finding) => {
            judge.count_duplicate();
            if judge.judge(&row(), vec![finding])? == Verdict::Reject {
                return Ok(false);
            }
        }
    }
    writer.events.note(&told, &iri, &resolved, knowledge == Knowledge::Known);
    writer.events.written(&told, &mut resolved, namespace);
    let about = About { event: writer.events.kept(&told).unwrap_or(&told).clone(), told };
    note_written(ledger, &resolved, &about);
    if knowledge == Knowledge::Known {
        judge.count_unreviewed(is_unreviewed);
        resolved.replies = known_replies(&compilation.provenance, namespace, &replies);
        put(compilation, resolved, iri, &about, (&minted, unknown_document));
    } else {
        leave_unknown(compilation, &resolved, iri, &about, &minted);
    }
    Ok(true)
}

/// The replies to claims that are known: an answer is known, but not to a claim that nobody has made yet.
fn known_replies(
    provenance: &Provenance,
    namespace: &Namespace,
    replies: &[(&'static str, String)],
) -> Vec<(NamedNodeRef<'static>, NamedNode)> {
    let known = replies.iter().filter(|(_, id)| !provenance.is_unknown(id));
    known.map(|(column, id)| (reply_property(column), namespace.claim(id))).collect()
}

/// Has a claim written that stays, with the entities and the document of which only such claims tell.
fn put<'a>(
    compilation: &mut Compilation<'a>,
    claim: ResolvedClaim<'a>,
    iri: NamedNode,
    about: &About,
    (minted, unknown_document): (&[Named], bool),
) {
    told_documents::note(compilation, &claim.claim);
    let Compilation { writer, provenance, .. } = compilation;
    provenance.note_told(&about.event);
    for aside in provenance.spoken_of(claim.object.iter().chain([&claim.subject])) {
        aside.minted.iter().for_each(|named| writer.write_minted(named));
        aside.quads.iter().for_each(|quad| writer.write_quad(quad.as_ref()));
    }
    for named in minted {
        writer.write_minted(named);
    }
    let is_unknown = unknown_document && claim.claim.told_document.is_none();
    if let (true, Some(id), Some(document)) = (is_unknown, &claim.claim.document, &claim.document) {
        writer.write_unknown_document(id, document);
    }
    writer.write_claim(Settled { claim, iri, event: about.event.clone(), is_joined: about.is_joined() });
}
