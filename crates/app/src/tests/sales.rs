//! The sales side: from an opportunity to a signed contract.

use super::*;

stories!(what_belongs_to_another_organisation_is_not_found);

async fn what_belongs_to_another_organisation_is_not_found(world: World) {
    let customer = world.customer("Boerderij Vandale").await;
    let found: domain::crm::Customer = world.get(customer).await;
    assert_eq!((found.name.as_str(), found.number.as_str()), ("Boerderij Vandale", "C-2026-0001"));
    let neighbour = world.neighbour().await;
    let refusal = world.refused_by(&neighbour, crate::customer::CustomerArchive { id: customer }).await;
    assert_eq!(refusal.code, "document_missing");
}
