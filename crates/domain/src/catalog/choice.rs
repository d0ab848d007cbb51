//! Which price holds: of all price books, those for this buyer, this day and this currency; of those, the one that says
//! most exactly for whom it is. Every book that did not come to it is named with the reason, so that a price explains
//! itself. Books that are equal in everything contradict each other and are refused, whatever order they come in.

use super::{Audience, PriceBook, PriceModel};
use crate::{
    dates::Date,
    document::{DocRef, Kind},
    ids::*,
    money::{Currency, Money},
    pricing::{NotApplied, PriceStep},
    refusal::Refusal,
};
use std::cmp::Reverse;

/// Who buys, where and when.
#[derive(Clone, Copy, Debug)]
pub struct Buyer<'a> {
    pub customer: Option<CustomerId>,
    /// The contracts that are in force with the customer.
    pub contracts: &'a [ContractId],
    pub segment: Option<&'a str>,
    pub channel: Option<&'a str>,
    pub currency: Currency,
    pub on: Date,
}

/// A price book as it stands in its version.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    pub book: &'a PriceBook,
    pub version: u32,
}

/// A price, the book it is from, and the books it is not from.
#[derive(Clone, Debug)]
pub struct Choice<'a> {
    pub book: Listed<'a>,
    pub price: &'a PriceModel,
    pub not_applied: Vec<Considered>,
}

/// A price book that did not come to the price.
#[derive(Clone, Debug, PartialEq)]
pub struct Considered {
    pub book: PriceBookId,
    pub version: u32,
    pub reason: NotApplied,
}

impl Considered {
    /// The step that tells it, for a line whose price comes from elsewhere.
    pub fn step(&self, line: u32, currency: Currency) -> PriceStep {
        PriceStep {
            line,
            step: "step_price_book".to_string(),
            source: Some(DocRef { kind: Kind::PriceBook, id: self.book.raw() }),
            source_version: Some(self.version),
            rule: None,
            rule_version: None,
            input: None,
            operation: None,
            exact: None,
            not_applied: Some(self.reason.clone()),
            arithmetic: String::new(),
            result: Money::zero(currency),
        }
    }
}

/// The price of a product for a buyer, or `None` when no book has one.
///
/// Refuses two books that are equal in exactness, priority and first day: then nobody could say why one price and not
/// the other. A later first day wins before that, so a new version of a list takes over on its day.
pub fn choose_price<'a>(
    product: ProductId,
    buyer: &Buyer,
    books: &[Listed<'a>],
) -> Result<(Option<Choice<'a>>, Vec<Considered>), Refusal> {
    let (mut fitting, mut not_applied) = (Vec::new(), Vec::new());
    for listed in books {
        match hindrance(listed.book, buyer).map_or_else(|| price_in(listed.book, product), Err) {
            Ok(price) => fitting.push((rank(listed.book), *listed, price)),
            Err(reason) => not_applied.push(Considered { book: listed.book.id, version: listed.version, reason }),
        }
    }
    let (chosen, behind) = best(fitting)?;
    not_applied.extend(behind);
    not_applied.sort_by_key(|considered| considered.book.raw());
    let choice = chosen.map(|(book, price)| Choice { book, price, not_applied: not_applied.clone() });
    Ok((choice, not_applied))
}

/// Of the books that have a price, the one that comes first, and those behind it.
type Best<'a> = (Option<(Listed<'a>, &'a PriceModel)>, Vec<Considered>);
pub(super) fn best<'a>(mut fitting: Vec<(Rank, Listed<'a>, &'a PriceModel)>) -> Result<Best<'a>, Refusal> {
    fitting.sort_by_key(|(rank, listed, _)| (Reverse(*rank), listed.book.id.raw()));
    if let [(first, one, _), (second, other, _), ..] = fitting.as_slice()
        && first == second
    {
        return Err(contradict(one.book, other.book));
    }
    let mut fitting = fitting.into_iter();
    let chosen = fitting.next();
    let name = chosen.as_ref().map(|(_, listed, _)| listed.book.name.clone()).unwrap_or_default();
    let behind = fitting.map(|(_, listed, _)| {
        let reason = NotApplied::Behind { by: name.clone() };
        Considered { book: listed.book.id, version: listed.version, reason }
    });
    let behind = behind.collect();
    Ok((chosen.map(|(_, listed, price)| (listed, price)), behind))
}

fn contradict(one: &PriceBook, other: &PriceBook) -> Refusal {
    Refusal::invalid("price_books_contradict").with("one", &one.name).with("other", &other.name)
}

