//! What each key does.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{undecided_below, with_cells};
use super::form::{Form, FormEnd, Opened};
use super::passage::Passage;
use super::{ReviewClaim, ScreenLine};
use crate::model::ReviewVerdict;

/// A key that somebody presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPress {
    /// A letter, a digit, a sign or a space.
    Char(char),
    /// A letter with Control.
    Control(char),
    /// Enter.
    Enter,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Escape.
    Escape,
    /// The arrow up.
    Up,
    /// The arrow down.
    Down,
    /// The arrow to the left.
    Left,
    /// The arrow to the right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
}

/// What was decided about a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimDecision {
    /// The claim with the cells that it has from now on.
    pub claim: ReviewClaim,
    /// The decision.
    pub verdict: ReviewVerdict,
}

/// What has to be done after a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScreenAction {
    /// The screen is to be drawn.
    Draw,
    /// These decisions, which belong together, are to be kept; then [`Screen::settle`] or [`Screen::fail`] is called.
    Decide(Vec<ClaimDecision>),
    /// The last decisions that were kept are to be taken back; then [`Screen::settle`] or [`Screen::fail`] is called.
    TakeBack,
    /// Nobody wants to go on.
    Leave,
}

/// What a field can be completed with.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// Names of actors and places of the project.
    pub names: Vec<String>,
    /// Predicates.
    pub predicates: Vec<String>,
}

impl Choices {
    pub(super) fn of(&self, column: &str) -> &[String] {
        match column {
            "predicate" => &self.predicates,
            "date" => &[],
            _ => &self.names,
        }
    }
}

/// Reads the text of a document, or says why it cannot be had.
pub type TextReader = Box<dyn FnMut(&str) -> Result<String, String>>;

/// The claims that are gone through, and where somebody is.
pub struct Screen {
    pub(super) claims: Vec<ReviewClaim>,
    by_id: BTreeMap<String, usize>,
    /// The claims that are shown.
    pub(super) order: Vec<usize>,
    /// Where in the order somebody is; its length at the end.
    pub(super) at: usize,
    pub(super) mode: Mode,
    pub(super) message: Option<String>,
    pub(super) passage: Passage,
    /// How many lines the text is moved from where the quote is seen.
    pub(super) scrolled: isize,
    /// The lines of text that were seen last.
    pub(super) page: usize,
    pub(super) has_colors: bool,
    pub(super) choices: Choices,
    texts: TextReader,
    /// The last text that was read.
    text: Option<(String, Result<String, String>)>,
    kept: Vec<Kept>,
    pending: Option<Pending>,
    decided_now: BTreeSet<usize>,
}

/// What the keys are for.
#[derive(Debug)]
pub(super) enum Mode {
    Reading,
    Editing(Form),
    /// The claim speaks of these, which nobody has reviewed: are they accepted, too?
    Asking {
        inner: Vec<usize>,
        decision: Box<ClaimDecision>,
    },
    Help,
}

/// Decisions that were kept together, with the claims as they were.
struct Kept {
    at: usize,
    before: Vec<(usize, ReviewClaim)>,
}

enum Pending {
    Decide(Vec<ClaimDecision>),
    TakeBack,
}

impl Screen {
    /// A screen that goes through the claims of the given order, which are places in `claims`. The others are claims that
    /// these may speak of.
    pub fn new(
        claims: Vec<ReviewClaim>,
        order: Vec<usize>,
        choices: Choices,
        has_colors: bool,
        texts: TextReader,
    ) -> Screen {
        let by_id = claims.iter().enumerate().map(|(at, claim)| (claim.id().to_owned(), at)).collect();
        let mut screen = Screen {
            claims,
            by_id,
            order,
            at: 0,
            mode: Mode::Reading,
            message: None,
            passage: Passage::default(),
            scrolled: 0,
            page: 0,
            has_colors,
            choices,
            texts,
            text: None,
            kept: Vec::new(),
            pending: None,
            decided_now: BTreeSet::new(),
        };
        screen.enter();
        screen
    }

    /// The claim that is shown; none at the end.
    pub(super) fn current(&self) -> Option<&ReviewClaim> {
        self.claims.get(*self.order.get(self.at)?)
    }

    pub(super) fn claim(&self, id: &str) -> Option<&ReviewClaim> {
        self.claims.get(*self.by_id.get(id)?)
    }

    /// How many claims got each verdict by now, in this run.
    pub fn counts(&self) -> [(ReviewVerdict, usize); 3] {
        ReviewVerdict::ALL.map(|verdict| {
            let is_so = |at: &&usize| self.claims[**at].verdict == Some(verdict);
            (verdict, self.decided_now.iter().filter(is_so).count())
        })
    }

    /// The number of claims that are left.
    pub fn n_left(&self) -> usize {
        self.order.iter().filter(|at| !self.decided_now.contains(at)).count()
    }

