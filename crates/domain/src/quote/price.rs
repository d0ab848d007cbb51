//! Pricing a draft: every line's net amount from its own terms, with the steps that explain it.

use super::{LaterNet, LineKind, LineTerms, Quote};
use crate::{
    catalog::{Considered, Sources},
    document::{DocRef, Document},
    money::{Currency, Money, Percent},
    pricing::{self, LineInput, NotApplied, PriceStep},
    refusal::Refusal,
};

/// Most books that do not hold at all which a waterfall names.
const IDLE_TOLD: usize = 12;

impl LineTerms {
    /// What the line is priced from.
    pub fn input(&self, line: u32, currency: Currency, quote_discount: Option<Percent>) -> LineInput<'_> {
        let (price, quantity, discount) = (&self.price, self.quantity, self.discount);
        LineInput { line, price, quantity, period: 1, currency, discount, quote_discount }
    }
    /// The amount of the line in an interval, 1 for the first.
    pub fn net_in(&self, period: u32) -> Money {
        let later = self.later.iter().rev().find(|later| later.from <= period);
        later.map_or(self.net, |later| later.net)
    }
    /// The amount of the line in its first `intervals`.
    pub fn net_until(&self, intervals: u32) -> Result<Money, Refusal> {
        let mut sum = Money::zero(self.net.currency());
        let mut from = 1;
        for end in self.later.iter().map(|later| later.from).chain([u32::MAX]) {
            let end = end.min(intervals.saturating_add(1));
            sum = sum.add(times(self.net_in(from), end.saturating_sub(from))?)?;
            from = from.max(end);
        }
        Ok(sum)
    }
    /// Price times quantity before any discount, for one interval or once.
    pub fn list_amount(&self, currency: Currency) -> Result<Money, Refusal> {
        pricing::amount(&self.price, self.quantity, currency)
    }
    /// Prices a line that depends on no other.
    pub(crate) fn price_by_itself(
        &mut self,
        currency: Currency,
        quote_discount: Option<Percent>,
    ) -> Result<(), Refusal> {
        let nets = pricing::net_amounts(&[self.input(1, currency, quote_discount)])?;
        self.net = nets.into_iter().next().unwrap_or_else(|| Money::zero(currency));
        self.pin_later(currency, quote_discount)
    }
    /// Fills in what a line that stands alone costs in later intervals.
    pub(crate) fn pin_later(&mut self, currency: Currency, quote_discount: Option<Percent>) -> Result<(), Refusal> {
        let input = self.input(1, currency, quote_discount);
        let of = |from| {
            let nets = pricing::net_amounts(&[LineInput { period: from, ..input.clone() }])?;
            Ok(nets.into_iter().map(|net| LaterNet { from, net }).collect::<Vec<_>>())
        };
        let later: Vec<Vec<LaterNet>> =
            pricing::later_periods([&self.price]).into_iter().map(of).collect::<Result<_, Refusal>>()?;
        self.later = later.into_iter().flatten().collect();
        Ok(())
    }
    /// Fills in the stand-alone price where none was given: what the line costs without discounts (IFRS 15.79).
    pub(crate) fn pin_standalone(&mut self, currency: Currency) -> Result<(), Refusal> {
        if self.standalone.is_none() {
            self.standalone = Some(self.list_amount(currency)?);
        }
        Ok(())
    }
}

fn times(net: Money, intervals: u32) -> Result<Money, Refusal> {
    // Adding zero checks the limit of amounts.
    Money::new(net.minor().saturating_mul(i64::from(intervals)), net.currency()).add(Money::zero(net.currency()))
}

