//! Revenue recognition (IFRS 15): each invoice line that is earned over time gets a schedule; each month's share becomes a
//! journal entry when the month ends. Shares are differences of rounded cumulative amounts, so they always add up.

pub mod allocation;
pub mod credit;

pub use credit::*;

use crate::{dates::*, document::*, ids::*, money::*, refusal::Refusal};
use serde::{Deserialize, Serialize};

/// One month's share of a schedule: what becomes revenue on `date` (the month's last day within the period).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScheduleLine {
    pub pos: u32,
    pub date: Date,
    pub amount: Money,
}

/// The plan by which an invoice line becomes revenue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    pub id: ScheduleId,
    pub entity: EntityId,
    pub customer: CustomerId,
    pub source: LineRef,
    pub period: Period,
    pub amount: Money,
    pub lines: Vec<ScheduleLine>,
}

/// What was promised over a period for an amount: an invoice line that is earned day by day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Obligation {
    pub entity: EntityId,
    pub customer: CustomerId,
    pub source: LineRef,
    pub period: Period,
    pub amount: Money,
}

/// Longest period a schedule may cover, in calendar months.
const MONTHS_MAX: usize = 1200;

/// Spreads an obligation evenly over its days: each calendar month's share is the difference of the rounded cumulative
/// amounts, so the shares sum to the whole and the last one absorbs the rest. A share is dated on the last day of the
/// month, the last one on the last day of the period; a share of zero is left out.
pub fn schedule(id: ScheduleId, obligation: Obligation) -> Result<Schedule, Refusal> {
    let Obligation { entity, customer, source, period, amount } = obligation;
    let period = Period::new(period.start, period.end)?;
    let mut lines = Vec::new();
    let mut before = Money::zero(amount.currency());
    for (month, date) in month_ends(period).enumerate() {
        if month >= MONTHS_MAX {
            return Err(Refusal::invalid("schedule_too_long")
                .with("months", MONTHS_MAX)
                .with("end", period.last_day()));
        }
        let earned = earned_at_end_of(date, period, amount);
        let share = earned.sub(before)?;
        before = earned;
        if !share.is_zero() {
            let pos = u32::try_from(lines.len() + 1).unwrap_or(u32::MAX);
            lines.push(ScheduleLine { pos, date, amount: share });
        }
    }
    Ok(Schedule { id, entity, customer, source, period, amount, lines })
}

/// The last day of each calendar month within the period, and the period's own last day.
fn month_ends(period: Period) -> impl Iterator<Item = Date> {
    let end_of = move |first: Date| first.last_of_month().min(period.last_day());
    std::iter::successors(Some(period.start.first_of_month()), |first| Some(first.add_months(1)))
        .take_while(move |first| *first < period.end)
        .map(end_of)
}

/// What is earned when `date` is over: amount x days gone / days in all, rounded half away from zero.
fn earned_at_end_of(date: Date, period: Period, amount: Money) -> Money {
    let days = i128::from(period.days().max(1));
    let gone = i128::from(period.start.days_until(date) + 1).clamp(0, days);
    let exact_twice = i128::from(amount.minor()) * gone * 2;
    let rounded = (exact_twice + exact_twice.signum() * days) / (2 * days);
    Money::new(i64::try_from(rounded).unwrap_or(amount.minor()), amount.currency())
}

impl Schedule {
    /// What has become revenue when `date` is over: shares dated on or before it, credits included.
    pub fn recognised_by(&self, date: Date) -> Result<Money, Refusal> {
        self.sum(|line| line.date <= date)
    }
    /// What is still deferred when `date` is over.
    pub fn remaining_after(&self, date: Date) -> Result<Money, Refusal> {
        self.sum(|line| line.date > date)
    }
    /// What would stay unused if the service stopped on `from` (the first day without it), before any credit.
    pub fn unused_from(&self, from: Date) -> Result<Money, Refusal> {
        self.amount.sub(earned_at_end_of(from.add_days(-1), self.period, self.amount))
    }
    fn sum(&self, wanted: impl Fn(&ScheduleLine) -> bool) -> Result<Money, Refusal> {
        Money::sum(self.amount.currency(), self.lines.iter().filter(|l| wanted(l)).map(|l| l.amount))
    }
}

