//! What files of other programs tell: facts about entities and documents first, then claims.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::claims::{ClaimStage, Origin};
use super::context::{CompileError, Context, KnownDocument};
use crate::diagnostic::{Finding, Verdict, codes};
use crate::input::RawRow;
use crate::input::foreign::{Reader, Said};
use crate::model::{Document, Entity, Text};
use crate::rdf::{document as rdf_document, entity as rdf_entity};

/// The row a reader read last.
pub(super) struct Last<'a>(pub(super) &'a dyn Reader);

impl Origin for Last<'_> {
    fn raw(&self) -> RawRow {
        self.0.raw()
    }

    fn line(&self) -> u64 {
        self.0.line()
    }

    fn readable_id(&self) -> Option<String> {
        None
    }
}

impl Origin for RawRow {
    fn raw(&self) -> RawRow {
        self.clone()
    }

    fn line(&self) -> u64 {
        RawRow::line(self)
    }

    fn readable_id(&self) -> Option<String> {
        None
    }
}

impl ClaimStage<'_, '_> {
    /// Takes what one row or annotation says.
    pub(super) fn take_said(&mut self, row: &dyn Origin, said: &mut Said) -> Result<(), CompileError> {
        let Said { entities, documents, texts, claims, findings, spent } = said;
        findings.extend(texts.iter().filter_map(|(id, text)| self.other_text(id, text)));
        if !findings.is_empty() && self.context.judge(&row.raw(), std::mem::take(findings))? == Verdict::Reject {
            return Ok(());
        }
        for entity in &*entities {
            self.tell_entity(entity);
        }
        for document in &*documents {
            let text = texts.iter().position(|(id, _)| *id == document.id).map(|at| texts.swap_remove(at).1);
            self.tell_document(document, text);
        }
        for claim in claims.drain(..) {
            self.take(row, Some(claim), Vec::new())?;
            spent.extend(self.spent.take());
        }
        Ok(())
    }

    /// Writes facts about an entity, each set of them once. A name that a table declares means that entity.
    fn tell_entity(&mut self, entity: &Entity) {
        if !self.context.told.insert(fingerprint(entity)) {
            return;
        }
        let Some(named) = self.context.tell_of(&entity.label, entity.kind) else { return };
        let member_of: Vec<_> = entity.member_of.iter().filter_map(|name| self.context.mention(name)).collect();
        let country = entity.country.as_ref().and_then(|name| self.context.mention(name)).map(Into::into);
        let Context { qualifiers, output, .. } = &mut *self.context;
        rdf_entity::write_entity(entity, &named, &member_of, country.as_ref(), qualifiers, output.sink);
    }

    /// Writes facts about a document, once. Of one that a table declares only the text is taken, when the table has none.
    fn tell_document(&mut self, document: &Document, text: Option<Text>) {
        let context = &mut *self.context;
        if let Some(known) = context.documents.get_mut(&document.id) {
            if let (None, Some(text)) = (&known.text, text) {
                rdf_document::write_text(&known.iri, &text, known.language.as_deref(), context.output.sink);
                known.text = Some(text);
            }
            return;
        }
        if text.is_some() {
            context.keep_document(document.clone(), text);
        } else if context.told.insert(fingerprint(&document.id)) {
            context.write_document(document);
        }
    }

    /// A fault when a document has another text already.
    fn other_text(&self, id: &str, text: &Text) -> Option<Finding> {
        let KnownDocument { text: Some(known), .. } = self.context.documents.get(id)? else { return None };
        (known.as_str() != text.as_str()).then(|| {
            let message = format!("the document `{id}` has another text already; that one stays");
            let hint = "when it is another document, rename the file that it has its name from; else put the same text into both";
            Finding::new(&codes::OTHER_TEXT, "", message).hint(hint)
        })
    }
}

/// 64 bits that stand for a value.
pub(super) fn fingerprint(value: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}
