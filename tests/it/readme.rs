//! Every command block of the README is run, in order, in one folder; `…` stands for output that is not shown.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The `console` blocks of a Markdown text: commands, each with the output shown below it.
fn commands(markdown: &str) -> Vec<(String, Vec<String>)> {
    let mut commands: Vec<(String, Vec<String>)> = Vec::new();
    let mut inside = false;
    for line in markdown.lines() {
        match line {
            "```console" => inside = true,
            "```" => inside = false,
            _ if !inside => {}
            _ => match (line.strip_prefix("$ "), commands.last_mut()) {
                (Some(command), _) => commands.push((command.to_owned(), Vec::new())),
                (None, Some((_, output))) => output.push(line.trim_end().to_owned()),
                (None, None) => panic!("output without a command: {line}"),
            },
        }
    }
    commands
}

/// Whether `actual` is `expected`, where a line `…` stands for any number of lines.
fn fits(expected: &[String], actual: &[String]) -> bool {
    match expected.split_first() {
        None => actual.is_empty(),
        Some((line, rest)) if line == "…" => (0..=actual.len()).any(|skip| fits(rest, &actual[skip..])),
        Some((line, rest)) => actual.first() == Some(line) && fits(rest, &actual[1..]),
    }
}

#[test]
fn the_readme_is_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let binary = Path::new(env!("CARGO_BIN_EXE_relata"));
    let markdown = fs::read_to_string(root.join("README.md")).unwrap();
    let sandbox = tempfile::tempdir().unwrap();
    fs::create_dir(sandbox.path().join("data")).unwrap();
    let path = format!("{}:{}", binary.parent().unwrap().display(), std::env::var("PATH").unwrap_or_default());
    let has_dot = Command::new("dot").arg("-V").output().is_ok();
    let commands = commands(&markdown);
    assert!(commands.len() >= 6, "the README shows what relata does");
    let mut folder = sandbox.path().to_owned();
    for (command, expected) in commands {
        if command == "cargo test" || (command.contains("| dot ") && !has_dot) {
            continue;
        }
        if let Some(to) = command.strip_prefix("cd ") {
            folder = folder.join(to);
            continue;
        }
        let command = command.replace("cargo run --release -- ", "relata ");
        let output = Command::new("sh")
            .args(["-c", &format!("{command} 2>/dev/null")])
            .current_dir(&folder)
            .env("PATH", &path)
            .env("NO_COLOR", "1")
            .env("COLUMNS", "100")
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let actual: Vec<String> = text.lines().map(|line| line.trim_end().to_owned()).collect();
        let expected: Vec<String> = match expected.as_slice() {
            [] => vec!["…".to_owned()],
            lines => lines.to_vec(),
        };
        assert!(output.status.code().is_some_and(|code| code < 2), "`{command}` failed");
        assert!(fits(&expected, &actual), "`{command}` printed\n{text}\ninstead of\n{}", expected.join("\n"));
    }
}
