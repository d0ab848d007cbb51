//! Closing the books: days up to and including the close do not change any more. What happens late is booked on the
//! first open day; months that were reported are not written again.

use crate::{dates::Date, refusal::Refusal};

/// The day on which something of `on` is booked: itself, or the first day after the close.
pub fn booked_on(on: Date, closed_until: Option<Date>) -> Date {
    closed_until.map_or(on, |closed| on.max(closed.add_days(1)))
}

/// Refuses a day chosen by hand that lies within the closed books.
pub fn check_open(on: Date, closed_until: Option<Date>) -> Result<(), Refusal> {
    match closed_until {
        Some(closed) if on <= closed => {
            let refusal = Refusal::state("period_closed").with("on", on).with("closed_until", closed);
            Err(refusal.with("first_open", booked_on(on, closed_until)).at("on"))
        }
        _ => Ok(()),
    }
}

/// Closes the books until a day: later than the last close, and before today, because today is not over.
pub fn close(until: Date, closed_until: Option<Date>, today: Date) -> Result<Date, Refusal> {
    if until >= today {
        return Err(Refusal::state("close_before_end").with("until", until).with("today", today).at("until"));
    }
    match closed_until {
        Some(closed) if until <= closed => {
            Err(Refusal::state("already_closed").with("until", until).with("closed_until", closed).at("until"))
        }
        _ => Ok(until),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    fn d(s: &str) -> Date {
        s.parse().unwrap()
    }

    #[test]
    fn late_facts_go_to_the_first_open_day() {
        let closed = Some(d("2026-03-31"));
        assert_eq!(booked_on(d("2026-03-31"), closed), d("2026-04-01"));
        assert_eq!(booked_on(d("2026-04-01"), closed), d("2026-04-01"));
        assert_eq!(booked_on(d("2026-03-31"), None), d("2026-03-31"));
        assert_eq!(check_open(d("2026-03-31"), closed).unwrap_err().code, "period_closed");
        assert!(check_open(d("2026-04-01"), closed).is_ok() && check_open(d("2026-03-31"), None).is_ok());
    }

    #[test]
    fn a_close_moves_forward_over_days_that_are_over() {
        let today = d("2026-05-01");
        assert_eq!(close(d("2026-04-30"), Some(d("2026-03-31")), today).unwrap(), d("2026-04-30"));
        assert_eq!(close(d("2026-05-01"), None, today).unwrap_err().code, "close_before_end");
        assert_eq!(close(d("2026-03-31"), Some(d("2026-03-31")), today).unwrap_err().code, "already_closed");
    }
}
