//! The rules that a schema file must keep to be understood at all.

use crate::finding::{Rule, Severity};

/// A keyword with a value of the wrong kind.
pub static INVALID_SCHEMA: Rule = Rule {
    id: "invalid-schema",
    severity: Severity::Error,
    summary: "A keyword's value is not what JSON Schema allows.",
    explain: "Each keyword of JSON Schema takes values of one kind (`required` a list of names, `minLength` a whole \
              number from 0, `type` a name or a list of names, …). A value of another kind has no meaning, and \
              validators either refuse the schema or ignore the keyword.\n\nWrite the value that the message asks for.",
};

/// A keyword that is no JSON Schema keyword.
pub static UNKNOWN_KEYWORD: Rule = Rule {
    id: "unknown-keyword",
    severity: Severity::Error,
    summary: "A key of a schema is no keyword.",
    explain: "JSON Schema ignores keys that it does not know, so a misspelt keyword (`requird`, `maxlength`) checks \
              nothing.\n\nMend the spelling. Keys of your own start with `x-`.",
};

/// A `$schema` that nobody here knows.
pub static UNKNOWN_DIALECT: Rule = Rule {
    id: "unknown-dialect",
    severity: Severity::Error,
    summary: "`$schema` names no known dialect of JSON Schema.",
    explain: "`$schema` says by which rules a schema is read. Known are draft-04, draft-06, draft-07, 2019-09 and \
              2020-12, and a metaschema of your own that is found as a `$ref` would be and is made of their \
              vocabularies.\n\nWrite the URI of one of these, or leave `$schema` out.",
};

/// A keyword that is ignored where it stands.
pub static WITHOUT_EFFECT: Rule = Rule {
    id: "without-effect",
    severity: Severity::Warning,
    summary: "A keyword stands where it has no effect.",
    explain: "Until draft-07, a schema with `$ref` ignores every other keyword beside it: \
              `{\"$ref\": \"id.json\", \"maxLength\": 5}` does not bound the length.\n\nPut the `$ref` into an `allOf`, \
              or use draft 2020-12, where both hold.",
};

/// More schemas than the tool is willing to make of dynamic references.
pub static DYNAMIC_SCOPES: Rule = Rule {
    id: "dynamic-scopes",
    severity: Severity::Error,
    summary: "Dynamic references multiply the schemas beyond measure.",
    explain: "A `$dynamicRef` means another schema on each way that leads to it, so each way gets a copy of what lies \
              between. Here the copies are too many.\n\nUse `$ref` where the target is always the same.",
};

/// A `$ref` that leads nowhere.
pub static UNRESOLVED_REF: Rule = Rule {
    id: "unresolved-ref",
    severity: Severity::Error,
    summary: "A `$ref` leads to nothing.",
    explain: "A `$ref` names a schema by its URL or by the path from the referring file, and a place in it by a JSON \
              Pointer or an anchor: `../types/money.json`, `#/$defs/Line`, `money.json#amount`. Nothing is fetched from \
              a network. For contracts, nothing outside `contracts/` is read; for other schemas a URL is looked up in \
              the folder that was given for it.\n\nMend the reference, or add the file. Where `diff` compares plain \
              schemas this is a warning: what the reference names is taken as unknown, and as the same wherever it is \
              named.",
};

/// A `$ref` that leads back to itself on the same value.
pub static REF_LOOP: Rule = Rule {
    id: "ref-loop",
    severity: Severity::Error,
    summary: "A `$ref` leads back to itself without going into the value.",
    explain: "`{\"$ref\": \"#\"}` at the place it refers to says nothing, and validators do not end on it; no more do they \
              where `allOf`, `anyOf`, `oneOf`, `not` or `if` stand between.\n\nA recursive type refers to itself from inside \
              `properties` or `items`.",
};

/// A keyword outside of what is understood.
pub static UNSUPPORTED_KEYWORD: Rule = Rule {
    id: "unsupported-keyword",
    severity: Severity::Error,
    summary: "The keyword, or the way it is used, has no generated form.",
    explain: "The generators refuse what they cannot carry into Rust and C# with exactly the same meaning. Wrong code \
              would be worse.\n\nWrite the schema in the form that the message names.",
};

/// A file whose path and content disagree.
pub static PATH_MISMATCH: Rule = Rule {
    id: "path-mismatch",
    severity: Severity::Error,
    summary: "A contract's path and its content disagree.",
    explain: "An event's file is `contracts/<domain>/<event>/<major>.<minor>.json`, where `<event>` is the event type in \
              kebab case: `OrderCreated` version 1.0 of the domain `shop` is `contracts/shop/order-created/1.0.json`.\n\n\
              Move the file, or mend `x-event.type` or `title`.",
};

/// An `x-event` block that is not complete or not understood.
pub static INVALID_X_EVENT: Rule = Rule {
    id: "invalid-x-event",
    severity: Severity::Error,
    summary: "The `x-event` block is not complete or holds what nobody knows.",
    explain: "`x-event` holds `type` (the name on the wire), `source` (the service that publishes it), `owner` (the team) \
              and, if need be, `status` (`draft`, `active`, `deprecated`, `retired`), `sunset` (a date) and `replacedBy`.",
};

/// Two events of one domain with the same type.
pub static DUPLICATE_EVENT: Rule = Rule {
    id: "duplicate-event",
    severity: Severity::Error,
    summary: "Two folders of a domain hold the same event type.",
    explain: "An event type is unique within its domain: readers choose the type by its name.",
};

/// Every rule of this step.
pub static ALL: &[&Rule] = &[
    &INVALID_SCHEMA,
    &UNKNOWN_KEYWORD,
    &UNKNOWN_DIALECT,
    &WITHOUT_EFFECT,
    &DYNAMIC_SCOPES,
    &UNRESOLVED_REF,
    &REF_LOOP,
    &UNSUPPORTED_KEYWORD,
    &PATH_MISMATCH,
    &INVALID_X_EVENT,
    &DUPLICATE_EVENT,
];
