//! What is written to an endpoint that speaks the chat completions of `OpenAI`, and what does its answer mean?

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::prompt::Message;
use super::schema::schema;

/// The tokens of an answer, at most: a small model that repeats itself has to end.
pub(super) const LONGEST_ANSWER: u32 = 4_096;

/// The manner in which an endpoint wants to be asked, as far as it was found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Manner {
    /// How the shape of the answer is asked for.
    pub rung: Rung,
    /// The longest answer is `max_completion_tokens`, the newer name.
    pub newer_limit: bool,
    /// No temperature is named: some models take none.
    pub no_temperature: bool,
}

/// How the shape of an answer is asked for, the surest way first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    /// By a JSON Schema that the server holds the model to.
    #[default]
    JsonSchema,
    /// As any JSON object; the schema stands in the prompt.
    JsonObject,
    /// In words only.
    Text,
}

/// The tokens that a server counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Usage {
    /// Those of the prompt.
    pub prompt_tokens: u64,
    /// Those of the answer.
    pub completion_tokens: u64,
}

/// What a server sent back with status 200.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Completion {
    /// Words of the model, which may be anything.
    Answer(String),
    /// The answer was longer than it may be.
    CutOff,
    /// The request was longer than the model can read; what the server says.
    TooMuch(String),
    /// The model will not answer.
    Refused(String),
    /// No words at all.
    Empty,
    /// An error behind a status that says there is none.
    Fault(Fault),
}

/// An error as a server tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The status that it gives the error in the body, which may be another than that of the answer.
    pub status: Option<u16>,
    /// What it says.
    pub message: String,
}

/// The body of a request.
#[must_use]
pub fn request(model: &str, messages: &[Message], manner: Manner) -> Value {
    let mut body = json!({ "model": model, "messages": messages, "stream": false });
    let limit = if manner.newer_limit { "max_completion_tokens" } else { "max_tokens" };
    body[limit] = LONGEST_ANSWER.into();
    if !manner.no_temperature {
        body["temperature"] = 0.into();
    }
    match manner.rung {
        // The nested form alone: where the schema lies beside `type`, some servers silently take it for an empty one.
        Rung::JsonSchema => {
            let named = json!({ "name": "statements", "strict": true, "schema": schema() });
            body["response_format"] = json!({ "type": "json_schema", "json_schema": named });
        }
        Rung::JsonObject => body["response_format"] = json!({ "type": "json_object" }),
        Rung::Text => {}
    }
    body
}

/// Reads the body of an answer with status 200, and the tokens that it counts.
#[must_use]
pub fn read_completion(body: &str) -> (Completion, Usage) {
    let fault = |message: &str| Completion::Fault(Fault { status: None, message: message.to_owned() });
    let Ok(body) = serde_json::from_str::<Value>(body) else {
        return (fault("the answer is no JSON"), Usage::default());
    };
    let usage = body.get("usage").and_then(|usage| Usage::deserialize(usage).ok()).unwrap_or_default();
    if let Some(error) = body.get("error").filter(|error| !error.is_null()) {
        return (Completion::Fault(read_error(error)), usage);
    }
    let Some(choice) = body.get("choices").and_then(|choices| choices.get(0)) else {
        return (fault("the answer has no `choices`"), usage);
    };
    let message = choice.get("message").unwrap_or(&Value::Null);
    let finish = choice.get("finish_reason").and_then(Value::as_str).unwrap_or_default();
    let refusal = message.get("refusal").and_then(Value::as_str).filter(|refusal| !refusal.is_empty());
    let content = message.get("content").map(words_of).filter(|words| !words.trim().is_empty());
    let completion = match (refusal, finish, content) {
        (Some(refusal), _, _) => Completion::Refused(refusal.to_owned()),
        (None, "content_filter", _) => Completion::Refused("the answer was filtered".to_owned()),
        (None, "length", _) => Completion::CutOff,
        (None, _, Some(words)) => Completion::Answer(words),
        (None, _, None) => Completion::Empty,
    };
    (completion, usage)
}

/// The words of a content, which is a text or a list of parts.
fn words_of(content: &Value) -> String {
    let part = |part: &Value| part.get("text").and_then(Value::as_str).map(str::to_owned);
    match content {
        Value::String(words) => words.clone(),
        Value::Array(parts) => parts.iter().filter_map(part).collect(),
        _ => String::new(),
    }
}

fn read_error(error: &Value) -> Fault {
    let number = |name| {
        let told: Option<&Value> = error.get(name);
        told.and_then(|told| told.as_u64().or_else(|| told.as_str()?.parse().ok()))
    };
    let status = number("code").or_else(|| number("status")).and_then(|status| u16::try_from(status).ok());
    let message = error.get("message").or(Some(error)).and_then(Value::as_str);
    Fault { status, message: message.map_or_else(|| error.to_string(), str::to_owned) }
}

impl Fault {
    /// Reads the body of an answer with another status than 200.
    #[must_use]
    pub fn read(status: u16, body: &str) -> Fault {
        let json: Option<Value> = serde_json::from_str(body).ok();
        let told =
            json.as_ref().and_then(|json| json.get("error").or_else(|| json.get("detail")).or(json.get("message")));
        let words: String = body.chars().take(300).collect();
        let message = told.map_or_else(|| words.trim().to_owned(), |error| read_error(error).message);
        Fault { status: Some(status), message }
    }

    /// The same request may be answered later.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.status.is_some_and(|status| matches!(status, 408 | 425 | 429 | 500..=599) && status != 501)
    }

    /// The passage is longer than the model can read.
    #[must_use]
    pub fn is_too_long(&self) -> bool {
        let message = self.message.to_lowercase();
        matches!(self.status, Some(400 | 413 | 422))
            && (message.contains("context length")
                || message.contains("context size")
                || message.contains("context window"))
    }
}

/// The manner to ask in when a server refuses a request with this fault; none when no other manner would help.
#[must_use]
pub fn milder(manner: Manner, fault: &Fault) -> Option<Manner> {
    let message = fault.message.to_lowercase();
    let speaks_of = |words: &[&str]| words.iter().any(|word| message.contains(word));
    if !matches!(fault.status, Some(400 | 404 | 415 | 422 | 500 | 501)) {
        return None;
    }
    if speaks_of(&["max_completion_tokens", "max_tokens"]) && !manner.newer_limit {
        return Some(Manner { newer_limit: true, ..manner });
    }
    if speaks_of(&["temperature"]) && !manner.no_temperature {
        return Some(Manner { no_temperature: true, ..manner });
    }
    let is_about_shape =
        speaks_of(&["response_format", "json_schema", "json_object", "schema", "grammar", "json mode"]);
    let rung = match manner.rung {
        Rung::JsonSchema if is_about_shape => Rung::JsonObject,
        Rung::JsonObject if is_about_shape => Rung::Text,
        _ => return None,
    };
    Some(Manner { rung, ..manner })
}
