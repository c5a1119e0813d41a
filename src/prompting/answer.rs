//! Which statements does an answer hold?

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::schema::{ATTRIBUTIONS, EVENT_CLASSES, REPLIES};
use crate::model::{Certainty, Modality, Polarity};

/// A statement as a model gives it: words that it says it has copied, and choices from closed lists. Nothing of it is believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// The number that other statements of the answer name it by.
    pub number: u32,
    /// The words that hold it.
    pub evidence: String,
    /// The words that tell the act.
    pub trigger: String,
    /// Who acts.
    pub subject: String,
    /// The act in a word or two.
    pub predicate: String,
    /// To whom.
    pub object: Option<String>,
    /// The statement that is the object.
    pub object_statement: Option<u32>,
    /// One of [`EVENT_CLASSES`].
    pub event_class: String,
    /// Yes or no.
    pub polarity: String,
    /// As fact, plan, threat and so on.
    pub modality: String,
    /// How sure.
    pub certainty: String,
    /// Whose word it is.
    pub attribution: StatedAttribution,
    /// When.
    pub time_text: Option<String>,
    /// Where.
    pub place_text: Option<String>,
    /// What it does to the statement that it answers.
    pub reply: String,
    /// That statement.
    pub reply_to: Option<u32>,
}

/// Whose word a statement is, as a model gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedAttribution {
    /// How it is held; `author` where the text itself says it.
    pub kind: String,
    /// Who.
    pub source: Option<String>,
    /// The words that attribute.
    pub cue: Option<String>,
}

impl Statement {
    /// Reads one statement of an answer.
    fn read(value: &Value) -> Result<Statement, String> {
        let mut statement: Statement =
            Deserialize::deserialize(value).map_err(|error: serde_json::Error| error.to_string())?;
        let lists: [(&str, &str, &[&str]); 6] = [
            ("event_class", &statement.event_class, &EVENT_CLASSES),
            ("polarity", &statement.polarity, &Polarity::ALL.map(Polarity::word)),
            ("modality", &statement.modality, &Modality::ALL.map(Modality::word)),
            ("certainty", &statement.certainty, &Certainty::ALL.map(Certainty::word)),
            ("attribution.kind", &statement.attribution.kind, &ATTRIBUTIONS),
            ("reply", &statement.reply, &REPLIES),
        ];
        for (name, word, list) in lists {
            if !list.contains(&word) {
                return Err(format!("{name}: `{word}` is none of {}", list.join(", ")));
            }
        }
        for (name, words) in [
            ("evidence", &statement.evidence),
            ("trigger", &statement.trigger),
            ("subject", &statement.subject),
            ("predicate", &statement.predicate),
        ] {
            if words.trim().is_empty() {
                return Err(format!("{name} is empty"));
            }
        }
        // Small models write an empty string, or the word, where they mean nothing.
        for words in [
            &mut statement.object,
            &mut statement.time_text,
            &mut statement.place_text,
            &mut statement.attribution.source,
            &mut statement.attribution.cue,
        ] {
            words.take_if(|words| words.trim().is_empty() || words.trim() == "null");
        }
        Ok(statement)
    }

    /// All words that it says it has copied, with the names of the fields.
    pub(super) fn copied(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let given = [("evidence", &self.evidence), ("trigger", &self.trigger), ("subject", &self.subject)];
        let maybe = [
            ("object", &self.object),
            ("source", &self.attribution.source),
            ("cue", &self.attribution.cue),
            ("time_text", &self.time_text),
            ("place_text", &self.place_text),
        ];
        let maybe = maybe.into_iter().filter_map(|(name, words)| Some((name, words.as_deref()?)));
        given.into_iter().map(|(name, words)| (name, words.as_str())).chain(maybe)
    }
}

/// A statement, or what is wrong with it and what stands there.
pub type ReadStatement = Result<Statement, (String, Value)>;

/// The statements of an answer, each with what is wrong with it where something is.
///
/// Code fences, prose around the object and what a model thinks aloud before it are passed over.
///
/// # Errors
/// When the answer holds no list of statements: a sentence that can be handed back to the model.
pub fn read_statements(answer: &str) -> Result<Vec<ReadStatement>, String> {
    let list = find_list(answer)?;
    let read = |(at, value): (usize, Value)| {
        Statement::read(&value).map_err(|error| (format!("statements[{at}]: {error}"), value))
    };
    Ok(list.into_iter().enumerate().map(read).collect())
}

/// The last list of statements in an answer: what stands before it may be a draft.
fn find_list(answer: &str) -> Result<Vec<Value>, String> {
    let mut found = (answer.trim() == "[]").then(Vec::new);
    let mut problem = "the answer holds no JSON object".to_owned();
    let mut at = 0;
    while let Some(open) = answer.get(at..).and_then(|rest| rest.find(['{', '['])).map(|open| at + open) {
        let mut values = serde_json::Deserializer::from_str(&answer[open..]).into_iter::<Value>();
        match values.next() {
            Some(Ok(value)) => {
                at = open + values.byte_offset();
                match list_of(value) {
                    Some(list) => found = Some(list),
                    None => "the object has no list `statements`".clone_into(&mut problem),
                }
            }
            Some(Err(error)) if error.is_eof() => {
                // Everything behind it is inside of it, and it never ends.
                "the JSON of the answer is cut off".clone_into(&mut problem);
                at = open + 1;
                if found.is_none() && answer[open..].contains("\"statements\"") {
                    return Err(problem);
                }
            }
            Some(Err(error)) => {
                if answer[open..].trim_start_matches(['{', ' ', '\n']).starts_with("\"statements\"") {
                    problem = format!("the answer is no JSON: {error}");
                }
                at = open + 1;
            }
            None => break,
        }
    }
    found.ok_or(problem)
}

fn list_of(value: Value) -> Option<Vec<Value>> {
    match value {
        Value::Object(mut object) => match object.remove("statements")? {
            Value::Array(list) => Some(list),
            _ => None,
        },
        // The list without its object is what models give that no schema holds.
        Value::Array(list) => {
            (!list.is_empty() && list.iter().all(|one| one.get("evidence").is_some())).then_some(list)
        }
        _ => None,
    }
}
