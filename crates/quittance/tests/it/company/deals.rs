//! From first talks to a signed contract, with what goes wrong on the way.

use super::{Company, Known, euros, per_unit};
use app::{
    Call,
    read::{Query, Reader},
};
use domain::document::{DocRef, Kind};
use serde_json::{Value as Json, json};

impl Company {
    pub(super) async fn deals(&self, known: &Known) {
        self.lost_deals(known).await;
        self.unanswered_quotes(known).await;
        let won = self.won_quote(known).await;
        let contract = self.signed(won, known).await;
        self.ended_contracts(known).await;
        let order = self.run("order.create_from_contract", json!({"contract": contract, "start": "2026-02-15"})).await;
        self.delivered_in_parts(order).await;
    }

    fn quote_of(&self, known: &Known, price: &str) -> Json {
        let lines = json!([
            {"product": known.mixer, "quantity": "5"},
            {"description": "Montage", "quantity": "3.5", "unit": "HUR", "supply": "service", "price": per_unit(price), "discount": "10"},
            {"product": known.support, "quantity": "1", "term": 2},
        ]);
        json!({"customer": known.customer, "contact": known.johan, "lines": lines, "discount": "2.5",
            "payment_plan": {"plan": "instalments", "count": 3}, "valid_until": "2026-02-20"})
    }

    async fn quote(&self, known: &Known) -> DocRef {
        self.run("quote.create", self.quote_of(known, "80")).await
    }
    async fn sent_quote(&self, known: &Known) -> DocRef {
        let quote = self.quote(known).await;
        self.run("quote.send", json!({ "id": quote })).await
    }

    async fn lost_deals(&self, known: &Known) {
        let fields = json!({"title": "Nieuwe bakkerij", "expected": euros(274_100)});
        let deal = self.run("opportunity.create", fields).await;
        let fields =
            json!({"id": deal, "title": "Grote bakkerij", "customer": known.customer, "expected": euros(500_000)});
        self.run("opportunity.edit", fields).await;
        self.run("opportunity.engage", json!({ "id": deal })).await;
        let mut quote = self.quote_of(known, "95.125");
        quote["opportunity"] = json!(deal);
        let quote = self.run("quote.create", quote).await;
        let changes = json!([{"no": 2, "quantity": "4"}, {"description": "Voorbereiding", "kind": "heading", "position": 1},
            {"change": "remove", "no": 3}]);
        self.run("quote.edit_lines", json!({"id": quote, "changes": changes})).await;
        self.run("quote.send", json!({ "id": quote })).await;
        self.run("opportunity.lose", json!({"id": deal, "reason": "Te duur"})).await;
        self.run("opportunity.reopen", json!({ "id": deal })).await;
        self.run("opportunity.win", json!({ "id": deal })).await;
    }

    async fn unanswered_quotes(&self, known: &Known) {
        let declined = self.sent_quote(known).await;
        self.run("quote.redeem", json!({"id": declined, "code": "ZOMER"})).await;
        self.run_by(&self.link(declined, Some(known.johan)), "quote.view", json!({ "id": declined })).await;
        self.run("quote.decline", json!({"id": declined, "reason": "Te laat"})).await;
        let template = json!({"id": declined, "name": "Deegmenger met onderhoud"});
        let template = self.run("quote.save_as_template", template).await;
        let started = json!({"customer": known.customer, "template": template});
        self.run("quote.create", started).await;
        self.run("quote_template.archive", json!({ "id": template })).await;
        self.run("quote_template.restore", json!({ "id": template })).await;
        let line = json!({"product": known.mixer, "quantity": "2"});
        let short =
            json!({"name": "Deegmenger", "valid_days": 10, "introduction_nl": "Zoals besproken.", "lines": [line]});
        let short_one = self.run("quote_template.create", short.clone()).await;
        let mut edited = short;
        edited["id"] = json!(short_one);
        edited["notes_en"] = json!("Delivered within a week.");
        self.run("quote_template.edit", edited).await;
        let draft = self.run("quote.duplicate", json!({ "id": declined })).await;
        self.run("quote.withdraw", json!({"id": draft, "reason": "Vergissing"})).await;
        let mut short = self.quote_of(known, "70");
        short["valid_until"] = json!("2026-01-13");
        for _ in 0..2 {
            let quote = self.run("quote.create", short.clone()).await;
            self.run("quote.send", json!({ "id": quote })).await;
        }
        let expiring = self.run("quote.create", short).await;
        self.run("quote.send", json!({ "id": expiring })).await;
        self.remind_of_offers().await;
        let reminded = self.run_by(&Call::system(self.org), "quote.remind_due", json!({})).await;
        assert_eq!(reminded.outcome.count, Some(3));
        self.at("2026-01-14").await;
        self.run("quote.expire", json!({ "id": expiring })).await;
        self.run_by(&self.call(), "quote.expire_due", json!({})).await;
    }

