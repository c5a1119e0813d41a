//! Endpoints that queries may ask over the network: those of `--allow-service`, and no other.

use std::sync::Arc;
use std::time::Duration;

use super::hinted;
use super::http::{Address, Client, Failure, Manner, Request, Size};
use super::remote::form_of;
use crate::evaluation::{AskService, Services};
use oxigraph::model::NamedNode;

/// How long an endpoint may take for an answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes of an answer.
const MOST_BYTES: u64 = 16 << 20;

/// The endpoints that are named; each is asked for `timeout` at most, or half a minute where that is less.
pub(super) fn allowed(addresses: &[String], timeout: Duration) -> anyhow::Result<Services> {
    if addresses.is_empty() {
        return Ok(Services::default());
    }
    let address = |named: &String| -> anyhow::Result<NamedNode> {
        let refused = || {
            let message = format!("`--allow-service {named}` names no endpoint");
            hinted(message, "write its address as queries do, without a name or password: `https://host/sparql`")
        };
        NamedNode::new(named).ok().filter(|_| Address::read(named).is_ok()).ok_or_else(refused)
    };
    let addresses = addresses.iter().map(address).collect::<anyhow::Result<Vec<NamedNode>>>()?;
    // Whoever is led elsewhere would ask what nobody has named.
    let manner = Manner { patience: Some(PATIENCE.min(timeout)), most_bytes: MOST_BYTES, follows: false };
    let client = Client::new(manner);
    let ask: Arc<AskService> = Arc::new(move |address, query| ask(&client, address, query));
    Ok(Services::new(addresses, ask))
}

fn ask(client: &Client, address: &str, query: &str) -> Result<Vec<u8>, String> {
    let body = form_of(query, &[]);
    let headers =
        [("Accept", "application/sparql-results+json"), ("Content-Type", "application/x-www-form-urlencoded")];
    let request = Request { method: "POST", address, headers: &headers, body: Some(body.as_bytes()) };
    let answer = client.send(request).map_err(|failure| format!("does not answer: {failure}"))?;
    if !answer.is_success() {
        return Err(format!("refuses the query with status {}", answer.status));
    }
    answer.bytes().map_err(|failure| match failure {
        Failure::TooLong(most) => format!("answers with more than {}", Size(most)),
        other => format!("does not answer to the end: {other}"),
    })
}
