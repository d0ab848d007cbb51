//! Payment terms: what must be paid by which day.

use super::DueTerm;
use crate::{dates::Date, money::Money, quote::PaymentPlan};

/// The whole amount on `first_due`, or equal instalments a month apart: the days clamp in short months and return, the
/// cents that do not divide go to the first instalments, and the sum is exact.
pub fn due_terms(gross: Money, first_due: Date, plan: &PaymentPlan) -> Vec<DueTerm> {
    if gross.is_zero() {
        return Vec::new();
    }
    let count = match plan {
        PaymentPlan::Full => 1,
        PaymentPlan::Instalments { count } => (*count).max(1),
    };
    let parts = gross.allocate(&vec![1; count as usize]);
    (0..).zip(parts).map(|(n, amount)| DueTerm { date: first_due.add_months(n), amount }).collect()
}

/// The same terms for an invoice that is issued on another day than planned: as many days after it, and then monthly.
pub(super) fn moved(due: &[DueTerm], planned: Date, on: Date) -> Vec<DueTerm> {
    let Some(first) = due.first() else { return Vec::new() };
    let first = on.add_days(planned.days_until(first.date));
    (0..).zip(due).map(|(n, term)| DueTerm { date: first.add_months(n), amount: term.amount }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    #[test]
    fn instalments_clamp_from_the_first_day_and_sum_exactly() {
        let day = |s: &str| s.parse::<Date>().unwrap();
        let shown = |plan, minor| -> Vec<(String, i64)> {
            let terms = due_terms(Money::new(minor, Currency::EUR), day("2025-01-31"), &plan);
            terms.iter().map(|t| (t.date.to_string(), t.amount.minor())).collect()
        };
        let thirds = [("2025-01-31", 3334), ("2025-02-28", 3333), ("2025-03-31", 3333)];
        let thirds: Vec<_> = thirds.iter().map(|(d, m)| (d.to_string(), *m)).collect();
        assert_eq!(shown(PaymentPlan::Instalments { count: 3 }, 10_000), thirds);
        assert_eq!(shown(PaymentPlan::Full, 10_000), [("2025-01-31".to_string(), 10_000)]);
        assert_eq!(shown(PaymentPlan::Full, 0), []);
        let terms =
            due_terms(Money::new(200, Currency::EUR), day("2025-01-31"), &PaymentPlan::Instalments { count: 2 });
        let moved = moved(&terms, day("2025-01-01"), day("2025-01-02"));
        assert_eq!(moved.iter().map(|t| t.date).collect::<Vec<_>>(), [day("2025-02-01"), day("2025-03-01")]);
    }
}
