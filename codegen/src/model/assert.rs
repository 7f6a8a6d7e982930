//! What generated code checks beyond its types: schemas as conditions on a JSON value.
//!
//! An [`Assertion`] becomes one function in each language. Drafts, `$ref`s and keywords that a type already
//! holds are gone by now: an emitter writes each condition down as straight code.

use super::Check;
use crate::finding::Place;
use crate::load::Node;
use crate::resolve::{SchemaId, TypeSet};

/// Index of an assertion in [`super::Model::assertions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssertionId(pub u32);

/// Index of an evaluation in [`super::Model::evaluations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EvaluationId(pub u32);

/// Conditions that all must hold. It may refer to itself, through the parts of a value.
#[derive(Debug, Clone)]
pub struct Assertion {
    /// In `snake_case`, an identifier in both languages; unique in the model, in `PascalCase` too.
    pub name: String,
    /// The schema that it comes from.
    pub schema: SchemaId,
    /// Where that schema stands.
    pub place: Place,
    /// In a fixed order. Empty: every value is valid.
    pub conditions: Vec<Condition>,
}

/// One condition. Each holds for every value that is not of the type it speaks of (2020-12 validation,
/// section 6).
#[derive(Debug, Clone)]
pub enum Condition {
    /// `false`: no value is valid.
    Never,
    /// `type`
    Type {
        /// The types; `number` includes integers.
        types: TypeSet,
        /// Draft-04: `1.0` is no integer.
        integers_as_written: bool,
    },
    /// `const`: equal as JSON values (numbers by value, objects without order).
    Const(Node),
    /// `enum`: equal to one of these.
    Enum(Vec<Node>),
    /// A bound, a length, a pattern, a format, a count: one keyword, one value. Speaks of the one type that
    /// the keyword speaks of. `UniqueItems` compares as `const` does.
    Check(Check),
    /// `prefixItems` and `items`.
    Items {
        /// The first items' assertions, in order; `None` for one that accepts everything.
        prefix: Vec<Option<AssertionId>>,
        /// What every further item must be.
        rest: Option<AssertionId>,
    },
    /// `contains`, `minContains`, `maxContains`
    Contains {
        /// What an item must be to count; `None`: every item counts.
        item: Option<AssertionId>,
        /// At least so many.
        min: u64,
        /// At most so many.
        max: Option<u64>,
    },
    /// `required`
    Required(Vec<String>),
    /// `dependentRequired`: if the member is there, so are these.
    DependentRequired(String, Vec<String>),
    /// `dependentSchemas`: if the member is there, the object itself is so.
    DependentSchema(String, AssertionId),
    /// `propertyNames`: every member's name, as a string.
    PropertyNames(AssertionId),
    /// `properties`, `patternProperties`, `additionalProperties`
    Members {
        /// By name; `None`: known, and of any value.
        named: Vec<(String, Option<AssertionId>)>,
        /// By ECMA-262 pattern, searched in the name; all that match count.
        patterns: Vec<(String, Option<AssertionId>)>,
        /// What members are that neither a name nor a pattern fits.
        additional: Option<AssertionId>,
    },
    /// `allOf`, `$ref`
    All(Vec<AssertionId>),
    /// `anyOf`; never holds an arm that accepts everything.
    Any(Vec<AssertionId>),
    /// `oneOf`: exactly one. `None`: an arm that accepts everything.
    One(Vec<Option<AssertionId>>),
    /// `not`
    Not(AssertionId),
    /// `if`, `then`, `else`
    If {
        /// What decides.
        condition: AssertionId,
        /// Where it holds.
        then: Option<AssertionId>,
        /// Where it does not.
        otherwise: Option<AssertionId>,
    },
    /// `unevaluatedProperties`: what the members must be that `evaluated` does not see.
    UnevaluatedMembers {
        /// What the other keywords of the schema evaluate.
        evaluated: EvaluationId,
        /// The rest.
        rest: AssertionId,
    },
    /// `unevaluatedItems`: likewise.
    UnevaluatedItems {
        /// What the other keywords of the schema evaluate.
        evaluated: EvaluationId,
        /// The rest.
        rest: AssertionId,
    },
}

impl Condition {
    /// The keyword, which is the rule id of a violation.
    pub fn keyword(&self) -> &'static str {
        match self {
            Self::Never => "false",
            Self::Type { .. } => "type",
            Self::Const(_) => "const",
            Self::Enum(_) => "enum",
            Self::Check(check) => check.keyword(),
            Self::Items { .. } => "items",
            Self::Contains { .. } => "contains",
            Self::Required(_) => "required",
            Self::DependentRequired(..) => "dependentRequired",
            Self::DependentSchema(..) => "dependentSchemas",
            Self::PropertyNames(_) => "propertyNames",
            Self::Members { .. } => "additionalProperties",
            Self::All(_) => "allOf",
            Self::Any(_) => "anyOf",
            Self::One(_) => "oneOf",
            Self::Not(_) => "not",
            Self::If { .. } => "if",
            Self::UnevaluatedMembers { .. } => "unevaluatedProperties",
            Self::UnevaluatedItems { .. } => "unevaluatedItems",
        }
    }
}

/// Whether a schema evaluates a member (or an item) of a value that it accepts (2020-12 core, section 11):
/// one function from the value and the member's name (the item's position) to yes or no.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// As [`Assertion::name`], and unique among both.
    pub name: String,
    /// The schema.
    pub schema: SchemaId,
    /// What it says itself.
    pub own: Evaluated,
    /// What its subschemas say about the same value; one yes is enough.
    pub parts: Vec<Part>,
}

/// What a schema evaluates by its own keywords.
#[derive(Debug, Clone)]
pub enum Evaluated {
    /// Every member, or item.
    All,
    /// Members by name or ECMA-262 pattern.
    Members {
        /// `properties`
        named: Vec<String>,
        /// `patternProperties`
        patterns: Vec<String>,
    },
    /// Items by position, or because `contains` accepts them.
    Items {
        /// Positions below this one.
        prefix: u64,
        /// `contains`, from 2020-12 on.
        contains: Option<AssertionId>,
    },
}

/// What a subschema adds to an evaluation.
#[derive(Debug, Clone)]
pub enum Part {
    /// `$ref`, `allOf`
    Always(EvaluationId),
    /// An arm of `anyOf` or `oneOf`, an `if`, a `then`: if the value is so.
    When(AssertionId, EvaluationId),
    /// An `else`: if the value is not so.
    Unless(AssertionId, EvaluationId),
    /// `dependentSchemas`: if the member is there.
    WhenPresent(String, EvaluationId),
}
