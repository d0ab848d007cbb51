//! Verbs on persons: the only documents with personal data, and how it is erased.

use crate::{
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{crm::*, document::Document, ids::*};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Adds a person, at a customer or alone.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PersonCreate {
    pub customer: Option<CustomerId>,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// Their part in the deal, such as purchasing.
    pub role: Option<String>,
}
impl Verb for PersonCreate {
    const NAME: &'static str = "person.create";
    const PERSONAL: &'static [&'static str] = &["name", "email", "phone"];
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        if let Some(customer) = self.customer {
            tx.peek::<Customer>(customer).await?;
        }
        let person = Person {
            id: tx.new_id(),
            customer: self.customer,
            name: self.name,
            email: self.email,
            phone: self.phone,
            role: self.role,
            erased: None,
        };
        person.check()?;
        tx.concerns(person.id);
        tx.save(&person).await?;
        let today = today(tx).await?;
        tx.emit(CrmEvent::PersonCreated { person: person.id, customer: person.customer }, today).await?;
        Ok(Outcome::of(person.doc_ref()))
    }
}

/// Changes what is known of a person.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PersonEdit {
    pub id: PersonId,
    pub version: Option<u32>,
    pub customer: Option<CustomerId>,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub role: Option<String>,
}
impl Verb for PersonEdit {
    const NAME: &'static str = "person.edit";
    const PERSONAL: &'static [&'static str] = &["name", "email", "phone"];
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let person: Person = tx.load_version(self.id, self.version).await?;
        let person = Person {
            customer: self.customer,
            name: self.name,
            email: self.email,
            phone: self.phone,
            role: self.role,
            ..person
        };
        person.check()?;
        tx.concerns(person.id);
        tx.save(&person).await?;
        let today = today(tx).await?;
        tx.emit(CrmEvent::PersonEdited { person: person.id }, today).await?;
        Ok(Outcome::of(person.doc_ref()))
    }
}

/// Erases a person: their data is emptied and the key that sealed it elsewhere destroyed. Invoices and books do not change.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct PersonErase {
    pub id: PersonId,
}
impl Verb for PersonErase {
    const NAME: &'static str = "person.erase";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let today = today(tx).await?;
        let person = tx.load::<Person>(self.id).await?.erase(today)?;
        tx.save(&person).await?;
        let org = tx.org();
        store::people::destroy_key(tx.conn(), org, person.id).await?;
        tx.emit(CrmEvent::PersonErased { person: person.id }, today).await?;
        Ok(Outcome::of(person.doc_ref()))
    }
}

/// The person who signs: one of those known when the name is theirs, else a new one. The intent is sealed for them.
pub(crate) async fn signer(
    tx: &mut Tx<'_>,
    customer: Option<CustomerId>,
    known: &[PersonId],
    name: String,
    email: Option<String>,
) -> Result<PersonId> {
    let name = name.trim().to_string();
    for id in known {
        let person: Person = tx.peek(*id).await?;
        let same = match tx.erased() {
            // The name cannot be compared any more; who it was is on record.
            Some(erased) => person.id == erased,
            None => person.erased.is_none() && person.name.trim().to_lowercase() == name.to_lowercase(),
        };
        if same {
            tx.concerns(person.id);
            return Ok(person.id);
        }
    }
    let email = email.filter(|email| !email.trim().is_empty());
    let person = Person { id: tx.new_id(), customer, name, email, phone: None, role: None, erased: None };
    person.check()?;
    tx.concerns(person.id);
    tx.save(&person).await?;
    let today = today(tx).await?;
    tx.emit(CrmEvent::PersonCreated { person: person.id, customer }, today).await?;
    Ok(person.id)
}

async fn today(tx: &mut Tx<'_>) -> Result<domain::dates::Date> {
    let entity = tx.entity_or_first(None).await?.id;
    tx.today(entity).await
}
