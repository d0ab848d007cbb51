//! Matching: which open invoices a line of the bank statement pays. Each suggestion says why and how sure it is; a person
//! or a rule about the score decides. Banks break and space the text as they like, so only letters and digits count.

use crate::{dates::Date, ids::*, money::*};
use std::collections::BTreeSet;

/// An open debt with what a payer may write to name it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub item: OpenItemId,
    pub customer: Option<CustomerId>,
    /// The invoice's number.
    pub number: String,
    /// Its ISO 11649 reference (RF...).
    pub reference: Option<String>,
    pub date_due: Date,
    pub open: Money,
}

/// A line of the bank statement: money that came in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Credit<'a> {
    /// Remittance text and structured reference, in any order.
    pub text: &'a str,
    pub amount: Money,
    /// Whose it seems to be, from the account it came from.
    pub customer: Option<CustomerId>,
}

/// Open items that a bank line seems to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Oldest first: allocated in this order.
    pub items: Vec<OpenItemId>,
    /// 0 to 100; from `CERTAIN` on a bank line may be booked without asking.
    pub score: u32,
    /// Word key of why.
    pub reason: &'static str,
}

/// The invoice is named and the amount is exactly what is open.
pub const CERTAIN: u32 = 95;
/// Shorter numbers stand in too many texts by chance.
const NUMBER_LENGTH_MIN: usize = 4;

/// Suggestions for one bank line, the surest first; at most one for the same items. Candidates in another currency or
/// without anything open are left out.
pub fn suggest(credit: Credit<'_>, candidates: &[Candidate]) -> Vec<Suggestion> {
    let mut open: Vec<&Candidate> =
        candidates.iter().filter(|c| c.open.is_positive() && c.open.currency() == credit.amount.currency()).collect();
    open.sort_by_key(|c| (c.date_due, c.item));
    let text = Text::of(credit.text);
    let found = [
        named(credit, &open, "match_reference", [100, 92], |c| c.reference.as_deref().and_then(|r| text.find(r))),
        named(credit, &open, "match_number", [CERTAIN, 85], |c| text.find(&c.number)),
        of_customer(credit, &open),
        one_amount(credit, &open, "match_amount_customer", 70, |c| {
            c.customer.is_some() && c.customer == credit.customer
        }),
        one_amount(credit, &open, "match_amount", 40, |_| true),
    ];
    let mut suggestions: Vec<Suggestion> = Vec::new();
    for suggestion in found.into_iter().flatten() {
        if !suggestions.iter().any(|s| s.items == suggestion.items) {
            suggestions.push(suggestion);
        }
    }
    suggestions.sort_by_key(|s| std::cmp::Reverse(s.score));
    suggestions
}

