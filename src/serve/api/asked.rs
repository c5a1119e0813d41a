//! What a request of the API asks for.

use jiff::civil::Date;

use crate::evaluation::Services;
use crate::graph::{Filter, State};
use crate::model::EventDate;
use crate::serve::fault::Fault;
use crate::serve::protocol::form;

/// The parameters of a request.
pub(super) struct Asked {
    pairs: Vec<(String, String)>,
    /// The endpoints that queries of this server may ask.
    pub(super) services: Services,
}

/// Parameters that leave claims out, which every address has. `known_by` chooses the graph that is asked.
pub(super) const FILTERS: [&str; 9] =
    ["speaker", "outlet", "predicate", "state", "since", "until", "min_sources", "min_outlets", "known_by"];

impl Asked {
    /// Reads the query of an address. A parameter that the address does not have is no request that could be answered
    /// truly: whoever writes `min_source` would get claims of any number of sources.
    pub(super) fn of(query: &str, parameters: &[&str]) -> Result<Asked, Fault> {
        let pairs: Vec<(String, String)> =
            form(query.as_bytes()).into_iter().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        let is_known = |name: &str| parameters.contains(&name) || FILTERS.contains(&name);
        if let Some((name, _)) = pairs.iter().find(|(name, _)| !is_known(name)) {
            let all: Vec<&str> = parameters.iter().chain(&FILTERS).copied().collect();
            return Err(Fault::malformed(format!("there is no parameter `{name}`: there are {}", all.join(", "))));
        }
        Ok(Asked { pairs, services: Services::default() })
    }

    /// True when it asks for what is told anyway: these values, in the graph that was chosen by a day.
    pub(super) fn is_plain(&self, usual: &[(&str, &str)]) -> bool {
        let is_usual =
            |name: &str, value: &str| usual.contains(&(name, value)) || name == "known_by" || value.is_empty();
        self.pairs.iter().all(|(name, value)| is_usual(name, value))
    }

    /// The value of a parameter; an empty one is none.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let mut values = self.pairs.iter().filter(|(known, value)| known == name && !value.trim().is_empty());
        values.next().map(|(_, value)| value.as_str())
    }

    /// The value of a parameter that has to be there.
    pub(super) fn needed(&self, name: &str) -> Result<&str, Fault> {
        self.text(name).ok_or_else(|| Fault::malformed(format!("the parameter `{name}` is needed")))
    }

    /// All values of a parameter.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        let values = self.pairs.iter().filter(|(known, value)| known == name && !value.trim().is_empty());
        values.map(|(_, value)| value.clone()).collect()
    }

    /// A number, at most `most`.
    pub(super) fn number(&self, name: &str, usual: usize, most: usize) -> Result<usize, Fault> {
        let Some(text) = self.text(name) else { return Ok(usual) };
        let number = text.parse().ok().filter(|number| *number <= most);
        number.ok_or_else(|| Fault::malformed(format!("`{name}` is a number up to {most}, not `{text}`")))
    }

    /// Yes or no.
    pub(super) fn truth(&self, name: &str, usual: bool) -> Result<bool, Fault> {
        match self.text(name) {
            None => Ok(usual),
            Some("true" | "1") => Ok(true),
            Some("false" | "0") => Ok(false),
            Some(text) => Err(Fault::malformed(format!("`{name}` is `true` or `false`, not `{text}`"))),
        }
    }

    /// A word of a list.
    pub(super) fn word<T: Copy>(
        &self,
        name: &str,
        all: &[T],
        word: impl Fn(T) -> &'static str,
    ) -> Result<Option<T>, Fault> {
        self.text(name).map(|text| parse_word(name, text, all, &word)).transpose()
    }

    fn date(&self, name: &str) -> Result<Option<EventDate>, Fault> {
        let parse = |text: &str| EventDate::parse(text).map_err(|error| Fault::malformed(format!("`{name}`: {error}")));
        self.text(name).map(parse).transpose()
    }

    /// The day by which claims have to be known.
    pub(super) fn known_by(&self) -> Result<Option<Date>, Fault> {
        let Some(date) = self.date("known_by")? else { return Ok(None) };
        let day = date.end().ok_or_else(|| Fault::malformed("`known_by` has no such day: the interval is open there"));
        day.map(Some)
    }

    /// The claims that are wanted.
    pub(super) fn filter(&self) -> Result<Filter, Fault> {
        let least = |name: &str| -> Result<Option<u32>, Fault> {
            let number = self.number(name, 0, 1_000_000)?;
            Ok(u32::try_from(number).ok().filter(|least| *least > 0))
        };
        let (since, until) = (self.date("since")?, self.date("until")?);
        let (from, to) = (since.as_ref().and_then(EventDate::begin), until.as_ref().and_then(EventDate::end));
        if (since.is_some() && from.is_none()) || (until.is_some() && to.is_none()) {
            return Err(Fault::malformed("`since` and `until` are days, months or years: the interval is open there"));
        }
        let states = self.all("state").into_iter().map(|text| parse_word("state", &text, &State::ALL, &State::word));
        Ok(Filter {
            speakers: self.all("speaker"),
            outlets: self.all("outlet"),
            predicates: self.all("predicate"),
            states: states.collect::<Result<Vec<State>, Fault>>()?,
            since: from,
            until: to,
            min_sources: least("min_sources")?,
            min_outlets: least("min_outlets")?,
            ..Filter::default()
        })
    }

    /// The filter with what a graph is cut out by.
    pub(super) fn filter_of_graph(&self, usual: usize, most: usize) -> Result<Filter, Fault> {
        let about = self.all("about");
        let hops = (!about.is_empty()).then(|| self.number("hops", 1, 6)).transpose()?;
        let top = self.number("top", usual, most)?;
        Ok(Filter { about, hops, top: Some(top), ..self.filter()? })
    }
}

fn parse_word<T: Copy>(name: &str, text: &str, all: &[T], word: &dyn Fn(T) -> &'static str) -> Result<T, Fault> {
    let found = all.iter().copied().find(|one| word(*one).eq_ignore_ascii_case(&text.replace(['_', ' '], "-")));
    found.ok_or_else(|| {
        let words: Vec<&str> = all.iter().map(|one| word(*one)).collect();
        Fault::malformed(format!("`{name}` is one of {}, not `{text}`", words.join(", ")))
    })
}
