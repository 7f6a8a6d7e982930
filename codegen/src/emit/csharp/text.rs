//! Text from contracts on its way into C# and XML. It never becomes code or markup.

use std::fmt::Write as _;

/// A string literal with its quotes. What could be taken for something else on a screen is an escape.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(c),
            c if c.is_alphanumeric() => out.push(c),
            c => {
                let code = u32::from(c);
                // Eight digits where four are not enough; writing to a string cannot fail.
                let _ =
                    if code > 0xFFFF { write!(out, "\\U{code:08X}") } else { write!(out, "\\u{code:04X}") };
            }
        }
    }
    out.push('"');
    out
}

/// A UTF-8 literal.
pub(super) fn utf8(text: &str) -> String {
    format!("{}u8", literal(text))
}

/// Text in XML, also fit for an attribute in double quotes. Line breaks become spaces.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if is_line_break(c) || c == '\t' => out.push(' '),
            c if c.is_control() || is_hidden(c) => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

/// A text for a `//` comment: one line.
pub(super) fn comment(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() || is_line_break(c) || is_hidden(c) { '\u{FFFD}' } else { c })
        .collect()
}

/// The lines of an XML documentation comment with `text` in its summary.
pub(super) fn summary(text: &str) -> Vec<String> {
    let lines: Vec<String> =
        text.split(is_line_break).map(|line| xml(line.trim())).filter(|line| !line.is_empty()).collect();
    match lines.as_slice() {
        [] => vec!["/// <summary></summary>".to_owned()],
        [line] if line.len() <= 90 => vec![format!("/// <summary>{line}</summary>")],
        lines => {
            let mut out = vec!["/// <summary>".to_owned()];
            out.extend(lines.iter().flat_map(|line| wrap(line)).map(|line| format!("/// {line}")));
            out.push("/// </summary>".to_owned());
            out
        }
    }
}

/// Breaks a line between words, at about 110 characters.
fn wrap(line: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in line.split(' ') {
        match out.last_mut() {
            Some(last) if last.len() + word.len() < 110 => {
                last.push(' ');
                last.push_str(word);
            }
            _ => out.push(word.to_owned()),
        }
    }
    out
}

/// What ends a line for the C# compiler.
fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Characters that reorder or hide what stands around them, and those that XML does not know.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_literal() {
        assert_eq!(literal("a\"b\\c\n\0\u{2028}é\u{202E}😀"), r#""a\"b\\c\n\u0000\u2028é\u202E\U0001F600""#);
        assert_eq!(utf8("sku"), "\"sku\"u8");
    }

    #[test]
    fn nothing_leaves_its_comment() {
        assert_eq!(summary("a <b> & ]]>").concat(), "/// <summary>a &lt;b&gt; &amp; ]]&gt;</summary>");
        assert_eq!(
            summary("one\u{2028}two\r\n\n*/ three\0").join("|"),
            "/// <summary>|/// one|/// two|/// */ three\u{FFFD}|/// </summary>"
        );
        assert_eq!(comment("a\nb\u{85}c"), "a\u{FFFD}b\u{FFFD}c");
    }
}
