//! Datatypes of columns: a built-in one, how cells write it, and which values are allowed.

use std::cmp::Ordering;

use regex::Regex;

use super::builtin::{self, Builtin, DatatypeKind, Magnitude};
use super::document::{Fatal, MetadataReader};
use super::moment::MomentFormat;
use super::number::{NumberFormat, NumberPattern};
use relata_table::diagnostic::nearest;
use relata_table::json::Json;

/// The datatype of a column.
#[derive(Debug)]
pub(super) struct Datatype {
    /// Its own IRI, which values get in RDF.
    pub(super) iri: String,
    pub(super) base: &'static Builtin,
    pub(super) format: ValueFormat,
    /// Exact, least and greatest number of characters or bytes.
    pub(super) lengths: [Option<u64>; 3],
    /// Least and greatest value.
    pub(super) low: Option<Bound>,
    pub(super) high: Option<Bound>,
}

/// The form in which cells write a value.
#[derive(Debug)]
pub(super) enum ValueFormat {
    /// As XML Schema does.
    Plain,
    Number(NumberFormat),
    Moment(MomentFormat),
    /// The words for true and false.
    Boolean(String, String),
    /// A text in which this is found.
    Regex(Box<Regex>),
}

/// An end of the values that are allowed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bound {
    pub(super) value: Magnitude,
    /// As metadata writes it.
    pub(super) text: String,
    /// True when the bound itself is allowed.
    pub(super) is_included: bool,
}

const PROPERTIES: &[&str] = &[
    "base",
    "format",
    "length",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "minInclusive",
    "maxInclusive",
    "minExclusive",
    "maxExclusive",
];

impl Datatype {
    pub(super) fn plain(base: &'static Builtin) -> Datatype {
        Datatype { iri: base.iri(), base, format: ValueFormat::Plain, lengths: [None; 3], low: None, high: None }
    }
}