impl Quote {
    /// Computes the net amount of every line of a draft, and what it is in later intervals where a price ramps.
    pub fn price(&mut self) -> Result<(), Refusal> {
        self.editable()?;
        self.check()?;
        self.price_all()
    }
    /// The discount on the whole is spread over the lines that count; what may be added is priced as if it stood alone.
    pub(super) fn price_all(&mut self) -> Result<(), Refusal> {
        let counted: Vec<usize> = (0..self.lines.len()).filter(|at| self.lines[*at].kind.counts()).collect();
        self.price_together(&counted)?;
        self.take_promotions(&counted)?;
        for at in 0..self.lines.len() {
            match self.lines[at].kind {
                kind if kind.is_apart() => self.price_together(&[at])?,
                kind if !kind.is_priced() => self.lines[at].terms.net = Money::zero(self.currency),
                _ => {}
            }
        }
        Ok(())
    }
    /// Prices a line whose amount depends on no other.
    pub(super) fn price_alone(&mut self, at: usize) -> Result<(), Refusal> {
        self.price_together(&[at])
    }
    fn price_together(&mut self, places: &[usize]) -> Result<(), Refusal> {
        let nets = pricing::net_amounts(&self.inputs(places, 1))?;
        let mut later: Vec<Vec<LaterNet>> = vec![Vec::new(); places.len()];
        for from in pricing::later_periods(places.iter().map(|at| &self.lines[*at].terms.price)) {
            for ((later, net), at) in
                later.iter_mut().zip(pricing::net_amounts(&self.inputs(places, from))?).zip(places)
            {
                if self.lines[*at].terms.price.changes_in(from) {
                    later.push(LaterNet { from, net });
                }
            }
        }
        for ((at, net), later) in places.iter().zip(nets).zip(later) {
            self.lines[*at].terms.net = net;
            self.lines[*at].terms.later = later;
        }
        Ok(())
    }
    /// How the net amounts of the first interval came about, step by step; stored once, when the quote is sent.
    pub fn explain(&self) -> Result<Vec<PriceStep>, Refusal> {
        let place_of = |kind: fn(LineKind) -> bool| -> Vec<usize> {
            (0..self.lines.len()).filter(|at| kind(self.lines[*at].kind)).collect()
        };
        let counted = place_of(LineKind::counts);
        let mut all: Vec<(usize, Vec<PriceStep>)> = Vec::with_capacity(self.lines.len());
        if self.promotions.is_empty() {
            let priced = pricing::price_lines(&self.inputs(&counted, 1))?;
            all.extend(counted.iter().zip(priced).map(|(at, (_, steps))| (*at, steps)));
        } else {
            let mut next = 0;
            for step in self.explain_promotions(&counted)? {
                // Steps of the whole stand behind those of the lines.
                let place = if step.line == 0 { Some(self.lines.len()) } else { self.find(step.line, next) };
                let Some(place) = place else { continue };
                next = place;
                match all.last_mut().filter(|(last, _)| *last == place) {
                    Some((_, steps)) => steps.push(step),
                    None => all.push((place, vec![step])),
                }
            }
        }
        for at in place_of(LineKind::is_apart) {
            let priced = pricing::price_lines(&self.inputs(&[at], 1))?;
            all.extend(priced.into_iter().map(|(_, steps)| (at, steps)));
        }
        all.sort_by_key(|(at, _)| *at);
        Ok(all.into_iter().flat_map(|(_, steps)| steps).collect())
    }
    /// How the net amount of one priced line came about, from the amount it has now.
    pub fn explain_line(&self, place: usize) -> Result<Vec<PriceStep>, Refusal> {
        let Some(line) = self.lines.get(place).filter(|line| line.kind.is_priced()) else { return Ok(Vec::new()) };
        if line.kind.counts() && !self.promotions.is_empty() {
            let all = self.explain()?;
            return Ok(all.into_iter().filter(|step| step.line == line.no || step.line == 0).collect());
        }
        pricing::steps(&self.inputs(&[place], 1)[0], line.terms.net)
    }
    /// Tells all steps anew; list prices keep the source that was named when the quote was sent.
    pub(super) fn explain_whole_again(&mut self) -> Result<(), Refusal> {
        let steps = self.explain()?;
        let was = std::mem::replace(&mut self.waterfall, steps);
        let named = was.iter().filter(|step| step.is_of_price() && step.source.is_some());
        let sources: std::collections::BTreeMap<u32, _> =
            named.map(|step| (step.line, (step.source, step.source_version))).collect();
        for step in self.waterfall.iter_mut().filter(|step| step.is_of_price()) {
            if let Some((source, version)) = sources.get(&step.line) {
                (step.source, step.source_version) = (*source, *version);
            }
        }
        Ok(())
    }
    /// Tells the steps of a line anew that has another quantity than it was sent with.
    pub(super) fn explain_again(&mut self, at: usize) -> Result<(), Refusal> {
        let no = self.lines[at].no;
        let Some(place) = self.waterfall.iter().position(|step| step.line == no) else { return Ok(()) };
        let was = self.waterfall.iter().find(|step| step.line == no && step.is_of_price());
        let source = was.map(|step| (step.source, step.source_version));
        let priced = pricing::price_lines(&self.inputs(&[at], 1))?;
        let mut steps: Vec<PriceStep> = priced.into_iter().flat_map(|(_, steps)| steps).collect();
        for step in steps.iter_mut().filter(|step| step.is_of_price()) {
            (step.source, step.source_version) = source.unwrap_or_default();
        }
        self.waterfall.retain(|step| step.line != no);
        self.waterfall.splice(place..place, steps);
        Ok(())
    }
    pub(super) fn inputs(&self, places: &[usize], period: u32) -> Vec<LineInput<'_>> {
        let lines = places.iter().map(|at| &self.lines[*at]);
        lines.map(|line| LineInput { period, ..line.terms.input(line.no, self.currency, self.discount) }).collect()
    }
    /// Names the book that each list price among `steps` is from, and before it those that do not give it; a price that was
    /// changed by hand has no source.
    pub fn name_sources(&self, steps: Vec<PriceStep>, sources: &Sources) -> Vec<PriceStep> {
        let (mut named, mut next, mut any) = (Vec::with_capacity(steps.len()), 0, false);
        let mut of_line: (u32, Option<(DocRef, u32)>) = (0, None);
        for mut step in steps {
            if step.line != of_line.0 {
                let place = self.find(step.line, next);
                next = place.map_or(next, |place| place + 1);
                let line = place.map(|place| &self.lines[place].terms);
                // Books that contradict each other are refused where a price is taken, not where one is explained.
                let sourced = line.and_then(|line| sources.price(line.product?).ok().flatten());
                let listed = sourced.filter(|sourced| Some(sourced.price) == line.map(|line| &line.price));
                named.extend(listed.iter().flat_map(|l| &l.not_applied).map(|c| c.step(step.line, self.currency)));
                of_line = (step.line, listed.map(|listed| (listed.book.doc_ref(), listed.version)));
            }
            if let Some((book, version)) = of_line.1.filter(|_| step.is_of_price()) {
                (step.source, step.source_version, any) = (Some(book), Some(version), true);
            }
            named.push(step);
        }
        let is_told = |c: &&Considered| !matches!(c.reason, NotApplied::OtherCustomer | NotApplied::Archived);
        let idle = sources.idle().iter().filter(is_told).take(IDLE_TOLD).filter(|_| any);
        named.extend(idle.map(|considered| considered.step(0, self.currency)));
        named
    }
}
