//! Which type has which name, and when the short name would mean something else.

use std::collections::{BTreeMap, BTreeSet};

use crate::load::config::CsharpTarget;
pub(super) use crate::lower::names::CSHARP_MEMBERS as MEMBERS;
use crate::lower::names::type_name;
use crate::model::{Event, Home, Major, Model, Shape, TypeDef, TypeId};

/// A type to be written, with its place.
#[derive(Debug, Clone)]
pub(super) struct Unit<'a> {
    /// What it is.
    pub(super) def: &'a TypeDef,
    /// Its name; that of its definition, but for the payload of an event that is a shared type.
    pub(super) name: String,
    /// The event whose payload it is.
    pub(super) event: Option<(&'a Event, &'a Major)>,
}

/// The names of all types.
#[derive(Debug)]
pub(super) struct Names<'a> {
    /// The model.
    pub(super) model: &'a Model,
    /// The root namespace.
    pub(super) root: String,
    /// The namespace of the support library.
    pub(super) support: String,
    /// How many types have a name.
    types: BTreeMap<String, usize>,
    /// Parts of namespaces.
    segments: BTreeSet<String>,
    /// Records that are written inside of their unions.
    arms: BTreeSet<TypeId>,
    /// The parts of each home's namespace below the root.
    folders: BTreeMap<Home, Vec<String>>,
    /// Types whose checks see the value as JSON.
    asserting: BTreeSet<TypeId>,
}

impl<'a> Names<'a> {
    pub(super) fn new(model: &'a Model, target: &CsharpTarget) -> Self {
        let parts: Vec<String> = target.namespace.split('.').map(type_name_of_namespace).collect();
        let root = parts.join(".");
        let folders = all_folders(model);
        let homes: BTreeSet<Vec<String>> = folders.values().cloned().collect();
        let mut support = "Support".to_owned();
        while homes.iter().any(|home| home.first() == Some(&support)) {
            support.push('_');
        }
        let mut segments: BTreeSet<String> = homes.into_iter().flatten().collect();
        segments.extend(parts);
        segments.insert(support.clone());
        let mut types = BTreeMap::new();
        for name in model
            .types
            .iter()
            .map(|def| &def.csharp)
            .chain(model.events.iter().map(|event| &event.event_type))
        {
            *types.entry(name.clone()).or_insert(0) += 1;
        }
        let arms = model.types.iter().filter_map(|def| match &def.shape {
            Shape::Union(union) => Some(union.arms.iter().map(|arm| arm.record)),
            _ => None,
        });
        let arms = arms.flatten().collect();
        let support = format!("{root}.{support}");
        let asserting = super::types::asserting(model);
        Self { model, root, support, types, segments, arms, folders, asserting }
    }

    /// The folders of a home below the project's, which are the parts of its namespace too.
    pub(super) fn folders(&self, home: &Home) -> Vec<String> {
        self.folders.get(home).cloned().unwrap_or_default()
    }

    /// Whether the checks of a type see its value as JSON.
    pub(super) fn asserts(&self, id: TypeId) -> bool {
        self.asserting.contains(&id)
    }

    /// The command that makes the files.
    pub(super) fn command(&self) -> &'static str {
        if self.model.roots.is_empty() { "cargo xtask codegen" } else { "event-contracts compile" }
    }

    /// The class of a home's assertions.
    pub(super) fn assertions(&self, home: &Home) -> String {
        let event = self.event(home).map(|(event, _)| event.event_type.as_str());
        self.helper(event.unwrap_or_default(), "Assertions")
    }

    /// A name for a class in the root namespace.
    pub(super) fn at_root(&self, name: &str) -> String {
        let taken = |name: &str| self.folders.values().any(|folders| folders.iter().any(|part| part == name));
        distinct(name, "_", taken)
    }

    /// The namespace of a home.
    pub(super) fn namespace(&self, home: &Home) -> String {
        let mut namespace = self.root.clone();
        for folder in self.folders(home) {
            namespace.push('.');
            namespace.push_str(&folder);
        }
        namespace
    }

    /// The types of a home that are written at its top level.
    pub(super) fn units(&self, home: &Home) -> Vec<Unit<'a>> {
        let event = self.event(home);
        let mut units: Vec<Unit<'a>> = Vec::new();
        for def in self.model.types.iter().filter(|def| def.home == *home && !self.arms.contains(&def.id)) {
            let event = event.filter(|(_, major)| major.root == def.id);
            units.push(Unit { def, name: def.csharp.clone(), event });
        }
        units
    }

    fn event(&self, home: &Home) -> Option<(&'a Event, &'a Major)> {
        let Home::Event { domain, folder, major } = home else { return None };
        let event =
            self.model.events.iter().find(|event| event.domain == *domain && event.folder == *folder)?;
        let major = event.majors.iter().find(|candidate| candidate.version.major == *major)?;
        Some((event, major))
    }

    /// Whether a name from outside of the model would be hidden by one of the model.
    pub(super) fn hides(&self, name: &str) -> bool {
        self.types.contains_key(name) || self.segments.contains(name)
    }

    /// Whether one of these names would be hidden in a namespace below the root.
    pub(super) fn hides_any<'n>(&self, mut names: impl Iterator<Item = &'n str>) -> bool {
        let mut below: BTreeSet<String> = BTreeSet::new();
        for def in &self.model.types {
            let first = self.folders(&def.home).into_iter().next();
            below.insert(first.unwrap_or_else(|| def.csharp.clone()));
        }
        names.any(|name| below.contains(name))
    }

    /// A namespace for a `using` directive inside of another namespace.
    pub(super) fn using(&self, namespace: &str) -> String {
        let first = namespace.split('.').next().unwrap_or_default();
        let is_hidden = self.folders.values().any(|folders| folders.iter().any(|part| part == first));
        if is_hidden { format!("global::{namespace}") } else { namespace.to_owned() }
    }

    /// Whether a type's name alone says which type is meant, in every namespace.
    pub(super) fn is_unique(&self, name: &str) -> bool {
        self.types.get(name) == Some(&1) && !self.segments.contains(name) && !FOREIGN.contains(&name)
    }

    /// The name of a helper class for a type; no type has it.
    pub(super) fn helper(&self, name: &str, suffix: &str) -> String {
        let mut helper = format!("{name}{suffix}");
        while self.types.contains_key(&helper) {
            helper.push('_');
        }
        helper
    }
}