/// What of one document became revenue on a date.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecognisedShare {
    pub document: DocRef,
    pub customer: CustomerId,
    pub amount: Money,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum RevenueEvent {
    /// All shares of one entity and currency that fell due on a date; the lines themselves are facts.
    /// `shares` says from which documents they came; events without it are older.
    Recognised {
        entity: EntityId,
        on: Date,
        amount: Money,
        lines: u32,
        #[serde(default)]
        shares: Vec<RecognisedShare>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn d(s: &str) -> Date {
        s.parse().unwrap()
    }
    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }
    pub(super) fn over(start: &str, end: &str, minor: i64) -> Schedule {
        of(Period::new(d(start), d(end)).unwrap(), minor)
    }
    fn of(period: Period, minor: i64) -> Schedule {
        let raw = RawId::from_moment(1, [1; 10]);
        let source = LineRef { document: DocRef { kind: Kind::Invoice, id: raw }, line: 1 };
        let obligation = Obligation { entity: raw.into(), customer: raw.into(), source, period, amount: eur(minor) };
        schedule(raw.into(), obligation).unwrap()
    }
    fn check(start: &str, end: &str, minor: i64, shares: &[(&str, i64)]) {
        let lines = over(start, end, minor).lines;
        let got: Vec<(String, i64)> = lines.iter().map(|l| (l.date.to_string(), l.amount.minor())).collect();
        let want: Vec<(String, i64)> = shares.iter().map(|(date, minor)| (date.to_string(), *minor)).collect();
        assert_eq!(got, want, "{minor} over {start} to {end}");
    }

    #[test]
    fn shares_follow_the_days_of_each_month() {
        // 1,200.00 x 31/365 = 101.92; cumulative to 28 February 193.97, so February is 92.05.
        let year = over("2025-01-01", "2026-01-01", 120_000);
        assert_eq!((year.lines.len(), year.lines[0].amount, year.lines[1].amount), (12, eur(10_192), eur(9_205)));
        // One day, part of one month, a month border, 29 February.
        check("2026-01-31", "2026-02-01", 100, &[("2026-01-31", 100)]);
        check("2026-01-10", "2026-01-20", 999, &[("2026-01-19", 999)]);
        check("2026-01-31", "2026-02-02", 101, &[("2026-01-31", 51), ("2026-02-01", 50)]);
        check("2028-02-15", "2028-03-16", 3000, &[("2028-02-29", 1500), ("2028-03-15", 1500)]);
    }

    #[test]
    fn shares_of_zero_are_left_out() {
        // One cent over three months of 30 to 31 days passes half a cent in the second month.
        check("2026-01-01", "2026-04-01", 1, &[("2026-02-28", 1)]);
        check("2026-01-01", "2026-04-01", 0, &[]);
    }

    #[test]
    fn unused_is_counted_in_days() {
        // 120.00 over 120 days from 15 June: 1.00 a day. Stopping on 1 July leaves 120 - 16 = 104.00.
        let s = over("2026-06-15", "2026-10-13", 12_000);
        assert_eq!(s.unused_from(d("2026-07-01")).unwrap(), eur(10_400));
        assert_eq!(s.unused_from(d("2026-06-15")).unwrap(), eur(12_000));
        assert_eq!(s.unused_from(d("2026-10-13")).unwrap(), eur(0));
        assert_eq!(s.recognised_by(d("2026-06-29")).unwrap(), eur(0));
        assert_eq!(s.remaining_after(d("2026-06-30")).unwrap(), eur(10_400));
    }

    #[test]
    fn an_empty_or_endless_period_is_refused() {
        let raw = RawId::from_moment(1, [1; 10]);
        let source = LineRef { document: DocRef { kind: Kind::Invoice, id: raw }, line: 1 };
        for (start, end, code) in
            [("2026-01-01", "2026-01-01", "period_empty"), ("2026-01-01", "2126-01-02", "schedule_too_long")]
        {
            let period = Period { start: d(start), end: d(end) };
            let o = Obligation { entity: raw.into(), customer: raw.into(), source, period, amount: eur(100) };
            assert_eq!(schedule(raw.into(), o).unwrap_err().code, code);
        }
    }

    proptest! {
        #[test]
        fn shares_sum_to_the_whole_and_keep_its_sign(minor in -1_000_000_000i64..1_000_000_000, from in 0i64..3000, days in 1i64..1500) {
            let start = d("2020-01-01").add_days(from);
            let period = Period { start, end: start.add_days(days) };
            let s = of(period, minor);
            prop_assert_eq!(Money::sum(Currency::EUR, s.lines.iter().map(|l| l.amount)).unwrap(), eur(minor));
            prop_assert!(s.lines.iter().all(|l| l.amount.minor().signum() == minor.signum()));
            prop_assert!(s.lines.windows(2).all(|w| w[0].date < w[1].date));
            prop_assert!(s.lines.iter().all(|l| period.contains(l.date)));
        }
    }
}
