//! Which IRI does a name mean?
//!
//! Names resolve through identifiers, labels and aliases of `entities.csv`:
//! exactly, then ignoring case when only one entity fits. A name nobody declared
//! is minted from its label. Which names are one actor is decided elsewhere: a name
//! that is joined to another means what that one means.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use oxigraph::model::NamedNode;
use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::iri::{Namespace, Schemes, is_iri};
use crate::diagnostic::nearest;
use crate::model::{Entity, EntityKind};

/// An entity as statements use it.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// Its IRI.
    pub iri: NamedNode,
    /// The name to show.
    pub label: Arc<str>,
    /// What kind of thing it is, when declared.
    pub kind: Option<EntityKind>,
}

/// What a name turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolution {
    /// An entity that was declared.
    Declared(Named),
    /// An IRI written out.
    Iri(Named),
    /// An entity minted from its label just now.
    New {
        /// The entity.
        named: Named,
        /// The identifier of a declared entity that has the IRI this label would have got.
        collides_with: Option<String>,
    },
    /// An entity minted before.
    Minted(Named),
    /// The text looks like an IRI, and is not taken as one.
    BadIri(IriFault),
}

/// A name two entities claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameTaken {
    /// The name.
    pub name: String,
    /// The column it stands in.
    pub field: &'static str,
    /// Label of the entity that has it.
    pub owner: String,
    /// The place of that entity among those that were compared.
    pub by: usize,
}

/// For each of these entities its names that another one has. An identifier has a name before a label, and a label before
/// an alias; between equals the entity that stands first has it.
pub fn taken_among(entities: &[&Entity]) -> Vec<Vec<NameTaken>> {
    let weight = |field: &str| ["id", "label", "aliases"].iter().position(|known| *known == field);
    let mut owners: FxHashMap<Cow<'_, str>, (Option<usize>, usize)> = FxHashMap::default();
    for (index, entity) in entities.iter().enumerate() {
        for (field, name) in names_of(entity) {
            let claim = (weight(field), index);
            owners.entry(normal(name)).and_modify(|owner| *owner = claim.min(*owner)).or_insert(claim);
        }
    }
    let taken = |(index, entity): (usize, &&Entity)| {
        let others = names_of(entity).filter_map(|(field, name)| {
            let by = owners.get(&normal(name)).map(|(_, by)| *by).filter(|by| *by != index)?;
            let owner = entities.get(by)?.label.clone();
            Some(NameTaken { name: name.to_owned(), field, owner, by })
        });
        others.collect()
    };
    entities.iter().enumerate().map(taken).collect()
}

/// The names of a project.
#[derive(Debug)]
pub struct Names {
    namespace: Namespace,
    entities: Vec<Named>,
    /// Entity by exact name.
    exact: FxHashMap<String, usize>,
    /// Entity by name in lower case; none when several fit.
    folded: FxHashMap<String, Option<usize>>,
    declared_iris: FxHashMap<String, String>,
    minted: FxHashMap<String, Minted>,
    /// How often the names of each entity were asked for.
    n_mentions: Vec<u32>,
    joins: Joins,
    /// Minted entities that others were joined to, once one of their names was met.
    met: FxHashSet<NamedNode>,
}

/// An entity that is known by its name only.
#[derive(Debug)]
struct Minted {
    named: Named,
    /// How often it was asked for.
    n: u32,
}

/// A name of a project, for whoever decides which are one actor.
#[derive(Debug, Clone)]
pub struct KnownName {
    /// What the name means by itself.
    pub named: Named,
    /// Other names that a table declares for the same.
    pub aliases: Vec<String>,
    /// True when a table declares it.
    pub is_declared: bool,
    /// How often it was asked for.
    pub n: u32,
}

/// Entities that stand for others.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Joins {
    /// Where each of them went.
    targets: FxHashMap<NamedNode, usize>,
    /// The entities that they were joined to, and whether a table declares them.
    joined: Vec<(Named, bool)>,
}

impl Joins {
    /// True when nothing is joined.
    pub fn is_empty(&self) -> bool {
        self.joined.is_empty()
    }

    /// Has these entities stand for `target`; they are none of it themselves.
    pub fn join(&mut self, target: Named, is_declared: bool, others: impl IntoIterator<Item = NamedNode>) {
        self.targets.extend(others.into_iter().map(|other| (other, self.joined.len())));
        self.joined.push((target, is_declared));
    }

    /// The entity that stands for the one with this IRI, and whether a table declares it.
    fn get(&self, iri: &NamedNode) -> Option<&(Named, bool)> {
        self.joined.get(*self.targets.get(iri)?)
    }
}

