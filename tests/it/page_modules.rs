//! The script of an exported page: the modules of `web/js`, joined.

use relata::export::picture::html::modules::{MODULES, Module, joined};

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
