//! Comments on documents.

use crate::{
    error::Result,
    roles::Actor,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{document::DocRef, ids::*, org::OrgEvent, refusal::Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::state::{Audience, Comment};

/// Says something about a document: to colleagues, or to the customer, who reads it on the page behind their link.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CommentCreate {
    pub document: DocRef,
    pub text: String,
    /// Whether the customer sees it; what a customer says is always between the two of you.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub for_customer: bool,
}
impl Verb for CommentCreate {
    const NAME: &'static str = "comment.create";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let text = self.text.trim();
        if text.is_empty() || text.len() > 10_000 {
            return Err(Refusal::invalid("comment_length").with("length", text.len()).at("text").into());
        }
        let (org, now, author) = (tx.org(), tx.now(), tx.actor().user());
        let audience = match tx.actor() {
            // A link is for one document, and says nothing about any other.
            Actor::Link { document, .. } if *document != self.document => return Err(missing(self.document)),
            Actor::Link { .. } => Audience::ByCustomer,
            _ if self.for_customer => Audience::Customer,
            _ => Audience::Internal,
        };
        let found = store::document::load_any(tx.conn(), org, self.document.id, false).await?;
        if found.is_none_or(|(any, _)| any.kind != self.document.kind) {
            return Err(missing(self.document));
        }
        let id: CommentId = tx.new_id();
        let comment = Comment { id, author, at: now, audience, text: text.to_string() };
        store::state::insert_comment(tx.conn(), org, self.document.id, &comment).await?;
        let entity = tx.entity_or_first(None).await?.id;
        let today = tx.today(entity).await?;
        tx.emit(OrgEvent::Commented { document: self.document, comment: id }, today).await?;
        Ok(Outcome::of(self.document))
    }
}

fn missing(document: DocRef) -> crate::error::Error {
    let word = domain::refusal::Arg::Word(format!("kind-{}", document.kind.noun()));
    Refusal::not_found("document_missing").with("kind", word).with("id", document.to_string()).into()
}
