//! Who asks: names, passwords and tokens of the environment, for one server and no other.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};

use super::address::{self, Address};

/// Characters of a secret that is taken out of what a server says: a shorter one is a word.
const SHORTEST: usize = 4;

/// A text that nobody may see. It has no `Debug`, so that nothing can print it.
pub(in crate::cli) struct Secret(String);

impl Secret {
    /// The secret in a variable of the environment.
    pub(in crate::cli) fn of_environment(variable: &str) -> Option<Secret> {
        let secret = std::env::var(variable).ok().map(|secret| secret.trim().to_owned())?;
        (!secret.is_empty()).then_some(Secret(secret))
    }

    /// What is sent as `Authorization`.
    pub(in crate::cli) fn bearer(&self) -> String {
        format!("Bearer {}", self.0)
    }

    /// The text without the secret, where it is longer than so many characters.
    pub(in crate::cli) fn redacted(&self, text: String, shortest: usize) -> String {
        if self.0.chars().count() >= shortest.max(1) && text.contains(&self.0) {
            text.replace(&self.0, "…")
        } else {
            text
        }
    }
}

/// What a server wants to know, and how it wants to be told.
enum Who {
    Nobody,
    Token(Secret),
    User { name: String, password: Secret, way: Mutex<Way> },
}

/// How a name and a password are told. A server says so when it is first asked without.
enum Way {
    Unknown,
    Basic,
    Digest { challenge: Challenge, n_uses: u32 },
}

/// What a server sends along for a digest (RFC 7616).
struct Challenge {
    realm: String,
    nonce: String,
    opaque: Option<String>,
    /// True when it takes `qop=auth`.
    has_quality: bool,
}

/// Who asks one server.
pub(in crate::cli) struct Credentials {
    origin: Option<String>,
    who: Who,
}

impl Credentials {
    /// The token `RELATA_STORE_TOKEN`, or the name `RELATA_STORE_USER` with the password `RELATA_STORE_PASSWORD`, for this
    /// server.
    pub(in crate::cli) fn of_environment(address: &Address) -> Credentials {
        let user = std::env::var("RELATA_STORE_USER").ok().filter(|name| !name.is_empty());
        let who = match (Secret::of_environment("RELATA_STORE_TOKEN"), user) {
            (Some(token), _) => Who::Token(token),
            (None, Some(name)) => {
                // As it is: a space may be a part of it.
                let password = Secret(std::env::var("RELATA_STORE_PASSWORD").unwrap_or_default());
                Who::User { name, password, way: Mutex::new(Way::Unknown) }
            }
            (None, None) => Who::Nobody,
        };
        Credentials { origin: address.origin(), who }
    }

    /// True when there are any.
    pub(in crate::cli) fn are_there(&self) -> bool {
        !matches!(self.who, Who::Nobody)
    }

    /// The header `Authorization` of a request, where the server is the one they are for and wants it.
    pub(in crate::cli) fn header(&self, method: &str, address: &str) -> Option<String> {
        if self.origin.is_none() || address::origin(address) != self.origin {
            return None;
        }
        match &self.who {
            Who::Nobody => None,
            Who::Token(token) => Some(token.bearer()),
            Who::User { name, password, way } => match &mut *way.lock().unwrap_or_else(PoisonError::into_inner) {
                Way::Unknown => None,
                Way::Basic => Some(format!("Basic {}", STANDARD.encode(format!("{name}:{}", password.0)))),
                Way::Digest { challenge, n_uses } => {
                    *n_uses += 1;
                    Some(challenge.answer(name, &password.0, method, &path_and_query(address), *n_uses, &chance()))
                }
            },
        }
    }

    /// Notes how a server that refuses wants to be told; true when it is worth asking once more.
    pub(in crate::cli) fn learn(&self, status: u16, challenge: Option<&str>) -> bool {
        let Who::User { way, .. } = &self.who else { return false };
        let mut way = way.lock().unwrap_or_else(PoisonError::into_inner);
        match (status, challenge.and_then(Challenge::read), &*way) {
            (401, Some(challenge), _) => *way = Way::Digest { challenge, n_uses: 0 },
            // Some say nothing of how, and some that nobody may.
            (401 | 403, None, Way::Unknown) => *way = Way::Basic,
            _ => return false,
        }
        true
    }

    /// The text without secrets, which some servers repeat in their messages.
    pub(in crate::cli) fn redacted(&self, text: String) -> String {
        match &self.who {
            Who::Nobody => text,
            Who::Token(secret) | Who::User { password: secret, .. } => secret.redacted(text, SHORTEST),
        }
    }
}

impl Challenge {
    /// Reads `WWW-Authenticate: Digest …`, where it is one that can be answered.
    fn read(header: &str) -> Option<Challenge> {
        let rest = header.trim_start();
        let (scheme, parameters) = rest.split_once(' ')?;
        let value = |name: &str| {
            parameters.split(',').find_map(|part| {
                let (key, value) = part.trim().split_once('=')?;
                key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
            })
        };
        let is_md5 = value("algorithm").is_none_or(|algorithm| algorithm.eq_ignore_ascii_case("MD5"));
        if !scheme.eq_ignore_ascii_case("digest") || !is_md5 {
            return None;
        }
        Some(Challenge {
            realm: value("realm")?,
            nonce: value("nonce")?,
            opaque: value("opaque"),
            has_quality: value("qop").is_some_and(|qop| qop.split([',', ' ']).any(|one| one == "auth")),
        })
    }

    fn answer(&self, name: &str, password: &str, method: &str, path: &str, n_uses: u32, chance: &str) -> String {
        let Challenge { realm, nonce, opaque, has_quality } = self;
        let secret = md5(&format!("{name}:{realm}:{password}"));
        let asked = md5(&format!("{method}:{path}"));
        let count = format!("{n_uses:08x}");
        let (response, quality) = if *has_quality {
            let response = md5(&format!("{secret}:{nonce}:{count}:{chance}:auth:{asked}"));
            (response, format!(", qop=auth, nc={count}, cnonce=\"{chance}\""))
        } else {
            (md5(&format!("{secret}:{nonce}:{asked}")), String::new())
        };
        let opaque = opaque.as_ref().map_or_else(String::new, |opaque| format!(", opaque=\"{opaque}\""));
        let name = name.replace(['"', '\\'], "");
        format!(
            "Digest username=\"{name}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{path}\", algorithm=MD5, \
             response=\"{response}\"{quality}{opaque}"
        )
    }
}

fn path_and_query(address: &str) -> String {
    let uri = address.parse::<ureq::http::Uri>().ok();
    uri.as_ref().and_then(|uri| uri.path_and_query()).map_or_else(|| "/".to_owned(), ToString::to_string)
}

fn md5(text: &str) -> String {
    let mut digits = String::new();
    for byte in Md5::digest(text) {
        // Writing to memory does not fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// A number that nobody can guess, so that no answer is the same as another.
fn chance() -> String {
    use std::hash::{BuildHasher as _, Hasher as _};
    format!("{:016x}", std::collections::hash_map::RandomState::new().build_hasher().finish())
}
