//! What a customer could make of a quote at worst. Their choices are independent of each other (an option, one of several
//! alternatives, a quantity), and no choice changes the price of another line: so each figure is worst where every choice is,
//! for figures that are parts of a whole after a few rounds.

use super::{
    Figures,
    figures::{Figure, Sums, VARIABLES, is_worse},
};
use crate::{
    document::Document,
    quote::{LineKind, LineTerms, Quote, QuoteLine},
    refusal::{Arg, Refusal},
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Most quantities of a line that are tried; what lies between is looked at when somebody chooses it.
const QUANTITIES: u32 = 100;
/// Most rounds in search of the worst part of a whole; each is worse than the one before, and a few are enough.
const ROUNDS: usize = 40;

/// Something on offer: as it is, or one of several.
enum Offer {
    Fixed(Sums),
    OneOf(Vec<Vec<Offer>>),
}

/// The sums of a quote as it is offered, and those of the worst choices.
pub(super) fn worst_of(quote: &Quote) -> Result<Vec<Sums>, Refusal> {
    let agreed: Vec<_> = quote.agreed().map(|line| &line.terms).collect();
    let offered = Sums::of(quote.currency, agreed.iter().copied())?;
    if !quote.has_choices() {
        return Ok(vec![offered]);
    }
    let offers = offers(quote)?;
    let most = most(&offers, &|sums| sums.net);
    let dearest = self::most(&offers, &|sums| sums.contract_value);
    // Both as parts of a whole: of two choices the one that adds more to the part than it adds to the whole.
    let discounted = part(&offers, &most, |sums| (sums.list.saturating_sub(sums.net), sums.list));
    let losing = part(&offers, &most, |sums| {
        let (net, cost) = sums.costed.unwrap_or_default();
        (cost.saturating_sub(net), net)
    });
    // Nobody can accept nothing; it hides no figure of what they can.
    let all = [offered, dearest, discounted, losing].into_iter().filter(|sums| !sums.is_nothing());
    Ok(all.chain([most.clone()]).collect())
}

fn offers(quote: &Quote) -> Result<Vec<Offer>, Refusal> {
    let mut fixed = Sums::zero();
    let mut offers = Vec::new();
    let mut groups: BTreeMap<&str, BTreeMap<&str, Vec<Offer>>> = BTreeMap::new();
    for line in quote.lines.iter().filter(|line| line.kind.is_priced() && line.kind != LineKind::Declined) {
        let quantities = quantities(quote, line)?;
        let one = match <[Sums; 1]>::try_from(quantities) {
            Ok([only]) => Offer::Fixed(only),
            Err(many) => Offer::OneOf(many.into_iter().map(|sums| vec![Offer::Fixed(sums)]).collect()),
        };
        let optional = matches!(line.kind, LineKind::Optional | LineKind::Chosen) || quote.part_acceptance;
        let one = if optional { Offer::OneOf(vec![Vec::new(), vec![one]]) } else { one };
        match (&line.alternative, one) {
            (Some(of), one) => groups.entry(&of.group).or_default().entry(&of.name).or_default().push(one),
            (None, Offer::Fixed(sums)) => fixed = fixed.add(&sums),
            (None, one) => offers.push(one),
        }
    }
    offers.push(Offer::Fixed(fixed));
    offers.extend(groups.into_values().map(|names| Offer::OneOf(names.into_values().collect())));
    Ok(offers)
}

/// What a line comes to at the quantities the customer may order; at the one it is offered with as it was priced.
fn quantities(quote: &Quote, line: &QuoteLine) -> Result<Vec<Sums>, Refusal> {
    let sums = |terms: &LineTerms| Sums::of(quote.currency, std::iter::once(terms));
    let mut all = vec![sums(&line.terms)?];
    for quantity in line.customer_quantity.iter().flat_map(|range| range.samples(QUANTITIES)) {
        if quantity != line.terms.quantity {
            all.push(sums(&line.terms.with_quantity(quantity, quote.discount)?)?);
        }
    }
    Ok(all)
}

/// The choices that make a weight the greatest.
fn most(offers: &[Offer], weight: &dyn Fn(&Sums) -> Decimal) -> Sums {
    let best =
        |options: &Vec<Vec<Offer>>| options.iter().map(|option| most(option, weight)).max_by_key(|sums| weight(sums));
    offers.iter().fold(Sums::zero(), |all, offer| match offer {
        Offer::Fixed(sums) => all.add(sums),
        Offer::OneOf(options) => best(options).map_or(all.clone(), |sums| all.add(&sums)),
    })
}

/// The choices that make a part the greatest share of its whole (Dinkelbach's way: with a share in hand, whatever has more
/// part than that share of its own whole makes it greater).
fn part(offers: &[Offer], from: &Sums, of: impl Fn(&Sums) -> (Decimal, Decimal)) -> Sums {
    let share = |sums: &Sums| {
        let (part, whole) = of(sums);
        if whole.is_zero() { part.min(Decimal::ONE) } else { part.checked_div(whole).unwrap_or(Decimal::MAX) }
    };
    let mut worst = from.clone();
    for _ in 0..ROUNDS {
        let now = share(&worst);
        let next = most(offers, &|sums| {
            let (part, whole) = of(sums);
            part.saturating_sub(now.saturating_mul(whole))
        });
        if next.is_nothing() || share(&next) <= now {
            break;
        }
        worst = next;
    }
    worst
}

/// Refuses what a customer chose where some figure gets worse than everything that was looked at before the quote went out.
pub fn check_choice(sent: &Quote, chosen: &Quote) -> Result<(), Refusal> {
    let of = |quote: &Quote| Figures::of(quote, &BTreeMap::new(), "", quote.currency);
    let mut settled = chosen.clone();
    settled.lines.retain(|line| line.kind.counts());
    settled.lines.iter_mut().for_each(|line| (line.alternative, line.customer_quantity) = (None, None));
    settled.lines.iter_mut().for_each(|line| line.kind = LineKind::Item);
    settled.part_acceptance = false;
    let (before, now) = (of(sent)?, of(&settled)?);
    for (name, ..) in VARIABLES {
        let (Some(then), Some(now)) = (before.value(name), now.value(name)) else { continue };
        // What went out unknown was looked at as the worst it can be.
        if then != Figure::Unknown && is_worse(name, &now, &then) {
            let refusal = Refusal::state("quote_choice_not_covered").with("number", sent.head().number);
            return Err(refusal.with("figure", Arg::Word(format!("figure-{name}"))));
        }
    }
    Ok(())
}
