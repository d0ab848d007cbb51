//! A company in whose history every verb has run at least once: people come, go and are erased, deals are won and lost, goods
//! go out and come back, a year of support is billed and earned month by month, and money comes in by bank file and goes back.

mod approvals;
mod books;
mod catalogue;
mod deals;
mod money;

use crate::world::{Base, as_owner};
use app::{
    App, Call, Done,
    roles::{Actor, Grants},
};
use domain::{
    document::DocRef,
    ids::{OrgId, UserId},
    org::Language,
};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// The company, and who acts in it.
pub struct Company {
    pub app: App,
    pub org: OrgId,
    owner: UserId,
    finance: UserId,
}

/// What the stages leave for the next ones.
struct Known {
    customer: DocRef,
    /// In goods that are on stock, and as a service that is charged by the year.
    mixer: DocRef,
    support: DocRef,
    /// Stays, and is erased in the end.
    johan: DocRef,
    piet: DocRef,
}

impl Company {
    /// Lives from January to September 2026, by the company's own clock.
    pub async fn in_full(base: &Base) -> Company {
        let (app, call) = base.founded("owner@hovenier.example").await;
        let Actor::User { id: owner, .. } = call.actor else { panic!("{:?}", call.actor) };
        let org = call.org;
        let finance =
            app.add_member(org, "finance@hovenier.example", "Femke", "correct horse battery", "finance", None);
        let finance = finance.await.unwrap();
        let company = Company { app, org, owner, finance };
        company.at("2026-01-12").await;
        let known = company.catalogue().await;
        company.deals(&known).await;
        company.money(&known).await;
        company.books().await;
        company.approvals(&known).await;
        company.configurations(&known).await;
        company.rates(&known).await;
        for person in [known.piet, company.visitor().await] {
            company.run("person.erase", json!({ "id": person })).await;
        }
        company
    }

    pub fn call(&self) -> Call {
        as_owner(self.org, self.owner)
    }
    fn finance(&self) -> Call {
        Call::new(self.org, Actor::User { id: self.finance, team: None, grants: Grants::of_role("finance") })
    }
    /// Somebody with a link to a document calls.
    fn link(&self, document: DocRef, person: Option<DocRef>) -> Call {
        let person = person.map(|p| domain::ids::PersonId(p.id));
        Call::new(self.org, Actor::Link { document, person, address: Some("203.0.113.7".into()) })
    }
    async fn at(&self, day: &str) {
        self.run_by(&Call::system(self.org), "clock.set", json!({ "to": format!("{day}T09:00:00Z") })).await;
    }
    /// Lives through the days up to one, with all that falls due on them.
    async fn until(&self, day: &str) {
        let fallen = self.app.advance(&Call::system(self.org), day.parse().unwrap()).await.unwrap();
        assert!(fallen.refused.is_empty(), "{:?}", fallen.refused);
    }
    async fn run_by(&self, call: &Call, verb: &str, input: Json) -> Done {
        let said = |e: app::Error| text::refusal(Language::En, &e.into_refusal());
        let done = self.app.execute(call, verb, input.clone()).await;
        done.unwrap_or_else(|e| panic!("{verb} {input}: {}", said(e)))
    }
    /// The owner runs a verb; the document it was about.
    async fn run(&self, verb: &str, input: Json) -> DocRef {
        self.run_by(&self.call(), verb, input).await.document()
    }
    /// The person who signed by link.
    async fn visitor(&self) -> DocRef {
        const SQL: &str =
            "SELECT outcome FROM intent WHERE org_id = $1 AND name = 'contract.sign' AND actor LIKE 'link:%'";
        let row = self.app.db.read().await.unwrap().row(SQL, &[self.org.into()]).await.unwrap().unwrap();
        let outcome: app::verb::Outcome = serde_json::from_str(row.text(0)).unwrap();
        outcome.made[0]
    }

    /// Verbs of the registry that the history lacks.
    pub async fn verbs_missing(&self) -> Vec<&'static str> {
        const SQL: &str = "SELECT DISTINCT name FROM intent WHERE org_id = $1";
        let rows = self.app.db.read().await.unwrap().rows(SQL, &[self.org.into()]).await.unwrap();
        let ran: BTreeSet<&str> = rows.iter().map(|r| r.text(0)).collect();
        app::verbs::VERBS.iter().map(|v| v.name()).filter(|name| !ran.contains(name)).collect()
    }
}

fn euros(minor: i64) -> Json {
    json!({"minor": minor, "currency": "EUR"})
}
fn per_unit(price: &str) -> Json {
    json!({"model": "per_unit", "unit_price": price})
}
