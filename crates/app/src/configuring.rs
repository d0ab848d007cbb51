//! Configurable products: models, what can be chosen of them and why not, and the quote line that comes of it. Models that
//! were worked out are kept; a session starts from a copy.

mod models;
mod offered;

pub use models::*;
pub use offered::*;

use crate::{
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use configurator::{
    Choice, Configurator, Session, State,
    model::{FeatureId, Model},
};
use domain::{catalog::*, document::Document, ids::*, money::*, quote::*, refusal::Refusal};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex},
};

/// Conflicts that a search for the cheapest configuration may meet: a page and a transaction wait for it.
const EFFORT: u64 = 1_000;
/// Most options of a model that is sold: other writes wait while it is worked out.
const OPTIONS_MAX: usize = 2_000;
/// Models kept at most; beyond them all are worked out anew.
const KEPT_MAX: usize = 32;

/// What became of a text: a model ready for use, or why it is none. Kept for as long as the process lives, because it follows
/// from the text alone and takes long.
type WorkedOut = std::result::Result<Arc<Configurator>, NoModel>;
static KEPT: LazyLock<Mutex<HashMap<String, WorkedOut>>> = LazyLock::new(Mutex::default);

#[derive(Clone)]
enum NoModel {
    /// It cannot be read, contradicts itself or is too hard.
    Wrong(String),
    TooLarge(usize),
    /// An option would cost less than nothing.
    Negative(String),
}

fn work_out(text: &str) -> WorkedOut {
    let kept = || KEPT.lock().unwrap_or_else(|e| e.into_inner());
    if let Some(known) = kept().get(text) {
        return known.clone();
    }
    let read = configurator::read::read(text.as_bytes()).map_err(|error| NoModel::Wrong(error.to_string()));
    let fits = read.and_then(|m| match negative(&m) {
        _ if m.len() > OPTIONS_MAX => Err(NoModel::TooLarge(m.len())),
        Some(option) => Err(NoModel::Negative(option)),
        None => Ok(m),
    });
    let found =
        fits.and_then(|m| Configurator::new(m).map(Arc::new).map_err(|error| NoModel::Wrong(error.to_string())));
    let mut all = kept();
    if all.len() >= KEPT_MAX {
        all.clear();
    }
    all.insert(text.to_string(), found.clone());
    found
}

/// The first option with a price or a cost below zero.
fn negative(model: &Model) -> Option<String> {
    let amounts = ["price", "cost"].into_iter().flat_map(|name| model.weights(name));
    let mut below = amounts.filter(|(_, amount)| amount.millionths() < 0);
    below.next().map(|(option, _)| model.label(option).to_string())
}

/// Refuses a text that is no model, or one that nothing satisfies, with the rules that exclude each other.
pub(crate) fn worked_out(model: &ProductModel) -> Result<Arc<Configurator>> {
    work_out(&model.definition).map_err(|trouble| {
        let refusal = match trouble {
            NoModel::Wrong(problem) => Refusal::invalid("product_model_wrong").with("problem", problem),
            NoModel::TooLarge(options) => {
                Refusal::invalid("product_model_too_large").with("options", options).with("limit", OPTIONS_MAX)
            }
            NoModel::Negative(option) => Refusal::invalid("option_price_negative").with("option", option),
        };
        refusal.with("name", &model.name).at("definition").into()
    })
}

/// An attribute that prices are read from, when the model has one.
fn attribute(configurator: &Configurator, name: &'static str) -> Option<&'static str> {
    (!configurator.model().weights(name).is_empty()).then_some(name)
}

/// Adds a configuration to a draft, as one line with the options in its description. What was not chosen is left to the
/// cheapest way of completing it; what does not go together is refused with the rules that say so.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteAddConfiguration {
    pub id: QuoteId,
    /// The version you saw; refused when somebody changed it since.
    pub version: Option<u32>,
    pub model: ProductModelId,
    /// Options that it has, by their names in the model.
    #[serde(default)]
    pub select: Vec<String>,
    /// Options that it does not have.
    #[serde(default)]
    pub deselect: Vec<String>,
    /// One when left out.
    pub quantity: Option<Quantity>,
}
impl Verb for QuoteAddConfiguration {
    const NAME: &'static str = "quote.add_configuration";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let mut quote: Quote = tx.load_version(self.id, self.version).await?;
        quote.editable()?;
        let model: ProductModel = tx.peek(self.model).await?;
        if let Some(on) = model.archived {
            let refusal = Refusal::state("product_model_archived").with("name", &model.name).with("on", on);
            return Err(refusal.at("model").into());
        }
        let product: Option<Product> = match model.product {
            Some(id) => Some(tx.peek(id).await?),
            None => None,
        };
        let session = chosen(worked_out(&model)?, &self.select, &self.deselect)?;
        let terms =
            terms(&session, &model, product.as_ref(), self.quantity.unwrap_or(Quantity::from(1)), quote.currency)?;
        let no = quote.next_line();
        quote.lines.push(QuoteLine::item(no, terms));
        quote.price()?;
        tx.save(&quote).await?;
        let today = tx.today(quote.entity).await?;
        tx.emit(QuoteEvent::Edited { quote: quote.id }, today).await?;
        Ok(Outcome::of(quote.doc_ref()).number(quote.head().number))
    }
}