impl PriceBook {
    /// Refuses another book that would hold for the same buyers on the same days, without either coming first, and with a
    /// price for the same product.
    pub fn check_beside(&self, other: &PriceBook) -> Result<(), Refusal> {
        let has = |product: ProductId| other.entries.iter().any(|entry| entry.product == product);
        if self.meets(other) && self.entries.iter().any(|entry| has(entry.product)) {
            return Err(contradict(self, other).at("priority"));
        }
        Ok(())
    }
    /// Whether both could be for one buyer on one day with neither coming first, whatever is in them.
    pub fn meets(&self, other: &PriceBook) -> bool {
        fn meet<T: PartialEq>(one: &[T], other: &[T]) -> bool {
            one.is_empty() || one.iter().any(|name| other.contains(name))
        }
        let (one, two) = (&self.audience, &other.audience);
        let in_use = |book: &PriceBook| book.archived.is_none() && book.prepared.is_none();
        self.id != other.id
            && in_use(self)
            && in_use(other)
            && self.currency == other.currency
            && rank(self) == rank(other)
            && one.contract == two.contract
            && meet(&one.customers, &two.customers)
            && meet(&one.segments, &two.segments)
            && meet(&one.channels, &two.channels)
    }
    /// Why it is not for this buyer, currency or day; `None` when it is.
    pub fn hindrance(&self, buyer: &Buyer) -> Option<NotApplied> {
        hindrance(self, buyer)
    }
}

fn price_in(book: &PriceBook, product: ProductId) -> Result<&PriceModel, NotApplied> {
    let entry = book.entries.iter().find(|entry| entry.product == product);
    entry.map(|entry| &entry.price).ok_or(NotApplied::NoPrice)
}

/// Why a book is not for this buyer, currency or day.
pub(super) fn hindrance(book: &PriceBook, buyer: &Buyer) -> Option<NotApplied> {
    let Audience { contract, customers, segments, channels, .. } = &book.audience;
    let listed =
        |names: &[String], name: Option<&str>| names.is_empty() || names.iter().any(|n| Some(n.as_str()) == name);
    if book.archived.is_some() || book.prepared.is_some() {
        return Some(NotApplied::Archived);
    }
    if book.currency != buyer.currency {
        return Some(NotApplied::OtherCurrency { currency: book.currency });
    }
    if book.valid_from > buyer.on {
        return Some(NotApplied::NotYet { from: book.valid_from });
    }
    if let Some(until) = book.valid_until.filter(|until| *until < buyer.on) {
        return Some(NotApplied::Ended { until });
    }
    let other_contract = contract.is_some_and(|contract| !buyer.contracts.contains(&contract));
    let other_customer = !customers.is_empty() && !buyer.customer.is_some_and(|customer| customers.contains(&customer));
    if other_contract || other_customer {
        return Some(NotApplied::OtherCustomer);
    }
    if !listed(segments, buyer.segment) {
        return Some(NotApplied::OtherSegment { segments: segments.clone() });
    }
    (!listed(channels, buyer.channel)).then(|| NotApplied::OtherChannel { channels: channels.clone() })
}

