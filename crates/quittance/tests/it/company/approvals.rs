//! Quotes that somebody has to look at first: asked for, turned down, left to a colleague, approved, and passed on when
//! nobody answers.

use super::{Company, Known, per_unit};
use app::{
    Call,
    roles::{Actor, Grants},
};
use domain::document::DocRef;
use serde_json::json;

impl Company {
    pub(super) async fn approvals(&self, known: &Known) {
        let lead = self.lead().await;
        let rule = json!({"name": "Hoge korting", "condition": "discount > 10.0", "role": "sales_lead",
            "escalate_after": 1, "escalate_to": "finance"});
        let rule = self.run("approval_rule.create", rule).await;
        let second = json!({"name": "Lage marge", "condition": "margin < 5", "role": "finance", "step": 2});
        let second = self.run("approval_rule.create", second).await;
        let sharper =
            json!({"id": second, "name": "Lage marge", "condition": "margin < 15.5", "role": "finance", "step": 2});
        self.run("approval_rule.edit", sharper).await;

        let refused = self.asked(known).await;
        self.run_by(&lead, "approval.reject", json!({"id": refused[0], "reason": "Te veel"})).await;
        let left = self.asked(known).await;
        let colleague = self.finance().actor.user();
        self.run_by(&lead, "approval.delegate", json!({"id": left[0], "to": colleague})).await;
        let away = json!({"to": colleague, "until": "2026-09-20", "reason": "Vakantie"});
        let away = self.run_by(&lead, "delegation.create", away).await.document();
        self.run_by(&lead, "delegation.end", json!({ "id": away })).await;
        self.run_by(&self.finance(), "approval.approve", json!({"id": left[0], "comment": "Goede klant"})).await;
        self.run_by(&self.finance(), "approval.approve", json!({ "id": left[1] })).await;
        self.asked(known).await;
        self.at("2026-09-07").await;
        let escalated = self.run_by(&Call::system(self.org), "approval.escalate_due", json!({})).await;
        assert_eq!(escalated.outcome.count, Some(1));
        self.run("approval_rule.archive", json!({ "id": rule })).await;
        self.run("approval_rule.restore", json!({ "id": rule })).await;
        for rule in [rule, second] {
            self.run("approval_rule.archive", json!({ "id": rule })).await;
        }
    }

    /// Rates of two days, and a quote in dollars that keeps one.
    pub(super) async fn rates(&self, known: &Known) {
        let rates = |units: &str| json!({"rates": [{"currency": "USD", "units": units}]});
        self.run("exchange_rate.set", rates("1.25")).await;
        self.run("exchange_rate.set", rates("1.26")).await;
        let text = "Date,USD,JPY,\n2025-12-30,1.2,N/A,\n2025-12-29,1.21,170.5,\n";
        self.run_by(&self.call(), "exchange_rate.import", json!({ "text": text })).await;
        let line = json!({"description": "Advies", "quantity": "1", "price": per_unit("800")});
        let quote = json!({"customer": known.customer, "currency": "USD", "lines": [line]});
        let quote = self.run("quote.create", quote).await;
        self.run("quote.send", json!({ "id": quote })).await;
        self.run("quote.revise", json!({ "id": quote })).await;
    }

    /// A product that is put together, onto a quote.
    pub(super) async fn configurations(&self, known: &Known) {
        let definition = |price: u32| {
            format!(
                "features\n\tMixer\n\t\tmandatory\n\t\t\tBowl {{price {price}}}\n\t\toptional\n\t\t\tLid {{price 12.5}}\n"
            )
        };
        let model = json!({"name": "Mixer", "definition": definition(90)});
        let model = self.run("product_model.create", model).await;
        let edit = json!({"id": model, "name": "Mixer op maat", "definition": definition(95), "product": known.mixer});
        self.run("product_model.edit", edit).await;
        self.run("product_model.archive", json!({ "id": model })).await;
        self.run("product_model.restore", json!({ "id": model })).await;
        let quote = self.run("quote.create", json!({"customer": known.customer})).await;
        self.run("quote.add_configuration", json!({"id": quote, "model": model, "select": ["Lid"], "quantity": "3"}))
            .await;
    }

    async fn lead(&self) -> Call {
        let lead =
            self.app.add_member(self.org, "lead@hovenier.example", "Lisa", "correct horse battery", "sales_lead", None);
        Call::new(self.org, Actor::User { id: lead.await.unwrap(), team: None, grants: Grants::of_role("sales_lead") })
    }

    /// The questions about a quote that both rules are about: its lines have no cost, so nobody knows the margin.
    async fn asked(&self, known: &Known) -> Vec<DocRef> {
        let line = json!({"description": "Schuur", "quantity": "1", "price": per_unit("4000")});
        let quote = json!({"customer": known.customer, "discount": "12.5", "lines": [line]});
        let quote = self.run("quote.create", quote).await;
        self.run_by(&self.call(), "quote.request_approval", json!({ "id": quote })).await.outcome.made
    }
}
