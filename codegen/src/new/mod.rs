//! New contract files: a skeleton of an event, and the next version of one.

use std::path::Path;

use heck::{ToKebabCase, ToLowerCamelCase};
use serde_json::json;

use crate::load::json::quote;
use crate::output;
use crate::resolve::Version;

/// Why no file was made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A name that cannot be used.
    #[error("{0}")]
    BadName(String),
    /// There is an event already.
    #[error("{0} exists already; `event-contracts new version` makes its next version")]
    Exists(String),
    /// There is no event to make a version of.
    #[error("there is no event {0}: no contracts/{0}/<major>.<minor>.json")]
    NoEvent(String),
    /// Reading or writing failed.
    #[error("{path}: {source}")]
    Io {
        /// What was to be read.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// Writing failed.
    #[error(transparent)]
    Output(#[from] output::Error),
}

/// What a new event is called and who has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// The folder below `contracts/`.
    pub domain: String,
    /// The name on the wire.
    pub event_type: String,
    /// The service that publishes it.
    pub source: String,
    /// The team that answers for it.
    pub owner: String,
}

/// Which number of the version goes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bump {
    /// For an incompatible change.
    Major,
    /// For a compatible change.
    Minor,
}

/// Writes version 1.0 of a new event and gives its path.
///
/// What is left to fill in are empty texts, which `lint` names.
pub fn event(root: &Path, event: &NewEvent) -> Result<String, Error> {
    let NewEvent { domain, event_type, source, owner } = event;
    check_domain(domain)?;
    check_type(event_type)?;
    let folder = format!("contracts/{domain}/{}", event_type.to_kebab_case());
    if root.join(&folder).exists() {
        return Err(Error::Exists(folder));
    }
    let path = format!("{folder}/1.0.json");
    output::create(root, &path, skeleton(event_type, source, owner).as_bytes())?;
    Ok(path)
}

/// Refuses a name that cannot be an event type.
pub(crate) fn check_type(event_type: &str) -> Result<(), Error> {
    let is_name = event_type.starts_with(|c: char| c.is_ascii_uppercase());
    if !is_name || !event_type.chars().all(|c| c.is_ascii_alphanumeric()) {
        let message = "is no event type: letters and digits that start with a capital letter (OrderPaid)";
        return Err(Error::BadName(format!("{event_type:?} {message}")));
    }
    Ok(())
}

/// Refuses a name that cannot be a domain.
pub(crate) fn check_domain(domain: &str) -> Result<(), Error> {
    let is_kebab = domain.starts_with(|c: char| c.is_ascii_lowercase())
        && domain.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !is_kebab || matches!(domain, "envelope" | "types") {
        let message = "is no domain: lower-case letters, digits and `-`, and neither `envelope` nor `types`";
        return Err(Error::BadName(format!("{domain:?} {message}")));
    }
    Ok(())
}

/// Written by hand, so that the keys stand in the order in which a person writes them.
fn skeleton(event_type: &str, source: &str, owner: &str) -> String {
    let thing = event_type.to_kebab_case();
    let id = format!("{}Id", thing.split('-').next().unwrap_or_default().to_lower_camel_case());
    let example = json!({ &id: "00000000-0000-0000-0000-000000000000" });
    format!(
        r#"{{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": {event_type},
  "description": "",
  "x-event": {{
    "type": {event_type},
    "source": {source},
    "owner": {owner},
    "status": "draft"
  }},
  "type": "object",
  "properties": {{
    {id}: {{ "description": "", "type": "string", "format": "uuid" }}
  }},
  "required": [{id}],
  "examples": [{example}]
}}
"#,
        event_type = quote(event_type),
        source = quote(source),
        owner = quote(owner),
        id = quote(&id),
    )
}

