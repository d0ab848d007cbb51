//! Comments on documents.

use crate::{
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{document::DocRef, ids::*, org::OrgEvent, refusal::Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Says something about a document, for colleagues.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CommentCreate {
    pub document: DocRef,
    pub text: String,
}
impl Verb for CommentCreate {
    const NAME: &'static str = "comment.create";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let text = self.text.trim();
        if text.is_empty() || text.len() > 10_000 {
            return Err(Refusal::invalid("comment_length").with("length", text.len()).at("text").into());
        }
        let (org, now, author) = (tx.org(), tx.now(), tx.actor().user());
        let found = store::document::load_any(tx.conn(), org, self.document.id, false).await?;
        if found.is_none_or(|(any, _)| any.kind != self.document.kind) {
            return Err(Refusal::not_found("document_missing")
                .with("kind", domain::refusal::Arg::Word(format!("kind-{}", self.document.kind.noun())))
                .with("id", self.document.to_string())
                .into());
        }
        let id: CommentId = tx.new_id();
        store::state::insert_comment(tx.conn(), org, id, self.document.id, author, now, text).await?;
        let entity = tx.entity_or_first(None).await?.id;
        let today = tx.today(entity).await?;
        tx.emit(OrgEvent::Commented { document: self.document, comment: id }, today).await?;
        Ok(Outcome::of(self.document))
    }
}
