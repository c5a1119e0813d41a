//! Which tool wrote a file?

use super::{
    Annotations, Siblings, brat, doccano, label_studio, plain_name, prodigy, pubannotation, uima, w3c, webanno,
};
use crate::table::json::{Json, parse};

/// A format of annotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnnotationFormat {
    /// brat standoff: `X.ann` beside `X.txt`.
    Brat,
    /// WebAnno and INCEpTION TSV 3.
    Webanno,
    /// UIMA CAS JSON.
    Uima,
    /// doccano JSONL.
    Doccano,
    /// Label Studio JSON.
    LabelStudio,
    /// Prodigy JSONL.
    Prodigy,
    /// W3C Web Annotation.
    W3c,
    /// PubAnnotation JSON.
    Pubannotation,
    /// JSON of INCEpTION as it was before UIMA's; only to be refused with a way out.
    LegacyCas,
    /// Label Studio's short JSON, which has no relations; only to be refused with a way out.
    JsonMin,
}

impl AnnotationFormat {
    /// The formats that can be read.
    pub const READABLE: &'static [AnnotationFormat] = &[
        AnnotationFormat::Brat,
        AnnotationFormat::Webanno,
        AnnotationFormat::Uima,
        AnnotationFormat::Doccano,
        AnnotationFormat::LabelStudio,
        AnnotationFormat::Prodigy,
        AnnotationFormat::W3c,
        AnnotationFormat::Pubannotation,
    ];

    /// Its name in `relata.toml`.
    pub fn name(self) -> &'static str {
        match self {
            AnnotationFormat::Brat => "brat",
            AnnotationFormat::Webanno => "webanno",
            AnnotationFormat::Uima => "uima",
            AnnotationFormat::Doccano => "doccano",
            AnnotationFormat::LabelStudio => "label-studio",
            AnnotationFormat::Prodigy => "prodigy",
            AnnotationFormat::W3c => "w3c",
            AnnotationFormat::Pubannotation => "pubannotation",
            AnnotationFormat::LegacyCas => "legacy CAS JSON",
            AnnotationFormat::JsonMin => "JSON_MIN",
        }
    }

    /// The usual endings of the names of its files.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            AnnotationFormat::Brat => &["ann"],
            AnnotationFormat::Webanno => &["tsv"],
            AnnotationFormat::Doccano | AnnotationFormat::Prodigy => &["jsonl", "json"],
            AnnotationFormat::W3c => &["json", "jsonld"],
            AnnotationFormat::Uima
            | AnnotationFormat::LabelStudio
            | AnnotationFormat::Pubannotation
            | AnnotationFormat::LegacyCas
            | AnnotationFormat::JsonMin => &["json"],
        }
    }

    /// The readable format of this name.
    pub fn parse(name: &str) -> Option<AnnotationFormat> {
        AnnotationFormat::READABLE.iter().copied().find(|format| format.name() == name)
    }

    /// Reads a file of this format; `file` is its name.
    pub(super) fn read(self, file: &str, text: &str, siblings: &Siblings<'_>) -> Annotations {
        match self {
            AnnotationFormat::Brat => brat::read(file, text, siblings),
            AnnotationFormat::Webanno => webanno::read(file, text),
            AnnotationFormat::Uima => uima::read(file, text),
            AnnotationFormat::Doccano => doccano::read(file, text),
            AnnotationFormat::LabelStudio => label_studio::read(file, text),
            AnnotationFormat::Prodigy => prodigy::read(file, text),
            AnnotationFormat::W3c => w3c::read(file, text, siblings),
            AnnotationFormat::Pubannotation => pubannotation::read(file, text),
            AnnotationFormat::LegacyCas | AnnotationFormat::JsonMin => Annotations::default(),
        }
    }
}

/// The format of a file, by what is in it; none when it is no annotation.
///
/// `file` is its name: only `.ann` beside `.txt` has nothing inside that tells.
pub fn detect(bytes: &[u8], file: &str) -> Option<AnnotationFormat> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("#FORMAT=WebAnno") {
        return Some(AnnotationFormat::Webanno);
    }
    if text.starts_with(['{', '[']) {
        return by_members(&parse(text).values.first()?.1);
    }
    let has_ending = plain_name(file).rsplit('.').next().is_some_and(|ending| ["ann", "a2"].contains(&ending));
    (has_ending && text.lines().next().is_none_or(is_brat)).then_some(AnnotationFormat::Brat)
}

/// True when a line could be one of brat's.
fn is_brat(line: &str) -> bool {
    let id = line.split('\t').next().unwrap_or_default();
    id == "*" || (id.len() > 1 && id.starts_with(['T', 'R', 'E', 'A', 'M', 'N', '#']) && line.contains('\t'))
}

