//! Layers of TSV 3: which columns they take, and what their cells say.

use std::collections::{BTreeMap, HashMap};

use super::super::labels::take_label;
use super::super::{About, AnnotatedDocument, Annotations, Chain, Remark, Span, Spot, Statement};
use super::Token;
use super::cell::{CellAnnotation, plain, split, values};
use crate::diagnostic::codes;

/// The kind of annotations of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LayerKind {
    Spans,
    Chains,
    Relations,
}

/// A layer of the header.
#[derive(Debug)]
pub(super) struct Layer {
    kind: LayerKind,
    name: String,
    features: Vec<String>,
}

impl Layer {
    pub(super) fn parse(line: &str) -> Option<Layer> {
        let (kind, rest) = line.strip_prefix("#T_")?.split_once('=')?;
        let kind = match kind {
            "SP" => LayerKind::Spans,
            "CH" => LayerKind::Chains,
            "RL" => LayerKind::Relations,
            _ => return None,
        };
        let mut parts = rest.split('|').map(str::to_owned);
        Some(Layer { kind, name: parts.next()?, features: parts.filter(|feature| !feature.is_empty()).collect() })
    }

    /// A layer without features still has a column that says where it is.
    pub(super) fn n_columns(&self) -> usize {
        self.features.len().max(1)
    }

    /// True when a column belongs to a slot: its roles, or the targets right of them.
    fn is_slot(&self, column: usize) -> bool {
        let is_role = |at: usize| self.features.get(at).is_some_and(|feature| feature.starts_with("ROLE_"));
        is_role(column) || column.checked_sub(1).is_some_and(is_role)
    }

    /// True when a column holds the targets of a slot, whose numbers are those of other annotations.
    fn is_target(&self, column: usize) -> bool {
        self.is_slot(column) && !self.features.get(column).is_some_and(|feature| feature.starts_with("ROLE_"))
    }

    /// The columns of roles with what their slots are called: `ROLE_x.Event:agents_x.Link` are the `agents`.
    fn slots(&self) -> impl Iterator<Item = (usize, &str)> {
        self.features.iter().enumerate().filter_map(|(column, feature)| {
            let named = feature.strip_prefix("ROLE_")?.split_once(':').and_then(|(_, slot)| slot.split_once('_'));
            Some((column, named.map_or("argument", |(slot, _)| slot)))
        })
    }

    fn short(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or(&self.name)
    }

    /// Layers that cut and parse the text say nothing about who does what.
    fn is_of_grammar(&self) -> bool {
        let base = self.features.last().and_then(|last| last.strip_prefix("BT_")).unwrap_or_default();
        ["POS", "Lemma", "MorphologicalFeatures", "Stem", "Token", "Dependency"].contains(&self.short())
            || base.rsplit('.').next().is_some_and(|base| base == "Token" || base == "POS")
    }
}

/// A span that is being put together from rows.
struct Building {
    span: Span,
    layer: usize,
    tokens: Vec<usize>,
    number: Option<String>,
}

/// The state of the reader while rows are read.
pub(super) struct LayerReader<'a> {
    layers: &'a [Layer],
    tokens: &'a [Token<'a>],
    spans: Vec<Building>,
    /// The spans by layer and number.
    numbered: HashMap<(usize, String), usize>,
    /// The spans by layer, token, and place in the stack there.
    stacked: HashMap<(usize, usize, usize), usize>,
    remarks: Vec<Remark>,
    statements: Vec<Statement>,
    chains: BTreeMap<(usize, String), Vec<String>>,
}

impl<'a> LayerReader<'a> {
    pub(super) fn new(layers: &'a [Layer], tokens: &'a [Token<'a>]) -> LayerReader<'a> {
        LayerReader {
            layers,
            tokens,
            spans: Vec::new(),
            numbered: HashMap::new(),
            stacked: HashMap::new(),
            remarks: Vec::new(),
            statements: Vec::new(),
            chains: BTreeMap::new(),
        }
    }

    pub(super) fn read(mut self, of: &mut AnnotatedDocument, all: &mut Annotations) {
        let expected: usize = self.layers.iter().map(Layer::n_columns).sum();
        for (nth, token) in self.tokens.iter().enumerate() {
            if token.cells.len() > expected {
                let message =
                    format!("the row has {} columns of layers, the header names {expected}", token.cells.len());
                all.broken(token.spot.clone(), message, "a `_` stands where a layer says nothing");
            }
            self.each(token, |reading, layer, cells| match reading.layers[layer].kind {
                LayerKind::Spans => reading.span(layer, nth, cells),
                LayerKind::Chains => reading.chain(layer, nth, cells),
                LayerKind::Relations => {}
            });
        }
        // Ends may stand below, so that relations and slots are read when all spans are known.
        for (nth, token) in self.tokens.iter().enumerate() {
            self.each(token, |reading, layer, cells| match reading.layers[layer].kind {
                LayerKind::Relations | LayerKind::Spans if reading.layers[layer].is_of_grammar() => {
                    reading.note_grammar(layer, nth, cells, all);
                }
                LayerKind::Relations => reading.relation(layer, nth, cells),
                LayerKind::Spans => reading.slots(layer, nth, cells),
                LayerKind::Chains => {}
            });
        }
        of.chains = self.chains.into_values().map(|members| Chain { members, spot: Spot::default() }).collect();
        of.spans = self.spans.into_iter().map(|building| Span { tokens: building.tokens, ..building.span }).collect();
        of.statements = self.statements;
        of.remarks = self.remarks;
    }

    /// Calls `then` with the cells of each layer in which this row says something.
    fn each(&mut self, token: &Token<'a>, mut then: impl FnMut(&mut Self, usize, &[&'a str])) {
        let mut at = 0;
        for (layer, of) in self.layers.iter().enumerate() {
            let end = (at + of.n_columns()).min(token.cells.len());
            let cells = token.cells.get(at..end).unwrap_or_default();
            if cells.iter().any(|cell| *cell != "_" && !cell.is_empty()) {
                then(self, layer, cells);
            }
            at += of.n_columns();
        }
    }

