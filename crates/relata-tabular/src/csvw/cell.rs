//! From the text of a cell to its values.

use std::cmp::Ordering;

use oxigraph::model::{Literal, NamedNode};

use super::builtin::DatatypeKind;
use super::column::CellColumn;
use super::common::tagged;
use super::datatype::{Bound, Datatype, ValueFormat};
use super::template::VariableValue as Variable;
use relata_table::diagnostic::{Finding, clip, codes};

/// The values of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum CellValue {
    Null,
    One(Single),
    /// The parts of a cell that holds several.
    List(Vec<Single>),
}

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Single {
    pub(super) literal: Literal,
    /// Its form in URLs.
    pub(super) canonical: String,
}

impl CellValue {
    /// The value as templates take it.
    pub(super) fn variable(&self) -> Option<Variable> {
        match self {
            CellValue::Null => None,
            CellValue::One(single) => Some(Variable::Text(single.canonical.clone())),
            CellValue::List(items) => Some(Variable::List(items.iter().map(|item| item.canonical.clone()).collect())),
        }
    }

    /// The value as part of a key; none when there is none.
    pub(super) fn key(&self) -> Option<String> {
        match self {
            CellValue::Null => None,
            CellValue::One(single) => Some(single.canonical.clone()),
            CellValue::List(items) => {
                Some(items.iter().map(|item| item.canonical.as_str()).collect::<Vec<_>>().join(" "))
            }
        }
    }
}

/// Reads a cell; what is wrong with it is added to `findings`, and what cannot be read stays a text.
pub(super) fn read(column: &CellColumn, text: &str, findings: &mut Vec<Finding>) -> CellValue {
    let base = column.datatype.base;
    let normal = normalize(text, base.keeps_breaks(), base.keeps_space());
    let normal = if normal.is_empty() { column.default.clone() } else { normal };
    let Some(separator) = &column.separator else {
        let value = single(column, &normal, findings);
        if value.is_none() && column.is_required {
            findings.push(missing(column));
        }
        return value.map_or(CellValue::Null, CellValue::One);
    };
    if normal.is_empty() {
        if column.is_required {
            findings.push(missing(column));
        }
        return CellValue::List(Vec::new());
    }
    if column.null.contains(&normal) {
        return CellValue::Null;
    }
    let keeps_space = matches!(base.kind, DatatypeKind::Any) || base.name == "string";
    let parts = normal.split(separator.as_str()).map(|part| if keeps_space { part } else { part.trim() });
    let parts = parts.map(|part| if part.is_empty() { column.default.as_str() } else { part });
    CellValue::List(parts.filter_map(|part| single(column, part, findings)).collect())
}

fn missing(column: &CellColumn) -> Finding {
    let finding = Finding::new(&codes::REQUIRED_VALUE, column.shown.clone(), "the metadata requires a value here");
    finding.hint("fill the cell, or take `required` out of the metadata")
}

