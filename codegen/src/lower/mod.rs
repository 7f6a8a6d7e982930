//! The third step: schemas become the model, names included.
//!
//! Lowering never fails. A value that no type fits is a JSON value with an assertion; what cannot be carried at
//! all is a finding with its place, and the model is only for emitting when no finding is an error.
//!
//! Each schema gets a type that holds at least what the schema accepts, and checks for the rest: for every
//! keyword either the type [holds](conjunction::Part::held) it or an assertion says it. In doubt both do.

mod arm_names;
mod assertions;
mod boxes;
mod conjunction;
mod decide;
mod drops;
mod evaluations;
mod events;
mod loose;
pub(crate) mod names;
mod naming;
mod object;
mod plain;
mod reserved;
mod scalar;
mod shape;
mod sweep;
mod types;
mod union;

use std::collections::{BTreeMap, BTreeSet};

use assertions::Assertions;
use conjunction::Input;
pub use events::lower;
pub(crate) use events::lower_some;
pub(crate) use naming::each_use;
pub use plain::{PlainRoot, lower_plain, modules};
use types::Types;

use crate::compat::texts::Texts;
use crate::finding::{FileId, Finding, Place, Rule, Severity};
use crate::model::{Check, Home, Kind, Model, Shape, TypeDef, TypeId, TypeRef};
use crate::pattern::Pattern;
use crate::resolve::rules::UNSUPPORTED_KEYWORD;
use crate::resolve::{SchemaId, Schemas};

/// Two things with one name.
pub static NAME_COLLISION: Rule = Rule {
    id: "name-collision",
    severity: Severity::Error,
    summary: "An event, a domain or a folder has a name that generated code cannot have.",
    explain: "Names on the wire become names of types and modules in Rust and C#, and some of those are taken: by the \
              languages, by generated code, by another event.\n\nRename one of the two.",
};

/// Every rule of this step.
pub static ALL: &[&Rule] = &[&NAME_COLLISION];

/// How schemas become types.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Options {
    /// Whether undeclared members of an open object are kept, and not dropped by readers.
    pub keep_unknown: bool,
    /// Whether `format` is asserted and gives types, and is not an annotation only.
    pub formats: bool,
    /// Whether an integer without both bounds keeps every digit, and is not one of 64 bits.
    pub exact_integers: bool,
    /// Whether schemas are no events: scalars get a name only where it says more than the type.
    pub plain: bool,
}

impl Options {
    /// For the payloads of events.
    pub fn events() -> Self {
        Self { keep_unknown: false, formats: true, exact_integers: false, plain: false }
    }

    /// For plain schemas: nothing of a document is lost.
    pub fn plain() -> Self {
        Self { keep_unknown: true, formats: false, exact_integers: true, plain: true }
    }
}

/// A type: what is lowered, the tag that it leaves out as an arm of a union, its home.
type Key = (Input, Option<String>, Home);

/// A file of shared types.
#[derive(Debug, Clone)]
struct SharedFile {
    home: Home,
    /// The name of the type of its root.
    name: String,
}

struct Lowerer<'a> {
    schemas: &'a Schemas,
    options: Options,
    files: BTreeMap<FileId, SharedFile>,
    assertions: Assertions<'a>,
    model: Model,
    /// What each type would like to be called, by its index.
    wanted: Vec<naming::Wanted>,
    named: BTreeMap<Key, TypeId>,
    /// What is being lowered, and has no name yet.
    active: BTreeSet<(Input, Home)>,
    /// Named types whose structure is still to come.
    open: Vec<(SchemaId, Context, TypeId)>,
    depth: usize,
    probe: usize,
    /// What a place was found to hold.
    uses: BTreeMap<(Vec<SchemaId>, Home), TypeRef>,
    types: BTreeMap<SchemaId, Types>,
    nulls: BTreeMap<SchemaId, Option<bool>>,
    /// Answers about names.
    texts: Texts,
    findings: Vec<Finding>,
}

/// Where a nameless schema stands, so that it can be given a name.
#[derive(Debug, Clone)]
struct Context {
    home: Home,
    /// What goes before every C# name: the event type, or nothing for shared types.
    prefix: String,
    /// The name for the schema itself, if it needs one and has no title.
    name: String,
    /// Whether it is the root of a file, whose name would say nothing new in front of others.
    is_root: bool,
}

