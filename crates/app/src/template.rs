//! Verbs on contract templates. A contract keeps the text it was made with; changing a template changes later ones only.

use crate::{
    contract::FIELDS,
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    contract::{ContractEvent, Template},
    document::Document,
    ids::*,
    org::Language,
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Adds a contract text with merge fields such as `{customer.name}`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TemplateCreate {
    pub name: String,
    pub language: Language,
    /// The text. `# ` begins a heading, `- ` an item of a list; a brace that is meant as a brace is written twice.
    pub body: String,
}
impl Verb for TemplateCreate {
    const NAME: &'static str = "template.create";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let (name, language, body) = (self.name, self.language, self.body);
        let template = Template { id: tx.new_id(), name, language, body, archived: None };
        check(&template)?;
        tx.save(&template).await?;
        let today = tx.today_of_org().await?;
        tx.emit(ContractEvent::TemplateCreated { template: template.id }, today).await?;
        Ok(Outcome::of(template.doc_ref()))
    }
}

/// Changes a template; contracts that were made from it keep their text.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TemplateEdit {
    pub id: TemplateId,
    /// The version you saw; refused when somebody changed it since.
    pub version: Option<u32>,
    pub name: String,
    pub language: Language,
    pub body: String,
}
impl Verb for TemplateEdit {
    const NAME: &'static str = "template.edit";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let before: Template = tx.load_version(self.id, self.version).await?;
        let template = Template { name: self.name, language: self.language, body: self.body, ..before };
        check(&template)?;
        tx.save(&template).await?;
        let today = tx.today_of_org().await?;
        tx.emit(ContractEvent::TemplateEdited { template: template.id }, today).await?;
        Ok(Outcome::of(template.doc_ref()))
    }
}

/// Takes a template out of use.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TemplateArchive {
    pub id: TemplateId,
}
impl Verb for TemplateArchive {
    const NAME: &'static str = "template.archive";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let today = tx.today_of_org().await?;
        let template = tx.load::<Template>(self.id).await?.archive(today)?;
        tx.save(&template).await?;
        tx.emit(ContractEvent::TemplateArchived { template: template.id }, today).await?;
        Ok(Outcome::of(template.doc_ref()))
    }
}

/// Takes an archived template back into use.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TemplateRestore {
    pub id: TemplateId,
}
impl Verb for TemplateRestore {
    const NAME: &'static str = "template.restore";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let template = tx.load::<Template>(self.id).await?.restore()?;
        tx.save(&template).await?;
        let today = tx.today_of_org().await?;
        tx.emit(ContractEvent::TemplateRestored { template: template.id }, today).await?;
        Ok(Outcome::of(template.doc_ref()))
    }
}

/// A field that nothing fills in is found now, not when the first contract is made.
fn check(template: &Template) -> Result<()> {
    template.check()?;
    match template.fields()?.into_iter().find(|field| !FIELDS.contains(&field.as_str())) {
        None => Ok(()),
        Some(field) => {
            let refusal = Refusal::invalid("template_field_unknown").with("template", &template.name);
            Err(refusal.with("field", field).at("body").into())
        }
    }
}
