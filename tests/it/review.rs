//! Extracted claims are reviewed: a screen without a terminal, tables that are changed row by row, and the command.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use relata::columns::CLAIMS;
use relata::disk::OwnFolder;
use relata::model::ReviewVerdict;
use relata::review::{
    Choices, ClaimDecision, Keeper, KeyPress, Ledger, ReviewClaim, ReviewError, ReviewStamp, ReviewTables, Screen,
    ScreenAction, ScreenLine, Shade, read_claims,
};
use relata::table::Mapping;

use crate::cli::{code, out, relata, talk};
use crate::support::{Sandbox, draws};

const TEXT: &str = "The strait was calm on Sunday.\n\nNorland has rejected an Estmark proposal to close the strait, officials \
in Veskburg said on Monday. The Estmark government neither confirmed nor denied the proposal.\n\nNobody else spoke.\n";

/// Where words stand in a text, in code points.
fn place(text: &str, words: &str) -> (usize, usize) {
    let start = text[..text.find(words).expect("the words are in the text")].chars().count();
    (start, start + words.chars().count())
}

/// A claim whose parts are these words of the text.
fn draft(text: &str, id: &str, quote: &str, parts: [&str; 4], cells: &[(&str, &str)]) -> ReviewClaim {
    let mut claim = ReviewClaim::default();
    let mut set = |column: &str, cell: &str| claim.cells.insert(column.to_owned(), cell.to_owned());
    set("id", id);
    set("document", "strait");
    set("annotator", "relata-rules-1");
    set("quote", quote);
    let (start, end) = place(text, quote);
    set("start", &start.to_string());
    set("end", &end.to_string());
    for (column, words) in ["subject", "trigger", "object", "said_by"].into_iter().zip(parts) {
        if column != "trigger" && !words.is_empty() {
            set(column, words);
        }
        if !words.is_empty() && !words.starts_with('#') {
            let (start, end) = place(text, words);
            set(&format!("{column}_start"), &start.to_string());
            set(&format!("{column}_end"), &end.to_string());
        }
    }
    for (column, cell) in cells {
        set(column, cell);
    }
    claim
}

fn drafts() -> Vec<ReviewClaim> {
    let quote = "Norland has rejected an Estmark proposal to close the strait";
    let inner = "Estmark proposal to close the strait";
    let officials = "officials in Veskburg";
    vec![
        draft(
            TEXT,
            "s1",
            inner,
            ["Estmark", "close", "the strait", officials],
            &[("predicate", "closed"), ("modality", "proposed"), ("note", "event-noun")],
        ),
        draft(TEXT, "s2", inner, ["Estmark", "proposal", "#s1", officials], &[("predicate", "proposed")]),
        draft(
            TEXT,
            "s3",
            quote,
            ["Norland", "has rejected", "#s2", officials],
            &[
                ("predicate", "rejected"),
                ("certainty", "certain"),
                ("event_codes", "plover:REJECT"),
                ("confidence", "0.83"),
                ("date", "2025-06-16"),
                ("note", "frame"),
            ],
        ),
    ]
}

fn choices() -> Choices {
    Choices {
        names: ["Estmark", "Norland", "Norland’s navy", "Vesk Courier"].map(str::to_owned).to_vec(),
        predicates: ["accepted", "rejected", "refused"].map(str::to_owned).to_vec(),
    }
}

fn screen(claims: Vec<ReviewClaim>, has_colors: bool) -> Screen {
    let order = (0..claims.len()).collect();
    Screen::new(claims, order, choices(), has_colors, Box::new(|_| Ok(TEXT.to_owned())))
}

fn plain(lines: &[ScreenLine]) -> String {
    lines.iter().map(|line| line.plain().trim_end().to_owned() + "\n").collect()
}

fn drawn(screen: &mut Screen, width: usize, height: usize) -> String {
    plain(&screen.draw(width, height))
}

/// Keeps decisions in a list.
#[derive(Default)]
struct Kept(Vec<Vec<ClaimDecision>>);

impl Keeper for Kept {
    fn decide(&mut self, decisions: &[ClaimDecision]) -> Result<(), ReviewError> {
        self.0.push(decisions.to_vec());
        Ok(())
    }

    fn take_back(&mut self) -> Result<(), ReviewError> {
        self.0.pop();
        Ok(())
    }
}

