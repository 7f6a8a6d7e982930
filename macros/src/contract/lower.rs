//! From schemas to what they want.

use super::{
    files::{self, Files},
    json::{Node, Value},
    wants::{Extra, Kind, Member, Record, Want, Wants},
};
use std::{collections::BTreeMap, rc::Rc};

/// A schema and the file that it stands in.
#[derive(Clone)]
struct Part {
    file: Rc<str>,
    root: &'static Node,
    node: &'static Node,
}

/// JSON types.
mod types {
    pub(super) const NULL: u8 = 1;
    pub(super) const BOOL: u8 = 2;
    pub(super) const INTEGER: u8 = 4;
    pub(super) const NUMBER: u8 = 8 | INTEGER;
    pub(super) const STRING: u8 = 16;
    pub(super) const ARRAY: u8 = 32;
    pub(super) const OBJECT: u8 = 64;
    pub(super) const ALL: u8 = 127;

    pub(super) fn of(name: &str) -> u8 {
        match name {
            "null" => NULL,
            "boolean" => BOOL,
            "integer" => INTEGER,
            "number" => NUMBER,
            "string" => STRING,
            "array" => ARRAY,
            "object" => OBJECT,
            _ => ALL,
        }
    }
}

/// References and `allOf` beyond this many steps are left to `validate`.
const STEPS: usize = 200;
/// Schemas beyond this many are left to `validate`.
const WANTS: usize = 4000;
/// And so are schemas that are nested deeper.
const DEPTH: usize = 100;

pub(crate) struct Lowerer<'f> {
    files: &'f mut Files,
    pub(crate) wants: Wants,
    known: BTreeMap<(Vec<usize>, u8), usize>,
    depth: usize,
    /// References that lead nowhere.
    pub(crate) errors: Vec<String>,
}

impl<'f> Lowerer<'f> {
    pub(crate) fn new(files: &'f mut Files) -> Self {
        Self { files, wants: Wants::default(), known: BTreeMap::new(), depth: 0, errors: Vec::new() }
    }

    /// What the schema at the pointer of a file wants; its position.
    pub(crate) fn schema(&mut self, file: &str, root: &'static Node, node: &'static Node) -> usize {
        self.lower(vec![Part { file: file.into(), root, node }], types::ALL)
    }

    fn place(&self, part: &Part) -> String {
        format!("{}:{}", self.files.shown(&part.file), part.node.line)
    }

    fn push(&mut self, place: String, kind: Kind) -> usize {
        self.wants.all.push(Want { place, kind });
        self.wants.all.len() - 1
    }

    /// All that hold at one place, narrowed to some JSON types.
    fn lower(&mut self, parts: Vec<Part>, only: u8) -> usize {
        let key = (parts.iter().map(|part| std::ptr::from_ref(part.node) as usize).collect(), only);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let place = parts.first().map(|part| self.place(part)).unwrap_or_default();
        let at = self.push(place, Kind::Unknown);
        self.known.insert(key, at);
        self.depth += 1;
        if self.wants.all.len() < WANTS && self.depth < DEPTH {
            let kind = self.kind(&parts, only);
            if let Some(want) = self.wants.all.get_mut(at) {
                want.kind = kind;
            }
        }
        self.depth -= 1;
        at
    }

    /// The parts with everything that they refer to.
    fn gather(&mut self, parts: &[Part]) -> Option<Vec<Part>> {
        let mut gathered: Vec<Part> = Vec::new();
        let mut left: Vec<Part> = parts.iter().rev().cloned().collect();
        let mut steps = 0;
        while let Some(part) = left.pop() {
            steps += 1;
            if steps > STEPS {
                return None;
            }
            if gathered.iter().any(|known| std::ptr::eq(known.node, part.node)) {
                continue;
            }
            if part.node.get("$dynamicRef").is_some() || part.node.get("$recursiveRef").is_some() {
                return None;
            }
            for inner in part.node.get("allOf").map(Node::items).unwrap_or_default().iter().rev() {
                left.push(Part { node: inner, ..part.clone() });
            }
            if let Some(reference) = part.node.get("$ref").and_then(Node::text) {
                left.push(self.follow(&part, reference)?);
            }
            gathered.push(part);
        }
        Some(gathered)
    }

