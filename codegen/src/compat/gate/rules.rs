//! The rules about acceptances, policies and code.

use crate::finding::{Rule, Severity};

/// An acceptance past its last day.
pub static ACCEPTANCE_EXPIRED: Rule = Rule {
    id: "acceptance-expired",
    severity: Severity::Error,
    summary: "An acceptance has expired, and the finding is still there.",
    explain: "An acceptance in `contracts/acceptances.toml` lets one finding through until a day that somebody chose. \
              That day has passed, so the finding counts again.\n\nExample: `until = 2026-06-30`, and it is \
              July.\n\nMend the finding. If it has to stay, its owner renews the decision: `event-contracts accept \
              FINGERPRINT --reason … --owner … --until …`.\n\nPolicy: at every level.",
};

/// An acceptance of nothing.
pub static ACCEPTANCE_STALE: Rule = Rule {
    id: "acceptance-stale",
    severity: Severity::Error,
    summary: "An acceptance is of no finding.",
    explain: "An entry of `contracts/acceptances.toml` that lets nothing through is noise, and one day it might let \
              through what nobody decided on: the finding was mended, or has changed and wants a new decision, or the \
              fingerprint is misspelt. An entry that was on the base already has done its work once the accepted change \
              is there; that is a warning until its last day.\n\nExample: the break was taken back in a later commit of \
              the branch, and its acceptance was not.\n\nRemove the entry.\n\nPolicy: at every level.",
};

/// An acceptance that may be of several findings.
pub static ACCEPTANCE_TOO_BROAD: Rule = Rule {
    id: "acceptance-too-broad",
    severity: Severity::Error,
    summary: "An acceptance is not of exactly one finding.",
    explain: "A decision is about one finding, with all that it reaches: the event versions, the place in the message, \
              the keyword and what it said before and after. Part of a fingerprint, or a pattern, would also let through \
              what comes later. It lets nothing through.\n\nExample: `fingerprint = \"3f*\"`.\n\nWrite one entry a \
              finding, with the 16 digits that the report shows; `event-contracts accept` does so.\n\nPolicy: at every \
              level.",
};

/// A policy for what is not there.
pub static POLICY_OF_NOTHING: Rule = Rule {
    id: "policy-of-nothing",
    severity: Severity::Error,
    summary: "A policy names a domain or an event that does not exist.",
    explain: "`[compat.domains.NAME]` and `[compat.events.\"DOMAIN/EVENT\"]` of `contracts.toml` set what a domain or an \
              event is held to. A misspelt name sets nothing, and what it was meant for is held to something else \
              than its owners believe.\n\nExample: `[compat.events.\"shop/order-payed\"]`.\n\nMend the name, or remove the \
              table.\n\nPolicy: at every level.",
};

/// A type, member or value with another name.
pub static CODE_NAME_CHANGED: Rule = Rule {
    id: "code-name-changed",
    severity: Severity::Warning,
    summary: "Something in the generated code has another name, or is gone.",
    explain: "Every message is still read, but code that uses the generated Rust or C# types no longer compiles after \
              the next update, because a type, a member or a value is called otherwise. Names come from `title`s, \
              `$defs` and the names on the wire.\n\nExample: 1.1 gives a nested object the title `Buyer`, which was \
              `Customer` in 1.0.\n\nKeep the title, or tell the teams that use the types. To let it pass in a strict \
              build, accept it.\n\nPolicy: at every level; nothing breaks on the wire.",
};

/// A member or a type of another type.
pub static CODE_TYPE_CHANGED: Rule = Rule {
    id: "code-type-changed",
    severity: Severity::Warning,
    summary: "Something in the generated code has another type.",
    explain: "Every message is still read, but code that uses the generated Rust or C# types may no longer compile, or \
              may overflow: an integer has another size, an enum was opened, a record became a union.\n\nExample: 1.1 \
              drops `\"maximum\": 100`, and what was an `u8` is an `i64`.\n\nKeep the bounds if they still hold, or \
              tell the teams that use the types.\n\nPolicy: at every level; nothing breaks on the wire.",
};

/// A member that may be absent now, or no longer.
pub static CODE_PRESENCE_CHANGED: Rule = Rule {
    id: "code-presence-changed",
    severity: Severity::Warning,
    summary: "A member of a generated type became optional, required or nullable.",
    explain: "The type of the member changes with it: `T` and `Option<T>` in Rust, `required` and `?` in C#. Code that \
              builds such a value or reads the member no longer compiles.\n\nExample: under `policy = \"forward\"`, \
              1.1 requires what was optional in 1.0.\n\nTell the teams that use the types, or make it a new \
              major.\n\nPolicy: `backward`, `forward` and `none`; `full` refuses the change itself.",
};

/// A new member.
pub static CODE_MEMBER_ADDED: Rule = Rule {
    id: "code-member-added",
    severity: Severity::Note,
    summary: "A generated type has a new member.",
    explain: "Rust code that writes such a value names every member, so it gets one line more with the next update: \
              `note: None`. C# code does so only where the member is required.\n\nExample: 1.1 adds an optional \
              `note`.\n\nNothing has to be done here.\n\nPolicy: at every level; nothing breaks on the wire.",
};

/// A new value of an enum, or form of a union.
pub static CODE_VALUE_ADDED: Rule = Rule {
    id: "code-value-added",
    severity: Severity::Warning,
    summary: "An enum has a new value, or a union a new form.",
    explain: "A Rust `match` that names every value no longer compiles, and a C# `switch` meets a value that it does not \
              know.\n\nExample: 1.1 adds `\"CHF\"` to an enum with `x-open-enum`.\n\nTell the teams that use the \
              types.\n\nPolicy: at every level for open enums. A closed one may not grow under `forward` and `full`: \
              old consumers refuse the new value.",
};

/// Every rule of this module.
pub static ALL: &[&Rule] = &[
    &ACCEPTANCE_EXPIRED,
    &ACCEPTANCE_STALE,
    &ACCEPTANCE_TOO_BROAD,
    &POLICY_OF_NOTHING,
    &CODE_NAME_CHANGED,
    &CODE_TYPE_CHANGED,
    &CODE_PRESENCE_CHANGED,
    &CODE_MEMBER_ADDED,
    &CODE_VALUE_ADDED,
];
