//! Properties that columns inherit from their schema, that from its table, and that from the group.

use std::rc::Rc;

use super::datatype::Datatype;
use super::document::{Fatal, MetadataReader, is_language, kind_of, member};
use super::template::UriTemplate;
use relata_table::json::Json;

/// The inherited properties that an object has itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Inherited {
    pub(super) about: Option<Rc<UriTemplate>>,
    pub(super) property: Option<Rc<UriTemplate>>,
    pub(super) value: Option<Rc<UriTemplate>>,
    pub(super) datatype: Option<Rc<Datatype>>,
    pub(super) default: Option<String>,
    pub(super) lang: Option<String>,
    /// Texts that mean that there is no value.
    pub(super) null: Option<Vec<String>>,
    pub(super) ordered: Option<bool>,
    pub(super) required: Option<bool>,
    /// Empty for cells that are no lists.
    pub(super) separator: Option<String>,
}

/// Their names.
pub(super) const PROPERTIES: &[&str] = &[
    "aboutUrl",
    "datatype",
    "default",
    "lang",
    "null",
    "ordered",
    "propertyUrl",
    "required",
    "separator",
    "textDirection",
    "valueUrl",
];

impl Inherited {
    /// These properties, and what they leave open as in `parent`.
    pub(super) fn or(&self, parent: &Inherited) -> Inherited {
        Inherited {
            about: self.about.clone().or_else(|| parent.about.clone()),
            property: self.property.clone().or_else(|| parent.property.clone()),
            value: self.value.clone().or_else(|| parent.value.clone()),
            datatype: self.datatype.clone().or_else(|| parent.datatype.clone()),
            default: self.default.clone().or_else(|| parent.default.clone()),
            lang: self.lang.clone().or_else(|| parent.lang.clone()),
            null: self.null.clone().or_else(|| parent.null.clone()),
            ordered: self.ordered.or(parent.ordered),
            required: self.required.or(parent.required),
            separator: self.separator.clone().or_else(|| parent.separator.clone()),
        }
    }
}

impl MetadataReader<'_> {
    /// The inherited properties of an object.
    pub(super) fn inherited(&mut self, object: &Json) -> Result<Inherited, Fatal> {
        self.word(object, "textDirection", &["ltr", "rtl", "auto", "inherit"]);
        let lang = self.text(object, "lang");
        if lang.as_ref().is_some_and(|code| !is_language(code)) {
            self.warn_value(object, "lang", "no code of a language");
        }
        Ok(Inherited {
            about: self.template(object, "aboutUrl"),
            property: self.template(object, "propertyUrl"),
            value: self.template(object, "valueUrl"),
            datatype: self.datatype(object)?.map(Rc::new),
            default: self.text(object, "default"),
            lang: lang.filter(|code| is_language(code)),
            null: self.null(object),
            ordered: self.boolean(object, "ordered"),
            required: self.boolean(object, "required"),
            separator: match member(object, "separator") {
                Some(value) if value.is_null() => Some(String::new()),
                _ => self.text(object, "separator"),
            },
        })
    }

    fn template(&mut self, object: &Json, name: &str) -> Option<Rc<UriTemplate>> {
        let value = object.get(name)?;
        let Some(text) = value.text() else {
            let message =
                format!("`{name}` is {}, which should be a URI template; it counts as an empty one", kind_of(value));
            self.warn(value, name, message, "write a text such as `\"#{id}\"`, or leave the property out");
            return UriTemplate::parse("").ok().map(Rc::new);
        };
        match UriTemplate::parse(text) {
            Ok(template) => Some(Rc::new(template)),
            Err(why) => {
                self.warn_value(object, name, &format!("no URI template ({why})"));
                None
            }
        }
    }

    /// A text, or a list of which the texts count.
    fn null(&mut self, object: &Json) -> Option<Vec<String>> {
        let value = object.get("null")?;
        let texts: Vec<String> = value.each().iter().filter_map(Json::text).map(str::to_owned).collect();
        if texts.len() < value.each().len() {
            self.warn_value(object, "null", "which should be a text or a list of texts");
        }
        (!texts.is_empty()).then_some(texts)
    }
}
