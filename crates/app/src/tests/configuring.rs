//! A product that is put together: what goes with what, why not, and the line on a quote.

use super::*;

use crate::{configuring::*, product::ProductCreate, quote::*};
use domain::quote::*;
use serde_json::json;

stories!(a_product_is_configured_onto_a_quote, a_model_that_cannot_be_built_is_refused);

const COMPUTER: &str = "features\n\tComputer\n\t\tmandatory\n\t\t\tBoard\n\t\t\t\talternative\n\t\t\t\t\tMini {price 100, cost 60}\n\t\t\t\t\tFull {price 180.50, cost 110}\n\
    \t\toptional\n\t\t\t\"Large card\" {price 450, cost 300}\nconstraints\n\t\"Large card\" => Full\n";

async fn model(world: &World, definition: &str) -> ProductModelId {
    let computer = json!({"sku": "PC", "name": "Computer op maat", "supply": "goods"});
    let product = world.run(from::<ProductCreate>(computer)).await.document().to_string();
    let model = json!({"name": "Computer", "product": product, "definition": definition});
    ProductModelId(world.run(from::<ProductModelCreate>(model)).await.document().id)
}
fn chosen(choices: &[(&str, bool)]) -> Vec<Named> {
    choices.iter().map(|(name, selected)| (name.to_string(), *selected)).collect()
}

async fn a_product_is_configured_onto_a_quote(world: World) {
    let id = model(&world, COMPUTER).await;
    let configure =
        async |choices: &[(&str, bool)]| world.app.configure(&world.reader(), id, &chosen(choices)).await.unwrap();
    let start = configure(&[]).await;
    assert_eq!(
        (start.price.as_deref(), start.complete, start.configurations.as_deref()),
        (Some("100"), false, Some("3"))
    );
    let state = |shown: &Configuration, name: &str| shown.options.iter().find(|o| o.name == name).unwrap().state;
    assert_eq!((state(&start, "Board"), state(&start, "Mini")), ("forced", "possible"));

    let mini = configure(&[("Mini", true)]).await;
    assert_eq!((state(&mini, "Large card"), state(&mini, "Full"), mini.complete), ("excluded", "excluded", true));
    let wish = configure(&[("Mini", true), ("Large card", true)]).await;
    let impossible = wish.impossible.unwrap();
    assert_eq!(impossible.choices, chosen(&[("Mini", true)]));
    assert!(impossible.rules.iter().any(|rule| rule.kind == "rule" && rule.about.contains("Large card")));
    assert_eq!(impossible.repairs[0].drop, chosen(&[("Mini", true)]));
    assert_eq!(impossible.repairs[0].price_difference.as_deref(), Some("530.5"));

    let customer = world.customer("Boerderij Vandale").await;
    let quote = QuoteId(world.run(from::<QuoteCreate>(json!({ "customer": customer }))).await.document().id);
    let add = |select: serde_json::Value| {
        from::<QuoteAddConfiguration>(json!({"id": quote, "model": id, "select": select, "quantity": "2"}))
    };
    world.run(add(json!(["Large card"]))).await;
    let stored: Quote = world.get(quote).await;
    let terms = &stored.lines[0].terms;
    assert_eq!(terms.description, "Computer op maat: Full, Large card");
    assert_eq!((terms.net, terms.cost), (eur(126_100), Some(eur(41_000))));
    let refusal = world.refused(add(json!(["Mini", "Large card"]))).await;
    assert_eq!((refusal.code, refusal.param.as_deref()), ("configuration_impossible", Some("select.1")));
    assert_eq!(world.refused(add(json!(["Huge"]))).await.code, "option_unknown");
    let both = json!({"id": quote, "model": id, "select": ["Full"], "deselect": ["Full"]});
    assert_eq!(world.refused(from::<QuoteAddConfiguration>(both)).await.code, "option_both");
    // What options cost is not for everybody; which go together is.
    let seller = Reader { org: world.org, actor: world.call_as("sales").actor };
    let shown =
        world.app.get(&seller, DocRef { kind: domain::document::Kind::ProductModel, id: id.raw() }).await.unwrap();
    assert_eq!(shown.body["definition"], serde_json::Value::Null);
    assert_eq!(world.app.configure(&seller, id, &[]).await.unwrap(), configure(&[]).await);
    world.run(ProductModelArchive { id }).await;
    assert_eq!(world.refused(add(json!(["Full"]))).await.code, "product_model_archived");
    world.run(ProductModelRestore { id }).await;
    world.run(QuoteSend { id: quote }).await;
    assert_eq!(world.refused(add(json!(["Full"]))).await.code, "quote_not_draft");
    world.replay().await;
}

async fn a_model_that_cannot_be_built_is_refused(world: World) {
    let create = |definition: &str| from::<ProductModelCreate>(json!({"name": "Computer", "definition": definition}));
    for (definition, part) in [
        ("", ""),
        ("features\n\tA\nconstraints\n\tA => B\n", "B"),
        ("features\n\tA\n\t\tmandatory\n\t\t\tB\nconstraints\n\tA => !B\n", "A => !B"),
    ] {
        let refusal = world.refused(create(definition)).await;
        let code = if definition.is_empty() { "value_missing" } else { "product_model_wrong" };
        assert_eq!((refusal.code, refusal.param.as_deref()), (code, Some("definition")), "{definition}");
        assert!(text::refusal(Language::Nl, &refusal).contains(part), "{definition}");
    }
    let negative = "features\n\tA\n\t\toptional\n\t\t\tB {price -5}\n";
    assert_eq!(world.refused(create(negative)).await.code, "option_price_negative");
    let many: String = (0..2_001).map(|n| format!("\t\t\tO{n}\n")).collect();
    assert_eq!(
        world.refused(create(&format!("features\n\tA\n\t\toptional\n{many}"))).await.code,
        "product_model_too_large"
    );
    let deep = format!("features\n\tA\nconstraints\n\t{}A\n", "(".repeat(100_000));
    assert_eq!(world.refused(create(&deep)).await.code, "product_model_wrong");
    let unpriced = model(&world, "features\n\tA\n\t\toptional\n\t\t\tB\n").await;
    let customer = world.customer("Boerderij Vandale").await;
    let quote = QuoteId(world.run(from::<QuoteCreate>(json!({ "customer": customer }))).await.document().id);
    let add = from::<QuoteAddConfiguration>(json!({"id": quote, "model": unpriced}));
    assert_eq!(world.refused(add).await.code, "product_model_without_price");
}
