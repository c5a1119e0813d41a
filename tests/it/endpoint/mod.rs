//! `relata extract --llm`: an endpoint that misbehaves, and what becomes of what it says.

mod believed;
mod stub;

use std::fs;
use std::sync::Barrier;

use relata::extraction::ClaimLine;
use serde_json::{Value, json};

use self::stub::{KEY, Recorded, Reply, Stub, found, statement};
use crate::cli::{code, out, talk};
use crate::support::Sandbox;

const TEXT: &str = "Norland attacked Vesk on Monday, officials in Veskburg said. Estmark did not attack Vesk.";

fn attack() -> Value {
    statement(json!({
        "evidence": "Norland attacked Vesk on Monday, officials in Veskburg said", "trigger": "attacked",
        "subject": "Norland", "object": "Vesk", "time_text": "Monday",
        "attribution": { "kind": "speech", "source": "officials in Veskburg", "cue": "said" },
    }))
}

fn no_attack() -> Value {
    statement(json!({
        "number": 2, "evidence": "Estmark did not attack Vesk", "trigger": "attack", "subject": "Estmark",
        "object": "Vesk", "polarity": "negative",
    }))
}

fn sandbox() -> Sandbox {
    Sandbox::new(&[("a.txt", TEXT.as_bytes()), ("relata.toml", b"[project]\nname = \"t\"\n")])
}

fn lines(written: &str) -> Vec<ClaimLine> {
    written.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Subject, predicate, object, speaker, polarity and outcome of each claim.
fn shown(written: &str) -> String {
    let show = |line: ClaimLine| {
        let ClaimLine { id, subject, predicate, object, said_by, polarity, date, rule, .. } = line;
        format!("{id} | {subject} | {predicate} | {object} | {said_by} | {polarity} | {date} | {rule}\n")
    };
    lines(written).into_iter().map(show).collect()
}

/// The statements that were refused: outcome and reasons.
fn refused(sandbox: &Sandbox) -> String {
    let written = fs::read_to_string(sandbox.path().join(".relata/extract-quarantine.jsonl")).unwrap();
    let show = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        let reasons: Vec<&str> = line["reasons"].as_array().unwrap().iter().map(|why| why.as_str().unwrap()).collect();
        format!("{}: {}\n", line["outcome"].as_str().unwrap(), reasons.join("; "))
    };
    written.lines().map(show).collect()
}

/// Nothing that was written anywhere holds the key.
fn holds_no_key(sandbox: &Sandbox) {
    let mut folders = vec![sandbox.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else {
                let bytes = fs::read(&entry).unwrap();
                assert!(!bytes.windows(KEY.len()).any(|window| window == KEY.as_bytes()), "{}", entry.display());
            }
        }
    }
}

