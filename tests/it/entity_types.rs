//! Types of entities are open: a word that relata does not know is a class of the project.

use relata::claims::whole::Whole;

use crate::support::{Compiled, Sandbox};

const TYPES: &str = "SELECT ?entity ?class ?above { ?e a/rdfs:label ?class ; a ?type ; rdfs:label ?entity . ?type rdfs:label ?class \
                     OPTIONAL { ?type rdfs:subClassOf ?above } FILTER NOT EXISTS { ?e a ra:Event } }";

fn compiled(types: &str, entities: &str) -> Compiled {
    let toml = format!("[project]\nname = \"t\"\n[prefixes]\nex = \"https://example.org/\"\n{types}");
    Sandbox::new(&[
        ("relata.toml", toml.as_bytes()),
        ("claims.csv", b"subject,predicate,object,said_by\nKora Shipping,met,Orla Venn,Orla Venn\n"),
        ("entities.csv", entities.as_bytes()),
    ])
    .compile()
}

const ENTITIES: &str = "label,type,aliases\nKora Shipping,Company,KS Ltd;Kora Lines\nNorline,company,\nOrla Venn,Person,\n\
                        The Swan,Vesel,\nEstria Party,political party,\nPola,persn,\nEstria,country,\nNews,ex:Outlet,\nLand,ra:State,\n";

#[test]
fn an_unknown_type_is_a_class_below_the_general_one() {
    let compiled = compiled("", ENTITIES);
    insta::assert_snapshot!(compiled.faults(), @"");
    insta::assert_snapshot!(compiled.select(TYPES), @"");
    insta::assert_snapshot!(compiled.select("SELECT ?name { ?e skos:altLabel ?name }"), @"");
}

#[test]
fn a_project_says_what_its_types_are() {
    let compiled = compiled("[types]\nCompany = \"organization\"\npersn = \"person\"\ncountry = \"place\"\n", ENTITIES);
    let query = "SELECT ?e { ?i rdfs:label ?e ; a ra:Organization }";
    insta::assert_snapshot!(compiled.select(query), @"");
    insta::assert_snapshot!(compiled.select("SELECT ?e { ?i rdfs:label ?e ; a ra:Place }"), @"");
    insta::assert_snapshot!(compiled.select("SELECT ?l ?above { ?c rdfs:subClassOf ?above ; rdfs:label ?l }"), @"");
}

#[test]
fn what_is_no_type_of_relata_cannot_be_a_meaning() {
    let toml = b"[project]\nname = \"t\"\n[types]\nCompany = \"organisaton\"\n";
    let sandbox = Sandbox::new(&[("relata.toml", toml), ("claims.csv", b"subject,predicate,object\nA,met,B\n")]);
    let error = relata::project::Project::find(sandbox.path()).unwrap_err();
    insta::assert_snapshot!(error, @"");
}

#[test]
fn tables_and_pictures_show_the_name_of_the_class() {
    let compiled = compiled("", ENTITIES);
    let claims = compiled.claims();
    let whole = Whole::new(&claims, &compiled.project.namespace);
    let types = claims.entities().into_iter().map(|id| {
        let entity = whole.entity(id);
        let cells = whole.cells_of_entity(&entity);
        let cell = cells.iter().find(|(column, _)| &**column == "type").map(|(_, cell)| cell.clone().into_owned());
        format!("{}: {} in a table, {} in a picture", entity.label, cell.unwrap_or_default(), claims.type_word(id))
    });
    insta::assert_snapshot!(types.collect::<Vec<_>>().join("\n"), @"");
}
