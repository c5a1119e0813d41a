//! Expressions that relata evaluates itself, on numbers of terms and on values that are kept as such.
//!
//! They know the common kinds of values. As soon as another turns up, the expression says so, and oxigraph's evaluator
//! has the last word for this frame: nothing here need know all of SPARQL.

use oxigraph::model::vocab::{rdf, xsd};
use oxsdatatypes::{DayTimeDuration, Decimal};
use regex::Regex;

use super::filter::Calculator;
use super::frame::{Part, Slot};
use super::held::{Held, LONGEST, Outcome, Quantity, Unclear};
use super::replace::Replacement;
use crate::Wording;

/// How two terms are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    SameTerm,
    Equal,
    Less,
    LessOrEqual,
}

/// What is computed with two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// Where a string is looked for in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Anywhere,
    Start,
    End,
}

/// An expression and what it is made of.
#[derive(Debug)]
pub(super) enum Native {
    Part(Part),
    /// A constant.
    Held(Held),
    Bound(Slot),
    Not(Box<Native>),
    And(Box<Native>, Box<Native>),
    Or(Box<Native>, Box<Native>),
    Compare(Comparison, Box<Native>, Box<Native>),
    In(Box<Native>, Vec<Native>),
    Calculate(Arithmetic, Box<Native>, Box<Native>),
    If(Box<Native>, Box<Native>, Box<Native>),
    Coalesce(Vec<Native>),
    IsIri(Box<Native>),
    IsNumeric(Box<Native>),
    Str(Box<Native>),
    Lang(Box<Native>),
    Datatype(Box<Native>),
    Iri(Box<Native>),
    Find(Place, Box<Native>, Box<Native>),
    Matches(Box<Native>, Regex),
    Replace(Box<Native>, Replacement),
    /// In capital letters, or in small ones.
    Case(bool, Box<Native>),
    Length(Box<Native>),
    Substring(Box<Native>, Box<Native>, Option<Box<Native>>),
    Concat(Vec<Native>),
    /// Year, month or day.
    Calendar(usize, Box<Native>),
}

impl Native {
    /// True when it is worth remembering: it looks at texts.
    pub(super) fn reads_text(&self) -> bool {
        match self {
            Native::Part(_) | Native::Held(_) | Native::Bound(_) => false,
            Native::Not(a) | Native::Calendar(_, a) | Native::IsNumeric(a) | Native::IsIri(a) => a.reads_text(),
            Native::And(a, b) | Native::Or(a, b) | Native::Compare(_, a, b) | Native::Calculate(_, a, b) => {
                a.reads_text() || b.reads_text()
            }
            Native::If(a, b, c) => a.reads_text() || b.reads_text() || c.reads_text(),
            Native::In(a, list) => a.reads_text() || list.iter().any(Native::reads_text),
            Native::Coalesce(list) => list.iter().any(Native::reads_text),
            _ => true,
        }
    }

    /// Its value in a frame.
    pub(super) fn value(&self, frame: &[u32], with: &Calculator<'_>) -> Outcome {
        Ok(Some(match self {
            Native::Part(part) => return Ok(part.value(frame).map(Held::Term)),
            Native::Held(held) => held.clone(),
            Native::Str(_)
            | Native::Lang(_)
            | Native::Datatype(_)
            | Native::Iri(_)
            | Native::Replace(..)
            | Native::Case(..)
            | Native::Length(_)
            | Native::Substring(..)
            | Native::Concat(_) => return self.words(frame, with),
            Native::Calculate(how, a, b) => {
                let Some((a, b)) = both(a, b, frame, with)? else { return Ok(None) };
                return calculate(*how, &a, &b, with);
            }
            Native::If(condition, yes, no) => {
                let Some(truth) = condition.truth(frame, with)? else { return Ok(None) };
                return if truth { yes } else { no }.value(frame, with);
            }
            Native::Coalesce(list) => {
                for native in list {
                    if let Some(held) = native.value(frame, with)? {
                        return Ok(Some(held));
                    }
                }
                return Ok(None);
            }
            Native::Calendar(part, a) => match a.value(frame, with)? {
                None => return Ok(None),
                Some(Held::Term(number)) => Held::Integer(with.index.calendar(number).ok_or(Unclear::Unknown)?[*part]),
                Some(_) => return Err(Unclear::Unknown),
            },
            _ => return Ok(self.truth(frame, with)?.map(Held::Truth)),
        }))
    }

