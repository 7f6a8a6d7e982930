//! Values as JSON text, members in the order in which the schemas name them.

use super::value::Lit;
use crate::load::json::quote;

/// On several lines.
pub(super) fn pretty(value: &Lit, rank: &dyn Fn(&str) -> Option<u32>) -> String {
    let mut out = String::new();
    write(value, rank, Some(0), &mut out);
    out
}

/// On one line.
pub(super) fn plain(value: &Lit) -> String {
    let mut out = String::new();
    write(value, &|_| None, None, &mut out);
    out
}

fn write(value: &Lit, rank: &dyn Fn(&str) -> Option<u32>, indent: Option<usize>, out: &mut String) {
    match value {
        Lit::Null => out.push_str("null"),
        Lit::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Lit::Number(numeral) => out.push_str(&numeral.to_string()),
        Lit::String(text) => out.push_str(&quote(text)),
        Lit::Array(items) => {
            let all = items.iter().map(|item| (None, item)).collect();
            list(all, ('[', ']'), rank, indent, out);
        }
        Lit::Object(members) => {
            let mut all: Vec<(Option<&String>, &Lit)> =
                members.iter().map(|(name, value)| (Some(name), value)).collect();
            all.sort_by_key(|(name, _)| name.and_then(|name| rank(name)).unwrap_or(u32::MAX));
            list(all, ('{', '}'), rank, indent, out);
        }
    }
}

fn list(
    all: Vec<(Option<&String>, &Lit)>,
    (open, close): (char, char),
    rank: &dyn Fn(&str) -> Option<u32>,
    indent: Option<usize>,
    out: &mut String,
) {
    let line = |depth: usize, out: &mut String| {
        if indent.is_some() {
            out.push('\n');
            out.push_str(&"  ".repeat(depth));
        }
    };
    let depth = indent.unwrap_or(0);
    out.push(open);
    let empty = all.is_empty();
    for (index, (name, value)) in all.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        line(depth + 1, out);
        if let Some(name) = name {
            out.push_str(&quote(name));
            out.push_str(if indent.is_some() { ": " } else { ":" });
        }
        write(value, rank, indent.map(|depth| depth + 1), out);
    }
    if !empty {
        line(depth, out);
    }
    out.push(close);
}