impl Context {
    fn named(&self, name: String) -> Self {
        Self { name, is_root: false, ..self.clone() }
    }

    /// For a part that is not a property.
    fn below(&self, name: &str) -> Self {
        self.named(names::joined(&self.name, name))
    }

    /// For a property.
    fn field(&self, name: &str) -> Self {
        self.named(if self.is_root {
            names::type_name(name)
        } else {
            names::unshadowed(names::joined(&self.name, &names::inner_name(name)))
        })
    }
}

/// How many named types are looked into within each other, before the next one waits its turn.
const NESTED: usize = 12;

impl<'a> Lowerer<'a> {
    fn new(schemas: &'a Schemas, options: &Options) -> Self {
        Self {
            schemas,
            options: options.clone(),
            files: BTreeMap::new(),
            assertions: Assertions::new(schemas, options.formats),
            model: Model::default(),
            wanted: Vec::new(),
            named: BTreeMap::new(),
            active: BTreeSet::new(),
            open: Vec::new(),
            depth: 0,
            probe: 0,
            uses: BTreeMap::new(),
            types: BTreeMap::new(),
            nulls: BTreeMap::new(),
            texts: Texts::default(),
            findings: Vec::new(),
        }
    }

    /// What is left to do when every root is lowered.
    fn finish_model(mut self) -> (Model, Vec<Finding>) {
        self.settle();
        boxes::mark(&mut self.model);
        for id in boxes::endless(&self.model) {
            // No value of such a type would end.
            let ty = self.any(&[self.model.get(id).schema]);
            self.model.types[id.0 as usize].shape = Shape::Newtype(ty);
        }
        let keep_unknown = self.options.keep_unknown;
        let Self { mut model, mut findings, assertions, wanted, .. } = self;
        (model.assertions, model.evaluations) = assertions.finish();
        sweep::sweep(&mut model);
        if !keep_unknown {
            drops::keep_what_is_asked(&mut model);
        }
        naming::resolve(&mut model, &wanted);
        findings.extend(reserved::check(&model));
        findings.extend(patterns(&model));
        (model, findings)
    }

    /// Lowers the named types that wait.
    fn settle(&mut self) {
        while let Some((id, context, reserved)) = self.open.pop() {
            self.define(id, &context, reserved);
        }
    }

    /// The type of the schema that a `$ref` leads to.
    fn reference(&mut self, target: SchemaId, context: &Context) -> TypeRef {
        let schema = self.schemas.get(target);
        let named = |name: String, is_root: bool| match self.files.get(&schema.place.file) {
            Some(file) => {
                let (home, name) = (file.home.clone(), if is_root { file.name.clone() } else { name });
                Context { home, prefix: String::new(), name, is_root: is_root && self.options.plain }
            }
            // The root of the event itself, or a definition beside it.
            None => {
                let name = if is_root { context.prefix.clone() } else { name };
                Context { name, is_root, ..context.clone() }
            }
        };
        let context = named(self.name_of_target(target), schema.pointer.is_empty());
        self.definition(target, &context)
    }

    /// A name for what a `$ref` leads to, from its place.
    fn name_of_target(&self, target: SchemaId) -> String {
        let schema = self.schemas.get(target);
        match self.files.get(&schema.place.file) {
            Some(file) if schema.pointer.is_empty() => file.name.clone(),
            _ => names::of_pointer(&schema.pointer),
        }
    }

    /// A schema that has a name of its own: a shared file, an entry of `$defs`.
    fn definition(&mut self, id: SchemaId, context: &Context) -> TypeRef {
        let input = self.own_input(id);
        if let Some(known) = self.known(&input, None, context) {
            return known;
        }
        // Declared before its parts are looked at: a part may refer back to it.
        let reserved = self.declare(&input, None, context, None);
        self.wanted[reserved.0 as usize].rank = naming::DEFINITION;
        if self.depth > NESTED {
            self.open.push((id, context.clone(), reserved));
        } else {
            self.define(id, context, reserved);
        }
        shape::plain(Kind::Named(reserved))
    }