/// Copies the newest version of an event, byte for byte, to the next number. Gives both paths.
///
/// `event` is `domain/folder`, or `domain/Type`.
pub fn version(root: &Path, event: &str, bump: Bump) -> Result<(String, String), Error> {
    let (domain, name) = event
        .split_once('/')
        .ok_or_else(|| Error::BadName(format!("{event:?} is not of the form domain/event")))?;
    check_domain(domain)?;
    let event = format!("{domain}/{}", name.to_kebab_case());
    let folder = format!("contracts/{event}");
    let versions = versions(root, &folder)?;
    let newest = *versions.iter().max().ok_or(Error::NoEvent(event))?;
    let next = match bump {
        Bump::Major => Version { major: newest.major.saturating_add(1), minor: 0 },
        Bump::Minor => Version { minor: newest.minor.saturating_add(1), ..newest },
    };
    let (from, to) = (format!("{folder}/{newest}.json"), format!("{folder}/{next}.json"));
    let bytes = std::fs::read(root.join(&from)).map_err(|source| Error::Io { path: from.clone(), source })?;
    output::create(root, &to, &bytes)?;
    Ok((from, to))
}

fn versions(root: &Path, folder: &str) -> Result<Vec<Version>, Error> {
    let entries = match std::fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(Error::Io { path: folder.to_owned(), source }),
    };
    let mut versions = Vec::new();
    for entry in entries {
        let name = entry.map_err(|source| Error::Io { path: folder.to_owned(), source })?.file_name();
        let version: Option<Version> =
            name.to_str().and_then(|name| name.strip_suffix(".json")).and_then(|stem| stem.parse().ok());
        versions.extend(version);
    }
    Ok(versions)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::lint;
    use crate::load::{self, Sources};
    use crate::resolve;

    fn new_event(domain: &str, event_type: &str) -> NewEvent {
        let text = str::to_owned;
        NewEvent {
            domain: text(domain),
            event_type: text(event_type),
            source: text("a\"b"),
            owner: text("team"),
        }
    }

    #[test]
    fn a_skeleton_only_wants_to_be_filled_in() {
        let root = tempfile::tempdir().expect("a folder");
        let path = event(root.path(), &new_event("shop", "OrderPaid")).expect("made");
        assert_eq!(path, "contracts/shop/order-paid/1.0.json");
        let mut sources = Sources::default();
        let files = load::disk::read(root.path()).expect("readable");
        let (tree, mut findings) = load::tree(&mut sources, None, files);
        let (contracts, more) = resolve::resolve(&tree);
        findings.extend(more);
        findings.extend(lint(&sources, &tree, &contracts));
        let found: Vec<String> = findings.iter().map(|f| format!("{} {}", f.rule.id, f.message)).collect();
        assert_eq!(
            found,
            [
                "missing-description the event OrderPaid has no description",
                "missing-description the property \"orderId\" has no description",
            ]
        );
        assert!(matches!(event(root.path(), &new_event("shop", "OrderPaid")), Err(Error::Exists(_))));
    }

    #[test]
    fn bad_names_are_refused() {
        let root = tempfile::tempdir().expect("a folder");
        for (domain, event_type) in [
            ("Shop", "A"),
            ("../shop", "A"),
            ("types", "A"),
            ("", "A"),
            ("shop", "orderPaid"),
            ("shop", "Order-Paid"),
            ("shop", ""),
            ("shop", "Zoë"),
        ] {
            assert!(event(root.path(), &new_event(domain, event_type)).is_err(), "{domain} {event_type}");
        }
        assert!(!root.path().join("contracts").exists());
    }

    #[test]
    fn a_version_is_a_copy() {
        let root = tempfile::tempdir().expect("a folder");
        assert!(matches!(version(root.path(), "shop/order-paid", Bump::Minor), Err(Error::NoEvent(_))));
        let path = event(root.path(), &new_event("shop", "OrderPaid")).expect("made");
        let text = std::fs::read(root.path().join(path)).expect("readable");
        for (bump, name, expected) in [
            (Bump::Minor, "shop/order-paid", "1.1"),
            (Bump::Major, "shop/OrderPaid", "2.0"),
            (Bump::Minor, "shop/order-paid", "2.1"),
        ] {
            let (_, to) = version(root.path(), name, bump).expect("made");
            assert_eq!(to, format!("contracts/shop/order-paid/{expected}.json"));
            assert_eq!(std::fs::read(root.path().join(to)).expect("readable"), text);
        }
        assert!(version(root.path(), "order-paid", Bump::Minor).is_err());
        assert!(version(root.path(), "shop/../../x", Bump::Minor).is_err());
    }
}
