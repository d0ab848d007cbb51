//! Quote templates: lines, terms and texts that quotes start from. Prices of products are not kept: each quote takes those of
//! its own day.

use super::{Alternative, LineKind, PaymentPlan, QuantityRange, Quote, QuoteLine, check_count};
use crate::{
    catalog::*, crm::payment_days, dates::Date, document::*, ids::*, money::*, org::Language, pricing::percent,
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Most days a quote is made to be valid.
const VALID_MAX: u32 = 3_660;

/// A line as quotes get it; what is left out comes from the catalogue then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TemplateLine {
    /// An item when left out; optional ones count once they are chosen, headings and notes have only a description.
    pub kind: Option<LineKind>,
    /// The alternative it belongs to, of several that stand in each other's place.
    pub alternative: Option<Alternative>,
    /// Within which bounds the customer may order another quantity.
    pub customer_quantity: Option<QuantityRange>,
    pub product: Option<ProductId>,
    pub description: Option<String>,
    pub quantity: Quantity,
    pub unit: Option<String>,
    /// Of what is in no price book.
    pub price: Option<PriceModel>,
    pub discount: Option<Percent>,
    pub supply: Option<Supply>,
    pub tax_class: Option<TaxClass>,
    pub charging: Option<Charging>,
    pub term: Option<u32>,
    pub recognition: Option<Recognition>,
}

impl TemplateLine {
    /// Of a line of a quote. The price of a product is left to the day the template is used on; so is its cost.
    fn of(line: &QuoteLine) -> TemplateLine {
        let terms = line.terms.clone();
        let kind = match line.kind {
            LineKind::Chosen => LineKind::Optional,
            LineKind::Declined => LineKind::Item,
            kind => kind,
        };
        let is_priced = kind.is_priced();
        TemplateLine {
            kind: Some(kind),
            alternative: line.alternative.clone(),
            customer_quantity: line.customer_quantity,
            description: Some(terms.description),
            quantity: if is_priced { terms.quantity } else { Quantity::ONE },
            unit: is_priced.then_some(terms.unit),
            price: Some(terms.price).filter(|_| is_priced && terms.product.is_none()),
            product: terms.product,
            discount: terms.discount,
            supply: is_priced.then_some(terms.supply),
            tax_class: is_priced.then_some(terms.tax_class),
            charging: is_priced.then_some(terms.charging),
            term: terms.term,
            recognition: is_priced.then_some(terms.recognition),
        }
    }
    fn check(&self) -> Result<(), Refusal> {
        let kind = self.kind.unwrap_or_default();
        if !kind.is_priced() || self.product.is_none() {
            required("description", self.description.as_deref().unwrap_or_default())?;
        }
        percent(self.discount, "discount")?;
        if kind.is_priced() && !self.quantity.is_positive() {
            let refusal = Refusal::invalid("quantity_not_positive").with("quantity", self.quantity.value());
            return Err(refusal.at("quantity"));
        }
        if kind.is_priced() && self.product.is_none() && self.price.is_none() {
            let word = crate::refusal::Arg::Word("field-price".into());
            return Err(Refusal::invalid("value_missing").with("field", word).at("price"));
        }
        self.price.as_ref().map_or(Ok(()), |price| price.check("price"))
    }
}

/// What quotes start from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteTemplate {
    pub id: QuoteTemplateId,
    pub name: String,
    /// Days from its date on which a quote can be accepted.
    pub valid_days: u32,
    /// Those agreed with the customer when left out.
    pub payment_days: Option<u32>,
    pub payment_plan: PaymentPlan,
    pub discount: Option<Percent>,
    pub part_acceptance: bool,
    pub introduction_nl: Option<String>,
    pub introduction_en: Option<String>,
    pub notes_nl: Option<String>,
    pub notes_en: Option<String>,
    pub lines: Vec<TemplateLine>,
    pub archived: Option<Date>,
}

impl QuoteTemplate {
    /// Of a quote, by the name it is to have. Its texts stand in the language of the quote.
    pub fn of(id: QuoteTemplateId, name: String, quote: &Quote) -> QuoteTemplate {
        let text = |of: &Option<String>, language: Language| of.clone().filter(|_| quote.language == language);
        QuoteTemplate {
            id,
            name,
            valid_days: u32::try_from(quote.date.days_until(quote.valid_until)).unwrap_or(0).clamp(1, VALID_MAX),
            payment_days: Some(quote.payment_days),
            payment_plan: quote.payment_plan.clone(),
            discount: quote.discount,
            part_acceptance: quote.part_acceptance,
            introduction_nl: text(&quote.introduction, Language::Nl),
            introduction_en: text(&quote.introduction, Language::En),
            notes_nl: text(&quote.notes, Language::Nl),
            notes_en: text(&quote.notes, Language::En),
            lines: quote.lines.iter().map(TemplateLine::of).collect(),
            archived: None,
        }
    }
    /// The introduction in a language, else in the other one.
    pub fn introduction(&self, language: Language) -> Option<String> {
        in_language(language, &self.introduction_nl, &self.introduction_en)
    }
    pub fn notes(&self, language: Language) -> Option<String> {
        in_language(language, &self.notes_nl, &self.notes_en)
    }
    /// Refuses what no quote could start from.
    pub fn check(&self) -> Result<(), Refusal> {
        required("name", &self.name)?;
        if !(1..=VALID_MAX).contains(&self.valid_days) {
            let refusal = Refusal::invalid("valid_days_out_of_range").with("days", self.valid_days);
            return Err(refusal.with("limit", VALID_MAX).at("valid_days"));
        }
        self.payment_days.map_or(Ok(()), payment_days)?;
        self.payment_plan.check()?;
        percent(self.discount, "discount")?;
        check_count(self.lines.len())?;
        let mut lines = self.lines.iter().enumerate();
        lines.try_for_each(|(at, line)| line.check().map_err(|refusal| refusal.under(&format!("lines.{at}"))))
    }
    /// Refuses one that is out of use.
    pub fn usable(&self) -> Result<(), Refusal> {
        match self.archived {
            Some(on) => Err(self.refused("quote_template_archived").with("on", on)),
            None => Ok(()),
        }
    }
    pub fn archive(self, on: Date) -> Result<QuoteTemplate, Refusal> {
        self.usable()?;
        Ok(QuoteTemplate { archived: Some(on), ..self })
    }
    pub fn restore(self) -> Result<QuoteTemplate, Refusal> {
        match self.archived {
            Some(_) => Ok(QuoteTemplate { archived: None, ..self }),
            None => Err(self.refused("quote_template_active")),
        }
    }
    fn refused(&self, code: &'static str) -> Refusal {
        Refusal::state(code).with("name", &self.name)
    }
}

fn in_language(language: Language, nl: &Option<String>, en: &Option<String>) -> Option<String> {
    let (own, other) = if language == Language::Nl { (nl, en) } else { (en, nl) };
    own.clone().or_else(|| other.clone())
}

impl Document for QuoteTemplate {
    const KIND: Kind = Kind::QuoteTemplate;
    const PARTS: &'static [&'static str] = &["lines"];
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        Head {
            title: self.name.clone(),
            state: if self.archived.is_some() { "archived" } else { "active" },
            ..Head::default()
        }
    }
}