    fn follow(&mut self, part: &Part, reference: &str) -> Option<Part> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let found = if path.is_empty() {
            Ok((Rc::clone(&part.file), part.root))
        } else {
            match files::relative(&part.file, path) {
                Some(path) => self.files.read(&path).map(|document| (path.into(), &document.root)),
                None => Err("it leads out of the folder of contracts".to_owned()),
            }
        };
        let found = found.and_then(|(file, root)| {
            let node = pointed(root, fragment).ok_or("there is nothing in that place")?;
            Ok(Part { file, root, node })
        });
        match found {
            Ok(part) => Some(part),
            Err(error) => {
                let line = part.node.member("$ref").map_or(part.node.line, |member| member.line);
                let file = self.files.shown(&part.file);
                let error = format!("{file}:{line}: cannot follow `{reference}`: {error}");
                if !self.errors.contains(&error) {
                    self.errors.push(error);
                }
                None
            }
        }
    }

    fn kind(&mut self, parts: &[Part], only: u8) -> Kind {
        let Some(parts) = self.gather(parts) else { return Kind::Unknown };
        let mut left = parts.iter().fold(only, |left, part| left & allowed(part.node));
        if only == types::ALL && !parts.iter().any(|part| says(part.node)) {
            return Kind::Any;
        }
        if left & types::NULL != 0 && left != types::NULL && left != types::ALL {
            return Kind::Nullable(self.lower(parts, left & !types::NULL));
        }
        if let Some(kind) = self.choice(&parts, left) {
            return kind;
        }
        if left == types::ALL {
            left = implied(&parts);
        }
        self.of_types(&parts, left)
    }

    fn of_types(&mut self, parts: &[Part], left: u8) -> Kind {
        match left {
            0 => Kind::Unknown,
            types::NULL => Kind::Null,
            types::BOOL => Kind::Bool,
            types::STRING => string(parts),
            types::INTEGER => integer(parts),
            types::NUMBER => {
                let decimal = first(parts, "format").and_then(Node::text) == Some("decimal");
                if decimal { Kind::Decimal } else { Kind::Number }
            }
            types::ARRAY => self.array(parts),
            types::OBJECT => self.object(parts),
            types::ALL => Kind::Any,
            several => {
                let single = [types::STRING, types::BOOL, types::ARRAY, types::OBJECT];
                let mut arms: Vec<u8> = single.into_iter().filter(|one| several & one != 0).collect();
                match several & types::NUMBER {
                    0 => {}
                    number => arms.push(number),
                }
                Kind::Choice(arms.into_iter().map(|arm| self.lower(parts.to_vec(), arm)).collect())
            }
        }
    }

    /// `oneOf` and `anyOf`, if they say of what kind the value is.
    fn choice(&mut self, parts: &[Part], left: u8) -> Option<Kind> {
        let lists = parts.iter().flat_map(|part| {
            let lists = ["oneOf", "anyOf"].into_iter().filter_map(|keyword| part.node.get(keyword));
            lists.filter(|list| shapes(list)).map(move |list| (part, list))
        });
        let lists: Vec<(&Part, &'static Node)> = lists.collect();
        let [(part, list)] = lists[..] else {
            return if lists.is_empty() { None } else { Some(Kind::Unknown) };
        };
        let is_beside = part.node.members().iter().any(|member| BESIDE.contains(&member.name.as_str()));
        let mut arms = Vec::new();
        let mut nullable = false;
        for arm in list.items() {
            let mut all = vec![Part { node: arm, ..part.clone() }];
            let gathered = self.gather(&all)?;
            let kinds = gathered.iter().fold(left, |left, part| left & allowed(part.node));
            nullable |= kinds != types::ALL && kinds & types::NULL != 0;
            let kinds = if kinds == types::ALL { implied(&gathered) } else { kinds & !types::NULL };
            // What stands beside the choice holds for each of its arms.
            all.extend(parts.iter().filter(|other| !std::ptr::eq(other.node, part.node)).cloned());
            if kinds == types::OBJECT && is_beside {
                arms.push(self.beside(&all, part));
            } else if kinds != 0 {
                arms.push(self.lower(all, kinds));
            }
        }
        let place = self.place(part);
        let kind = self.arms(arms);
        if !nullable {
            return Some(kind);
        }
        let inner = self.push(place, kind);
        Some(Kind::Nullable(inner))
    }

    /// An arm with the members that are declared beside the choice.
    fn beside(&mut self, arm: &[Part], outer: &Part) -> usize {
        let place = arm.first().map(|arm| self.place(arm)).unwrap_or_default();
        let parts = self.gather(arm).map(|mut parts| {
            parts.push(outer.clone());
            parts
        });
        let kind = parts.map_or(Kind::Unknown, |parts| self.object(&parts));
        self.push(place, kind)
    }

    fn arms(&self, arms: Vec<usize>) -> Kind {
        let kinds: Vec<&Kind> =
            arms.iter().filter_map(|arm| self.wants.all.get(*arm)).map(|want| &want.kind).collect();
        if let [only] = kinds[..] {
            return only.clone();
        }
        // Texts one by one, each with a description of its own; any text beside them leaves them open.
        let mut open = false;
        let mut values: Vec<String> = Vec::new();
        let all_texts = kinds.iter().all(|kind| match kind {
            Kind::Enum { open: more, values: some } => {
                open |= more;
                values.extend(some.iter().cloned());
                true
            }
            Kind::Text => {
                open = true;
                true
            }
            _ => false,
        });
        if all_texts && !values.is_empty() {
            return Kind::Enum { open, values };
        }
        match tagged(&self.wants, &arms) {
            Some((tag, values)) => Kind::Tagged { tag, arms: values.into_iter().zip(arms).collect() },
            None => Kind::Choice(arms),
        }
    }

    fn array(&mut self, parts: &[Part]) -> Kind {
        let least = parts.iter().filter_map(|part| count(part.node, "minItems")).max().unwrap_or(0);
        let greatest = parts.iter().filter_map(|part| count(part.node, "maxItems")).min();
        let unique = parts.iter().any(|part| is_true(part.node.get("uniqueItems")));
        let tuple = parts.iter().find_map(|part| {
            let prefix = part.node.get("prefixItems");
            let prefix = prefix.or_else(|| part.node.get("items").filter(|items| !items.items().is_empty()));
            prefix.map(|prefix| (part.clone(), prefix))
        });
        if let Some((part, prefix)) = tuple {
            let items = prefix.items();
            let rest = part.node.get(if part.node.get("prefixItems").is_some() {
                "items"
            } else {
                "additionalItems"
            });
            let closed = rest.is_some_and(|rest| matches!(rest.value, Value::Bool(false)));
            if least != items.len() || !(closed || greatest == Some(items.len())) {
                return Kind::Unknown;
            }
            let items = items.iter().map(|node| self.lower(vec![Part { node, ..part.clone() }], types::ALL));
            return Kind::Tuple(items.collect());
        }
        let items: Vec<Part> = parts
            .iter()
            .filter_map(|part| part.node.get("items").map(|node| Part { node, ..part.clone() }))
            .collect();
        let item = if items.is_empty() { self.any(parts) } else { self.lower(items, types::ALL) };
        Kind::List { item, least, greatest: greatest.unwrap_or(usize::MAX), unique }
    }

    fn any(&mut self, parts: &[Part]) -> usize {
        let place = parts.first().map(|part| self.place(part)).unwrap_or_default();
        self.push(place, Kind::Any)
    }

    fn object(&mut self, parts: &[Part]) -> Kind {
        let mut members: Vec<(&str, String, Vec<Part>)> = Vec::new();
        let mut required: Vec<&str> = Vec::new();
        let mut extra = Extra::Open;
        let mut extras = Vec::new();
        let mut patterns = false;
        for part in parts {
            for member in part.node.get("properties").map(Node::members).unwrap_or_default() {
                let inner = Part { node: &member.node, ..part.clone() };
                match members.iter_mut().find(|(name, ..)| *name == member.name) {
                    Some((_, _, all)) => all.push(inner),
                    None => {
                        let place = format!("{}:{}", self.files.shown(&part.file), member.line);
                        members.push((&member.name, place, vec![inner]));
                    }
                }
            }
            let names = part.node.get("required").map(Node::items).unwrap_or_default();
            required.extend(names.iter().filter_map(Node::text));
            patterns |= part.node.get("patternProperties").is_some_and(|all| !all.members().is_empty());
            for keyword in ["additionalProperties", "unevaluatedProperties"] {
                match part.node.get(keyword).map(|node| (&node.value, node)) {
                    Some((Value::Bool(false), _)) => extra = Extra::Closed,
                    Some((Value::Object(_), node)) => extras.push(Part { node, ..part.clone() }),
                    _ => {}
                }
            }
        }
        if patterns {
            return Kind::Unknown;
        }
        let is_event = parts.iter().any(|part| part.node.get("x-event").is_some());
        if extra == Extra::Open && !extras.is_empty() {
            extra = Extra::Is(self.lower(extras, types::ALL));
        }
        if members.is_empty() && required.is_empty() && !is_event {
            match extra {
                Extra::Is(value) => return Kind::Map(value),
                Extra::Open => return Kind::Map(self.any(parts)),
                Extra::Closed => {}
            }
        }
        let members = members
            .into_iter()
            .filter(|(name, ..)| !name.contains('\n'))
            .map(|(name, place, all)| Member {
                required: required.contains(&name),
                want: self.lower(all, types::ALL),
                name: name.to_owned(),
                place,
            })
            .collect();
        Kind::Record(Record { extra, members })
    }
}

