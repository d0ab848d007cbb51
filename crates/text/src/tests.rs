use super::{format::*, *};
use Language::{En, Nl};
use domain::{
    dates::{Date, Timestamp},
    money::{Currency, Money},
    org::{Address, Country},
};
use std::collections::BTreeSet;

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

/// Each row: the Dutch and the English way.
fn check(rows: &[(String, &str, String, &str)]) {
    for (nl, nl_expected, en, en_expected) in rows {
        assert_eq!(nl, nl_expected);
        assert_eq!(en, en_expected);
    }
}

#[test]
fn the_files_are_right_and_both_languages_say_everything() {
    for lang in [En, Nl] {
        assert_eq!(objections(lang), Vec::<String>::new());
    }
    let (en, nl): (BTreeSet<&str>, BTreeSet<&str>) = (keys(En).collect(), keys(Nl).collect());
    assert_eq!(en.difference(&nl).collect::<Vec<_>>(), Vec::<&&str>::new(), "missing in Dutch");
    assert_eq!(nl.difference(&en).collect::<Vec<_>>(), Vec::<&&str>::new(), "missing in English");
    assert!(en.len() > 300);
}

#[test]
fn both_languages_show_the_same_values() {
    for (name, en, nl) in bundle::FILES {
        let variables = |source: &str| -> Vec<(String, BTreeSet<String>)> {
            let mut found: Vec<(String, BTreeSet<String>)> = Vec::new();
            for line in source.lines() {
                let head = line.split_once('=').map(|(key, _)| key.trim()).filter(|_| !line.starts_with([' ', '#']));
                found.extend(head.map(|key| (key.to_string(), BTreeSet::new())));
                let names = line
                    .split('$')
                    .skip(1)
                    .filter_map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').next());
                if let Some((_, known)) = found.last_mut().filter(|_| !line.starts_with('#')) {
                    known.extend(names.map(str::to_string));
                }
            }
            found.sort();
            found
        };
        for (one, two) in variables(en).iter().zip(&variables(nl)) {
            assert_eq!(one, two, "{name}.ftl");
        }
    }
}

#[test]
fn every_kind_and_country_of_the_union_has_its_words() {
    for kind_of in Kind::ALL {
        for lang in [En, Nl] {
            assert!(!kind(lang, *kind_of).starts_with('⟨') && !kinds(lang, *kind_of).starts_with('⟨'), "{kind_of:?}");
        }
    }
    for code in ["AT", "BE", "GR", "NL", "SE", "US", "GB"] {
        assert_ne!(country_name(Nl, code.parse().unwrap()), code);
    }
    assert_eq!(country_name(Nl, "QQ".parse().unwrap()), "QQ");
}

#[test]
fn amounts() {
    let usd = Money::new(123_450, "USD".parse().unwrap());
    let yen = Money::new(1_234_567, "JPY".parse().unwrap());
    let chf = Money::new(-1_050, "CHF".parse().unwrap());
    check(&[
        (money(Nl, eur(123_450)), "€ 1.234,50", money(En, eur(123_450)), "€1,234.50"),
        (money(Nl, eur(-5)), "€ -0,05", money(En, eur(-5)), "-€0.05"),
        (money(Nl, eur(0)), "€ 0,00", money(En, eur(0)), "€0.00"),
        (money(Nl, eur(100_000_000)), "€ 1.000.000,00", money(En, eur(100_000_000)), "€1,000,000.00"),
        (money(Nl, usd), "US$ 1.234,50", money(En, usd), "US$1,234.50"),
        (money(Nl, yen), "JPY 1.234.567", money(En, yen), "JPY 1,234,567"),
        (money(Nl, chf), "CHF -10,50", money(En, chf), "CHF -10.50"),
        (amount(Nl, eur(99_999)), "999,99", amount(En, eur(99_999)), "999.99"),
    ]);
}

#[test]
fn numbers() {
    let d = |s: &str| domain::money::decimal(s).unwrap();
    let price = |s: &str| s.parse().unwrap();
    check(&[
        (decimal(Nl, d("1234.50")), "1.234,50", decimal(En, d("1234.50")), "1,234.50"),
        (decimal(Nl, d("-0.0088")), "-0,0088", decimal(En, d("-0.0088")), "-0.0088"),
        (percent(Nl, "21.00".parse().unwrap()), "21%", percent(En, "2.50".parse().unwrap()), "2.5%"),
        (quantity(Nl, "1.500".parse().unwrap()), "1,5", quantity(En, "12000".parse().unwrap()), "12,000"),
        (
            unit_price(Nl, price("12.5"), Currency::EUR),
            "€ 12,50",
            unit_price(En, price("0.0088"), Currency::EUR),
            "€0.0088",
        ),
        (unit_name(Nl, "HUR"), "uur", unit_for(En, "HUR", "8".parse().unwrap()), "hours"),
        (unit_for(Nl, "C62", "12".parse().unwrap()), "stuks", unit_name(En, "ZZ9"), "ZZ9"),
    ]);
}

