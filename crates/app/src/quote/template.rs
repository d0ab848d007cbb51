//! Verbs on quote templates. A quote that was started from one stands by itself: changing the template changes later ones only.

use super::{QuoteFields, QuoteLineInput};
use crate::{
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{dates::Date, document::Document, ids::*, money::*, org::Language, quote::*};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What can be said of a quote template.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteTemplateFields {
    pub name: String,
    /// Days a quote is valid; thirty when left out.
    pub valid_days: Option<u32>,
    /// Days to pay; those agreed with the customer when left out.
    pub payment_days: Option<u32>,
    #[serde(default)]
    pub payment_plan: PaymentPlan,
    /// Discount on the whole quote, in per cent.
    pub discount: Option<Percent>,
    /// Whether customers may accept some of the lines and leave out others.
    #[serde(default)]
    pub part_acceptance: bool,
    /// For quotes in Dutch, and in English where there is no English text.
    pub introduction_nl: Option<String>,
    /// For quotes in English, and in Dutch where there is no Dutch text.
    pub introduction_en: Option<String>,
    pub notes_nl: Option<String>,
    pub notes_en: Option<String>,
    /// Products take their price on the day a quote is started.
    #[serde(default)]
    pub lines: Vec<TemplateLine>,
}
impl QuoteTemplateFields {
    async fn onto(self, tx: &mut Tx<'_>, id: QuoteTemplateId, archived: Option<Date>) -> Result<QuoteTemplate> {
        let template = QuoteTemplate {
            id,
            name: self.name,
            valid_days: self.valid_days.unwrap_or(30),
            payment_days: self.payment_days,
            payment_plan: self.payment_plan,
            discount: self.discount,
            part_acceptance: self.part_acceptance,
            introduction_nl: self.introduction_nl,
            introduction_en: self.introduction_en,
            notes_nl: self.notes_nl,
            notes_en: self.notes_en,
            lines: self.lines,
            archived,
        };
        template.check()?;
        for (index, product) in template.lines.iter().enumerate().filter_map(|(at, l)| Some((at, l.product?))) {
            let found: Result<domain::catalog::Product> = tx.peek(product).await;
            found.map_err(|error| match error {
                crate::error::Error::Refused(refusal) => refusal.at(format!("lines.{index}.product")).into(),
                other => other,
            })?;
        }
        Ok(template)
    }
}

/// Adds a template that quotes can be started from.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteTemplateCreate {
    #[serde(flatten)]
    pub fields: QuoteTemplateFields,
}
impl Verb for QuoteTemplateCreate {
    const NAME: &'static str = "quote_template.create";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let id = tx.new_id();
        let template = self.fields.onto(tx, id, None).await?;
        kept(tx, &template, QuoteEvent::TemplateCreated { template: id }).await
    }
}

/// Changes a template; quotes that were started from it stay as they are.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteTemplateEdit {
    pub id: QuoteTemplateId,
    /// The version you saw; refused when somebody changed it since.
    pub version: Option<u32>,
    #[serde(flatten)]
    pub fields: QuoteTemplateFields,
}
impl Verb for QuoteTemplateEdit {
    const NAME: &'static str = "quote_template.edit";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let before: QuoteTemplate = tx.load_version(self.id, self.version).await?;
        let template = self.fields.onto(tx, before.id, before.archived).await?;
        kept(tx, &template, QuoteEvent::TemplateEdited { template: template.id }).await
    }
}

/// Takes a template out of use.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteTemplateArchive {
    pub id: QuoteTemplateId,
}
impl Verb for QuoteTemplateArchive {
    const NAME: &'static str = "quote_template.archive";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let today = tx.today_of_org().await?;
        let template = tx.load::<QuoteTemplate>(self.id).await?.archive(today)?;
        kept(tx, &template, QuoteEvent::TemplateArchived { template: template.id }).await
    }
}

/// Takes an archived template back into use.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteTemplateRestore {
    pub id: QuoteTemplateId,
}
impl Verb for QuoteTemplateRestore {
    const NAME: &'static str = "quote_template.restore";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let template = tx.load::<QuoteTemplate>(self.id).await?.restore()?;
        kept(tx, &template, QuoteEvent::TemplateRestored { template: template.id }).await
    }
}

/// Makes a template of a quote, with its lines, terms and texts; products take their price when it is used.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct QuoteSaveAsTemplate {
    pub id: QuoteId,
    /// The name of the template.
    pub name: String,
}
impl Verb for QuoteSaveAsTemplate {
    const NAME: &'static str = "quote.save_as_template";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let quote: Quote = tx.load(self.id).await?;
        let template = QuoteTemplate::of(tx.new_id(), self.name, &quote);
        template.check()?;
        kept(tx, &template, QuoteEvent::TemplateCreated { template: template.id }).await
    }
}

async fn kept(tx: &mut Tx<'_>, template: &QuoteTemplate, event: QuoteEvent) -> Result<Outcome> {
    tx.save(template).await?;
    let today = tx.today_of_org().await?;
    tx.emit(event, today).await?;
    Ok(Outcome::of(template.doc_ref()))
}

/// What is given wins; the rest is as the template has it.
pub(super) async fn started(
    tx: &mut Tx<'_>,
    template: QuoteTemplateId,
    language: Language,
    today: Date,
    f: QuoteFields,
) -> Result<QuoteFields> {
    let template: QuoteTemplate = tx.peek(template).await?;
    template.usable().map_err(|refusal| refusal.at("template"))?;
    let language = f.language.unwrap_or(language);
    let lines = if f.lines.is_empty() { template.lines.iter().map(input).collect() } else { f.lines };
    let payment_plan = if f.payment_plan == PaymentPlan::Full { template.payment_plan.clone() } else { f.payment_plan };
    Ok(QuoteFields {
        valid_until: f.valid_until.or(Some(today.add_days(i64::from(template.valid_days)))),
        payment_days: f.payment_days.or(template.payment_days),
        payment_plan,
        discount: f.discount.or(template.discount),
        part_acceptance: f.part_acceptance || template.part_acceptance,
        introduction: f.introduction.or_else(|| template.introduction(language)),
        notes: f.notes.or_else(|| template.notes(language)),
        lines,
        ..f
    })
}

fn input(line: &TemplateLine) -> QuoteLineInput {
    let line = line.clone();
    QuoteLineInput {
        no: None,
        kind: line.kind,
        alternative: line.alternative,
        customer_quantity: line.customer_quantity,
        product: line.product,
        description: line.description,
        quantity: line.quantity,
        unit: line.unit,
        price: line.price,
        discount: line.discount,
        supply: line.supply,
        tax_class: line.tax_class,
        charging: line.charging,
        term: line.term,
        recognition: line.recognition,
        standalone: None,
        cost: None,
    }
}
