//! The drafts of JSON Schema, and which keywords each of them has.

/// A draft of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Draft {
    /// draft-04
    Draft4,
    /// draft-06
    Draft6,
    /// draft-07
    Draft7,
    /// 2019-09
    Draft201909,
    /// 2020-12
    #[default]
    Draft202012,
}

impl Draft {
    /// Every draft, the oldest first.
    pub const ALL: [Self; 5] =
        [Self::Draft4, Self::Draft6, Self::Draft7, Self::Draft201909, Self::Draft202012];

    /// Its usual name: `draft-07`, `2020-12`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft4 => "draft-04",
            Self::Draft6 => "draft-06",
            Self::Draft7 => "draft-07",
            Self::Draft201909 => "2019-09",
            Self::Draft202012 => "2020-12",
        }
    }

    /// What its schemas write for `$schema`.
    pub fn uri(self) -> &'static str {
        match self {
            Self::Draft4 => "http://json-schema.org/draft-04/schema#",
            Self::Draft6 => "http://json-schema.org/draft-06/schema#",
            Self::Draft7 => "http://json-schema.org/draft-07/schema#",
            Self::Draft201909 => "https://json-schema.org/draft/2019-09/schema",
            Self::Draft202012 => "https://json-schema.org/draft/2020-12/schema",
        }
    }

    /// The draft that a `$schema` names: with or without `#` at the end, with `http` or `https`.
    pub fn from_uri(uri: &str) -> Option<Self> {
        let name = |uri: &str| {
            let uri = uri.trim_end_matches('#');
            uri.strip_prefix("https://").or(uri.strip_prefix("http://")).map(str::to_owned)
        };
        let wanted = name(uri)?;
        // Without a version it means the latest.
        if wanted == "json-schema.org/schema" {
            return Some(Self::Draft202012);
        }
        Self::ALL.into_iter().find(|draft| name(draft.uri()).as_deref() == Some(&wanted))
    }

    /// Whether a schema with `$ref` ignores every keyword beside it.
    pub fn ignores_beside_ref(self) -> bool {
        self <= Self::Draft7
    }

    /// The keyword that names a schema.
    pub(super) fn id_keyword(self) -> &'static str {
        if self == Self::Draft4 { "id" } else { "$id" }
    }
}

/// A draft, less the vocabularies that a metaschema of the user's own leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) draft: Draft,
    applicator: bool,
    validation: bool,
    unevaluated: bool,
}

impl From<Draft> for Dialect {
    fn from(draft: Draft) -> Self {
        Self { draft, applicator: true, validation: true, unevaluated: true }
    }
}

/// What a keyword is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Vocabulary {
    Core,
    Applicator,
    Validation,
    Unevaluated,
}

impl Dialect {
    /// The dialect of a draft with these vocabularies. The error is a vocabulary that must be understood and
    /// is not.
    pub(super) fn of<'v>(
        draft: Draft,
        vocabularies: impl IntoIterator<Item = (&'v str, bool)>,
    ) -> Result<Self, &'v str> {
        let mut dialect = Self { draft, applicator: false, validation: false, unevaluated: false };
        let prefix = draft.uri().trim_end_matches("schema");
        for (uri, required) in vocabularies {
            match uri.strip_prefix(prefix).and_then(|uri| uri.strip_prefix("vocab/")) {
                Some("applicator") => {
                    dialect.applicator = true;
                    // 2019-09 has no vocabulary of its own for these.
                    dialect.unevaluated |= draft == Draft::Draft201909;
                }
                Some("validation") => dialect.validation = true,
                Some("unevaluated") => dialect.unevaluated = true,
                Some(
                    "core" | "meta-data" | "format" | "format-annotation" | "format-assertion" | "content",
                ) => {}
                _ if required => return Err(uri),
                _ => {}
            }
        }
        Ok(dialect)
    }

    /// Whether it has this keyword.
    pub(super) fn knows(self, key: &str) -> bool {
        keyword(key).is_some_and(|(first, last, vocabulary)| {
            let on = match vocabulary {
                Vocabulary::Core => true,
                Vocabulary::Applicator => self.applicator,
                Vocabulary::Validation => self.validation,
                Vocabulary::Unevaluated => self.unevaluated,
            };
            on && first <= self.draft && self.draft <= last
        })
    }
}

/// The drafts that have a keyword, for what a finding says about one that came later or went.
pub(super) fn drafts_of(key: &str) -> Option<(Draft, Draft)> {
    keyword(key).map(|(first, last, _)| (first, last))
}

fn keyword(key: &str) -> Option<(Draft, Draft, Vocabulary)> {
    use Draft::{Draft4, Draft6, Draft7, Draft201909, Draft202012};
    use Vocabulary::{Applicator, Core, Unevaluated, Validation};
    let (first, vocabulary) = match key {
        "id" => return Some((Draft4, Draft4, Core)),
        "$recursiveRef" | "$recursiveAnchor" => return Some((Draft201909, Draft201909, Core)),
        "$ref" | "$schema" | "definitions" | "title" | "description" | "default" | "format" => (Draft4, Core),
        "$id" | "examples" => (Draft6, Core),
        "$comment" | "readOnly" | "writeOnly" | "contentEncoding" | "contentMediaType" => (Draft7, Core),
        "$defs" | "$anchor" | "$vocabulary" | "deprecated" | "contentSchema" => (Draft201909, Core),
        "$dynamicRef" | "$dynamicAnchor" => (Draft202012, Core),
        // The last two of these are no longer keywords in 2019-09, but its metaschema keeps them, and
        // validators honour them.
        "properties"
        | "patternProperties"
        | "additionalProperties"
        | "items"
        | "additionalItems"
        | "allOf"
        | "anyOf"
        | "oneOf"
        | "not"
        | "dependencies" => (Draft4, Applicator),
        "contains" | "propertyNames" => (Draft6, Applicator),
        "if" | "then" | "else" => (Draft7, Applicator),
        "dependentSchemas" => (Draft201909, Applicator),
        "prefixItems" => (Draft202012, Applicator),
        "type" | "enum" | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf"
        | "minLength" | "maxLength" | "pattern" | "minItems" | "maxItems" | "uniqueItems" | "required"
        | "minProperties" | "maxProperties" => (Draft4, Validation),
        "const" => (Draft6, Validation),
        "minContains" | "maxContains" | "dependentRequired" => (Draft201909, Validation),
        "unevaluatedItems" | "unevaluatedProperties" => (Draft201909, Unevaluated),
        _ => return None,
    };
    Some((first, Draft202012, vocabulary))
}
