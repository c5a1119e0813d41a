//! The columns of claims.

use oxigraph::model::vocab::rdfs;

use super::{Content, Field, Holds, add, columns, graded, put, set};
use crate::model::{Certainty, Claim, Credibility, EventDate, Modality, Polarity, Referent};
use crate::ontology::vocab;
use crate::table::header::{Column, Layout, Missable, Several};

/// The columns of `claims.csv`.
pub static CLAIMS: Layout = Layout { name: "claims", columns: &COLUMNS };

static COLUMNS: [Column; 24] = columns(&CLAIM);

/// What stands in the columns of claims.
pub static CLAIM: [Field<Claim>; 24] = [
    Field::<Claim>::new(
        Column::required("subject", &["node1", "actor", "actor1", "agent"])
            .paired(&[("source", "target"), ("from", "to")])
            .ordered(&[("head", "tail"), ("tail", "head")], &[])
            .several(Several::Claims),
        Holds::Name,
        |claim| Content::End(&claim.subject),
        |claim, cell| end(&mut claim.subject, cell),
    )
    .property(vocab::RDF_SUBJECT)
    .telling(
        "who|actor 1|actor1name|perpetrator|initiator|side a|source actor|source name|actor name|person|subj|attacker|acteur|\
         sujet|qui|akteur|subjekt|wer|täter|sujeto|quien|quién",
    ),
    Field::<Claim>::new(
        Column::required("predicate", &["label", "verb", "relation", "rel", "property", "action", "edge"])
            .several(Several::Claims),
        Holds::Name,
        |claim| Content::Text(&claim.predicate),
        |claim, cell| set(&mut claim.predicate, Some(cell)),
    )
    .property(vocab::RDF_PREDICATE)
    .telling(
        "what|did what|does what|event type|event text|eventcode|event code|event|did|connection|relationship|\
         relation type|relationship type|type of relation|type of relationship|link type|interaction|association|tie|activity|pred|action|verbe|\
         relation|handlung|ereignis|prädikat|tat|was|verbo|acción|accion|acto",
    ),
    Field::<Claim>::new(
        Column::required("object", &["node2", "target", "actor2", "to", "tail", "recipient"])
            .ordered(&[], &[("tail", "head"), ("head", "tail")])
            .several(Several::Claims)
            .dispensable(),
        Holds::Name,
        |claim| Content::End(&claim.object),
        |claim, cell| end(&mut claim.object, cell),
    )
    .property(vocab::RDF_OBJECT)
    .telling(
        "whom|to whom|actor 2|actor2name|victim|side b|targets|recipient|target actor|target name|recipient name|obj|defender|cible|\
         objet|à qui|ziel|objekt|wen|wem|opfer|objeto|blanco|a quien|a quién",
    ),
    Field::<Claim>::new(
        Column::optional("id", &["claim", "claim_id"]),
        Holds::Id,
        |claim| Content::text(claim.id.as_ref()),
        |claim, cell| put(&mut claim.id, cell),
    ),
    Field::<Claim>::new(
        Column::optional("date", &["when", "event_date"]).several(Several::Claims),
        Holds::Date,
        |claim| Content::date(claim.date.as_ref()),
        |claim, cell| set(&mut claim.date, EventDate::parse(&cell).ok().map(Some)),
    )
    .telling("day|event date|date of event|timestamp|time|sqldate|jour|datum|tag|wann|quand|fecha|cuándo|cuando"),
    Field::<Claim>::new(
        Column::optional("place", &["where", "location"]).several(Several::Claims),
        Holds::Name,
        |claim| Content::text(claim.place.as_ref()),
        |claim, cell| put(&mut claim.place, cell),
    )
    .telling("location|where|country|city|region|lieu|où|ort|wo|lugar|dónde|donde"),
    Field::<Claim>::new(
        Column::optional("event_id", &[]),
        Holds::Id,
        |claim| Content::text(claim.event.as_ref()),
        |claim, cell| put(&mut claim.event, cell),
    ),
    Field::<Claim>::new(
        Column::optional("event_codes", &[]).several(Several::List),
        Holds::Name,
        |claim| Content::Texts(&claim.event_types),
        |claim, cell| add(&mut claim.event_types, cell),
    ),
    Field::<Claim>::new(
        Column::optional("document", &["doc", "document_id"]).several(Several::Claims),
        Holds::Name,
        |claim| Content::text(claim.document.as_ref()),
        |claim, cell| put(&mut claim.document, cell),
    )
    .property(vocab::IN_DOCUMENT)
    .telling("article|url|link|article id|report|sourceurl|artikel|artículo"),
    Field::<Claim>::new(
        Column::optional("said_by", &["speaker", "speakers", "according_to"]).several(Several::List),
        Holds::Name,
        |claim| Content::Texts(&claim.said_by),
        |claim, cell| add(&mut claim.said_by, cell),
    )
    .property(vocab::SPEAKER)
    .telling(
        "said by|source|informant|according to|reported by|attribution|who says|selon|quelle|laut|fuente|según|segun",
    ),
    Field::<Claim>::new(
        Column::optional("certainty", &[]).missable(Missable::Unless(&["unknown"])),
        Holds::Word,
        |claim| Content::word(&claim.certainty, claim.certainty.word()),
        |claim, cell| set(&mut claim.certainty, Certainty::parse(&cell)),
    )
    .property(vocab::CERTAINTY),
    Field::<Claim>::new(
        Column::optional("polarity", &[]).missable(Missable::Unless(&["-", "unknown"])),
        Holds::Word,
        |claim| Content::word(&claim.polarity, claim.polarity.word()),
        |claim, cell| set(&mut claim.polarity, Polarity::parse(&cell)),
    )
    .property(vocab::POLARITY),
    Field::<Claim>::new(
        Column::optional("modality", &[]),
        Holds::Word,
        |claim| Content::word(&claim.modality, claim.modality.word()),
        |claim, cell| set(&mut claim.modality, Modality::parse(&cell)),
    )
    .property(vocab::MODALITY),
    Field::<Claim>::new(
        Column::optional("confirms", &[]).several(Several::List),
        Holds::Claim,
        |claim| Content::Texts(&claim.confirms),
        |claim, cell| reply(&mut claim.confirms, cell),
    )
    .property(vocab::CONFIRMS),
    Field::<Claim>::new(
        Column::optional("denies", &[]).several(Several::List),
        Holds::Claim,
        |claim| Content::Texts(&claim.denies),
        |claim, cell| reply(&mut claim.denies, cell),
    )
    .property(vocab::DENIES),
    Field::<Claim>::new(
        Column::optional("declines_to_comment", &["declines_to_comment_on"]).several(Several::List),
        Holds::Claim,
        |claim| Content::Texts(&claim.declines_to_comment),
        |claim, cell| reply(&mut claim.declines_to_comment, cell),
    )
    .property(vocab::DECLINES_TO_COMMENT),
    Field::<Claim>::new(
        Column::optional("quote", &["evidence"]).running_on(),
        Holds::Quote,
        |claim| Content::text(claim.evidence.quote.as_ref()),
        |claim, cell| put(&mut claim.evidence.quote, cell),
    )
    .telling("text|sentence|evidence|snippet|excerpt|original text|citation|zitat|cita"),
    Field::<Claim>::new(
        Column::optional("start", &[]),
        Holds::Offset,
        |claim| claim.evidence.span.as_ref().map_or(Content::Nothing, |span| Content::Number(span.start)),
        |_, _| false,
    ),
    Field::<Claim>::new(
        Column::optional("end", &[]),
        Holds::Offset,
        |claim| claim.evidence.span.as_ref().map_or(Content::Nothing, |span| Content::Number(span.end)),
        |_, _| false,
    ),
    Field::<Claim>::new(
        Column::optional("confidence", &["score"]),
        Holds::Share,
        |claim| Content::text(claim.confidence.as_ref()),
        |claim, cell| put(&mut claim.confidence, cell),
    )
    .property(vocab::CONFIDENCE)
    .telling("probability|certainty score"),
    Field::<Claim>::new(
        Column::optional("credibility", &[]),
        Holds::Grade,
        |claim| Content::text(claim.credibility.as_ref()),
        |claim, cell| set(&mut claim.credibility, graded::<Credibility>(cell)),
    )
    .property(vocab::CREDIBILITY),
    Field::<Claim>::new(
        Column::optional("annotator", &["coder", "annotated_by"]),
        Holds::Text,
        |claim| Content::text(claim.annotator.as_ref()),
        |claim, cell| put(&mut claim.annotator, cell),
    )
    .property(vocab::ANNOTATOR)
    .telling("coder|annotated by|rater"),
    Field::<Claim>::new(
        Column::optional("note", &["notes", "comment"]).running_on(),
        Holds::Text,
        |claim| Content::text(claim.note.as_ref()),
        |claim, cell| put(&mut claim.note, cell),
    )
    .property(rdfs::COMMENT)
    .telling("remarks|comments|description|remarque|bemerkung|nota"),
    Field::<Claim>::new(
        Column::optional("lang", &["language"]),
        Holds::Language,
        |claim| Content::text(claim.lang.as_ref()),
        |claim, cell| put(&mut claim.lang, cell),
    ),
];

/// Sets an end of a claim: a name, or `#` and the identifier of another claim.
fn end(end: &mut Referent, cell: String) -> bool {
    let referent = match cell.strip_prefix('#').map(str::trim) {
        Some("") => None,
        Some(id) => Some(Referent::Claim(id.to_owned())),
        None => Some(Referent::Name(cell)),
    };
    set(end, referent)
}

/// Adds a claim that is answered, with or without `#` in front.
fn reply(claims: &mut Vec<String>, cell: String) -> bool {
    add(claims, cell.strip_prefix('#').map(str::to_owned).unwrap_or(cell))
}