/// All items whose name stands in the text: surer when their sum is the amount. A name inside a longer one that was
/// found as well does not count.
fn named<'a>(
    credit: Credit<'_>,
    open: &[&'a Candidate],
    reason: &'static str,
    [exact, otherwise]: [u32; 2],
    find: impl Fn(&Candidate) -> Option<(usize, usize)>,
) -> Option<Suggestion> {
    let spans: Vec<(&'a Candidate, (usize, usize))> = open.iter().filter_map(|c| Some((*c, find(c)?))).collect();
    let inside = |a: (usize, usize), b: (usize, usize)| a != b && b.0 <= a.0 && a.1 <= b.1;
    let items: Vec<&Candidate> = spans
        .iter()
        .filter(|(_, span)| !spans.iter().any(|(_, other)| inside(*span, *other)))
        .map(|(c, _)| *c)
        .collect();
    let score = if sum(&items) == i128::from(credit.amount.minor()) { exact } else { otherwise };
    suggestion(&items, score, reason)
}

/// Everything, or everything until some due date, that this customer owes: the amount fits exactly.
fn of_customer(credit: Credit<'_>, open: &[&Candidate]) -> Option<Suggestion> {
    let customer = credit.customer?;
    let owed: Vec<&Candidate> = open.iter().copied().filter(|c| c.customer == Some(customer)).collect();
    let fits = |n: &usize| sum(&owed[..*n]) == i128::from(credit.amount.minor());
    let count = (2..=owed.len()).find(fits)?;
    suggestion(&owed[..count], 65, "match_customer_oldest")
}

/// The only item with exactly this amount; with two nobody can tell.
fn one_amount(
    credit: Credit<'_>,
    open: &[&Candidate],
    reason: &'static str,
    score: u32,
    wanted: impl Fn(&Candidate) -> bool,
) -> Option<Suggestion> {
    let same: Vec<&Candidate> = open.iter().copied().filter(|c| c.open == credit.amount && wanted(c)).collect();
    if same.len() == 1 { suggestion(&same, score, reason) } else { None }
}

fn sum(items: &[&Candidate]) -> i128 {
    items.iter().map(|c| i128::from(c.open.minor())).sum()
}

fn suggestion(items: &[&Candidate], score: u32, reason: &'static str) -> Option<Suggestion> {
    let items: Vec<OpenItemId> = items.iter().map(|c| c.item).collect();
    if items.is_empty() { None } else { Some(Suggestion { items, score, reason }) }
}

/// A text without spaces, punctuation and case, that remembers where something stood between two characters.
struct Text {
    letters: Vec<char>,
    /// Positions in `letters` before which the text had a space or a mark.
    breaks: BTreeSet<usize>,
}
impl Text {
    fn of(text: &str) -> Text {
        let (mut letters, mut breaks) = (Vec::new(), BTreeSet::new());
        for c in text.chars() {
            if c.is_alphanumeric() {
                letters.extend(c.to_uppercase());
            } else {
                breaks.insert(letters.len());
            }
        }
        Text { letters, breaks }
    }
    /// Where `name` stands, and not as a piece of a longer run of digits or letters.
    fn find(&self, name: &str) -> Option<(usize, usize)> {
        let name = Text::of(name).letters;
        if name.len() < NUMBER_LENGTH_MIN {
            return None;
        }
        let ends = |start: usize| start + name.len();
        let starts = 0..(self.letters.len() + 1).saturating_sub(name.len());
        starts
            .filter(|start| self.letters[*start..ends(*start)] == name)
            .find(|start| self.is_border(*start) && self.is_border(ends(*start)))
            .map(|start| (start, ends(start)))
    }
    /// A place where one word may end and another begin: an edge, a gap, or a letter beside a digit.
    fn is_border(&self, at: usize) -> bool {
        let (Some(before), Some(after)) = (at.checked_sub(1).and_then(|i| self.letters.get(i)), self.letters.get(at))
        else {
            return true;
        };
        self.breaks.contains(&at) || before.is_ascii_digit() != after.is_ascii_digit()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(n: u32) -> RawId {
        RawId::from_moment(1, [1; 10]).derive(n)
    }
    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }
    /// Item n is invoice `F-2026-000n` of customer 1 (items 1 to 3) or 2.
    fn candidates() -> Vec<Candidate> {
        let open = [12_100, 24_200, 5_000, 12_100, 999];
        let of = |(n, minor): (u32, i64)| Candidate {
            item: raw(n).into(),
            customer: Some(raw(100 + (n > 3) as u32).into()),
            number: format!("F-2026-{n:04}"),
            reference: (n == 2).then(|| "RF18539007547034".to_string()),
            date_due: Date::constant(2026, 1, 1).add_days(n.into()),
            open: eur(minor),
        };
        (1..).zip(open).map(of).collect()
    }
    fn check(text: &str, amount: i64, customer: Option<u32>, want: &[(&[u32], u32, &str)]) {
        let customer = customer.map(|n| raw(99 + n).into());
        let got = suggest(Credit { text, amount: eur(amount), customer }, &candidates());
        let want: Vec<Suggestion> = want
            .iter()
            .map(|(items, score, reason)| Suggestion {
                items: items.iter().map(|n| raw(*n).into()).collect(),
                score: *score,
                reason: match *reason {
                    "reference" => "match_reference",
                    "number" => "match_number",
                    "oldest" => "match_customer_oldest",
                    "customer" => "match_amount_customer",
                    _ => "match_amount",
                },
            })
            .collect();
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn a_name_in_the_text_is_found_however_it_is_written() {
        let first: &[(&[u32], u32, &str)] = &[(&[1], 95, "number")];
        for text in [
            "F-2026-0001",
            "betaling f2026 0001 dank",
            "fact.nr.F-2026-00 01/kenmerk",
            "F20260001",
            "NR F-2026-0001 2026",
        ] {
            check(text, 12_100, None, first);
        }
        check("RF18 5390 0754 7034", 24_200, None, &[(&[2], 100, "reference")]);
        check("/RFS/RF18539007547034 F-2026-0002", 10_000, None, &[(&[2], 92, "reference")]);
        check("F-2026-0001 en F-2026-0002", 36_300, None, &[(&[1, 2], 95, "number")]);
        check("F-2026-0001 en F-2026-0002", 30_000, None, &[(&[1, 2], 85, "number")]);
        // Another number that only begins or ends alike.
        check("F-2026-00012", 1, None, &[]);
        check("XF-2026-0001", 1, None, &[]);
    }

    #[test]
    fn a_customer_and_an_amount_are_less_sure() {
        check("", 12_100, Some(1), &[(&[1], 70, "customer")]);
        check("", 36_300, Some(1), &[(&[1, 2], 65, "oldest")]);
        check("", 41_300, Some(1), &[(&[1, 2, 3], 65, "oldest")]);
        check("", 5_000, None, &[(&[3], 40, "amount")]);
        // Two customers owe 121.00.
        check("", 12_100, None, &[]);
        // The text names another invoice than the amount fits.
        check("F-2026-0003", 24_200, Some(1), &[(&[3], 85, "number"), (&[2], 70, "customer")]);
    }

    #[test]
    fn what_cannot_be_paid_is_not_suggested() {
        let mut paid = candidates();
        paid[0].open = eur(0);
        let usd = Money::new(24_200, "USD".parse().unwrap());
        let credit = |amount| Credit { text: "F-2026-0001 RF18539007547034", amount, customer: None };
        assert!(suggest(credit(eur(1)), &paid[..1]).is_empty());
        assert!(suggest(credit(usd), &paid).is_empty());
    }

    #[test]
    fn a_number_within_a_longer_one_does_not_count() {
        let mut two = candidates();
        two.truncate(2);
        two[0].number = "2026-0001".into();
        two[1].number = "2026-0001-2".into();
        let got = suggest(Credit { text: "2026-0001-2", amount: eur(24_200), customer: None }, &two);
        assert_eq!(got[0].items, [two[1].item]);
    }
}
