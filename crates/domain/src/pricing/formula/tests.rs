use super::super::*;
use crate::money::Currency;

fn formula(text: &str) -> PriceModel {
    let constants = [("setup".to_string(), 5_000), ("zero".to_string(), 0)].into();
    let list = Some(PriceModel::PerUnit { unit_price: "12.50".parse().unwrap() }.into());
    PriceModel::Formula(Formula { formula: text.into(), constants, list })
}
fn check(text: &str, quantity: &str, expected: Result<i64, &str>) {
    let price = formula(text);
    price.check("price").unwrap();
    let found = amount(&price, quantity.parse().unwrap(), Currency::EUR).map(|amount| amount.minor());
    assert_eq!(found.map_err(|refusal| refusal.code), expected, "{text} of {quantity}");
}

#[test]
fn a_formula_gives_minor_units() {
    check("quantity * 1250", "3", Ok(3_750));
    check("setup + quantity * (quantity > 100 ? 80 : 100)", "101", Ok(5_000 + 101 * 80));
    check("setup + quantity * (quantity > 100 ? 80 : 100)", "100", Ok(15_000));
    check("list_amount * 9 / 10", "2", Ok(2_250));
    check("div_half_up(quantity_micros * 333, 1000000)", "1.5", Ok(500));
    check("div_up(quantity, 12) * 100", "13", Ok(200));
    check("min(setup, quantity, 7) + max(1, 2)", "9", Ok(9));
    check("-5 % 3 + 10 - -2", "1", Ok(10));
    check("quantity == 2 && !(quantity < 2) || false ? 1 : 2", "2", Ok(1));
    // What is not needed is not computed.
    check("zero == 0 ? 7 : 1 / zero", "1", Ok(7));
    check("zero != 0 && 1 / zero > 0 ? 1 : 2", "1", Ok(2));
}

#[test]
fn what_a_formula_cannot_give_is_refused() {
    check("1 / zero", "1", Err("formula_divides_by_zero"));
    check("5 % (quantity - 1)", "1", Err("formula_divides_by_zero"));
    check("quantity - 10", "9", Err("formula_negative"));
    check("quantity * 2", "1.5", Err("formula_quantity_fraction"));
    check("9223372036854775807 + quantity", "1", Err("formula_overflow"));
    check("9223372036854775807 * quantity", "2", Err("formula_overflow"));
    check("quantity * 1000", "1000000000000000000", Err("formula_overflow"));
    check("quantity", "99999999999999999999999999", Err("formula_overflow"));
    check("-(0 - 9223372036854775807 - 1)", "1", Err("formula_overflow"));
}

#[test]
fn what_does_not_fit_together_is_refused_when_saved() {
    let check = |text: &str, code: &str| {
        let refusal = formula(text).check("entries.3.price").unwrap_err();
        assert_eq!((refusal.code, refusal.param.as_deref()), (code, Some("entries.3.price.formula")), "{text}");
    };
    check("quantity *", "formula_unreadable");
    check("", "formula_unreadable");
    check("quantity * 1.5", "formula_decimal");
    check("quantity > 1", "formula_gives_condition");
    check("quantity + (quantity > 1)", "formula_type_wrong");
    check("quantity ? 1 : 2", "formula_type_wrong");
    check("quantity > 1 ? 1 : false", "formula_type_wrong");
    check("quantity == true ? 1 : 2", "formula_type_wrong");
    check("\"12\" + quantity", "formula_not_number");
    check("[1, 2].map(x, x * 2)[0]", "formula_function_unknown");
    check("[1, 2].all(x, x > 0) ? 1 : 2", "formula_loop");
    check("price + 1", "formula_name_unknown");
    check("exec(quantity)", "formula_function_unknown");
    check("min()", "formula_values_count");
    check("quantity.max(1)", "formula_not_number");
    check(&format!("1{}", " + 1".repeat(249)), "formula_too_long");
    check(&"(".repeat(900), "formula_unreadable");
    check(&"x".repeat(1_001), "formula_too_long");
    let refusal = formula("quantity + seats").check("price").unwrap_err();
    assert!(format!("{refusal}").contains("column=Number(12)"), "{refusal}");
}

proptest::proptest! {
    /// Whatever is typed is a formula or is refused, and a formula gives an amount or a refusal.
    #[test]
    fn nothing_typed_makes_it_panic(text in "([a-z0-9 ()+*/%?:&|!<>=.,'\"\\[\\]{}\\\\-]{0,40}|(quantity|period|[0-9]{1,19}|true|\\(|\\)| \\+ | - |\\*| / |%|\\?|:|<|==|&&|,|min\\(|!|-){1,20})") {
        let price = formula(&text);
        let checked = price.check("price");
        for quantity in ["0", "1", "1.5", "1000000000"] {
            let found = amount(&price, quantity.parse().unwrap(), Currency::EUR);
            proptest::prop_assert!(checked.is_ok() || found.is_err(), "{}", text);
        }
    }
}

#[test]
fn deep_nesting_is_refused_without_running_out_of_stack() {
    for (open, close) in
        [("(", ")"), ("!", ""), ("-", ""), ("[", "]"), ("min(", ")"), ("true ? 1 : ", ""), ("{1:", "}"), ("1 + ", "")]
    {
        let depth = 990 / (open.len() + close.len());
        let text = format!("{}1{}", open.repeat(depth), close.repeat(depth));
        let refused = formula(&text).check("price").err().map(|refusal| refusal.code);
        // Signs in pairs undo each other, and ninety choices are few enough.
        let fine = matches!(open, "!" | "-" | "true ? 1 : ");
        assert!(refused.map_or(fine, |code| code.starts_with("formula_")), "{open}: {refused:?}");
    }
}
