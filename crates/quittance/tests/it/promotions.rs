//! Promotions and coupons, from the code on a quote to what is invoiced.

use crate::world::{Served, customer, done, refused};
use domain::document::DocRef;
use serde_json::{Value as Json, json};

fn per_unit(amount: &str) -> Json {
    json!({"model": "per_unit", "unit_price": amount})
}
fn euros(minor: i64) -> Json {
    json!({"minor": minor, "currency": "EUR"})
}

struct Shop {
    served: Served,
    buyer: DocRef,
}

impl Shop {
    async fn open() -> Shop {
        let served = Served::start().await;
        let buyer = done(&served.app, &served.call(), "customer.create", customer("Bakkerij Jansen")).await;
        Shop { served, buyer }
    }
    async fn run(&self, verb: &str, input: Json) -> DocRef {
        done(&self.served.app, &self.served.call(), verb, input).await
    }
    async fn refused(&self, verb: &str, input: Json) -> &'static str {
        refused(&self.served.app, &self.served.call(), verb, input).await
    }
    async fn promotion(&self, code: &str, more: Json) -> DocRef {
        let mut input = json!({"name": code, "code": code});
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.run("promotion.create", input).await
    }
    /// 100.00 once and 2 x 50.00 a month for a year.
    async fn quote(&self, codes: &[&str]) -> DocRef {
        let lines = json!([{"description": "Menger", "quantity": "1", "price": per_unit("100")},
            {"description": "Onderhoud", "quantity": "2", "price": per_unit("50"), "charging": "monthly", "term": 12}]);
        self.run("quote.create", json!({"customer": self.buyer, "promotions": codes, "lines": lines})).await
    }
    async fn body(&self, document: DocRef) -> Json {
        let reader = ::app::read::Reader { org: self.served.org, actor: self.served.call().actor };
        self.served.app.get(&reader, document).await.unwrap().body
    }
    /// The net amounts of the lines, and what became of each promotion.
    async fn told(&self, quote: DocRef) -> (Vec<i64>, Vec<String>) {
        let body = self.body(quote).await;
        let nets =
            body["lines"].as_array().unwrap().iter().map(|line| line["net"]["minor"].as_i64().unwrap()).collect();
        let offers = body["promotions"]["offers"].as_array().into_iter().flatten();
        let told = offers.map(|offer| {
            let reason = offer["not_applied"]["reason"].as_str().map(str::to_string);
            let amount = offer["amount"]["minor"].to_string();
            format!("{}: {}", offer["terms"]["code"].as_str().unwrap(), reason.unwrap_or(amount))
        });
        (nets, told.collect())
    }
    async fn sent(&self, codes: &[&str]) -> DocRef {
        let quote = self.quote(codes).await;
        self.run("quote.send", json!({"id": quote})).await;
        quote
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_takes_its_discount_off_every_line() {
    let shop = Shop::open().await;
    shop.promotion("ten", json!({"percent": "10"})).await;
    shop.promotion("FIFTEEN-EUR", json!({"amount": euros(1_500)})).await;
    shop.promotion("BIG", json!({"percent": "50", "minimum": euros(100_000)})).await;
    shop.promotion("OVER", json!({"percent": "50", "until": "2020-12-31"})).await;
    shop.promotion("SCHOOLS", json!({"percent": "50", "segments": ["education"]})).await;
    let quote = shop.quote(&["TEN", " fifteen-eur", "BIG", "OVER", "SCHOOLS"]).await;
    // 200.00 less 10 % is 180.00, less 15.00 is 165.00, half of it on each line.
    let (nets, told) = shop.told(quote).await;
    assert_eq!(nets, [8_250, 8_250]);
    let expected = ["TEN: 2000", "FIFTEEN-EUR: 1500", "BIG: below_minimum", "OVER: ended", "SCHOOLS: other_segment"];
    assert_eq!(told, expected);
    // The percentage goes on in every month, the amount was taken once.
    let body = shop.body(quote).await;
    assert_eq!(body["lines"][1]["later"], json!([{"from": 2, "net": euros(9_000)}]));
    assert_eq!(body["lines"][0]["later"], Json::Null);

    // A cell that is changed takes the promotions along.
    let changes = json!([{"no": 1, "quantity": "3"}]);
    let edited = shop.served.app.edit_quote_lines(&shop.served.call(), json!({"id": quote, "changes": changes})).await;
    assert_eq!(edited.unwrap().promotions.discount(), 4_000 + 1_500);
    // 300.00 and 100.00 less 55.00, in proportion: 41.25 and 13.75
    assert_eq!(shop.told(quote).await.0, [25_875, 8_625]);

    // The waterfall tells it by line and as a whole, and is stored when the quote is sent.
    shop.run("quote.send", json!({"id": quote})).await;
    let client = shop.served.owner_client().await;
    let found = client.get(&format!("/v1/quotes/{quote}/waterfall")).await.body;
    let last = found["lines"][0]["steps"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["step"], &last["result"]["minor"]), (&json!("step_promotion"), &json!(25_875)));
    let whole: Vec<&str> = found["whole"].as_array().unwrap().iter().filter_map(|step| step["rule"].as_str()).collect();
    assert_eq!(whole, ["TEN", "FIFTEEN-EUR", "BIG", "OVER", "SCHOOLS"]);
    assert_eq!(found["stored"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_use_is_counted_when_the_quote_is_accepted() {
    let shop = Shop::open().await;
    let promotion = shop.promotion("ONCE", json!({"percent": "10", "uses": 1})).await;
    let (first, second) = (shop.sent(&["ONCE"]).await, shop.sent(&["ONCE"]).await);
    let withdrawn = shop.sent(&["ONCE"]).await;
    shop.run("quote.withdraw", json!({"id": withdrawn, "reason": "Vergissing"})).await;
    let accept = |quote: DocRef| json!({"id": quote, "consent": true, "signer_name": "Johan"});
    shop.run("quote.accept", accept(first)).await;
    assert_eq!(shop.body(promotion).await["redeemed"].as_array().map(Vec::len), Some(1));
    // The price that was offered cannot be given a second time.
    assert_eq!(shop.refused("quote.accept", accept(second)).await, "promotion_used_up");
    assert_eq!(shop.body(second).await["state"], "sent");
    let (nets, told) = shop.told(shop.quote(&["ONCE"]).await).await;
    assert_eq!((nets, told), (vec![10_000, 10_000], vec!["ONCE: used_up".to_string()]));
    // What was accepted with it is invoiced with it: 90.00 once, and VAT on that.
    let order = shop.run("order.create_from_quote", json!({"quote": first})).await;
    shop.run("delivery.create", json!({"order": order})).await;
    let invoice = shop.run("invoice.create_from_order", json!({"order": order})).await;
    let invoice = shop.body(invoice).await;
    let nets: Vec<&Json> = invoice["lines"].as_array().unwrap().iter().map(|line| &line["net"]["minor"]).collect();
    assert!(nets.contains(&&json!(9_000)), "{invoice}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_with_the_place() {
    let shop = Shop::open().await;
    let create = async |input: Json| {
        let mut all = json!({"name": "Actie", "code": "ACTIE"});
        all.as_object_mut().unwrap().extend(input.as_object().unwrap().clone());
        shop.refused("promotion.create", all).await
    };
    assert_eq!(create(json!({})).await, "promotion_takes_nothing");
    assert_eq!(create(json!({"percent": "10", "amount": euros(100)})).await, "promotion_takes_both");
    assert_eq!(create(json!({"percent": "101"})).await, "discount_out_of_range");
    assert_eq!(create(json!({"percent": "10", "uses": 0})).await, "promotion_never_used");
    let backwards = json!({"percent": "10", "from": "2026-02-01", "until": "2026-01-01"});
    assert_eq!(create(backwards).await, "promotion_ends_early");
    let promotion = shop.promotion("actie", json!({"percent": "10"})).await;
    assert_eq!(create(json!({"percent": "10"})).await, "promotion_code_taken");
    let client = shop.served.owner_client().await;
    let quote = |codes: Json| json!({"customer": shop.buyer, "promotions": codes, "lines": []});
    let unknown = client.post("/v1/quotes", &quote(json!(["ACTIE", "NOPE"]))).await;
    assert_eq!((unknown.code(), &unknown.body["error"]["param"]), ("promotion_unknown", &json!("promotions.1")));
    assert_eq!(client.post("/v1/quotes", &quote(json!(["actie", "ACTIE"]))).await.code(), "promotion_twice");
    let draft = shop.quote(&["ACTIE"]).await;
    shop.run("promotion.archive", json!({"id": promotion})).await;
    assert_eq!(client.post("/v1/quotes", &quote(json!(["ACTIE"]))).await.code(), "promotion_archived");
    // A draft that has it is sent without it, and says why.
    shop.run("quote.send", json!({"id": draft})).await;
    assert_eq!(shop.told(draft).await, (vec![10_000, 10_000], vec!["ACTIE: ended".to_string()]));
}

/// The company says which may stand together; a rule about discounts counts promotions as well.
#[tokio::test(flavor = "multi_thread")]
async fn the_policy_is_the_companys_and_approvals_count_it() {
    let shop = Shop::open().await;
    shop.promotion("TEN", json!({"percent": "10"})).await;
    shop.promotion("FIVE", json!({"percent": "5"})).await;
    assert_eq!(shop.told(shop.quote(&["TEN", "FIVE"]).await).await.1, ["TEN: 1900", "FIVE: 1000"].map(String::from));
    let entity = shop.body(shop.quote(&[]).await).await["entity"].as_str().unwrap().to_string();
    let reader = ::app::read::Reader { org: shop.served.org, actor: shop.served.call().actor };
    let (_, raw) = domain::ids::parse_any(&entity).unwrap();
    let mut fields =
        shop.served.app.get(&reader, DocRef { kind: domain::document::Kind::Entity, id: raw }).await.unwrap().body;
    fields["promotion_stacking"] = "best".into();
    fields.as_object_mut().unwrap().retain(|name, _| name != "closed_until");
    shop.run("entity.edit", fields).await;
    let quote = shop.quote(&["TEN", "FIVE"]).await;
    assert_eq!(shop.told(quote).await.1, ["TEN: 2000", "FIVE: excluded"].map(String::from));
    let rule = json!({"name": "Korting", "condition": "discount > 9.0", "role": "sales_lead"});
    shop.run("approval_rule.create", rule).await;
    assert_eq!(shop.refused("quote.send", json!({"id": quote})).await, "quote_needs_approval");
}

/// The customer types a coupon on their own page: the offer gets cheaper, and nothing else about it changes.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_customer_types_a_coupon() {
    let shop = Shop::open().await;
    shop.promotion("HELLO", json!({"percent": "10", "uses": 1})).await;
    shop.promotion("LESS", json!({"percent": "5", "exclusive": true})).await;
    shop.promotion("LATER", json!({"percent": "50", "from": "2999-01-01"})).await;
    let quote = shop.sent(&[]).await;
    let redeem = |code: &str| json!({"id": quote, "code": code});
    assert_eq!(shop.refused("quote.redeem", redeem("nope")).await, "promotion_unknown");
    assert_eq!(shop.refused("quote.redeem", redeem("LATER")).await, "promotion_not_applied");
    let draft = shop.quote(&[]).await;
    assert_eq!(shop.refused("quote.redeem", json!({"id": draft, "code": "HELLO"})).await, "quote_not_sent");
    let Some(chrome) = crate::chrome::Chrome::start(&shop.served.url).await else { return };
    let link = format!("/p/{}", shop.served.app.create_link(shop.served.org, quote, None, 60).await.unwrap());
    chrome.goto(&link).await;
    chrome.cookie("language", "en").await;
    chrome.goto(&link).await;
    chrome.fill("code", "hello").await;
    chrome.press("form[action$='/redeem'] button[type=submit]").await;
    let text = chrome.text().await;
    // 200.00 less 10 %
    assert!(text.contains("€180.00") && text.contains("HELLO") && text.contains("− €20.00"), "{text}");
    assert_eq!(chrome.errors().await, Vec::<String>::new(), "the browser complained");
    assert_eq!(shop.told(quote).await, (vec![9_000, 9_000], vec!["HELLO: 2000".to_string()]));
    // One that stands alone and is worth less would take the other's place: nothing happens.
    assert_eq!(shop.refused("quote.redeem", redeem("LESS")).await, "promotion_not_applied");
    assert_eq!(shop.refused("quote.redeem", redeem("HELLO")).await, "promotion_twice");
    shop.run("quote.accept", json!({"id": quote, "consent": true, "signer_name": "Johan"})).await;
    assert_eq!(shop.refused("quote.redeem", redeem("LESS")).await, "quote_accepted");
    let other = shop.sent(&[]).await;
    assert_eq!(shop.refused("quote.redeem", json!({"id": other, "code": "HELLO"})).await, "promotion_not_applied");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_used_once_under_whatever_name_and_within_what_was_approved() {
    let shop = Shop::open().await;
    let ten = shop.promotion("TEN", json!({"percent": "10"})).await;
    let quote = shop.sent(&["TEN"]).await;
    shop.run("promotion.edit", json!({"id": ten, "name": "Tien", "code": "TIEN", "percent": "10"})).await;
    let redeem = |code: &str| json!({"id": quote, "code": code});
    assert_eq!(shop.refused("quote.redeem", redeem("TIEN")).await, "promotion_twice");

    let rule = json!({"name": "Korting", "condition": "discount > 15", "role": "sales_lead"});
    shop.run("approval_rule.create", rule).await;
    shop.promotion("HALF", json!({"percent": "50"})).await;
    shop.promotion("FIVE", json!({"percent": "5"})).await;
    assert_eq!(shop.refused("quote.redeem", redeem("HALF")).await, "promotion_not_covered");
    assert_eq!(shop.told(quote).await.0, [9_000, 9_000]);
    shop.run("quote.redeem", redeem("FIVE")).await;
    assert_eq!(shop.told(quote).await.0, [8_550, 8_550]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_was_put_away_ends_on_a_draft_as_well() {
    let shop = Shop::open().await;
    let ten = shop.promotion("TEN", json!({"percent": "10"})).await;
    let quote = shop.quote(&["TEN"]).await;
    assert_eq!(shop.told(quote).await.0, [9_000, 9_000]);
    shop.run("promotion.archive", json!({ "id": ten })).await;
    let lines = json!([{"description": "Menger", "quantity": "1", "price": per_unit("100")}]);
    shop.run("quote.edit", json!({"id": quote, "customer": shop.buyer, "promotions": ["TEN"], "lines": lines})).await;
    assert_eq!(shop.told(quote).await, (vec![10_000], vec!["TEN: ended".to_string()]));
    shop.run("quote.send", json!({ "id": quote })).await;
    assert_eq!(shop.told(quote).await.0, [10_000]);
}
