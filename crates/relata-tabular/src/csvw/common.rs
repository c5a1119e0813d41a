//! Common properties and notes: what metadata says in other vocabularies, which becomes RDF as JSON-LD does.

use oxigraph::model::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple};

use super::document::{Fatal, MetadataReader, UNDETERMINED, base_of, is_language, kind_of, resolve_name};
use super::vocabulary::{CSVW, RDF, XSD, expand_name, expand_type};
use relata_table::json::Json;

/// A property of a table or a group, with its values.
#[derive(Debug, Clone)]
pub(super) struct TableAnnotation {
    property: NamedNode,
    values: Vec<AnnotationValue>,
}

#[derive(Debug, Clone)]
enum AnnotationValue {
    Literal(Literal),
    Node { iri: Option<NamedNode>, types: Vec<NamedNode>, properties: Vec<TableAnnotation> },
}

const VALUE_HINT: &str =
    "`{\"@value\": …}` goes with one of `@type` and `@language`, `{\"@id\": …}` with any properties";

impl MetadataReader<'_> {
    /// The common properties of an object; others that are not `known` are reported.
    pub(super) fn annotations(&mut self, object: &Json, known: &[&str]) -> Result<Vec<TableAnnotation>, Fatal> {
        let mut annotations = Vec::new();
        for (name, value) in object.members() {
            if known.contains(&name.as_str()) || name == "@context" || name == "@id" || name == "@type" {
                continue;
            }
            match expand_name(name) {
                Some(iri) => annotations.push(self.annotation(NamedNode::new_unchecked(iri), value)?),
                None => self.warn_unknown(value, name, known),
            }
        }
        Ok(annotations)
    }

    /// The notes of a table or a group.
    pub(super) fn notes(&mut self, object: &Json) -> Result<Option<TableAnnotation>, Fatal> {
        let property = NamedNode::new_unchecked(format!("{CSVW}note"));
        let mut values = Vec::new();
        for note in self.objects(object, "notes") {
            values.extend(self.annotation(property.clone(), note)?.values);
        }
        Ok((!values.is_empty()).then_some(TableAnnotation { property, values }))
    }

    fn annotation(&mut self, property: NamedNode, value: &Json) -> Result<TableAnnotation, Fatal> {
        let mut values = Vec::new();
        self.collect(value, &mut values)?;
        Ok(TableAnnotation { property, values })
    }

    fn collect(&mut self, value: &Json, values: &mut Vec<AnnotationValue>) -> Result<(), Fatal> {
        if value.is_list() {
            return value.list().iter().try_for_each(|item| self.collect(item, values));
        }
        values.push(if value.is_object() {
            if value.get("@value").is_some() {
                AnnotationValue::Literal(self.value_object(value)?)
            } else {
                self.node(value)?
            }
        } else if let Some(text) = value.text() {
            AnnotationValue::Literal(match self.language.as_str() {
                UNDETERMINED => Literal::new_simple_literal(text),
                language => tagged(text, language),
            })
        } else if let Some(plain) = value.scalar() {
            AnnotationValue::Literal(plain_literal(plain))
        } else {
            return Ok(());
        });
        Ok(())
    }

    /// `{"@value": …}`.
    fn value_object(&mut self, object: &Json) -> Result<Literal, Fatal> {
        let refused =
            |this: &Self, at: &Json, name: &str, message: String| Err(this.fatal(at, name, message, VALUE_HINT));
        for (name, value) in object.members() {
            if !["@value", "@type", "@language"].contains(&name.as_str()) {
                return refused(self, value, name, format!("`{name}` may not stand beside `@value`"));
            }
        }
        let Some(value) = object.get("@value") else { return refused(self, object, "@value", "no value".to_owned()) };
        let Some(text) = value.scalar() else {
            return refused(self, value, "@value", format!("`@value` is {}", kind_of(value)));
        };
        match (object.get("@type"), object.get("@language")) {
            (None, None) => {
                Ok(if value.text().is_some() { Literal::new_simple_literal(text) } else { plain_literal(text) })
            }
            (Some(_), Some(language)) => {
                refused(self, language, "@language", "`@value` has both `@type` and `@language`".to_owned())
            }
            (Some(datatype), None) => match datatype.text().and_then(expand_type) {
                Some(iri) => Ok(Literal::new_typed_literal(text, NamedNode::new_unchecked(iri))),
                None => refused(self, datatype, "@type", "`@type` is no datatype".to_owned()),
            },
            (None, Some(language)) => match language.text().filter(|code| is_language(code)) {
                Some(code) => Ok(tagged(text, code)),
                None => refused(self, language, "@language", "`@language` is no code of a language".to_owned()),
            },
        }
    }

    fn node(&mut self, object: &Json) -> Result<AnnotationValue, Fatal> {
        let (mut iri, mut types, mut properties) = (None, Vec::new(), Vec::new());
        for (name, value) in object.members() {
            match name.as_str() {
                "@id" => {
                    let text = value.text().filter(|text| !text.starts_with("_:"));
                    let resolved = text.and_then(|text| resolve_name(&base_of(&self.base)?, text));
                    let Some(resolved) = resolved else {
                        return Err(self.fatal(value, name, "`@id` is no IRI", "write a path or an IRI"));
                    };
                    iri = Some(NamedNode::new_unchecked(resolved));
                }
                "@type" => {
                    for of in value.each() {
                        let Some(iri) = of.text().and_then(expand_type) else {
                            let hint = "write a prefixed name such as `schema:Place`, or an IRI";
                            return Err(self.fatal(of, name, "`@type` is neither a known type nor an IRI", hint));
                        };
                        types.push(NamedNode::new_unchecked(iri));
                    }
                }
                other if other.starts_with('@') => {
                    return Err(self.fatal(value, name, format!("`{name}` may not stand here"), VALUE_HINT));
                }
                other => {
                    let Some(property) = expand_name(other) else {
                        let hint = "write a prefixed name such as `schema:name`, or an IRI";
                        return Err(self.fatal(value, name, format!("`{name}` is no name of a property"), hint));
                    };
                    properties.push(self.annotation(NamedNode::new_unchecked(property), value)?);
                }
            }
        }
        Ok(AnnotationValue::Node { iri, types, properties })
    }
}

