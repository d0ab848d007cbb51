//! Exchange rates as the European Central Bank publishes them: a row for each day, a column for each currency, units per euro,
//! `N/A` where a currency was not quoted.

use domain::{
    dates::Date,
    exchange::PublishedRate,
    money::{Amount, Currency},
    refusal::Refusal,
};

/// The rates of each day from `from` up to and including `until`, in the order of the file. Columns whose code is no currency
/// one can pay in any more are left out, and so are days without a rate. Refuses what is not such a file, with its line.
pub fn read(text: &str, from: Option<Date>, until: Option<Date>) -> Result<Vec<(Date, Vec<PublishedRate>)>, Refusal> {
    let mut rows = text.trim_start_matches('\u{feff}').lines();
    let unreadable = |line: usize| Refusal::invalid("rates_unreadable").with("line", line);
    let cells = |row: &'_ str| row.split(',').map(|cell| cell.trim().to_string()).collect::<Vec<_>>();
    let head = rows.next().map(cells).filter(|head| head[0] == "Date").ok_or_else(|| unreadable(1))?;
    let currencies: Vec<Option<Currency>> = head.iter().map(|code| code.parse().ok()).collect();
    let mut days = Vec::new();
    for (index, row) in rows.enumerate().filter(|(_, row)| !row.trim().is_empty()) {
        let (line, row) = (index + 2, cells(row));
        let on = day(&row[0]).ok_or_else(|| unreadable(line))?;
        if from.is_some_and(|from| on < from) || until.is_some_and(|until| on > until) {
            continue;
        }
        let mut rates = Vec::new();
        for (cell, currency) in row.iter().zip(&currencies).skip(1) {
            let Some(currency) = currency.filter(|_| !cell.is_empty() && cell != "N/A") else { continue };
            let units: Amount = cell.parse().map_err(|_| unreadable(line))?;
            rates.push(PublishedRate { currency, units });
        }
        if !rates.is_empty() {
            days.push((on, rates));
        }
    }
    Ok(days)
}

/// The history has `2026-10-30`, the file of one day `30 October 2026`.
fn day(text: &str) -> Option<Date> {
    text.parse().ok().or_else(|| {
        let day = jiff::civil::Date::strptime("%d %B %Y", text).ok()?;
        day.to_string().parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "Date,USD,JPY,BGN,ROL,\n2026-10-30,1.1172,175.68,N/A,N/A,\n2026-10-29,1.113,175.92,N/A,N/A,\n2004-01-02,1.2592,134.97,1.9557,41157,\n";

    fn told(text: &str, from: Option<&str>, until: Option<&str>) -> Result<Vec<String>, (String, String)> {
        let date = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        let days = read(text, date(from), date(until)).map_err(|r| (r.code.to_string(), format!("{:?}", r.args)))?;
        let rates = |rates: &[PublishedRate]| {
            rates.iter().map(|r| format!("{} {}", r.currency, r.units)).collect::<Vec<_>>().join(" ")
        };
        Ok(days.iter().map(|(on, all)| format!("{on}: {}", rates(all))).collect())
    }

    #[test]
    fn every_day_and_currency_that_is_quoted() {
        let all = told(FILE, None, None).unwrap();
        assert_eq!(all[0], "2026-10-30: USD 1.1172 JPY 175.68");
        assert_eq!(all.len(), 3);
        let some = told(FILE, Some("2026-10-29"), Some("2026-10-29")).unwrap();
        assert_eq!(some, ["2026-10-29: USD 1.113 JPY 175.92"]);
        let daily = "Date, USD, JPY, \n30 October 2026, 1.1172, 175.68, \n";
        assert_eq!(told(daily, None, None).unwrap(), ["2026-10-30: USD 1.1172 JPY 175.68"]);
    }

    #[test]
    fn what_is_no_such_file_is_refused_with_its_line() {
        let check = |text: &str, line: &str| {
            let (code, args) = told(text, None, None).unwrap_err();
            assert_eq!(code, "rates_unreadable", "{text}");
            assert!(args.contains(line), "{args}");
        };
        check("", "1");
        check("Datum;USD\n", "1");
        check("Date,USD\n2026-10-30,1.1\nyesterday,1.2\n", "3");
        check("Date,USD\n2026-10-30,one\n", "2");
        check("Date,USD\n2026-10-30,1.1\n2026-02-30,1.2\n", "3");
    }
}
