//! How long is waited before a server is asked again?

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// The longest wait that relata chooses itself.
const LONGEST: Duration = Duration::from_secs(60);

/// The time that a server asks to be left alone for: seconds, or a date of HTTP.
#[must_use]
pub fn retry_after(header: &str, now: Timestamp) -> Option<Duration> {
    let header = header.trim();
    if let Ok(seconds) = header.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds.max(0.0)).ok();
    }
    let then = rfc2822::DateTimeParser::new().parse_timestamp(header).ok()?;
    Some(Duration::try_from(then.duration_since(now)).unwrap_or(Duration::ZERO))
}

/// The wait before a try, the first of which is 0: twice as long each time, and a part of it by chance (`chance` lies between 0
/// and 1), so that many who were refused at once do not come back at once.
#[must_use]
pub fn wait_before(attempt: u32, first: Duration, chance: f64) -> Duration {
    let full = first.saturating_mul(2_u32.saturating_pow(attempt)).min(LONGEST);
    full.mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
}
