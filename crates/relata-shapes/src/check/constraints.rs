//! What a constraint wants of values.

use oxigraph::model::Term;

use super::{Broken, Checked, Checker, Sink, Stopped};
use crate::compare::Comparable;
use crate::shape::{Bound, Constraint, NodeKinds, Qualified, Shape, ShapeId};
use crate::words;
use crate::{Component, datatype};

/// A shape held against a node, and where what is broken is told.
pub(super) struct Held<'h, 's> {
    pub(super) shape: &'h Shape,
    pub(super) focus: u32,
    pub(super) values: &'h [u32],
    pub(super) component: Component,
    pub(super) sink: &'h mut Sink<'s>,
}

impl Checker<'_> {
    /// Holds a constraint of a shape against the values of a node.
    pub(super) fn constraint(
        &self,
        constraint: &Constraint,
        shape: &Shape,
        focus: u32,
        values: &[u32],
        sink: &mut Sink<'_>,
    ) -> Checked {
        let Some(component) = constraint.component() else {
            let Constraint::Property(property) = constraint else { return Ok(()) };
            return self.property(*property, values, sink);
        };
        let held = &mut Held { shape, focus, values, component, sink };
        match constraint {
            Constraint::MinCount(_) | Constraint::MaxCount(_) | Constraint::HasValue(_) | Constraint::Qualified(_) => {
                self.of_all(constraint, held)
            }
            Constraint::UniqueLang => self.unique_lang(held),
            Constraint::Equals(other) => self.equals(self.numbers[*other], held),
            Constraint::Disjoint(other) => self.disjoint(self.numbers[*other], held),
            Constraint::LessThan(other) | Constraint::LessThanOrEquals(other) => {
                self.less_than(self.numbers[*other], held)
            }
            Constraint::Closed(allowed) => self.closed(&self.sets[*allowed], held),
            Constraint::Class(class) => self.each(
                held,
                |value| self.is_instance(value, self.numbers[*class]),
                |_| format!("is no instance of {}", words::shown(&self.shapes.constants[*class])),
            ),
            Constraint::In(set) => self.each(
                held,
                |value| Ok(self.sets[*set].contains(&value)),
                |_| {
                    let wanted = self.shapes.sets[*set].iter().map(|constant| &self.shapes.constants[*constant]);
                    format!("is none of the wanted values: {}", words::shown_list(wanted))
                },
            ),
            Constraint::Not(_) | Constraint::Node(_) | Constraint::And(_) | Constraint::Or(_) | Constraint::Xone(_) => {
                self.of_shapes(constraint, held)
            }
            _ => self.of_terms(constraint, held),
        }
    }

    /// Tells of each value that is not right.
    fn each(
        &self,
        held: &mut Held<'_, '_>,
        is_right: impl Fn(u32) -> Result<bool, Stopped>,
        wrong: impl Fn(&Term) -> String,
    ) -> Checked {
        for value in held.values {
            self.guard.work()?;
            if !is_right(*value)? {
                self.tell_value(held, *value, &wrong)?;
            }
        }
        Ok(())
    }

    /// Tells of a value; `wrong` says what it is not.
    pub(super) fn tell_value(
        &self,
        held: &mut Held<'_, '_>,
        value: u32,
        wrong: impl FnOnce(&Term) -> String,
    ) -> Checked {
        let path = held.shape.path.as_ref();
        let broken =
            Broken { shape: held.shape, focus: held.focus, value: Some(value), component: held.component, path: None };
        self.tell(broken, held.sink, |focus, value| {
            let value = value.unwrap_or(focus);
            Ok(format!("{} {}", words::subject(path, value), wrong(value)))
        })
    }

    /// Tells that all values together are not right.
    pub(super) fn tell_all(&self, held: &mut Held<'_, '_>, detail: impl FnOnce() -> String) -> Checked {
        let broken =
            Broken { shape: held.shape, focus: held.focus, value: None, component: held.component, path: None };
        self.tell(broken, held.sink, |_, _| Ok(detail()))
    }

    fn property(&self, property: ShapeId, values: &[u32], sink: &mut Sink<'_>) -> Checked {
        for value in values {
            match sink {
                // What is remembered keeps shapes that share shapes from taking time that doubles with each level.
                Sink::First if !self.conforms(property, *value)? => return Err(Stopped::Enough),
                Sink::First => {}
                Sink::All(_) => self.check(property, *value, sink)?,
            }
        }
        Ok(())
    }

    /// Constraints about how many values there are.
    fn of_all(&self, constraint: &Constraint, held: &mut Held<'_, '_>) -> Checked {
        let (n, path) = (held.values.len(), held.shape.path.as_ref());
        match constraint {
            Constraint::MinCount(least) if as_count(n) < *least => {
                self.tell_all(held, || format!("{} {}", words::n_values(n, path), words::wanted("at least", *least)))
            }
            Constraint::MaxCount(most) if as_count(n) > *most => {
                self.tell_all(held, || format!("{} {}", words::n_values(n, path), words::wanted("at most", *most)))
            }
            Constraint::HasValue(constant) if !held.values.contains(&self.numbers[*constant]) => {
                let wanted = words::shown(&self.shapes.constants[*constant]);
                self.tell_all(held, || match path {
                    Some(path) => format!("does not have the value {wanted} of {path}"),
                    None => format!("is not {wanted}"),
                })
            }
            Constraint::Qualified(qualified) => self.qualified(qualified, held),
            _ => Ok(()),
        }
    }

    fn qualified(&self, qualified: &Qualified, held: &mut Held<'_, '_>) -> Checked {
        let mut n = 0;
        for value in held.values {
            if self.conforms(qualified.shape, *value)? && !self.conforms_to_any(&qualified.siblings, *value)? {
                n += 1;
            }
        }
        let (bound, wanted) = match (qualified.least, qualified.most) {
            (Some(least), _) if as_count(n) < least => ("at least", least),
            (_, Some(most)) if as_count(n) > most => ("at most", most),
            _ => return Ok(()),
        };
        let (path, shape) = (held.shape.path.as_ref(), &self.shapes.list[qualified.shape].node);
        self.tell_all(held, || {
            let conform = if n == 1 { "conforms" } else { "conform" };
            let (values, shape) = (words::n_values(n, path), words::shown_shape(shape));
            format!("{values} that {conform} to {shape} {}", words::wanted(bound, wanted))
        })
    }

    fn conforms_to_any(&self, shapes: &[ShapeId], node: u32) -> Result<bool, Stopped> {
        Ok(self.n_conforming(shapes, node, 1)? > 0)
    }

    /// To how many shapes a node conforms; it is not counted further than `enough`.
    fn n_conforming(&self, shapes: &[ShapeId], node: u32, enough: usize) -> Result<usize, Stopped> {
        let mut n = 0;
        for shape in shapes {
            n += usize::from(self.conforms(*shape, node)?);
            if n >= enough {
                break;
            }
        }
        Ok(n)
    }

    /// Constraints that refer to shapes.
    fn of_shapes(&self, constraint: &Constraint, held: &mut Held<'_, '_>) -> Checked {
        let named = |shape: ShapeId| words::shown_shape(&self.shapes.list[shape].node);
        match constraint {
            Constraint::Not(shape) => self.each(
                held,
                |value| Ok(!self.conforms(*shape, value)?),
                |_| format!("conforms to {}, which it must not", named(*shape)),
            ),
            Constraint::Node(shape) => self.each(
                held,
                |value| self.conforms(*shape, value),
                |_| format!("does not conform to {}", named(*shape)),
            ),
            Constraint::And(shapes) => {
                let is_right = |value| {
                    let mut all = shapes.iter();
                    all.try_fold(true, |right, shape| Ok(right && self.conforms(*shape, value)?))
                };
                self.each(held, is_right, |_| "does not conform to all shapes of `sh:and`".to_owned())
            }
            Constraint::Or(shapes) => self.each(
                held,
                |value| self.conforms_to_any(shapes, value),
                |_| "conforms to no shape of `sh:or`".to_owned(),
            ),
            Constraint::Xone(shapes) => {
                let is_right = |value| Ok(self.n_conforming(shapes, value, 2)? == 1);
                self.each(held, is_right, |_| "does not conform to exactly one shape of `sh:xone`".to_owned())
            }
            _ => Ok(()),
        }
    }

    /// Constraints about the text of a value.
    fn of_terms(&self, constraint: &Constraint, held: &mut Held<'_, '_>) -> Checked {
        let each = |held: &mut Held<'_, '_>, is_right: &dyn Fn(&Term) -> bool, wrong: &dyn Fn(&Term) -> String| {
            self.each(held, |value| Ok(is_right(&self.terms.term(value)?)), wrong)
        };
        match constraint {
            Constraint::Datatype(wanted) => each(
                held,
                &|term| match term {
                    Term::Literal(literal) => {
                        literal.datatype() == wanted.as_ref() && datatype::is_valid(literal.value(), wanted.as_ref())
                    }
                    _ => false,
                },
                &|term| words::wrong_datatype(wanted, term),
            ),
            Constraint::NodeKind(kinds) => {
                each(held, &|term| is_of_kind(*kinds, term), &|term| words::wrong_kind(*kinds, term))
            }
            Constraint::Bound(bound, limit, comparable) => {
                let order = |term: &Term| {
                    let Term::Literal(literal) = term else { return None };
                    Comparable::of(literal.as_ref())?.compare(comparable.as_ref()?)
                };
                let is_right = |term: &Term| {
                    order(term).is_some_and(|order| match bound {
                        Bound::MinExclusive => order.is_gt(),
                        Bound::MinInclusive => order.is_ge(),
                        Bound::MaxExclusive => order.is_lt(),
                        Bound::MaxInclusive => order.is_le(),
                    })
                };
                each(held, &is_right, &|term| words::out_of_bound(*bound, limit, order(term).is_some()))
            }
            Constraint::MinLength(least) => each(
                held,
                // No text is shorter than nothing, but a blank node has none.
                &|term| length(term).is_some_and(|n| as_count(n) >= *least),
                &|term| wrong_length(term, "at least", *least),
            ),
            Constraint::MaxLength(most) => {
                each(held, &|term| length(term).is_some_and(|n| as_count(n) <= *most), &|term| {
                    wrong_length(term, "at most", *most)
                })
            }
            Constraint::Pattern(regex, pattern) => {
                each(held, &|term| text(term).is_some_and(|text| regex.is_match(text)), &|_| {
                    format!("does not match the pattern \"{pattern}\"")
                })
            }
            Constraint::LanguageIn(ranges) => each(
                held,
                &|term| matches!(term, Term::Literal(literal) if literal.language().is_some_and(|tag| is_in(tag, ranges))),
                &|_| format!("is no text in one of the languages {}", ranges.join(", ")),
            ),
            _ => Ok(()),
        }
    }
}

