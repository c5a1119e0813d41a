//! What stands on each page at the same place, and is no part of the text? Headers, footers and numbers of pages.

use rustc_hash::FxHashMap;

use super::layout::Line;

/// The lines at the top and at the bottom of a page that are looked at.
const EDGE: usize = 3;

/// The pages on which a line stands before it is one of these.
const LEAST: usize = 3;

/// Takes out lines that stand at the edge of several pages, at the same height, with the same words but for numbers.
pub(super) fn leave_out(pages: &mut [Vec<Line>]) {
    let mut seen: FxHashMap<(String, i32), usize> = FxHashMap::default();
    let edges: Vec<Vec<usize>> = pages.iter().map(|page| edge(page)).collect();
    for (page, edge) in pages.iter().zip(&edges) {
        let mut of_page: Vec<(String, i32)> = edge.iter().map(|at| key(&page[*at])).collect();
        of_page.sort_unstable();
        of_page.dedup();
        for key in of_page {
            *seen.entry(key).or_default() += 1;
        }
    }
    // Odd and even pages have different ones, and so do chapters.
    let least = LEAST.max(pages.len() / 10);
    let n_pages = pages.len();
    for (page, edge) in pages.iter_mut().zip(edges) {
        let mut at = 0;
        page.retain(|line| {
            let is_edge = edge.contains(&at);
            at += 1;
            let is_repeated = seen.get(&key(line)).is_some_and(|times| *times >= least);
            !(is_edge && (is_repeated || n_pages > 1 && is_page_number(&line.text)))
        });
    }
}

/// The highest and the lowest lines of a page, by their places in it.
fn edge(page: &[Line]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..page.len()).collect();
    order.sort_by(|one, other| page[*other].y.total_cmp(&page[*one].y));
    let n = order.len();
    // A page of a few lines has no edge that could be told from the rest.
    if n <= EDGE { order } else { order[..EDGE].iter().chain(&order[n - EDGE.min(n)..]).copied().collect() }
}

/// The words of a line with signs for numbers, and its height in steps of a line or so.
#[allow(clippy::cast_possible_truncation, reason = "a page is not higher than a million points")]
fn key(line: &Line) -> (String, i32) {
    let words = line.text.chars().filter(|c| !c.is_whitespace()).map(|c| if c.is_ascii_digit() { '#' } else { c });
    let mut masked: String = words.collect();
    while masked.contains("##") {
        masked = masked.replace("##", "#");
    }
    (masked, (line.y.clamp(-1e6, 1e6) / 8.0).round() as i32)
}

/// `12`, `- 12 -`, `Page 3 of 10`, `xiv`.
fn is_page_number(text: &str) -> bool {
    let bare = text.trim().trim_matches(['-', '–', '—', '[', ']', '|', ' ', '.']).to_lowercase();
    let bare = bare.strip_prefix("page").unwrap_or(&bare).trim();
    let parts: Vec<&str> = bare.split(['/', ' ']).filter(|part| !part.is_empty() && *part != "of").collect();
    let is_number = |part: &&str| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_roman = parts.len() == 1 && bare.len() <= 6 && bare.bytes().all(|byte| b"ivxlc".contains(&byte));
    !parts.is_empty() && parts.len() <= 2 && parts.iter().all(is_number) || is_roman && !bare.is_empty()
}
