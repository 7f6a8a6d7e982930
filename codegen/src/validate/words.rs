//! What is wrong with a document, in words.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;

/// The longest value that is quoted whole, in characters.
const QUOTED: usize = 60;

/// A sentence that follows on the name of the value; the property names that it is about; and what
/// the alternatives said.
pub(super) fn of(error: &ValidationError<'_>) -> (String, Vec<String>, Vec<String>) {
    let message = match error.kind() {
        Kind::Required { property } => return (format!("lacks {property}"), Vec::new(), Vec::new()),
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            let names: Vec<String> = unexpected.iter().map(|name| crate::load::json::quote(name)).collect();
            let message = format!("has a property that the schema does not allow: {}", names.join(", "));
            return (message, unexpected.clone(), Vec::new());
        }
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
            let message = format!("matches none of the {} alternatives", context.len());
            return (message, Vec::new(), alternatives(context));
        }
        Kind::OneOfMultipleValid { .. } => "matches more than one alternative of `oneOf`".to_owned(),
        Kind::Type { kind: TypeKind::Single(expected) } => {
            format!("is {}, not {expected}", kind_of(error.instance()))
        }
        Kind::Type { kind: TypeKind::Multiple(expected) } => {
            let expected: Vec<String> = expected.iter().map(|t| t.to_string()).collect();
            format!("is {}, not {}", kind_of(error.instance()), expected.join(" or "))
        }
        Kind::Custom { message, .. } => format!("is {}, {message}", short(error.instance())),
        Kind::Enum { options } => format!("is {}, none of {}", short(error.instance()), short(options)),
        Kind::Constant { expected_value } => {
            format!("is {}, not {}", short(error.instance()), short(expected_value))
        }
        Kind::Pattern { pattern } => {
            format!("{} does not match the pattern {pattern}", short(error.instance()))
        }
        Kind::Minimum { limit } => format!("is {}, less than {limit}", short(error.instance())),
        Kind::Maximum { limit } => format!("is {}, more than {limit}", short(error.instance())),
        Kind::ExclusiveMinimum { limit } => format!("is {}, not more than {limit}", short(error.instance())),
        Kind::ExclusiveMaximum { limit } => format!("is {}, not less than {limit}", short(error.instance())),
        Kind::MinLength { limit } => format!("is shorter than {limit} characters"),
        Kind::MaxLength { limit } => format!("is longer than {limit} characters"),
        Kind::MinItems { limit } => format!("has fewer than {limit} items"),
        Kind::MaxItems { limit } => format!("has more than {limit} items"),
        Kind::AdditionalItems { limit } => format!("has more than {limit} items"),
        Kind::MinProperties { limit } => format!("has fewer than {limit} properties"),
        Kind::MaxProperties { limit } => format!("has more than {limit} properties"),
        Kind::MultipleOf { multiple_of } => {
            format!("is {}, no multiple of {multiple_of}", short(error.instance()))
        }
        Kind::UniqueItems => "has two equal items".to_owned(),
        Kind::FalseSchema => "is not allowed here".to_owned(),
        Kind::PropertyNames { error } => {
            let (inner, _, notes) = of(error);
            let names = error.instance().as_str().map(str::to_owned).into_iter().collect();
            return (format!("has a property whose name {inner}"), names, notes);
        }
        _ => error.masked_with("the value").to_string(),
    };
    (message, Vec::new(), Vec::new())
}

fn alternatives(context: &[Vec<ValidationError<'static>>]) -> Vec<String> {
    let first = context.iter().enumerate().filter_map(|(i, errors)| errors.first().map(|error| (i, error)));
    first
        .map(|(i, error)| {
            let path = error.instance_path().to_string();
            let path = if path.is_empty() { "it".to_owned() } else { path };
            format!("alternative {}: {path} {}", i + 1, of(error).0)
        })
        .collect()
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= QUOTED {
        return text;
    }
    let start: String = text.chars().take(QUOTED).collect();
    format!("{start}…")
}
