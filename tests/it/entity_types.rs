//! Types of entities are open: a word that relata does not know is a class of the project.

use relata::claims::whole::Whole;

use crate::support::{Compiled, Sandbox};

const TYPES: &str = "SELECT ?entity ?class ?above { ?e a ?type ; rdfs:label ?entity . ?type rdfs:label ?class \
                     OPTIONAL { ?type rdfs:subClassOf ?above } \
                     FILTER(STRSTARTS(STR(?e), STR(kg:)) && NOT EXISTS { ?e a ra:Event }) }";

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
    insta::assert_snapshot!(compiled.faults(), @r#"
    entities.csv:2:15 notice unknown-type type: `Company` is none of the types that relata knows: it becomes a class → tell what it is: `[types] "Company" = "organization"` in `relata.toml`
    entities.csv:5:10 notice unknown-type type: `Vesel` is none of the types that relata knows: it becomes a class → tell what it is: `[types] "Vesel" = "organization"` in `relata.toml`
    entities.csv:6:14 notice unknown-type type: `political party` is none of the types that relata knows: it becomes a class → tell what it is: `[types] "political party" = "organization"` in `relata.toml`
    entities.csv:7:6 notice unknown-type type: `persn` is none of the types that relata knows: it becomes a class → did you mean `person`? else tell what it is: `[types] "persn" = "organization"` in `relata.toml`
    "#);
    insta::assert_snapshot!(compiled.select(TYPES), @"
    Estria Party | entity | 
    Estria Party | political party | https://w3id.org/relata/ns#Entity
    Estria | state | https://schema.org/Country
    Estria | state | https://w3id.org/relata/ns#Actor
    Kora Shipping | Company | https://w3id.org/relata/ns#Entity
    Kora Shipping | entity | 
    Land | state | https://schema.org/Country
    Land | state | https://w3id.org/relata/ns#Actor
    News | Outlet | https://w3id.org/relata/ns#Entity
    News | entity | 
    Norline | Company | https://w3id.org/relata/ns#Entity
    Norline | entity | 
    Orla Venn | person | https://schema.org/Person
    Orla Venn | person | https://w3id.org/relata/ns#Actor
    Pola | entity | 
    Pola | persn | https://w3id.org/relata/ns#Entity
    The Swan | Vesel | https://w3id.org/relata/ns#Entity
    The Swan | entity | 
    ");
    let names = "SELECT ?name { ?e skos:altLabel ?name FILTER(STRSTARTS(STR(?e), STR(kg:))) }";
    assert_eq!(compiled.select(names), "KS Ltd\nKora Lines");
}

#[test]
fn a_project_says_what_its_types_are() {
    let compiled = compiled("[types]\nCompany = \"organization\"\npersn = \"person\"\ncountry = \"place\"\n", ENTITIES);
    let query = "SELECT ?e { ?i rdfs:label ?e ; a ra:Organization }";
    insta::assert_snapshot!(compiled.select(query), @"
    Kora Shipping
    Norline
    ");
    insta::assert_snapshot!(compiled.select("SELECT ?e { ?i rdfs:label ?e ; a ra:Place }"), @"Estria");
    let classes =
        "SELECT ?l ?above { ?c rdfs:subClassOf ?above ; rdfs:label ?l FILTER(STRSTARTS(STR(?c), STR(type:))) }";
    insta::assert_snapshot!(compiled.select(classes), @"
    Company | https://w3id.org/relata/ns#Organization
    Vesel | https://w3id.org/relata/ns#Entity
    persn | https://w3id.org/relata/ns#Person
    political party | https://w3id.org/relata/ns#Entity
    ");
}

#[test]
fn what_is_no_type_of_relata_cannot_be_a_meaning() {
    let toml = b"[project]\nname = \"t\"\n[types]\nCompany = \"organisaton\"\n";
    let sandbox = Sandbox::new(&[("relata.toml", toml), ("claims.csv", b"subject,predicate,object\nA,met,B\n")]);
    let error = relata::project::Project::find(sandbox.path()).unwrap_err();
    insta::assert_snapshot!(error, @"`organisaton` is no type that relata knows");
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
    insta::assert_snapshot!(types.collect::<Vec<_>>().join("\n"), @"
    Estria: state in a table, state in a picture
    Estria Party: political party in a table, political party in a picture
    Kora Shipping: Company in a table, Company in a picture
    Land: state in a table, state in a picture
    News: <https://example.org/Outlet> in a table, Outlet in a picture
    Norline: Company in a table, Company in a picture
    Orla Venn: person in a table, person in a picture
    Pola: persn in a table, persn in a picture
    The Swan: Vesel in a table, Vesel in a picture
    ");
}