#[test]
fn dates_and_moments() {
    let d = Date::constant(2026, 3, 1);
    let at: Timestamp = "2026-03-31T22:05:00Z".parse().unwrap();
    let zone = "Europe/Amsterdam";
    check(&[
        (date(Nl, d), "01-03-2026", date(En, d), "1 Mar 2026"),
        (date_long(Nl, d), "1 maart 2026", date_long(En, d), "1 March 2026"),
        (timestamp(Nl, zone, at), "01-04-2026 00:05", timestamp(En, zone, at), "1 Apr 2026, 00:05"),
    ]);
}

#[test]
fn addresses_follow_their_country() {
    let at = |street: &str, postal_code: &str, city: &str, country: &str| Address {
        street: street.into(),
        postal_code: postal_code.into(),
        city: city.into(),
        country: country.parse().unwrap(),
    };
    let rows = [
        (at("Keizersgracht 1", "1015cj", "Amsterdam", "NL"), vec!["Keizersgracht 1", "1015 CJ Amsterdam"]),
        (at("Unter den Linden 1", "10117", "Berlin", "DE"), vec!["Unter den Linden 1", "10117 Berlin", "Duitsland"]),
        (
            at("1 High Street\nFlat 2", "SW1A 1AA", "London", "GB"),
            vec!["1 High Street", "Flat 2", "London", "SW1A 1AA", "Verenigd Koninkrijk"],
        ),
        (at("", "", "", "NL"), vec![]),
    ];
    for (address, lines) in rows {
        assert_eq!(address_lines(Nl, &address), lines);
    }
    let german: Country = "DE".parse().unwrap();
    assert_eq!(address_lines_from(En, german, &at("A 1", "10117", "Berlin", "DE")), ["A 1", "10117 Berlin"]);
}

#[test]
fn typed_numbers_are_read_in_either_notation() {
    let check = |typed: &str, nl: Option<&str>, en: Option<&str>| {
        let want = |s: Option<&str>| s.map(|s| domain::money::decimal(s).unwrap());
        assert_eq!(parse::decimal(Nl, typed), want(nl), "nl `{typed}`");
        assert_eq!(parse::decimal(En, typed), want(en), "en `{typed}`");
    };
    let same = |typed: &str, value: &str| check(typed, Some(value), Some(value));
    same("1.234,50", "1234.50");
    same("1,234.50", "1234.50");
    same("12,5", "12.5");
    same("12.50", "12.50");
    same("1.234.567", "1234567");
    same("0,125", "0.125");
    same("0.125", "0.125");
    same("€ -1.000,00", "-1000.00");
    same("1234.567", "1234.567");
    same(",5", "0.5");
    same("7", "7");
    check("1.234", Some("1234"), Some("1.234"));
    check("1,234", Some("1.234"), Some("1234"));
    for bad in ["", "-", ".", "abc", "1.23.456", "1,2,3", "1.234,567.8", "1e5", "12 for 3", "1.234,56,7"] {
        check(bad, None, None);
    }
}

#[test]
fn typed_dates_are_read_with_the_day_first() {
    let march = Some(Date::constant(2026, 3, 31));
    for typed in [
        "2026-03-31",
        "31-03-2026",
        "31/3/2026",
        "31.3.26",
        "31 maart 2026",
        "31 mrt 2026",
        "31 Mar 2026",
        "March 31, 2026",
    ] {
        assert_eq!(parse::date(Nl, typed), march, "{typed}");
    }
    for typed in ["31-02-2026", "31-13-2026", "", "31-03", "31 x 2026", "2026"] {
        assert_eq!(parse::date(En, typed), None, "{typed}");
    }
}

#[test]
fn sentences_take_values_and_plurals() {
    assert_eq!(t(Nl, "state-draft"), t(Nl, "state.draft"));
    assert_eq!(t(En, "no-such.key"), "⟨no-such.key⟩");
    assert_eq!(t_with(En, "count-lines", &[("count", Arg::Number(1))]), "1 line");
    assert_eq!(t_with(Nl, "count-lines", &[("count", Arg::Number(12_000))]), "12.000 regels");
    let sample = Refusal::invalid("currency_mixed").with("left", "EUR").with("right", "USD");
    assert!(refusal(Nl, &sample).contains("EUR"), "{}", refusal(Nl, &sample));
}
