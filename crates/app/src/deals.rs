//! Deals kept in memory between reports, as long as nothing was written in their organisation: reading thousands of them is
//! most of the work of a dashboard.

use crate::error::Result;
use domain::{analytics::Deal, ids::OrgId};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use store::{Conn, reports};

/// Organisations whose deals are kept; beyond them all are read anew.
const ORGS: usize = 16;

/// What was read, and as of which intent and which names of members, who are not the organisation's alone.
struct Kept {
    seq: i64,
    members: reports::Labels,
    deals: Arc<Vec<Deal>>,
}

#[derive(Clone, Default)]
pub struct KeptDeals(Arc<Mutex<HashMap<OrgId, Kept>>>);

impl KeptDeals {
    pub async fn of(&self, conn: &mut Conn, org: OrgId) -> Result<Arc<Vec<Deal>>> {
        // Before the deals, so that what is written meanwhile makes them old.
        let seq = store::state::last_seq(conn, org).await?;
        let members = reports::members(conn, org).await?;
        let fits = |kept: &&Kept| kept.seq == seq && kept.members == members;
        if let Some(kept) = self.kept().get(&org).filter(fits) {
            return Ok(Arc::clone(&kept.deals));
        }
        let deals = Arc::new(reports::deals(conn, org, &members).await?);
        let mut all = self.kept();
        if all.len() >= ORGS {
            all.clear();
        }
        all.insert(org, Kept { seq, members, deals: Arc::clone(&deals) });
        Ok(deals)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<OrgId, Kept>> {
        self.0.lock().unwrap_or_else(|e| e.into_inner())
    }
}