    /// The lines of a screen of this size; exactly so many, none wider.
    pub fn draw(&mut self, width: usize, height: usize) -> Vec<ScreenLine> {
        super::draw::draw(self, width, height)
    }

    /// Takes a key.
    pub fn key(&mut self, key: KeyPress) -> ScreenAction {
        self.message = None;
        if matches!(key, KeyPress::Control('c' | 'd')) {
            return ScreenAction::Leave;
        }
        match std::mem::replace(&mut self.mode, Mode::Reading) {
            Mode::Reading => self.reading_key(key),
            Mode::Help => ScreenAction::Draw,
            Mode::Editing(form) => self.editing_key(form, key),
            Mode::Asking { inner, decision } => match key {
                KeyPress::Char('a' | 'A' | 'y' | 'Y') | KeyPress::Enter => {
                    let accepted = |at: &usize| {
                        let claim = self.claims[*at].clone();
                        ClaimDecision { claim, verdict: ReviewVerdict::Accepted }
                    };
                    let decisions = inner.iter().map(accepted).chain([*decision]).collect();
                    self.decide(decisions)
                }
                KeyPress::Char('n' | 'N' | 'o' | 'O') => self.decide(vec![*decision]),
                KeyPress::Escape | KeyPress::Char('q' | 'Q') => ScreenAction::Draw,
                _ => {
                    self.mode = Mode::Asking { inner, decision };
                    ScreenAction::Draw
                }
            },
        }
    }

    fn reading_key(&mut self, key: KeyPress) -> ScreenAction {
        let is_end = self.current().is_none();
        match key {
            KeyPress::Char('q' | 'Q') => return ScreenAction::Leave,
            KeyPress::Enter if is_end => return ScreenAction::Leave,
            KeyPress::Char('u' | 'U' | 'z' | 'Z') => return self.take_back(),
            KeyPress::Char('b' | 'B' | 'k') | KeyPress::Left if self.at > 0 => {
                self.at -= 1;
                self.enter();
            }
            KeyPress::Char('?' | 'h' | 'H') => self.mode = Mode::Help,
            _ if is_end => {}
            KeyPress::Char('a' | 'A') => return self.accept(),
            KeyPress::Char('r' | 'R') => return self.reject(),
            KeyPress::Char('e' | 'E') => {
                if let Some(claim) = self.current() {
                    self.mode = Mode::Editing(Form::of(claim.cells.clone()));
                }
            }
            KeyPress::Char('s' | 'S' | ' ' | 'j') | KeyPress::Right => self.go(self.at + 1),
            KeyPress::Char('d' | 'D' | 'n' | 'N') => self.go(self.next_document()),
            KeyPress::Up => self.scrolled -= 1,
            KeyPress::Down => self.scrolled += 1,
            KeyPress::PageUp => self.scrolled -= isize::try_from(self.page.max(2) - 1).unwrap_or(1),
            KeyPress::PageDown => self.scrolled += isize::try_from(self.page.max(2) - 1).unwrap_or(1),
            KeyPress::Home => self.scrolled = 0,
            _ => {}
        }
        ScreenAction::Draw
    }

    fn editing_key(&mut self, mut form: Form, key: KeyPress) -> ScreenAction {
        let is_claim = |id: &str| self.by_id.contains_key(id);
        match form.key(key, &self.choices, &is_claim) {
            FormEnd::Open => self.mode = Mode::Editing(form),
            FormEnd::Left => {}
            FormEnd::Accepted => {
                let Some(claim) = self.current() else { return ScreenAction::Draw };
                if claim.cells == form.cells {
                    return self.accept();
                }
                let edited = with_cells(&self.passage, claim, form.cells);
                return self.ask_or_decide(ClaimDecision { claim: edited, verdict: ReviewVerdict::Edited });
            }
        }
        ScreenAction::Draw
    }

    fn accept(&mut self) -> ScreenAction {
        let Some(claim) = self.current().cloned() else { return ScreenAction::Draw };
        // What was edited before stays so when it is accepted once more.
        let verdict = claim.verdict.filter(|verdict| *verdict == ReviewVerdict::Edited);
        self.ask_or_decide(ClaimDecision { claim, verdict: verdict.unwrap_or(ReviewVerdict::Accepted) })
    }

    fn reject(&mut self) -> ScreenAction {
        let Some(claim) = self.current().cloned() else { return ScreenAction::Draw };
        self.decide(vec![ClaimDecision { claim, verdict: ReviewVerdict::Rejected }])
    }

    fn ask_or_decide(&mut self, decision: ClaimDecision) -> ScreenAction {
        let inner = undecided_below(&self.claims, &self.by_id, &decision.claim);
        if inner.is_empty() {
            return self.decide(vec![decision]);
        }
        self.mode = Mode::Asking { inner, decision: Box::new(decision) };
        ScreenAction::Draw
    }

