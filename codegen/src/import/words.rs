//! Words and tables of reports.

use crate::load::{Node, Value};

/// A schema in a few words.
pub(super) fn describe(schema: &Node) -> String {
    let get = |key: &str| schema.get(key);
    if let Some(arms) = get("anyOf").or_else(|| get("oneOf")).and_then(Node::as_array) {
        let mut words: Vec<String> = arms.iter().map(describe).collect();
        words.dedup();
        return words.join(" or ");
    }
    if let Some(reference) = get("$ref").and_then(Node::as_str) {
        let name = reference.rsplit('/').next().unwrap_or_default();
        return name.strip_suffix(".json").unwrap_or(name).to_owned();
    }
    if let Some(values) = get("enum").and_then(Node::as_array) {
        return format!("one of {} texts", values.len());
    }
    let types: Vec<&str> = match get("type") {
        Some(Node { value: Value::Array(items), .. }) => items.iter().filter_map(Node::as_str).collect(),
        Some(node) => node.as_str().into_iter().collect(),
        None => Vec::new(),
    };
    let words: Vec<String> = types
        .iter()
        .map(|name| match *name {
            "null" => "null".to_owned(),
            "array" => match get("items") {
                Some(items) => format!("list of {}", describe(items)),
                None => "list of anything".to_owned(),
            },
            "object" => match (get("additionalProperties"), get("properties")) {
                (Some(values), None) => format!("map of {}", describe(values)),
                _ => "object".to_owned(),
            },
            "string" if get("pattern").is_some() => "code".to_owned(),
            name => match get("format").and_then(Node::as_str) {
                Some(format) => format.to_owned(),
                None if name == "string" => "text".to_owned(),
                None => name.to_owned(),
            },
        })
        .collect();
    if words.is_empty() { "anything".to_owned() } else { words.join(" or ") }
}

/// Rows in columns, two blanks apart and indented; the first row is the heading. The columns in `right` end together.
pub(super) fn table<const N: usize>(rows: &[[String; N]], right: &[usize]) -> String {
    let width =
        |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default().min(60);
    let widths: Vec<usize> = (0..N).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let width = if column + 1 == N { 0 } else { widths[column] };
            let cell =
                if right.contains(&column) { format!("{cell:>width$}") } else { format!("{cell:width$}") };
            line.push_str("  ");
            line.push_str(&cell);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
