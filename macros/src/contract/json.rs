//! JSON with the line of every value, read in one pass: contracts are small, and what checks them first is the generator.

/// A value and its line.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) line: u32,
    pub(crate) value: Value,
}

#[derive(Debug)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    /// As it is written.
    Number(String),
    String(String),
    Array(Vec<Node>),
    Object(Vec<Member>),
}

#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    /// Of the name.
    pub(crate) line: u32,
    pub(crate) node: Node,
}

impl Node {
    pub(crate) fn member(&self, name: &str) -> Option<&Member> {
        self.members().iter().find(|member| member.name == name)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        self.member(name).map(|member| &member.node)
    }

    pub(crate) fn members(&self) -> &[Member] {
        match &self.value {
            Value::Object(members) => members,
            _ => &[],
        }
    }

    pub(crate) fn items(&self) -> &[Node] {
        match &self.value {
            Value::Array(items) => items,
            _ => &[],
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }
}

/// A file.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) text: String,
    pub(crate) root: Node,
    /// The texts of all `$ref`, in quotes: where they start and end.
    pub(crate) references: Vec<(usize, usize)>,
    /// Where the root's `$defs` start.
    pub(crate) definitions: Option<usize>,
}

/// Nesting beyond this is refused.
const DEPTH: u32 = 200;

/// The value that is the whole of `text`, or the line and the reason why there is none.
pub(crate) fn parse(text: String) -> Result<Document, (u32, &'static str)> {
    let bytes = text.as_bytes();
    let mut reader = Reader { text: &text, bytes, at: 0, line: 1, references: Vec::new(), definitions: None };
    let root = reader.value(0).and_then(|node| reader.end().map(|()| node));
    let root = root.map_err(|message| (reader.line, message))?;
    let Reader { references, definitions, .. } = reader;
    Ok(Document { text, root, references, definitions })
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    line: u32,
    references: Vec<(usize, usize)>,
    definitions: Option<usize>,
}

type Read<T> = Result<T, &'static str>;

impl Reader<'_> {
    fn peek(&mut self) -> Option<u8> {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' => self.line += 1,
                b' ' | b'\t' | b'\r' => {}
                _ => return Some(byte),
            }
            self.at += 1;
        }
        None
    }

    fn end(&mut self) -> Read<()> {
        if self.peek().is_none() { Ok(()) } else { Err("more follows the value") }
    }

    /// Takes a mark if it comes next.
    fn takes(&mut self, mark: u8) -> bool {
        let comes = self.peek() == Some(mark);
        self.at += usize::from(comes);
        comes
    }

    fn value(&mut self, depth: u32) -> Read<Node> {
        if depth > DEPTH {
            return Err("nested too deep");
        }
        let first = self.peek().ok_or("the file ends too early")?;
        let line = self.line;
        let value = match first {
            b'{' => self.object(depth)?,
            b'[' => self.array(depth)?,
            b'"' => Value::String(self.string()?),
            b't' => self.word("true", Value::Bool(true))?,
            b'f' => self.word("false", Value::Bool(false))?,
            b'n' => self.word("null", Value::Null)?,
            _ => self.number()?,
        };
        Ok(Node { line, value })
    }

    fn object(&mut self, depth: u32) -> Read<Value> {
        self.at += 1;
        let mut members = Vec::new();
        if self.takes(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err("expected a name in quotes");
            }
            let line = self.line;
            let name = self.string()?;
            if !self.takes(b':') {
                return Err("expected `:`");
            }
            self.peek();
            let start = self.at;
            let node = self.value(depth + 1)?;
            if name == "$ref" && node.text().is_some() {
                self.references.push((start, self.at));
            }
            if depth == 0 && name == "$defs" {
                self.definitions = Some(start);
            }
            members.push(Member { name, line, node });
            if self.takes(b'}') {
                return Ok(Value::Object(members));
            }
            if !self.takes(b',') {
                return Err("expected `,` or `}`");
            }
        }
    }

    fn array(&mut self, depth: u32) -> Read<Value> {
        self.at += 1;
        let mut items = Vec::new();
        if self.takes(b']') {
            return Ok(Value::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.takes(b']') {
                return Ok(Value::Array(items));
            }
            if !self.takes(b',') {
                return Err("expected `,` or `]`");
            }
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Read<Value> {
        if self.text.get(self.at..self.at + word.len()) != Some(word) {
            return Err("expected a value");
        }
        self.at += word.len();
        Ok(value)
    }

    fn number(&mut self) -> Read<Value> {
        let start = self.at;
        while let Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9') = self.bytes.get(self.at) {
            self.at += 1;
        }
        match self.text.get(start..self.at) {
            Some(text) if text.bytes().any(|byte| byte.is_ascii_digit()) => {
                Ok(Value::Number(text.to_owned()))
            }
            _ => Err("expected a value"),
        }
    }

    fn string(&mut self) -> Read<String> {
        const ENDLESS: &str = "a string without end";
        self.at += 1;
        let start = self.at;
        loop {
            // The library looks for a byte faster than a macro that is not optimized.
            let found = self.text.get(self.at..).and_then(|rest| rest.find('"')).ok_or(ENDLESS)?;
            self.at += found + 1;
            let before = self.bytes.get(start..self.at - 1).unwrap_or_default();
            if before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 0 {
                break;
            }
        }
        let raw = self.text.get(start..self.at - 1).ok_or(ENDLESS)?;
        if raw.contains('\n') {
            return Err(ENDLESS);
        }
        if raw.contains('\\') { unescape(raw) } else { Ok(raw.to_owned()) }
    }
}

fn unescape(raw: &str) -> Read<String> {
    const BAD: &str = "a wrong escape in a string";
    let mut text = String::with_capacity(raw.len());
    let mut characters = raw.chars();
    let mut half = None;
    while let Some(character) = characters.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        text.push(match characters.next().ok_or(BAD)? {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            other @ ('"' | '\\' | '/') => other,
            'u' => {
                let digits = characters.as_str().get(..4).ok_or(BAD)?;
                let unit = u32::from_str_radix(digits, 16).map_err(|_| BAD)?;
                characters = characters.as_str().get(4..).unwrap_or_default().chars();
                match (half.take(), unit) {
                    (None, 0xd800..=0xdbff) => {
                        half = Some(unit);
                        continue;
                    }
                    (Some(high), 0xdc00..=0xdfff) => {
                        char::from_u32(0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00)).ok_or(BAD)?
                    }
                    (_, unit) => char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER),
                }
            }
            _ => return Err(BAD),
        });
    }
    Ok(text)
}
