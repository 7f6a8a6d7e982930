//! What a change does to code that uses the generated types, where every message is still read.
//!
//! Code has one type an event and major, so the newest minors are compared.

use std::collections::{BTreeMap, BTreeSet};

use super::Loaded;
use super::affected::{affected, reaching_inside};
use super::rules::{
    CODE_MEMBER_ADDED, CODE_NAME_CHANGED, CODE_PRESENCE_CHANGED, CODE_TYPE_CHANGED, CODE_VALUE_ADDED,
};
use crate::finding::{self, Finding, Place, Rule, has_errors};
use crate::fingerprint;
use crate::load::Sources;
use crate::lower::lower_some;
use crate::model::{
    Choice, Field, Home, Integer, Kind, Model, Record, Shape, StringEnum, TypeDef, TypeId, Union,
};
use crate::resolve::{Contracts, Status};

/// What users of the generated code have to change, for each event and major that both states have. Nothing where
/// no code can be generated from what changed. The findings are sorted.
pub fn changes(sources: &Sources, base: &Loaded, head: &Loaded) -> Vec<Finding> {
    let mut paths = affected(sources, base, head);
    // Types of a shared file may take names from each other.
    paths.extend(reaching_inside(base).chain(reaching_inside(head)));
    let touched = touched(&paths, &base.1, &head.1);
    let wanted = |id: &str| touched.contains(id);
    let ((old, before), (new, after)) = (lower_some(&base.1, wanted), lower_some(&head.1, wanted));
    if has_errors(&before) || has_errors(&after) {
        return Vec::new();
    }
    let mut code =
        Code { old: &old, new: &new, event: String::new(), seen: BTreeSet::new(), found: BTreeMap::new() };
    for event in &new.events {
        let Some(earlier) = old.events.iter().find(|earlier| earlier.id == event.id) else { continue };
        for major in &event.majors {
            let same = earlier.majors.iter().find(|old| old.version.major == major.version.major);
            // A draft may change as it likes.
            if let Some(same) = same.filter(|same| same.lifecycle.status != Status::Draft) {
                code.event = format!("{} {}", event.id, major.version);
                code.seen.clear();
                code.types(same.root, major.root);
            }
        }
    }
    let mut findings: Vec<Finding> = code.found.into_values().map(finish).collect();
    finding::sort(&mut findings);
    findings
}

/// The events that a change of these files may give other types, or other names of types.
fn touched<'c>(paths: &BTreeSet<String>, base: &'c Contracts, head: &'c Contracts) -> BTreeSet<&'c str> {
    let mut types: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    let mut open = Vec::new();
    for (id, versions) in base.events.iter().chain(&head.events) {
        for contract in versions.values() {
            types.entry((&contract.domain, &contract.event_type)).or_default().insert(id);
            if paths.contains(&contract.path) {
                open.push((contract.domain.as_str(), contract.event_type.as_str()));
            }
        }
    }
    // Events of a domain share a namespace in C#. Their types begin with the event's name, or with `Any` and that
    // name: they may take names from each other if one name goes on where another ends.
    let near = |a: &str, b: &str| a.starts_with(b) || b.starts_with(a) || a.starts_with("Any");
    let (mut seen, mut found) = (BTreeSet::new(), BTreeSet::new());
    while let Some((domain, event_type)) = open.pop() {
        if !seen.insert((domain, event_type)) {
            continue;
        }
        for ((_, other), ids) in types.iter().filter(|((at, _), _)| *at == domain) {
            if near(event_type, other) || near(other, event_type) {
                open.push((domain, *other));
                found.extend(ids);
            }
        }
    }
    found
}

fn finish((mut finding, reaches): (Finding, BTreeSet<String>)) -> Finding {
    finding.fingerprint = Some(fingerprint::of(&[finding.rule.id, &finding.message]));
    finding.reaches = reaches.into_iter().collect();
    if finding.reaches.len() > 1 {
        finding.notes.push(format!("it reaches {}", finding.reaches.join(", ")));
    }
    finding
}