/// Keywords that say something about an object beside a choice.
const BESIDE: [&str; 4] = ["properties", "required", "additionalProperties", "unevaluatedProperties"];

/// The place of a JSON Pointer.
pub(super) fn pointed(root: &'static Node, fragment: &str) -> Option<&'static Node> {
    if fragment.is_empty() {
        return Some(root);
    }
    fragment.strip_prefix('/')?.split('/').try_fold(root, |node, token| {
        let token = token.replace("~1", "/").replace("~0", "~").replace("%25", "%");
        node.get(&token).or_else(|| node.items().get(token.parse::<usize>().ok()?))
    })
}

/// The JSON types that `type`, `enum` and `const` leave.
fn allowed(node: &Node) -> u8 {
    let types = match node.get("type").map(|types| &types.value) {
        Some(Value::String(name)) => types::of(name),
        Some(Value::Array(names)) => {
            names.iter().filter_map(Node::text).fold(0, |all, name| all | types::of(name))
        }
        _ => types::ALL,
    };
    let of_value = |node: &Node| match &node.value {
        Value::Null => types::NULL,
        Value::Bool(_) => types::BOOL,
        Value::Number(text) if text.bytes().all(|b| b == b'-' || b.is_ascii_digit()) => types::INTEGER,
        Value::Number(_) => types::NUMBER,
        Value::String(_) => types::STRING,
        Value::Array(_) => types::ARRAY,
        Value::Object(_) => types::OBJECT,
    };
    let values =
        node.get("enum").map_or(types::ALL, |list| list.items().iter().map(of_value).fold(0, |a, b| a | b));
    let only = node.get("const").map_or(types::ALL, of_value);
    types & values & only
}

/// Whether a schema says anything about values.
fn says(node: &Node) -> bool {
    let silent = [
        "title",
        "description",
        "$comment",
        "examples",
        "default",
        "deprecated",
        "readOnly",
        "writeOnly",
        "$defs",
        "definitions",
        "$schema",
        "$id",
        "$ref",
        "allOf",
    ];
    node.members()
        .iter()
        .any(|member| !silent.contains(&member.name.as_str()) && !member.name.starts_with("x-"))
}

/// Whether the arms of a choice say what a value is, and not only what it has.
fn shapes(list: &Node) -> bool {
    list.items().iter().any(|arm| {
        let of_kind = [
            "type",
            "$ref",
            "enum",
            "const",
            "properties",
            "items",
            "prefixItems",
            "oneOf",
            "anyOf",
            "allOf",
            "format",
        ];
        arm.members().iter().any(|member| of_kind.contains(&member.name.as_str()))
    })
}

/// The JSON type that a schema without `type` is written for.
fn implied(parts: &[Part]) -> u8 {
    let has = |keywords: &[&str]| {
        parts.iter().any(|part| keywords.iter().any(|keyword| part.node.get(keyword).is_some()))
    };
    if has(&["properties", "required", "additionalProperties", "x-event"]) {
        types::OBJECT
    } else if has(&["items", "prefixItems"]) {
        types::ARRAY
    } else {
        types::ALL
    }
}

fn first(parts: &[Part], keyword: &str) -> Option<&'static Node> {
    parts.iter().find_map(|part| part.node.get(keyword))
}

