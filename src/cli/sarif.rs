//! Faults as SARIF 2.1.0, which code scanning reads.

use serde_json::{Value, json};

use crate::diagnostic::{Action, Code, Diagnostic, Note, Place, Severity, codes};

/// One run of the program with these faults, and with each code among them as a rule.
pub(super) fn log(faults: &[&Diagnostic]) -> Value {
    let used: Vec<&Code> =
        codes::ALL.iter().copied().filter(|code| faults.iter().any(|fault| fault.code == *code)).collect();
    let index = |code: &Code| used.iter().position(|used| *used == code);
    let results: Vec<Value> = faults.iter().map(|fault| result(fault, index(fault.code))).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "relata",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": used.iter().map(|code| rule(code)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// A code as a rule, with what `explain` says.
fn rule(code: &Code) -> Value {
    let explanation: Vec<&str> = code.explanation.trim().lines().map(str::trim).collect();
    let first_line = explanation.first().copied().unwrap_or_default();
    let text = explanation.join("\n");
    let level = match code.action {
        Action::Allow | Action::Notice => "note",
        Action::Warn => "warning",
        Action::Reject | Action::Abort => "error",
    };
    json!({
        "id": code.id,
        "name": code.name,
        "shortDescription": { "text": first_line },
        "fullDescription": { "text": first_line },
        "help": { "text": text, "markdown": text },
        "defaultConfiguration": { "level": level },
    })
}

fn result(fault: &Diagnostic, rule: Option<usize>) -> Value {
    let level = match fault.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "note",
    };
    let hint = fault.hint.as_ref().map_or_else(String::new, |hint| format!(" ({hint})"));
    let mut result = json!({
        "ruleId": fault.code.id,
        "level": level,
        "message": { "text": format!("{}{hint}", fault.message) },
        "locations": [{ "physicalLocation": physical(&fault.place) }],
        "properties": { "field": fault.place.field, "value": fault.place.value },
    });
    if let Some(rule) = rule {
        result["ruleIndex"] = rule.into();
    }
    if let Some(related) = fault.note.as_ref().map(|note| related(note)) {
        result["relatedLocations"] = json!([related]);
    }
    result
}

/// What explains a fault, as a location of its own. It may have no place, but always says something.
fn related(note: &Note) -> Value {
    let mut location = json!({ "message": { "text": note.text } });
    if let Some(place) = &note.place {
        location["physicalLocation"] = physical(place);
    }
    location
}

fn physical(place: &Place) -> Value {
    let mut location = json!({ "artifactLocation": { "uri": as_uri(&place.file) } });
    if place.line > 0 {
        let start = place.column.max(1);
        let mut region = json!({ "startLine": place.line, "startColumn": start });
        // Where the row of a sheet or an object is shown, the line is made of its cells.
        let marked = place.excerpt.as_ref().filter(|excerpt| {
            let before = excerpt.text.get(..excerpt.range.start);
            before.is_some_and(|before| before.chars().count() as u64 + 1 == start)
        });
        if let Some(excerpt) = marked {
            let n = excerpt.text.get(excerpt.range.clone()).map_or(0, |marked| marked.chars().count() as u64);
            region["endColumn"] = (start + n).into();
            region["snippet"] = json!({ "text": excerpt.text.get(excerpt.range.clone()) });
        }
        location["region"] = region;
    }
    location
}

/// A path as a URI: relative to where the program runs, unless the path is whole.
fn as_uri(path: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let escaped: String = path
        .bytes()
        .map(|byte| if kept(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    if path.starts_with('/') { format!("file://{escaped}") } else { escaped }
}
