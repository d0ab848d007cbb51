//! Guards: how low a price may go. Each is weighed by itself and says pass, needs approval or refused, with the figures;
//! the strictest answer counts. A guard changes no amount.

use super::{NotApplied, Operation, Ruled, Trace};
use crate::{
    money::{Amount, Money, Percent},
    refusal::Refusal,
};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a guard looks at.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "guards", rename_all = "snake_case")]
pub enum Guarded {
    /// The discount off the list amount, at most.
    Discount { percent: Percent },
    /// The margin as a share of the net amount, at least.
    Margin { percent: Percent },
    /// The net amount of one unit, at least.
    Floor { unit_price: Amount },
    /// The net amount over the cost, at least; nothing below cost when zero.
    OverCost { percent: Percent },
}

/// What happens below the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Pass,
    NeedsApproval,
    Refused,
}

/// How low a price may go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Guard {
    pub code: String,
    pub version: u32,
    #[serde(flatten)]
    pub guarded: Guarded,
    /// What the limit being passed means.
    pub otherwise: Verdict,
}

/// A line as guards see it.
#[derive(Clone, Copy, Debug)]
pub struct GuardedLine {
    pub list: Money,
    pub net: Money,
    /// Cost of the whole quantity, where it is known.
    pub cost: Option<Money>,
    pub quantity: Decimal,
}

/// What a guard found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    pub code: String,
    pub version: u32,
    pub verdict: Verdict,
    /// The figure it looked at: a percentage, or an amount per unit. Nothing when it cannot be known.
    pub found: Option<Amount>,
    pub limit: Amount,
}

impl Guard {
    /// Refuses limits that no price can keep, and a guard that guards nothing.
    pub fn check(&self, place: &str) -> Result<(), Refusal> {
        match self.guarded {
            Guarded::Discount { percent } | Guarded::Margin { percent } => super::is_share(percent, place, "percent")?,
            Guarded::OverCost { percent } => super::not_below_zero(Amount(percent.value()), place, "percent")?,
            Guarded::Floor { unit_price } => super::not_below_zero(unit_price, place, "unit_price")?,
        }
        if self.otherwise == Verdict::Pass {
            return Err(Refusal::invalid("guard_without_effect")
                .with("code", &self.code)
                .at(format!("{place}.otherwise")));
        }
        Ok(())
    }
    fn limit(&self) -> Amount {
        match self.guarded {
            Guarded::Discount { percent } | Guarded::Margin { percent } | Guarded::OverCost { percent } => {
                Amount(percent.value())
            }
            Guarded::Floor { unit_price } => unit_price,
        }
    }
    /// What it finds on a line. Where a cost is needed and not known, the guard cannot pass: what is not known may be too low.
    pub fn weigh(&self, line: &GuardedLine) -> Finding {
        let (list, net) = (line.list.decimal(), line.net.decimal());
        let cost = line.cost.map(|cost| cost.decimal());
        let share = |part: Option<Decimal>, of: Decimal| {
            let share = part?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(of)?;
            Some(share.round_dp(6).normalize())
        };
        let (found, keeps) = match self.guarded {
            Guarded::Discount { percent } => {
                let found = if list.is_zero() { Some(Decimal::ZERO) } else { share(list.checked_sub(net), list) };
                (found, found.is_some_and(|found| found <= percent.value()))
            }
            Guarded::Margin { percent } => {
                let found = share(cost.and_then(|cost| net.checked_sub(cost)), net);
                (found, found.is_some_and(|found| found >= percent.value()))
            }
            Guarded::Floor { unit_price } => {
                let found = net.checked_div(line.quantity).map(|each| each.normalize());
                (found, found.is_some_and(|found| found >= unit_price.value()))
            }
            Guarded::OverCost { percent } => {
                let found = share(cost.and_then(|cost| net.checked_sub(cost)), cost.unwrap_or_default());
                let free = cost.is_some_and(|cost| cost.is_zero());
                (found, free || found.is_some_and(|found| found >= percent.value()))
            }
        };
        let verdict = if keeps { Verdict::Pass } else { self.otherwise };
        Finding {
            code: self.code.clone(),
            version: self.version,
            verdict,
            found: found.map(Amount),
            limit: self.limit(),
        }
    }
}