/// How exactly a book says for whom it is, then its priority and its first day; more comes first.
pub(super) type Rank = (u8, u32, Date);
pub(super) fn rank(book: &PriceBook) -> Rank {
    let Audience { contract, customers, segments, channels, priority } = &book.audience;
    let exact = [contract.is_some(), !customers.is_empty(), !segments.is_empty(), !channels.is_empty()];
    let exact = exact.into_iter().fold(0, |sum, says| sum * 2 + u8::from(says));
    (exact, *priority, book.valid_from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{catalog::PriceEntry, money::Amount};
    use proptest::prelude::*;

    fn id(n: u32) -> RawId {
        RawId::default().derive(n)
    }
    fn book(n: u32, price: &str, audience: Audience) -> PriceBook {
        let price = PriceModel::PerUnit { unit_price: price.parse::<Amount>().unwrap() };
        PriceBook {
            id: id(n).into(),
            name: format!("list {n}"),
            currency: Currency::EUR,
            valid_from: Date::constant(2026, 1, 1),
            valid_until: None,
            audience,
            entries: vec![PriceEntry { product: id(100).into(), price }],
            prepared: None,
            archived: None,
        }
    }
    fn segment(name: &str) -> Audience {
        Audience { segments: vec![name.into()], ..Audience::default() }
    }
    fn buyer() -> Buyer<'static> {
        Buyer {
            customer: Some(id(1).into()),
            contracts: Box::leak(Box::new([id(2).into()])),
            segment: Some("schools"),
            channel: Some("web"),
            currency: Currency::EUR,
            on: Date::constant(2026, 11, 24),
        }
    }
    fn chosen(books: &[PriceBook], buyer: &Buyer) -> (Option<u32>, Vec<&'static str>) {
        let listed: Vec<Listed> = books.iter().map(|book| Listed { book, version: 3 }).collect();
        let (choice, not_applied) = choose_price(id(100).into(), buyer, &listed).unwrap();
        let number = choice.map(|choice| (0..20).find(|n| choice.book.book.id == id(*n).into()).unwrap());
        (number, not_applied.iter().map(|considered| considered.reason.key()).collect())
    }

    #[test]
    fn the_most_exact_book_holds() {
        let mut books = vec![
            book(1, "10", Audience::default()),
            book(2, "9", Audience { channels: vec!["web".into()], ..Audience::default() }),
            book(3, "8", segment("schools")),
            book(4, "7", Audience { customers: vec![id(1).into()], ..Audience::default() }),
            book(5, "6", Audience { contract: Some(id(2).into()), ..Audience::default() }),
        ];
        for left in (1..=5u32).rev() {
            let behind = vec!["behind"; left as usize - 1];
            assert_eq!(chosen(&books, &buyer()), (Some(left), behind));
            books.pop();
        }
        assert_eq!(chosen(&books, &buyer()), (None, vec![]));
    }

    #[test]
    fn what_does_not_hold_says_why() {
        let check = |change: fn(&mut PriceBook), reason: &'static str| {
            let mut other = book(1, "10", Audience::default());
            change(&mut other);
            assert_eq!(chosen(&[other, book(2, "11", segment("schools"))], &buyer()), (Some(2), vec![reason]));
        };
        check(|book| book.currency = "USD".parse().unwrap(), "other_currency");
        check(|book| book.valid_from = Date::constant(2026, 11, 25), "not_yet");
        check(|book| book.valid_until = Some(Date::constant(2026, 11, 23)), "ended");
        check(|book| book.archived = Some(Date::constant(2026, 1, 2)), "archived");
        check(|book| book.entries.clear(), "no_price");
        check(|book| book.audience = segment("shops"), "other_segment");
        check(|book| book.audience.channels = vec!["partner".into()], "other_channel");
        check(|book| book.audience.customers = vec![id(9).into()], "other_customer");
        check(|book| book.audience.contract = Some(id(9).into()), "other_customer");
    }

    #[test]
    fn a_later_list_takes_over_on_its_day_and_equals_contradict() {
        let (old, mut new) = (book(1, "10", Audience::default()), book(2, "12", Audience::default()));
        new.valid_from = Date::constant(2026, 12, 1);
        let books = [old, new];
        assert_eq!(chosen(&books, &buyer()), (Some(1), vec!["not_yet"]));
        let later = Buyer { on: Date::constant(2026, 12, 1), ..buyer() };
        assert_eq!(chosen(&books, &later), (Some(2), vec!["behind"]));
        let mut twins = [book(1, "10", Audience::default()), book(2, "12", Audience::default())];
        let listed: Vec<Listed> = twins.iter().map(|book| Listed { book, version: 1 }).collect();
        assert_eq!(choose_price(id(100).into(), &buyer(), &listed).unwrap_err().code, "price_books_contradict");
        twins[1].audience.priority = 1;
        assert_eq!(chosen(&twins, &buyer()).0, Some(2));
    }

    proptest! {
        #[test]
        fn the_order_of_books_means_nothing(
            shuffled in Just((1u32..10).collect::<Vec<_>>()).prop_shuffle(),
            kinds in prop::collection::vec((0u8..4, 0u32..3, 1i8..28), 10),
        ) {
            let build = |n: &u32| {
                let (kind, priority, day) = kinds[*n as usize];
                let audience = match kind {
                    0 => Audience::default(),
                    1 => segment("schools"),
                    2 => segment("shops"),
                    _ => Audience { channels: vec!["web".into()], ..Audience::default() },
                };
                PriceBook { valid_from: Date::constant(2026, 1, day), ..book(*n, "1", Audience { priority, ..audience }) }
            };
            let run = |numbers: &[u32]| {
                let books: Vec<PriceBook> = numbers.iter().map(build).collect();
                let listed: Vec<Listed> = books.iter().map(|book| Listed { book, version: 1 }).collect();
                choose_price(id(100).into(), &buyer(), &listed)
                    .map(|(choice, not_applied)| (choice.map(|choice| choice.book.book.id), not_applied))
                    .map_err(|refusal| refusal.to_string())
            };
            prop_assert_eq!(run(&shuffled), run(&(1..10).collect::<Vec<_>>()));
        }
    }
}
