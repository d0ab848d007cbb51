//! The only place that reads the wall clock and makes random numbers.

use domain::{dates::Timestamp, ids::RawId};

/// The moment by the system's clock.
pub fn now() -> Timestamp {
    Timestamp::from_micros(jiff::Timestamp::now().as_microsecond())
}

/// `N` random bytes. Panics when the system has none, since nothing safe can go on then.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0u8; N];
    getrandom::fill(&mut bytes).unwrap_or_else(|e| panic!("the system gives no random numbers: {e}"));
    bytes
}

/// A new time-ordered id that nothing derives.
pub fn new_id() -> RawId {
    RawId::from_moment(now().millis(), random())
}

/// A short id by which a fault in the log can be found.
pub fn fault_id() -> String {
    hex::encode(random::<5>())
}
