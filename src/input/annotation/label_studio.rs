//! Label Studio: a list of tasks, each with the annotations of one or several people.

use std::ops::Range;

use super::offsets::Unit;
use super::{About, AnnotatedDocument, Annotations, Remark, Span, Spot, Statement, document, stem};
use crate::diagnostic::codes;
use crate::table::json::{Json, parse, text_of};

/// Reads tasks.
pub(super) fn read(file: &str, text: &str) -> Annotations {
    let mut all = Annotations::default();
    let parsed = parse(text);
    for (item, at, message) in parsed.faults {
        all.broken_json(item, at, message);
    }
    for (number, (pointer, task)) in parsed.values.iter().enumerate() {
        read_task(file, number, pointer, task, &mut all);
    }
    all
}

fn read_task(file: &str, number: usize, pointer: &str, task: &Json, all: &mut Annotations) {
    let spot = Spot::new(pointer, task.at.clone());
    let Some((key, words)) = text_member(task) else {
        all.broken(spot, "the task has no text", "tasks have their text under `data`, such as `data.text`");
        return;
    };
    let data = task.get("data").map(Json::members).unwrap_or_default();
    let named = data.iter().find(|(name, _)| name == "document").and_then(|(_, id)| id.text());
    let id = named.map_or_else(
        || match task.get("id").and_then(Json::scalar) {
            Some(id) => format!("{}-{id}", stem(file)),
            None => format!("{}-{}", stem(file), number + 1),
        },
        str::to_owned,
    );
    let mut of = AnnotatedDocument::new(document(id), words, Unit::Utf16, spot);
    for (name, value) in data.iter().filter(|(name, _)| name != key && name != "document") {
        of.add_metadata(name, value);
    }
    for list in ["annotations", "completions", "predictions"] {
        for (nth, annotation) in task.get(list).map(Json::list).unwrap_or_default().iter().enumerate() {
            let pointer = format!("{pointer}/{list}/{nth}");
            if annotation.get("was_cancelled").is_some_and(Json::is_true) {
                let spot = Spot::new(pointer, annotation.at.clone());
                all.unmapped.note(&codes::SKIPPED_ANNOTATION, "an annotation was cancelled by its annotator", &spot);
                continue;
            }
            let key = match annotation.get("id").and_then(Json::scalar) {
                Some(id) => format!("{list}/{id}"),
                None => format!("{list}/{nth}"),
            };
            TaskAnnotation { pointer, key, value: annotation, is_machine: list == "predictions" }.read(&mut of, all);
        }
    }
    all.documents.push(of);
}

/// The member of `data` that is annotated: the one that results name most, else `text`, else the longest.
fn text_member(task: &Json) -> Option<(&str, &str)> {
    let texts: Vec<(&str, &str)> =
        task.get("data")?.members().iter().filter_map(|(name, value)| Some((name.as_str(), value.text()?))).collect();
    let named = texts.iter().find(|(name, _)| *name == "text");
    named.or_else(|| texts.iter().max_by_key(|(_, text)| text.len())).copied()
}

/// The answer of one person, or one model, to a task.
struct TaskAnnotation<'a> {
    pointer: String,
    key: String,
    value: &'a Json,
    is_machine: bool,
}

