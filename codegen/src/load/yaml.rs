//! YAML (1.2, core schema) as the same tree with places that JSON becomes.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};

use super::json::{MAX_DEPTH, quote};
use super::{DUPLICATE_KEY, Member, NOT_YAML, Node, Value};
use crate::finding::{FileId, Finding, Place};

/// Values that aliases may stand for, all taken together, for each byte of the text; a few more are free.
const EXPANSION: usize = 4;
const FREE: usize = 10_000;

/// Parses a YAML text of one document; what is wrong with it is added to `findings`.
pub fn parse(file: FileId, text: &str, findings: &mut Vec<Finding>) -> Option<Node> {
    let mut reader = Reader {
        file,
        text,
        offsets: text.char_indices().map(|(at, _)| at).chain([text.len()]).collect(),
        open: Vec::new(),
        anchors: BTreeMap::new(),
        expanded: 0,
        root: None,
        findings: Vec::new(),
    };
    let outcome = reader.read();
    let Reader { root, findings: found, .. } = reader;
    findings.extend(found);
    match outcome {
        Ok(()) => root.map(|root| root.node),
        Err(finding) => {
            findings.push(*finding);
            None
        }
    }
}

/// A value, with how many values it holds and how deep they lie.
#[derive(Clone)]
struct Sized {
    node: Node,
    count: usize,
    depth: usize,
}

enum Open {
    List {
        start: usize,
        anchor: usize,
        items: Vec<Sized>,
    },
    Map {
        start: usize,
        anchor: usize,
        members: Vec<(Member, usize, usize)>,
        key: Option<(String, Place)>,
        first: BTreeMap<String, Place>,
    },
}

struct Reader<'t> {
    file: FileId,
    text: &'t str,
    /// Byte offset of each character.
    offsets: Vec<usize>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Sized>,
    expanded: usize,
    root: Option<Sized>,
    findings: Vec<Finding>,
}

type Outcome<T = ()> = Result<T, Box<Finding>>;

