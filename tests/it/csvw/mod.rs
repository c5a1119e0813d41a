//! CSV on the Web: the W3C's tests, read from the folder that `RELATA_CSVW_TESTS` names (`tests` of the `w3c/csvw`
//! repository) and skipped without it, and tables of our own.

mod own;
mod w3c;

use relata::diagnostic::{Diagnostic, Finding, Severity};
use relata::table::RawRow;
use relata::tabular::construct::{Generated, Listener, Stopped};

/// Everything a conversion gives.
#[derive(Default)]
struct Given {
    triples: Vec<oxigraph::model::Triple>,
    faults: Vec<Diagnostic>,
}

impl Given {
    fn has_errors(&self) -> bool {
        self.faults.iter().any(|fault| fault.severity == Severity::Error)
    }
}

impl Listener for Given {
    fn fault(&mut self, fault: Diagnostic) {
        self.faults.push(fault);
    }

    fn judge(&mut self, row: &RawRow, findings: Vec<Finding>) -> Result<bool, Stopped> {
        let diagnosed: Vec<Diagnostic> = findings.into_iter().map(|finding| row.diagnose(finding)).collect();
        let stays = diagnosed.iter().all(|fault| fault.severity != Severity::Error);
        self.faults.extend(diagnosed);
        Ok(stays)
    }

    fn found(&mut self, found: Generated<'_>) {
        if let Generated::Triple(triple) = found {
            self.triples.push(triple.into_owned());
        }
    }
}
