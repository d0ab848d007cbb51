//! What a credit note does to revenue: the earned part comes out of revenue now, the unearned part out of the deferred
//! balance. Months before it are not restated, and nothing is deleted: shares to come are lowered by new negative lines.

use super::{Schedule, ScheduleLine, earned_at_end_of};
use crate::{billing::CreditedLine, dates::*, money::*, refusal::Refusal};
use std::collections::BTreeMap;

/// What the credit is for, which decides how much of it was earned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditFor {
    /// A lower price for the whole period: earned and unearned part in proportion.
    Price,
    /// The service stops: days before `from` keep their price, days from then on are credited.
    Unused { from: Date },
}

/// A credit on a line that is earned over a period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Credit {
    /// Net amount credited, positive.
    pub amount: Money,
    pub on: Date,
    pub reason: CreditFor,
    /// Shares up to this date have been posted as revenue.
    pub recognised_until: Option<Date>,
    /// What earlier credit notes on this line took out of revenue.
    pub from_revenue_before: Money,
}

/// How a credit falls on revenue and on the deferred balance, with the new lines of the schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct Credited {
    pub from_revenue: Money,
    pub from_deferred: Money,
    /// Negative lines that sum to `-from_deferred`, on the dates of the shares they lower.
    pub lines: Vec<ScheduleLine>,
}
impl Credited {
    pub fn line(&self, line: u32) -> CreditedLine {
        CreditedLine { line, from_revenue: self.from_revenue, from_deferred: self.from_deferred }
    }
}

/// Splits a credit over what was earned and the shares to come, to the cent (largest remainder).
/// Refuses more than is left of the line, or (for unused days) more than those days cost.
pub fn credited(schedule: &Schedule, credit: &Credit) -> Result<Credited, Refusal> {
    let shares = shares_left(schedule, credit)?;
    let left = Money::sum(schedule.amount.currency(), shares.iter().map(|(_, share)| *share))?;
    if credit.amount.sub(left)?.minor() * sign(schedule) > 0 || credit.amount.minor() * sign(schedule) <= 0 {
        let refusal = Refusal::state("credit_exceeds_line").with("credit", credit.amount).with("left", left);
        return Err(refusal.at("amount"));
    }
    let weights: Vec<u64> = shares.iter().map(|(_, share)| share.minor().unsigned_abs()).collect();
    let parts = credit.amount.allocate(&weights);
    let mut from_revenue = Money::zero(credit.amount.currency());
    let mut lines = Vec::new();
    let mut pos = schedule.lines.iter().map(|l| l.pos).max().unwrap_or(0);
    for ((date, _), part) in shares.iter().zip(parts).filter(|(_, part)| !part.is_zero()) {
        if is_earned(*date, credit) {
            from_revenue = from_revenue.add(part)?;
        } else {
            pos += 1;
            lines.push(ScheduleLine { pos, date: *date, amount: part.negate() });
        }
    }
    Ok(Credited { from_revenue, from_deferred: credit.amount.sub(from_revenue)?, lines })
}

/// A share counts as earned once it is posted, or due before the credit: the close of that month is not to change.
fn is_earned(date: Date, credit: &Credit) -> bool {
    date < credit.on || credit.recognised_until.is_some_and(|until| date <= until)
}

/// What can still be credited, by the date of the share; the earned shares are one, less what was credited before.
fn shares_left(schedule: &Schedule, credit: &Credit) -> Result<Vec<(Date, Money)>, Refusal> {
    let mut by_date: BTreeMap<Date, Money> = BTreeMap::new();
    for line in &schedule.lines {
        let sum = by_date.entry(line.date).or_insert(Money::zero(line.amount.currency()));
        *sum = sum.add(line.amount)?;
    }
    let mut earned: Option<(Date, Money)> = None;
    let mut shares = Vec::new();
    let sign = sign(schedule);
    for (date, share) in by_date {
        let share = match credit.reason {
            CreditFor::Price => share,
            CreditFor::Unused { from } => smaller(share, unused_in_month(schedule, from, date)?, sign),
        };
        match &mut earned {
            _ if !is_earned(date, credit) => shares.push((date, share)),
            Some((last, sum)) => (*last, *sum) = (date, sum.add(share)?),
            None => earned = Some((date, share)),
        }
    }
    if let Some((date, sum)) = earned {
        let left = sum.sub(credit.from_revenue_before)?;
        let nothing = Money::zero(left.currency());
        shares.insert(0, (date, if left.minor() * sign > 0 { left } else { nothing }));
    }
    Ok(shares)
}

/// The part of the month that ends on `date` which lies on or after `from`.
fn unused_in_month(schedule: &Schedule, from: Date, date: Date) -> Result<Money, Refusal> {
    let first_day = date.first_of_month().max(from);
    let earned = |day: Date| earned_at_end_of(day, schedule.period, schedule.amount);
    if first_day > date {
        return Ok(Money::zero(schedule.amount.currency()));
    }
    earned(date).sub(earned(first_day.add_days(-1)))
}

fn smaller(a: Money, b: Money, sign: i64) -> Money {
    if a.minor() * sign <= b.minor() * sign { a } else { b }
}