impl Reader<'_> {
    fn read(&mut self) -> Outcome {
        for event in Parser::new_from_str(self.text) {
            let (event, span) = event.map_err(|error| {
                let at = self.offset(error.marker().index());
                fail(self.place(at, at + 1), format!("the file is not YAML: {}", error.info()))
            })?;
            self.event(event, span)?;
        }
        if self.root.is_none() {
            return Err(fail(self.place(0, 0), "the file is empty".to_owned()));
        }
        Ok(())
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Outcome {
        let (start, end) = (self.offset(span.start.index()), self.offset(span.end.index()));
        match event {
            Event::DocumentStart(_) if self.root.is_some() => {
                let place = self.place(start, end.max(start + 1));
                return Err(fail(place, "a second document begins here, and a schema is one".to_owned()));
            }
            Event::Scalar(text, style, anchor, tag) => {
                let place = self.trimmed(start, end);
                if self.wants_key() {
                    return self.key(text.into_owned(), style, place);
                }
                let value = Self::scalar(&text, style, tag.as_deref(), place)?;
                self.close(Sized { node: Node { value, place }, count: 1, depth: 0 }, anchor);
            }
            Event::SequenceStart(anchor, tag) => {
                self.open_collection(start, end, tag.as_deref(), "seq")?;
                self.open.push(Open::List { start, anchor, items: Vec::new() });
            }
            Event::MappingStart(anchor, tag) => {
                self.open_collection(start, end, tag.as_deref(), "map")?;
                self.open.push(Open::Map {
                    start,
                    anchor,
                    members: Vec::new(),
                    key: None,
                    first: BTreeMap::new(),
                });
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(end),
            Event::Alias(id) => return self.alias(id, self.place(start, end)),
            _ => {}
        }
        Ok(())
    }

    fn open_collection(&mut self, start: usize, end: usize, tag: Option<&Tag>, kind: &str) -> Outcome {
        let place = self.place(start, end.max(start + 1));
        if self.wants_key() {
            return Err(fail(place, "a key is a text, not a list or a map".to_owned()));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(fail(place, format!("nested deeper than {MAX_DEPTH}")));
        }
        match tag {
            Some(tag) if !(is_core(tag) && tag.suffix == kind) => Err(Self::unknown_tag(tag, place)),
            _ => Ok(()),
        }
    }

    fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Open::Map { key: None, .. }))
    }

    fn key(&mut self, text: String, style: ScalarStyle, place: Place) -> Outcome {
        if text == "<<" && style == ScalarStyle::Plain {
            let finding = fail(place, "YAML 1.2 has no merge key".to_owned());
            return Err(Box::new(finding.help("write the members out, or use `allOf` and `$ref`")));
        }
        if let Some(Open::Map { key, .. }) = self.open.last_mut() {
            *key = Some((text, place));
        }
        Ok(())
    }

    fn alias(&mut self, id: usize, place: Place) -> Outcome {
        let Some(target) = self.anchors.get(&id).cloned() else {
            return Err(fail(place, "this alias stands within what it refers to".to_owned()));
        };
        if self.wants_key() {
            return match target.node.value {
                Value::String(text) => self.key(text, ScalarStyle::DoubleQuoted, place),
                _ => Err(fail(place, "a key is a text".to_owned())),
            };
        }
        self.expanded += target.count;
        if self.expanded > self.text.len() * EXPANSION + FREE {
            return Err(fail(place, "the aliases multiply the text beyond measure".to_owned()));
        }
        if self.open.len() + target.depth > MAX_DEPTH {
            return Err(fail(place, format!("nested deeper than {MAX_DEPTH}")));
        }
        self.close(target, 0);
        Ok(())
    }

    fn end(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        let (value, start, anchor, count, depth) = match open {
            Open::List { start, anchor, items } => {
                let count = items.iter().map(|item| item.count).sum::<usize>();
                let depth = items.iter().map(|item| item.depth).max().unwrap_or(0);
                let items = items.into_iter().map(|item| item.node).collect();
                (Value::Array(items), start, anchor, count, depth)
            }
            Open::Map { start, anchor, members, .. } => {
                let count = members.iter().map(|(_, count, _)| count).sum::<usize>();
                let depth = members.iter().map(|(_, _, depth)| *depth).max().unwrap_or(0);
                let members = members.into_iter().map(|(member, ..)| member).collect();
                (Value::Object(members), start, anchor, count, depth)
            }
        };
        let place = self.trimmed(start, end);
        self.close(Sized { node: Node { value, place }, count: count + 1, depth: depth + 1 }, anchor);
    }

    /// Puts a finished value where it belongs.
    fn close(&mut self, value: Sized, anchor: usize) {
        if anchor > 0 {
            self.anchors.insert(anchor, value.clone());
        }
        match self.open.last_mut() {
            None => self.root = Some(value),
            Some(Open::List { items, .. }) => items.push(value),
            Some(Open::Map { members, key, first, .. }) => {
                let Some((key, key_place)) = key.take() else { return };
                if let Some(earlier) = first.get(&key) {
                    self.findings.push(
                        Finding::new(&DUPLICATE_KEY, format!("the key {} stands here twice", quote(&key)))
                            .at(key_place, "again")
                            .at(*earlier, "first here")
                            .help("remove or rename one of them"),
                    );
                    return;
                }
                first.insert(key.clone(), key_place);
                members.push((Member { key, key_place, value: value.node }, value.count, value.depth));
            }
        }
    }

    /// The value of a scalar by the core schema (YAML 1.2.2, section 10.3.2).
    fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>, place: Place) -> Outcome<Value> {
        let resolved = match tag {
            Some(tag) if tag.handle.is_empty() && tag.suffix == "!" => {
                return Ok(Value::String(text.to_owned()));
            }
            Some(tag) if is_core(tag) => match tag.suffix.as_str() {
                "str" => return Ok(Value::String(text.to_owned())),
                "int" | "float" | "bool" | "null" => plain(text),
                _ => return Err(Self::unknown_tag(tag, place)),
            },
            Some(tag) => return Err(Self::unknown_tag(tag, place)),
            None if style == ScalarStyle::Plain => plain(text),
            None => return Ok(Value::String(text.to_owned())),
        };
        resolved.ok_or_else(|| fail(place, format!("JSON has no number {text}")))
    }

    fn unknown_tag(tag: &Tag, place: Place) -> Box<Finding> {
        fail(
            place,
            format!("the tag {} has no value in JSON", quote(&format!("{}{}", tag.handle, tag.suffix))),
        )
    }

    fn offset(&self, character: usize) -> usize {
        self.offsets.get(character).copied().unwrap_or(self.text.len())
    }

    fn place(&self, start: usize, end: usize) -> Place {
        let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Place { file: self.file, start: at(start), end: at(end) }
    }

    /// Without the space and the comments up to the next token, which the parser counts in.
    fn trimmed(&self, start: usize, end: usize) -> Place {
        let inside = self.text.get(start..end).unwrap_or_default();
        self.place(start, start + inside.trim_end().len())
    }
}

fn fail(place: Place, message: String) -> Box<Finding> {
    Box::new(Finding::new(&NOT_YAML, message).at(place, ""))
}

fn is_core(tag: &Tag) -> bool {
    tag.is_yaml_core_schema()
}