struct Code<'a> {
    old: &'a Model,
    new: &'a Model,
    /// The event and version that is looked at.
    event: String,
    /// Pairs that are compared already for this event; a type that contains itself ends here.
    seen: BTreeSet<(TypeId, TypeId)>,
    /// By rule, message and place: one finding, however many events hold the type.
    found: BTreeMap<(&'static str, String, Place), (Finding, BTreeSet<String>)>,
}

/// A value of an enum or a form of a union: what tells it on the wire, and its names in Rust and C#.
struct Known<'m> {
    key: &'m str,
    names: [&'m str; 2],
}

impl<'m> Known<'m> {
    fn of(key: &'m str, names: [&'m String; 2]) -> Self {
        Self { key, names: names.map(String::as_str) }
    }
}

impl Code<'_> {
    fn say(&mut self, rule: &'static Rule, message: String, new: Place, old: Place, help: &str) {
        let entry = self.found.entry((rule.id, message.clone(), new)).or_insert_with(|| {
            let finding = Finding::new(rule, message).at(start(new), "").at(start(old), "before").help(help);
            (finding, BTreeSet::new())
        });
        entry.1.insert(self.event.clone());
    }

    fn types(&mut self, old: TypeId, new: TypeId) {
        // From the root by hand: the types may be nested as deep as the schemas.
        let mut open = vec![(old, new)];
        while let Some((old, new)) = open.pop() {
            if self.seen.insert((old, new)) {
                self.pair(self.old.get(old), self.new.get(new), &mut open);
            }
        }
    }

    fn pair(&mut self, old: &TypeDef, new: &TypeDef, open: &mut Vec<(TypeId, TypeId)>) {
        let (was, is) = (path(old), path(new));
        if was != is {
            let message = format!("the type {was} is now {is}");
            self.say(
                &CODE_NAME_CHANGED,
                message,
                new.place,
                old.place,
                "keep the `title`, or the name in `$defs`",
            );
        }
        let name = new.rust.as_str();
        match (&old.shape, &new.shape) {
            (Shape::Record(before), Shape::Record(after)) => {
                self.records(name, before, after, (old, new), open);
            }
            (Shape::Enum(before), Shape::Enum(after)) => self.enums(name, before, after, (old, new)),
            (Shape::Union(before), Shape::Union(after)) => {
                self.unions(name, before, after, (old, new), open);
            }
            (Shape::Choice(before), Shape::Choice(after)) => {
                self.choices(name, before, after, (old, new), open);
            }
            (Shape::Newtype(before), Shape::Newtype(after)) => {
                self.uses(name, &before.kind, &after.kind, (old.place, new.place), open);
            }
            (before, after) if std::mem::discriminant(before) != std::mem::discriminant(after) => {
                let message =
                    format!("the type {name} is made in another way: {} was {}", shape(after), shape(before));
                let help = "code that builds or matches it has to be changed with the next update";
                self.say(&CODE_TYPE_CHANGED, message, new.place, old.place, help);
            }
            _ => {}
        }
    }

    fn records(
        &mut self,
        name: &str,
        old: &Record,
        new: &Record,
        (was, is): (&TypeDef, &TypeDef),
        open: &mut Vec<(TypeId, TypeId)>,
    ) {
        for field in &new.fields {
            let full = format!("{name}.{}", field.rust);
            let Some(before) = old.fields.iter().find(|before| before.json == field.json) else {
                let message = format!("the type {name} has a new member, {}", field.rust);
                let help = "code that writes such a value in Rust names every member: it adds this one";
                self.say(&CODE_MEMBER_ADDED, message, field.place, was.place, help);
                continue;
            };
            if (&before.rust, &before.csharp) != (&field.rust, &field.csharp) {
                let message = format!("the member {full} was called {}", before.rust);
                let help = "keep what the name is made of, or tell the users of the code";
                self.say(&CODE_NAME_CHANGED, message, field.place, before.place, help);
            }
            let presence = |field: &Field| match (field.required, field.nullable) {
                (true, false) => "always there",
                (true, true) => "there, or null",
                (false, false) => "optional",
                (false, true) => "optional, or null",
            };
            if presence(before) != presence(field) {
                let message =
                    format!("the member {full} is {}, and was {}", presence(field), presence(before));
                let help = "code that builds or reads it has to be changed with the next update";
                self.say(&CODE_PRESENCE_CHANGED, message, field.place, before.place, help);
            }
            if before.boxed != field.boxed {
                let message = format!(
                    "the member {full} is {} in Rust",
                    if field.boxed { "now boxed" } else { "no longer boxed" }
                );
                self.say(
                    &CODE_TYPE_CHANGED,
                    message,
                    field.place,
                    before.place,
                    "say so to the users of the code",
                );
            }
            self.uses(&full, &before.ty.kind, &field.ty.kind, (before.place, field.place), open);
        }
        for before in old.fields.iter().filter(|old| !new.fields.iter().any(|field| field.json == old.json)) {
            let message = format!("the member {name}.{} is gone", before.rust);
            let help = "code that uses it no longer compiles; a member that nobody sends can stay, marked `deprecated`";
            self.say(&CODE_NAME_CHANGED, message, is.place, before.place, help);
        }
    }

    fn enums(&mut self, name: &str, old: &StringEnum, new: &StringEnum, (was, is): (&TypeDef, &TypeDef)) {
        if old.open != new.open {
            let word = if new.open { "opened" } else { "closed" };
            let message = format!("the values of {name} were {word}");
            let help = "a `match` over it has one arm more or less";
            self.say(&CODE_TYPE_CHANGED, message, is.place, was.place, help);
        }
        let [old, new] = [old, new].map(|set| {
            set.variants.iter().map(|one| Known::of(&one.json, [&one.rust, &one.csharp])).collect::<Vec<_>>()
        });
        let words = ("value", "say so to the users of the code");
        self.known(name, words, &old, &new, (was.place, is.place));
    }

    fn unions(
        &mut self,
        name: &str,
        old: &Union,
        new: &Union,
        (was, is): (&TypeDef, &TypeDef),
        open: &mut Vec<(TypeId, TypeId)>,
    ) {
        let [before, after] = [old, new].map(|union| {
            union.arms.iter().map(|arm| Known::of(&arm.value, [&arm.name; 2])).collect::<Vec<_>>()
        });
        let words = ("form", "keep the `title` of the form");
        self.known(name, words, &before, &after, (was.place, is.place));
        for arm in &new.arms {
            let before = old.arms.iter().find(|before| before.value == arm.value);
            open.extend(before.map(|before| (before.record, arm.record)));
        }
    }

    fn choices(
        &mut self,
        name: &str,
        old: &Choice,
        new: &Choice,
        (was, is): (&TypeDef, &TypeDef),
        open: &mut Vec<(TypeId, TypeId)>,
    ) {
        let [before, after] = [old, new].map(|choice| {
            choice.arms.iter().map(|arm| Known::of(&arm.name, [&arm.name; 2])).collect::<Vec<_>>()
        });
        self.known(name, ("form", ""), &before, &after, (was.place, is.place));
        for arm in &new.arms {
            if let Some(before) = old.arms.iter().find(|before| before.name == arm.name) {
                let at = format!("{name}.{}", arm.name);
                self.uses(&at, &before.ty.kind, &arm.ty.kind, (was.place, is.place), open);
            }
        }
    }

    /// What code names in a `match`: `word` says what it is, `help` what to do about another name.
    fn known(
        &mut self,
        name: &str,
        (word, help): (&str, &str),
        old: &[Known],
        new: &[Known],
        (was, is): (Place, Place),
    ) {
        for one in new {
            match old.iter().find(|before| before.key == one.key) {
                None => {
                    let message = format!("{name} has a new {word}, {}", one.names[0]);
                    let help = format!("a `match` over it that names every {word} has to name this one, too");
                    self.say(&CODE_VALUE_ADDED, message, is, was, &help);
                }
                Some(before) if before.names != one.names => {
                    let message =
                        format!("the {word} {name}.{} was called {}", one.names[0], before.names[0]);
                    self.say(&CODE_NAME_CHANGED, message, is, was, help);
                }
                Some(_) => {}
            }
        }
        for gone in old.iter().filter(|old| !new.iter().any(|one| one.key == old.key)) {
            let message = format!("the {word} {name}.{} is gone", gone.names[0]);
            self.say(&CODE_NAME_CHANGED, message, is, was, "code that names it no longer compiles");
        }
    }

    /// Two uses of types; what they refer to by name is looked at later.
    fn uses(
        &mut self,
        at: &str,
        old: &Kind,
        new: &Kind,
        (was, is): (Place, Place),
        open: &mut Vec<(TypeId, TypeId)>,
    ) {
        let (mut old, mut new) = (old, new);
        loop {
            (old, new) = match (old, new) {
                (Kind::List(a), Kind::List(b))
                | (Kind::Map(a), Kind::Map(b))
                | (Kind::Nullable(a), Kind::Nullable(b)) => (&a.kind, &b.kind),
                (Kind::Named(a), Kind::Named(b)) => {
                    open.push((*a, *b));
                    return;
                }
                (a, b) => {
                    let (before, after) = (words(self.old, a), words(self.new, b));
                    if before != after {
                        let message = format!("the type of {at} is {after}, and was {before}");
                        let help = "code that builds or reads it has to be changed with the next update";
                        self.say(&CODE_TYPE_CHANGED, message, is, was, help);
                    }
                    return;
                }
            }
        }
    }
}

