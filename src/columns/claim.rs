//! The columns of claims.

use oxigraph::model::vocab::rdfs;

use super::{Content, Field, Holds, add, columns, graded, put, set};
use crate::model::{Certainty, Claim, Credibility, EventDate, Modality, Polarity, Referent};
use crate::ontology::vocab;
use crate::table::header::{Column, Layout, Missable, Several};

/// The columns of `claims.csv`.
pub static CLAIMS: Layout = Layout { name: "claims", columns: &COLUMNS };

static COLUMNS: [Column; 29] = with_document(&columns(&CLAIM));

/// What in a row of claims tells that columns beside it are about a document.
macro_rules! beside_document {
    ($($name:literal)*) => {
        &[$(
            ($name, "document"), ($name, "doc"), ($name, "document_id"), ($name, "url"), ($name, "link"),
            ($name, "source_url"), ($name, "article_url"), ($name, "publisher"), ($name, "outlet"), ($name, "headline"),
        )*]
    };
}

/// The columns of a row of claims that belong to the document the claim was published in. They have no field of a claim.
pub static OF_DOCUMENT: [Column; 5] = [
    Column::optional("url", &["source_url", "article_url", "link"]).beside(false, &[]),
    Column::optional("title", &["headline"]).missable(Missable::Never).beside(true, beside_document!("title")),
    Column::optional("publisher", &["outlet"]).missable(Missable::Name).beside(false, &[]),
    Column::optional("published", &["published_at", "date_published", "publication_date"])
        .beside(true, beside_document!("published")),
    Column::optional("author", &[]).beside(true, beside_document!("author" "authors" "byline")),
];

/// True for a heading that can mean something of the document in a row of claims.
pub fn is_of_document(heading: &str) -> bool {
    let heading = heading.to_lowercase().replace([' ', '-'], "_");
    OF_DOCUMENT.iter().any(|column| {
        let paired = column.paired.iter().map(|(name, _)| name);
        column.name == heading || column.aliases.iter().chain(paired).any(|name| *name == heading)
    })
}

