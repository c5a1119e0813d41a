//! Why no text was found in a file, and the way out.

use crate::diagnostic::{Code, codes};

/// Why a file has no text that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ArticleFault {
    /// It is neither UTF-8 nor in an encoding that its letters show.
    #[error("the file is no text in an encoding that can be told")]
    NotText,
    /// It has no text at all.
    #[error("the file has no text")]
    Empty,
    /// Its pages are pictures.
    #[error("no text on {}: only pictures, as a scanner makes them", pages(*.0))]
    Pictures(usize),
    /// Its fonts do not tell which letters they draw.
    #[error("the fonts of the file do not tell which letters they draw")]
    NoLetters,
    /// It opens with a password only.
    #[error("the file is encrypted, and opens with a password only")]
    Encrypted,
    /// It is damaged.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// It goes beyond a limit.
    #[error("the file has {0}")]
    TooMuch(&'static str),
    /// A library that reads it panicked.
    #[error("reading the file failed, which is a fault of relata or of a library: {0}")]
    Panic(String),
    /// This build does not read such files.
    #[error("this build of relata reads neither HTML nor PDF")]
    NotInBuild,
}

fn pages(many: usize) -> String {
    if many == 1 { "1 page".to_owned() } else { format!("{many} pages") }
}

impl ArticleFault {
    /// The code of the fault.
    #[must_use]
    pub fn code(&self) -> &'static Code {
        match self {
            ArticleFault::NotText => &codes::NOT_TEXT,
            ArticleFault::Empty | ArticleFault::Pictures(_) | ArticleFault::NoLetters => &codes::NO_TEXT_INSIDE,
            ArticleFault::Encrypted => &codes::ENCRYPTED_FILE,
            ArticleFault::Damaged(_) => &codes::DAMAGED_FILE,
            ArticleFault::TooMuch(_) => &codes::BEYOND_LIMIT,
            ArticleFault::Panic(_) => &codes::OWN_FAULT,
            ArticleFault::NotInBuild => &codes::UNREADABLE_FILE,
        }
    }

    /// The way out.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            ArticleFault::NotText => "save it as text in UTF-8",
            ArticleFault::Empty => "name a file with an article in it",
            ArticleFault::Pictures(_) => "have a program for text recognition (OCR) read it, and name what that writes",
            ArticleFault::NoLetters => "copy its text into a file, or have text recognition (OCR) read it",
            ArticleFault::Encrypted => "save a copy without the password, with the program that opens it",
            ArticleFault::Damaged(_) => "fetch it again, or save it anew with a program that still opens it",
            ArticleFault::TooMuch(_) => "divide it, or save the article itself as text",
            ArticleFault::Panic(_) => "report it, with the file if you may share it; meanwhile save its text in UTF-8",
            ArticleFault::NotInBuild => "build relata with the feature `articles`, or save the text in UTF-8",
        }
    }
}
