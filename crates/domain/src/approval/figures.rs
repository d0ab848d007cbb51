//! The figures of a quote that rules can speak of, and which way each of them gets worse.

use super::worst::worst_of;
use crate::{
    ids::ProductId,
    money::{Currency, Money},
    quote::{LineKind, LineTerms, PaymentPlan, Quote, QuoteLine, Totals},
    refusal::Refusal,
};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A value that a condition can be about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    Number(#[schemars(with = "String")] Decimal),
    Text(String),
    Texts(BTreeSet<String>),
    /// Nobody knows it, such as the margin of lines without a cost; a rule about it applies.
    Unknown,
}

/// Which way a figure gets worse for the seller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worse {
    Higher,
    Lower,
    /// A text that was not there before.
    Other,
}

/// What a variable holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    Number,
    Text,
    Texts,
    Truth,
}

/// The names a condition may use.
pub const VARIABLES: &[(&str, Type, Worse)] = &[
    // Per cent of the list amount that the lines cost less, all discounts together.
    ("discount", Type::Number, Worse::Higher),
    // The highest discount on one line, in per cent.
    ("line_discount", Type::Number, Worse::Higher),
    // Per cent of the net amount that is left after cost, over the lines whose cost is known.
    ("margin", Type::Number, Worse::Lower),
    // Net amount once and for the first interval, in major units of the currency of the books.
    ("total", Type::Number, Worse::Higher),
    // The same over the whole agreed term.
    ("contract_value", Type::Number, Worse::Higher),
    ("payment_days", Type::Number, Worse::Higher),
    ("instalments", Type::Number, Worse::Higher),
    // The longest term of a line, in intervals.
    ("term", Type::Number, Worse::Higher),
    // Days from its date to the last day of its validity.
    ("valid_days", Type::Number, Worse::Higher),
    ("currency", Type::Text, Worse::Other),
    // The customer's country, two letters.
    ("country", Type::Text, Worse::Other),
    // The codes of the products on it.
    ("products", Type::Texts, Worse::Other),
];

/// Sums over some lines of a quote, in major units.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sums {
    pub(super) list: Decimal,
    pub(super) net: Decimal,
    pub(super) contract_value: Decimal,
    /// Net amount and cost over the agreed terms, where every line has a cost.
    pub(super) costed: Option<(Decimal, Decimal)>,
}
impl Sums {
    pub(super) fn of<'a>(
        currency: Currency,
        lines: impl Iterator<Item = &'a LineTerms> + Clone,
    ) -> Result<Sums, Refusal> {
        let (mut list, mut costed) = (Decimal::ZERO, Some((Decimal::ZERO, Decimal::ZERO)));
        for line in lines.clone() {
            list += line.list_amount(currency)?.decimal();
            costed = match (costed, line.net_and_cost()?) {
                (Some((net, sum)), Some((line_net, cost))) => Some((net + line_net, sum + cost)),
                _ => None,
            };
        }
        let net = Money::sum(currency, lines.clone().map(|line| line.net))?.decimal();
        Ok(Sums { list, net, contract_value: Totals::of(currency, lines)?.contract_value.decimal(), costed })
    }
    pub(super) fn zero() -> Sums {
        let zero = Decimal::ZERO;
        Sums { list: zero, net: zero, contract_value: zero, costed: Some((zero, zero)) }
    }
    pub(super) fn add(mut self, other: &Sums) -> Sums {
        self.list = self.list.saturating_add(other.list);
        self.net = self.net.saturating_add(other.net);
        self.contract_value = self.contract_value.saturating_add(other.contract_value);
        let costed = self.costed.zip(other.costed);
        self.costed = costed.map(|((net, cost), (more, also))| (net.saturating_add(more), cost.saturating_add(also)));
        self
    }
    pub(super) fn is_nothing(&self) -> bool {
        self.list.is_zero() && self.net.is_zero() && self.costed.is_none_or(|(_, cost)| cost.is_zero())
    }
    fn discount(&self) -> Decimal {
        if self.list.is_zero() { Decimal::ZERO } else { part(self.list - self.net, self.list) }
    }
    fn margin(&self) -> Option<Decimal> {
        match self.costed? {
            (net, cost) if net.is_zero() => Some(if cost.is_zero() { Decimal::ZERO } else { -Decimal::ONE_HUNDRED }),
            (net, cost) => Some(part(net - cost, net)),
        }
    }
    /// If the whole discount were `percent` of the list amount.
    fn at_discount(&self, percent: Decimal) -> Sums {
        let net = self.list * (Decimal::ONE_HUNDRED - percent) / Decimal::ONE_HUNDRED;
        let scaled = |amount: Decimal| if self.net.is_zero() { net } else { amount * net / self.net };
        Sums {
            list: self.list,
            net,
            contract_value: scaled(self.contract_value),
            costed: self.costed.map(|(amount, cost)| (scaled(amount), cost)),
        }
    }
}

