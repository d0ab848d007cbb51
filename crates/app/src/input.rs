//! Reading a verb's input: JSON that does not fit becomes a refusal that names the field and what was wrong.

use crate::error::Result;
use domain::refusal::Refusal;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

pub fn read<T: DeserializeOwned>(input: Json) -> Result<T> {
    serde_path_to_error::deserialize(input).map_err(|error| {
        let path = error.path().to_string();
        let problem = error.inner().to_string();
        let missing = problem.strip_prefix("missing field `").and_then(|r| r.split('`').next()).map(str::to_string);
        let refusal = match missing {
            Some(field) => Refusal::invalid("field_missing").with("field", field.clone()).at(join(&path, &field)),
            None => Refusal::invalid("field_wrong").with("field", path.clone()).with("problem", problem).at(path),
        };
        refusal.into()
    })
}

fn join(path: &str, field: &str) -> String {
    if path == "." || path.is_empty() { field.to_string() } else { format!("{path}.{field}") }
}
