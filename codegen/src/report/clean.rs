//! Text of a contract on its way to a terminal.

use std::borrow::Cow;

/// The text without anything that a terminal would obey: control characters become their pictures
/// (`␛`), characters that turn the reading direction become `�`, as does the one mark that the renderer keeps for
/// itself. Line ends and tabs stay.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| replacement(c).is_some()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| replacement(c).unwrap_or(c)).collect())
}

/// What stands for a character that must not reach a terminal.
pub(super) fn replacement(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => None,
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)),
        '\x7f' => Some('␡'),
        // C1 controls, and the bidirectional controls of Unicode (UAX 9, section 2).
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | super::text::CUT => Some('\u{fffd}'),
        _ => None,
    }
}