    fn note_grammar(&self, layer: usize, nth: usize, cells: &[&str], all: &mut Annotations) {
        let n = cells.iter().map(|cell| values(cell).len()).max().unwrap_or_default();
        for _ in 0..n {
            let what = format!("an annotation of the layer `{}`", self.layers[layer].name);
            all.unmapped.note(&codes::UNMAPPED_ANNOTATION, what, &self.tokens[nth].spot);
        }
    }

    fn span(&mut self, layer: usize, nth: usize, cells: &[&str]) {
        let of = &self.layers[layer];
        if of.is_of_grammar() {
            return;
        }
        let features: Vec<Vec<CellAnnotation<'_>>> = cells.iter().map(|cell| values(cell)).collect();
        let n = features.iter().map(Vec::len).max().unwrap_or_default();
        for stacked in 0..n {
            let mut numbers = features.iter().enumerate().filter(|(at, _)| !of.is_target(*at));
            let number = numbers.find_map(|(_, values)| values.get(stacked)?.number);
            if let Some(known) = self.extend(layer, nth, number) {
                self.stacked.insert((layer, nth, stacked), known);
                continue;
            }
            let own = features.iter().enumerate().filter(|(at, _)| !of.is_slot(*at));
            let mut told: Vec<(String, String)> = own
                .filter_map(|(at, values)| Some((of.features.get(at)?.clone(), values.get(stacked)?.text()?)))
                .collect();
            let label = take_label(&mut told).unwrap_or_else(|| of.short().to_owned());
            self.stacked.insert((layer, nth, stacked), self.spans.len());
            let id = self.add(layer, nth, number, stacked, Some(label));
            for (name, value) in told {
                let about = if name == "identifier" || name == "uri" {
                    About::Reference(value)
                } else {
                    About::Attribute(name, Some(value))
                };
                let spot = self.tokens[nth].spot.clone();
                self.remarks.push(Remark { target: id.clone(), about, spot });
            }
        }
    }

    /// Extends a numbered span that was begun in a row above to this one; none when there is no such span.
    fn extend(&mut self, layer: usize, nth: usize, number: Option<&str>) -> Option<usize> {
        let known = number.and_then(|number| self.numbered.get(&(layer, number.to_owned())).copied());
        let building = known.and_then(|index| self.spans.get_mut(index))?;
        building.tokens.push(nth);
        let token = &self.tokens[nth].range;
        if let Some(piece) = building.span.pieces.first_mut() {
            *piece = piece.start.min(token.start)..piece.end.max(token.end);
        }
        known
    }

    fn add(&mut self, layer: usize, nth: usize, number: Option<&str>, stacked: usize, label: Option<String>) -> String {
        let token = &self.tokens[nth];
        let id = match number {
            Some(number) => format!("{}[{number}]@{layer}", token.id),
            None => format!("{}@{layer}.{stacked}", token.id),
        };
        let span = Span {
            id: id.clone(),
            label,
            pieces: vec![token.range.clone()],
            spot: token.spot.clone(),
            ..Span::default()
        };
        if let Some(number) = number {
            self.numbered.insert((layer, number.to_owned()), self.spans.len());
        }
        self.spans.push(Building { span, layer, tokens: vec![nth], number: number.map(str::to_owned) });
        id
    }