/// The folders of all homes. Modules of plain schemas that would share one, or differ by case alone, are numbered.
fn all_folders(model: &Model) -> BTreeMap<Home, Vec<String>> {
    let mut all: BTreeMap<Home, Vec<String>> =
        model.types.iter().map(|def| (def.home.clone(), folders(&def.home))).collect();
    if model.roots.is_empty() {
        return all;
    }
    let mut used = BTreeSet::new();
    for folders in all.values_mut() {
        let base = folders.join("");
        let mut name = base.clone();
        let mut number = 1_u64;
        while !used.insert(name.to_lowercase()) {
            number += 1;
            name = format!("{base}_{number}");
        }
        *folders = vec![name];
    }
    all
}

fn folders(home: &Home) -> Vec<String> {
    match home {
        Home::Event { domain, major, .. } => vec![type_name(domain), format!("V{major}")],
        Home::Shared(parts) => parts.iter().map(|part| type_name(part)).collect(),
    }
}

fn type_name_of_namespace(part: &str) -> String {
    let kept: String = part.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    if kept.is_empty() || kept.starts_with(|c: char| c.is_ascii_digit()) { format!("_{kept}") } else { kept }
}

/// A local variable's name for a property, other than every name in `used`; it is added to them.
pub(super) fn local(property: &str, prefix: &str, used: &mut BTreeSet<String>) -> String {
    let mut chars = property.chars();
    let first: String = chars.next().map(|c| c.to_ascii_lowercase()).into_iter().collect();
    let mut name =
        if prefix.is_empty() { format!("{first}{}", chars.as_str()) } else { format!("{prefix}{property}") };
    if KEYWORDS.contains(&name.as_str()) {
        name.insert(0, '@');
    }
    while !used.insert(name.clone()) {
        name.push('_');
    }
    name
}

/// `name`, or with the suffix as often as needed to be none of `taken`.
pub(super) fn distinct(name: &str, suffix: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut name = name.to_owned();
    while taken(&name) {
        name.push_str(suffix);
    }
    name
}

/// Names of the support library.
const FOREIGN: &[&str] = &[
    "Canonical",
    "Assertion",
    "Checker",
    "Conditions",
    "Contract",
    "ContractConverter",
    "ContractException",
    "ContractVersion",
    "Document",
    "EnvelopeHeader",
    "Evaluated",
    "Evaluation",
    "EventCatalog",
    "EventDescriptor",
    "EventEnvelope",
    "EventEnvelopeConverter",
    "EventEnvelopeConverterFactory",
    "EventSet",
    "Exact",
    "IEventData",
    "IEventEnvelope",
    "JsonInteger",
    "JsonNumber",
    "JsonRead",
    "JsonTypes",
    "JsonWrite",
    "Optional",
    "Pattern",
    "Text",
    "TextFormat",
    "Violation",
    "Wire",
];

const KEYWORDS: &[&str] = &[
    "abstract",
    "as",
    "base",
    "bool",
    "break",
    "byte",
    "case",
    "catch",
    "char",
    "checked",
    "class",
    "const",
    "continue",
    "decimal",
    "default",
    "delegate",
    "do",
    "double",
    "else",
    "enum",
    "event",
    "explicit",
    "extern",
    "false",
    "finally",
    "fixed",
    "float",
    "for",
    "foreach",
    "goto",
    "if",
    "implicit",
    "in",
    "int",
    "interface",
    "internal",
    "is",
    "lock",
    "long",
    "namespace",
    "new",
    "null",
    "object",
    "operator",
    "out",
    "override",
    "params",
    "private",
    "protected",
    "public",
    "readonly",
    "ref",
    "return",
    "sbyte",
    "sealed",
    "short",
    "sizeof",
    "stackalloc",
    "static",
    "string",
    "struct",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "uint",
    "ulong",
    "unchecked",
    "unsafe",
    "ushort",
    "using",
    "virtual",
    "void",
    "volatile",
    "while",
];
