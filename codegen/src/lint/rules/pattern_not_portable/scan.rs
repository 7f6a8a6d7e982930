//! Reads a pattern just far enough to see what the languages disagree about.

/// What is not portable in a pattern, and what to write instead; each thing once.
pub(super) fn troubles(pattern: &str) -> Vec<(String, String)> {
    let chars: Vec<char> = pattern.chars().collect();
    let mut scan = Scan { chars: &chars, at: 0, found: Vec::new() };
    while let Some(c) = scan.next() {
        match c {
            '\\' => scan.escape(),
            '[' => scan.class(),
            '(' => scan.group(),
            '.' => scan.dot(),
            '{' => scan.brace(),
            '*' | '+' | '?' | '}' if scan.peek() == Some('+') => scan.add("possessive repetition", ""),
            _ => {}
        }
    }
    scan.found
}

struct Scan<'p> {
    chars: &'p [char],
    at: usize,
    found: Vec<(String, String)>,
}

impl Scan<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        Some(c)
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn follows(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(i, c)| self.chars.get(self.at + i) == Some(&c))
    }

    fn add(&mut self, what: impl Into<String>, help: &str) {
        let found = (what.into(), help.to_owned());
        if !self.found.contains(&found) {
            self.found.push(found);
        }
    }

    fn skip_braces(&mut self) {
        if self.follows("{") {
            let close = self.chars[self.at..].iter().position(|c| *c == '}');
            self.at += close.map_or(0, |close| close + 1);
        }
    }

    /// Behind a backslash, in a class or out of it.
    fn escape(&mut self) {
        let Some(c) = self.next() else { return };
        match c {
            'd' | 'D' => self
                .add(format!("`\\{c}` also takes digits of other scripts in .NET"), "write [0-9] or [^0-9]"),
            'w' | 'W' => self.add(
                format!("`\\{c}` takes letters of all scripts in Rust and .NET, and ASCII only in ECMA-262"),
                "write [A-Za-z0-9_] or [^A-Za-z0-9_]",
            ),
            's' | 'S' => self
                .add(format!("`\\{c}` is another set of characters in each"), "list the characters: [ \\t]"),
            'b' | 'B' => self.add(
                format!("`\\{c}` depends on what a letter is, which differs"),
                "say what may stand before and behind",
            ),
            'p' | 'P' => {
                self.skip_braces();
                self.add(
                    format!("`\\{c}{{…}}` knows other names in each, and needs a flag in ECMA-262"),
                    "list the ranges",
                );
            }
            '1'..='9' | 'k' => self.add("back-references do not exist in Rust", "write the text out"),
            'u' if self.follows("{") => {
                self.skip_braces();
                self.add("`\\u{…}` does not exist in .NET", "write \\uXXXX");
            }
            'u' | 'x' => {
                let digits = if c == 'u' { 4 } else { 2 };
                let all =
                    (0..digits).all(|i| self.chars.get(self.at + i).is_some_and(char::is_ascii_hexdigit));
                if all {
                    self.at += digits;
                } else {
                    self.add(format!("`\\{c}` takes exactly {digits} hexadecimal digits"), "");
                }
            }
            't' | 'n' | 'r' | 'f' | 'v' => {}
            c if c.is_ascii_alphanumeric() || matches!(c, '<' | '>') || !c.is_ascii() => {
                self.add(format!("`\\{c}` is not an escape in all of them"), "");
            }
            _ => {}
        }
    }

    /// Behind `[`.
    fn class(&mut self) {
        if self.peek() == Some('^') {
            self.at += 1;
        }
        if self.peek() == Some(']') {
            self.add("a class that starts with `]` is empty in ECMA-262 only", "write \\]");
            self.at += 1;
        }
        while let Some(c) = self.next() {
            match c {
                ']' => return,
                '\\' => self.escape(),
                '[' => self.add("`[` in a class is a set operation in Rust and .NET", "write \\["),
                '&' | '-' | '~' if self.peek() == Some(c) => {
                    self.add(format!("`{c}{c}` in a class is a set operation in Rust"), "escape it");
                }
                _ => {}
            }
        }
    }

    /// Behind `(`.
    fn group(&mut self) {
        if self.follows("?=") || self.follows("?!") || self.follows("?<=") || self.follows("?<!") {
            self.add("look-around does not exist in Rust", "use several patterns with `allOf` and `not`");
        } else if self.follows("?>") {
            self.add("atomic groups exist in .NET only", "write (?:…)");
        } else if self.follows("?P") || self.follows("?<") || self.follows("?'") {
            self.add("named groups are written differently", "write (…) or (?:…)");
        } else if self.follows("?") && !self.follows("?:") {
            self.add("inline flags and conditions are not in ECMA-262", "write out what they stand for");
        }
    }

    /// Behind `.`: it differs in the line ends that it stops at, unless it need not take any.
    fn dot(&mut self) {
        let optional_end = self.at + 1 == self.chars.len() && self.peek() == Some('*');
        let optional_start = self.at == 1 && self.peek() == Some('*');
        if !optional_end && !optional_start {
            self.add(
                "the dot stops at other line ends in each",
                "say which characters may stand there: [^\\r\\n]",
            );
        }
    }

    /// Behind `{`: a count, or in some languages a brace.
    fn brace(&mut self) {
        let close = self.chars[self.at..].iter().position(|c| *c == '}');
        let inner: String = self.chars[self.at..].iter().take(close.unwrap_or_default()).collect();
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let is_count = match inner.split_once(',') {
            Some((min, max)) => digits(min) && (max.is_empty() || digits(max)),
            None => digits(&inner),
        };
        if is_count {
            self.at += close.unwrap_or_default();
        } else {
            self.add("a `{` that starts no count is an error in Rust", "write \\{");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portable_patterns_pass() {
        for pattern in [
            "",
            "^[A-Z]{3}$",
            "^(?:a|b)+?c{1,}d{2,3}$",
            r"^\+[1-9][0-9]{1,14}$",
            r"^[^\]\\/-]*$",
            r"^\u00e9\x41\t\.\-\{\}\(\)\[\]\^\$\|\*\?$",
            ".*foo",
            "^foo.*",
            "[.]",
            "^[a-z&-]+$",
            "é",
        ] {
            assert_eq!(troubles(pattern), [], "{pattern}");
        }
    }

    #[test]
    fn what_differs_is_named() {
        for pattern in [
            r"\d",
            r"[\d]",
            r"\W",
            r"\s",
            r"\bfoo",
            r"\p{L}",
            r"(a)\1",
            r"\k<x>",
            "(?=a)",
            "(?!a)",
            "(?<=a)",
            "(?<!a)",
            "(?>a)",
            "(?P<x>a)",
            "(?<x>a)",
            "(?i)a",
            "(?i:a)",
            "a++",
            "a{2}+",
            r"\A",
            r"\z",
            r"\Z",
            r"\u{1F600}",
            r"\u12",
            r"\x1",
            r"\e",
            r"\cA",
            r"\0",
            r"\<",
            r"\é",
            "[]a]",
            "[^]",
            "[[:alpha:]]",
            "[a-z&&b]",
            "[a-z-[aeiou]]",
            "[a--b]",
            "[a~~b]",
            "a.b",
            ".",
            "^.+$",
            "^.*$",
            "a{",
            "a{,3}",
            "{}",
            "a{x}",
        ] {
            assert_eq!(troubles(pattern).len(), 1, "{pattern}: {:?}", troubles(pattern));
        }
    }

    #[test]
    fn no_pattern_makes_it_fail() {
        for pattern in ["\\", "[", "[^", "(", "{", "(?", "\\u", "[\\", "a{9", "[]"] {
            troubles(pattern);
        }
        assert!(troubles(&"(".repeat(100_000)).is_empty());
    }
}
