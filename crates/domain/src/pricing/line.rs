//! The price of a line and of a whole document, with the steps that explain it: list price, line discount, discount on
//! the document, rounding.

use super::{Ask, Operation, PriceModel, PriceStep, Trace, exact};
use crate::{
    money::{Currency, Money, Percent, Quantity, Rounding},
    refusal::Refusal,
};
use rust_decimal::Decimal;

/// What the price of a line is made from.
#[derive(Clone, Debug)]
pub struct LineInput<'a> {
    /// Its number on the document.
    pub line: u32,
    pub price: &'a PriceModel,
    pub quantity: Quantity,
    /// Charging interval, 1 for the first: prices may ramp.
    pub period: u32,
    pub currency: Currency,
    /// Discount on the line, in per cent of the list amount.
    pub discount: Option<Percent>,
    /// Discount on the whole document, in per cent, after line discounts.
    pub quote_discount: Option<Percent>,
}
impl LineInput<'_> {
    pub(super) fn ask(&self) -> Ask<'static> {
        Ask { period: self.period, ..Ask::of(self.quantity, self.currency) }
    }
}

/// The net amount of one line that stands alone, and how it came about. The last step's result is the net amount.
pub fn price_line(input: &LineInput) -> Result<(Money, Vec<PriceStep>), Refusal> {
    let priced = price_lines(std::slice::from_ref(input))?;
    priced.into_iter().next().ok_or_else(|| Refusal::invalid("document_without_lines"))
}

/// The net amounts of all lines of a document, all in one currency and with one discount on the whole.
///
/// Each line is rounded after its own discount, as it is printed; the discount on the whole is taken from the sum of
/// those, rounded once, and spread by largest remainder: so the lines sum to exactly what the document promises.
pub fn net_amounts(inputs: &[LineInput]) -> Result<Vec<Money>, Refusal> {
    let Some(first) = inputs.first() else { return Ok(Vec::new()) };
    let before: Vec<Money> = inputs.iter().map(before_quote_discount).collect::<Result<_, _>>()?;
    discounted(&before, first.currency, first.quote_discount)
}

/// [`net_amounts`], each with how it came about.
pub fn price_lines(inputs: &[LineInput]) -> Result<Vec<(Money, Vec<PriceStep>)>, Refusal> {
    let nets = net_amounts(inputs)?;
    inputs.iter().zip(nets).map(|(input, net)| Ok((net, steps(input, net)?))).collect()
}

/// Takes `discount` off the sum of `amounts` and spreads it over them.
fn discounted(amounts: &[Money], currency: Currency, discount: Option<Percent>) -> Result<Vec<Money>, Refusal> {
    let sum = Money::sum(currency, amounts.iter().copied())?;
    let off = sum.percent(percent(discount, "discount")?, Rounding::HalfUp)?;
    amounts.iter().zip(spread(off, amounts)?).map(|(amount, share)| amount.sub(share)).collect()
}

/// Splits a discount on the whole over its parts in proportion, so that the shares sum to it: largest remainder, ties to
/// the first. Refuses more than there is.
pub fn spread(discount: Money, amounts: &[Money]) -> Result<Vec<Money>, Refusal> {
    let sum = Money::sum(discount.currency(), amounts.iter().copied())?;
    if discount.is_negative() || discount.minor() > sum.minor().abs() {
        return Err(Refusal::invalid("discount_above_amount").with("discount", discount).with("amount", sum));
    }
    let weights: Vec<u64> = amounts.iter().map(|amount| amount.minor().unsigned_abs()).collect();
    Ok(discount.allocate(&weights))
}

/// An amount with charges added and allowances taken off (EN 16931 BT-131), never below zero.
pub fn with_extras(amount: Money, charges: Money, allowances: Money) -> Result<Money, Refusal> {
    let with_charges = amount.add(charges)?;
    if allowances.is_negative() || charges.is_negative() || allowances.minor() > with_charges.minor() {
        return Err(Refusal::invalid("discount_above_amount")
            .with("discount", allowances)
            .with("amount", with_charges));
    }
    with_charges.sub(allowances)
}

fn before_quote_discount(input: &LineInput) -> Result<Money, Refusal> {
    let list = exact(input.price, &input.ask(), &mut Trace::off())?;
    Money::from_decimal(less(list, percent(input.discount, "discount")?), input.currency, Rounding::HalfUp)
}

/// A discount, zero when absent; refuses what is not between 0 and 100.
pub(crate) fn percent(discount: Option<Percent>, field: &str) -> Result<Percent, Refusal> {
    let percent = discount.unwrap_or(Percent::ZERO);
    if percent.is_between_0_and_100() {
        return Ok(percent);
    }
    Err(Refusal::invalid("discount_out_of_range").with("discount", percent.value()).at(field))
}

fn less(amount: Decimal, discount: Percent) -> Decimal {
    amount - amount * discount.fraction()
}

/// The steps from the list price to `net`, as they are stored.
pub fn steps(input: &LineInput, net: Money) -> Result<Vec<PriceStep>, Refusal> {
    trace_of(input, net)?.stored(input.line, input.currency)
}

