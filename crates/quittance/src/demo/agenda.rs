//! What is to be done on which day, over all deals.

use documents::{
    demo::{Choice, DealPlan, Demo, QuoteOutcome},
    maven::DealStage,
};
use domain::{dates::Date, ids::InvoiceId, money::Money};
use std::collections::BTreeMap;

/// One thing to do; `deal` counts plans from zero. The order of the variants is the order within a day.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Notes the deal and, when talks have begun, engages it.
    Open {
        deal: usize,
    },
    Quote {
        deal: usize,
    },
    /// Acceptance, or the end of a lost deal.
    Answer {
        deal: usize,
    },
    /// Contract, signatures, order, and the invoice when it comes ahead of delivery.
    Sign {
        deal: usize,
    },
    Deliver {
        deal: usize,
        delivery: usize,
    },
    Invoice {
        deal: usize,
        delivery: usize,
    },
    /// Of the first line, or of the whole invoice.
    Credit {
        deal: usize,
        invoice: InvoiceId,
        amount: Option<Money>,
    },
    Pay {
        deal: usize,
        invoice: InvoiceId,
        amount: Money,
    },
    Refund {
        deal: usize,
        note: InvoiceId,
        amount: Money,
    },
}
impl Action {
    fn rank(&self) -> u8 {
        match self {
            Action::Open { .. } => 0,
            Action::Quote { .. } => 1,
            Action::Answer { .. } => 2,
            Action::Sign { .. } => 3,
            Action::Deliver { .. } => 4,
            Action::Invoice { .. } => 5,
            Action::Credit { .. } => 6,
            Action::Pay { .. } => 7,
            Action::Refund { .. } => 8,
        }
    }
}

#[derive(Debug, Default)]
pub struct Agenda {
    days: BTreeMap<Date, Vec<Action>>,
    /// Pieces of hardware that go out, by month and article.
    needed: BTreeMap<Date, BTreeMap<String, rust_decimal::Decimal>>,
}

impl Agenda {
    pub fn of(demo: &Demo, plans: &[DealPlan]) -> Agenda {
        let mut agenda = Agenda::default();
        for (deal, plan) in plans.iter().enumerate() {
            agenda.add_deal(demo, deal, plan);
        }
        agenda
    }

    fn add_deal(&mut self, demo: &Demo, deal: usize, plan: &DealPlan) {
        let days_before_end = Choice::of(&plan.deal.opportunity_id).between("noted before end", [1, 45]);
        let noted = plan.deal.engaged.unwrap_or_else(|| demo.rules.clock_end.add_days(-days_before_end));
        self.add(noted, Action::Open { deal });
        if let Some(quote) = &plan.quote {
            self.add(quote.date, Action::Quote { deal });
        }
        let answered = plan.quote.as_ref().and_then(|quote| match quote.outcome {
            QuoteOutcome::Accepted { on } | QuoteOutcome::Declined { on } => Some(on),
            QuoteOutcome::Open => None,
        });
        let lost = plan.deal.closed.filter(|_| plan.deal.stage == DealStage::Lost);
        if let Some(on) = answered.or(lost) {
            self.add(on, Action::Answer { deal });
        }
        let Some(sale) = &plan.sale else { return };
        self.add(sale.signed, Action::Sign { deal });
        for (number, delivery) in sale.deliveries.iter().enumerate() {
            self.add(delivery.date, Action::Deliver { deal, delivery: number });
            self.need(demo, plan, delivery);
        }
        for invoice in &sale.invoices {
            if let Some(delivery) = invoice.delivery {
                self.add(invoice.date, Action::Invoice { deal, delivery });
            }
        }
    }

    fn need(&mut self, demo: &Demo, plan: &DealPlan, delivery: &documents::demo::DeliveryPlan) {
        let lines = plan.quote.as_ref().map_or(&[][..], |quote| &quote.lines);
        let month = self.needed.entry(delivery.date.first_of_month()).or_default();
        for part in &delivery.parts {
            let line = usize::try_from(part.line).ok().and_then(|no| lines.get(no.checked_sub(1)?));
            let product = line.and_then(|line| demo.product(&line.sku));
            if let Some(product) = product.filter(|p| p.supply() == domain::catalog::Supply::Goods) {
                *month.entry(product.sku.clone()).or_default() += part.quantity.value();
            }
        }
    }

    pub fn add(&mut self, day: Date, action: Action) {
        self.days.entry(day).or_default().push(action);
    }

    pub fn first(&self) -> Option<Date> {
        self.days.keys().next().copied()
    }

    /// The actions of a day, each kind after those it depends on.
    pub fn take(&mut self, day: Date) -> Vec<Action> {
        let mut actions = self.days.remove(&day).unwrap_or_default();
        actions.sort_by_key(Action::rank);
        actions
    }

    /// What must come in for the deliveries of the month that begins on this day.
    pub fn take_needed(&mut self, month: Date) -> BTreeMap<String, rust_decimal::Decimal> {
        self.needed.remove(&month).unwrap_or_default()
    }
}
