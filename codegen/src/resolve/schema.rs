//! Typed JSON Schema: one node a schema, every `$ref` already a link to another node.

use super::Draft;
use crate::finding::Place;
use crate::load::Node;
use crate::number::Number;

/// Index of a schema in [`super::Schemas`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(pub u32);

/// Something with the place of its keyword and of its value.
#[derive(Debug, Clone)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where the keyword (the key) stands.
    pub key: Place,
    /// Where the value stands.
    pub place: Place,
}

/// A set of JSON types. `integer` is a type of its own here, as in JSON Schema: `number` includes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TypeSet(u8);

/// A JSON Schema type (2020-12 validation, section 6.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// `null`
    Null,
    /// `boolean`
    Boolean,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `string`
    String,
    /// `array`
    Array,
    /// `object`
    Object,
}

impl Type {
    /// Every type.
    pub const ALL: [Type; 7] =
        [Self::Null, Self::Boolean, Self::Integer, Self::Number, Self::String, Self::Array, Self::Object];

    /// The name that JSON Schema gives it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }

    /// The type of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.name() == name)
    }
}

impl TypeSet {
    /// The set of these types.
    pub fn of(types: impl IntoIterator<Item = Type>) -> Self {
        Self(types.into_iter().fold(0, |bits, t| bits | (1 << t as u8)))
    }

    /// Whether it holds `t` itself (`number` does not imply `integer` here).
    pub fn contains(self, t: Type) -> bool {
        self.0 & (1 << t as u8) != 0
    }

    /// The set without `t`.
    #[must_use]
    pub fn without(self, t: Type) -> Self {
        Self(self.0 & !(1 << t as u8))
    }

    /// The members in a fixed order.
    pub fn iter(self) -> impl Iterator<Item = Type> {
        Type::ALL.into_iter().filter(move |t| self.contains(*t))
    }

    /// The member, if there is exactly one.
    pub fn single(self) -> Option<Type> {
        let mut types = self.iter();
        types.next().filter(|_| types.next().is_none())
    }
}

/// A schema.
#[derive(Debug, Clone)]
pub struct Schema {
    /// Where it stands.
    pub place: Place,
    /// JSON Pointer from the root of its file.
    pub pointer: String,
    /// The draft by whose rules it is read.
    pub draft: Draft,
    /// What it says.
    pub body: Body,
}

impl Schema {
    /// Whether `1.0` is no integer here.
    pub fn integers_as_written(&self) -> bool {
        self.draft == Draft::Draft4
    }

    /// Whether `contains` evaluates items (2020-12 core, section 10.3.1.3).
    pub fn contains_evaluates(&self) -> bool {
        self.draft == Draft::Draft202012
    }
}

/// What a schema says.
#[derive(Debug, Clone)]
pub enum Body {
    /// `true` or `false`.
    Bool(bool),
    /// An object of keywords.
    Keywords(Box<Keywords>),
}

/// A property of `properties`, `patternProperties` or `$defs`.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name (or pattern).
    pub name: String,
    /// Where the name stands.
    pub key: Place,
    /// Its schema.
    pub schema: SchemaId,
}

/// A keyword that takes one value. Most are absent, so it takes one word of memory.
pub type Keyword<T> = Option<Box<Located<T>>>;

