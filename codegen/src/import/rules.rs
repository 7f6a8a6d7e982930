//! What an import has to say.

use crate::finding::{Rule, Severity};

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

/// All of them.
pub static ALL: &[&Rule] = &[&BAD_SAMPLE, &MIXED_TYPES, &GUESS, &IN_ENVELOPE, &REFUSES_SAMPLE];