/// A session with these choices; refuses a name that is no option and choices that exclude each other.
fn chosen(configurator: Arc<Configurator>, select: &[String], deselect: &[String]) -> Result<Session> {
    let mut session = Session::new(configurator);
    if let Some(index) = deselect.iter().position(|name| select.contains(name)) {
        let refusal = Refusal::invalid("option_both").with("name", &deselect[index]);
        return Err(refusal.at(format!("deselect.{index}")).into());
    }
    for (names, selected, field) in [(select, true, "select"), (deselect, false, "deselect")] {
        for (index, name) in names.iter().enumerate() {
            let at = format!("{field}.{index}");
            let unknown = || Refusal::invalid("option_unknown").with("name", name).at(at.clone());
            let feature = session.model().find(name).ok_or_else(unknown)?;
            if let Err(conflict) = session.choose(Choice { feature, selected }) {
                // No reason was found in time either.
                if conflict.choices.is_empty() && conflict.parts.is_empty() {
                    return Err(Refusal::invalid("configuration_too_hard").with("name", name).at(at).into());
                }
                let refusal = Refusal::invalid("configuration_impossible").with("name", session.model().label(feature));
                return Err(refusal.with("why", conflict.in_words(session.model())).at(at).into());
            }
        }
    }
    Ok(session)
}

fn terms(
    session: &Session,
    model: &ProductModel,
    product: Option<&Product>,
    quantity: Quantity,
    currency: Currency,
) -> Result<LineTerms> {
    let configurator = session.configurator();
    let price = attribute(configurator, "price");
    let unpriced = || Refusal::state("product_model_without_price").with("name", &model.name).at("model");
    let price = price.ok_or_else(unpriced)?;
    let unfinished = || Refusal::invalid("configuration_unfinished").with("name", &model.name).at("select");
    let completion = session.cheapest(&session.model().weights(price), EFFORT).ok_or_else(unfinished)?;
    let options: Vec<&str> = leaves(session, &completion.selected).map(|id| session.model().label(id)).collect();
    let sum = |attribute: &str| decimal(session.model().total(attribute, &completion.selected));
    let cost = match attribute(configurator, "cost") {
        Some(cost) => Some(Money::from_decimal(sum(cost)?, currency, Rounding::HalfUp)?),
        None => product.and_then(|p| p.cost).filter(|cost| cost.currency() == currency),
    };
    let name = product.map_or(&model.name, |product| &product.name);
    Ok(LineTerms {
        product: product.map(|product| product.id),
        description: format!("{name}: {}", options.join(", ")),
        quantity,
        unit: product.map_or_else(|| "C62".to_string(), |product| product.unit.clone()),
        price: PriceModel::PerUnit { unit_price: Amount(sum(price)?) },
        discount: None,
        supply: product.map(|product| product.supply).unwrap_or_default(),
        tax_class: product.map(|product| product.tax_class).unwrap_or_default(),
        charging: product.map(|product| product.charging).unwrap_or_default(),
        term: None,
        later: Vec::new(),
        parts: Vec::new(),
        recognition: product.map(|product| product.recognition).unwrap_or_default(),
        standalone: None,
        cost,
        net: Money::zero(currency),
    })
}

/// A number of a model, with its six decimals.
fn decimal(number: configurator::number::Number) -> Result<Decimal> {
    let too_large = || Refusal::invalid("amount_too_large");
    let exact = Decimal::try_from_i128_with_scale(number.millionths(), 6).map_err(|_| too_large())?;
    Ok(exact.normalize())
}

/// What a customer calls an option: the ends of the tree, and what carries a price.
fn leaves<'a>(session: &'a Session, selected: &'a [FeatureId]) -> impl Iterator<Item = FeatureId> + 'a {
    let model = session.model();
    let has_child = move |id: FeatureId| selected.iter().any(|other| model.parent(*other) == Some(id));
    let counts = move |id: &FeatureId| {
        !model.feature(*id).is_abstract && (!has_child(*id) || model.number(*id, "price").is_some())
    };
    selected.iter().copied().filter(counts)
}