    /// The truth value that a condition takes it for.
    pub(super) fn truth(&self, frame: &[u32], with: &Calculator<'_>) -> Outcome<bool> {
        match self {
            Native::Bound(slot) => Ok(Some(frame[*slot] != 0)),
            Native::Not(inner) => Ok(inner.truth(frame, with)?.map(|truth| !truth)),
            Native::And(a, b) => Ok(match a.truth(frame, with)? {
                Some(false) => Some(false),
                Some(true) => b.truth(frame, with)?,
                None => b.truth(frame, with)?.filter(|truth| !truth),
            }),
            Native::Or(a, b) => Ok(match a.truth(frame, with)? {
                Some(true) => Some(true),
                Some(false) => b.truth(frame, with)?,
                None => b.truth(frame, with)?.filter(|truth| *truth),
            }),
            Native::Compare(how, a, b) => {
                let Some((a, b)) = both(a, b, frame, with)? else { return Ok(None) };
                compare(*how, &a, &b, with)
            }
            Native::In(a, list) => {
                let Some(a) = a.value(frame, with)? else {
                    // With nothing to compare with, nothing fails.
                    return Ok(if list.is_empty() { Some(false) } else { None });
                };
                let mut failed = false;
                for native in list {
                    match native.value(frame, with)? {
                        None => failed = true,
                        Some(b) => match a.equals(&b, with)? {
                            Some(true) => return Ok(Some(true)),
                            Some(false) => {}
                            None => failed = true,
                        },
                    }
                }
                Ok(if failed { None } else { Some(false) })
            }
            Native::IsIri(a) => match a.value(frame, with)? {
                None => Ok(None),
                Some(Held::Term(number)) => Ok(Some(with.is_iri(number)?)),
                Some(held) => Ok(Some(matches!(held, Held::Iri(_)))),
            },
            Native::IsNumeric(a) => match a.value(frame, with)? {
                None => Ok(None),
                Some(Held::Term(number)) if with.index.is_number(number) => Ok(Some(true)),
                Some(Held::Term(number)) if with.index.is_value(number) => Ok(Some(false)),
                Some(Held::Term(number)) => with.terms.with_wording(number, |wording| match wording {
                    Wording::Other => Err(Unclear::Unknown),
                    _ => Ok(Some(false)),
                })?,
                Some(held) => Ok(Some(matches!(held, Held::Integer(_) | Held::Decimal(_)))),
            },
            Native::Find(place, a, b) => {
                let Some((a, b)) = both(a, b, frame, with)? else { return Ok(None) };
                find(*place, &a, &b, with)
            }
            Native::Matches(a, regex) => {
                let Some(a) = a.value(frame, with)? else { return Ok(None) };
                a.with_string(with, |text, _| regex.is_match(text))
            }
            _ => match self.value(frame, with)? {
                None => Ok(None),
                Some(held) => held.truth(with),
            },
        }
    }

