//! How customers pay: how long after the due date, and whether all of it.

use super::{Choice, choice::pick, lists::read, plan::working_day, rules::PaymentRules};
use crate::csv::Column;
use domain::{billing::DueTerm, dates::Date, money::*, refusal::Refusal};
use rust_decimal::Decimal;

/// Days after the due date (negative: before it) and how often that was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct PaymentDelays {
    rows: Vec<(i64, u64)>,
}
impl PaymentDelays {
    pub(super) fn read(file: &str, bytes: &[u8]) -> Result<PaymentDelays, Refusal> {
        const COLUMNS: &[Column] = &[Column::required("days_after_due", &[]), Column::required("weight", &[])];
        let rows = read(file, COLUMNS, bytes, |row| {
            let text = row.required(0)?;
            let days = text.parse().map_err(|_| row.refuse(Refusal::invalid("csv_number"), 0))?;
            Ok((days, u64::from(row.count(1)?)))
        })?;
        Ok(PaymentDelays { rows })
    }
    /// The delay on which a drawn number falls; a delay comes as often as its weight says.
    pub fn pick(&self, drawn: u64) -> i64 {
        pick(drawn, &self.rows, |(_, weight)| *weight).map_or(0, |(days, _)| *days)
    }
    pub fn rows(&self) -> &[(i64, u64)] {
        &self.rows
    }
}

/// Whether the customer pays all of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PaymentShape {
    Full,
    /// Part of the first instalment; the rest of it so many days later, or never.
    Partial {
        percent: Percent,
        rest_after_days: Option<i64>,
    },
    /// So much too much on the first instalment; 100 per cent is paid twice.
    Over {
        percent: Percent,
    },
    /// Nothing of the order is ever paid.
    Never,
}

/// How the invoices of one order are paid.
#[derive(Clone, Debug, PartialEq)]
pub struct PaymentHabit {
    pub shape: PaymentShape,
    /// Days after the due date, one per instalment; they begin again after the last.
    pub delays: Vec<i64>,
}

/// Money that comes in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlannedPayment {
    pub date: Date,
    pub amount: Money,
}

const HUNDRED: Percent = Percent(Decimal::ONE_HUNDRED);

impl PaymentHabit {
    pub(super) fn of(choice: &Choice, rules: &PaymentRules, delays: &PaymentDelays) -> PaymentHabit {
        let percent = |value: u32| Percent(Decimal::from(value));
        let drawn = choice.draw("payment") % 1000;
        let shape = if drawn < rules.never {
            PaymentShape::Never
        } else if drawn < rules.never + rules.over {
            PaymentShape::Over { percent: percent(choice.weighted("over", &rules.over_percent, 1)) }
        } else if drawn < rules.never + rules.over + rules.partial {
            let rest = choice.happens("rest paid", rules.partial_rest_paid);
            PaymentShape::Partial {
                percent: percent(choice.weighted("partial", &rules.partial_percent, 50)),
                rest_after_days: rest.then(|| choice.between("rest after", rules.days_until_rest)),
            }
        } else {
            PaymentShape::Full
        };
        let delays = (0..6).map(|n| delays.pick(choice.draw(&format!("delay {n}")))).collect();
        PaymentHabit { shape, delays }
    }

    /// The payments of the order's `nth` invoice (from zero), issued on that day with these terms; a credit note before
    /// payment is already taken off them. Only the first invoice is paid in a shape of its own. Sorted by date; none is
    /// earlier than the day after issue.
    pub fn payments(&self, nth: usize, issued: Date, due: &[DueTerm]) -> Result<Vec<PlannedPayment>, Refusal> {
        let mut payments = Vec::new();
        if self.shape == PaymentShape::Never {
            return Ok(payments);
        }
        for (term, due) in due.iter().enumerate().filter(|(_, due)| due.amount.is_positive()) {
            let delay = self.delays.get((nth + term) % self.delays.len().max(1)).copied().unwrap_or(0);
            let date = working_day(due.date.add_days(delay).max(issued.add_days(1)));
            let first = nth == 0 && term == 0;
            match self.shape {
                PaymentShape::Partial { percent, rest_after_days } if first => {
                    let amount = due.amount.percent(percent, Rounding::HalfUp)?;
                    payments.push(PlannedPayment { date, amount });
                    if let Some(days) = rest_after_days {
                        let rest = due.amount.sub(amount)?;
                        payments.push(PlannedPayment { date: working_day(date.add_days(days)), amount: rest });
                    }
                }
                PaymentShape::Over { percent } if first && percent == HUNDRED => {
                    payments.push(PlannedPayment { date, amount: due.amount });
                    payments.push(PlannedPayment { date: working_day(date.add_days(7)), amount: due.amount });
                }
                PaymentShape::Over { percent } if first => {
                    let extra = due.amount.percent(percent, Rounding::HalfUp)?;
                    payments.push(PlannedPayment { date, amount: due.amount.add(extra)? });
                }
                _ => payments.push(PlannedPayment { date, amount: due.amount }),
            }
        }
        payments.retain(|payment| payment.amount.is_positive());
        payments.sort_by_key(|payment| payment.date);
        Ok(payments)
    }
}