    fn define(&mut self, id: SchemaId, context: &Context, reserved: TypeId) {
        let input = self.own_input(id);
        let name = self.model.get(reserved).rust.clone();
        let context = Context { name, ..context.clone() };
        let ty = match self.accepts_null(id) {
            Some(_) => self.body(input, &context, Some(reserved)),
            None => self.any(&[id]),
        };
        if !matches!(ty.kind, Kind::Named(id) if id == reserved) {
            self.model.types[reserved.0 as usize].shape = Shape::Newtype(ty);
        }
    }

    /// What the type of a schema by itself holds: null only if it holds everything.
    fn own_input(&mut self, id: SchemaId) -> Input {
        let types = self.types_of(id);
        Input::new(&[id], if self.holds_null(&[id]) { types } else { types.minus(Types::NULL) })
    }

    /// The type that something already has in a home.
    fn known(&self, input: &Input, tag: Option<&str>, context: &Context) -> Option<TypeRef> {
        let key = (input.clone(), tag.map(str::to_owned), context.home.clone());
        self.named.get(&key).map(|id| shape::plain(Kind::Named(*id)))
    }

    fn title(&self, id: SchemaId) -> Option<String> {
        let title = self.schemas.keywords(id)?.title.as_ref()?;
        names::of_title(&title.value)
    }

    /// Adds a type, by the name it would like to have.
    fn declare(
        &mut self,
        input: &Input,
        tag: Option<&str>,
        context: &Context,
        shape: Option<Shape>,
    ) -> TypeId {
        let type_id = TypeId(u32::try_from(self.model.types.len()).unwrap_or(u32::MAX));
        // The arm that was taken is what the type is about; else what stands there.
        let about = if input.assumed.is_empty() { input.ids.first() } else { input.ids.last() };
        let schema = about.copied().unwrap_or(SchemaId(0));
        let keywords = self.schemas.keywords(schema);
        let text = |value: Option<&crate::resolve::Located<String>>| value.map(|t| t.value.clone());
        let title = self.title(schema).filter(|_| tag.is_none());
        let mut names: Vec<String> = title.into_iter().collect();
        let of_place = names::unshadowed(context.name.clone());
        if !names.contains(&of_place) {
            names.push(of_place);
        }
        let name = names.first().cloned().unwrap_or_default();
        self.model.types.push(TypeDef {
            id: type_id,
            home: context.home.clone(),
            rust: name.clone(),
            csharp: name,
            title: text(keywords.and_then(|k| k.title.as_deref())),
            doc: text(keywords.and_then(|k| k.description.as_deref())).unwrap_or_default(),
            deprecated: keywords.is_some_and(|k| k.deprecated.as_ref().is_some_and(|d| d.value)),
            place: self.schemas.get(schema).place,
            schema,
            shape: shape.unwrap_or_else(|| Shape::Newtype(shape::plain(Kind::Any))),
        });
        self.wanted.push(naming::Wanted { rank: naming::INLINE, prefix: context.prefix.clone(), names });
        let key = (input.clone(), tag.map(str::to_owned), context.home.clone());
        self.named.entry(key).or_insert(type_id);
        type_id
    }
}

fn place_start(place: Place) -> Place {
    Place { end: place.start.saturating_add(1), ..place }
}

/// Findings for patterns that generated code could not run.
fn patterns(model: &Model) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    let mut look = |text: &str, place: Place| {
        if !seen.insert((text.to_owned(), place.file)) {
            return;
        }
        let carried = Pattern::parse(text).and_then(|pattern| pattern.to_rust().and(pattern.to_csharp()));
        if let Err(error) = carried {
            let message = format!("a pattern that cannot be carried into both languages: {error}");
            let help = "`event-contracts lint` says what is wrong with it";
            findings.push(Finding::new(&UNSUPPORTED_KEYWORD, message).at(place_start(place), "").help(help));
        }
    };
    for assertion in &model.assertions {
        for condition in &assertion.conditions {
            match condition {
                crate::model::Condition::Check(Check::Pattern(pattern)) => look(pattern, assertion.place),
                crate::model::Condition::Members { patterns, .. } => {
                    for (pattern, _) in patterns {
                        look(pattern, assertion.place);
                    }
                }
                _ => {}
            }
        }
    }
    naming::each_use(model, &mut |ty, place| {
        for check in &ty.checks {
            if let Check::Pattern(pattern) = check {
                look(pattern, place);
            }
        }
    });
    findings
}
