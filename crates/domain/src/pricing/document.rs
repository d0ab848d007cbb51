//! A whole document: lines with their discounts, promotions on the sum, guards on every line, and one waterfall of it all.

use super::{
    AppliedPromotion, Finding, Guard, GuardedLine, LineInput, NotApplied, Offer, Operation, PriceStep, Redemption,
    Trace, Verdict, exact, guard, line, net_amounts, redeem, spread,
};
use crate::{
    money::{Amount, Currency, Money, Rounding},
    refusal::Refusal,
};

/// A line of a document, with what it costs us.
#[derive(Clone, Debug)]
pub struct DocumentLine<'a> {
    pub input: LineInput<'a>,
    /// Cost of the whole quantity, where it is known.
    pub cost: Option<Money>,
}

/// What a document's price is made from.
#[derive(Clone, Debug)]
pub struct DocumentInput<'a> {
    pub lines: Vec<DocumentLine<'a>>,
    pub currency: Currency,
    pub offers: Vec<Offer<'a>>,
    pub redemption: Redemption<'a>,
    pub guards: &'a [Guard],
}

/// A document's price. The nets sum to the net; each is at least zero.
#[derive(Clone, Debug, PartialEq)]
pub struct PricedDocument {
    pub net: Money,
    pub nets: Vec<Money>,
    pub promotions: Vec<AppliedPromotion>,
    pub not_applied: Vec<(String, NotApplied)>,
    /// The strictest of the guards.
    pub verdict: Verdict,
    /// What the guards that did not pass found, with the line.
    pub findings: Vec<(u32, Finding)>,
    /// All steps, when they are asked for: those of each line, then those of the whole as line 0.
    pub waterfall: Vec<PriceStep>,
}

/// Prices a document; writes the waterfall only when `explain` says so.
pub fn price_document(input: &DocumentInput, explain: bool) -> Result<PricedDocument, Refusal> {
    // Cloning an input copies a reference and a few numbers.
    let inputs: Vec<LineInput> = input.lines.iter().map(|line| line.input.clone()).collect();
    let before = net_amounts(&inputs)?;
    let subtotal = Money::sum(input.currency, before.iter().copied())?;
    let mut whole = if explain { Trace::on_from(subtotal.decimal()) } else { Trace::off() };
    let redeemed = redeem(subtotal, &input.offers, &input.redemption, &mut whole)?;
    let shares = spread(redeemed.discount, &before)?;
    let nets = before.iter().zip(&shares).map(|(net, share)| net.sub(*share)).collect::<Result<Vec<_>, _>>()?;
    let mut priced = PricedDocument {
        net: redeemed.net,
        nets,
        promotions: redeemed.applied,
        not_applied: redeemed.not_applied,
        verdict: Verdict::Pass,
        findings: Vec::new(),
        waterfall: Vec::new(),
    };
    for (index, document_line) in input.lines.iter().enumerate() {
        let net = priced.nets[index];
        let mut trace = if explain { line::trace_of(&document_line.input, before[index])? } else { Trace::off() };
        if !redeemed.discount.is_zero() {
            let amount = Amount(shares[index].decimal());
            trace.add("step_promotion", net.decimal(), || Operation::OffAmount { amount });
        }
        if !input.guards.is_empty() {
            weigh(document_line, net, input.guards, &mut trace, &mut priced)?;
        }
        if explain {
            priced.waterfall.extend(trace.stored(document_line.input.line, input.currency)?);
        }
    }
    if explain {
        priced.waterfall.extend(whole.stored(0, input.currency)?);
    }
    Ok(priced)
}