impl MetadataReader<'_> {
    /// The property `datatype` of an object.
    pub(super) fn datatype(&mut self, object: &Json) -> Result<Option<Datatype>, Fatal> {
        let Some(value) = object.get("datatype") else { return Ok(None) };
        if value.is_object() {
            return self.derived(value).map(Some);
        }
        Ok(self.base(object, "datatype").map(Datatype::plain))
    }

    /// A built-in datatype by its name.
    fn base(&mut self, object: &Json, name: &str) -> Option<&'static Builtin> {
        let word = self.text(object, name)?;
        let found = builtin::find(&word);
        if let (None, Some(value)) = (found, object.get(name)) {
            let near = nearest(&word, builtin::names());
            let hint = near.map_or_else(
                || "write the name of a datatype of XML Schema, such as `date`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            self.warn(value, name, format!("there is no datatype `{word}`; cells count as texts"), &hint);
        }
        found
    }

    fn derived(&mut self, object: &Json) -> Result<Datatype, Fatal> {
        self.check_type(object, "Datatype")?;
        self.annotations(object, PROPERTIES)?;
        let base = self.base(object, "base").unwrap_or_else(builtin::string);
        let mut datatype = Datatype::plain(base);
        if let Some(iri) = self.link(object, "@id")? {
            if builtin::names().filter_map(builtin::find).any(|builtin| builtin.iri() == iri) {
                let hint = "write its name under `base`, and leave `@id` out";
                return Err(self.fatal(object, "@id", format!("`{iri}` is a built-in datatype"), hint));
            }
            datatype.iri = iri;
        }
        datatype.format = self.format(object, base);
        datatype.lengths = self.lengths(object, base)?;
        (datatype.low, datatype.high) = self.bounds(object, base)?;
        Ok(datatype)
    }

    fn format(&mut self, object: &Json, base: &'static Builtin) -> ValueFormat {
        if object.get("format").is_none() {
            return ValueFormat::Plain;
        }
        let read = match base.kind {
            DatatypeKind::Integer(..) | DatatypeKind::Decimal | DatatypeKind::Float => self.number_format(object),
            DatatypeKind::Boolean => self.text(object, "format").and_then(|text| {
                let words = text.split_once('|').filter(|(yes, no)| !yes.is_empty() && !no.is_empty() && yes != no);
                let format = words.map(|(yes, no)| ValueFormat::Boolean(yes.to_owned(), no.to_owned()));
                format.or_else(|| self.no_format(object, "not two words with `|` between them"))
            }),
            DatatypeKind::Moment(kind) => self.text(object, "format").and_then(|text| {
                let format = MomentFormat::parse(kind, &text).map(ValueFormat::Moment);
                format.or_else(|| self.no_format(object, &format!("no pattern for `{}`", base.name)))
            }),
            _ => self.text(object, "format").and_then(|text| {
                let format = Regex::new(&text).ok().map(|regex| ValueFormat::Regex(Box::new(regex)));
                format.or_else(|| self.no_format(object, "no regular expression that relata knows"))
            }),
        };
        read.unwrap_or(ValueFormat::Plain)
    }

    fn no_format(&mut self, object: &Json, what: &str) -> Option<ValueFormat> {
        self.warn_value(object, "format", what);
        None
    }

    /// A pattern, or an object with one and the characters it is written with.
    fn number_format(&mut self, object: &Json) -> Option<ValueFormat> {
        let value = object.get("format")?;
        let (point, group) = if value.is_object() {
            (self.text(value, "decimalChar"), self.text(value, "groupChar"))
        } else {
            (None, None)
        };
        let point = point.filter(|point| !point.is_empty()).unwrap_or_else(|| ".".to_owned());
        let group = group.filter(|group| !group.is_empty());
        let (holder, name) = if value.is_object() { (value, "pattern") } else { (object, "format") };
        let pattern = match self.text(holder, name) {
            Some(text) => {
                let pattern = NumberPattern::parse(&text, &point, group.as_deref().unwrap_or(","));
                if pattern.is_none() {
                    self.warn_value(holder, name, "no pattern of a number");
                }
                pattern
            }
            None => None,
        };
        if pattern.is_none() && !value.is_object() {
            return None;
        }
        Some(ValueFormat::Number(NumberFormat { point, group, pattern }))
    }

    fn lengths(&mut self, object: &Json, base: &Builtin) -> Result<[Option<u64>; 3], Fatal> {
        let names = ["length", "minLength", "maxLength"];
        let lengths = names.map(|name| self.count(object, name));
        if let (Some(name), false) = (names.iter().find(|name| object.get(name).is_some()), base.has_length()) {
            let message = format!("values of `{}` have no length", base.name);
            return Err(self.fatal(object, name, message, "leave it out, or choose a datatype of texts or bytes"));
        }
        let [exact, least, most] = lengths;
        let is_above = |a: Option<u64>, b: Option<u64>| a.zip(b).is_some_and(|(a, b)| a > b);
        if is_above(least, exact) || is_above(exact, most) || is_above(least, most) {
            let message = "no text can have these lengths";
            return Err(self.fatal(object, "length", message, "`minLength` ≤ `length` ≤ `maxLength`"));
        }
        Ok(lengths)
    }

    fn bounds(&mut self, object: &Json, base: &Builtin) -> Result<(Option<Bound>, Option<Bound>), Fatal> {
        let names = ["minimum", "minInclusive", "minExclusive", "maximum", "maxInclusive", "maxExclusive"];
        if let (Some(name), false) = (names.iter().find(|name| object.get(name).is_some()), base.has_order()) {
            let message = format!("values of `{}` have no order", base.name);
            return Err(self.fatal(
                object,
                name,
                message,
                "leave it out, or choose a datatype of numbers, dates or durations",
            ));
        }
        let [minimum, least, above, maximum, most, below] = names.map(|name| self.bound(object, name, base));
        for (a, b) in [(&minimum, &least), (&maximum, &most)] {
            if a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| a.value != b.value) {
                let message = "`minimum` and `minInclusive`, `maximum` and `maxInclusive` mean the same and differ";
                return Err(self.fatal(object, "minimum", message, "keep one of the two"));
            }
        }
        let (least, most) = (least.or(minimum), most.or(maximum));
        for (included, excluded) in [(&least, &above), (&most, &below)] {
            if included.is_some() && excluded.is_some() {
                let message = "an end of the values is said to be allowed and not to be";
                return Err(self.fatal(object, "minInclusive", message, "keep the inclusive or the exclusive one"));
            }
        }
        let (low, high) = (least.or(above), most.or(below));
        if let (Some(low), Some(high)) = (&low, &high) {
            let is_empty = match high.value.compare(&low.value) {
                Some(Ordering::Less) => true,
                Some(Ordering::Equal) => low.is_included != high.is_included,
                _ => false,
            };
            if is_empty {
                let message = format!("no value lies between `{}` and `{}`", low.text, high.text);
                return Err(self.fatal(object, "maximum", message, "the least value comes before the greatest"));
            }
        }
        Ok((low, high))
    }

    fn bound(&mut self, object: &Json, name: &str, base: &Builtin) -> Option<Bound> {
        let value = object.get(name)?;
        let magnitude = value.scalar().and_then(|text| base.magnitude(text));
        let Some(magnitude) = magnitude else {
            self.warn_value(object, name, &format!("no value of `{}`", base.name));
            return None;
        };
        let text = value.scalar().unwrap_or_default().to_owned();
        Some(Bound { value: magnitude, text, is_included: !name.ends_with("Exclusive") })
    }
}