const fn with_document(claim: &[Column; 24]) -> [Column; 29] {
    let mut columns = [Column::optional("", &[]); 29];
    let mut at = 0;
    while at < columns.len() {
        columns[at] = if at < claim.len() { claim[at] } else { OF_DOCUMENT[at - claim.len()] };
        at += 1;
    }
    columns
}

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
         sujet|qui|akteur|subjekt|wer|täter|angreifer|absender|sujeto|quien|quién|actor a|entity|sender|from actor|arg1|arg 1|source ref|\
         actor principal|attore|soggetto|chi|mittente|aktor|podmiot|kto|sprawca|nadawca|actorul|subiect|cine|onderwerp|wie|dader|afzender|\
         ator|quem|remetente|субъект|актор|кто|отправитель|источник действия|субʼєкт|суб'єкт|хто|відправник|country a|party a|country1|\
         state1|statea|actora|özne|aktör|kim|alany|ki|podmět|kdo|vem|hvem|υποκείμενο|ποιος|الفاعل|الطرف الأول|فاعل|מי|שחקן|主体|主语|行为者|行為者|誰",
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
        "what|did what|does what|what did|what happened|macht was|tut was|tat was|was tat|was geschah|cosa ha fatto|cosa fa|che cosa|\
         qué hizo|que hizo|hizo qué|fait quoi|a fait quoi|o que fez|wat deed|deed wat|ce a făcut|mit csinált|vad gjorde|\
         что сделала|что сделали|що зробив|event type|event text|eventcode|event code|event|did|connection|relationship|\
         relation type|relationship type|type of relation|type of relationship|link type|interaction|association|tie|activity|pred|action|verbe|\
         relation|handlung|ereignis|prädikat|tat|was|verbo|acción|accion|acto|aktion|beziehung|relación|qué|que|azione|predicato|relazione|\
         cosa|działanie|akcja|czynność|relacja|orzeczenie|co zrobił|acțiune|actiune|acțiunea|relație|predicat|ce|actie|handeling|\
         relatie|gezegde|wat|ação|acao|relação|predicado|действие|отношение|связь|предикат|что сделал|дія|відношення|зв'язок|що|eylem|fiil|ne yaptı|\
         cselekvés|mit tett|přísudek|co udělal|handling|ενέργεια|τι έκανε|الفعل|الحدث|فعل|פעולה|行为|行為|动作|動作|谓语|关系|関係",
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
        "whom|to whom|with whom|against whom|mit wem|gegen wen|a chi|con chi|contro chi|con quién|con quien|contra quién|contra quien|\
         avec qui|contre qui|a quem|com quem|contra quem|met wie|tegen wie|cu cine|kivel|kime karşı|mot vem|z kim|с кем|против кого|\
         з ким|проти кого|actor 2|actor2name|victim|side b|targets|recipient|target actor|target name|recipient name|obj|defender|cible|\
         objet|à qui|ziel|objekt|wen|wem|opfer|objeto|blanco|a quien|a quién|empfänger|receiver|addressee|to actor|arg2|arg 2|target ref|actor b|gegenüber|gegenpartei|counterpart|counterparty|\
         destinataire|destinatario|oggetto|bersaglio|obiettivo|vittima|cel|obiekt|odbiorca|ofiara|kogo|komu|țintă|tinta|obiect|\
         destinatar|pe cine|doel|doelwit|lijdend voorwerp|ontvanger|slachtoffer|wie betreft|alvo|destinatário|vítima|объект|цель|\
         получатель|кого|кому|жертва|обʼєкт|об'єкт|ціль|одержувач|отримувач|country b|party b|country2|state2|stateb|actorb|nesne|kime|\
         tárgy|kinek|předmět|komu|αντικείμενο|σε ποιον|المفعول به|الطرف الثاني|الهدف|مفعول|למי|יעד|对象|対象|宾语|相手",
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
    .telling("day|event date|date of event|timestamp|time|sqldate|jour|datum|tag|wann|quand|fecha|cuándo|cuando|data|quando|kiedy|când|cand|\
         wanneer|дата|когда|день|коли|date of attack|incident date|tarih|dátum|mikor|kdy|ημερομηνία|التاريخ|تاريخ|تاریخ|תאריך|日期|日付"),
    Field::<Claim>::new(
        Column::optional("place", &["where", "location"]).several(Several::Claims),
        Holds::Name,
        |claim| Content::text(claim.place.as_ref()),
        |claim, cell| put(&mut claim.place, cell),
    )
    .telling("location|where|country|city|region|lieu|où|ort|wo|lugar|dónde|donde|luogo|dove|miejsce|gdzie|loc|locul|unde|plaats|waar|local|\
         onde|место|где|місце|де|yer|hely|místo|plats|sted|τόπος|المكان|مکان|מקום|地点|場所"),
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
    .telling("article|article id|report|artikel|artículo"),
    Field::<Claim>::new(
        Column::optional("said_by", &["speaker", "speakers", "according_to"]).several(Several::List),
        Holds::Name,
        |claim| Content::Texts(&claim.said_by),
        |claim, cell| add(&mut claim.said_by, cell),
    )
    .property(vocab::SPEAKER)
    .telling(
        "said by|source|informant|according to|reported by|attribution|who says|selon|quelle|laut|fuente|según|segun|fonte|secondo|źródło|\
         zrodlo|według|sursă|sursa|potrivit|bron|volgens|segundo|источник|по словам|джерело|за словами|kaynak|forrás|zdroj|källa|kilde|\
         πηγή|المصدر|منبع|מקור|来源|情報源|出典",
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
    .telling("text|exact words|quotation|verbatim|passage|wortlaut|sentence|evidence|snippet|excerpt|original text|citation|zitat|cita|citazione|cytat|citat|citaat|citação|цитата|текст"),
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
    .telling("remarks|comments|description|remarque|bemerkung|nota|note|notes|anmerkung|uwagi|observații|opmerking|observação|примечание|\
         комментарий|примітка"),
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