    /// From now on its sellers are reminded of offers, a day before the last.
    async fn remind_of_offers(&self) {
        let reader = Reader { org: self.org, actor: self.call().actor };
        let query = Query { kind: Some(Kind::Entity), ascending: true, limit: 1, ..Query::default() };
        let entity = self.app.list(&reader, query).await.unwrap().rows.remove(0);
        let entity = DocRef { kind: Kind::Entity, id: entity.id };
        let mut fields = self.app.get(&reader, entity).await.unwrap().body;
        fields.as_object_mut().unwrap().shift_remove("closed_until");
        fields["remind_before_expiry"] = json!(1);
        fields["remind_unviewed"] = json!(10);
        self.run("entity.edit", fields).await;
    }

    /// Edited, sent, revised, sent again and accepted by link by somebody whose name is known.
    async fn won_quote(&self, known: &Known) -> DocRef {
        let deal = json!({"title": "Deegmengers", "customer": known.customer, "expected": euros(700_000)});
        let deal = self.run("opportunity.create", deal).await;
        self.run("opportunity.engage", json!({ "id": deal })).await;
        let mut fields = self.quote_of(known, "80");
        fields["opportunity"] = json!(deal);
        fields["contact"] = json!(known.piet);
        let quote = self.run("quote.create", fields.clone()).await;
        fields["id"] = json!(quote);
        fields["introduction"] = json!("Zoals besproken.");
        for no in 1..=3u32 {
            fields["lines"][no as usize - 1]["no"] = json!(no);
        }
        self.run("quote.edit", fields).await;
        self.run("quote.send", json!({ "id": quote })).await;
        let revised = self.run_by(&self.call(), "quote.revise", json!({ "id": quote })).await;
        let next = revised.outcome.made.first().copied().unwrap_or(revised.document());
        self.run("quote.send", json!({ "id": next })).await;
        let asked = json!({"document": next, "text": "Kan het ook in maart?"});
        self.run_by(&self.link(next, Some(known.piet)), "comment.create", asked).await;
        let answered = json!({"document": next, "text": "Ja, vanaf de tiende.", "for_customer": true});
        self.run("comment.create", answered).await;
        self.chosen_in_part(known).await;
        let accept = json!({"id": next, "signer_name": " piet slager ", "consent": true});
        self.run_by(&self.link(next, Some(known.piet)), "quote.accept", accept).await.document()
    }

    /// The customer takes some of the lines, more of one than was offered, and the better of two alternatives.
    async fn chosen_in_part(&self, known: &Known) {
        let support = |name: &str, kind: &str, price: &str| {
            json!({"description": name, "quantity": "1", "price": per_unit(price), "kind": kind,
                "alternative": {"group": "Onderhoud", "name": name}})
        };
        let lines = json!([
            {"product": known.mixer, "quantity": "5", "customer_quantity": {"min": "1", "max": "10"}},
            {"description": "Montage", "quantity": "1", "price": per_unit("80")},
            support("Goed", "item", "100"),
            support("Beter", "alternative", "150"),
        ]);
        let quote =
            json!({"customer": known.customer, "contact": known.johan, "part_acceptance": true, "lines": lines});
        let quote = self.run("quote.create", quote).await;
        self.run("quote.send", json!({ "id": quote })).await;
        let chosen = json!({"id": quote, "consent": true, "quantities": [{"line": 1, "quantity": "7"}],
            "alternatives": [{"group": "Onderhoud", "name": "Beter"}], "lines": [1, 4]});
        self.run_by(&self.link(quote, Some(known.johan)), "quote.accept", chosen).await;
    }

