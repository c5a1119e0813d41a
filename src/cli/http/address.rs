//! Addresses as people write them.

use ureq::http::Uri;

/// The address of a server that speaks HTTP, without a name or password in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Address {
    /// As it is asked: scheme, host, path and query, without a part behind `#`.
    pub(in crate::cli) text: String,
    /// It is on this machine.
    pub(in crate::cli) is_here: bool,
    /// What is sent can be read on the way.
    pub(in crate::cli) is_plain: bool,
}

/// Why a text is no such address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(in crate::cli) enum NoAddress {
    #[error("it is no address")]
    Unreadable,
    #[error("it has no scheme or no host")]
    Incomplete,
    #[error("its scheme is neither `http` nor `https`")]
    Scheme,
    #[error("an address is no place for a name or password")]
    Credentials,
}

impl Address {
    /// Reads what the user named.
    pub(in crate::cli) fn read(named: &str) -> Result<Address, NoAddress> {
        let text = named.trim();
        let text = text.split_once('#').map_or(text, |(before, _)| before);
        let uri: Uri = text.parse().map_err(|_| NoAddress::Unreadable)?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(NoAddress::Incomplete);
        };
        if !matches!(scheme, "http" | "https") {
            return Err(NoAddress::Scheme);
        }
        if authority.as_str().contains('@') {
            return Err(NoAddress::Credentials);
        }
        Ok(Address { text: text.to_owned(), is_here: is_here(text), is_plain: scheme == "http" })
    }

    /// Scheme, host and port: what a secret is for.
    pub(in crate::cli) fn origin(&self) -> Option<String> {
        origin(&self.text)
    }

    /// The address without its query.
    pub(in crate::cli) fn path(&self) -> &str {
        self.text.split('?').next().unwrap_or_default()
    }
}

/// Scheme, host and port of an address.
pub(super) fn origin(address: &str) -> Option<String> {
    let uri: Uri = address.parse().ok()?;
    let scheme = uri.scheme_str()?.to_ascii_lowercase();
    let port = uri.port_u16().unwrap_or(if scheme == "https" { 443 } else { 80 });
    Some(format!("{scheme}://{}:{port}", uri.host()?.to_ascii_lowercase()))
}

/// True when an address leads to this machine.
pub(super) fn is_here(address: &str) -> bool {
    let Ok(uri) = address.parse::<Uri>() else { return false };
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}