    /// The identifiers of claims that speak of this one, and that nobody has rejected.
    pub(super) fn above(&self, id: &str) -> Vec<&str> {
        let speaks = |claim: &&ReviewClaim| {
            claim.verdict != Some(ReviewVerdict::Rejected)
                && (claim.speaks_of().any(|of| of == id) || claim.replies().any(|(_, of)| of == id))
        };
        self.claims.iter().filter(speaks).map(ReviewClaim::id).collect()
    }

    fn decide(&mut self, decisions: Vec<ClaimDecision>) -> ScreenAction {
        self.pending = Some(Pending::Decide(decisions.clone()));
        ScreenAction::Decide(decisions)
    }

    fn take_back(&mut self) -> ScreenAction {
        if self.kept.is_empty() {
            self.message = Some("nothing was decided in this run that could be taken back".to_owned());
            return ScreenAction::Draw;
        }
        self.pending = Some(Pending::TakeBack);
        ScreenAction::TakeBack
    }

    /// Goes on: what was asked for is done.
    pub fn settle(&mut self) {
        match self.pending.take() {
            None => {}
            Some(Pending::Decide(decisions)) => {
                let mut before = Vec::new();
                let mut told = None;
                for ClaimDecision { claim, verdict } in decisions {
                    let Some(at) = self.by_id.get(claim.id()).copied() else { continue };
                    let now = ReviewClaim { verdict: Some(verdict), ..claim };
                    let above = if verdict == ReviewVerdict::Rejected { self.above(now.id()) } else { Vec::new() };
                    told = above_told(&above).or(told);
                    before.push((at, std::mem::replace(&mut self.claims[at], now)));
                    self.decided_now.insert(at);
                }
                self.kept.push(Kept { at: self.at, before });
                self.go(self.at + 1);
                self.message = told;
            }
            Some(Pending::TakeBack) => {
                let Some(Kept { at, before }) = self.kept.pop() else { return };
                for (place, claim) in before {
                    if !self.kept.iter().any(|kept| kept.before.iter().any(|(earlier, _)| *earlier == place)) {
                        self.decided_now.remove(&place);
                    }
                    self.claims[place] = claim;
                }
                self.at = at;
                self.enter();
                self.message = Some("taken back".to_owned());
            }
        }
    }

    /// Stays where it is: what was asked for could not be done.
    pub fn fail(&mut self, why: &str) {
        if let Some(Pending::Decide(decisions)) = self.pending.take()
            && let Some(ClaimDecision { claim, verdict: ReviewVerdict::Edited }) = decisions.into_iter().next_back()
            && self.current().is_some_and(|current| current.id() == claim.id() && current.cells != claim.cells)
        {
            // What was written stays there to be accepted once more.
            self.mode = Mode::Editing(Form::of(claim.cells));
        }
        self.message = Some(why.to_owned());
    }

    /// Goes to a place in the order, or to the next one behind it that nothing was decided about in this run.
    fn go(&mut self, to: usize) {
        let is_open = |at: &usize| self.order.get(*at).is_some_and(|claim| !self.decided_now.contains(claim));
        self.at = (to..self.order.len()).find(is_open).unwrap_or(self.order.len());
        self.enter();
    }

    fn next_document(&self) -> usize {
        let document = |at: usize| self.order.get(at).map(|claim| self.claims[*claim].cell("document"));
        (self.at..self.order.len()).find(|at| document(*at) != document(self.at)).unwrap_or(self.order.len())
    }

    /// The number of the document that is shown, and how many there are.
    pub(super) fn document_number(&self) -> (usize, usize) {
        let documents: Vec<&str> = self.order.iter().map(|at| self.claims[*at].cell("document")).collect();
        let changes = |documents: &[&str]| documents.windows(2).filter(|pair| pair[0] != pair[1]).count() + 1;
        (changes(&documents[..=self.at.min(documents.len().saturating_sub(1))]), changes(&documents))
    }

    fn enter(&mut self) {
        (self.mode, self.scrolled, self.message) = (Mode::Reading, 0, None);
        let Some(claim) = self.current().cloned() else { return };
        let document = claim.cell("document").to_owned();
        if self.text.as_ref().is_none_or(|(known, _)| *known != document) {
            self.text = Some((document.clone(), (self.texts)(&document)));
        }
        if let Some((_, text)) = &self.text {
            self.passage = Passage::of(text, &claim);
        }
    }

    /// True while a field is written, so that the cursor is to be seen.
    pub fn is_writing(&self) -> bool {
        matches!(&self.mode, Mode::Editing(Form { opened: Some(Opened::Text(_)), .. }))
    }
}

/// What somebody has to know who rejects a claim that others speak of.
fn above_told(above: &[&str]) -> Option<String> {
    match above {
        [] => None,
        [one] => Some(format!("rejected; `{one}` speaks of it, and is left out as long as it does")),
        [one, rest @ ..] => {
            Some(format!("rejected; `{one}` and {} more speak of it, and are left out as long as they do", rest.len()))
        }
    }
}
