//! The books by hand, and history from another system.

use super::{Company, euros};
use indicatif::ProgressBar;
use serde_json::json;
use std::path::Path;

impl Company {
    pub(super) async fn books(&self) {
        let lines =
            json!([{"account": "1000", "debit": euros(500_000)}, {"account": "0500", "credit": euros(500_000)}]);
        let capital = json!({"date": "2026-02-10", "reason": "Kapitaal", "lines": lines});
        self.run_by(&self.call(), "ledger.enter", capital).await;
        self.run_by(&self.call(), "ledger.close", json!({"until": "2026-03-31"})).await;
        let reopen = json!({"until": "2026-02-28", "reason": "Vergeten boeking"});
        self.run_by(&self.call(), "ledger.reopen", reopen).await;
        let sample =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../documents/data/online_retail/online_retail_sample.csv");
        quittance::import::online_retail(&self.app, self.org, &sample, &ProgressBar::hidden()).await.unwrap();
    }
}
