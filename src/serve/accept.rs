//! Which of the formats that can be written does a client like best?

use axum::http::{HeaderMap, header};
use oxigraph::io::RdfFormat;
use oxigraph::sparql::results::QueryResultsFormat;

/// A format by a media type that may be asked for.
pub(super) type Offer<T> = (&'static str, T);

/// Formats of tables and truth values, the one taken when anything will do first.
pub(super) const RESULTS: [Offer<QueryResultsFormat>; 8] = [
    ("application/sparql-results+json", QueryResultsFormat::Json),
    ("application/json", QueryResultsFormat::Json),
    ("application/sparql-results+xml", QueryResultsFormat::Xml),
    ("application/xml", QueryResultsFormat::Xml),
    ("text/csv", QueryResultsFormat::Csv),
    ("text/tab-separated-values", QueryResultsFormat::Tsv),
    ("text/xml", QueryResultsFormat::Xml),
    ("text/plain", QueryResultsFormat::Tsv),
];

/// Formats of graphs, the one taken when anything will do first.
pub(super) const GRAPHS: [Offer<RdfFormat>; 9] = [
    ("text/turtle", RdfFormat::Turtle),
    ("application/x-turtle", RdfFormat::Turtle),
    ("application/n-triples", RdfFormat::NTriples),
    ("text/plain", RdfFormat::NTriples),
    ("application/n-quads", RdfFormat::NQuads),
    ("application/trig", RdfFormat::TriG),
    ("application/rdf+xml", RdfFormat::RdfXml),
    ("application/xml", RdfFormat::RdfXml),
    ("application/ld+json", JSON_LD),
];

/// The type that an answer says it has: the one that was asked for, so that a client that takes no other one reads it.
pub(super) fn said_type(media_type: &'static str) -> &'static str {
    match media_type {
        "text/csv" => "text/csv; charset=utf-8",
        "text/tab-separated-values" => "text/tab-separated-values; charset=utf-8",
        "text/plain" => "text/plain; charset=utf-8",
        "text/xml" => "text/xml; charset=utf-8",
        "text/turtle" => "text/turtle; charset=utf-8",
        other => other,
    }
}

const JSON_LD: RdfFormat = RdfFormat::JsonLd { profile: oxigraph::io::JsonLdProfileSet::empty() };

/// The offer that the client likes best; the first of those it likes equally, and the first of all when it does not say.
pub(super) fn choose<T: Copy>(headers: &HeaderMap, offers: &[Offer<T>]) -> Option<Offer<T>> {
    let wanted: Vec<Wanted<'_>> = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(Wanted::read)
        .collect();
    if wanted.is_empty() {
        return offers.first().copied();
    }
    let liking = |media_type: &str| {
        let fitting = wanted.iter().filter_map(|wanted| Some((wanted.precision(media_type)?, wanted.quality)));
        fitting.max_by_key(|(precision, _)| *precision).map_or(0, |(_, quality)| quality)
    };
    let mut best: Option<(u16, Offer<T>)> = None;
    for offer in offers {
        let quality = liking(offer.0);
        if quality > best.map_or(0, |(quality, _)| quality) {
            best = Some((quality, *offer));
        }
    }
    best.map(|(_, offer)| offer)
}

/// One entry of an `Accept` header.
struct Wanted<'a> {
    media_type: &'a str,
    /// In thousandths.
    quality: u16,
}

impl<'a> Wanted<'a> {
    fn read(entry: &'a str) -> Option<Wanted<'a>> {
        let mut parts = entry.split(';').map(str::trim);
        let media_type = parts.next().filter(|media_type| media_type.contains('/'))?;
        let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let quality =
            quality.map_or(Some(1.0), |quality| quality.parse::<f32>().ok()).filter(|q| (0.0..=1.0).contains(q));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1000")]
        Some(Wanted { media_type, quality: (quality? * 1000.0) as u16 })
    }

    /// How precisely it names the type; none when it does not.
    fn precision(&self, media_type: &str) -> Option<u8> {
        if self.media_type.eq_ignore_ascii_case(media_type) {
            return Some(2);
        }
        let (kind, rest) = self.media_type.split_once('/')?;
        match (kind, rest) {
            ("*", "*") => Some(0),
            (kind, "*") => {
                media_type.split_once('/').is_some_and(|(own, _)| own.eq_ignore_ascii_case(kind)).then_some(1)
            }
            _ => None,
        }
    }
}