impl Names {
    /// No names yet.
    pub fn new(namespace: Namespace) -> Names {
        Names {
            namespace,
            entities: Vec::new(),
            exact: FxHashMap::default(),
            folded: FxHashMap::default(),
            declared_iris: FxHashMap::default(),
            minted: FxHashMap::default(),
            n_mentions: Vec::new(),
            joins: Joins::default(),
            met: FxHashSet::default(),
        }
    }

    /// From now on, some entities stand for others.
    pub fn join(&mut self, joins: Joins) {
        self.joins = joins;
    }

    /// The entity that stands for this one: itself, unless it was joined to another.
    pub fn joined<'n>(&'n self, named: &'n Named) -> &'n Named {
        self.joins.get(&named.iri).map_or(named, |(target, _)| target)
    }

    /// The name that a cell has, where it was joined to another, as it is shown.
    pub fn joined_from(&self, name: &str) -> Option<String> {
        if self.joins.is_empty() {
            return None;
        }
        let name = normal(name);
        let iri = match self.of_table(&name) {
            Some(index) => &self.entities.get(index)?.iri,
            None => &self.minted.get(&*name)?.named.iri,
        };
        let (target, _) = self.joins.get(iri)?;
        (*target.label != *name).then(|| name.into_owned())
    }

    /// What a name means by itself, whether or not it was joined to another: an entity that is declared or was named
    /// before, or an IRI that is written out.
    pub fn alone(&self, name: &str) -> Option<NamedNode> {
        let normal = normal(name);
        let of_table = self.of_table(&normal).and_then(|index| Some(self.entities.get(index)?.iri.clone()));
        let minted = || self.minted.get(&*normal).map(|minted| minted.named.iri.clone());
        of_table.or_else(minted).or_else(|| iri_in_cell(name, self.namespace.schemes()))
    }

    /// Every name that is declared or was asked for, in the order of their IRIs.
    pub fn all(&self) -> Vec<KnownName> {
        let mut aliases: Vec<Vec<String>> = vec![Vec::new(); self.entities.len()];
        for (name, index) in &self.exact {
            if let (Some(entity), Some(aliases)) = (self.entities.get(*index), aliases.get_mut(*index))
                && *entity.label != **name
            {
                aliases.push(name.clone());
            }
        }
        let declared = self.entities.iter().zip(aliases).zip(&self.n_mentions).map(|((named, mut aliases), n)| {
            aliases.sort_unstable();
            KnownName { named: named.clone(), aliases, is_declared: true, n: *n }
        });
        let minted = self.minted.values().map(|Minted { named, n }| KnownName {
            named: named.clone(),
            aliases: Vec::new(),
            is_declared: false,
            n: *n,
        });
        let mut all: Vec<KnownName> = declared.chain(minted).collect();
        all.sort_by(|a, b| a.named.iri.cmp(&b.named.iri).then_with(|| a.named.label.cmp(&b.named.label)));
        // An entity that is declared twice is one, where the policy keeps both rows.
        all.dedup_by(|later, first| {
            let is_same = later.named.iri == first.named.iri;
            if is_same {
                first.aliases.push(later.named.label.to_string());
                first.aliases.append(&mut later.aliases);
            }
            is_same
        });
        all
    }

    /// The namespace names are minted in.
    pub fn namespace(&self) -> &Namespace {
        &self.namespace
    }

    /// True when another entity has a name of `entity` already.
    pub fn is_taken(&self, entity: &Entity) -> bool {
        names_of(entity).any(|(_, name)| self.exact.contains_key(&*normal(name)))
    }

    /// True when an entity with this identifier or, without one, this label is declared.
    pub fn is_declared(&self, entity: &Entity) -> bool {
        self.declared_iris.contains_key(self.iri_of(entity).as_str())
    }

    /// The IRI of `entity`, which belongs to it from now on unless another one has it.
    pub fn take_iri(&mut self, entity: &Entity) -> NamedNode {
        let iri = self.iri_of(entity);
        let owner = || entity.id.clone().unwrap_or_else(|| entity.label.clone());
        self.declared_iris.entry(iri.as_str().to_owned()).or_insert_with(owner);
        iri
    }

    /// Gives a name that two declared entities claim to the one with this IRI.
    pub fn give(&mut self, name: &str, iri: &NamedNode) {
        let Some(owner) = self.entities.iter().position(|entity| entity.iri == *iri) else { return };
        let name = normal(name);
        let before = self.exact.insert(name.to_string(), owner);
        if let Some(folded) = self.folded.get_mut(&name.to_lowercase())
            && *folded == before
        {
            *folded = Some(owner);
        }
    }