    /// `pr[1]` and `coref->1-2`: the second link of the first chain.
    fn chain(&mut self, layer: usize, nth: usize, cells: &[&str]) {
        let [first, second] = cells else { return };
        let is_turned = self.layers[layer].features.first().is_some_and(|feature| feature == "referenceRelation");
        let (types, links) = if is_turned { (second, first) } else { (first, second) };
        for (kind, link) in values(types).iter().zip(values(links)) {
            let parts = split(link.raw, "->");
            let Some((chain, _)) = parts.last().and_then(|ids| ids.split_once('-')) else { continue };
            let place = parts.last().copied().unwrap_or_default();
            if self.extend(layer, nth, Some(place)).is_some() {
                continue;
            }
            let label = kind.text().filter(|kind| super::super::labels::kind_of(kind).is_some());
            let id = self.add(layer, nth, Some(place), 0, Some(label.unwrap_or_else(|| "Mention".to_owned())));
            self.chains.entry((layer, chain.to_owned())).or_default().push(id);
        }
    }

    /// The row is the target, the last column names the source.
    fn relation(&mut self, layer: usize, nth: usize, cells: &[&str]) {
        let of = &self.layers[layer];
        let base = of.features.last().and_then(|last| last.strip_prefix("BT_")).map(str::to_owned);
        let Some((ids, features)) = cells.split_last() else { return };
        let features: Vec<Vec<CellAnnotation<'_>>> = features.iter().map(|cell| values(cell)).collect();
        for (stacked, source) in values(ids).iter().enumerate() {
            let (from, to) = source.number.and_then(|numbers| numbers.split_once('_')).unwrap_or(("0", "0"));
            let mut told: Vec<(String, String)> = Vec::new();
            for (feature, values) in of.features.iter().zip(&features) {
                told.extend(values.get(stacked).and_then(CellAnnotation::text).map(|text| (feature.clone(), text)));
            }
            let label = ["label", "value", "relation"]
                .iter()
                .find_map(|name| told.iter().position(|(known, _)| known == name))
                .or(if told.is_empty() { None } else { Some(0) })
                .map(|at| told.remove(at).1);
            let token = &self.tokens[nth];
            let end = |id: &str, number: &str| {
                let known = self.find(id, number, base.as_deref());
                known.unwrap_or_else(|| if number == "0" { id.to_owned() } else { format!("{id}[{number}]") })
            };
            let arguments =
                vec![("Arg1".to_owned(), end(&plain(source.raw), from)), ("Arg2".to_owned(), end(token.id, to))];
            let spot = token.spot.clone();
            self.statements.push(Statement { label, arguments, facts: told, spot, ..Statement::default() });
        }
    }

    /// An annotation with slots is an event; a slot that nobody filled, `*`, says nothing.
    fn slots(&mut self, layer: usize, nth: usize, cells: &[&str]) {
        let of = &self.layers[layer];
        if of.slots().next().is_none() {
            return;
        }
        for stacked in 0.. {
            let Some(index) = self.stacked.get(&(layer, nth, stacked)) else { break };
            let Some(host) = self.spans.get(*index).filter(|one| one.tokens.first() == Some(&nth)) else { continue };
            let (trigger, label) = (host.span.id.clone(), host.span.label.clone());
            let mut arguments = Vec::new();
            for (column, slot) in of.slots() {
                let stack = |column: usize| {
                    split(cells.get(column).copied().unwrap_or_default(), "|").get(stacked).copied().unwrap_or_default()
                };
                let base = of.features.get(column + 1).map(String::as_str);
                for (role, target) in split(stack(column), ";").into_iter().zip(split(stack(column + 1), ";")) {
                    let Some(target) = values(target).into_iter().next().filter(|target| target.text().is_some())
                    else {
                        continue;
                    };
                    let role = values(role).into_iter().next().and_then(|role| role.text());
                    let id = self.find(target.raw, target.number.unwrap_or("0"), base);
                    arguments
                        .push((role.unwrap_or_else(|| slot.to_owned()), id.unwrap_or_else(|| target.raw.to_owned())));
                }
            }
            let token = &self.tokens[nth];
            let n = self.statements.iter().filter(|one| one.id.is_some() && one.spot.name == token.id).count();
            let more = if n > 0 { format!("-{}", n + 1) } else { String::new() };
            self.statements.push(Statement {
                id: Some(format!("event-{}{more}", token.id)),
                label,
                trigger: Some(trigger),
                arguments,
                spot: token.spot.clone(),
                ..Statement::default()
            });
        }
    }

    /// The span at a token: in the layer the relation is built on, by its number when it has one.
    fn find(&self, token: &str, number: &str, base: Option<&str>) -> Option<String> {
        let nth = self.tokens.iter().position(|one| one.id == token)?;
        let is_meant = |one: &&Building| {
            one.tokens.contains(&nth)
                && (number == "0" || one.number.as_deref() == Some(number))
                && base.is_none_or(|base| self.layers[one.layer].name == base || base == "uima.tcas.Annotation")
        };
        self.spans.iter().find(is_meant).map(|one| one.span.id.clone())
    }
}
