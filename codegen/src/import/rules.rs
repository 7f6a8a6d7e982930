//! What an import has to say.

use crate::finding::{Finding, Place, Rule, Severity};
use crate::load::NOT_JSON;

/// A file in another encoding.
pub(super) fn not_utf8(place: Place) -> Finding {
    Finding::new(&NOT_JSON, "the file is not UTF-8").at(place, "this byte").help("save it as UTF-8")
}

/// A document that nothing can be learnt from.
pub static BAD_SAMPLE: Rule = Rule {
    id: "import-bad-sample",
    severity: Severity::Error,
    summary: "A sample is not the data of an event.",
    explain: "`import --from-json` takes JSON objects: one a line, the items of an array, or one a file. They are the \
              data of an event, or an envelope that holds it (the standard envelope, CloudEvents, MassTransit). Bare data \
              does not say which event it is: name it with `--event`.\n\nMend or remove the sample at the marked place. \
              Nothing is written before that.",
};

/// Values of two JSON types in one place.
pub static MIXED_TYPES: Rule = Rule {
    id: "import-mixed-types",
    severity: Severity::Warning,
    summary: "A field of the samples holds values of different types.",
    explain: "In one sample the field is, say, a number, in another a text. The contract gets an `anyOf` of both, since \
              every sample has to be valid under it; but generated types are better, and readers safer, with \
              one.\n\nFind out which producer writes what, and keep the type that is meant.",
};

/// More than samples can prove.
pub static GUESS: Rule = Rule {
    id: "import-guess",
    severity: Severity::Note,
    summary: "The imported contract says something that its source only suggests.",
    explain: "Samples show what was written, not what may be. A field that is null in all of them, a list that is always \
              empty, a handful of samples: what the contract says there is a guess, and marked as one in the report of \
              `import`.\n\nLook at the place, and set right what you know better. The contract itself holds no trace of it.",
};

/// What the envelope carries.
pub static IN_ENVELOPE: Rule = Rule {
    id: "import-in-envelope",
    severity: Severity::Note,
    summary: "A field was left out of the data, because the envelope carries it.",
    explain: "Event id, correlation id, time, source and version belong to the standard envelope, and the data of an event \
              does not repeat them (see `envelope-field-in-payload`). The importer leaves them out, and says \
              where.\n\nIf the field is something else of the same name, add it to the contract under a better name.",
};

/// A contract that refuses what it was made from.
pub static REFUSES_SAMPLE: Rule = Rule {
    id: "import-refuses-sample",
    severity: Severity::Error,
    summary: "The contract that was made of samples refuses one of them.",
    explain: "Each sample is held against the contract that was inferred before it is written, with the rules of \
              `validate`. A sample that is refused is a fault of the importer: nothing is written.\n\nPlease report it with \
              the sample; until then, import without it.",
};

/// Source code that says something the importer cannot read.
pub static NOT_UNDERSTOOD: Rule = Rule {
    id: "import-not-understood",
    severity: Severity::Warning,
    summary: "Something in the source code was not understood, or is no data.",
    explain: "The importer reads declarations: records, classes, structs and enums, their properties, attributes and doc \
              comments. At the marked place stands something that it does not know, or that no serializer writes: a field, \
              a computed property, an attribute of your own. The contract says nothing of it.\n\nLook whether the contract \
              has to say it, and add it by hand.",
};

/// A type that is declared somewhere else.
pub static UNKNOWN_TYPE: Rule = Rule {
    id: "import-unknown-type",
    severity: Severity::Warning,
    summary: "A type of the source code is declared nowhere that was read.",
    explain: "A property has a type that the importer neither knows nor finds declared in the files. The contract allows any \
              value there.\n\nImport the file that declares it along with the others, or write the schema of that property by \
              hand.",
};

/// What serializers write otherwise.
pub static WIRE_FORM: Rule = Rule {
    id: "import-wire-form",
    severity: Severity::Warning,
    summary: "A type is written by its language's serializer otherwise than the contract says.",
    explain: "System.Text.Json writes a `DateTime` without an offset unless it is in UTC, a `TimeSpan` as `00:04:12` and an \
              enum as a number. The contract asks for what every language reads alike: a time with an offset, an ISO 8601 \
              duration, the name of the member.\n\nUse `DateTimeOffset`; a converter for durations; `JsonStringEnumConverter`. \
              The generated types do so already. Or change the contract, if the services must keep writing what they write.",
};

/// Declared types that no contract was made of.
pub static NOT_AN_EVENT: Rule = Rule {
    id: "import-not-an-event",
    severity: Severity::Note,
    summary: "A declared type was not taken for an event.",
    explain: "An event is a type that holds data, that no other type refers to and that others do not derive from. Where the \
              events derive from a base such as `DomainEvent`, only those that do are events; a class without a base is one if \
              its name ends in `Event`.\n\nName what is meant with `--event`.",
};

/// What is named is not there.
pub static NO_EVENT: Rule = Rule {
    id: "import-no-event",
    severity: Severity::Error,
    summary: "The source code declares no such event.",
    explain: "`--event` names a type that is not declared, or holds no data; or no declared type looks like an event.\n\nMend \
              the name, or name the events with `--event`.",
};

/// All of them.
pub static ALL: &[&Rule] = &[
    &BAD_SAMPLE,
    &MIXED_TYPES,
    &GUESS,
    &IN_ENVELOPE,
    &REFUSES_SAMPLE,
    &NOT_UNDERSTOOD,
    &UNKNOWN_TYPE,
    &WIRE_FORM,
    &NOT_AN_EVENT,
    &NO_EVENT,
];
