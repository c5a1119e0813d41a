//! The command that finds names of one actor and keeps what somebody decides.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use crate::cli::{code, out, relata, relata_with, talk};
use crate::support::Sandbox;

const CLAIMS: &[u8] = b"subject,predicate,object,said_by,document\n\
Donald Trump,met,Vladimir Putin,officials,a.txt\n\
Trump,threatened,Iran,Ayatollah Ali Khamenei,a.txt\n\
\"Netanyahu, Benjamin\",met,Benjamin Netanyahu,Ali Khamenei,b.txt\n";

fn table() -> Sandbox {
    Sandbox::new(&[("claims.csv", CLAIMS)])
}

fn judgements(sandbox: &Sandbox) -> String {
    fs::read_to_string(sandbox.path().join("judgements.csv")).unwrap()
}

#[test]
fn pairs_are_listed_with_score_and_evidence() {
    let sandbox = table();
    let listed = relata(&sandbox, &["resolve", "claims.csv"]);
    assert_eq!(code(&listed), 0);
    insta::assert_snapshot!(out(&listed), @"
    Ali Khamenei (1) · Ayatollah Ali Khamenei (1)
      0.92  Ali Khamenei = Ayatollah Ali Khamenei?  the same without the title `ayatollah`

    Donald Trump (1) · Trump (1)
      0.84  Donald Trump = Trump?  `Trump` is the surname of `Donald Trump`; nobody else here has this surname; 1 document names both

    Benjamin Netanyahu (1) · Netanyahu, Benjamin (1)
      0.75  Benjamin Netanyahu = Netanyahu, Benjamin?  the same with the surname first; 1 document names both; but a claim has one act on the other
    ");
    insta::assert_snapshot!(out(&relata(
        &sandbox,
        &["resolve", "claims.csv", "--format", "csv", "--min-score", "0.9"]
    )), @"
    cluster,left,right,score,left_claims,right_claims,evidence
    1,Ali Khamenei,Ayatollah Ali Khamenei,0.92,1,1,the same without the title `ayatollah`
    ");
    let checked = relata(&sandbox, &["check", "claims.csv"]);
    assert!(talk(&checked).contains("names look like 3 actors: relata resolve claims.csv"), "{}", talk(&checked));
}

#[test]
fn judgements_that_a_spreadsheet_holds_open_or_that_do_not_end_are_left_alone() {
    let sandbox = table();
    let judge = |sandbox: &Sandbox| relata(sandbox, &["resolve", "claims.csv", "--same", "Trump", "Donald Trump"]);
    sandbox.write(".~lock.judgements.csv#", b"");
    let refused = judge(&sandbox);
    insta::assert_snapshot!(talk(&refused), @"
    error: `judgements.csv` is open in a spreadsheet, which would write over the new rows
    hint: close it there, and try again
    ");
    assert_eq!(code(&refused), 2);
    fs::remove_file(sandbox.path().join(".~lock.judgements.csv#")).unwrap();
    let broken = b"left,right,judgement\nIran,\"Persia,same\n";
    sandbox.write("judgements.csv", broken);
    let refused = judge(&sandbox);
    insta::assert_snapshot!(talk(&refused), @"
    1 error, 12 notices: `relata check claims.csv` shows them
    error: `judgements.csv` cannot be written: line 2: the quote that opens here is never closed
    hint: mend it, or move the table away: a new one is made
    ");
    assert_eq!((code(&refused), judgements(&sandbox).as_bytes()), (2, broken.as_slice()));
}

#[test]
fn each_decision_is_a_row_that_can_be_taken_back() {
    let sandbox = table();
    let stamp = ["--who", "ada", "--when", "2026-01-02"];
    let run = |arguments: &[&str]| relata(&sandbox, &[&["resolve", "claims.csv"], arguments, &stamp].concat());
    let first = run(&["--same", "Trump", "Donald Trump", "--why-text", "a, \"b\""]);
    assert_eq!(code(&first), 0, "{}", talk(&first));
    run(&[
        "--different",
        "Netanyahu, Benjamin",
        "Benjamin Netanyahu",
        "--unsure",
        "Ali Khamenei",
        "Ayatollah Ali Khamenei",
    ]);
    insta::assert_snapshot!(judgements(&sandbox), @r#"
    left,right,judgement,who,when,why
    Trump,Donald Trump,same,ada,2026-01-02,"a, ""b"""
    "Netanyahu, Benjamin",Benjamin Netanyahu,different,ada,2026-01-02,
    Ali Khamenei,Ayatollah Ali Khamenei,unsure,ada,2026-01-02,
    "#);
    insta::assert_snapshot!(out(&relata(&sandbox, &["resolve", "claims.csv"])), @"");
    insta::assert_snapshot!(out(&relata(&sandbox, &["resolve", "claims.csv", "--why", "Trump"])), @r#"
    Donald Trump  <https://w3id.org/relata/kg/Donald_Trump>
      also Trump: `Trump` and `Donald Trump` are judged the same by ada on 2026-01-02: a, "b"  [judgements.csv:2]
    "#);
    // The other way round it is the same pair, and its row changes.
    run(&["--different", "Donald Trump", "Trump"]);
    assert!(!judgements(&sandbox).contains("same"), "{}", judgements(&sandbox));
    run(&["--undo", "Trump", "Donald Trump"]);
    assert!(!judgements(&sandbox).contains("Trump"));
    let listed = relata(&sandbox, &["resolve", "claims.csv", "--all"]);
    assert!(out(&listed).contains("Trump = ") && out(&listed).contains("Khamenei = "), "{}", out(&listed));
}

#[test]
fn a_name_that_no_claim_has_is_refused_with_those_that_may_be_meant() {
    let sandbox = table();
    let judge = |names: [&str; 2], more: &[&str]| {
        let judged = relata(&sandbox, &[&["resolve", "claims.csv", "--same"], &names[..], more].concat());
        (code(&judged), talk(&judged))
    };
    let (code, said) = judge(["Trumpp", "Donald Trump"], &[]);
    assert_eq!(code, 2);
    insta::assert_snapshot!(said, @"
    error: no claim names `Trumpp`; nothing is written
    hint: did you mean `Trump` or `Donald Trump`? `--even-unknown` judges it all the same
    ");
    let (code, said) = judge(["Khamenei", "Donald Tramp"], &[]);
    assert_eq!(code, 2);
    insta::assert_snapshot!(said, @"
    error: no claim names `Khamenei`, and 1 more; nothing is written
    hint: did you mean `Ali Khamenei` or `Ayatollah Ali Khamenei`? `--even-unknown` judges it all the same
    ");
    assert!(!sandbox.path().join("judgements.csv").exists());
    assert_eq!(judge(["Xi", "Donald Trump"], &["--even-unknown"]).0, 0);
    assert_eq!(judge(["wd:Q22686", "Donald Trump"], &[]).0, 0);
    insta::assert_snapshot!(judgements(&sandbox).lines().count(), @"3");
}

#[test]
fn where_no_terminal_is_lines_answer() {
    let sandbox = table();
    let ask = |input: &str| {
        let _ = fs::remove_file(sandbox.path().join("judgements.csv"));
        let stamp = ["--who", "ada", "--when", "2026-01-02"];
        let asked = relata_with(&sandbox, &[&["resolve", "claims.csv", "--ask"], &stamp[..]].concat(), input);
        assert_eq!(code(&asked), 0, "{}", talk(&asked));
        fs::read_to_string(sandbox.path().join("judgements.csv")).unwrap_or_default()
    };
    // Same, a key that means nothing, skipped, different.
    insta::assert_snapshot!(ask("s\nx\n\ndifferent\n"), @r#"
    left,right,judgement,who,when,why
    Ali Khamenei,Ayatollah Ali Khamenei,same,ada,2026-01-02,
    Benjamin Netanyahu,"Netanyahu, Benjamin",different,ada,2026-01-02,
    "#);
    // One back, then unsure; the end of the input ends it, and what was decided is kept.
    insta::assert_snapshot!(ask("s\nz\nu\n"), @"
    left,right,judgement,who,when,why
    Ali Khamenei,Ayatollah Ali Khamenei,unsure,ada,2026-01-02,
    ");
    assert_eq!(ask("q\n"), "");
}

#[test]
fn other_lines_of_the_file_stay_as_they_are() {
    let sandbox = table();
    sandbox.write(
        "judgements.csv",
        b"why;judgement;right;left;colour\r\n\"two\r\nlines\";same;b;a;red\r\n;same; d;c ;\r\n",
    );
    let decided = ["--different", "c", "d", "--same", "e", "f", "--who", "x", "--even-unknown"];
    let done = relata(&sandbox, &[&["resolve", "claims.csv"], &decided[..]].concat());
    assert_eq!(code(&done), 0, "{}", talk(&done));
    assert_eq!(
        judgements(&sandbox),
        "why;judgement;right;left;colour\r\n\"two\r\nlines\";same;b;a;red\r\n;same;f;e;\r\n;different;d;c;\r\n"
    );
}

#[test]
fn pairs_go_out_into_a_table_and_come_back_judged() {
    let sandbox = table();
    let done = relata(&sandbox, &["resolve", "claims.csv", "--to", "pairs.csv"]);
    assert_eq!(code(&done), 0, "{}", talk(&done));
    let pairs = fs::read_to_string(sandbox.path().join("pairs.csv")).unwrap();
    let judged = pairs.replacen(
        "Benjamin Netanyahu,\"Netanyahu, Benjamin\",,",
        "Benjamin Netanyahu,\"Netanyahu, Benjamin\",Same,",
        1,
    );
    assert_ne!(pairs, judged, "{pairs}");
    sandbox.write("pairs.csv", judged.as_bytes());
    let done =
        relata(&sandbox, &["resolve", "claims.csv", "--from", "pairs.csv", "--who", "ada", "--when", "2026-01-02"]);
    assert_eq!(code(&done), 0, "{}", talk(&done));
    insta::assert_snapshot!(judgements(&sandbox), @r#"
    left,right,judgement,who,when,why
    Benjamin Netanyahu,"Netanyahu, Benjamin",same,ada,2026-01-02,
    "#);
    sandbox.write("pairs.csv", b"left,right,judgement\na,b,perhaps\n");
    let failed = relata(&sandbox, &["resolve", "claims.csv", "--from", "pairs.csv"]);
    assert_eq!(code(&failed), 2);
    insta::assert_snapshot!(talk(&failed), @"
    error: pairs.csv:2: `perhaps` is no judgement
    hint: one of same, different, unsure
    ");
}

#[test]
fn names_are_linked_by_a_table() {
    let sandbox = table();
    sandbox.write(
        "wikidata.csv",
        b"name,id\nTrump,Q22686\nIRN,Q794\nvladimir putin,http://www.wikidata.org/entity/Q7747\n",
    );
    let done =
        relata(&sandbox, &["resolve", "claims.csv", "--link", "wikidata.csv", "--who", "ada", "--when", "2026-01-02"]);
    assert_eq!(code(&done), 0, "{}", talk(&done));
    insta::assert_snapshot!(judgements(&sandbox), @r"
    left,right,judgement,who,when,why
    Iran,wd:Q794,same,ada,2026-01-02,`IRN` in `wikidata.csv`
    Trump,wd:Q22686,same,ada,2026-01-02,`Trump` in `wikidata.csv`
    Vladimir Putin,wd:Q7747,same,ada,2026-01-02,`vladimir putin` in `wikidata.csv`
    ");
    let asked = relata(
        &sandbox,
        &["query", "claims.csv", "SELECT ?q { kg:Iran owl:sameAs ?q ; skos:exactMatch ?q }", "--format", "csv"],
    );
    insta::assert_snapshot!(out(&asked), @r"
    q
    http://www.wikidata.org/entity/Q794
    ");
}

/// Answers as a service of the Reconciliation API does: the manifest, and candidates for each query.
fn serve(mut stream: TcpStream) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let (mut length, mut is_form) = (0, false);
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).unwrap();
        let header = header.trim().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        length = header.strip_prefix("content-length:").map_or(length, |n| n.trim().parse().unwrap());
        is_form |= header == "content-type: application/x-www-form-urlencoded";
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let answer = if line.starts_with("GET ") {
        serde_json::json!({
            "versions": ["0.2"], "name": "stub", "identifierSpace": "http://www.wikidata.org/entity/",
            "schemaSpace": "http://www.wikidata.org/prop/direct/", "view": { "url": "https://www.wikidata.org/wiki/{{id}}" }
        })
    } else {
        assert!(line.starts_with("POST ") && is_form, "{line}");
        let body = String::from_utf8(body).unwrap();
        let queries = body.strip_prefix("queries=").unwrap().replace('+', " ");
        let queries = percent_encoding::percent_decode_str(&queries).decode_utf8().unwrap();
        let queries: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&queries).unwrap();
        let result = |query: &serde_json::Value| match query["query"].as_str().unwrap() {
            "Iran" => serde_json::json!([{ "id": "Q794", "name": "Iran", "score": 100, "match": true, "type": [] }]),
            "Trump" => serde_json::json!([
                { "id": "Q22686", "name": "Donald Trump", "score": 61.5, "match": false, "type": [] },
                { "id": "Q432473", "name": "Melania Trump", "score": 60, "match": false, "type": [] },
            ]),
            _ => serde_json::json!([]),
        };
        queries.iter().map(|(key, query)| (key.clone(), serde_json::json!({ "result": result(query) }))).collect()
    };
    let answer = answer.to_string();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}",
        answer.len()
    )
    .unwrap();
}

#[test]
fn names_are_linked_by_a_service() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/en/api", listener.local_addr().unwrap());
    // The manifest and one batch of names.
    let server = std::thread::spawn(move || listener.incoming().take(2).for_each(|stream| serve(stream.unwrap())));
    let sandbox = table();
    let done = relata(&sandbox, &["resolve", "claims.csv", "--link", &address, "--who", "ada", "--when", "2026-01-02"]);
    assert_eq!(code(&done), 0, "{}", talk(&done));
    server.join().unwrap();
    insta::assert_snapshot!(out(&done), @r"
    Iran = wd:Q794  Iran
    Trump = wd:Q22686?  Donald Trump  score 61.5
    Trump = wd:Q432473?  Melania Trump  score 60
    ");
    assert!(judgements(&sandbox).contains("Iran,wd:Q794,same,ada,2026-01-02,"), "{}", judgements(&sandbox));
}

#[test]
fn a_service_at_https_is_asked_in_tls_and_has_to_prove_who_it_is() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://{}/en/api", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut start = [0; 5];
        stream.read_exact(&mut start).unwrap();
        // An alert: this end cannot prove anything.
        stream.write_all(&[0x15, 3, 3, 0, 2, 2, 40]).unwrap();
        start
    });
    let sandbox = table();
    let refused = relata(&sandbox, &["resolve", "claims.csv", "--link", &address]);
    let start = server.join().unwrap();
    assert_eq!((start[0], start[1]), (0x16, 3), "a handshake of TLS begins so");
    assert_eq!(code(&refused), 2);
    assert!(talk(&refused).contains("cannot ask the service at `https://"), "{}", talk(&refused));
    assert!(!sandbox.path().join("judgements.csv").exists());
}

#[test]
fn events_of_two_documents_that_may_be_one_are_proposed_and_linked() {
    let claims = b"subject,predicate,object,date,place,document,event_id\n\
        Israel,attacked,Iran,2025-06-13,Natanz,a.txt,e1\n\
        Israel,struck,Iran,2025-06-14,Natanz,b.txt,e2\n\
        Israel,attacked,Iran,2025-06-20,Natanz,b.txt,e3\n\
        Israel,attacked,Iran,2025-06-13,Fordow,c.txt,e4\n\
        Israel,attacked,Iran,2025-06-13,Tabriz,c.txt,e5\n";
    let places =
        b"label,type,coordinates\nNatanz,place,33.51 51.92\nFordow,place,34.88 50.99\nTabriz,place,38.08 46.29\n";
    let sandbox = Sandbox::new(&[("claims.csv", claims), ("entities.csv", places)]);
    let proposed = |km: &str| out(&relata(&sandbox, &["resolve", "--events", "--within-km", km]));
    assert!(proposed("20").contains("e2") && !proposed("20").contains("e4"), "{}", proposed("20"));
    assert!(proposed("200").contains("e4") && !proposed("200").contains("e5"), "{}", proposed("200"));
    assert!(!proposed("200").contains("e3"), "a week later is another time");
    relata(&sandbox, &["resolve", "--same", "event:e1", "event:e2"]);
    assert_eq!(proposed("20"), "");
    let asked = relata(&sandbox, &["query", "ASK { event:e1 owl:sameAs event:e2 }"]);
    assert!(out(&asked).contains("yes"), "{}", out(&asked));
}