    /// The value of a function of strings.
    fn words(&self, frame: &[u32], with: &Calculator<'_>) -> Outcome {
        let (Native::Str(a)
        | Native::Lang(a)
        | Native::Datatype(a)
        | Native::Iri(a)
        | Native::Replace(a, ..)
        | Native::Case(_, a)
        | Native::Length(a)
        | Native::Substring(a, ..)) = self
        else {
            let Native::Concat(list) = self else { return Err(Unclear::Unknown) };
            return concat(list, frame, with);
        };
        let Some(held) = a.value(frame, with)? else { return Ok(None) };
        match self {
            Native::Str(_) => str(held, with),
            Native::Lang(_) => {
                let Some(language) = held.with_string(with, |_, language| language.map(str::to_owned))? else {
                    return Err(Unclear::Unknown);
                };
                Ok(Some(Held::Text(language.unwrap_or_default(), None)))
            }
            Native::Datatype(_) => datatype(&held, with),
            Native::Iri(_) => match held {
                Held::Term(number) if with.is_iri(number)? => Ok(Some(held)),
                Held::Iri(_) => Ok(Some(held)),
                other => {
                    let iri = other.with_string(with, |text, language| match language {
                        None => oxiri::Iri::parse(text.to_owned()).ok(),
                        Some(_) => None,
                    })?;
                    Ok(iri.flatten().map(|iri| Held::Iri(iri.into_inner())))
                }
            },
            Native::Replace(_, replacement) => {
                let replaced = held.with_string(with, |text, language| {
                    Some(Held::Text(replacement.apply(text)?, language.map(str::to_owned)))
                })?;
                Ok(replaced.flatten())
            }
            Native::Case(true, _) => text_of(&held, with, str::to_uppercase),
            Native::Case(false, _) => text_of(&held, with, str::to_lowercase),
            Native::Length(_) => {
                let n = held.with_string(with, |text, _| text.chars().count())?;
                Ok(n.map(|n| Held::Integer(i64::try_from(n).unwrap_or(i64::MAX))))
            }
            Native::Substring(_, start, length) => {
                let integer = |native: &Native| -> Outcome<i64> {
                    match native.value(frame, with)? {
                        None => Ok(None),
                        Some(held) => match held.quantity(with)? {
                            Some(Quantity::Integer(integer)) => Ok(Some(integer)),
                            Some(Quantity::Decimal(_)) | None => Ok(None),
                        },
                    }
                };
                let Some(start) = integer(start)? else { return Ok(None) };
                let length = match length {
                    None => None,
                    Some(length) => match integer(length)? {
                        None => return Ok(None),
                        some => some,
                    },
                };
                let Some(first) = start.checked_sub(1) else { return Ok(None) };
                let end = match length.map(|length| first.checked_add(length)) {
                    Some(None) => return Ok(None),
                    Some(end) => end,
                    None => None,
                };
                text_of(&held, with, |text| {
                    let skipped = usize::try_from(first).unwrap_or(0);
                    let rest = text.chars().skip(skipped);
                    let n_taken = end.map(|end| usize::try_from(end).unwrap_or(0).saturating_sub(skipped));
                    rest.take(n_taken.unwrap_or(usize::MAX)).collect()
                })
            }
            _ => Err(Unclear::Unknown),
        }
    }
}

/// Both values; none when either is an error.
fn both(a: &Native, b: &Native, frame: &[u32], with: &Calculator<'_>) -> Outcome<(Held, Held)> {
    let Some(a) = a.value(frame, with)? else { return Ok(None) };
    Ok(b.value(frame, with)?.map(|b| (a, b)))
}

/// A string made of another, in the same language.
fn text_of(held: &Held, with: &Calculator<'_>, make: impl FnOnce(&str) -> String) -> Outcome {
    held.with_string(with, |text, language| Held::Text(make(text), language.map(str::to_owned)))
}

fn compare(how: Comparison, a: &Held, b: &Held, with: &Calculator<'_>) -> Outcome<bool> {
    Ok(match how {
        Comparison::SameTerm => match (a, b) {
            (Held::Term(a), Held::Term(b)) => Some(a == b),
            // Nothing else is known to be written the same way.
            _ => return Err(Unclear::Unknown),
        },
        Comparison::Equal => a.equals(b, with)?,
        Comparison::Less => a.compare(b, with)?.map(std::cmp::Ordering::is_lt),
        Comparison::LessOrEqual => a.compare(b, with)?.map(std::cmp::Ordering::is_le),
    })
}

fn calculate(how: Arithmetic, a: &Held, b: &Held, with: &Calculator<'_>) -> Outcome {
    if how == Arithmetic::Subtract
        && let Some(lag) = a.lag(b, with)
    {
        return Ok(Some(Held::Lag(lag)));
    }
    let (Some(a), Some(b)) = (a.quantity(with)?, b.quantity(with)?) else { return Err(Unclear::Unknown) };
    if let (Quantity::Integer(a), Quantity::Integer(b)) = (a, b) {
        return Ok(match how {
            Arithmetic::Add => a.checked_add(b).map(Held::Integer),
            Arithmetic::Subtract => a.checked_sub(b).map(Held::Integer),
            Arithmetic::Multiply => a.checked_mul(b).map(Held::Integer),
            Arithmetic::Divide => Decimal::from(a).checked_div(Decimal::from(b)).map(Held::Decimal),
        });
    }
    let (a, b) = (a.decimal(), b.decimal());
    let result = match how {
        Arithmetic::Add => a.checked_add(b),
        Arithmetic::Subtract => a.checked_sub(b),
        Arithmetic::Multiply => a.checked_mul(b),
        Arithmetic::Divide => a.checked_div(b),
    };
    Ok(result.map(Held::Decimal))
}