/// The steps from the list price to `net`.
pub(super) fn trace_of(input: &LineInput, net: Money) -> Result<Trace, Refusal> {
    let mut trace = Trace::on();
    let mut amount = exact(input.price, &input.ask(), &mut trace)?;
    let discounts = [("step_line_discount", input.discount), ("step_quote_discount", input.quote_discount)];
    for (step, percent) in discounts.into_iter().filter_map(|(step, d)| Some((step, d?))) {
        if percent != Percent::ZERO {
            amount = less(amount, percent);
            trace.add(step, amount, || Operation::Off { percent });
        }
    }
    if amount != net.decimal() {
        let places = i32::try_from(input.currency.exponent()).unwrap_or(2);
        trace.add("step_rounding", net.decimal(), || Operation::Round { mode: Rounding::HalfUp, places });
    }
    Ok(trace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn per_unit(price: &str) -> PriceModel {
        PriceModel::PerUnit { unit_price: price.parse().unwrap() }
    }
    fn input<'a>(price: &'a PriceModel, quantity: &str, discounts: [Option<&str>; 2]) -> LineInput<'a> {
        let [discount, quote_discount] = discounts.map(|d| d.map(|d| d.parse().unwrap()));
        let quantity = quantity.parse().unwrap();
        LineInput { line: 1, price, quantity, period: 1, currency: Currency::EUR, discount, quote_discount }
    }
    fn told(steps: &[PriceStep]) -> Vec<String> {
        steps.iter().map(|s| format!("{}: {} = {}", s.step, s.arithmetic, s.result.decimal())).collect()
    }

    #[test]
    fn each_step_is_told() {
        let check = |price: &PriceModel, quantity: &str, discounts, expected: &[&str]| {
            let (net, steps) = price_line(&input(price, quantity, discounts)).unwrap();
            assert_eq!(told(&steps), expected);
            assert_eq!(steps.last().unwrap().result, net);
        };
        check(&per_unit("30.00"), "12", [None, None], &["step_list_price: 12 x 30.00 = 360.00"]);
        check(&per_unit("30.00"), "12", [Some("0"), Some("0")], &["step_list_price: 12 x 30.00 = 360.00"]);
        check(
            &per_unit("30.00"),
            "12",
            [Some("10"), Some("5")],
            &[
                "step_list_price: 12 x 30.00 = 360.00",
                "step_line_discount: 360.00 - 10% = 324.00",
                "step_quote_discount: 324.00 - 5% = 307.80",
            ],
        );
        check(
            &per_unit("0.333"),
            "1",
            [Some("33.3"), None],
            &[
                "step_list_price: 1 x 0.333 = 0.33",
                "step_line_discount: 0.333 - 33.3% = 0.22",
                "step_rounding: 0.222111 -> 0.22 = 0.22",
            ],
        );
        let tiers = serde_json::json!({"model": "graduated", "tiers": [
            {"up_to": "10", "unit_price": "5.00"}, {"up_to": null, "unit_price": "4.00", "flat": "1.50"}]});
        let tiers: PriceModel = serde_json::from_value(tiers).unwrap();
        let expected = ["step_tier: 10 x 5.00 = 50.00", "step_tier: 2 x 4.00 + 1.50 = 59.50"];
        check(&tiers, "12", [None, None], &expected);
        check(
            &per_unit("30.00"),
            "12",
            [Some("100"), None],
            &["step_list_price: 12 x 30.00 = 360.00", "step_line_discount: 360.00 - 100% = 0.00"],
        );
    }

    #[test]
    fn a_discount_on_the_whole_is_spread_to_the_cent() {
        // Three lines of 0.05 less 10 per cent: 0.15 - 0.02 (0.015 half up) = 0.13, not 3 x 0.05 (0.045 half up).
        let price = per_unit("0.05");
        let inputs = vec![input(&price, "1", [None, Some("10")]); 3];
        let nets: Vec<i64> = price_lines(&inputs).unwrap().iter().map(|(net, _)| net.minor()).collect();
        assert_eq!(nets, [4, 4, 5]);
    }

    #[test]
    fn discounts_are_between_nothing_and_all() {
        for bad in ["-1", "100.01"] {
            for discounts in [[Some(bad), None], [None, Some(bad)]] {
                let refusal = price_line(&input(&per_unit("1"), "1", discounts)).unwrap_err();
                assert_eq!(refusal.code, "discount_out_of_range", "{bad}");
            }
        }
    }

    proptest! {
        #[test]
        fn lines_sum_to_the_discounted_whole(
            lines in prop::collection::vec((0i64..100_000, 1i64..5_000, 0i64..=100), 1..40),
            discount in 0i64..=10_000,
        ) {
            let quote_discount = Some(Percent(Decimal::new(discount, 2)));
            let prices: Vec<PriceModel> =
                lines.iter().map(|(p, ..)| PriceModel::PerUnit { unit_price: crate::money::Amount(Decimal::new(*p, 3)) }).collect();
            let inputs: Vec<LineInput> = lines.iter().zip(&prices).map(|((_, quantity, off), price)| LineInput {
                line: 1, price, quantity: Quantity::from(*quantity), period: 1, currency: Currency::EUR,
                discount: Some(Percent::from(*off)), quote_discount,
            }).collect();
            let priced = price_lines(&inputs).unwrap();
            let whole: Money = Money::sum(Currency::EUR, inputs.iter().map(|i| before_quote_discount(i).unwrap())).unwrap();
            let off = whole.percent(Percent(Decimal::new(discount, 2)), Rounding::HalfUp).unwrap();
            let sum = Money::sum(Currency::EUR, priced.iter().map(|(net, _)| *net)).unwrap();
            prop_assert_eq!(sum, whole.sub(off).unwrap());
            for (net, steps) in &priced {
                prop_assert!(!net.is_negative());
                prop_assert_eq!(steps.last().unwrap().result, *net);
            }
        }
    }
}
