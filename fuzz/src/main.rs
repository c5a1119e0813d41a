//! The targets of `tests/it/hostile` under libFuzzer; `fuzz/run` builds and starts it.
#![no_main]

#[path = "../../tests/it/hostile/targets.rs"]
mod targets;

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

/// The target that the environment names.
fn target() -> &'static targets::Target {
    static TARGET: OnceLock<&'static targets::Target> = OnceLock::new();
    TARGET.get_or_init(|| {
        // libFuzzer ends at any panic; those that relata catches are faults of a file, which the targets look at.
        relata::diagnostic::keep_caught_panics_quiet();
        let name = std::env::var("RELATA_FUZZ").unwrap_or_default();
        let found = targets::TARGETS.iter().find(|target| target.name == name);
        found.unwrap_or_else(|| panic!("RELATA_FUZZ names no target: `{name}`"))
    })
}

fuzz_target!(|bytes: &[u8]| (target().run)(bytes));