/// Whether one string is found in the other; their languages have to fit.
fn find(place: Place, a: &Held, b: &Held, with: &Calculator<'_>) -> Outcome<bool> {
    let look = |text: &str, sought: &str| match place {
        Place::Anywhere => memchr::memmem::find(text.as_bytes(), sought.as_bytes()).is_some(),
        Place::Start => text.starts_with(sought),
        Place::End => text.ends_with(sought),
    };
    if let Held::Text(sought, None) = b {
        return a.with_string(with, |text, _| look(text, sought));
    }
    let Some((sought, tongue)) = b.string(with)? else { return Ok(None) };
    let found = a.with_string(with, |text, language| {
        (tongue.is_none() || tongue.as_deref() == language).then(|| look(text, &sought))
    })?;
    Ok(found.flatten())
}

fn str(held: Held, with: &Calculator<'_>) -> Outcome {
    Ok(Some(Held::Text(
        match held {
            Held::Text(text, _) | Held::Iri(text) => text,
            Held::Truth(truth) => truth.to_string(),
            Held::Integer(integer) => integer.to_string(),
            Held::Decimal(decimal) => decimal.to_string(),
            Held::Lag(seconds) => DayTimeDuration::new(seconds).to_string(),
            Held::Time { .. } => return Err(Unclear::Unknown),
            Held::Term(number) => {
                if let Some(quantity) = Quantity::of_term(number, with) {
                    return str(quantity.held(), with);
                }
                with.terms.with_wording(number, |wording| match wording {
                    Wording::Iri(text) | Wording::Plain(text) | Wording::Tongue(text, _) => Ok(text.to_owned()),
                    Wording::Other => Err(Unclear::Unknown),
                })??
            }
        },
        None,
    )))
}

fn datatype(held: &Held, with: &Calculator<'_>) -> Outcome {
    let datatype = match held {
        Held::Text(_, None) => xsd::STRING,
        Held::Text(..) => rdf::LANG_STRING,
        Held::Truth(_) => xsd::BOOLEAN,
        Held::Integer(_) => xsd::INTEGER,
        Held::Decimal(_) => xsd::DECIMAL,
        Held::Lag(_) => xsd::DAY_TIME_DURATION,
        Held::Iri(_) => return Ok(None),
        Held::Time { is_date: true, .. } => xsd::DATE,
        Held::Time { .. } => xsd::DATE_TIME,
        Held::Term(number) => match Quantity::of_term(*number, with) {
            Some(Quantity::Integer(_)) => xsd::INTEGER,
            Some(Quantity::Decimal(_)) => xsd::DECIMAL,
            None if with.index.date(*number).is_some() => xsd::DATE,
            None if with.index.moment(*number).is_some() => xsd::DATE_TIME,
            None if with.index.boolean(*number).is_some() => xsd::BOOLEAN,
            None => {
                let known = with.terms.with_wording(*number, |wording| match wording {
                    Wording::Iri(_) => Ok(None),
                    Wording::Plain(_) => Ok(Some(xsd::STRING)),
                    Wording::Tongue(..) => Ok(Some(rdf::LANG_STRING)),
                    Wording::Other => Err(Unclear::Unknown),
                })??;
                let Some(datatype) = known else { return Ok(None) };
                datatype
            }
        },
    };
    Ok(Some(Held::Iri(datatype.as_str().to_owned())))
}

/// All strings one behind the other; their language stays where it is the same for all.
fn concat(list: &[Native], frame: &[u32], with: &Calculator<'_>) -> Outcome {
    let mut whole = String::new();
    let mut tongue: Option<Option<String>> = None;
    for native in list {
        let Some(held) = native.value(frame, with)? else { return Ok(None) };
        let added = held.with_string(with, |text, language| {
            whole.push_str(text);
            match &tongue {
                None => tongue = Some(language.map(str::to_owned)),
                Some(one) if one.as_deref() != language => tongue = Some(None),
                Some(_) => {}
            }
        })?;
        if added.is_none() || whole.len() > LONGEST {
            return Ok(None);
        }
    }
    Ok(Some(Held::Text(whole, tongue.flatten())))
}