/// The reason why a file cannot be read as what it is said to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// Nothing is in it.
    Empty,
    /// It is something else: what, and a way out.
    Other(String, String),
}

/// The format to read a file in: the one it is said to be when nothing in it speaks against that, else what is in it tells.
///
/// # Errors
/// When the file is of another format, or of none.
pub fn choose(said: Option<AnnotationFormat>, bytes: &[u8], file: &str) -> Result<AnnotationFormat, Unfit> {
    let other = |message: String, hint: &str| Err(Unfit::Other(message, hint.to_owned()));
    match (said, detect(bytes, file)) {
        // Those are refused by their reader, with a way out.
        (_, Some(found @ (AnnotationFormat::LegacyCas | AnnotationFormat::JsonMin))) | (None, Some(found)) => Ok(found),
        (Some(said), Some(found)) if said != found => other(
            format!("what is in the file is `{}`, not `{}`", found.name(), said.name()),
            &format!("read it as `{}`: in `relata.toml`, `format = \"{}\"`", found.name(), found.name()),
        ),
        (Some(said), Some(_)) => Ok(said),
        // A text without annotations: brat makes such a file for every text.
        (Some(AnnotationFormat::Brat), None) if bytes.is_empty() => Ok(AnnotationFormat::Brat),
        (_, None) if bytes.iter().all(u8::is_ascii_whitespace) => Err(Unfit::Empty),
        (None, None) => other(
            "nothing in the file tells which annotation tool wrote it".to_owned(),
            "name the format instead of `annotations`, or take the file out of the project",
        ),
        (Some(said), None) => {
            let text = String::from_utf8_lossy(bytes);
            let text = text.trim_start_matches('\u{feff}').trim_start();
            match said {
                // Bytes that are not text are reported by the reader, with their place.
                _ if std::str::from_utf8(bytes).is_err() => Ok(said),
                AnnotationFormat::Brat if text.lines().any(is_brat) => Ok(said),
                AnnotationFormat::Brat => other(
                    "no line of the file is an annotation of brat".to_owned(),
                    "name the `.ann` file, not its text",
                ),
                AnnotationFormat::Webanno => other(
                    "the file does not begin with `#FORMAT=WebAnno TSV 3`".to_owned(),
                    "export `WebAnno TSV v3.3` from INCEpTION",
                ),
                _ if text.starts_with(['{', '[']) => Ok(said),
                _ => {
                    other(format!("the file is no JSON, and `{}` is", said.name()), "export it again, or mend `format`")
                }
            }
        }
    }
}

/// The format of a value by the names of its members.
fn by_members(value: &Json) -> Option<AnnotationFormat> {
    let has = |name: &str| value.members().iter().any(|(key, _)| key == name);
    let first_has = |list: &str, name: &str| {
        value.get(list).and_then(|list| list.each().first()).is_some_and(|item| item.get(name).is_some())
    };
    let is_anno =
        |context: &Json| context.each().iter().any(|one| one.text().is_some_and(|iri| iri.contains("anno.jsonld")));
    Some(if has("%FEATURE_STRUCTURES") {
        AnnotationFormat::Uima
    } else if has("_referenced_fss") || has("_views") {
        AnnotationFormat::LegacyCas
    } else if value.get("@context").is_some_and(is_anno) || (has("target") && has("body")) {
        AnnotationFormat::W3c
    } else if has("denotations") {
        AnnotationFormat::Pubannotation
    } else if first_has("annotations", "result")
        || first_has("predictions", "result")
        || has("annotations") && has("data")
    {
        AnnotationFormat::LabelStudio
    } else if first_has("relations", "head_span") || has("_input_hash") || has("_task_hash") {
        AnnotationFormat::Prodigy
    } else if has("annotation_id") && has("lead_time") {
        AnnotationFormat::JsonMin
    } else if first_has("relations", "from_id")
        || first_has("entities", "start_offset")
        || has("entities") && has("text")
    {
        AnnotationFormat::Doccano
    } else if has("spans") && has("text") && (has("tokens") || has("relations")) {
        AnnotationFormat::Prodigy
    } else if (has("label") || has("labels")) && (has("text") || has("data")) {
        let label = value.get("label").or_else(|| value.get("labels"))?;
        // doccano has `[2, 10, "Person"]`, JSON_MIN objects with `labels`.
        match label.list().first() {
            Some(first) if first.is_object() && first.get("labels").is_some() => AnnotationFormat::JsonMin,
            _ => AnnotationFormat::Doccano,
        }
    } else {
        return None;
    })
}
