//! What an exported page is made of: the modules of `web/js`, joined to one script, and what it is told, packed.

use proptest::prelude::*;
use relata::export::picture::html::modules::{MODULES, Module, joined};
use relata::export::picture::html::packed::Packed;
use serde_json::{Value, json};

use crate::support::draws;

#[test]
fn modules_become_one_script_in_which_names_do_not_meet() {
    let modules = [
        Module {
            path: "a.js",
            text: "// A.\nconst own = 1;\n/** @type {import(\"./x.js\").X} */\nexport const one = own;\n\
                   /**\n * Two.\n */\nexport function two() {\n  return own + /** @type {number} */ (one);\n}\n",
        },
        Module {
            path: "b/c.js",
            text: "import { one, two } from \"../a.js\";\nconst own = 2;\nimport(\"../a.js\").then(two);\n",
        },
    ];
    // The line that loads stands at the beginning, which only `import {` may.
    insta::assert_snapshot!(joined(&modules).unwrap_err(), @r#"b/c.js: import("../a.js").then(two);"#);
    let modules = [
        Module { path: "a.js", text: modules[0].text },
        Module {
            path: "b/c.js",
            text: "import { one, two as both } from \"../a.js\";\nconst own = 2;\n  import(\"../a.js\").then(both);\n",
        },
    ];
    insta::assert_snapshot!(joined(&modules).unwrap(), @r#"
    const modules = {};
    modules["a.js"] = (() => {
    const own = 1;
    const one = own;
    function two() {
    return own +  (one);
    }
    return { one, two };
    })();
    modules["b/c.js"] = (() => {
    const { one, two: both } = modules["a.js"];
    const own = 2;
    Promise.resolve(modules["a.js"]).then(both);
    return {  };
    })();
    "#);
}

#[test]
fn what_is_not_known_is_refused() {
    let forms = [
        "import a from \"./known.js\";",
        "import * as a from \"./known.js\";",
        "import { a as } from \"./known.js\";",
        "import { a } from \"./later.js\";",
        "import { a } from \"known.js\";",
        "import \"./known.js\";",
        "import {",
        "export default 1;",
        "export { a };",
        "export * from \"./known.js\";",
        "export let a = 1;",
        "const a = import(name);",
        "const a = import.meta.url;",
        "const a = \"</SCRIPT>\";",
        "const a = \"<!--\";",
        "/** never ends",
        "const a = 1; /** goes",
        "const a = `first\n second`;",
    ];
    for form in forms {
        let modules = [
            Module { path: "known.js", text: "export const a = 1;" },
            Module { path: "form.js", text: form },
            Module { path: "later.js", text: "export const a = 1;" },
        ];
        assert!(joined(&modules).is_err(), "{form}");
    }
}

#[test]
fn the_modules_of_the_page_are_joined() {
    let script = joined(MODULES).unwrap();
    assert!(!script.contains("fetch(") && !script.contains("XMLHttpRequest") && !script.contains("import("));
}

/// Packs a value, with a namespace.
fn packed(value: &Value) -> String {
    let mut packed = Packed::new("https://example.org/kg/");
    let number = packed.add(value);
    let mut out = Vec::new();
    packed.write(&json!({ "title": "Norland" }), &[("all", vec![number])], &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// What a page was told, as JSON.
pub(crate) fn told(page: &str) -> Value {
    let json =
        page.split_once("<script id=\"told\" type=\"application/json\">").unwrap().1.split_once("</script>").unwrap().0;
    serde_json::from_str(json).unwrap()
}

/// The value of a term, put together as the page does it.
pub(crate) fn value_of(page: &Value, number: &Value) -> Value {
    let term = &page["terms"][usize::try_from(number.as_u64().unwrap()).unwrap()];
    let Some((first, members)) = term.as_array().and_then(|term| term.split_first()) else { return term.clone() };
    let members = members.iter().map(|member| value_of(page, member));
    match first {
        Value::String(own) => format!("{}{own}", page["namespace"].as_str().unwrap()).into(),
        shape if *shape == json!(-1) => members.collect(),
        shape => {
            let names = page["shapes"][usize::try_from(shape.as_u64().unwrap()).unwrap()].as_array().unwrap();
            names
                .iter()
                .map(|name| name.as_str().unwrap().to_owned())
                .zip(members)
                .collect::<serde_json::Map<_, _>>()
                .into()
        }
    }
}

#[test]
fn nothing_stands_twice_and_what_is_named_most_has_the_shortest_number() {
    let speaker = json!({ "iri": "https://example.org/kg/Olm", "label": "Olm </script>" });
    let value = json!([{ "by": speaker, "n": 1 }, { "by": speaker, "n": 2 }, { "by": null, "n": 1 }]);
    insta::assert_snapshot!(packed(&value), @r#"
    {"about":{"title":"Norland"},"namespace":"https://example.org/kg/",
    "all":[9],
    "shapes":[["by","n"],["iri","label"]],
    "terms":[
    [1,2,3]
    ,1
    ,["Olm"]
    ,"Olm \u003c/script>"
    ,[0,0,1]
    ,2
    ,[0,0,5]
    ,null
    ,[0,7,1]
    ,[-1,4,6,8]
    ]}
    "#);
}

fn any_value() -> impl Strategy<Value = Value> {
    let plain = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[a<&\u{2028}\"\\\\]{0,4}".prop_map(Value::from),
        Just(Value::from("https://example.org/kg/Olm")),
    ];
    plain.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map("[ab<]{1,2}", inner, 0..4)
                .prop_map(|members| { members.into_iter().collect::<serde_json::Map<_, _>>().into() }),
        ]
    })
}

proptest! {
    #![proptest_config(draws(128))]
    #[test]
    fn what_is_packed_comes_back_and_cannot_end_its_script(value in any_value()) {
        let json = packed(&value);
        let ends = json.contains(['<', '\u{2028}']);
        prop_assert!(!ends);
        let page: Value = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(value_of(&page, &page["all"][0]), value);
    }
}
