//! Measures against those of `NetworkX`, where Python has it: `RELATA_PYTHON` names the program, else it is `python3`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::Sandbox;

/// The sample in a folder of its own, where it can be built.
fn sample() -> Sandbox {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/harbour-crisis");
    let sandbox = Sandbox::new(&[]);
    for file in ["relata.toml", "claims.csv", "entities.csv", "documents.csv"] {
        sandbox.write(file, &fs::read(folder.join(file)).unwrap());
    }
    for text in fs::read_dir(folder.join("texts")).unwrap().map(|entry| entry.unwrap().path()) {
        sandbox.write(&format!("texts/{}", text.file_name().unwrap().to_string_lossy()), &fs::read(&text).unwrap());
    }
    sandbox
}

/// 400 claims among 60 nodes; those with low numbers come up more often. Some statements are symmetric, some are loops.
fn random() -> Sandbox {
    let mut state = 2025_u64;
    let mut draw = |most: u64| {
        // Knuth's generator (MMIX); its upper half is good enough here.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % most
    };
    let mut row = || {
        let [subject, object] = [0; 2].map(|_| draw(60).min(draw(60)));
        let predicate = ["attacked", "praised", "accused", "met"][usize::try_from(draw(4)).unwrap()];
        format!("N{subject},{predicate},N{object},S{}\n", draw(5))
    };
    let rows: String = (0..400).map(|_| row()).collect();
    let table = format!("subject,predicate,object,said_by\n{rows}");
    Sandbox::new(&[("claims.csv", table.as_bytes())])
}

#[test]
fn networkx_measures_the_same() {
    let python = std::env::var("RELATA_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let has_networkx = Command::new(&python).args(["-c", "import networkx, scipy"]).output();
    if !has_networkx.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: `{python}` has no networkx and scipy");
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/measures.py");
    for sandbox in [sample(), random()] {
        let mut command = Command::new(&python);
        let output = command
            .env("RELATA_CACHE", crate::support::cache())
            .arg(&script)
            .arg(env!("CARGO_BIN_EXE_relata"))
            .arg(sandbox.path())
            .output()
            .unwrap();
        let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{told}");
        eprintln!("{told}");
    }
}