fn as_count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn is_of_kind(kinds: NodeKinds, term: &Term) -> bool {
    match term {
        Term::NamedNode(_) => kinds.iri,
        Term::BlankNode(_) => kinds.blank,
        Term::Literal(_) => kinds.literal,
        Term::Triple(_) => false,
    }
}

/// The text of an IRI or a literal.
fn text(term: &Term) -> Option<&str> {
    match term {
        Term::NamedNode(node) => Some(node.as_str()),
        Term::Literal(literal) => Some(literal.value()),
        Term::BlankNode(_) | Term::Triple(_) => None,
    }
}

fn length(term: &Term) -> Option<usize> {
    text(term).map(|text| text.chars().count())
}

fn wrong_length(term: &Term, bound: &str, n: i64) -> String {
    match length(term) {
        Some(1) => format!("has 1 character {}", words::wanted(bound, n)),
        Some(length) => format!("has {length} characters {}", words::wanted(bound, n)),
        None => "has no length, which only IRIs and literals have".to_owned(),
    }
}

/// True when a language lies in one of some ranges: it is the range, or goes on behind it with `-`.
fn is_in(tag: &str, ranges: &[String]) -> bool {
    let fits = |range: &String| {
        let (head, rest) = (tag.get(..range.len()), tag.get(range.len()..));
        range == "*"
            || head.is_some_and(|head| head.eq_ignore_ascii_case(range))
                && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    ranges.iter().any(fits)
}
