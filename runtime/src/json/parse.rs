//! From well-formed text to [`Json`]. `serde_json` hands out numbers as doubles, so it does not do.

use super::{Json, Members};
use crate::{Number, Violation, violation::push_key, wire::DEPTH};

/// Reads a text that is one JSON value without space around it.
pub(super) fn parse(text: &str) -> Result<Json, Violation> {
    let mut parser = Parser { text, at: 0 };
    parser.value(DEPTH).map_err(|refusal| {
        let mut pointer = String::new();
        for segment in refusal.path.iter().rev() {
            push_key(&mut pointer, segment);
        }
        Violation { pointer, rule: refusal.rule, message: refusal.message.to_owned() }
    })
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

struct Refusal {
    rule: &'static str,
    message: &'static str,
    /// From the inside out.
    path: Vec<String>,
}

fn refuse<T>(rule: &'static str, message: &'static str) -> Result<T, Refusal> {
    Err(Refusal { rule, message, path: Vec::new() })
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// The next byte that is no space, taken if it is `wanted`.
    fn takes(&mut self, wanted: u8) -> bool {
        self.space();
        let takes = self.peek() == Some(wanted);
        self.at += usize::from(takes);
        takes
    }

    fn slice(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn value(&mut self, depth: usize) -> Result<Json, Refusal> {
        self.space();
        match self.peek() {
            Some(b'"') => self.string().map(Json::String),
            Some(b'[' | b'{') if depth == 0 => refuse("type", "must not nest deeper than 128 levels"),
            Some(b'[') => self.array(depth - 1),
            Some(b'{') => self.object(depth - 1),
            Some(b'n') => Ok(self.word(4, Json::Null)),
            Some(b't') => Ok(self.word(4, Json::Bool(true))),
            Some(b'f') => Ok(self.word(5, Json::Bool(false))),
            _ => {
                let start = self.at;
                while matches!(self.peek(), Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')) {
                    self.at += 1;
                }
                if self.at == start {
                    return refuse("type", "expected a JSON value");
                }
                Ok(Json::Number(Number::from_json(self.slice(start))))
            }
        }
    }

    fn word(&mut self, length: usize, value: Json) -> Json {
        self.at += length;
        value
    }

    fn string(&mut self) -> Result<String, Refusal> {
        let start = self.at;
        let mut escapes = false;
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escapes = true;
                    self.at += 2;
                }
                Some(_) => self.at += 1,
                None => return refuse("type", "expected the end of a string"),
            }
        }
        self.at += 1;
        let quoted = self.slice(start);
        if escapes {
            return serde_json::from_str(quoted).or(refuse("type", "must be Unicode text"));
        }
        Ok(quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or_default().to_owned())
    }

    fn array(&mut self, depth: usize) -> Result<Json, Refusal> {
        self.at += 1;
        let mut items = Vec::new();
        if self.takes(b']') {
            return Ok(Json::Array(items));
        }
        loop {
            match self.value(depth) {
                Ok(item) => items.push(item),
                Err(mut refusal) => {
                    refusal.path.push(items.len().to_string());
                    return Err(refusal);
                }
            }
            if !self.takes(b',') {
                break;
            }
        }
        if self.takes(b']') { Ok(Json::Array(items)) } else { refuse("type", "expected the end of an array") }
    }

    fn object(&mut self, depth: usize) -> Result<Json, Refusal> {
        self.at += 1;
        let mut entries = Vec::new();
        if self.takes(b'}') {
            return Ok(Json::Object(Members::new()));
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return refuse("type", "expected a member's name");
            }
            let name = self.string()?;
            if !self.takes(b':') {
                return refuse("type", "expected a member's value");
            }
            match self.value(depth) {
                Ok(value) => entries.push((name, value)),
                Err(mut refusal) => {
                    refusal.path.push(name);
                    return Err(refusal);
                }
            }
            if !self.takes(b',') {
                break;
            }
        }
        if !self.takes(b'}') {
            return refuse("type", "expected the end of an object");
        }
        match Members::from_entries(entries) {
            Some(members) => Ok(Json::Object(members)),
            None => refuse("duplicate", "a member appears twice"),
        }
    }
}