impl TaskAnnotation<'_> {
    fn read(&self, of: &mut AnnotatedDocument, all: &mut Annotations) {
        let results = self.value.get("result").map(Json::list).unwrap_or_default();
        let mut regions: Vec<&str> = Vec::new();
        for (nth, result) in results.iter().enumerate() {
            let spot = Spot::new(format!("{}/result/{nth}", self.pointer), result.at.clone());
            let kind = text_of(result, "type").unwrap_or_default();
            let id = result.get("id").and_then(Json::scalar);
            let has_offsets = result.get("value").is_some_and(|value| value.get("start").is_some());
            match (kind, id) {
                ("relation", _) => self.relation(result, spot, of, all),
                ("labels" | "hypertextlabels" | "paragraphlabels", Some(id)) => {
                    regions.push(id);
                    self.region(id, kind, result, spot, of, all);
                }
                // Choices and texts of a region have its identifier and its offsets.
                ("choices" | "textarea" | "rating", Some(id)) if regions.contains(&id) || has_offsets => {
                    self.remark(id, result, &spot, of);
                }
                _ => {
                    let what = format!("a result of the type `{kind}`");
                    all.unmapped.note(&codes::UNMAPPED_ANNOTATION, what, &spot);
                }
            }
        }
    }

    fn id(&self, id: &str) -> String {
        format!("{}/{id}", self.key)
    }

    fn region(
        &self,
        id: &str,
        kind: &str,
        result: &Json,
        spot: Spot,
        of: &mut AnnotatedDocument,
        all: &mut Annotations,
    ) {
        let Some(value) = result.get("value") else {
            all.broken(spot, "the region has no value", "it needs `value` with `start` and `end`");
            return;
        };
        let quote = text_of(value, "text").map(str::to_owned);
        let offsets =
            |value: &Json| -> Option<Range<u64>> { Some(value.get("start")?.number()?..value.get("end")?.number()?) };
        // Offsets into HTML are paths; those over the whole are often wrong, so that the words decide.
        let pieces: Vec<Range<u64>> =
            offsets(value).or_else(|| value.get("globalOffsets").and_then(offsets)).into_iter().collect();
        if pieces.is_empty() && quote.is_none() {
            all.broken(spot, "the region has neither offsets nor words", "it needs `start` and `end`, or `text`");
            return;
        }
        let labels: Vec<&str> =
            value.get(kind).map(Json::each).unwrap_or_default().iter().filter_map(Json::text).collect();
        let id = self.id(id);
        for more in labels.iter().skip(1) {
            let about = About::Fact("annotated_as".to_owned(), (*more).to_owned());
            of.remarks.push(Remark { target: id.clone(), about, spot: spot.clone() });
        }
        let label = labels.first().map(|label| (*label).to_owned());
        let spot = spot.offsets(value.get("start"), value.get("end"));
        // The editor keeps what the browser shows of a selection, and that before it is widened to whole words.
        of.spans.push(Span { id, label, pieces, quote, is_as_shown: true, spot, ..Span::default() });
    }

    fn relation(&self, result: &Json, spot: Spot, of: &mut AnnotatedDocument, all: &mut Annotations) {
        let (Some(from), Some(to)) = (result.get("from_id"), result.get("to_id")) else {
            all.broken(spot, "the relation lacks an end", "it needs `from_id` and `to_id`");
            return;
        };
        let ends = [from, to].map(|end| self.id(end.scalar().unwrap_or_default()));
        let labels = result.get("labels").map(Json::each).unwrap_or_default();
        let labels: Vec<Option<&Json>> = if labels.is_empty() { vec![None] } else { labels.iter().map(Some).collect() };
        let directions: &[bool] = match text_of(result, "direction") {
            Some("left") => &[true],
            Some("bi") => &[false, true],
            _ => &[false],
        };
        for label in labels {
            for turned in directions {
                let mut spot = spot.clone();
                spot.cells.extend(label.map(|label| ("predicate".into(), label.at.clone())));
                spot.cells.push((usize::from(*turned).to_string().into(), from.at.clone()));
                spot.cells.push((usize::from(!turned).to_string().into(), to.at.clone()));
                let [from, to] = ends.clone();
                let (first, second) = if *turned { (to, from) } else { (from, to) };
                of.statements.push(Statement {
                    label: label.and_then(Json::text).map(str::to_owned),
                    arguments: vec![("Arg1".to_owned(), first), ("Arg2".to_owned(), second)],
                    facts: self.facts(),
                    annotator: self.annotator(),
                    spot,
                    ..Statement::default()
                });
            }
        }
    }

    fn annotator(&self) -> Option<String> {
        if self.is_machine {
            return Some(text_of(self.value, "model_version").unwrap_or("model").to_owned());
        }
        let who = self.value.get("completed_by")?;
        let name = who.get("email").or_else(|| who.get("username")).or_else(|| who.get("id")).unwrap_or(who);
        name.scalar().map(str::to_owned)
    }

    fn facts(&self) -> Vec<(String, String)> {
        let fact = |name: &str, member: &str| Some((name.to_owned(), self.value.get(member)?.scalar()?.to_owned()));
        let score = fact("confidence", "score").filter(|_| self.is_machine);
        fact("annotated_at", "created_at").into_iter().chain(score).collect()
    }

    fn remark(&self, id: &str, result: &Json, spot: &Spot, of: &mut AnnotatedDocument) {
        let name = text_of(result, "from_name").unwrap_or("choices");
        let value = result.get("value");
        let words = value.and_then(|value| {
            value
                .get("choices")
                .or_else(|| value.get("text").filter(|text| text.is_list()))
                .or_else(|| value.get("rating"))
        });
        for word in words.map(Json::each).unwrap_or_default().iter().filter_map(Json::scalar) {
            let about = About::Attribute(name.to_owned(), Some(word.to_owned()));
            of.remarks.push(Remark { target: self.id(id), about, spot: spot.clone() });
        }
    }
}
