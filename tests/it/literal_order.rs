//! The order of literals in a sorted answer.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad};
use proptest::prelude::*;
use relata::query::Engine;
use relata::store::Store;

/// A literal of any kind that SPARQL compares, or of none.
fn any_literal() -> impl Strategy<Value = Literal> {
    let typed = |words: &'static [&'static str], types: &'static [NamedNodeRef<'static>]| {
        let select = (proptest::sample::select(words), proptest::sample::select(types));
        select.prop_map(|(word, datatype)| Literal::new_typed_literal(word, datatype))
    };
    prop_oneof![
        typed(
            &[
                "0.1",
                "0.10",
                "1",
                "01",
                "-0",
                "9007199254740993",
                "9007199254740992",
                "x",
                "1e0",
                "0.10000000000000001"
            ],
            &[xsd::INTEGER, xsd::DECIMAL, xsd::DOUBLE, xsd::LONG]
        ),
        typed(&["NaN", "INF", "-INF", "1E400", "9.007199254740992E15"], &[xsd::DOUBLE]),
        typed(
            &["2025-06-13T10:00:00", "2025-06-13T10:00:00Z", "2025-06-13T12:00:00+05:00", "2025-06-14T01:00:00-09:00"],
            &[xsd::DATE_TIME, xsd::STRING]
        ),
        typed(&["2025-06-13", "2025-06-13Z", "2025-06-13+14:00", "2025-06-12", "2025-02-30"], &[xsd::DATE]),
        typed(&["2025-06", "2025-06Z", "2024-12"], &[xsd::G_YEAR_MONTH, xsd::STRING]),
        typed(&["2025", "2024", "-0044"], &[xsd::G_YEAR, xsd::INTEGER, xsd::STRING]),
        typed(&["P1D", "PT2H", "PT24H"], &[xsd::DAY_TIME_DURATION, xsd::DURATION]),
        typed(&["true", "1", "false", "0", "yes"], &[xsd::BOOLEAN]),
        "[ab0-9]{0,2}".prop_map(Literal::new_simple_literal),
        "[ab]".prop_map(|text| Literal::new_language_tagged_literal_unchecked(text, "en")),
    ]
}

proptest! {
    #![proptest_config(crate::support::draws(48))]

    #[test]
    fn literals_of_all_kinds_stand_in_one_order(terms in proptest::collection::vec(any_literal(), 30..60)) {
        let named = |n: usize| NamedNode::new_unchecked(format!("https://example.org/{n}"));
        let quads: Vec<Quad> = terms
            .iter()
            .enumerate()
            .map(|(n, literal)| Quad::new(named(n), named(0), literal.clone(), GraphName::DefaultGraph))
            .collect();
        let store = Store::of_quads(&quads).unwrap();
        let engine = Engine::new(&store, std::collections::BTreeMap::new());
        let rows = engine.select("SELECT ?s { ?s ?p ?o } ORDER BY ?o").unwrap();
        prop_assert_eq!(rows.len(), quads.len());
        let places: Vec<String> =
            rows.into_iter().map(|row| row.into_iter().next().flatten().unwrap().into_text()).collect();
        let place = |n: &str| places.iter().position(|found| found == n).unwrap();
        // What SPARQL says is less stands before.
        for row in engine.select("SELECT ?a ?b { ?a ?p ?x . ?b ?p ?y FILTER(?x < ?y) }").unwrap() {
            let [a, b] = [0, 1].map(|at: usize| row[at].as_ref().unwrap().text().to_owned());
            let term = |iri: &str| &terms[iri.rsplit('/').next().unwrap().parse::<usize>().unwrap()];
            prop_assert!(place(&a) < place(&b), "{} {}", term(&a), term(&b));
        }
    }
}