fn is_true(node: Option<&Node>) -> bool {
    node.is_some_and(|node| matches!(node.value, Value::Bool(true)))
}

fn count(node: &Node, keyword: &str) -> Option<usize> {
    match &node.get(keyword)?.value {
        Value::Number(text) => text.parse().ok(),
        _ => None,
    }
}

fn string(parts: &[Part]) -> Kind {
    let mut left: Option<Vec<String>> = None;
    let mut open = false;
    for part in parts {
        let only = part.node.get("const").map(std::slice::from_ref);
        let Some(values) = only.or(part.node.get("enum").map(Node::items)) else { continue };
        open |= is_true(part.node.get("x-open-enum"));
        let values: Vec<String> = values.iter().filter_map(Node::text).map(ToOwned::to_owned).collect();
        left = Some(match left {
            Some(left) => left.into_iter().filter(|value| values.contains(value)).collect(),
            None => values,
        });
    }
    if let Some(values) = left {
        return if values.iter().any(|value| value.contains('\n')) {
            Kind::Text
        } else {
            Kind::Enum { open, values }
        };
    }
    match first(parts, "format").and_then(Node::text) {
        Some(format @ ("uuid" | "date-time" | "date" | "duration" | "ipv4" | "ipv6")) => {
            Kind::Format(format.to_owned())
        }
        _ => Kind::Text,
    }
}

