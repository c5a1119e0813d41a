//! Endpoints that queries may ask over the network: those of `--allow-service`, and no other.

use std::sync::Arc;
use std::time::Duration;

use super::hinted;
use crate::evaluation::{AskService, Services};
use oxigraph::model::NamedNode;

/// How long an endpoint may take for an answer, and how long to be reached.
const PATIENCE: Duration = Duration::from_secs(30);
const CONNECT: Duration = Duration::from_secs(10);
/// Bytes of an answer.
const MOST_BYTES: u64 = 16 << 20;

/// The endpoints that are named; each is asked for `timeout` at most, or half a minute where that is less.
pub(super) fn allowed(addresses: &[String], timeout: Duration) -> anyhow::Result<Services> {
    if addresses.is_empty() {
        return Ok(Services::default());
    }
    let address = |named: &String| -> anyhow::Result<NamedNode> {
        let uri = named.parse::<ureq::http::Uri>().ok();
        let is_one = uri.as_ref().is_some_and(|uri| {
            matches!(uri.scheme_str(), Some("http" | "https"))
                && uri.authority().is_some_and(|authority| !authority.as_str().contains('@'))
        });
        let refused = || {
            let message = format!("`--allow-service {named}` names no endpoint");
            hinted(message, "write its address as queries do, without a name or password: `https://host/sparql`")
        };
        NamedNode::new(named).ok().filter(|_| is_one).ok_or_else(refused)
    };
    let addresses = addresses.iter().map(address).collect::<anyhow::Result<Vec<NamedNode>>>()?;
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE.min(timeout)))
        .timeout_connect(Some(CONNECT))
        // Whoever is led elsewhere would ask what nobody has named.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false);
    let agent: ureq::Agent = config.build().into();
    let ask: Arc<AskService> = Arc::new(move |address, query| ask(&agent, address, query));
    Ok(Services::new(addresses, ask))
}

fn ask(agent: &ureq::Agent, address: &str, query: &str) -> Result<Vec<u8>, String> {
    let request = agent.post(address).header("Accept", "application/sparql-results+json");
    let mut answer = request.send_form([("query", query)]).map_err(|error| format!("does not answer: {error}"))?;
    let status = answer.status();
    if !status.is_success() {
        return Err(format!("refuses the query with status {}", status.as_u16()));
    }
    let read = answer.body_mut().with_config().limit(MOST_BYTES).read_to_vec();
    read.map_err(|error| match error {
        ureq::Error::BodyExceedsLimit(_) => format!("answers with more than {} MB", MOST_BYTES >> 20),
        other => format!("does not answer to the end: {other}"),
    })
}