fn weigh(
    document_line: &DocumentLine,
    net: Money,
    guards: &[Guard],
    trace: &mut Trace,
    priced: &mut PricedDocument,
) -> Result<(), Refusal> {
    let input = &document_line.input;
    let list = exact(input.price, &input.ask(), &mut Trace::off())?;
    let list = Money::from_decimal(list, input.currency, Rounding::HalfUp)?;
    let weighed = GuardedLine { list, net, cost: document_line.cost, quantity: input.quantity.value() };
    let (verdict, findings) = guard(&weighed, guards, trace);
    priced.verdict = priced.verdict.max(verdict);
    let telling = findings.into_iter().filter(|finding| finding.verdict != Verdict::Pass);
    priced.findings.extend(telling.map(|finding| (input.line, finding)));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::*;
    use super::*;
    use crate::{
        dates::Date,
        money::{Percent, Quantity},
    };
    use proptest::prelude::*;

    fn promotion(code: &str, off: Off) -> Promotion {
        Promotion {
            code: code.into(),
            version: 7,
            off,
            priority: 0,
            exclusive: false,
            from: None,
            until: None,
            uses: None,
            uses_per_customer: None,
            minimum: None,
            segments: vec![],
        }
    }
    fn line(line: u32, price: &PriceModel, quantity: i64, discount: Option<Percent>) -> DocumentLine<'_> {
        let (quantity, currency) = (Quantity::from(quantity), Currency::EUR);
        let quote_discount = Some("5".parse().unwrap());
        let input = LineInput { line, price, quantity, period: 1, currency, discount, quote_discount };
        DocumentLine { input, cost: Some(Money::new(1_000, currency)) }
    }
    fn redemption() -> Redemption<'static> {
        Redemption { on: Date::constant(2026, 11, 24), segment: None, stacking: Stacking::default() }
    }

    #[test]
    fn every_step_is_told_with_its_rule_and_figures() {
        let price = PriceModel::PerUnit { unit_price: "30.00".parse().unwrap() };
        let (ten, late) = (
            promotion("TEN", Off::Percent { percent: "10".parse().unwrap() }),
            Promotion {
                until: Some(Date::constant(2026, 1, 1)),
                ..promotion("LATE", Off::Percent { percent: "50".parse().unwrap() })
            },
        );
        let guards = [Guard {
            code: "MAX".into(),
            version: 2,
            guarded: Guarded::Discount { percent: "20".parse().unwrap() },
            otherwise: Verdict::NeedsApproval,
        }];
        let input = DocumentInput {
            lines: vec![line(1, &price, 10, Some("10".parse().unwrap())), line(2, &price, 1, None)],
            currency: Currency::EUR,
            offers: vec![Offer::new(&ten), Offer::new(&late)],
            redemption: redemption(),
            guards: &guards,
        };
        let found = price_document(&input, true).unwrap();
        // 270.00 + 30.00 = 300.00 - 5% = 285.00 - 10% = 256.50; line 1: 270 -> 256.50 -> 230.85, line 2: 28.50 -> 25.65.
        assert_eq!((found.net.minor(), found.nets[0].minor(), found.nets[1].minor()), (25_650, 23_085, 2_565));
        assert_eq!(found.promotions[0].version, 7);
        assert_eq!(found.not_applied[0].1.key(), "ended");
        // 1 - 230.85 / 300 = 23.05 per cent off.
        assert_eq!((found.verdict, found.findings.len()), (Verdict::NeedsApproval, 1));
        assert_eq!(found.findings[0].1.found, Some("23.05".parse().unwrap()));
        let told: Vec<String> = found
            .waterfall
            .iter()
            .map(|s| format!("{} {}: {} = {}", s.line, s.step, s.arithmetic, s.result.decimal()))
            .collect();
        assert_eq!(
            told,
            [
                "1 step_list_price: 10 x 30.00 = 300.00",
                "1 step_line_discount: 300.00 - 10% = 270.00",
                "1 step_quote_discount: 270.00 - 5% = 256.50",
                "1 step_promotion: 256.50 - 25.65 = 230.85",
                "1 step_guard: 23.05 ~ 20 = 230.85",
                "2 step_list_price: 1 x 30.00 = 30.00",
                "2 step_quote_discount: 30.00 - 5% = 28.50",
                "2 step_promotion: 28.50 - 2.85 = 25.65",
                "2 step_guard: 14.5 ~ 20 = 25.65",
                "0 step_promotion: 285.00 - 10% = 256.50",
                "0 step_promotion: 256.50 = 256.50",
            ]
        );
        let last = found.waterfall.last().unwrap();
        assert_eq!((last.rule.as_deref(), last.rule_version), (Some("LATE"), Some(7)));
        let stored = serde_json::to_value(&found.waterfall).unwrap();
        assert_eq!(serde_json::from_value::<Vec<PriceStep>>(stored).unwrap(), found.waterfall);
        assert!(price_document(&input, false).unwrap().waterfall.is_empty());
    }

    #[test]
    fn a_waterfall_stored_before_loads() {
        let old = serde_json::json!({"line": 1, "step": "step_list_price", "source": null, "source_version": null,
            "arithmetic": "12 x 30.00", "result": {"minor": 36000, "currency": "EUR"}});
        let step: PriceStep = serde_json::from_value(old.clone()).unwrap();
        assert_eq!(serde_json::to_value(&step).unwrap(), old);
    }

    proptest! {
        #[test]
        fn lines_sum_to_the_whole(
            lines in prop::collection::vec((0i64..100_000, 1i64..500, 0i64..=100), 1..30),
            percent in 0i64..=100, off in 0i64..500_000, reversed in any::<bool>(),
        ) {
            let prices: Vec<PriceModel> =
                lines.iter().map(|(p, ..)| PriceModel::PerUnit { unit_price: Amount(rust_decimal::Decimal::new(*p, 3)) }).collect();
            let all = [
                promotion("A", Off::Percent { percent: Percent::from(percent) }),
                promotion("B", Off::Amount { amount: Money::new(off, Currency::EUR) }),
            ];
            let mut offers: Vec<Offer> = all.iter().map(Offer::new).collect();
            if reversed { offers.reverse(); }
            let rows = lines.iter().zip(&prices).enumerate();
            let lines = rows.map(|(n, ((_, q, d), price))| line(n as u32, price, *q, Some(Percent::from(*d)))).collect();
            let input = DocumentInput { lines, currency: Currency::EUR, offers, redemption: redemption(), guards: &[] };
            let found = price_document(&input, true).unwrap();
            prop_assert_eq!(Money::sum(Currency::EUR, found.nets.iter().copied()).unwrap(), found.net);
            prop_assert!(found.nets.iter().all(|net| !net.is_negative()));
            prop_assert_eq!(&price_document(&input, false).unwrap().nets, &found.nets);
            for (line, net) in (0u32..).zip(&found.nets) {
                let last = found.waterfall.iter().rfind(|step| step.line == line && step.rule.is_none());
                prop_assert!(line == 0 || last.unwrap().result == *net);
            }
        }
    }
}
