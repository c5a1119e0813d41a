//! Prefixes by their namespaces.

use std::collections::BTreeMap;

/// The prefixes that are declared, in the order of their namespaces: however many there are, the ones an IRI begins with
/// are found by one binary search. For a single IRI, [`shorten_iri`](super::shorten_iri) takes less.
pub(crate) struct Namespaces<'p> {
    all: Vec<KnownNamespace<'p>>,
}

struct KnownNamespace<'p> {
    iri: &'p str,
    /// Of several prefixes for it, the last.
    prefix: &'p str,
    /// The longest other namespace that this one begins with.
    around: Option<usize>,
}

impl<'p> Namespaces<'p> {
    pub(crate) fn new(prefixes: &'p BTreeMap<String, String>) -> Namespaces<'p> {
        let sorted: BTreeMap<&str, &str> =
            prefixes.iter().map(|(prefix, iri)| (iri.as_str(), prefix.as_str())).collect();
        let mut all: Vec<KnownNamespace<'p>> = Vec::with_capacity(sorted.len());
        for (iri, prefix) in sorted {
            let mut around = all.len().checked_sub(1);
            while let Some(place) = around.filter(|place| !iri.starts_with(all[*place].iri)) {
                around = all[place].around;
            }
            all.push(KnownNamespace { iri, prefix, around });
        }
        Namespaces { all }
    }

    /// The places of the namespaces that `text` begins with, the longest first.
    fn around(&self, text: &str) -> impl Iterator<Item = usize> {
        // What stands between a text and its beginning in the order of texts begins with that, too. So the beginnings
        // of `text` are its last neighbour before it and those around that one.
        let last = self.all.partition_point(|namespace| namespace.iri <= text).checked_sub(1);
        let all = std::iter::successors(last, |place| self.all[*place].around);
        all.filter(move |place| text.starts_with(self.all[*place].iri))
    }

    /// An IRI with the longest prefix that fits; none where what is left would not stand behind a prefix.
    pub(crate) fn shorten(&self, iri: &str) -> Option<String> {
        let fits = self.around(iri).map(|place| &self.all[place]).find(|namespace| namespace.iri.len() < iri.len())?;
        super::behind(fits.prefix, &iri[fits.iri.len()..])
    }

    /// Marks the namespaces that occur in a text behind `<`.
    pub(crate) fn mark(&self, text: &str, found: &mut [bool]) {
        for at in memchr::memchr_iter(b'<', text.as_bytes()) {
            for place in self.around(&text[at + 1..]) {
                // What is around a namespace that was found before was found with it.
                if std::mem::replace(&mut found[place], true) {
                    break;
                }
            }
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// The IRI at a place.
    pub(crate) fn iri(&self, place: usize) -> &'p str {
        self.all[place].iri
    }
}
