//! JSON for people: two spaces a level, numbers as written, members in the order of the text.

use crate::load::json::quote;
use crate::load::{Node, Value};

/// The JSON text of a value on several lines, without a newline at the end.
///
/// Characters that reorder or break lines on a screen are written as escapes, so that what is read is what
/// is there.
pub fn pretty(node: &Node) -> String {
    let mut out = String::new();
    write(node, 0, &mut out);
    out
}

/// A JSON string literal without characters that hide themselves on a screen.
pub fn string(text: &str) -> String {
    let mut out = String::new();
    for c in quote(text).chars() {
        if is_hidden(c) {
            // All of them have one UTF-16 unit.
            out.extend(format!("\\u{:04x}", u32::from(c)).chars());
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether a character has no shape of its own, or changes the order or the lines of what is around it:
/// controls, line and paragraph separators, marks and overrides of the bidirectional algorithm (UAX #9).
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn write(node: &Node, depth: usize, out: &mut String) {
    match &node.value {
        Value::String(text) => out.push_str(&string(text)),
        Value::Array(items) if !items.is_empty() => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                line(i, depth + 1, out);
                write(item, depth + 1, out);
            }
            end(depth, ']', out);
        }
        Value::Object(members) if !members.is_empty() => {
            out.push('{');
            for (i, member) in members.iter().enumerate() {
                line(i, depth + 1, out);
                out.push_str(&string(&member.key));
                out.push_str(": ");
                write(&member.value, depth + 1, out);
            }
            end(depth, '}', out);
        }
        _ => out.push_str(&node.to_json()),
    }
}

fn line(index: usize, depth: usize, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
}

fn end(depth: usize, bracket: char, out: &mut String) {
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
    out.push(bracket);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::FileId;

    #[test]
    fn the_value_stays_the_same() {
        let text = r#"{"a":[1.50,-0,1e400,[],{}],"":null,"b":{"c":"\u202e\n\u2028x"}}"#;
        let node = crate::load::json::parse(FileId(0), text, &mut Vec::new()).expect("JSON");
        let pretty = pretty(&node);
        let expected = "{\n  \"a\": [\n    1.50,\n    -0,\n    1e400,\n    [],\n    {}\n  ],\n  \"\": null,\n  \"b\": {\n    \
                        \"c\": \"\\u202e\\n\\u2028x\"\n  }\n}";
        assert_eq!(pretty, expected);
        let again = crate::load::json::parse(FileId(0), &pretty, &mut Vec::new()).expect("JSON");
        assert_eq!(again.to_json(), node.to_json());
    }
}
