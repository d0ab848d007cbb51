//! Running the days: each day's actions become verbs, a few hundred to a transaction.

use super::{
    agenda::{Action, Agenda},
    company::Company,
    job, morning,
    state::{DealState, Known, Owed, Slot},
};
use app::{App, Call, batch::Step, roles::Actor};
use documents::{
    demo::{DealPlan, DeliveryPart, Demo, DemoCustomer, LinePlan, working_day},
    maven::DealStage,
};
use domain::{
    billing::{Invoice, InvoiceKind},
    catalog::{Charging, Supply},
    dates::Date,
    document::{DocRef, Document, Kind},
    ids::*,
    money::*,
    refusal::Refusal,
};
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, HashMap};

/// Steps after which a transaction is ended.
const STEPS: usize = 200;

pub struct Run<'a> {
    app: &'a App,
    demo: &'a Demo,
    plans: &'a [DealPlan],
    company: Company,
    agenda: Agenda,
    deals: Vec<DealState>,
    deal_of_order: HashMap<OrderId, usize>,
    owed: HashMap<InvoiceId, Owed>,
    /// Bank movements so far.
    movements: u64,
    today: Date,
    steps: Vec<Step>,
    made: Vec<(usize, usize, Slot)>,
    issued: Vec<usize>,
    pub verbs: BTreeMap<&'static str, u64>,
}