impl Kept {
    fn told(&self) -> String {
        let one = |decision: &ClaimDecision| format!("{} {}", decision.claim.id(), decision.verdict.word());
        let together = |decisions: &Vec<ClaimDecision>| decisions.iter().map(one).collect::<Vec<_>>().join(" + ");
        self.0.iter().map(together).collect::<Vec<_>>().join("; ")
    }
}

/// Presses the keys of a script: letters as they are, others in angle brackets. Says whether somebody quit.
fn press(screen: &mut Screen, keeper: &mut dyn Keeper, script: &str) -> bool {
    let mut rest = script;
    while let Some(first) = rest.chars().next() {
        let (name, behind) = match rest.strip_prefix('<').and_then(|named| named.split_once('>')) {
            Some((name, behind)) => (Some(name), behind),
            None => (None, &rest[first.len_utf8()..]),
        };
        rest = behind;
        let key = match name {
            None => KeyPress::Char(first),
            Some("enter") => KeyPress::Enter,
            Some("tab") => KeyPress::Tab,
            Some("esc") => KeyPress::Escape,
            Some("down") => KeyPress::Down,
            Some("clear") => KeyPress::Control('u'),
            Some("ctrl-c") => KeyPress::Control('c'),
            Some(other) => panic!("no key is called {other}"),
        };
        let action = screen.key(key);
        if action == ScreenAction::Leave {
            return true;
        }
        keeper.answer(screen, &action);
    }
    false
}