/// Line breaks and tabs as spaces, and spaces as far as they count.
fn normalize(text: &str, keeps_breaks: bool, keeps_space: bool) -> String {
    if keeps_breaks {
        return text.to_owned();
    }
    let text = text.replace(['\r', '\n', '\t'], " ");
    if keeps_space { text } else { text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ") }
}

/// One value; none when the text means that there is none.
fn single(column: &CellColumn, text: &str, findings: &mut Vec<Finding>) -> Option<Single> {
    if column.null.iter().any(|null| null == text) {
        return None;
    }
    let datatype = &*column.datatype;
    let is_string = datatype.base.name == "string";
    let as_text = || match &column.language {
        Some(language) if is_string => tagged(text, language),
        _ => Literal::new_simple_literal(text),
    };
    match parse(datatype, text).and_then(|lexical| check(datatype, &lexical).map(|()| lexical)) {
        Ok(lexical) if is_string && datatype.iri == datatype.base.iri() => {
            Some(Single { literal: as_text(), canonical: lexical })
        }
        Ok(lexical) => {
            let canonical = datatype.base.canonical(&lexical);
            let literal = Literal::new_typed_literal(lexical, NamedNode::new_unchecked(&datatype.iri));
            Some(Single { literal, canonical })
        }
        Err((message, hint)) => {
            findings.push(Finding::new(&codes::UNFIT_VALUE, column.shown.clone(), message).hint(hint));
            Some(Single { literal: as_text(), canonical: text.to_owned() })
        }
    }
}

type ValueFault = (String, String);

/// The text as XML Schema writes the value.
fn parse(datatype: &Datatype, text: &str) -> Result<String, ValueFault> {
    let base = datatype.base;
    let lexical = match (&datatype.format, base.kind) {
        (ValueFormat::Number(format), _) => format.read(text, base),
        (ValueFormat::Moment(format), DatatypeKind::Moment(kind)) => {
            format.read(text).map(|moment| moment.lexical(kind))
        }
        (ValueFormat::Boolean(yes, no), _) => match text {
            _ if text == yes => Some("true".to_owned()),
            _ if text == no => Some("false".to_owned()),
            _ => None,
        },
        (ValueFormat::Regex(regex), _) => regex.is_match(text).then(|| text.to_owned()),
        (_, DatatypeKind::Boolean) => match text {
            "true" | "1" => Some("true".to_owned()),
            "false" | "0" => Some("false".to_owned()),
            _ => None,
        },
        _ => Some(text.to_owned()),
    };
    // What a pattern of dates made is a value already, but for a time zone that may be missing.
    let is_made = matches!(datatype.format, ValueFormat::Moment(_)) && base.name != "dateTimeStamp";
    lexical.filter(|lexical| is_made || base.is_value(lexical)).ok_or_else(|| {
        let format =
            if matches!(datatype.format, ValueFormat::Plain) { "" } else { " in the format that the metadata gives" };
        let message = format!("`{}` is no `{}`{format}; it is kept as a text", clip(text), base.name);
        (message, "mend the cell, or the `datatype` of its column".to_owned())
    })
}

/// Checks that a value is one of those that are allowed.
fn check(datatype: &Datatype, lexical: &str) -> Result<(), ValueFault> {
    let refused = |rule: String| {
        let message = format!("`{}` is not allowed: {rule}; it is kept as a text", clip(lexical));
        Err((message, "mend the cell, or the limits of its `datatype`".to_owned()))
    };
    if datatype.lengths.iter().any(Option::is_some) {
        let length = match datatype.base.kind {
            DatatypeKind::Hex => lexical.len() / 2,
            DatatypeKind::Base64 => lexical.bytes().filter(|byte| !matches!(byte, b'=' | b' ')).count() * 3 / 4,
            _ => lexical.chars().count(),
        } as u64;
        let [exact, least, most] = datatype.lengths;
        if let Some(exact) = exact.filter(|exact| *exact != length) {
            return refused(format!("its length is {length}, not {exact}"));
        }
        if let Some(least) = least.filter(|least| length < *least) {
            return refused(format!("its length is {length}, at least {least} is expected"));
        }
        if let Some(most) = most.filter(|most| length > *most) {
            return refused(format!("its length is {length}, at most {most} is expected"));
        }
    }
    let is_beyond = |bound: &Option<Bound>, wrong: Ordering| {
        let bound = bound.as_ref()?;
        let order = datatype.base.magnitude(lexical)?.compare(&bound.value);
        let fits = order.is_some_and(|order| if bound.is_included { order != wrong } else { order == wrong.reverse() });
        (!fits).then(|| bound.text.clone())
    };
    if let Some(low) = is_beyond(&datatype.low, Ordering::Less) {
        return refused(format!("it is below `{low}`"));
    }
    if let Some(high) = is_beyond(&datatype.high, Ordering::Greater) {
        return refused(format!("it is above `{high}`"));
    }
    Ok(())
}
