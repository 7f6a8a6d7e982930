//! The rules of the gate.

use crate::finding::{Rule, Severity};

/// A published file whose meaning changed.
pub static PUBLISHED_CHANGED: Rule = Rule {
    id: "published-changed",
    severity: Severity::Error,
    summary: "A published version changed its meaning.",
    explain: "Once a version is published (any status but `draft`), services are built from it. If the file then means \
              something else, two services that both say `1.0` read different things, and no version number tells \
              them apart. Only annotations (title, description, examples, `x-event` lifecycle) may be edited in place; \
              the same meaning in another spelling is fine too.\n\nExample: `1.0.json` is on the main branch with \
              `\"required\": [\"sku\"]`, and a commit adds `\"currency\"` to the list.\n\nRestore the published file and \
              publish the change as a new version: the next minor if it is compatible, else the next major. If the \
              place is in a shared type, copy the type to a new file and refer to that from the new version.",
};

/// A published file that is gone.
pub static PUBLISHED_VANISHED: Rule = Rule {
    id: "published-vanished",
    severity: Severity::Error,
    summary: "A published version is gone.",
    explain: "Messages of a published version may still be on their way or in a queue, and consumers may still be built \
              from it.\n\nExample: `contracts/shop/order-paid/1.0.json` is on the main branch and deleted in a \
              commit.\n\nRestore it. To end a version, set `\"status\": \"deprecated\"` with a `sunset` date in `x-event`; \
              after that date, or once the status is `retired`, the file may go.",
};

/// A minor that breaks an earlier one.
pub static MINOR_BREAKS: Rule = Rule {
    id: "minor-breaks",
    severity: Severity::Error,
    summary: "A minor version is not compatible with an earlier minor of its major.",
    explain: "Services of one major are mixed freely: each may be built from another minor. So what one minor's producers \
              write, another minor's consumers must read, in the directions that `compat.policy` of `contracts.toml` \
              names (`backward`: new consumers read old messages; `forward`: old consumers read new messages; `full`: \
              both). The message in the finding is one that breaks this.\n\nExample: 1.1 adds a property to `required`; \
              producers on 1.0 do not write it.\n\nPublish it as the next major, or make the change compatible: add \
              members as optional, keep what is required, widen on the side that reads.",
};

/// A version number that leaves one out.
pub static VERSION_GAP: Rule = Rule {
    id: "version-gap",
    severity: Severity::Error,
    summary: "A version number is left out.",
    explain: "Versions of a major start at `.0` and count up by one, and so do majors. A gap makes readers look for a \
              version that never was.\n\nExample: `1.0.json` and `1.2.json` without `1.1.json`.\n\nRename the file to the \
              next free number.",
};

/// A new version below an existing one.
pub static VERSION_ORDER: Rule = Rule {
    id: "version-order",
    severity: Severity::Error,
    summary: "A new version is below one that is already published.",
    explain: "A version number says what came later. A new `1.1` after `1.2` is published would claim that `1.2` was \
              made with it in view.\n\nRename the file to the next free minor of its major, or to the next major.",
};

/// A minor that changes nothing.
pub static VERSION_WITHOUT_CHANGE: Rule = Rule {
    id: "version-without-change",
    severity: Severity::Warning,
    summary: "A new minor means the same as the one before it.",
    explain: "A new version makes every team look at it. If only words changed, edit the published file in place: \
              annotations may change.\n\nDelete the new file, or make the change that it was meant for.",
};

/// A major that breaks nothing.
pub static MAJOR_WITHOUT_BREAK: Rule = Rule {
    id: "major-without-break",
    severity: Severity::Warning,
    summary: "A new major is compatible with the newest minor before it.",
    explain: "A new major is a new type in every service, and consumers must move by hand. A compatible change needs none \
              of that.\n\nPublish it as the next minor of the major before.",
};

/// Neither a proof nor a witness.
pub static UNDECIDED: Rule = Rule {
    id: "undecided",
    severity: Severity::Error,
    summary: "Whether two versions are compatible is not decided.",
    explain: "The gate says \"compatible\" only with a proof and \"breaks\" only with a message that shows it. Here it found \
              neither; the finding names the keyword that stood in the way and both places.\n\nKeep the keyword's text \
              as it was, write the schema with simpler keywords, or publish the change as a new major.",
};

/// A subscription to a major that is gone.
pub static CONSUMER_LEFT_BEHIND: Rule = Rule {
    id: "consumer-left-behind",
    severity: Severity::Error,
    summary: "A service subscribes to a major that does not exist.",
    explain: "`contracts/services.toml` says that the service reads a major of which no contract is left. It would wait for \
              messages that nobody may write.\n\nMove the service to a major that exists, or restore the contract.",
};

/// Every rule of this step.
pub static ALL: &[&Rule] = &[
    &PUBLISHED_CHANGED,
    &PUBLISHED_VANISHED,
    &MINOR_BREAKS,
    &VERSION_GAP,
    &VERSION_ORDER,
    &VERSION_WITHOUT_CHANGE,
    &MAJOR_WITHOUT_BREAK,
    &UNDECIDED,
    &CONSUMER_LEFT_BEHIND,
];
