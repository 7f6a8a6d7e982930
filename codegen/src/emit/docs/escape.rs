//! Text from contracts, made safe for the place where it lands.
//!
//! What a contract says is shown letter by letter: none of it becomes markup, a link or HTML.

use crate::emit::json::{is_hidden, string};

/// Text within a line or a table cell: one line, nothing in it is markup. It holds no `|`, so that each one
/// in a cell stands in code. Words that a renderer would turn
/// into links by itself (addresses of pages and of people) become code.
pub(crate) fn text(text: &str) -> String {
    text.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// Text of its own: empty lines part its paragraphs, no line begins a list, a heading or a quote.
pub(super) fn paragraphs(raw: &str) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in raw.lines().chain([""]) {
        if !line.trim().is_empty() {
            lines.push(line);
        } else if !lines.is_empty() {
            paragraphs.push(block(&text(&lines.join(" "))));
            lines.clear();
        }
    }
    paragraphs.join("\n\n")
}

fn block(line: &str) -> String {
    if line.starts_with(['#', '+', '-', '=']) {
        return format!("\\{line}");
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match line[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &line[..digits], &line[digits..]),
        _ => line.to_owned(),
    }
}

fn word(word: &str) -> String {
    let lower = word.to_lowercase();
    if lower.contains("://") || lower.contains("www.") || word.contains('@') {
        let start = word.len() - word.trim_start_matches(['(', '[', '{', '"', '\'', '<']).len();
        let end = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '"', '\'', '>']).len();
        if start < end {
            return format!("{}{}{}", plain(&word[..start]), code(&word[start..end]), plain(&word[end..]));
        }
    }
    plain(word)
}

fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let inside_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' if next.is_some_and(|c| c.is_alphanumeric() || c == '#') => out.push_str("&amp;"),
            '_' if inside_word(previous) && inside_word(next) => out.push('_'),
            '|' => out.push_str("&#124;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c if is_hidden(c) => out.extend(format!("\\[U+{:04X}\\]", u32::from(c)).chars()),
            c => out.push(c),
        }
        previous = Some(c);
    }
    out
}

/// A code span.
pub(crate) fn code(text: &str) -> String {
    let text = visible(text);
    if text.contains("\\|") {
        // In a table's code, renderers disagree about a backslash before `|`: spelt in entities.
        let letters = text.chars().map(|c| match c {
            c if c.is_ascii_punctuation() => format!("&#{};", u32::from(c)),
            c => c.to_string(),
        });
        return format!("<code>{}</code>", letters.collect::<String>());
    }
    span(&text)
}

/// A text in code, where spaces at its ends, two in a row, or none at all would be lost to the eye: then as
/// a JSON string.
fn visible(text: &str) -> String {
    let lost = text.is_empty()
        || text.contains("  ")
        || text.starts_with(char::is_whitespace)
        || text.ends_with(char::is_whitespace)
        || text.contains(|c: char| is_hidden(c) || (c.is_whitespace() && c != ' '));
    if lost { string(text) } else { text.to_owned() }
}

/// Longer runs of backticks around a text that holds some (`CommonMark`, code spans).
fn span(text: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let ticks = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{space}{text}{space}{ticks}")
}

/// A label in a Mermaid graph, to be put between quotes: all but letters, digits, spaces and hyphens inside
/// of words are entity codes.
pub(super) fn mermaid(text: &str) -> String {
    let mut out = String::new();
    let mut previous = None;
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        let is_plain =
            c.is_alphanumeric() || c == ' ' || (c == '-' && previous.is_some_and(char::is_alphanumeric));
        if is_plain {
            out.push(c);
        } else {
            out.extend(format!("#{};", u32::from(c)).chars());
        }
        previous = Some(c);
    }
    out
}

/// A Mermaid node's id: other names have other ids, and a name keeps its id whatever is beside it.
pub(super) fn mermaid_id(prefix: &str, name: &str) -> String {
    let mut out = format!("{prefix}_");
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            c if c.is_ascii_alphanumeric() => out.push(c),
            '-' if rest.peek() != Some(&'x') => out.push('_'),
            c => out.extend(format!("_x{:x}_", u32::from(c)).chars()),
        }
    }
    out
}

/// The anchor that GitHub and editors make of a heading's text.
pub(super) fn slug(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        for (raw, escaped) in [
            ("order_id and _em_ *b* `c`", "order_id and \\_em\\_ \\*b\\* \\`c\\`"),
            ("<script>x</script> -->", "&lt;script&gt;x&lt;/script&gt; --&gt;"),
            ("[a](javascript:x)", "\\[a\\](javascript:x)"),
            ("a | b\n| c", "a &#124; b &#124; c"),
            ("\\| \\", "\\\\&#124; \\\\"),
            ("&lt; R&D, a & b", "&amp;lt; R&amp;D, a & b"),
            ("see https://example.com/a|b.", "see `https://example.com/a|b`."),
            ("(ann@example.com)", "(`ann@example.com`)"),
            ("a\u{202e}b", "a\\[U+202E\\]b"),
        ] {
            assert_eq!(text(raw), escaped, "{raw}");
        }
    }

    #[test]
    fn no_paragraph_begins_a_block() {
        for (raw, escaped) in [
            ("# a\n## b\n\n- c", "\\# a ## b\n\n\\- c"),
            ("\n\n1. a", "1\\. a"),
            ("    code", "code"),
            ("> quote\n\n---\n===", "&gt; quote\n\n\\--- ==="),
            ("```\nx\n```", "\\`\\`\\` x \\`\\`\\`"),
            ("2026 was", "2026 was"),
            ("", ""),
        ] {
            assert_eq!(paragraphs(raw), escaped, "{raw}");
        }
    }

    #[test]
    fn code_holds_backticks_and_pipes() {
        for (raw, expected) in [
            ("a", "`a`"),
            ("a|b", "`a|b`"),
            ("a\\|`<", "<code>a&#92;&#124;&#96;&#60;</code>"),
            ("`", "`` ` ``"),
            ("a``b`", "``` a``b` ```"),
            ("", "`\"\"`"),
            (" a", "`\" a\"`"),
            ("a\nb", "`\"a\\nb\"`"),
        ] {
            assert_eq!(code(raw), expected, "{raw}");
        }
    }

    #[test]
    fn mermaid_sees_no_syntax() {
        assert_eq!(mermaid("order-service"), "order-service");
        assert_eq!(mermaid("a\"] --> b\n%%{x}"), "a#34;#93; #45;#45;#62; b #37;#37;#123;x#125;");
        assert_eq!(mermaid_id("s", "order-service"), "s_order_service");
        let ids = ["a-b", "a_b", "a b", "a-x5f-b", "a.b"].map(|name| mermaid_id("s", name));
        let mut unique = ids.to_vec();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), ids.len(), "{ids:?}");
    }

    #[test]
    fn slugs_are_those_of_the_renderers() {
        for (heading, expected) in [
            ("Version 2.0", "version-20"),
            ("OrderId", "orderid"),
            ("a_b – c/d", "a_b--cd"),
            ("Größe", "größe"),
        ] {
            assert_eq!(slug(heading), expected);
        }
    }
}
