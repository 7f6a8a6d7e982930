//! A break in words.

use super::blame::Blame;

/// Longest value that is quoted.
const LONGEST: usize = 60;

/// One sentence for the person whose code cannot read the document.
pub(super) fn sentence(blame: &Blame, pointer: &str, value: &str) -> String {
    let what = if pointer.is_empty() { "the document".to_owned() } else { format!("`{pointer}`") };
    let shown = short(value);
    let wants = &blame.wants;
    match blame.keyword {
        "required" => format!("{what} may be absent, and the reader requires it"),
        "type" if wants.is_empty() => format!("{what} may be {shown}, which the reader does not take"),
        // Only draft-04 tells `1.0` from `1`.
        "type" if wants.contains("integer") && shown.ends_with(".0") => {
            format!("{what} may be written {shown}, and an integer of draft-04 has no point")
        }
        "type" => format!("{what} may be {shown}, and the reader takes only {wants}"),
        "enum" => format!("{what} may be {shown}, a value that the reader does not know"),
        "minimum" | "maximum" | "multipleOf" => {
            format!("{what} may be {shown}, and the reader takes only numbers {wants}")
        }
        "minLength" | "maxLength" => {
            format!("{what} may be {shown}, and the reader takes only texts of {wants}")
        }
        "pattern" => format!("{what} may be {shown}, which the reader's pattern {wants} does not match"),
        "format" => format!("{what} may be {shown}, which is no {wants} as the reader asks for"),
        "minItems" | "maxItems" => {
            format!("{what} may be {shown}, and the reader takes only lists of {wants}")
        }
        "uniqueItems" => format!("{what} may hold the same item twice, and the reader refuses that"),
        "minProperties" | "maxProperties" => {
            format!("{what} may be {shown}, and the reader takes only objects of {wants}")
        }
        "additionalProperties" | "unevaluatedProperties" | "properties" => {
            format!("{what} may be there with the value {shown}, which the reader refuses")
        }
        keyword => format!("{what} may be {shown}, which the reader's `{keyword}` refuses"),
    }
}

fn short(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST).collect();
    format!("{start}…")
}