/// The keywords of a schema object, by the vocabularies of draft 2020-12. Older spellings are put into
/// their modern place when they mean the same.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "each field is the keyword of the same name")]
pub struct Keywords {
    // core
    pub reference: Keyword<SchemaId>,
    pub defs: Vec<Entry>,
    pub comment: Keyword<String>,
    // annotations
    pub title: Keyword<String>,
    pub description: Keyword<String>,
    pub default: Keyword<Node>,
    pub deprecated: Keyword<bool>,
    pub read_only: bool,
    pub write_only: bool,
    pub examples: Keyword<Vec<Node>>,
    // any type
    pub types: Keyword<TypeSet>,
    pub enumeration: Keyword<Vec<Node>>,
    pub constant: Keyword<Node>,
    // numbers
    pub minimum: Keyword<Number>,
    pub maximum: Keyword<Number>,
    pub exclusive_minimum: Keyword<Number>,
    pub exclusive_maximum: Keyword<Number>,
    pub multiple_of: Keyword<Number>,
    // strings
    pub min_length: Keyword<u64>,
    pub max_length: Keyword<u64>,
    pub pattern: Keyword<String>,
    pub format: Keyword<String>,
    pub content_encoding: Keyword<String>,
    pub content_media_type: Keyword<String>,
    // arrays
    pub items: Keyword<SchemaId>,
    pub prefix_items: Keyword<Vec<SchemaId>>,
    pub contains: Keyword<SchemaId>,
    pub min_contains: Keyword<u64>,
    pub max_contains: Keyword<u64>,
    pub min_items: Keyword<u64>,
    pub max_items: Keyword<u64>,
    pub unique_items: Keyword<bool>,
    pub unevaluated_items: Keyword<SchemaId>,
    // objects
    pub properties: Vec<Entry>,
    pub pattern_properties: Vec<Entry>,
    pub additional_properties: Keyword<SchemaId>,
    pub property_names: Keyword<SchemaId>,
    pub unevaluated_properties: Keyword<SchemaId>,
    pub required: Vec<Located<String>>,
    pub min_properties: Keyword<u64>,
    pub max_properties: Keyword<u64>,
    pub dependent_required: Vec<Located<(String, Vec<String>)>>,
    pub dependent_schemas: Vec<Entry>,
    // combination
    pub all_of: Keyword<Vec<SchemaId>>,
    pub any_of: Keyword<Vec<SchemaId>>,
    pub one_of: Keyword<Vec<SchemaId>>,
    pub not: Keyword<SchemaId>,
    pub if_: Keyword<SchemaId>,
    pub then: Keyword<SchemaId>,
    pub else_: Keyword<SchemaId>,
    /// `x-…` keywords, with their names.
    pub extensions: Vec<(String, Located<Node>)>,
    /// Keywords that nobody here knows: annotations by the specification (core, section 4.3.1).
    pub unknown: Vec<(String, Place)>,
}

macro_rules! borrow {
    (as_ref, $place:expr) => {
        &$place
    };
    (as_mut, $place:expr) => {
        &mut $place
    };
}

/// One list for reading and for writing.
macro_rules! each_link {
    ($k:ident, $one:ident, $iter:ident, $f:expr) => {{
        let mut f = $f;
        for located in [
            $k.reference.$one(),
            $k.items.$one(),
            $k.contains.$one(),
            $k.unevaluated_items.$one(),
            $k.additional_properties.$one(),
            $k.property_names.$one(),
            $k.unevaluated_properties.$one(),
            $k.not.$one(),
            $k.if_.$one(),
            $k.then.$one(),
            $k.else_.$one(),
        ]
        .into_iter()
        .flatten()
        {
            f(borrow!($one, located.value));
        }
        let lists = [$k.prefix_items.$one(), $k.all_of.$one(), $k.any_of.$one(), $k.one_of.$one()];
        for located in lists.into_iter().flatten() {
            located.value.$iter().for_each(&mut f);
        }
        for entry in
            $k.properties.$iter().chain($k.pattern_properties.$iter()).chain($k.dependent_schemas.$iter())
        {
            f(borrow!($one, entry.schema));
        }
    }};
}

impl Keywords {
    /// Whether what it says of texts may be for validators to check or not.
    pub(crate) fn has_format(&self) -> bool {
        self.format.is_some() || self.content_media_type.is_some()
    }