/// Bounds of whole numbers; without any they are those of 64 bits, as in generated types.
fn integer(parts: &[Part]) -> Kind {
    let (mut least, mut greatest) = (None, None);
    for part in parts {
        let mut keep = |keyword: &str, step: i128| {
            let Some(Node { value: Value::Number(text), .. }) = part.node.get(keyword) else { return };
            let Some(bound) = whole(text, step < 0) else { return };
            let bound = if keyword.starts_with("exclusive") { bound + step } else { bound };
            if step > 0 {
                least = Some(least.map_or(bound, |old: i128| old.max(bound)));
            } else {
                greatest = Some(greatest.map_or(bound, |old: i128| old.min(bound)));
            }
        };
        keep("minimum", 1);
        keep("exclusiveMinimum", 1);
        keep("maximum", -1);
        keep("exclusiveMaximum", -1);
        if let Some(Node { value: Value::Number(text), .. }) = part.node.get("const") {
            (least, greatest) = (whole(text, false), whole(text, false));
        }
        match part.node.get("format").and_then(Node::text) {
            Some("int32") => {
                least = Some(least.unwrap_or(i32::MIN.into()).max(i32::MIN.into()));
                greatest = Some(greatest.unwrap_or(i32::MAX.into()).min(i32::MAX.into()));
            }
            _ => {}
        }
    }
    let values = parts.iter().find_map(|part| part.node.get("enum")).map(Node::items);
    let numbers = values.unwrap_or_default().iter().filter_map(|node| match &node.value {
        Value::Number(text) => whole(text, false),
        _ => None,
    });
    for number in numbers {
        least = Some(least.map_or(number, |old| old.min(number)));
        greatest = Some(greatest.map_or(number, |old| old.max(number)));
    }
    Kind::Integer(least.unwrap_or(i64::MIN.into()), greatest.unwrap_or(i64::MAX.into()))
}

/// A bound as a whole number; a fraction is cut to the side that allows less.
fn whole(text: &str, greatest: bool) -> Option<i128> {
    if let Ok(value) = text.parse() {
        return Some(value);
    }
    let value: f64 = text.parse().ok()?;
    let value = if greatest { value.floor() } else { value.ceil() };
    #[expect(clippy::cast_possible_truncation, reason = "saturates, and no type is as large")]
    let value = value as i128;
    Some(value)
}

/// The member that tells the arms apart: required in each, and one text of its own.
fn tagged(wants: &Wants, arms: &[usize]) -> Option<(String, Vec<String>)> {
    let records: Option<Vec<&Record>> = arms
        .iter()
        .map(|arm| match wants.all.get(*arm).map(|want| &want.kind) {
            Some(Kind::Record(record)) => Some(record),
            _ => None,
        })
        .collect();
    let records = records?;
    records.first()?.members.iter().find_map(|candidate| {
        let mut values: Vec<String> = Vec::new();
        for record in &records {
            let member =
                record.members.iter().find(|member| member.name == candidate.name && member.required)?;
            let Kind::Enum { open: false, values: only } = &wants.all.get(member.want)?.kind else {
                return None;
            };
            let [value] = &only[..] else { return None };
            if values.contains(value) {
                return None;
            }
            values.push(value.clone());
        }
        Some((candidate.name.clone(), values))
    })
}
