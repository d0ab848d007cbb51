//! The dated table of rates.

use crate::{catalog::TaxClass, dates::Date, money::*, org::Country, refusal::*};
use std::sync::OnceLock;

struct Row {
    country: Country,
    class: TaxClass,
    from: Date,
    percent: Percent,
}

/// The rate of a country for a tax class on a day; zero for the classes without VAT.
/// Refuses a country or day the table does not know, rather than charge a guess.
pub fn rate(country: Country, class: TaxClass, on: Date) -> Result<Percent, Refusal> {
    if matches!(class, TaxClass::Zero | TaxClass::Exempt) {
        return Ok(Percent::ZERO);
    }
    let holds = |row: &&Row| row.country == country && row.class == class && row.from <= on;
    table().iter().filter(holds).max_by_key(|row| row.from).map(|row| row.percent).ok_or_else(|| {
        Refusal::invalid("vat_rate_unknown").with("country", country.code()).with("date", on).with("class", word(class))
    })
}

fn word(class: TaxClass) -> Arg {
    let key = match class {
        TaxClass::Standard => "standard",
        TaxClass::Reduced => "reduced",
        TaxClass::Zero => "zero",
        TaxClass::Exempt => "exempt",
    };
    Arg::Word(format!("tax_class-{key}"))
}

/// Lines that do not parse would be missing; a test holds that none is.
fn table() -> &'static [Row] {
    static TABLE: OnceLock<Vec<Row>> = OnceLock::new();
    TABLE.get_or_init(|| include_str!("rates.csv").lines().skip(1).filter_map(parse).collect())
}

fn parse(line: &str) -> Option<Row> {
    let mut fields = line.split(',');
    let country = fields.next()?.parse().ok()?;
    let class = match fields.next()? {
        "standard" => TaxClass::Standard,
        "reduced" => TaxClass::Reduced,
        _ => return None,
    };
    Some(Row { country, class, from: fields.next()?.parse().ok()?, percent: fields.next()?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        assert_eq!(table().len(), include_str!("rates.csv").lines().count() - 1);
    }

    #[test]
    fn dutch_rates_change_on_their_day() {
        let check = |class, day: &str, percent: &str| {
            let got = rate(Country::NL, class, day.parse().unwrap()).unwrap();
            assert_eq!(got, percent.parse().unwrap(), "{class:?} on {day}");
        };
        check(TaxClass::Standard, "2012-09-30", "19");
        check(TaxClass::Standard, "2012-10-01", "21");
        check(TaxClass::Reduced, "2018-12-31", "6");
        check(TaxClass::Reduced, "2019-01-01", "9");
        check(TaxClass::Zero, "1950-01-01", "0");
        assert_eq!(
            rate(Country::NL, TaxClass::Standard, "2000-12-31".parse().unwrap()).unwrap_err().code,
            "vat_rate_unknown"
        );
        assert_eq!(
            rate("US".parse().unwrap(), TaxClass::Standard, "2026-01-01".parse().unwrap()).unwrap_err().code,
            "vat_rate_unknown"
        );
    }
}