/// The first letter of what stands there: the rest is in the contract.
fn start(place: Place) -> Place {
    Place { end: place.end.min(place.start.saturating_add(1)), ..place }
}

/// Where a type is found in both languages.
fn path(def: &TypeDef) -> String {
    let home = match &def.home {
        Home::Event { domain, folder, major } => format!("{domain}/{folder} v{major}"),
        Home::Shared(parts) => parts.join("/"),
    };
    if def.rust == def.csharp {
        format!("{} ({home})", def.rust)
    } else {
        format!("{} or {} ({home})", def.rust, def.csharp)
    }
}

fn shape(shape: &Shape) -> &'static str {
    match shape {
        Shape::Record(_) => "a record",
        Shape::Enum(_) => "an enum",
        Shape::Union(_) => "a union",
        Shape::Choice(_) => "a union without a tag",
        Shape::Newtype(_) => "a name for another type",
    }
}

fn words(model: &Model, kind: &Kind) -> String {
    match kind {
        Kind::Named(id) => model.get(*id).rust.clone(),
        Kind::List(inner) => format!("a list of {}", words(model, &inner.kind)),
        Kind::Map(inner) => format!("a map of {}", words(model, &inner.kind)),
        Kind::Nullable(inner) => format!("{} or null", words(model, &inner.kind)),
        Kind::Integer(integer) => {
            let (rust, csharp) = match integer {
                Integer::I8 => ("i8", "sbyte"),
                Integer::I16 => ("i16", "short"),
                Integer::I32 => ("i32", "int"),
                Integer::I64 => ("i64", "long"),
                Integer::U8 => ("u8", "byte"),
                Integer::U16 => ("u16", "ushort"),
                Integer::U32 => ("u32", "uint"),
                Integer::U64 => ("u64", "ulong"),
            };
            format!("{rust} (C#: {csharp})")
        }
        // The rest has no parts, and is called alike in all of our documents.
        plain => format!("{plain:?}").split(['(', '{', ' ']).next().unwrap_or_default().to_lowercase(),
    }
}
