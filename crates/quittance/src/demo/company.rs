//! Founding the demo company: its people, customers, articles and prices.

use super::{LOGIN, job, morning};
use app::{App, access::Founding, batch::Step, entity::EntityFields, roles::Actor, roles::Grants};
use documents::demo::{Demo, DemoCustomer, DemoProduct, PRICES_FROM};
use domain::{
    dates::Date,
    ids::{OrgId, UserId},
    org::Registration,
};
use serde_json::{Value as Json, json};
use std::collections::HashMap;

/// Ids by the names that the demo's files use.
pub struct Company {
    pub org: OrgId,
    pub owner: UserId,
    /// Who invoices and books payments.
    pub finance: UserId,
    pub agents: HashMap<String, UserId>,
    /// Id of the customer and of the contact there, by account.
    pub customers: HashMap<String, (String, String)>,
    /// By article number.
    pub products: HashMap<String, String>,
}

/// The scheme of Dutch Chamber of Commerce numbers in ISO 6523.
const KVK: &str = "0106";

impl Company {
    pub async fn found(app: &App, demo: &Demo, password: &str, on: Date) -> app::Result<Company> {
        let company = &demo.company;
        let founding = Founding {
            name: company.legal_name.clone(),
            entity: entity(demo),
            owner_email: LOGIN.to_string(),
            owner_name: "Demo".to_string(),
            password: password.to_string(),
            language: company.language,
        };
        let (org, owner) = app.found(founding).await?;
        app.execute(&job(org), "clock.set", json!({ "to": morning(on) })).await?;
        let member = async |email: &str, name: &str, role: &str, team: Option<String>| {
            // Nobody logs in as these people unless their password is set anew.
            let unknown = crate::cli::new_password();
            app.add_member(org, email, name, &unknown, role, team).await
        };
        let finance = member(&company.email, "Administratie", "finance", None).await?;
        let mut agents = HashMap::new();
        for agent in &demo.agents {
            let id = member(&agent.email, &agent.name, "sales", Some(agent.team.clone())).await?;
            agents.insert(agent.name.clone(), id);
        }
        let mut founded = Company { org, owner, finance, agents, customers: HashMap::new(), products: HashMap::new() };
        founded.add_customers(app, demo).await?;
        founded.add_products(app, demo).await?;
        Ok(founded)
    }

    fn step(&self, verb: &'static str, input: Json) -> Step {
        Step { call: job(self.org), verb, input, from: Vec::new() }
    }

    async fn add_customers(&mut self, app: &App, demo: &Demo) -> app::Result<()> {
        let mut steps = Vec::new();
        for (customer, account) in demo.customers.iter().zip(&demo.accounts) {
            steps.push(self.step("customer.create", customer_input(customer, &account.sector)));
            let contact = &customer.contact;
            let person = json!({"name": contact.name, "email": contact.email, "role": contact.role});
            let from = vec![("customer", steps.len() - 1)];
            steps.push(Step { from, ..self.step("person.create", person) });
        }
        let done = app.batch(steps).await?;
        for (customer, pair) in demo.customers.iter().zip(done.chunks_exact(2)) {
            let ids = (pair[0].document().to_string(), pair[1].document().to_string());
            self.customers.insert(customer.account.clone(), ids);
        }
        Ok(())
    }

    async fn add_products(&mut self, app: &App, demo: &Demo) -> app::Result<()> {
        let steps = demo.products.iter().map(|product| self.step("product.create", product_input(product))).collect();
        let done = app.batch(steps).await?;
        let ids: Vec<String> = done.iter().map(|done| done.document().to_string()).collect();
        let entries: Vec<Json> = demo
            .products
            .iter()
            .zip(&ids)
            .map(|(product, id)| {
                let price = json!({"model": "per_unit", "unit_price": product.list_price.decimal()});
                json!({"product": id, "price": price})
            })
            .collect();
        let book = json!({"name": "Standaard", "currency": demo.company.currency, "valid_from": PRICES_FROM, "entries": entries});
        app.execute(&job(self.org), "price_book.create", book).await?;
        let computer = json!({"sku": "PC", "name": "Computer op maat", "supply": "goods", "series": "PC"});
        let computer = app.execute(&job(self.org), "product.create", computer).await?.document();
        let model = json!({"name": "Computer op maat", "product": computer, "definition": documents::demo::COMPUTER});
        app.execute(&job(self.org), "product_model.create", model).await?;
        self.products = demo.products.iter().map(|product| product.sku.clone()).zip(ids).collect();
        Ok(())
    }

    /// A sales person at work; the owner when the name is not known.
    pub fn agent(&self, name: &str) -> Actor {
        self.user(self.agents.get(name).copied().unwrap_or(self.owner))
    }

    /// A user with the rights of the owner, who keeps the demo from stumbling over limits of amount.
    pub fn user(&self, id: UserId) -> Actor {
        Actor::User { id, team: None, grants: Grants::of_role("owner") }
    }
}

fn entity(demo: &Demo) -> EntityFields {
    let company = demo.company.clone();
    EntityFields {
        code: company.code,
        legal_name: company.legal_name,
        address: company.address,
        vat_number: Some(company.vat_number),
        registration: Some(Registration { scheme: KVK.to_string(), value: company.kvk }),
        iban: Some(company.iban),
        bic: Some(company.bic),
        email: Some(company.email),
        phone: Some(company.phone),
        currency: company.currency,
        language: company.language,
        time_zone: company.time_zone,
        payment_days: company.payment_days,
        taxed_at_destination: false,
        promotion_stacking: Default::default(),
        remind_before_expiry: None,
        remind_unviewed: None,
    }
}

fn customer_input(customer: &DemoCustomer, sector: &str) -> Json {
    let registration = customer.kvk.as_ref().map(|kvk| json!({"scheme": KVK, "value": kvk}));
    json!({
        "name": customer.account, "type": customer.customer_type, "address": customer.address,
        "vat_number": customer.vat_number, "registration": registration, "email": customer.email, "iban": customer.iban,
        "language": customer.language, "payment_days": customer.payment_days, "sector": sector,
    })
}

fn product_input(product: &DemoProduct) -> Json {
    json!({
        "sku": product.sku, "name": product.name, "unit": product.unit, "supply": product.supply(),
        "charging": product.charging(), "recognition": product.recognition(), "cost": product.cost,
        "standalone_price": product.list_price, "series": product.series,
    })
}
