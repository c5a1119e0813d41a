//! Who says what: are source, cue and content of each attribution found?

use super::figure::Figure;
use super::sides::{Annotated, Phrase, ScoredAttribution};
use super::words::agree;

/// F1 of sources, cues and contents, and of source and content together; nothing where a side holds no attribution.
pub(super) fn figures(gold: &Annotated, extracted: &Annotated) -> Vec<Figure> {
    if gold.attributions.is_empty() || extracted.attributions.is_empty() {
        return Vec::new();
    }
    let figure =
        |name, about, score: &dyn Fn(&ScoredAttribution, &ScoredAttribution) -> Option<f64>, part: Option<Part>| {
            let has = |one: &ScoredAttribution| part.is_none_or(|part| !part(one).words.is_empty());
            let n = |side: &Annotated| side.attributions.iter().filter(|one| has(one)).count();
            Figure::f1(name, about, paired(gold, extracted, score), n(extracted), n(gold))
        };
    let by = |part: Part| move |one: &ScoredAttribution, two: &ScoredAttribution| agree(part(one), part(two));
    let link = |one: &ScoredAttribution, two: &ScoredAttribution| {
        Some(agree(&one.source, &two.source)? + agree(&one.content, &two.content)?)
    };
    vec![
        figure("attribution-source", "sources of attributions, F1", &by(source), Some(source)),
        figure("attribution-cue", "cues of attributions, F1", &by(cue), Some(cue)),
        figure("attribution-content", "contents of attributions, F1", &by(content), Some(content)),
        figure("attribution-link", "source and content together, F1", &link, None),
    ]
}

type Part = fn(&ScoredAttribution) -> &Phrase;

fn source(of: &ScoredAttribution) -> &Phrase {
    &of.source
}

fn cue(of: &ScoredAttribution) -> &Phrase {
    &of.cue
}

fn content(of: &ScoredAttribution) -> &Phrase {
    &of.content
}

/// How many attributions can be paired one to one, the best first.
fn paired(
    gold: &Annotated,
    extracted: &Annotated,
    score: &dyn Fn(&ScoredAttribution, &ScoredAttribution) -> Option<f64>,
) -> usize {
    let mut possible: Vec<(f64, usize, usize)> = Vec::new();
    for (at, one) in gold.attributions.iter().enumerate() {
        for (other, two) in extracted.attributions.iter().enumerate() {
            let score = (one.document == two.document && near(one, two)).then(|| score(one, two)).flatten();
            possible.extend(score.map(|score| (score, at, other)));
        }
    }
    possible.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
    let mut taken = (vec![false; gold.attributions.len()], vec![false; extracted.attributions.len()]);
    let mut n = 0;
    for (_, one, two) in possible {
        if !taken.0[one] && !taken.1[two] {
            taken.0[one] = true;
            taken.1[two] = true;
            n += 1;
        }
    }
    n
}

/// Where both cues have a place, an attribution far off is another one: `he said` stands in every paragraph.
fn near(one: &ScoredAttribution, two: &ScoredAttribution) -> bool {
    const FAR: u64 = 400;
    let both = one.cue.span.as_ref().zip(two.cue.span.as_ref());
    both.is_none_or(|(one, two)| one.start.abs_diff(two.start) < FAR)
}
