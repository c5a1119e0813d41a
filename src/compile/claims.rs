//! The rows of claims: names resolved, checked, written; those that speak of other claims last.

use std::sync::Arc;

use oxigraph::model::{NamedNode, NamedNodeRef};

use super::contested::{Rival, address};
use super::ledger::{Seen, Standing};
use super::noted::{About, leave_unknown, note_written, refer_to_edges};
use super::output::CompileError;
use super::paths::{display_path, shown_path};
use super::provenance::{Knowledge, Provenance};
use super::resolve::{Draft, Ends, Resolver};
use super::reviewed::Reviewed;
use super::tables::{close, open};
use super::told_documents;
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

    fn rank(&self) -> u64 {
        self.record().rank()
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
    let shown: Arc<str> = shown.into();
    let must_be_sourced =
        ["said_by", "document", "url", "title", "publisher"].iter().any(|field| table.header().has(field));
    if !must_be_sourced {
        // One notice for the table says as much as one for each row.
        compilation.judge.note(table.raw().diagnose(unsourced_table()));
    }
    let mut is_text_told = false;
    loop {
        let mut findings = Vec::new();
        let mut others = Vec::new();
        let mut claim = match table.read().map_err(|source| CompileError::Read { path: path.clone(), source })? {
            None => return close(&table, source, &mut compilation.judge),
            Some(Ok(row)) => match row.parts() {
                Ok(None) => claim_rows::claim_from_row(&row, &source.own, &file, &mut findings),
                Ok(Some(parts)) => {
                    others = claims_of_parts(&row, &parts, &source.own, &file);
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
        let mut is_unreviewed = false;
        if let Some(found) = &claim {
            match compilation.reviews.of(found, source.kind, &shown) {
                Reviewed::Counts { is_draft } => is_unreviewed = is_draft,
                Reviewed::Passed => continue,
                Reviewed::Refused(finding) => findings.push(finding),
            }
        }
        if let Some(claim) = claim.as_mut().filter(|_| table.is_kgtk()) {
            refer_to_edges(claim, compilation);
        }
        // What holds for a column is told once.
        let is_news =
            |finding: &Finding| finding.code != &codes::UNKNOWN_COLUMN || !std::mem::replace(&mut is_text_told, true);
        findings.retain(is_news);
        compilation.judge.count_row();
        findings.extend(table.suspicions());
        if others.is_empty() {
            let taken = Taken { claim, findings, must_be_sourced, ends: Ends::Told, shared: None, is_unreviewed };
            take(compilation, &table, taken)?;
            continue;
        }
        let mut shared = SharedRow::default();
        let n_rivals = compilation.rivals.len();
        for (claim, own) in others {
            let findings = findings.iter().cloned().chain(own).collect();
            let shared = Some(&mut shared);
            let is_unreviewed = source.kind == SourceKind::Extracted;
            let taken = Taken { claim, findings, must_be_sourced, ends: Ends::Told, shared, is_unreviewed };
            take(compilation, &table, taken)?;
        }
        if compilation.rivals.len() > n_rivals {
            compilation.shared_rows.insert(address(&table.raw()), shared);
        }
    }
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

/// Resolves, checks and writes one claim, or sets it aside. A claim that was written comes back, so that whoever made it
/// can use its strings again.
pub(super) fn take(
    compilation: &mut Compilation<'_>,
    row: &dyn Origin,
    taken: Taken<'_>,
) -> Result<Option<Claim>, CompileError> {
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
        return Ok(None);
    };
    // A row that is left out for a fault of its own does not take its identifier from others.
    if let Some(id) = &draft.claim.id {
        let here = Seen { place: ledger.place(row.line()), rank: row.rank() };
        match ledger.note_id(id, here, project.policy.rejects(&codes::DUPLICATE_ID)) {
            Standing::Holds => {}
            Standing::Waits(rank) => {
                compilation.rivals.push(Rival { said: (here.place, draft), row: row.raw(), rank });
                return Ok(None);
            }
            Standing::Yields(finding) => {
                if judge.judge_claim(&row.raw(), vec![finding], shared)? == Verdict::Reject {
                    return Ok(None);
                }
            }
        }
    }
    if draft.claim.refers() {
        ledger.wait(id, draft, row.raw());
        return Ok(None);
    }
    let stance = draft.stance();
    write(compilation, draft, Vec::new(), stance, || row.raw())
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
        if write(compilation, draft, replies, stance, || row)?.is_none() {
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

/// Writes a claim whose ends are all known, and gives it back; `row` is asked for only when there is something to say about it.
pub(super) fn write<'a>(
    compilation: &mut Compilation<'a>,
    draft: Draft<'a>,
    replies: Vec<(&'static str, String)>,
    stance: Stance,
    row: impl FnOnce() -> RawRow,
) -> Result<Option<Claim>, CompileError> {
    let Compilation { project, judge, ledger, provenance, writer, .. } = &mut *compilation;
    let namespace = &project.namespace;
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
        return Ok(None);
    };
    if object.is_none() && claim.object != Referent::OwnEvent {
        return Ok(None);
    }
    [&mut subject].into_iter().chain(&mut object).for_each(|end| writer.events.keep_end(end));
    let (subject, object) = match (&predicate, object) {
        // `A met B` and `B met A` are one statement: its ends stand in the order of their IRIs.
        (PredicateUse::Known(known), Some(object)) if known.symmetric && subject.iri > object.iri => {
            claim.turn();
            written.ends.swap(0, 1);
            (object, Some(subject))
        }
        (_, object) => (subject, object),
    };
    // Nobody is denied by what nobody has reviewed.
    let replies = if is_unreviewed { Vec::new() } else { replies };
    let answered = replies.iter().map(|(column, id)| (reply_property(column), namespace.claim(id))).collect();
    // A row whose stance is another than its own cells tell denies a claim of its own statement.
    let rating = provenance.rating(&speakers, claim.document.as_deref(), claim.credibility.as_deref());
    let accepted = can_be_fact && !is_unreviewed && project.accept.accepts(&claim, rating) && stance == claim.stance();
    let knowledge = provenance.knowledge_of(claim.document.as_deref());
    // Only where a duplicate is left out may the claim have to wait.
    let is_rejecting = claim.id.is_none() && project.policy.rejects(&codes::DUPLICATE_ROW);
    let used = is_rejecting.then(|| predicate.clone());
    let mut resolved = ResolvedClaim {
        claim: &claim,
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
    let standing = if claim.id.is_none() { ledger.note_content(&claim, &iri, is_rejecting) } else { Standing::Holds };
    match standing {
        Standing::Holds => judge.count_claim(knowledge),
        Standing::Waits(rank) => {
            let Some(predicate) = used else { return Ok(None) };
            let ResolvedClaim { subject, object, event_types, place, speakers, document, .. } = resolved;
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
            return Ok(None);
        }
        Standing::Yields(finding) => {
            judge.count_duplicate();
            if judge.judge(&row(), vec![finding])? == Verdict::Reject {
                return Ok(None);
            }
        }
    }
    writer.events.note(&told, &iri, &resolved, knowledge == Knowledge::Known);
    writer.events.written(&told, &mut resolved, namespace);
    let about = About { event: writer.events.kept(&told).unwrap_or(&told).clone(), told };
    if knowledge == Knowledge::Known {
        judge.count_unreviewed(is_unreviewed);
        resolved.replies = known_replies(&compilation.provenance, namespace, &replies);
        put(compilation, &resolved, &iri, about, &minted, unknown_document);
    } else {
        leave_unknown(compilation, &resolved, iri, about, &minted);
    }
    drop(resolved);
    Ok(Some(claim))
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

/// Writes a claim that stays, with the entities and the document of which only such claims tell.
fn put(
    compilation: &mut Compilation<'_>,
    resolved: &ResolvedClaim<'_>,
    iri: &NamedNode,
    about: About,
    minted: &[Named],
    unknown_document: bool,
) {
    told_documents::note(compilation, resolved.claim);
    let Compilation { ledger, writer, provenance, .. } = compilation;
    provenance.note_told(&about.event);
    for aside in provenance.spoken_of(resolved.object.iter().chain([&resolved.subject])) {
        aside.minted.iter().for_each(|named| writer.write_minted(named));
        aside.quads.iter().for_each(|quad| writer.write_quad(quad.as_ref()));
    }
    for named in minted {
        writer.write_minted(named);
    }
    let is_unknown = unknown_document && resolved.claim.told_document.is_none();
    if let (true, Some(id), Some(document)) = (is_unknown, &resolved.claim.document, &resolved.document) {
        writer.write_unknown_document(id, document);
    }
    writer.write_claim(resolved, iri, &about.event, about.is_joined());
    note_written(ledger, resolved, about);
}
