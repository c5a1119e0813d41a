//! The token that a request needs to change something.

use std::fmt;
use std::io;

/// Bytes of chance in a token.
const LENGTH: usize = 16;

/// A word that nobody can guess, made anew by each server. It is shown once, in the address that people open, and stands in no
/// message and no log.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn random() -> io::Result<Token> {
        let mut bytes = [0; LENGTH];
        getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(Token(format!("{:032x}", u128::from_be_bytes(bytes))))
    }

    /// The word itself, for the address that people open.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// True when this is the word. It takes the same time however much of it is right.
    pub(super) fn is(&self, word: &[u8]) -> bool {
        let own = self.0.as_bytes();
        own.len() == word.len() && own.iter().zip(word).fold(0, |wrong, (a, b)| wrong | (a ^ b)) == 0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}