    /// Declares `entity`; names that are taken stay with the entity that has them.
    pub fn declare(&mut self, entity: &Entity) -> Named {
        let named = Named { iri: self.iri_of(entity), label: entity.label.as_str().into(), kind: entity.kind };
        // One of its names may have been minted.
        self.minted.clear();
        let index = self.entities.len();
        for (_, name) in names_of(entity) {
            let name = normal(name);
            let folded = self.folded.entry(name.to_lowercase()).or_insert(Some(index));
            if *folded != Some(index) && self.exact.get(&*name) != folded.as_ref() {
                *folded = None;
            }
            self.exact.entry(name.into_owned()).or_insert(index);
        }
        self.declared_iris
            .insert(named.iri.as_str().to_owned(), entity.id.clone().unwrap_or_else(|| entity.label.clone()));
        self.entities.push(named.clone());
        self.n_mentions.push(0);
        named
    }

    /// The declared entity of this name.
    pub fn find(&self, name: &str) -> Option<&Named> {
        self.entities.get(self.of_table(&normal(name))?).map(|named| self.joined(named))
    }

    /// The place of the declared entity of a name in its normal form.
    fn of_table(&self, name: &str) -> Option<usize> {
        self.exact.get(name).copied().or_else(|| self.folded.get(&name.to_lowercase()).copied().flatten())
    }

    /// The entity of this name, when it is declared or was named before.
    pub fn known(&self, name: &str) -> Option<&Named> {
        self.find(name).or_else(|| self.minted.get(&*normal(name)).map(|minted| self.joined(&minted.named)))
    }

    /// The entity `name` means; minted when nobody declared it.
    pub fn resolve(&mut self, name: &str) -> Resolution {
        // What was minted since the last declaration is in no table, whatever its case.
        if let Some(minted) = self.minted.get_mut(name) {
            minted.n = minted.n.saturating_add(1);
            let named = minted.named.clone();
            return self.through_joins(Resolution::Minted(named));
        }
        let label = normal(name);
        if let Some(index) = self.of_table(&label)
            && let (Some(named), Some(n)) = (self.entities.get(index), self.n_mentions.get_mut(index))
        {
            *n = n.saturating_add(1);
            return Resolution::Declared(self.joined(named).clone());
        }
        if let Some(iri) = written_iri(name) {
            if let Some(fault) = fault_of(&iri, self.namespace.schemes()) {
                return Resolution::BadIri(fault);
            }
            let label = iri.trim_end_matches(['/', '#']).rsplit(['/', '#']).next().unwrap_or(&iri).into();
            return self.through_joins(Resolution::Iri(Named {
                iri: NamedNode::new_unchecked(iri),
                label,
                kind: None,
            }));
        }
        if let Some(minted) = self.minted.get_mut(&*label) {
            minted.n = minted.n.saturating_add(1);
            let named = minted.named.clone();
            return self.through_joins(Resolution::Minted(named));
        }
        let plain = self.namespace.entity_from_label(&label);
        let collides_with = self.collision(&label);
        let iri = if collides_with.is_some() { self.namespace.entity_apart(&label) } else { plain };
        let named = Named { iri, label: (&*label).into(), kind: None };
        self.minted.insert(label.into_owned(), Minted { named: named.clone(), n: 1 });
        self.through_joins(Resolution::New { named, collides_with })
    }

    /// What stands for a name that no table declares, when it was joined to another.
    fn through_joins(&mut self, resolution: Resolution) -> Resolution {
        if self.joins.is_empty() {
            return resolution;
        }
        let (named, is_new) = match &resolution {
            Resolution::Iri(named) | Resolution::Minted(named) => (named, false),
            Resolution::New { named, .. } => (named, true),
            Resolution::Declared(_) | Resolution::BadIri(_) => return resolution,
        };
        match self.joins.get(&named.iri) {
            None if is_new && !self.met.insert(named.iri.clone()) => Resolution::Minted(named.clone()),
            None => resolution,
            Some((target, true)) => Resolution::Declared(target.clone()),
            // The first name of several tells of them all.
            Some((target, false)) if is_new && self.met.insert(target.iri.clone()) => {
                Resolution::New { named: target.clone(), collides_with: None }
            }
            Some((target, false)) => Resolution::Minted(target.clone()),
        }
    }

    /// The identifier of a declared entity that has the IRI that a name would get.
    pub fn collision(&self, label: &str) -> Option<String> {
        self.declared_iris.get(self.namespace.entity_from_label(label).as_str()).cloned()
    }

    /// Notes what kind of thing a minted entity is. Of several kinds the first in the order of [`EntityKind::ALL`] holds,
    /// whichever was told first: what acts anywhere is an actor.
    pub fn set_kind(&mut self, name: &str, kind: Option<EntityKind>) {
        let (Some(minted), Some(kind)) = (self.minted.get_mut(&*normal(name)), kind) else { return };
        let joined = self.joins.targets.get(&minted.named.iri).and_then(|target| self.joins.joined.get_mut(*target));
        let meant = joined.filter(|(_, is_declared)| !is_declared).map(|(target, _)| target);
        for named in [Some(&mut minted.named), meant].into_iter().flatten() {
            named.kind = Some(named.kind.map_or(kind, |known| known.min(kind)));
        }
    }