/// The figures of one quote: each the worst it can be, whatever the customer chooses, since nobody looks at it again once the
/// quote is out.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// As it is offered, and each of the choices that make some figure worst.
    sums: Vec<Sums>,
    /// What one unit of the quote's currency is worth in that of the books; nobody knows where no rate was published.
    rate: Option<Decimal>,
    line_discount: Decimal,
    terms: BTreeMap<&'static str, u32>,
    currency: Currency,
    country: String,
    products: BTreeSet<String>,
}

impl Figures {
    /// Of a priced quote; `codes` are those of its products, and `books` is the currency the seller's books are in.
    pub fn of(
        quote: &Quote,
        codes: &BTreeMap<ProductId, String>,
        country: &str,
        books: Currency,
    ) -> Result<Figures, Refusal> {
        let on_offer = |line: &&QuoteLine| line.kind.is_priced() && line.kind != LineKind::Declined;
        let offered = quote.lines.iter().filter(on_offer).map(|line| &line.terms);
        let mut sums = worst_of(quote)?;
        if offered.clone().any(|line| line.cost.is_none()) {
            sums.iter_mut().for_each(|sums| sums.costed = None);
        }
        let instalments = match quote.payment_plan {
            PaymentPlan::Full => 1,
            PaymentPlan::Instalments { count } => count,
        };
        let valid = quote.date.days_until(quote.valid_until);
        let terms = [
            ("payment_days", quote.payment_days),
            ("instalments", instalments),
            ("term", offered.clone().filter_map(|line| line.term).max().unwrap_or(0)),
            ("valid_days", u32::try_from(valid).unwrap_or(0)),
        ];
        let discounts = offered.clone().filter_map(|line| line.discount).map(|discount| discount.value());
        let rate = quote.exchange.filter(|rate| rate.books == books).map(|rate| rate.rate.value());
        Ok(Figures {
            sums,
            rate: if quote.currency == books { Some(Decimal::ONE) } else { rate },
            line_discount: discounts.max().unwrap_or_default(),
            terms: terms.into(),
            currency: quote.currency,
            country: country.to_string(),
            products: offered.filter_map(|line| codes.get(&line.product?).cloned()).collect(),
        })
    }

    /// The value of a variable; `None` for a name that is none.
    pub fn value(&self, name: &str) -> Option<Figure> {
        let most = |of: fn(&Sums) -> Decimal| {
            let most = self.sums.iter().map(of).max().unwrap_or_default();
            let converted = self.rate.and_then(|rate| most.checked_mul(rate));
            converted.map_or(Figure::Unknown, |amount| Figure::Number(amount.round_dp(2)))
        };
        Some(match name {
            "discount" => Figure::Number(self.discount()),
            "line_discount" => Figure::Number(self.line_discount),
            "margin" => {
                let margins: Option<Vec<Decimal>> = self.sums.iter().map(Sums::margin).collect();
                margins.and_then(|all| all.into_iter().min()).map_or(Figure::Unknown, Figure::Number)
            }
            "total" => most(|sums| sums.net),
            "contract_value" => most(|sums| sums.contract_value),
            "currency" => Figure::Text(self.currency.code().to_string()),
            "country" => Figure::Text(self.country.clone()),
            "products" => Figure::Texts(self.products.clone()),
            other => Figure::Number(Decimal::from(*self.terms.get(other)?)),
        })
    }
    /// Per cent of the list amount that the whole costs less.
    pub fn discount(&self) -> Decimal {
        self.sums.iter().map(Sums::discount).max().unwrap_or_default()
    }
    /// The same quote if its whole discount were `percent` of the list amount.
    pub(super) fn at_discount(&self, percent: Decimal) -> Figures {
        Figures { sums: self.sums.iter().map(|sums| sums.at_discount(percent)).collect(), ..self.clone() }
    }
}

/// In per cent, to a hundredth.
fn part(of: Decimal, whole: Decimal) -> Decimal {
    (of * Decimal::ONE_HUNDRED / whole).round_dp(2).normalize()
}

/// Whether a figure is worse than it was when it was approved.
pub fn is_worse(name: &str, now: &Figure, then: &Figure) -> bool {
    let way = VARIABLES.iter().find(|(known, ..)| *known == name).map(|(.., worse)| *worse);
    match (way, now, then) {
        (Some(Worse::Higher), Figure::Number(now), Figure::Number(then)) => now > then,
        (Some(Worse::Lower), Figure::Number(now), Figure::Number(then)) => now < then,
        (_, Figure::Texts(now), Figure::Texts(then)) => !now.is_subset(then),
        (_, now, then) => now != then,
    }
}
