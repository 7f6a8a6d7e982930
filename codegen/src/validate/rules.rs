//! What can be wrong with an event document.

use crate::finding::{Rule, Severity};

/// No contract says what the document must look like.
pub static UNKNOWN_EVENT: Rule = Rule {
    id: "unknown-event",
    severity: Severity::Error,
    summary: "No contract is known for the document.",
    explain: "An event document names its contract by `eventType` and `version`. The contract is \
              `contracts/<domain>/<event>/<version>.json`.\n\nMend the name or the version, or add the contract. Where two \
              domains have an event of that type, say which one is meant: `validate --domain shop FILE`.",
};

/// A document that is no valid envelope.
pub static INVALID_ENVELOPE: Rule = Rule {
    id: "invalid-envelope",
    severity: Severity::Error,
    summary: "The envelope of an event is not valid.",
    explain: "Every event is wrapped in the standard envelope, whose schema is the newest file in \
              `contracts/envelope/`: `eventId`, `eventType`, `timestamp`, `version`, `data` and so on. Formats \
              (`uuid`, `date-time`) are asserted.\n\nThe finding names the field by its JSON Pointer.",
};

/// A payload that its contract refuses.
pub static INVALID_DATA: Rule = Rule {
    id: "invalid-data",
    severity: Severity::Error,
    summary: "The data of an event is not valid under its contract.",
    explain: "The payload breaks a keyword of its contract. Formats are asserted: `decimal` holds 96 bits of digits and 28 places, \
              `int32` and `int64` their range, a `date-time` has an offset of at most 14 hours and no leap second.\n\n\
              The finding marks the value in the event and the keyword in the contract. Mend whichever is wrong; a \
              published contract changes only through a new version.",
};

/// A document of a minor version that is not here.
pub static NEWER_MINOR: Rule = Rule {
    id: "newer-minor",
    severity: Severity::Note,
    summary: "The document is of a newer minor version than any contract here.",
    explain: "A newer minor is compatible with the earlier ones of its major, so the document was judged by the newest \
              minor that is known, just as a reader would.\n\nNothing needs to be done; update the contracts to have \
              the new fields checked too.",
};

/// More than is worth showing.
pub static MORE_INVALID: Rule = Rule {
    id: "more-invalid-documents",
    severity: Severity::Error,
    summary: "More documents of a stream are not valid than are shown.",
    explain: "Of a stream with one document a line, the findings of the first 1000 invalid documents are shown. The \
              others are only counted.",
};

/// All of them.
pub static ALL: &[&Rule] = &[&UNKNOWN_EVENT, &INVALID_ENVELOPE, &INVALID_DATA, &NEWER_MINOR, &MORE_INVALID];
