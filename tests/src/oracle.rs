//! The independent judge: the `jsonschema` crate over the bundled schema of a contract, as a reader takes it.

use event_contracts_codegen::emit::bundle::bundle;
use event_contracts_codegen::load::Tree;
use event_contracts_codegen::resolve::{Contract, Contracts};
use serde_json::{Value, json};

/// Builds the validator of a contract's reader language: formats asserted, open enums read any text.
///
/// # Errors
/// What `jsonschema` says of a bundle that is no schema.
pub fn reader(
    tree: &Tree,
    contracts: &Contracts,
    contract: &Contract,
) -> Result<jsonschema::Validator, String> {
    let text = bundle(tree, contracts, contract);
    let mut schema: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    relax(&mut schema);
    jsonschema::options().should_validate_formats(true).build(&schema).map_err(|error| error.to_string())
}

/// What the dialect adds to JSON Schema, in JSON Schema's own words: an open enum reads any text, and the
/// numeric formats are ranges.
fn relax(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.get("x-open-enum") == Some(&Value::Bool(true)) {
                members.remove("enum");
            }
            let range = match members.get("format").and_then(Value::as_str) {
                Some("int32") => Some(json!({ "minimum": i32::MIN, "maximum": i32::MAX })),
                Some("int64") => Some(json!({ "minimum": i64::MIN, "maximum": i64::MAX })),
                _ => None,
            };
            if let Some(range) = range {
                members.remove("format");
                members.insert("allOf".to_owned(), json!([range]));
            }
            members.values_mut().for_each(relax);
        }
        Value::Array(items) => items.iter_mut().for_each(relax),
        _ => {}
    }
}