    /// Voided once, then signed: by a visitor whom nobody knew, from an address, and by the seller.
    async fn signed(&self, quote: DocRef, known: &Known) -> DocRef {
        let first = self.run("contract.create", json!({ "quote": quote })).await;
        let edit = json!({"id": first, "title": "Deegmengers met onderhoud", "start": "2026-02-15"});
        self.run("contract.edit", edit).await;
        self.run("contract.send", json!({ "id": first })).await;
        self.run("contract.void", json!({"id": first, "reason": "Verkeerde naam"})).await;
        let contract = self.run("contract.create", json!({"quote": quote, "start": "2026-02-15"})).await;
        self.run("contract.send", json!({ "id": contract })).await;
        let visitor = json!({"id": contract, "party": "customer", "name": "Vera Visser", "email": "vera@jansen.example", "consent": true});
        self.run_by(&self.link(contract, None), "contract.sign", visitor).await;
        let seller =
            json!({"id": contract, "party": "seller", "name": "Anna de Wit", "address": "192.0.2.1", "consent": true});
        self.run("contract.sign", seller).await;
        self.run("comment.create", json!({"document": known.piet, "text": "Tekent niet meer zelf"})).await;
        contract
    }

    /// One is declined, one is signed by Piet and ended; an order straight from a quote is called off.
    async fn ended_contracts(&self, known: &Known) {
        let accept = json!({"signer_name": "Piet Slager", "consent": true});
        for ending in ["contract.decline", "contract.terminate", "order.cancel"] {
            let mut fields = self.quote_of(known, "60");
            fields["contact"] = json!(known.piet);
            let quote = self.run("quote.create", fields).await;
            self.run("quote.send", json!({ "id": quote })).await;
            let mut accept = accept.clone();
            accept["id"] = json!(quote);
            self.run("quote.accept", accept).await;
            if ending == "order.cancel" {
                let order = self.run("order.create_from_quote", json!({ "quote": quote })).await;
                let edit = json!({"id": order, "purchase_order": "PO 12", "start": "2026-03-01"});
                self.run("order.edit", edit).await;
                self.run(ending, json!({"id": order, "reason": "Toch niet"})).await;
                continue;
            }
            let contract = self.run("contract.create", json!({ "quote": quote })).await;
            self.run("contract.send", json!({ "id": contract })).await;
            if ending == "contract.terminate" {
                for (party, name) in [("seller", "Anna de Wit"), ("customer", "Piet Slager")] {
                    let sign =
                        json!({"id": contract, "party": party, "name": name, "address": "192.0.2.9", "consent": true});
                    self.run("contract.sign", sign).await;
                }
            }
            self.run(ending, json!({"id": contract, "reason": "Toch niet"})).await;
        }
    }

    /// Some, taken back, and then in two parts with an invoice each; one part was invoiced ahead.
    async fn delivered_in_parts(&self, order: DocRef) {
        let some = json!({"order": order, "lines": [{"line": 1, "quantity": "2"}, {"line": 2, "quantity": "1.5"}]});
        let wrong = self.run("delivery.create", some.clone()).await;
        self.run("delivery.reverse", json!({"id": wrong, "reason": "Verkeerd adres"})).await;
        let ahead = json!({"order": order, "ahead": true, "lines": [{"line": 1, "quantity": "1"}]});
        let ahead = self.run("invoice.create_from_order", ahead).await;
        self.run_by(&self.finance(), "invoice.issue", json!({ "id": ahead })).await;
        self.run("delivery.create", some).await;
        let invoice = self.run("invoice.create_from_order", json!({ "order": order })).await;
        let edit = json!({"id": invoice, "purchase_order": "PO 7", "notes": "Deellevering"});
        self.run("invoice.edit", edit).await;
        self.run_by(&self.finance(), "invoice.issue", json!({ "id": invoice })).await;
        self.run("invoice.send", json!({ "id": invoice })).await;
        self.run("delivery.create", json!({ "order": order })).await;
        let rest = self.run("invoice.create_from_order", json!({ "order": order })).await;
        self.run("invoice.discard", json!({ "id": rest })).await;
        let rest = self.run("invoice.create_from_order", json!({ "order": order })).await;
        self.run_by(&self.finance(), "invoice.issue", json!({ "id": rest })).await;
        let taken_back = json!({"id": rest, "reason": "Defect", "lines": [{"line": 1, "quantity": "1"}]});
        let note = self.run("invoice.credit", taken_back).await;
        self.run_by(&self.finance(), "invoice.issue", json!({ "id": note })).await;
    }
}