fn sign(schedule: &Schedule) -> i64 {
    if schedule.amount.is_negative() { -1 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::over, *};
    use proptest::prelude::*;

    fn d(s: &str) -> Date {
        s.parse().unwrap()
    }
    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }
    fn credit(minor: i64, on: &str, until: Option<&str>) -> Credit {
        Credit {
            amount: eur(minor),
            on: d(on),
            reason: CreditFor::Price,
            recognised_until: until.map(d),
            from_revenue_before: eur(0),
        }
    }
    fn check(schedule: &Schedule, credit: &Credit, from_revenue: i64, lines: &[(&str, i64)]) -> Credited {
        let got = credited(schedule, credit).unwrap();
        let shown: Vec<(String, i64)> = got.lines.iter().map(|l| (l.date.to_string(), l.amount.minor())).collect();
        let want: Vec<(String, i64)> = lines.iter().map(|(date, minor)| (date.to_string(), *minor)).collect();
        assert_eq!((got.from_revenue.minor(), shown), (from_revenue, want));
        got
    }

    #[test]
    fn a_lower_price_falls_on_earned_and_unearned_in_proportion() {
        // 90.00 over 90 days from January; 30.00 credited in February after January (31 days) was posted.
        let s = over("2026-01-01", "2026-04-01", 9000);
        let c = credit(3000, "2026-02-10", Some("2026-01-31"));
        // 30 x 31/90 = 10.333 of revenue, February 30 x 28/90 = 9.333, March 10.333; the cent left goes to the first.
        check(&s, &c, 1034, &[("2026-02-28", -933), ("2026-03-31", -1033)]);
        // Before anything is earned it acts as a discount up front.
        check(
            &s,
            &credit(3000, "2026-01-01", None),
            0,
            &[("2026-01-31", -1034), ("2026-02-28", -933), ("2026-03-31", -1033)],
        );
        // After the end, all of it comes out of revenue.
        check(&s, &credit(9000, "2026-04-01", Some("2026-03-31")), 9000, &[]);
        // January is due but not posted yet: it stays as it is.
        check(&s, &credit(9000, "2026-02-01", None), 3100, &[("2026-02-28", -2800), ("2026-03-31", -3100)]);
    }

    #[test]
    fn unused_days_leave_the_days_before_alone() {
        // 1.00 a day; it stops on 11 February: 10 days of February stay.
        let s = over("2026-01-01", "2026-04-01", 9000);
        let stop = Credit {
            reason: CreditFor::Unused { from: d("2026-02-11") },
            ..credit(4900, "2026-02-11", Some("2026-01-31"))
        };
        assert_eq!(s.unused_from(d("2026-02-11")).unwrap(), eur(4900));
        check(&s, &stop, 0, &[("2026-02-28", -1800), ("2026-03-31", -3100)]);
        // Noticed in April, when all was posted: out of revenue.
        check(&s, &Credit { on: d("2026-04-05"), recognised_until: Some(d("2026-03-31")), ..stop }, 4900, &[]);
        let more = Credit { amount: eur(4901), ..stop };
        assert_eq!(credited(&s, &more).unwrap_err().code, "credit_exceeds_line");
    }

    #[test]
    fn a_second_credit_sees_what_the_first_left() {
        let mut s = over("2026-01-01", "2026-04-01", 9000);
        let first = check(
            &s,
            &credit(4500, "2026-02-01", Some("2026-01-31")),
            1550,
            &[("2026-02-28", -1400), ("2026-03-31", -1550)],
        );
        s.lines.extend(first.lines);
        let second = Credit { from_revenue_before: eur(1550), ..credit(4500, "2026-02-01", Some("2026-01-31")) };
        check(&s, &second, 1550, &[("2026-02-28", -1400), ("2026-03-31", -1550)]);
        let third = Credit { amount: eur(4501), ..second };
        assert_eq!(credited(&s, &third).unwrap_err().code, "credit_exceeds_line");
        assert_eq!(s.lines.iter().map(|l| l.pos).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_credit_of_nothing_or_with_the_wrong_sign_is_refused() {
        let s = over("2026-01-01", "2026-04-01", 9000);
        for minor in [0, -1] {
            assert_eq!(credited(&s, &credit(minor, "2026-02-01", None)).unwrap_err().code, "credit_exceeds_line");
        }
    }

    proptest! {
        #[test]
        fn a_credit_is_split_exactly_and_no_month_goes_below_zero(
            minor in 1i64..100_000_000, part in 1i64..=1000, days in 1i64..800, on in 0i64..900, closed in 0i64..900, stops in prop::option::of(0i64..800),
        ) {
            let start = d("2024-01-10");
            let s = over("2024-01-10", &start.add_days(days).to_string(), minor);
            let whole = match stops {
                Some(day) => s.unused_from(start.add_days(day)).unwrap(),
                None => eur(minor),
            };
            let amount = eur(whole.minor() * part / 1000);
            prop_assume!(amount.is_positive());
            let c = Credit {
                amount, on: start.add_days(on), recognised_until: Some(start.add_days(closed)), from_revenue_before: eur(0),
                reason: stops.map_or(CreditFor::Price, |day| CreditFor::Unused { from: start.add_days(day) }),
            };
            let got = credited(&s, &c).unwrap();
            prop_assert_eq!(got.from_revenue.add(got.from_deferred).unwrap(), amount);
            prop_assert_eq!(Money::sum(Currency::EUR, got.lines.iter().map(|l| l.amount)).unwrap(), got.from_deferred.negate());
            prop_assert!(!got.from_revenue.is_negative() && !got.from_deferred.is_negative());
            let mut after = s.clone();
            after.lines.extend(got.lines);
            for line in &s.lines {
                let month = after.sum(|l| l.date == line.date).unwrap();
                prop_assert!(!month.is_negative(), "{} {}", line.date, month);
            }
        }
    }
}