#[test]
fn an_answer_becomes_claims_and_is_paid_for_once() {
    let stub = Stub::reading(vec![attack(), no_attack()]);
    let sandbox = sandbox();
    let run = || stub.extract(&sandbox, &["a.txt", "--published", "2025-06-15"]);
    let first = run();
    assert_eq!(code(&first), 0, "{}", talk(&first));
    insta::assert_snapshot!(shown(&out(&first)), @r"
    a-m1 | Norland | attacked | Vesk | officials in Veskburg | positive | 2025-06-09 | grounded
    a-m2 | Estmark | attacked | Vesk |  | negative |  | grounded
    ");
    insta::assert_snapshot!(talk(&first), @r"
    2 claims by tiny: 2 grounded
    1 request about 1 passage, 0 answered before; 1,000 tokens sent, 100 received
    ");
    let [request] = stub.requests().try_into().unwrap();
    assert_eq!(request.path, "/v1/chat/completions");
    assert!(request.head.to_lowercase().contains(&format!("authorization: bearer {KEY}")));
    let body = request.json();
    // The nested form, and nothing beside it.
    let format = &body["response_format"];
    assert_eq!(format["type"], "json_schema");
    assert_eq!(format.as_object().unwrap().len(), 2);
    assert_eq!(
        (&format["json_schema"]["name"], &format["json_schema"]["strict"]),
        (&json!("statements"), &json!(true))
    );
    assert_eq!(format["json_schema"]["schema"], relata::prompting::schema());
    assert_eq!((&body["model"], &body["temperature"], &body["stream"]), (&json!("tiny"), &json!(0), &json!(false)));
    assert_eq!(request.passage(), TEXT);
    let second = run();
    assert_eq!((out(&second), stub.chats()), (out(&first), 1));
    assert!(talk(&second).contains("0 requests about 1 passage, 1 answered before"), "{}", talk(&second));
    let line = &lines(&out(&first))[0];
    assert_eq!(line.annotator, "llm tiny relata-prompt-1");
    assert!(!format!("{}{}", out(&first), talk(&first)).contains(KEY));
    holds_no_key(&sandbox);
}

#[test]
fn what_stands_around_the_json_is_passed_over() {
    let ways: [fn(&str) -> String; 4] = [
        |json| format!("```json\n{json}\n```"),
        |json| format!("Here is what {{I}} found [1]:\n\n{json}\n\nI hope that helps."),
        |json| format!("<think>Is {{\"statements\": []}} right? No.</think>{json}"),
        |json| serde_json::from_str::<Value>(json).unwrap()["statements"].to_string(),
    ];
    for way in ways {
        let stub = Stub::new(move |_, recorded| Reply::content(&way(&found(&[attack()], recorded))));
        let done = stub.extract(&sandbox(), &["a.txt"]);
        assert_eq!((code(&done), lines(&out(&done)).len(), stub.chats()), (0, 1, 1), "{}", talk(&done));
    }
}

#[test]
fn an_answer_that_breaks_the_schema_is_handed_back_once() {
    let mut wrong = attack();
    wrong["polarity"] = "yes".into();
    let answers = [json!({ "statements": [wrong] }), json!({ "statements": [attack()] })];
    let stub = Stub::new(move |at, _| Reply::content(&answers[at.min(1)].to_string()));
    let done = stub.extract(&sandbox(), &["a.txt"]);
    assert_eq!((code(&done), lines(&out(&done)).len()), (0, 1));
    let [_, second] = stub.requests().try_into().unwrap();
    let messages = second.json()["messages"].clone();
    let last = messages.as_array().unwrap().last().unwrap()["content"].as_str().unwrap().to_owned();
    assert!(last.contains("statements[0]: polarity: `yes` is none of positive, negative, underspecified"), "{last}");
    // The server was asked to hold the model to the schema and did not, so that it stands in the prompt now.
    assert!(messages[0]["content"].as_str().unwrap().contains("additionalProperties"));
}

#[test]
fn what_stays_wrong_is_refused_and_the_rest_is_kept() {
    let mut wrong = no_attack();
    wrong["mood"] = "bad".into();
    let answer = json!({ "statements": [attack(), wrong] }).to_string();
    let stub = Stub::new(move |_, _| Reply::content(&answer));
    let sandbox = sandbox();
    let done = stub.extract(&sandbox, &["a.txt"]);
    assert_eq!((code(&done), lines(&out(&done)).len(), stub.chats()), (0, 1, 2), "{}", talk(&done));
    assert!(refused(&sandbox).starts_with("invalid: statements[1]: unknown field `mood`"), "{}", refused(&sandbox));
    assert!(talk(&done).contains("1 statement refused: 1 invalid"), "{}", talk(&done));
}

#[test]
fn no_answer_leaves_the_text_incomplete_and_is_asked_for_again() {
    let nothing = json!({ "role": "assistant", "content": null });
    let refusal = json!({ "role": "assistant", "content": null, "refusal": "I can't help with that." });
    let cases = [
        (Reply::message(&nothing, "stop") as Reply, 2, "no answer that can be used: it was empty"),
        (Reply::message(&refusal, "stop"), 1, "the model will not answer: I can't help with that."),
        (Reply::content("I would rather talk about cats."), 2, "the answer holds no JSON object"),
        (Reply::content("{\"statements\": [{\"number\": 1,"), 2, "the JSON of the answer is cut off"),
    ];
    for (reply, n_requests, why) in cases {
        let Reply::Status(status, headers, body) = reply else { unreachable!() };
        let stub = Stub::new(move |_, _| Reply::Status(status, headers, body.clone()));
        let sandbox = sandbox();
        let done = stub.extract(&sandbox, &["a.txt"]);
        assert_eq!((code(&done), stub.chats()), (1, n_requests), "{}", talk(&done));
        assert!(talk(&done).contains("`a` is incomplete: 1 of 1 passage unanswered"), "{}", talk(&done));
        assert!(talk(&done).contains(why), "{}", talk(&done));
        stub.extract(&sandbox, &["a.txt"]);
        assert_eq!(stub.chats(), 2 * n_requests, "failures are not kept");
    }
}

#[test]
fn an_answer_that_is_too_long_cuts_the_passage_in_two() {
    let stub = Stub::new(|_, recorded| {
        if recorded.passage().contains("Estmark") && recorded.passage().contains("Norland") {
            return Reply::message(&json!({ "role": "assistant", "content": "{\"statements\": [" }), "length");
        }
        Reply::content(&found(&[attack(), no_attack()], recorded))
    });
    let sandbox = sandbox();
    let done = stub.extract(&sandbox, &["a.txt"]);
    assert_eq!((code(&done), stub.chats()), (0, 3), "{}", talk(&done));
    let lines = lines(&out(&done));
    assert_eq!(lines.iter().map(|line| line.start).collect::<Vec<_>>(), [0, 61]);
    let again = stub.extract(&sandbox, &["a.txt"]);
    assert_eq!((out(&again), stub.chats()), (out(&done), 3), "the cut is kept as well");
}

#[test]
fn a_context_that_the_prompt_fills_is_named_and_nothing_of_it_is_kept() {
    let told = "This model's maximum context length is 2048 tokens. However, your messages resulted in 2573 tokens.";
    let stub = Stub::new(move |_, _| Reply::error(400, told));
    let sandbox = sandbox();
    sandbox.write("b.txt", b"Norland left.");
    let done = stub.extract(&sandbox, &["a.txt", "b.txt", "--jobs", "1"]);
    // The passage and its first sentence.
    assert_eq!((code(&done), stub.chats()), (2, 2), "{}", talk(&done));
    let why = format!("the context of the model is too small for the prompt and one sentence: {told}");
    assert!(talk(&done).contains(&why) && talk(&done).contains("hint: start the server with"), "{}", talk(&done));
    let larger = Stub::reading(vec![attack(), no_attack()]);
    let done = larger.extract(&sandbox, &["a.txt"]);
    assert_eq!((code(&done), larger.chats(), lines(&out(&done)).len()), (0, 1, 2), "the passage is whole again");
}

#[test]
fn a_server_that_knows_no_schema_is_asked_in_other_words_and_that_is_remembered() {
    let stub = Stub::new(|_, recorded| match recorded.json()["response_format"]["type"].as_str() {
        Some("json_schema") => Reply::error(400, "response_format of type json_schema is not supported"),
        Some(_) => Reply::error(400, "'response_format.type' must be 'json_schema' or 'text'"),
        None => Reply::content(&found(&[attack()], recorded)),
    });
    let sandbox = sandbox();
    let done = stub.extract(&sandbox, &["a.txt"]);
    assert_eq!((code(&done), lines(&out(&done)).len(), stub.chats()), (0, 1, 3), "{}", talk(&done));
    let last = stub.requests().pop().unwrap().json();
    assert!(last["messages"][0]["content"].as_str().unwrap().contains("additionalProperties"));
    sandbox.write("b.txt", b"Norland left.");
    stub.extract(&sandbox, &["b.txt"]);
    assert_eq!(stub.chats(), 4);
}

#[test]
fn parameters_that_a_server_does_not_take_are_left_out() {
    let stub = Stub::new(|_, recorded| {
        let body = recorded.json();
        if body.get("max_tokens").is_some() {
            return Reply::error(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.");
        }
        if body.get("temperature").is_some() {
            return Reply::error(400, "Unsupported value: 'temperature' does not support 0 with this model.");
        }
        Reply::content(&found(&[attack()], recorded))
    });
    let done = stub.extract(&sandbox(), &["a.txt"]);
    assert_eq!((code(&done), lines(&out(&done)).len(), stub.chats()), (0, 1, 3), "{}", talk(&done));
}

#[test]
fn a_busy_server_is_asked_again_and_a_wrong_request_is_not() {
    let busy = || Reply::Status(429, "Retry-After: 0\r\n", String::new());
    let dated = || Reply::Status(503, "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n", "busy".to_owned());
    let body_error = || Reply::ok(&json!({ "error": { "message": "overloaded", "code": 529 } }));
    let stub = Stub::new(move |at, recorded| match at {
        0 => busy(),
        1 => dated(),
        2 => Reply::Hang,
        3 => body_error(),
        _ => Reply::content(&found(&[attack()], recorded)),
    });
    let done = stub.extract(&sandbox(), &["a.txt"]);
    assert_eq!((code(&done), lines(&out(&done)).len(), stub.chats()), (0, 1, 5), "{}", talk(&done));

    let stub = Stub::new(|_, _| Reply::error(401, &format!("Incorrect API key provided: {KEY}.")));
    let sandbox = sandbox();
    let done = stub.extract(&sandbox, &["a.txt"]);
    assert_eq!((code(&done), stub.chats()), (2, 1));
    assert!(talk(&done).contains("refuses the request (401): Incorrect API key provided: …."), "{}", talk(&done));
    assert!(talk(&done).contains("hint: put the key of this endpoint into"), "{}", talk(&done));
    holds_no_key(&sandbox);

    let models = || Reply::ok(&json!({ "data": [{ "id": "small" }, { "id": "large" }] }));
    let stub = Stub::new(move |_, recorded| match recorded.path.as_str() {
        "/v1/models" => models(),
        _ => Reply::error(404, "the model `tiny` does not exist"),
    });
    let done = stub.extract(&sandbox, &["a.txt"]);
    assert!(talk(&done).contains("hint: it has the models small, large"), "{}", talk(&done));
}

#[test]
fn a_server_that_stays_away_is_given_up() {
    type Script = fn(usize, &Recorded) -> Reply;
    let cases: [(Script, &[&str], usize, &str); 3] = [
        (|_, _| Reply::Hang, &[], 5, "does not answer"),
        (|_, _| Reply::Wait, &["--timeout", "0.05"], 2, "it took too long"),
        (
            |_, _| Reply::Status(429, "Retry-After: 86400\r\n", String::new()),
            &[],
            1,
            "asks to be left alone for 86400 s",
        ),
    ];
    for (script, more, most, why) in cases {
        let stub = Stub::new(script);
        let sandbox = sandbox();
        sandbox.write("b.txt", b"Norland left.");
        let done = stub.extract(&sandbox, &[&["a.txt", "b.txt", "--jobs", "1"], more].concat());
        assert_eq!(code(&done), 2, "nothing could be asked: {}", talk(&done));
        assert!(talk(&done).contains(why), "{}", talk(&done));
        assert!(talk(&done).contains("hint: see that a server runs there"), "{}", talk(&done));
        // The second text is not tried any more. A request that took too long may not even have come.
        assert!(stub.chats() <= most, "{}", stub.chats());
    }
}

#[test]
fn caps_hold_and_a_run_goes_on_where_another_stopped() {
    let texts: Vec<(String, String)> =
        (0..4).map(|at| (format!("t{at}.txt"), format!("Norland attacked Vesk in the year 200{at}."))).collect();
    let files: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let sandbox = Sandbox::new(&files);
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let statement = |at: usize| {
        let evidence = format!("Norland attacked Vesk in the year 200{at}");
        statement(json!({ "evidence": evidence, "trigger": "attacked", "subject": "Norland", "object": "Vesk" }))
    };
    let stub = Stub::reading((0..4).map(statement).collect());
    let run = |more: &[&str]| stub.extract(&sandbox, &[&names, more].concat());
    let capped = run(&["--max-requests", "3"]);
    assert_eq!((code(&capped), stub.chats(), lines(&out(&capped)).len()), (1, 3, 3), "{}", talk(&capped));
    assert!(talk(&capped).contains("all 3 requests of `--max-requests` are used up"), "{}", talk(&capped));
    let price = ["--price-in", "100", "--price-out", "400", "--max-cost", "0.01"];
    let poor = run(&price);
    assert_eq!((code(&poor), stub.chats()), (1, 3));
    assert!(talk(&poor).contains("could cost more than `--max-cost 0.01` leaves"), "{}", talk(&poor));
    let forecast = run(&["--dry-run", "--price-in", "1"]);
    assert_eq!((code(&forecast), stub.chats()), (0, 3));
    assert!(out(&forecast).starts_with("passages\t4\nanswered before\t3\nto ask\t1\n"), "{}", out(&forecast));
    let done = run(&["--price-in", "1", "--price-out", "10"]);
    assert_eq!((code(&done), stub.chats(), lines(&out(&done)).len()), (0, 4, 4));
    assert!(talk(&done).contains("1,000 tokens sent, 100 received, cost 0.0020"), "{}", talk(&done));
    let documents: Vec<String> = lines(&out(&done)).into_iter().map(|line| line.document).collect();
    assert_eq!(documents, ["t0", "t1", "t2", "t3"]);
    holds_no_key(&sandbox);
}

#[test]
fn no_more_requests_are_on_their_way_than_may_be() {
    let texts: Vec<(String, String)> = (0..6).map(|at| (format!("t{at}.txt"), format!("Text {at}."))).collect();
    let files: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let sandbox = Sandbox::new(&files);
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    // Each request waits for another one, so that two are on their way at a time.
    let both = Barrier::new(2);
    let stub = Stub::new(move |_, _| {
        both.wait();
        Reply::content("{\"statements\": []}")
    });
    let done = stub.extract(&sandbox, &[&names[..], &["--jobs", "2"]].concat());
    assert_eq!((code(&done), stub.chats(), stub.most()), (0, 6, 2), "{}", talk(&done));
    assert!(talk(&done).contains("no claim was found in 6 texts"), "{}", talk(&done));
}

#[test]
fn addresses_and_flags_that_make_no_sense_are_refused() {
    let sandbox = sandbox();
    let stub = Stub::reading(vec![attack()]);
    for ending in ["/", "/v1", "/v1/", "/v1/chat/completions"] {
        sandbox.write("a.txt", format!("{TEXT} {ending}").as_bytes());
        let done = crate::cli::relata(
            &sandbox,
            &["extract", "a.txt", "--format", "jsonl", "--llm", &format!("{}{ending}", stub.address), "--model", "m"],
        );
        assert_eq!(code(&done), 0, "{ending}: {}", talk(&done));
    }
    assert!(stub.requests().iter().all(|request| request.path == "/v1/chat/completions"));
    let refused = |arguments: &[&str]| {
        let done = crate::cli::relata(&sandbox, &[&["extract", "a.txt"], arguments].concat());
        assert_eq!(code(&done), 2);
        talk(&done)
    };
    assert!(refused(&["--llm", "http://me:secret@localhost/v1", "--model", "m"]).contains("no place for a key"));
    assert!(refused(&["--llm", "localhost:8080", "--model", "m"]).contains("names no endpoint"));
    assert!(refused(&["--llm", "http://localhost/v1", "--model", "m", "--attributions"]).contains("claims only"));
    refused(&["--llm", "http://localhost/v1"]);
    refused(&["--max-cost", "1"]);
}