#[test]
fn a_claim_is_shown_in_its_text() {
    let mut screen = screen(drafts(), false);
    press(&mut screen, &mut Kept::default(), "ss");
    insta::assert_snapshot!(drawn(&mut screen, 80, 24), @"
    3 of 3 · document 1 of 1: strait
    ────────────────────────────────────────────────────────────────────────────────
      The strait was calm on Sunday.

    │ S[Norland] P[has rejected] an Estmark proposal to close the strait,
      W[officials in Veskburg] said on Monday. The Estmark government neither
      confirmed nor denied the proposal.

      Nobody else spoke.






    ────────────────────────────────────────────────────────────────────────────────
    S[Norland] P[rejected] O[#s2], on 2025-06-16, said by W[officials in Veskburg]
    certain · positive · actual · plover:REJECT
    └ #s2: Estmark proposed #s1, said by officials in Veskburg (actual, not
      reviewed)
      └ #s1: Estmark closed the strait, said by officials in Veskburg (proposed, not
        reviewed)
    rule frame · confidence 0.83 · by relata-rules-1 · #s3
    a accept  r reject  e edit  s skip  u undo  b back  d document  ? help  q quit
    ");
    insta::assert_snapshot!(drawn(&mut screen, 40, 10), @"
    3 of 3 · document 1 of 1: strait
    │ S[Norland] P[has rejected] an Estmark
    │ proposal to close the strait,
      W[officials in Veskburg] said on
    S[Norland] P[rejected] O[#s2], on
      2025-06-16, said by W[officials in
      Veskburg]
    certain · positive · actual ·
    …
    a r e s u b d · ? help · q
    ");
    insta::assert_snapshot!(drawn(&mut screen, 120, 16), @"
    3 of 3 · document 1 of 1: strait
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
      The strait was calm on Sunday.

    │ S[Norland] P[has rejected] an Estmark proposal to close the strait, W[officials in Veskburg] said on Monday. The
      Estmark government neither confirmed nor denied the proposal.

      Nobody else spoke.

    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    S[Norland] P[rejected] O[#s2], on 2025-06-16, said by W[officials in Veskburg]
    certain · positive · actual · plover:REJECT
    └ #s2: Estmark proposed #s1, said by officials in Veskburg (actual, not reviewed)
      └ #s1: Estmark closed the strait, said by officials in Veskburg (proposed, not reviewed)
    rule frame · confidence 0.83 · by relata-rules-1 · #s3
    a accept  r reject  e edit  s skip  u undo  b back  d document  ? help  q quit
    ");
}

#[test]
fn parts_have_colors_where_there_are_colors() {
    let mut with_colors = screen(drafts(), true);
    let lines = with_colors.draw(70, 24);
    let lit = |wanted: fn(&Shade) -> bool| -> Vec<String> {
        let pieces = lines.iter().flat_map(|line| &line.pieces).filter(|(shade, _)| wanted(shade));
        pieces.map(|(_, text)| text.clone()).collect()
    };
    insta::assert_snapshot!(lit(|shade| matches!(shade, Shade::Part(_))).join(" | "), @"Estmark | close | the strait | officials in Veskburg | Estmark | closed | the strait | officials in Veskburg");
    assert_eq!(lit(|shade| *shade == Shade::Quote), [" proposal to ", " "]);
    assert!(lines.iter().any(|line| line.drawn(true).contains("\u{1b}[1;4;36mEstmark\u{1b}[0m")));
    let colorless: String = screen(drafts(), false).draw(70, 24).iter().map(|line| line.drawn(false)).collect();
    assert!(["\u{1b}[3", ";3"].iter().all(|order| !colorless.contains(order)), "{colorless:?}");
}

#[test]
fn keys_decide_and_lead_about() {
    let mut kept = Kept::default();
    let mut screen = screen(drafts(), false);
    assert!(!press(&mut screen, &mut kept, "ara"));
    assert_eq!(kept.told(), "s1 accepted; s2 rejected; s3 accepted");
    insta::assert_snapshot!(drawn(&mut screen, 60, 6), @"
    3 of 3 · all seen

    2 accepted · 1 rejected; nothing is left.


    u undo · b back · q quit
    ");
    // Undone one by one, and each is shown again where it was decided.
    press(&mut screen, &mut kept, "uu");
    assert_eq!(kept.told(), "s1 accepted");
    assert!(drawn(&mut screen, 60, 24).starts_with("2 of 3 · document 1 of 1: strait"));
    press(&mut screen, &mut kept, "uuu");
    assert_eq!(kept.told(), "");
    assert!(drawn(&mut screen, 60, 24).contains("nothing was decided in this run"));
    // Skipped, and back; what was decided is not shown again on the way forward.
    press(&mut screen, &mut kept, "saabss");
    assert_eq!(screen.n_left(), 1, "s1 and s2 are accepted together, s3 is skipped: {}", kept.told());
    assert!(press(&mut screen, &mut kept, "b?<esc>q"));
}

#[test]
fn who_accepts_a_claim_about_a_claim_is_asked_about_that() {
    let mut kept = Kept::default();
    let mut asked = screen(drafts(), false);
    press(&mut asked, &mut kept, "ssa");
    assert!(
        drawn(&mut asked, 100, 24)
            .contains("nobody has reviewed 2 claims it speaks of: a accept all · n only this one")
    );
    press(&mut asked, &mut kept, "xa");
    assert_eq!(kept.told(), "s1 accepted + s2 accepted + s3 accepted");
    press(&mut asked, &mut kept, "u");
    assert_eq!((kept.told().as_str(), asked.n_left()), ("", 3));
    press(&mut asked, &mut kept, "an");
    assert_eq!(kept.told(), "s3 accepted");
    press(&mut asked, &mut kept, "bbr");
    assert!(drawn(&mut asked, 100, 24).contains("rejected; `s3` speaks of it, and is left out as long as it does"));
    // Who rejects the inner one first is told at the outer one.
    let mut warned = screen(drafts(), false);
    press(&mut warned, &mut Kept::default(), "srs");
    assert!(!drawn(&mut warned, 100, 24).contains("which is rejected"));
    press(&mut warned, &mut Kept::default(), "b");
    assert!(drawn(&mut warned, 100, 24).contains("it speaks of `s2`, which is rejected"));
}

#[test]
fn fields_are_edited_by_few_keys() {
    let mut kept = Kept::default();
    let mut screen = screen(drafts(), false);
    press(&mut screen, &mut kept, "sse");
    insta::assert_snapshot!(drawn(&mut screen, 60, 24), @"
    3 of 3 · document 1 of 1: strait
    ────────────────────────────────────────────────────────────
      The strait was calm on Sunday.

    │ S[Norland] P[has rejected] an Estmark proposal to close
    │ the strait, W[officials in Veskburg] said on Monday. The
      Estmark government neither confirmed nor denied the
      proposal.

      Nobody else spoke.



    ────────────────────────────────────────────────────────────
    s subject: Norland
    p predicate: rejected
    o object: #s2
    w who says it: officials in Veskburg
    y yes or no: –
    m modality: –
    c certainty: certain
    d date: 2025-06-16
    l place (location): –
    a letter opens its field · a accept as edited · Esc give up
    ");
    // A subject by its beginning, no without Enter, a date that is none, and then one that is.
    press(&mut screen, &mut kept, "s<clear>navy<tab><enter>yn");
    press(&mut screen, &mut kept, "d<clear>soon<enter>");
    insta::assert_snapshot!(drawn(&mut screen, 60, 24), @"
    3 of 3 · document 1 of 1: strait
    ────────────────────────────────────────────────────────────
      The strait was calm on Sunday.

    │ S[Norland] P[has rejected] an Estmark proposal to close
    │ the strait, W[officials in Veskburg] said on Monday. The
      Estmark government neither confirmed nor denied the
      proposal.

      Nobody else spoke.
    ────────────────────────────────────────────────────────────
    s subject: Norland’s navy (changed)
    p predicate: rejected
    o object: #s2
    w who says it: officials in Veskburg
    y yes or no: negative (changed)
    m modality: –
    c certainty: certain
    d date: soon▏
        not a date: write 2025-06-13, 2025-06, 2025, 2025-06~ or
        2025-06-13/2025-06-15
    l place (location): –
    Enter takes it · Tab completes it · Esc leaves it · Ctrl-U
    empties it
    ");
    press(&mut screen, &mut kept, "<clear>2025-06~<enter>p<clear>refu<tab><enter>a");
    press(&mut screen, &mut kept, "n");
    let decided = &kept.0[0][0];
    assert_eq!(decided.verdict, ReviewVerdict::Edited);
    let cell = |column: &str| decided.claim.cell(column);
    let cells = ["subject", "predicate", "polarity", "date", "event_codes", "confidence", "annotator", "subject_start"];
    insta::assert_snapshot!(cells.map(cell).join(" | "), @"Norland’s navy | refused | negative | 2025-06~ |  |  | relata-rules-1 |");
    // What is given up changes nothing, and words of the text are found there.
    let mut given_up = Kept::default();
    let mut other = self::screen(drafts(), false);
    press(&mut other, &mut given_up, "es<clear>Norland<enter><esc>ew<clear>The Estmark government<enter>a");
    let claim = &given_up.0[0][0].claim;
    let (start, end) = place(TEXT, "The Estmark government");
    assert_eq!((claim.cell("subject"), claim.cell("said_by_start")), ("Estmark", start.to_string().as_str()));
    assert_eq!(claim.cell("said_by_end"), end.to_string());
}

#[test]
fn a_text_that_has_changed_is_not_lit_at_wrong_places() {
    let texts = [Ok(TEXT.replace("calm", "quite calm")), Err("cannot read `texts/strait.txt`".to_owned())];
    let shown: Vec<String> = texts
        .into_iter()
        .map(|text| {
            let mut screen = Screen::new(drafts(), vec![2], Choices::default(), false, Box::new(move |_| text.clone()));
            drawn(&mut screen, 70, 18).lines().skip(2).take(5).collect::<Vec<_>>().join("\n")
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n--\n"), @"
      (the text has changed since it was read; this is the quote alone)
    │ S[Norland] P[has rejected] an Estmark proposal to close the strait



    --
      (cannot read `texts/strait.txt`; this is the quote alone)
    │ S[Norland] P[has rejected] an Estmark proposal to close the strait
    ");
}

#[test]
#[expect(clippy::unicode_not_nfc, reason = "combining characters are what is shown")]
fn nothing_in_a_text_steers_the_terminal() {
    let text = "Zoe\u{301} 金正恩 met 👩‍👩‍👧 \u{202e}evil\u{202c} \u{1b}[31mred\u{7} in 平壌, said 記者。";
    let mut claim =
        draft(text, "x", text, ["金正恩", "met", "👩‍👩‍👧", "記者"], &[("predicate", "met"), ("place", "\u{1b}[2J平壌")]);
    claim.cells.insert("note".to_owned(), "\u{9b}2J".to_owned());
    for has_colors in [false, true] {
        let read = text.to_owned();
        let mut screen = Screen::new(
            vec![claim.clone()],
            vec![0],
            Choices::default(),
            has_colors,
            Box::new(move |_| Ok(read.clone())),
        );
        let lines = screen.draw(44, 24);
        assert!(lines.iter().all(|line| line.width() <= 44));
        assert!(!plain(&lines).contains(|letter: char| letter != '\n' && letter.is_control()));
        assert!(!plain(&lines).contains(['\u{202e}', '\u{202c}']));
        if !has_colors {
            insta::assert_snapshot!(plain(&lines), @r#"
            1 of 1 · document 1 of 1: strait
            ────────────────────────────────────────────
            │ Zoé S[金正恩] P[met] O[👩‍👩‍👧]
            │ \u202Eevil\u202C \u001B[31mred\u0007 in 平
            │ 壌, said W[記者]。











            ────────────────────────────────────────────
            S[金正恩] P[met] O[👩‍👩‍👧], in \u001B[2J平壌
              , said by W[記者]
            certain · positive · actual · no type · no
              date
            rule \u009B2J · by relata-rules-1 · #x
            a accept  r reject  e edit  s skip  u undo
            b back  d document  ? help  q quit
            "#);
        }
    }
}

proptest! {
    #![proptest_config(draws(200))]

    #[test]
    fn any_text_fits_any_window(
        text in "([a-zé ]|[平壌👩\u{200d}\u{fe0f}\u{301}\u{202e}\u{1b}\r\n\t]){0,80}",
        places in proptest::collection::vec((0_usize..90, 0_usize..90), 5),
        (width, height) in (20_usize..90, 3_usize..40),
        keys in "[asrebud?nyq1 <>pm\u{e9}]{0,25}",
        has_colors: bool,
    ) {
        let mut claim = ReviewClaim::default();
        let names = ["", "subject_", "trigger_", "object_", "said_by_"];
        for (name, (start, end)) in names.iter().zip(&places) {
            claim.cells.insert(format!("{name}start"), start.to_string());
            claim.cells.insert(format!("{name}end"), end.to_string());
        }
        let quoted: String = text.chars().skip(places[0].0).take(places[0].1.saturating_sub(places[0].0)).collect();
        for (column, cell) in [("id", "x"), ("subject", text.as_str()), ("predicate", "met"), ("object", "#x"), ("quote", quoted.as_str())] {
            claim.cells.insert(column.to_owned(), cell.to_owned());
        }
        let read = text.clone();
        let mut screen = Screen::new(vec![claim], vec![0], choices(), has_colors, Box::new(move |_| Ok(read.clone())));
        for key in keys.chars() {
            let key = match key { '<' => KeyPress::Up, '>' => KeyPress::PageDown, '1' => KeyPress::Enter, other => KeyPress::Char(other) };
            let action = screen.key(key);
            Kept::default().answer(&mut screen, &action);
            let lines = screen.draw(width, height);
            prop_assert_eq!(lines.len(), height);
            for line in &lines {
                prop_assert!(line.width() <= width, "{:?}", line);
                prop_assert!(!line.plain().contains(char::is_control), "{:?}", line);
            }
        }
    }
}

/// A ledger of a folder.
fn ledger(folder: &Path) -> Ledger {
    const COLUMNS: &[&str] = &["id", "subject", "predicate", "object", "said_by", "date", "quote", "annotator"];
    let tables = ReviewTables {
        own: OwnFolder::open_or_make(&folder.join(".relata")).unwrap(),
        claims: folder.join("claims.csv"),
        mapping: Mapping::default(),
        columns: COLUMNS,
        reviews: folder.join("reviews.csv"),
        reviews_mapping: Mapping::default(),
        elsewhere: BTreeMap::new(),
    };
    let stamp = ReviewStamp { who: Some("ada".to_owned()), when: Some("2026-01-02".to_owned()), note: None };
    Ledger::new(tables, stamp, || ())
}

fn read(sandbox: &Sandbox, name: &str) -> String {
    fs::read_to_string(sandbox.path().join(name)).unwrap_or_else(|_| "(no such file)\n".to_owned())
}

#[test]
fn a_whole_session_is_on_the_disk_key_by_key_and_is_taken_back_byte_by_byte() {
    // A table of a spreadsheet: semicolons, other line ends, a column of somebody's own, and no line end at the end.
    let table = "\u{feff}Id;Subject;Predicate;Object;Codebook\r\nc1;Norland;met;\"Est;mark\";\"two\r\nlines\"\r\nc2;Vesk;met;Norland;x";
    let sandbox = Sandbox::new(&[("claims.csv", table.as_bytes())]);
    let mut ledger = ledger(sandbox.path());
    let mut screen = screen(drafts(), false);
    press(&mut screen, &mut ledger, "a");
    insta::assert_snapshot!(read(&sandbox, "claims.csv").replace('\r', "␍").trim_start_matches('\u{feff}'), @r#"
    Id;Subject;Predicate;Object;Codebook;said_by;quote;annotator␍
    c1;Norland;met;"Est;mark";"two␍
    lines";;;␍
    c2;Vesk;met;Norland;x;;;␍
    s1;Estmark;closed;the strait;;officials in Veskburg;Estmark proposal to close the strait;relata-rules-1␍
    "#);
    press(&mut screen, &mut ledger, "r");
    press(&mut screen, &mut ledger, "eo<clear>the \"proposal\"<enter>a");
    insta::assert_snapshot!(read(&sandbox, "claims.csv").replace('\r', "␍").lines().last().unwrap(), @r#"s3;Norland;rejected;"the ""proposal""";;officials in Veskburg;Norland has rejected an Estmark proposal to close the strait;relata-rules-1;2025-06-16␍"#);
    insta::assert_snapshot!(read(&sandbox, "reviews.csv"), @"
    claim,verdict,who,when,note
    s1,accepted,ada,2026-01-02,
    s2,rejected,ada,2026-01-02,
    s3,edited,ada,2026-01-02,
    ");
    // Somebody writes a row of their own meanwhile, and it stays.
    let with_own = read(&sandbox, "claims.csv") + "c3;Orlund;met;Vesk;own;;;;\r\n";
    sandbox.write("claims.csv", with_own.as_bytes());
    press(&mut screen, &mut ledger, "u");
    let after = read(&sandbox, "claims.csv");
    assert!(after.ends_with("c3;Orlund;met;Vesk;own;;;;\r\n") && !after.contains("s3"), "{after}");
    sandbox.write("claims.csv", after.replace("c3;Orlund;met;Vesk;own;;;;\r\n", "").as_bytes());
    press(&mut screen, &mut ledger, "uu");
    assert_eq!(
        (read(&sandbox, "claims.csv").as_str(), read(&sandbox, "reviews.csv").as_str()),
        (table, "(no such file)\n")
    );
}

#[test]
fn what_cannot_be_written_is_told_and_the_claim_stays() {
    let sandbox =
        Sandbox::new(&[("claims.csv", b"id,subject,predicate,object\nc1,a,met,\"b\n"), (".~lock.reviews.csv#", b"")]);
    let mut ledger = ledger(sandbox.path());
    let mut screen = screen(drafts(), false);
    press(&mut screen, &mut ledger, "a");
    let told = |screen: &mut Screen| {
        let lines = drawn(screen, 400, 24).replace(&format!("{}/", sandbox.path().display()), "");
        lines.lines().find(|line| line.starts_with("not written")).unwrap().to_owned()
    };
    insta::assert_snapshot!(told(&mut screen), @"not written: `claims.csv` cannot be written: line 2: the quote that opens here is never closed");
    // A row that is signed by a person is theirs, whatever its identifier; and a table that is open is left alone.
    sandbox.write("claims.csv", b"id,subject,predicate,object,annotator\ns1,a,met,b,ada\n");
    press(&mut screen, &mut ledger, "r");
    insta::assert_snapshot!(told(&mut screen), @"not written: `claims.csv` has a row `s1` that somebody answers for: change it there");
    sandbox.write("claims.csv", b"id,subject,predicate,object\n");
    press(&mut screen, &mut ledger, "a");
    insta::assert_snapshot!(told(&mut screen), @"not written: `reviews.csv` is open in a spreadsheet, which would write over the new row: close it there, then press the key again");
    assert_eq!(read(&sandbox, "claims.csv"), "id,subject,predicate,object\n");
    fs::remove_file(sandbox.path().join(".~lock.reviews.csv#")).unwrap();
    press(&mut screen, &mut ledger, "a");
    assert_eq!(screen.n_left(), 2);
    // Accepted, then rejected after all: the row goes, and undo brings it back.
    let accepted = read(&sandbox, "claims.csv");
    press(&mut screen, &mut ledger, "br");
    assert!(!read(&sandbox, "claims.csv").contains("s1"));
    press(&mut screen, &mut ledger, "u");
    assert_eq!(read(&sandbox, "claims.csv"), accepted);
}

const PROJECT: &[(&str, &[u8])] = &[
    ("relata.toml", b"[project]\nname = \"t\"\n[severity]\nunknown-entity = \"allow\"\nunsourced-claim = \"allow\"\n"),
    (
        "claims-extracted.csv",
        b"id,subject,predicate,object,date,document,said_by,polarity,modality,quote,annotator\n\
          s1,Estmark,closed,the strait,,,officials,positive,proposed,close the strait,relata-rules-1\n\
          s2,Estmark,proposed,#s1,,,officials,positive,actual,Estmark proposal,relata-rules-1\n\
          s3,Norland,rejected,#s2,2025-06-16,,officials,positive,actual,Norland has rejected,relata-rules-1\n",
    ),
];

#[test]
fn flags_record_verdicts_without_a_terminal() {
    let sandbox = Sandbox::new(PROJECT);
    let run = |arguments: &[&str]| relata(&sandbox, &[&["extract"], arguments].concat());
    let screen = run(&["--review"]);
    assert_eq!(code(&screen), 2);
    insta::assert_snapshot!(talk(&screen), @"
    error: `--review` draws a screen and reads keys, which needs a terminal on both ends
    hint: without one, `relata extract --accept ID… --reject ID…` writes what you decide; the claims and their identifiers are in `claims-extracted.csv`
    ");
    let stamp = ["--who", "ada", "--when", "2026-01-02"];
    let first = run(&[&["--accept", "s3", "#s2", "--reject", "s1"], &stamp[..]].concat());
    assert_eq!(code(&first), 0, "{}", talk(&first));
    insta::assert_snapshot!(talk(&first), @"
    `s2` speaks of `s1`, which is rejected: so it is left out as long as it does
    2 accepted, 1 rejected; 0 claims left to review
    ");
    insta::assert_snapshot!(read(&sandbox, "claims.csv"), @"
    id,subject,predicate,object,date,place,document,said_by,certainty,polarity,modality,event_codes,confirms,denies,declines_to_comment,quote,start,end,confidence,annotator,note,subject_start,subject_end,trigger_start,trigger_end,object_start,object_end,said_by_start,said_by_end
    s3,Norland,rejected,#s2,2025-06-16,,,officials,,positive,actual,,,,,Norland has rejected,,,,relata-rules-1,,,,,,,,,
    s2,Estmark,proposed,#s1,,,,officials,,positive,actual,,,,,Estmark proposal,,,,relata-rules-1,,,,,,,,,
    ");
    insta::assert_snapshot!(read(&sandbox, "reviews.csv"), @"
    claim,verdict,who,when,note
    s3,accepted,ada,2026-01-02,
    s2,accepted,ada,2026-01-02,
    s1,rejected,ada,2026-01-02,
    ");
    let second = run(&[&["--accept", "s1", "s3"], &stamp[..]].concat());
    insta::assert_snapshot!(talk(&second), @"
    `s3` is accepted already
    1 accepted; 0 claims left to review
    ");
    let unknown = run(&["--accept", "s9"]);
    assert_eq!(code(&unknown), 2);
    insta::assert_snapshot!(talk(&unknown), @"
    error: no extracted claim is called `s9`
    hint: the column `id` of `claims-extracted.csv` has the identifiers
    ");
    let asked = relata(&sandbox, &["query", "SELECT ?who { ?who rel:proposed ?what }"]);
    assert!(out(&asked).contains("kg:Estmark"), "{}{}", out(&asked), talk(&asked));
    let check = relata(&sandbox, &["check"]);
    assert_eq!(code(&check), 0, "{}{}", out(&check), talk(&check));
    // The same rows may be read as they were written.
    let claims = read_claims(&read(&sandbox, "claims.csv"), &CLAIMS, &Mapping::default(), "claims.csv").unwrap();
    assert_eq!(claims.iter().map(ReviewClaim::id).collect::<Vec<_>>(), ["s3", "s2", "s1"]);
    insta::assert_snapshot!(talk(&run(&["--review", "--all"])).lines().next().unwrap(), @"error: `--review` draws a screen and reads keys, which needs a terminal on both ends");
}

#[test]
fn twenty_claims_take_twenty_keys() {
    let claims: Vec<ReviewClaim> = (0..20)
        .map(|at| {
            let mut claim = drafts().swap_remove(0);
            claim.cells.insert("id".to_owned(), format!("c{at}"));
            claim
        })
        .collect();
    let mut kept = Kept::default();
    let mut screen = screen(claims, false);
    press(&mut screen, &mut kept, &"ar".repeat(10));
    assert_eq!((kept.0.len(), screen.n_left()), (20, 0));
}
