//! From schemas to what they want.

use super::{
    files::{self, Files},
    json::{Node, Value},
    keywords::{Part, allowed, count, first, implied, integer, is_true, says, shapes, string, types},
    wants::{Extra, Kind, Member, Record, Want, Wants},
};
use std::{collections::BTreeMap, rc::Rc};

/// References and `allOf` beyond this many steps are left to `validate`.
const STEPS: usize = 200;
/// Schemas beyond this many are left to `validate`.
const WANTS: usize = 4000;
/// And so are schemas that are nested deeper.
const DEPTH: usize = 100;

pub(crate) struct Lowerer<'f> {
    files: &'f mut Files,
    pub(crate) wants: Wants,
    known: BTreeMap<(Vec<(usize, bool)>, u8), usize>,
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
        self.lower(&[Part { file: file.into(), root, node, gathered: false }], types::ALL)
    }

    fn place(&self, part: &Part) -> String {
        format!("{}:{}", self.files.shown(&part.file), part.node.line)
    }

    fn push(&mut self, place: String, kind: Kind) -> usize {
        self.wants.all.push(Want { place, kind });
        self.wants.all.len() - 1
    }

    /// All that hold at one place, narrowed to some JSON types.
    fn lower(&mut self, parts: &[Part], only: u8) -> usize {
        let key = parts.iter().map(|part| (std::ptr::from_ref(part.node) as usize, part.gathered));
        let key = (key.collect(), only);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let place = parts.first().map(|part| self.place(part)).unwrap_or_default();
        let at = self.push(place, Kind::Unknown("it is nested too deep, or too large"));
        self.known.insert(key, at);
        self.depth += 1;
        if self.wants.all.len() < WANTS && self.depth < DEPTH {
            let kind = self.kind(parts, only);
            if let Some(want) = self.wants.all.get_mut(at) {
                want.kind = kind;
            }
        }
        self.depth -= 1;
        at
    }

    /// The parts with everything that they refer to.
    fn gather(&mut self, parts: &[Part]) -> Result<Vec<Part>, Kind> {
        let mut gathered: Vec<Part> = Vec::new();
        let mut left: Vec<Part> = parts.iter().rev().cloned().collect();
        let mut steps = 0;
        while let Some(part) = left.pop() {
            steps += 1;
            if steps > STEPS {
                return Err(Kind::Unknown("it refers to too many others"));
            }
            if gathered.iter().any(|known| std::ptr::eq(known.node, part.node)) {
                continue;
            }
            if part.gathered {
                gathered.push(part);
                continue;
            }
            if part.node.get("$dynamicRef").is_some() || part.node.get("$recursiveRef").is_some() {
                return Err(Kind::Unknown("where `$dynamicRef` leads depends on who refers to it"));
            }
            for inner in part.node.get("allOf").map(Node::items).unwrap_or_default().iter().rev() {
                left.push(Part { node: inner, gathered: false, ..part.clone() });
            }
            if let Some(reference) = part.node.get("$ref").and_then(Node::text) {
                let target = self.follow(&part, reference);
                left.push(target.ok_or(Kind::Unknown("it refers to nothing"))?);
            }
            gathered.push(part);
        }
        Ok(gathered)
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
            Ok(Part { file, root, node, gathered: false })
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
        let parts = match self.gather(parts) {
            Ok(parts) => parts,
            Err(unknown) => return unknown,
        };
        let mut left = parts.iter().fold(only, |left, part| left & allowed(part.node));
        if only == types::ALL && !parts.iter().any(|part| says(part.node)) {
            return Kind::Any;
        }
        if left & types::NULL != 0 && left != types::NULL && left != types::ALL {
            return Kind::Nullable(self.lower(&parts, left & !types::NULL));
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
            0 => Kind::Unknown(NOTHING),
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
                Kind::Choice(arms.into_iter().map(|arm| self.lower(parts, arm)).collect())
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
        // The choices of other parts are made below each arm.
        let (part, list) = *lists.first()?;
        let is_beside = part.node.members().iter().any(|member| BESIDE.contains(&member.name.as_str()));
        let others = lists.get(1..).unwrap_or_default();
        if !others.is_empty()
            && (is_beside || others.iter().any(|(other, _)| std::ptr::eq(other.node, part.node)))
        {
            return Some(Kind::Unknown("several choices are made at one place"));
        }
        let mut arms = Vec::new();
        let mut nullable = false;
        for arm in list.items() {
            let mut all = vec![Part { node: arm, gathered: false, ..part.clone() }];
            let gathered = match self.gather(&all) {
                Ok(gathered) => gathered,
                Err(unknown) => return Some(unknown),
            };
            let kinds = gathered.iter().fold(left, |left, part| left & allowed(part.node));
            nullable |= kinds != types::ALL && kinds & types::NULL != 0;
            let kinds = if kinds == types::ALL { implied(&gathered) } else { kinds & !types::NULL };
            // What stands beside the choice holds for each of its arms.
            let beside = parts.iter().filter(|other| !std::ptr::eq(other.node, part.node));
            all.extend(beside.map(|other| Part { gathered: true, ..other.clone() }));
            if kinds == types::OBJECT && is_beside {
                arms.push(self.beside(&all, part));
            } else if kinds != 0 {
                arms.push(self.lower(&all, kinds));
            }
        }
        for (other, list) in others {
            nullable &= list.items().iter().any(|arm| {
                let gathered = self
                    .gather(&[Part { node: arm, gathered: false, ..(*other).clone() }])
                    .unwrap_or_default();
                gathered.iter().fold(types::ALL, |left, part| left & allowed(part.node)) & types::NULL != 0
            });
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
        let kind = parts.map_or_else(|unknown| unknown, |parts| self.object(&parts));
        self.push(place, kind)
    }

    fn arms(&self, mut arms: Vec<usize>) -> Kind {
        // A choice may leave nothing of an arm of another one.
        let nothing = Kind::Unknown(NOTHING);
        arms.retain(|arm| self.wants.all.get(*arm).is_none_or(|want| want.kind != nothing));
        if arms.is_empty() {
            return nothing;
        }
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
            let mut arms: Vec<usize> = items
                .iter()
                .map(|node| self.lower(&[Part { node, gathered: false, ..part.clone() }], types::ALL))
                .collect();
            let most = if closed { Some(items.len()) } else { greatest };
            if least == items.len() && most == Some(items.len()) {
                return Kind::Tuple(arms);
            }
            // Of another length: what holds it has to take every item.
            match rest {
                Some(node) if !closed => {
                    arms.push(self.lower(&[Part { node, gathered: false, ..part.clone() }], types::ALL));
                }
                None if most.is_none_or(|most| most > items.len()) => arms.push(self.any(parts)),
                _ => {}
            }
            let item = self.one_of(arms, parts);
            let greatest = most.unwrap_or(usize::MAX);
            return Kind::List { item, least, greatest, unique };
        }
        let items: Vec<Part> = parts
            .iter()
            .filter_map(|part| {
                part.node.get("items").map(|node| Part { node, gathered: false, ..part.clone() })
            })
            .collect();
        let item = if items.is_empty() { self.any(parts) } else { self.lower(&items, types::ALL) };
        Kind::List { item, least, greatest: greatest.unwrap_or(usize::MAX), unique }
    }

    /// A schema that allows what any of some allows.
    fn one_of(&mut self, mut arms: Vec<usize>, parts: &[Part]) -> usize {
        arms.sort_unstable();
        arms.dedup();
        if let [only] = arms[..] {
            return only;
        }
        let place = parts.first().map(|part| self.place(part)).unwrap_or_default();
        self.push(place, Kind::Choice(arms))
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
        let mut patterns = Vec::new();
        for part in parts {
            for member in part.node.get("properties").map(Node::members).unwrap_or_default() {
                let inner = Part { node: &member.node, gathered: false, ..part.clone() };
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
            for member in part.node.get("patternProperties").map(Node::members).unwrap_or_default() {
                patterns.push(
                    self.lower(&[Part { node: &member.node, gathered: false, ..part.clone() }], types::ALL),
                );
            }
            for keyword in ["additionalProperties", "unevaluatedProperties"] {
                match part.node.get(keyword).map(|node| (&node.value, node)) {
                    Some((Value::Bool(false), _)) => extra = Extra::Closed,
                    Some((Value::Object(_), node)) => {
                        extras.push(Part { node, gathered: false, ..part.clone() });
                    }
                    _ => {}
                }
            }
        }
        let is_event = parts.iter().any(|part| part.node.get("x-event").is_some());
        if extra == Extra::Open && !extras.is_empty() {
            extra = Extra::Is(self.lower(&extras, types::ALL));
        }
        if !patterns.is_empty() {
            // Which names a pattern is for is left to `validate`.
            match extra {
                Extra::Closed => {}
                Extra::Open => patterns.push(self.any(parts)),
                Extra::Is(extra) => patterns.push(extra),
            }
            extra = Extra::Is(self.one_of(patterns, parts));
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
                want: self.lower(&all, types::ALL),
                name: name.to_owned(),
                place,
            })
            .collect();
        Kind::Record(Record { extra, members })
    }
}

const NOTHING: &str = "it allows no value";

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
