//! Views of the page that are saved in the project: who may, which bytes, and what others see.

use axum::http::{Request, header};
use insta::assert_snapshot;
use relata::evaluation::Limits;
use relata::serve::{Access, Token, axum};
use serde_json::{Value, json};

use crate::serve::{Reply, Serving};

const PROJECT: [(&str, &[u8]); 2] =
    [("relata.toml", b"[project]\nname = \"war\"\n"), ("claims.csv", b"subject,predicate,object\nNorland,met,Vesk\n")];

fn view(name: &str, pin: &str) -> Value {
    json!({ "view": "graph", "name": name, "parameters": { "pin": [pin], "about": ["kg:Norland"] } })
}

fn save(serving: &Serving, token: &Token, view: &Value, replace: bool) -> Reply {
    let request = Request::post("/api/views").header(header::CONTENT_TYPE, "application/json");
    let request = request.header("relata-token", token.text());
    serving.ask(request, json!({ "view": view, "replace": replace }).to_string())
}

#[test]
fn a_view_becomes_a_file_that_is_always_the_same_and_is_listed() {
    let (serving, token) = Serving::writing_to(&PROJECT, Access::default());
    assert_eq!(serving.get("/api/views", "*/*").body, r#"{"faults":[],"views":[]}"#);
    let first = view("Around Norland", "12,-30 kg:Norland");
    assert_snapshot!(save(&serving, &token, &first, false).brief(), @r#"200 application/json {"file":"views/Around Norland.json"}"#);
    let file = || std::fs::read_to_string(serving.sandbox.path().join("views/Around Norland.json")).unwrap();
    assert_snapshot!(file(), @r#"
    {
      "name": "Around Norland",
      "view": "graph",
      "parameters": {
        "about": [
          "kg:Norland"
        ],
        "pin": [
          "12,-30 kg:Norland"
        ]
      }
    }
    "#);
    let before = file();
    assert_eq!(save(&serving, &token, &first, false).status, 200);
    assert_eq!(file(), before);
    // Another one of the same name takes its place only when that is asked for.
    let other = view("Around Norland", "0,0 kg:Vesk");
    assert_snapshot!(save(&serving, &token, &other, false).brief(), @"409 text/plain; charset=utf-8 there is a view `Around Norland` already, and it shows something else");
    assert_eq!(file(), before);
    assert_eq!(save(&serving, &token, &other, true).status, 200);
    assert!(file().contains("0,0 kg:Vesk"));
    // A file that is no view is told, and the others are listed.
    serving.sandbox.write("views/broken.json", b"{\"name\": 3}");
    serving.sandbox.write("views/README.md", b"notes");
    let told: Value = serde_json::from_str(&serving.get("/api/views", "*/*").body).unwrap();
    assert_eq!(
        told["views"],
        json!([{ "name": "Around Norland", "view": "graph", "parameters": { "about": ["kg:Norland"], "pin": ["0,0 kg:Vesk"] } }])
    );
    assert_eq!(told["faults"][0]["file"], "broken.json");
    // Views are no sources: the graph is as new as it was.
    assert!(!serving.site.refresh());
}

fn change(serving: &Serving, token: &Token, method: &str, body: &Value) -> Reply {
    let request = Request::builder().method(method).uri("/api/views").header(header::CONTENT_TYPE, "application/json");
    serving.ask(request.header("relata-token", token.text()), body.to_string())
}

#[test]
fn a_view_is_renamed_and_removed_as_it_was_seen() {
    let (serving, token) = Serving::writing_to(&PROJECT, Access::default());
    let names = || {
        let mut names: Vec<_> = std::fs::read_dir(serving.sandbox.path().join("views"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names.join(", ")
    };
    let (first, second) = (view("First", "1,1 kg:Vesk"), view("Second", "2,2 kg:Vesk"));
    save(&serving, &token, &first, false);
    save(&serving, &token, &second, false);
    let rename =
        |seen: &Value, name: &str| change(&serving, &token, "PUT", &json!({ "seen": seen, "name": name })).brief();
    assert_snapshot!(rename(&first, "Second"), @"409 text/plain; charset=utf-8 there is a view `Second` already: take another name");
    assert!(rename(&first, "../First").starts_with("400 text/plain; charset=utf-8 `../First` is no name for a view"));
    assert_snapshot!(rename(&view("First", "0,0 kg:Vesk"), "Third"), @"409 text/plain; charset=utf-8 the view `First` shows something else by now: look at the list anew");
    assert_snapshot!(rename(&view("Nobody’s", ""), "Third"), @"404 text/plain; charset=utf-8 the view `Nobody’s` is not there any more: look at the list anew");
    assert_eq!(names(), "First.json, Second.json");
    assert_snapshot!(rename(&first, "Third"), @r#"200 application/json {"file":"views/Third.json"}"#);
    assert_eq!(names(), "Second.json, Third.json");
    let third = view("Third", "1,1 kg:Vesk");
    let kept: Value =
        serde_json::from_slice(&std::fs::read(serving.sandbox.path().join("views/Third.json")).unwrap()).unwrap();
    assert_eq!(kept, third);
    let remove = |seen: &Value| change(&serving, &token, "DELETE", &json!({ "seen": seen })).brief();
    assert_snapshot!(remove(&view("Third", "0,0 kg:Vesk")), @"409 text/plain; charset=utf-8 the view `Third` shows something else by now: look at the list anew");
    assert_snapshot!(remove(&first), @"404 text/plain; charset=utf-8 the view `First` is not there any more: look at the list anew");
    assert_snapshot!(remove(&third), @r#"200 application/json {"file":"views/Third.json"}"#);
    // What somebody put there under another name goes, too; what is no view of ours stays.
    serving.sandbox.write("views/put here.json", third.to_string().as_bytes());
    serving.sandbox.write("views/broken.json", b"{}");
    assert_snapshot!(remove(&third), @r#"200 application/json {"file":"views/put here.json"}"#);
    assert_eq!(names(), "Second.json, broken.json");
    let request = Request::delete("/api/views").header(header::CONTENT_TYPE, "application/json");
    assert_eq!(serving.ask(request, json!({ "seen": second }).to_string()).status, 403);
    assert_eq!(names(), "Second.json, broken.json");
}

#[test]
fn no_view_is_written_elsewhere_or_without_the_token() {
    let (serving, token) = Serving::writing_to(&PROJECT, Access::default());
    let names = ["", "../claims", "a/b", "a\\b", ".hidden", "con\u{0}", " a", "a.", "a\nb", &"n".repeat(81), "<b>"];
    for name in names {
        assert_eq!(save(&serving, &token, &view(name, ""), false).status, 400, "{name:?}");
    }
    let mut odd = view("odd", "");
    odd["parameters"] = json!({ "Pin\"": [] });
    assert_eq!(save(&serving, &token, &odd, false).status, 400);
    odd = json!({ "name": "odd" });
    assert_eq!(save(&serving, &token, &odd, false).status, 400);
    let reading = Serving::of(&PROJECT, Limits::default(), Access::default());
    assert_eq!(save(&reading, &token, &view("mine", ""), false).status, 403);
    assert!(!serving.sandbox.path().join("views").exists() && !reading.sandbox.path().join("views").exists());
    assert_eq!(save(&serving, &token, &view("Überblick (März)", ""), false).status, 200);
}

#[test]
fn names_that_some_system_has_for_something_else_are_refused() {
    let (serving, token) = Serving::writing_to(&PROJECT, Access::default());
    for name in ["con", "NUL", "com1", "Lpt9.draft"] {
        assert_eq!(save(&serving, &token, &view(name, "1,1"), false).status, 400, "{name}");
    }
    for name in ["contacts", "com", "comet 1"] {
        assert_eq!(save(&serving, &token, &view(name, "1,1"), false).status, 200, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_of_views_that_is_a_link_is_neither_read_nor_written() {
    let (serving, token) = Serving::writing_to(&PROJECT, Access::default());
    let elsewhere = crate::support::Sandbox::new(&[("secret.json", b"{}")]);
    std::os::unix::fs::symlink(elsewhere.path(), serving.sandbox.path().join("views")).unwrap();
    assert_snapshot!(serving.get("/api/views", "*/*").brief(), @"500 text/plain; charset=utf-8 cannot list `views/`: it is a link");
    assert_snapshot!(save(&serving, &token, &view("mine", ""), false).brief(), @r#"409 application/json {"message":"cannot write `views/mine.json`: it is a link","reason":"disk"}"#);
    assert!(!elsewhere.path().join("mine.json").exists());
}