/// What all guards find on a line, and the strictest verdict. Notes each in `trace`.
pub fn guard(line: &GuardedLine, guards: &[Guard], trace: &mut Trace) -> (Verdict, Vec<Finding>) {
    let findings: Vec<Finding> = guards.iter().map(|guard| guard.weigh(line)).collect();
    for finding in &findings {
        let operation = Operation::Guard { verdict: finding.verdict, found: finding.found, limit: finding.limit };
        let passed = finding.verdict == Verdict::Pass;
        let reason = passed.then_some(NotApplied::WithinLimit);
        trace.rule("step_guard", line.net.decimal(), || {
            let (code, version) = (finding.code.clone(), finding.version);
            Ruled { code, version, operation, not_applied: reason }
        });
    }
    (findings.iter().map(|finding| finding.verdict).max().unwrap_or(Verdict::Pass), findings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }
    fn guard_of(guarded: Guarded, otherwise: Verdict) -> Guard {
        Guard { code: "G".into(), version: 1, guarded, otherwise }
    }
    fn check(guarded: Guarded, net: i64, cost: Option<i64>, found: Option<&str>, verdict: Verdict) {
        let line = GuardedLine { list: eur(10_000), net: eur(net), cost: cost.map(eur), quantity: Decimal::from(4) };
        let finding = guard_of(guarded, Verdict::NeedsApproval).weigh(&line);
        assert_eq!(
            (finding.verdict, finding.found),
            (verdict, found.map(|found| found.parse().unwrap())),
            "{guarded:?}"
        );
    }
    fn percent(text: &str) -> Percent {
        text.parse().unwrap()
    }

    #[test]
    fn each_guard_says_what_it_found() {
        use Verdict::{NeedsApproval, Pass};
        let discount = Guarded::Discount { percent: percent("10") };
        check(discount, 9_000, None, Some("10"), Pass);
        check(discount, 8_999, None, Some("10.01"), NeedsApproval);
        let margin = Guarded::Margin { percent: percent("25") };
        check(margin, 8_000, Some(6_000), Some("25"), Pass);
        check(margin, 8_000, Some(6_001), Some("24.9875"), NeedsApproval);
        check(margin, 8_000, None, None, NeedsApproval);
        check(margin, 0, Some(0), None, NeedsApproval);
        let floor = Guarded::Floor { unit_price: "20.00".parse().unwrap() };
        check(floor, 8_000, None, Some("20"), Pass);
        check(floor, 7_999, None, Some("19.9975"), NeedsApproval);
        let cost = Guarded::OverCost { percent: percent("0") };
        check(cost, 6_000, Some(6_000), Some("0"), Pass);
        check(cost, 5_999, Some(6_000), Some("-0.016667"), NeedsApproval);
        check(cost, 1, Some(0), None, Pass);
    }

    #[test]
    fn the_strictest_counts() {
        let line = GuardedLine { list: eur(10_000), net: eur(5_000), cost: Some(eur(6_000)), quantity: Decimal::ONE };
        let guards = [
            guard_of(Guarded::Discount { percent: percent("60") }, Verdict::NeedsApproval),
            guard_of(Guarded::Discount { percent: percent("40") }, Verdict::NeedsApproval),
            guard_of(Guarded::OverCost { percent: percent("0") }, Verdict::Refused),
        ];
        let weigh = |guards: &[Guard]| guard(&line, guards, &mut Trace::off()).0;
        assert_eq!(weigh(&guards), Verdict::Refused);
        assert_eq!(weigh(&guards[..2]), Verdict::NeedsApproval);
        assert_eq!(weigh(&guards[..1]), Verdict::Pass);
        assert_eq!(weigh(&[]), Verdict::Pass);
        let mut trace = Trace::on();
        guard(&line, &guards, &mut trace);
        let applied: Vec<bool> = trace.steps().iter().map(|step| step.not_applied.is_none()).collect();
        assert_eq!(applied, [false, true, true]);
    }

    #[test]
    fn a_guard_must_be_able_to_hold() {
        let check = |guarded: Guarded, otherwise: Verdict, code: &str| {
            assert_eq!(guard_of(guarded, otherwise).check("guard").unwrap_err().code, code);
        };
        check(Guarded::Margin { percent: percent("100.1") }, Verdict::Refused, "price_percent_out_of_range");
        check(Guarded::OverCost { percent: percent("-1") }, Verdict::Refused, "price_negative");
        check(Guarded::Floor { unit_price: "1".parse().unwrap() }, Verdict::Pass, "guard_without_effect");
    }
}