impl TableAnnotation {
    /// Hands the triples about `subject` to `sink`; `blank` names nodes without an IRI.
    pub(super) fn write(
        &self,
        subject: &NamedOrBlankNode,
        blank: &mut dyn FnMut() -> BlankNode,
        sink: &mut dyn FnMut(Triple),
    ) {
        for value in &self.values {
            let object: Term = match value {
                AnnotationValue::Literal(literal) => literal.clone().into(),
                AnnotationValue::Node { iri, types, properties } => {
                    let node: NamedOrBlankNode = iri.clone().map_or_else(|| blank().into(), Into::into);
                    for of in types {
                        let is_a = NamedNode::new_unchecked(format!("{RDF}type"));
                        sink(Triple::new(node.clone(), is_a, of.clone()));
                    }
                    for property in properties {
                        property.write(&node, blank, sink);
                    }
                    node.into()
                }
            };
            sink(Triple::new(subject.clone(), self.property.clone(), object));
        }
    }
}

/// A text in a language; without a language when the code is not one.
pub(super) fn tagged(text: &str, language: &str) -> Literal {
    Literal::new_language_tagged_literal(text, language).unwrap_or_else(|_| Literal::new_simple_literal(text))
}

/// A number or a truth value.
fn plain_literal(text: &str) -> Literal {
    let double = || super::builtin::find("double").map_or_else(|| text.to_owned(), |double| double.canonical(text));
    let (name, text) = match text {
        "true" | "false" => ("boolean", text.to_owned()),
        _ => match super::decimal::Decimal::parse(text) {
            Some(number) if !number.to_string().contains('.') => ("integer", number.to_string()),
            _ => ("double", double()),
        },
    };
    Literal::new_typed_literal(text, NamedNode::new_unchecked(format!("{XSD}{name}")))
}
