//! Verbs on legal entities.

use crate::{
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{document::Document, ids::*, money::*, org::*};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What can be said of a legal entity.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EntityFields {
    /// Short code, unique in the organisation.
    pub code: String,
    pub legal_name: String,
    pub address: Address,
    pub vat_number: Option<String>,
    pub registration: Option<Registration>,
    pub iban: Option<String>,
    pub bic: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub currency: Currency,
    pub language: Language,
    /// IANA name, such as Europe/Amsterdam.
    pub time_zone: String,
    pub payment_days: u32,
    /// Tax sales to consumers elsewhere in the EU there from the first euro, not only above the threshold of 10,000 euro.
    #[serde(default)]
    pub taxed_at_destination: bool,
    /// Which promotions may stand together on a quote.
    #[serde(default)]
    pub promotion_stacking: Stacking,
    /// Days before the last day of an offer on which its seller is reminded of it; never when left out.
    #[serde(default)]
    pub remind_before_expiry: Option<u32>,
    /// Days after which the seller is reminded of an offer that the customer has not opened; never when left out.
    #[serde(default)]
    pub remind_unviewed: Option<u32>,
}
impl EntityFields {
    pub(crate) fn onto(self, id: EntityId, closed_until: Option<domain::dates::Date>) -> Entity {
        Entity {
            id,
            code: self.code,
            legal_name: self.legal_name,
            address: self.address,
            vat_number: self.vat_number,
            registration: self.registration,
            iban: self.iban,
            bic: self.bic,
            email: self.email,
            phone: self.phone,
            currency: self.currency,
            language: self.language,
            time_zone: self.time_zone,
            payment_days: self.payment_days,
            taxed_at_destination: self.taxed_at_destination,
            promotion_stacking: self.promotion_stacking,
            remind_before_expiry: self.remind_before_expiry,
            remind_unviewed: self.remind_unviewed,
            closed_until,
        }
    }
}

/// Adds a legal entity to the organisation.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EntityCreate {
    #[serde(flatten)]
    pub fields: EntityFields,
}
impl Verb for EntityCreate {
    const NAME: &'static str = "entity.create";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let entity = self.fields.onto(tx.new_id(), None);
        entity.check()?;
        tx.save(&entity).await?;
        let on = tx.business_now().date_in(&entity.time_zone);
        tx.emit(OrgEvent::EntityCreated { entity: entity.id }, on).await?;
        Ok(Outcome::of(entity.doc_ref()).number(entity.code))
    }
}

/// Changes a legal entity; documents issued before keep what they were issued with.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EntityEdit {
    pub id: EntityId,
    pub version: Option<u32>,
    #[serde(flatten)]
    pub fields: EntityFields,
}
impl Verb for EntityEdit {
    const NAME: &'static str = "entity.edit";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let before: Entity = tx.load_version(self.id, self.version).await?;
        let entity = self.fields.onto(before.id, before.closed_until);
        entity.check()?;
        tx.save(&entity).await?;
        let on = tx.today(entity.id).await?;
        tx.emit(OrgEvent::EntityEdited { entity: entity.id }, on).await?;
        Ok(Outcome::of(entity.doc_ref()).number(entity.code))
    }
}