/// A plain scalar: `None` for what is a number in YAML and none in JSON.
fn plain(text: &str) -> Option<Value> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Some(Value::Null),
        "true" | "True" | "TRUE" => return Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Some(Value::Bool(false)),
        _ => {}
    }
    let radix = |digits: &str, radix: u32| {
        let valid = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
        valid.then(|| u128::from_str_radix(digits, radix).ok().map(|n| Value::Number(n.to_string())))
    };
    let special = text.strip_prefix("0x").and_then(|digits| radix(digits, 16));
    if let Some(number) = special.or_else(|| text.strip_prefix("0o").and_then(|digits| radix(digits, 8))) {
        return number;
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return None;
    }
    Some(decimal(text, unsigned).map_or_else(|| Value::String(text.to_owned()), Value::Number))
}

/// A decimal number as JSON writes it: `+1`, `007`, `.5` and `5.` are numbers in YAML.
fn decimal(text: &str, unsigned: &str) -> Option<String> {
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let empty = integer.is_empty() && fraction.is_empty();
    if empty || !digits(integer) || !digits(fraction) {
        return None;
    }
    let mut out = String::new();
    if text.starts_with('-') {
        out.push('-');
    }
    let integer = integer.trim_start_matches('0');
    out.push_str(if integer.is_empty() { "0" } else { integer });
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    if let Some(exponent) = exponent {
        let bare = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        if bare.is_empty() || !digits(bare) {
            return None;
        }
        out.push('e');
        out.push_str(exponent);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> String {
        let mut findings = Vec::new();
        match parse(FileId(0), text, &mut findings) {
            Some(node) if findings.is_empty() => node.to_json(),
            _ => findings
                .iter()
                .map(|f| format!("{}: {}", f.rule.id, f.message))
                .collect::<Vec<_>>()
                .join("; "),
        }
    }

    #[test]
    fn yaml_is_read_as_json() {
        for (text, expected) in [
            ("a: 1\nb: [x, 'y', \"\\u00e9\"]\n", r#"{"a":1,"b":["x","y","é"]}"#),
            ("- ~\n- null\n-\n- True\n- yes\n- 'true'\n", r#"[null,null,null,true,"yes","true"]"#),
            (
                "[007, +1, .5, 5., 1e3, -0.50, 0x1F, 0o17, 1_000, 12345678901234567890123]",
                r#"[7,1,0.5,5,1e3,-0.50,31,15,"1_000",12345678901234567890123]"#,
            ),
            ("a: &x {b: 1}\nc: *x\n&k d: 1\n", r#"{"a":{"b":1},"c":{"b":1},"d":1}"#),
            ("200: ok\ntrue: x\n", r#"{"200":"ok","true":"x"}"#),
            ("a: !!str 1\nb: |\n  x\n  y\n", r#"{"a":"1","b":"x\ny\n"}"#),
            ("a: .inf", "not-yaml: JSON has no number .inf"),
            ("a: 1\na: 2\n", "duplicate-key: the key \"a\" stands here twice"),
            ("a: 1\n---\nb: 2\n", "not-yaml: a second document begins here, and a schema is one"),
            ("a: !x 1", "not-yaml: the tag \"!x\" has no value in JSON"),
            ("<<: {a: 1}", "not-yaml: YAML 1.2 has no merge key"),
            ("[a]: 1", "not-yaml: a key is a text, not a list or a map"),
            ("a: &a [*a]", "not-yaml: this alias stands within what it refers to"),
            ("", "not-yaml: the file is empty"),
        ] {
            assert_eq!(json(text), expected, "{text}");
        }
        assert!(json("a: [").starts_with("not-yaml: the file is not YAML: "), "{}", json("a: ["));
    }

    #[test]
    fn hostile_texts_end_in_a_finding() {
        let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for i in 1..12 {
            let alias = format!("*a{}", i - 1);
            laughs.extend([format!("a{i}: &a{i} [{}]\n", vec![alias; 10].join(", "))]);
        }
        assert!(json(&laughs).contains("the aliases multiply"), "{}", json(&laughs));
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(json(&deep).starts_with("not-yaml"), "{}", json(&deep));
        let mut deep = String::new();
        for i in 0..1_000 {
            deep.push_str(&" ".repeat(i));
            deep.push_str("a:\n");
        }
        assert!(json(&deep).starts_with("not-yaml"), "{}", json(&deep));
    }

    #[test]
    fn places_are_those_of_the_text() {
        let text =
            "# é\ntitle: \"é\"\nproperties:\n  a: # first\n    type: string\n\n  b: {type: x}\nlast: y\n";
        let node = parse(FileId(0), text, &mut Vec::new()).expect("YAML");
        for (pointer, expected) in [
            ("/title", "\"é\""),
            ("/properties/a", "type: string"),
            ("/properties/b", "{type: x}"),
            ("/properties/b/type", "x"),
            ("/last", "y"),
        ] {
            let place = node.pointer(pointer).expect(pointer).place;
            assert_eq!(&text[place.start as usize..place.end as usize], expected, "{pointer}");
        }
        let key = node.member("properties").expect("the member").key_place;
        assert_eq!(&text[key.start as usize..key.end as usize], "properties");
    }
}