    /// A declared name that `name` may be a slip of.
    pub fn nearest(&self, name: &str) -> Option<String> {
        let labels = self.entities.iter().map(|entity| &*entity.label);
        nearest(name, labels.chain(self.exact.keys().map(String::as_str))).map(str::to_owned)
    }

    fn iri_of(&self, entity: &Entity) -> NamedNode {
        if let Some(id) = &entity.id {
            let written = written_iri(id).filter(|iri| fault_of(iri, self.namespace.schemes()).is_none());
            return written.map_or_else(|| self.namespace.entity(id), NamedNode::new_unchecked);
        }
        let label = normal(&entity.label);
        let plain = self.namespace.entity_from_label(&label);
        match self.declared_iris.get(plain.as_str()) {
            // An identifier that is spelt like this label belongs to something else.
            Some(owner) if normal(owner) != label => self.namespace.entity_apart(&label),
            _ => plain,
        }
    }
}

fn names_of(entity: &Entity) -> impl Iterator<Item = (&'static str, &str)> {
    let id = entity.id.as_deref().map(|id| ("id", id));
    let aliases = entity.aliases.iter().map(|alias| ("aliases", alias.as_str()));
    id.into_iter().chain([("label", entity.label.as_str())]).chain(aliases)
}

/// The reason why an IRI in a cell is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IriFault {
    /// It is none.
    Broken,
    /// The project does not allow its scheme.
    Scheme,
}

/// The fault of a cell that looks like an IRI.
pub fn iri_fault(cell: &str, schemes: &Schemes) -> Option<IriFault> {
    written_iri(cell).and_then(|iri| fault_of(&iri, schemes))
}

/// The fault of an IRI.
pub fn fault_of(iri: &str, schemes: &Schemes) -> Option<IriFault> {
    if !is_iri(iri) {
        return Some(IriFault::Broken);
    }
    (!schemes.allow(iri)).then_some(IriFault::Scheme)
}

/// The IRI that a cell is, where it is one that is taken.
pub fn iri_in_cell(cell: &str, schemes: &Schemes) -> Option<NamedNode> {
    written_iri(cell).filter(|iri| fault_of(iri, schemes).is_none()).map(NamedNode::new_unchecked)
}

/// The IRI written out in a cell: `<https://…>`, `https://…`, `http://…` or `wd:Q801`.
fn written_iri(cell: &str) -> Option<String> {
    if let Some(inner) = cell.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        return Some(inner.to_owned());
    }
    if cell.starts_with("https://") || cell.starts_with("http://") {
        return Some(cell.to_owned());
    }
    let item = cell
        .strip_prefix("wd:Q")
        .filter(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(format!("http://www.wikidata.org/entity/Q{item}"))
}

/// The IRI written out in a cell: whole, or as `prefix:name` with one of these prefixes.
pub fn expanded_iri(cell: &str, prefixes: &BTreeMap<String, String>) -> Option<String> {
    let short = || {
        let (prefix, name) = cell.split_once(':').filter(|(_, name)| !name.contains(char::is_whitespace))?;
        let namespace = prefixes.get(prefix).filter(|_| !name.is_empty())?;
        Some(format!("{namespace}{name}"))
    };
    written_iri(cell).or_else(short)
}

/// True when two texts are one name.
pub(super) fn is_same_name(left: &str, right: &str) -> bool {
    left == right || normal(left) == normal(right)
}

/// The form names are compared in: NFC, one space for any run of white space.
fn normal(name: &str) -> Cow<'_, str> {
    if is_plainly_normal(name) {
        return Cow::Borrowed(name);
    }
    let composed: Cow<'_, str> =
        if name.is_ascii() || is_nfc(name) { Cow::Borrowed(name) } else { Cow::Owned(name.nfc().collect()) };
    let is_single = |word: &str| !word.is_empty() && !word.contains(char::is_whitespace);
    if composed.split(' ').all(is_single) {
        return composed;
    }
    let mut normal = String::with_capacity(composed.len());
    for word in composed.split_whitespace() {
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.push_str(word);
    }
    Cow::Owned(normal)
}

/// True when a name is ASCII with single spaces inside, as nearly all are, so that it is its own normal form.
fn is_plainly_normal(name: &str) -> bool {
    let mut after_space = true;
    for byte in name.bytes() {
        let is_space = byte == b' ';
        if !byte.is_ascii() || matches!(byte, b'\t'..=b'\r') || (is_space && after_space) {
            return false;
        }
        after_space = is_space;
    }
    !after_space
}
