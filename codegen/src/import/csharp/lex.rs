//! The words of C#, with their places. Text around the fences of a Markdown file counts as blank.

use crate::finding::{FileId, Place};

/// A word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A name or keyword, without a leading `@`.
    Word(String),
    /// A number as written, or a character literal.
    Number(String),
    /// A string, unescaped; what is interpolated stays as it is written.
    Text(String),
    /// One sign. Operators of several are several of them.
    Sign(char),
    /// The text of a `///` or `/** */` comment.
    Doc(String),
}

/// A word and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Lexeme {
    pub(super) token: Token,
    pub(super) place: Place,
}

/// More words of a file are not read: they are held in memory, and no one wrote a file of so many.
const WORDS: usize = 500_000;

/// The words of a text, and where they were cut off. What is no C# gives words as well: the parser looks for
/// declarations among them.
pub(super) fn lex(file: FileId, text: &str, is_markdown: bool) -> (Vec<Lexeme>, Option<Place>) {
    let blanked;
    let text = if is_markdown {
        blanked = only_fences(text);
        &blanked
    } else {
        text
    };
    let mut lexer = Lexer { text, at: 0, is_fresh: true };
    let mut found = Vec::new();
    while let Some((start, token)) = lexer.token() {
        let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let place = Place { file, start: at(start), end: at(lexer.at) };
        if found.len() == WORDS {
            return (found, Some(place));
        }
        found.push(Lexeme { token, place });
    }
    (found, None)
}

/// The text with everything outside of C# fences made blank, byte for byte.
fn only_fences(text: &str) -> String {
    let blank = |line: &str| line.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect::<String>();
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        let mark = line.trim();
        let is_mark = mark.starts_with("```");
        if is_mark {
            let language = mark.trim_start_matches('`').trim().to_ascii_lowercase();
            inside = !inside && matches!(language.as_str(), "csharp" | "cs" | "c#");
        }
        if inside && !is_mark { out.push_str(line) } else { out.push_str(&blank(line)) }
    }
    out
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    /// Whether only blanks stand before this on its line.
    is_fresh: bool,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take_while(&mut self, holds: impl Fn(char) -> bool) -> String {
        let taken: String = self.rest().chars().take_while(|c| holds(*c)).collect();
        self.at += taken.len();
        taken
    }

    /// What stands before `end`, and goes behind it; all the rest where there is no `end`.
    fn take_until(&mut self, end: &str) -> String {
        let rest = self.rest();
        let (taken, length) = match rest.find(end) {
            Some(at) => (rest[..at].to_owned(), at + end.len()),
            None => (rest.to_owned(), rest.len()),
        };
        self.at += length;
        taken
    }

    fn token(&mut self) -> Option<(usize, Token)> {
        loop {
            self.is_fresh |= self.take_while(char::is_whitespace).contains('\n');
            let start = self.at;
            let rest = self.rest();
            if rest.starts_with("///") && !rest.starts_with("////") {
                self.at += 3;
                let text = self.take_until("\n");
                self.is_fresh = true;
                return Some((start, Token::Doc(text.trim_end_matches('\r').to_owned())));
            }
            if rest.starts_with("//") || (self.is_fresh && rest.starts_with('#')) {
                self.take_until("\n");
                self.is_fresh = true;
                continue;
            }
            if rest.starts_with("/**") && !rest.starts_with("/**/") {
                self.at += 3;
                let text = self.take_until("*/");
                let lines = text.lines().map(|line| line.trim().trim_start_matches('*'));
                return Some((start, Token::Doc(lines.collect::<Vec<_>>().join("\n"))));
            }
            if rest.starts_with("/*") {
                self.at += 2;
                self.take_until("*/");
                continue;
            }
            self.is_fresh = false;
            return self.word().map(|token| (start, token));
        }
    }

    fn word(&mut self) -> Option<Token> {
        let first = self.peek()?;
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let marks: String = self.rest().chars().take(4).take_while(|c| matches!(c, '@' | '$')).collect();
        if self.rest()[marks.len()..].starts_with('"') {
            self.at += marks.len();
            return Some(Token::Text(self.string(&marks)));
        }
        if first == '@' && self.rest().chars().nth(1).is_some_and(is_name) {
            self.at += 1;
            return Some(Token::Word(self.take_while(is_name)));
        }
        if first.is_ascii_digit() {
            let mut number = self.take_while(is_name);
            let mut after = self.rest().chars();
            if after.next() == Some('.') && after.next().is_some_and(|c| c.is_ascii_digit()) {
                self.at += 1;
                number = format!("{number}.{}", self.take_while(is_name));
            }
            return Some(Token::Number(number));
        }
        if is_name(first) {
            return Some(Token::Word(self.take_while(is_name)));
        }
        self.at += first.len_utf8();
        if first == '\'' {
            let mut text = String::new();
            while let Some(c) = self.peek().filter(|c| *c != '\'' && *c != '\n') {
                self.at += c.len_utf8();
                text.push(c);
                if c == '\\'
                    && let Some(escaped) = self.peek()
                {
                    self.at += escaped.len_utf8();
                    text.push(escaped);
                }
            }
            if self.peek() == Some('\'') {
                self.at += 1;
            }
            return Some(Token::Number(format!("'{text}'")));
        }
        Some(Token::Sign(first))
    }

    fn string(&mut self, marks: &str) -> String {
        let quotes = self.rest().chars().take_while(|c| *c == '"').count();
        if quotes >= 3 {
            let fence = "\"".repeat(quotes);
            self.at += quotes;
            return self.take_until(&fence);
        }
        self.at += 1;
        let (verbatim, interpolated) = (marks.contains('@'), marks.contains('$'));
        let mut text = String::new();
        let mut holes = 0_usize;
        while let Some(c) = self.peek() {
            self.at += c.len_utf8();
            match c {
                '{' if interpolated => {
                    holes += 1;
                    text.push(c);
                }
                '}' if interpolated => {
                    holes = holes.saturating_sub(1);
                    text.push(c);
                }
                // A string in the code of a hole.
                '"' if holes > 0 => {
                    text.push(c);
                    while let Some(c) = self.peek().filter(|c| *c != '\n') {
                        self.at += c.len_utf8();
                        text.push(c);
                        if c == '"' {
                            break;
                        }
                    }
                }
                '"' if verbatim && self.peek() == Some('"') => {
                    self.at += 1;
                    text.push('"');
                }
                '"' => break,
                '\n' if !verbatim => break,
                '\\' if !verbatim => self.escape(&mut text),
                c => text.push(c),
            }
        }
        text
    }

    fn escape(&mut self, text: &mut String) {
        let Some(c) = self.peek() else { return };
        self.at += c.len_utf8();
        match c {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            '0' => text.push('\0'),
            'u' => {
                let digits: String = self.rest().chars().take(4).collect();
                match u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32) {
                    Some(c) if digits.len() == 4 => {
                        self.at += 4;
                        text.push(c);
                    }
                    _ => text.push_str("\\u"),
                }
            }
            c => text.push(c),
        }
    }
}