    /// The value of an `x-` keyword.
    pub fn extension(&self, name: &str) -> Option<&Located<Node>> {
        self.extensions.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Whether the `x-` keyword is `true`.
    pub fn flag(&self, name: &str) -> bool {
        self.extension(name).is_some_and(|x| matches!(x.value.value, crate::load::Value::Bool(true)))
    }

    /// Whether a property is required.
    pub fn requires(&self, name: &str) -> bool {
        self.required.iter().any(|required| required.value == name)
    }

    /// The property of that name.
    pub fn property(&self, name: &str) -> Option<&Entry> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// Every keyword here that says which documents are valid, with the place of its key: all but
    /// annotations, `$defs` and `x-` keywords.
    pub fn assertions(&self) -> Vec<(&'static str, Place)> {
        self.each_assertion().collect()
    }

    /// Every schema that has a say in which documents are valid, the target of `$ref` included, in a fixed
    /// order.
    pub fn links(&self) -> Vec<SchemaId> {
        let mut all = Vec::new();
        each_link!(self, as_ref, iter, |id: &SchemaId| all.push(*id));
        all
    }

    /// The schemas that look at the same value as this one, the target of `$ref` first.
    pub(super) fn in_place(&self) -> Vec<SchemaId> {
        let ones = [&self.reference, &self.not, &self.if_, &self.then, &self.else_];
        let lists = [&self.all_of, &self.any_of, &self.one_of];
        let ones = ones.into_iter().flatten().map(|located| located.value);
        let lists = lists.into_iter().flatten().flat_map(|located| located.value.iter().copied());
        ones.chain(lists).chain(self.dependent_schemas.iter().map(|entry| entry.schema)).collect()
    }

    /// Gives each of [`Keywords::links`] another target.
    pub(crate) fn relink(&mut self, mut target: impl FnMut(SchemaId) -> SchemaId) {
        each_link!(self, as_mut, iter_mut, |id: &mut SchemaId| *id = target(*id));
    }

    /// Whether `$ref` is the only keyword that says which documents are valid.
    pub fn is_bare_reference(&self) -> bool {
        self.reference.is_some() && self.each_assertion().nth(1).is_none()
    }

    fn each_assertion(&self) -> impl Iterator<Item = (&'static str, Place)> {
        fn one<T>(name: &'static str, value: Option<&Located<T>>) -> Option<(&'static str, Place)> {
            value.map(|located| (name, located.key))
        }
        fn many(name: &'static str, entries: &[Entry]) -> Option<(&'static str, Place)> {
            entries.first().map(|entry| (name, entry.key))
        }
        [
            one("$ref", self.reference.as_deref()),
            one("type", self.types.as_deref()),
            one("enum", self.enumeration.as_deref()),
            one("const", self.constant.as_deref()),
            one("minimum", self.minimum.as_deref()),
            one("maximum", self.maximum.as_deref()),
            one("exclusiveMinimum", self.exclusive_minimum.as_deref()),
            one("exclusiveMaximum", self.exclusive_maximum.as_deref()),
            one("multipleOf", self.multiple_of.as_deref()),
            one("minLength", self.min_length.as_deref()),
            one("maxLength", self.max_length.as_deref()),
            one("pattern", self.pattern.as_deref()),
            one("format", self.format.as_deref()),
            one("items", self.items.as_deref()),
            one("prefixItems", self.prefix_items.as_deref()),
            one("contains", self.contains.as_deref()),
            one("minContains", self.min_contains.as_deref()),
            one("maxContains", self.max_contains.as_deref()),
            one("minItems", self.min_items.as_deref()),
            one("maxItems", self.max_items.as_deref()),
            one("uniqueItems", self.unique_items.as_deref()),
            one("unevaluatedItems", self.unevaluated_items.as_deref()),
            many("properties", &self.properties),
            many("patternProperties", &self.pattern_properties),
            one("additionalProperties", self.additional_properties.as_deref()),
            one("propertyNames", self.property_names.as_deref()),
            one("unevaluatedProperties", self.unevaluated_properties.as_deref()),
            self.required.first().map(|located| ("required", located.key)),
            one("minProperties", self.min_properties.as_deref()),
            one("maxProperties", self.max_properties.as_deref()),
            self.dependent_required.first().map(|located| ("dependentRequired", located.key)),
            many("dependentSchemas", &self.dependent_schemas),
            one("allOf", self.all_of.as_deref()),
            one("anyOf", self.any_of.as_deref()),
            one("oneOf", self.one_of.as_deref()),
            one("not", self.not.as_deref()),
            one("if", self.if_.as_deref()),
            one("then", self.then.as_deref()),
            one("else", self.else_.as_deref()),
        ]
        .into_iter()
        .flatten()
    }
}
