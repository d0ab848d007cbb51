//! The selling companies, what they sell, to whom, and their texts.

use super::{Company, Known, euros, per_unit};
use crate::world::customer;
use domain::document::DocRef;
use serde_json::json;

impl Company {
    pub(super) async fn catalogue(&self) -> Known {
        self.second_entity().await;
        self.templates().await;
        let (mixer, support) = self.products().await;
        let customer = self.customers().await;
        let johan = json!({"customer": customer, "name": "Johan Jansen", "email": "johan@jansen.example", "phone": "030 1234567"});
        let johan = self.run("person.create", johan).await;
        let piet = self.run("person.create", json!({"customer": customer, "name": "Piet Bakker"})).await;
        let edit = json!({"id": piet, "customer": customer, "name": "Piet Slager", "email": "piet@jansen.example"});
        self.run("person.edit", edit).await;
        Known { customer, mixer, support, johan, piet }
    }

    async fn second_entity(&self) {
        let mut company = json!({
            "code": "TWEE", "legal_name": "Tweede B.V.", "currency": "EUR", "language": "nl",
            "time_zone": "Europe/Amsterdam", "payment_days": 14, "vat_number": "NL123456782B91",
            "registration": {"scheme": "0106", "value": "87654321"}, "iban": "NL91ABNA0417164300",
            "address": {"street": "Kade 1", "city": "Utrecht", "postal_code": "3511 AB", "country": "NL"},
        });
        let entity = self.run("entity.create", company.clone()).await;
        company["id"] = json!(entity);
        company["legal_name"] = json!("Derde B.V.");
        self.run("entity.edit", company).await;
    }

    async fn templates(&self) {
        let wording = json!({"name": "Koop", "language": "nl", "body": "De koper koopt."});
        let old = self.run("template.create", wording).await;
        let better = json!({"id": old, "name": "Koop", "language": "nl", "body": "De koper koopt en betaalt."});
        self.run("template.edit", better).await;
        self.run("template.archive", json!({ "id": old })).await;
        self.run("template.restore", json!({ "id": old })).await;
    }

    async fn products(&self) -> (DocRef, DocRef) {
        let fields =
            json!({"sku": "MIX-20", "name": "Deegmenger", "cost": euros(70_000), "standalone_price": euros(125_050)});
        let mixer = self.run("product.create", fields.clone()).await;
        let mut edit = fields;
        edit["id"] = json!(mixer);
        edit["name"] = json!("Deegmenger 20 liter");
        self.run("product.edit", edit).await;
        self.run("product.archive", json!({ "id": mixer })).await;
        self.run("product.restore", json!({ "id": mixer })).await;
        self.run("stock.receive", json!({"product": mixer, "quantity": "20"})).await;
        self.run("stock.adjust", json!({"product": mixer, "counted": "18.5", "reason": "Geteld"})).await;
        let support = json!({
            "sku": "SUP", "name": "Onderhoud", "supply": "service", "charging": "yearly", "recognition": "straight_line",
        });
        let support = self.run("product.create", support).await;
        let tiers = json!({"model": "graduated", "tiers": [
            {"up_to": "10", "unit_price": "1250.50"}, {"unit_price": "1199.95"}]});
        let entries = json!([{"product": mixer, "price": tiers}]);
        let book = self.run("price_book.create", json!({"name": "Catalogus", "entries": entries})).await;
        let edit = json!({"id": book, "name": "Catalogus 2026", "valid_from": "2026-01-01"});
        self.run("price_book.edit", edit).await;
        let price = json!({"id": book, "product": support, "price": per_unit("360")});
        self.run("price_book.set_price", price).await;
        let set = json!({"sku": "SET", "name": "Startpakket", "lead_time_days": 10});
        let set = self.run("product.create", set).await;
        let bundle =
            json!({"id": set, "parts": [{"product": mixer, "quantity": "1"}], "pricing": "allocated", "price": "1100"});
        self.run("product.set_bundle", bundle).await;
        self.run("price_book.archive", json!({ "id": book })).await;
        self.run("price_book.restore", json!({ "id": book })).await;
        let next = json!({"id": book, "valid_from": "2099-01-01", "change_percent": "2.5"});
        let next = self.run("price_book.prepare", next).await;
        self.run("price_book.publish", json!({ "id": next })).await;
        let coupon = json!({"name": "Zomer", "code": "zomer", "percent": "10", "uses": 5});
        let promotion = self.run("promotion.create", coupon.clone()).await;
        let mut edit = coupon;
        edit["id"] = json!(promotion);
        edit["uses_per_customer"] = json!(2);
        self.run("promotion.edit", edit).await;
        self.run("promotion.archive", json!({ "id": promotion })).await;
        self.run("promotion.restore", json!({ "id": promotion })).await;
        (mixer, support)
    }

    async fn customers(&self) -> DocRef {
        let made = self.run("customer.create", customer("Bakkerij Jansen")).await;
        let mut change = customer("Bakkerij Jansen B.V.");
        change["id"] = json!(made);
        change["email"] = json!("administratie@jansen.example");
        change["iban"] = json!("NL18RABO0123459876");
        self.run("customer.edit", change).await;
        self.run("customer.archive", json!({ "id": made })).await;
        self.run("customer.restore", json!({ "id": made })).await;
        self.run("comment.create", json!({"document": made, "text": "Terug van weggeweest"})).await;
        made
    }
}