impl<'a> Run<'a> {
    pub fn new(app: &'a App, demo: &'a Demo, plans: &'a [DealPlan], company: Company, agenda: Agenda) -> Run<'a> {
        Run {
            app,
            demo,
            plans,
            company,
            agenda,
            deals: vec![DealState::default(); plans.len()],
            deal_of_order: HashMap::new(),
            owed: HashMap::new(),
            movements: 0,
            today: demo.rules.clock_end,
            steps: Vec::new(),
            made: Vec::new(),
            issued: Vec::new(),
            verbs: BTreeMap::new(),
        }
    }

    /// All that happens on one day.
    pub async fn day(&mut self, day: Date) -> app::Result<()> {
        self.today = day;
        self.push(Actor::System, "clock.set", json!({ "to": morning(day) }), &[]);
        if day == day.first_of_month() || self.verbs.is_empty() {
            self.receive(day.first_of_month());
        }
        for action in self.agenda.take(day) {
            self.act(action)?;
            if self.steps.len() >= STEPS {
                self.flush().await?;
            }
        }
        self.push(Actor::System, "billing.run", json!({}), &[]);
        self.issued.push(self.steps.len() - 1);
        if working_day(day) == day {
            self.push(Actor::System, "quote.expire_due", json!({}), &[]);
        }
        if day == day.last_of_month() || day == self.demo.rules.clock_end {
            self.push(Actor::System, "revenue.recognise", json!({ "until": day }), &[]);
        }
        self.flush().await
    }

    fn push(&mut self, actor: Actor, verb: &'static str, input: Json, from: &[(&'static str, &Known)]) -> usize {
        let (mut input, mut steps) = (input, Vec::new());
        for (field, known) in from {
            match known {
                Known::Not => {}
                Known::Made(id) => input[*field] = Json::from(id.as_str()),
                Known::Step(step) => steps.push((*field, *step)),
            }
        }
        let call = Call { actor, ..job(self.company.org) };
        self.steps.push(Step { call, verb, input, from: steps });
        self.steps.len() - 1
    }

    fn keep(&mut self, step: usize, deal: usize, slot: Slot) {
        *self.deals[deal].slot(slot) = Known::Step(step);
        self.made.push((step, deal, slot));
    }

    /// Commits what was gathered and learns the ids of what was made.
    async fn flush(&mut self) -> app::Result<()> {
        let steps = std::mem::take(&mut self.steps);
        for step in &steps {
            *self.verbs.entry(step.verb).or_default() += 1;
        }
        let done = self.app.batch(steps).await?;
        for (step, deal, slot) in std::mem::take(&mut self.made) {
            let document = done[step].document();
            if slot == Slot::Order {
                self.deal_of_order.insert(OrderId(document.id), deal);
            }
            *self.deals[deal].slot(slot) = Known::Made(document.to_string());
        }
        for step in std::mem::take(&mut self.issued) {
            let outcome = &done[step].outcome;
            let made: Vec<DocRef> = outcome.id.into_iter().chain(outcome.made.iter().copied()).collect();
            for document in made.into_iter().filter(|document| document.kind == Kind::Invoice) {
                self.issued(InvoiceId(document.id)).await?;
            }
        }
        Ok(())
    }

    fn plan(&self, deal: usize) -> &'a DealPlan {
        &self.plans[deal]
    }
    fn seller(&self, deal: usize) -> Actor {
        self.company.agent(&self.plan(deal).deal.agent)
    }
    fn finance(&self) -> Actor {
        self.company.user(self.company.finance)
    }
    fn customer(&self, deal: usize) -> Option<(&'a DemoCustomer, &(String, String))> {
        let account = self.plan(deal).deal.account.as_ref()?;
        Some((self.demo.customer(account)?, self.company.customers.get(account)?))
    }

    fn act(&mut self, action: Action) -> Result<(), Refusal> {
        match action {
            Action::Open { deal } => self.open(deal),
            Action::Quote { deal } => self.quote(deal),
            Action::Answer { deal } => self.answer(deal),
            Action::Sign { deal } => self.sign(deal),
            Action::Deliver { deal, delivery } => self.deliver(deal, delivery),
            Action::Invoice { deal, delivery } => self.invoice(deal, delivery),
            Action::Credit { deal, invoice, amount } => self.credit(deal, invoice, amount),
            Action::Pay { deal, invoice, amount } => self.pay(deal, invoice, amount)?,
            Action::Refund { deal, note, amount } => self.refund(deal, note, amount),
        }
        Ok(())
    }

    /// The goods that this month's deliveries need.
    fn receive(&mut self, month: Date) {
        for (sku, quantity) in self.agenda.take_needed(month) {
            let Some(product) = self.company.products.get(&sku).cloned() else { continue };
            let input = json!({"product": product, "quantity": Quantity(quantity)});
            self.push(Actor::System, "stock.receive", input, &[]);
        }
    }

    fn open(&mut self, deal: usize) {
        let plan = self.plan(deal);
        let product = self.demo.products.iter().find(|product| product.name == plan.deal.product);
        let owner = self.company.agents.get(&plan.deal.agent);
        let title = match &plan.deal.account {
            Some(account) => format!("{} – {account}", plan.deal.product),
            None => plan.deal.product.clone(),
        };
        let input = json!({
            "number": plan.deal.opportunity_id, "title": title,
            "customer": self.customer(deal).map(|(_, ids)| &ids.0),
            "product": product.and_then(|product| self.company.products.get(&product.sku)),
            "expected": product.map(|product| product.list_price),
            "expected_close": self.today.add_days(60), "owner": owner, "agent": plan.deal.agent,
        });
        let step = self.push(self.seller(deal), "opportunity.create", input, &[]);
        self.keep(step, deal, Slot::Opportunity);
        if plan.deal.engaged.is_some() {
            let input = json!({ "on": self.today });
            self.push(self.seller(deal), "opportunity.engage", input, &[("id", &Known::Step(step))]);
        }
    }

    fn quote(&mut self, deal: usize) {
        let plan = self.plan(deal);
        let (Some(quote), Some((_, ids))) = (&plan.quote, self.customer(deal)) else { return };
        let lines: Vec<Json> = quote.lines.iter().map(|line| self.line(line)).collect();
        let payment = match quote.instalments {
            Some(count) => json!({"plan": "instalments", "count": count}),
            None => json!({"plan": "full"}),
        };
        let input = json!({
            "customer": ids.0, "contact": ids.1, "valid_until": quote.valid_until, "payment_plan": payment,
            "lines": lines, "owner": self.company.agents.get(&plan.deal.agent),
        });
        let opportunity = self.deals[deal].opportunity.clone();
        let step = self.push(self.seller(deal), "quote.create", input, &[("opportunity", &opportunity)]);
        self.keep(step, deal, Slot::Quote);
        self.push(self.seller(deal), "quote.send", json!({}), &[("id", &Known::Step(step))]);
    }

    fn line(&self, line: &LinePlan) -> Json {
        let product = self.demo.product(&line.sku);
        let recurring = product.is_some_and(|product| product.charging() != Charging::OneOff);
        json!({
            "product": self.company.products.get(&line.sku), "quantity": line.quantity,
            "price": {"model": "per_unit", "unit_price": line.unit_price}, "discount": line.discount,
            "term": line.years.filter(|_| recurring),
        })
    }

    fn answer(&mut self, deal: usize) {
        let plan = self.plan(deal);
        let (opportunity, quote) = (self.deals[deal].opportunity.clone(), self.deals[deal].quote.clone());
        if plan.deal.stage == DealStage::Won {
            self.push(self.seller(deal), "quote.accept", json!({"consent": true}), &[("id", &quote)]);
            return;
        }
        let reason = plan.lost_because.as_ref().map_or("", |words| words.in_language(self.demo.company.language));
        if quote != Known::Not {
            self.push(self.seller(deal), "quote.decline", json!({ "reason": reason }), &[("id", &quote)]);
        }
        let input = json!({"on": self.today, "reason": reason});
        self.push(self.seller(deal), "opportunity.lose", input, &[("id", &opportunity)]);
    }

    fn sign(&mut self, deal: usize) {
        let plan = self.plan(deal);
        let (Some(sale), Some((customer, _))) = (&plan.sale, self.customer(deal)) else { return };
        let quote = self.deals[deal].quote.clone();
        let contract =
            self.push(self.seller(deal), "contract.create", json!({"start": sale.signed}), &[("quote", &quote)]);
        let contract = Known::Step(contract);
        self.push(self.seller(deal), "contract.send", json!({}), &[("id", &contract)]);
        let buyer = json!({"party": "customer", "name": customer.contact.name, "email": customer.contact.email, "consent": true});
        self.push(self.seller(deal), "contract.sign", buyer, &[("id", &contract)]);
        let seller = json!({"party": "seller", "name": plan.deal.agent, "consent": true});
        self.push(self.seller(deal), "contract.sign", seller, &[("id", &contract)]);
        let input = json!({"start": sale.signed});
        let order = self.push(self.seller(deal), "order.create_from_contract", input, &[("contract", &contract)]);
        self.keep(order, deal, Slot::Order);
        if sale.invoices.iter().any(|invoice| invoice.delivery.is_none()) {
            for lines in self.apart(deal, self.ordered(deal)) {
                self.bill(json!({"ahead": true, "lines": lines}), &Known::Step(order));
            }
        }
    }

    fn parts(&self, deal: usize, delivery: usize) -> Vec<DeliveryPart> {
        let delivery = self.plan(deal).sale.as_ref().and_then(|sale| sale.deliveries.get(delivery));
        delivery.map(|delivery| delivery.parts.clone()).unwrap_or_default()
    }

    /// All that is charged once.
    fn ordered(&self, deal: usize) -> Vec<DeliveryPart> {
        let deliveries = self.plan(deal).sale.iter().flat_map(|sale| &sale.deliveries);
        let mut whole: BTreeMap<u32, Quantity> = BTreeMap::new();
        for part in deliveries.flat_map(|delivery| &delivery.parts) {
            let quantity = whole.entry(part.line).or_insert(Quantity::ZERO);
            *quantity = quantity.add(part.quantity);
        }
        whole.into_iter().map(|(line, quantity)| DeliveryPart { line, quantity }).collect()
    }

    /// The lines of each invoice: outside the EU services are outside the scope of VAT, and an invoice that holds those
    /// may hold nothing else (BR-O-11).
    fn apart(&self, deal: usize, parts: Vec<DeliveryPart>) -> Vec<Vec<Json>> {
        let lines = self.plan(deal).quote.as_ref().map_or(&[][..], |quote| &quote.lines);
        let is_service = |part: &DeliveryPart| {
            let line = usize::try_from(part.line).ok().and_then(|no| lines.get(no.checked_sub(1)?));
            line.and_then(|line| self.demo.product(&line.sku)).is_some_and(|p| p.supply() == Supply::Service)
        };
        let abroad = self.customer(deal).is_some_and(|(customer, _)| !customer.address.country.is_eu());
        let (services, goods): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| abroad && is_service(part));
        [goods, services].into_iter().filter(|parts| !parts.is_empty()).map(|parts| as_lines(&parts)).collect()
    }

    fn deliver(&mut self, deal: usize, delivery: usize) {
        let (order, lines) = (self.deals[deal].order.clone(), as_lines(&self.parts(deal, delivery)));
        self.push(self.seller(deal), "delivery.create", json!({ "lines": lines }), &[("order", &order)]);
    }

    fn invoice(&mut self, deal: usize, delivery: usize) {
        let order = self.deals[deal].order.clone();
        for lines in self.apart(deal, self.parts(deal, delivery)) {
            self.bill(json!({ "lines": lines }), &order);
        }
    }

    fn bill(&mut self, input: Json, order: &Known) {
        let draft = self.push(self.finance(), "invoice.create_from_order", input, &[("order", order)]);
        self.issue(draft);
    }

    fn issue(&mut self, draft: usize) {
        let issue = self.push(self.finance(), "invoice.issue", json!({}), &[("id", &Known::Step(draft))]);
        self.issued.push(issue);
    }

    async fn load(&self, id: InvoiceId) -> app::Result<Invoice> {
        let mut conn = self.app.db.read().await?;
        let found = store::document::load::<Invoice>(&mut conn, self.company.org, id.raw(), false).await?;
        let missing = || store::StoreError::Bug(format!("{id} was made and is not there"));
        Ok(found.ok_or_else(missing)?.0)
    }

    /// Plans what follows an invoice or a credit note.
    async fn issued(&mut self, id: InvoiceId) -> app::Result<()> {
        let invoice = self.load(id).await?;
        if let InvoiceKind::CreditNote { of, .. } = &invoice.kind {
            return Ok(self.credited(&invoice, *of)?);
        }
        let Some(deal) = invoice.order.and_then(|order| self.deal_of_order.get(&order).copied()) else { return Ok(()) };
        let Some(sale) = &self.plan(deal).sale else { return Ok(()) };
        let nth = self.deals[deal].invoices;
        self.deals[deal].invoices += 1;
        self.owed.insert(id, Owed { number: invoice.number.clone(), open: invoice.gross });
        let credit = sale.credit.as_ref().filter(|_| nth == 0);
        let credited = credit.map(|credit| working_day(self.today.add_days(credit.days_after_invoice)));
        let payments = sale.habit.payments(nth, invoice.date_issued, &invoice.due)?;
        let mut last = self.today;
        for payment in payments {
            let before = credit.is_some_and(|credit| credit.before_payment);
            let date =
                credited.filter(|_| before).map_or(payment.date, |on| payment.date.max(working_day(on.add_days(1))));
            last = last.max(date);
            self.agenda.add(date, Action::Pay { deal, invoice: id, amount: payment.amount });
        }
        if let (Some(credit), Some(on)) = (credit, credited) {
            let on = if credit.before_payment { on } else { on.max(working_day(last.add_days(1))) };
            let part = Some(credit.percent).filter(|percent| percent.value() < Decimal::ONE_HUNDRED);
            let first = invoice.lines.first().map(|line| line.net);
            let amount = first.zip(part).map(|(net, part)| net.percent(part, Rounding::HalfUp)).transpose()?;
            self.agenda.add(on, Action::Credit { deal, invoice: id, amount });
        }
        Ok(())
    }

    /// A note on what was not paid yet lowers that; what was paid goes back.
    fn credited(&mut self, note: &Invoice, of: InvoiceId) -> Result<(), Refusal> {
        let Some(owed) = self.owed.get_mut(&of) else { return Ok(()) };
        let lowered = owed.open.min(note.gross)?;
        owed.open = owed.open.sub(lowered)?;
        let back = note.gross.sub(lowered)?;
        let deal = note.order.and_then(|order| self.deal_of_order.get(&order).copied());
        if let Some(deal) = deal.filter(|_| back.is_positive()) {
            let on = working_day(self.today.add_days(1));
            self.agenda.add(on, Action::Refund { deal, note: note.id, amount: back });
        }
        Ok(())
    }

    /// Lowers the price of the invoice's first line, or takes all of it back.
    fn credit(&mut self, deal: usize, invoice: InvoiceId, amount: Option<Money>) {
        let Some(credit) = self.plan(deal).sale.as_ref().and_then(|sale| sale.credit.as_ref()) else { return };
        let language = self.customer(deal).map_or(self.demo.company.language, |(customer, _)| customer.language);
        let lines = amount.map(|amount| vec![json!({"line": 1, "amount": amount})]);
        let input = json!({"id": invoice, "reason": credit.reason.in_language(language), "lines": lines});
        let draft = self.push(self.finance(), "invoice.credit", input, &[]);
        self.issue(draft);
    }

    fn pay(&mut self, deal: usize, invoice: InvoiceId, amount: Money) -> Result<(), Refusal> {
        let credit = self.plan(deal).sale.as_ref().and_then(|sale| sale.credit.as_ref());
        let lowered = credit.is_some_and(|credit| credit.before_payment);
        let Some((customer, (id, _))) = self.customer(deal) else { return Ok(()) };
        let (id, iban) = (id.clone(), customer.iban.clone());
        let Some(owed) = self.owed.get_mut(&invoice) else { return Ok(()) };
        // Whoever got a credit note pays what is left; others may pay too much.
        let amount = if lowered { amount.min(owed.open)? } else { amount };
        let settles = amount.min(owed.open)?;
        owed.open = owed.open.sub(settles)?;
        let reference = owed.number.clone();
        if !amount.is_positive() {
            return Ok(());
        }
        self.movements += 1;
        let input = json!({
            "customer": id, "amount": amount, "reference": reference, "counterparty_iban": iban,
            "bank_reference": format!("DEMO-{:06}", self.movements),
        });
        let payment = self.push(self.finance(), "payment.create", input, &[]);
        if settles.is_positive() {
            let to = json!({"to": [{"invoice": invoice, "amount": settles}]});
            self.push(self.finance(), "payment.allocate", to, &[("id", &Known::Step(payment))]);
        }
        Ok(())
    }

    fn refund(&mut self, deal: usize, note: InvoiceId, amount: Money) {
        let Some(credit) = self.plan(deal).sale.as_ref().and_then(|sale| sale.credit.as_ref()) else { return };
        let source = DocRef { kind: Invoice::KIND, id: note.raw() };
        let reason = credit.reason.in_language(self.demo.company.language);
        let input = json!({"source": source, "amount": amount, "reason": reason});
        let refund = self.push(self.seller(deal), "refund.create", input, &[]);
        self.push(self.finance(), "refund.approve", json!({}), &[("id", &Known::Step(refund))]);
    }
}

fn as_lines(parts: &[DeliveryPart]) -> Vec<Json> {
    parts.iter().map(|part| json!({"line": part.line, "quantity": part.quantity})).collect()
}
