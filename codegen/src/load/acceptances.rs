//! `contracts/acceptances.toml`: findings of the gate that were let through on purpose.

use std::fmt::Write as _;

use serde::Deserialize;
use toml::Spanned;

use super::BAD_CONFIG;
use super::config::toml_finding;
use crate::finding::{FileId, Finding, Place};

/// Path of the file from the workspace root.
pub const PATH: &str = "contracts/acceptances.toml";

/// A decision to let one finding through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// Of the finding.
    pub fingerprint: String,
    /// Why it is let through.
    pub reason: String,
    /// Who decided so.
    pub owner: String,
    /// The last day on which it counts, `YYYY-MM-DD`.
    pub until: String,
    /// Where the fingerprint stands.
    pub place: Place,
    /// Where the last day stands.
    pub until_place: Place,
}

impl Acceptance {
    /// The decision in one line.
    pub fn words(&self) -> String {
        format!("{} until {}: {}", self.owner, self.until, self.reason)
    }
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct RawFile {
    acceptance: Vec<RawAcceptance>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAcceptance {
    fingerprint: Spanned<String>,
    reason: Spanned<String>,
    owner: Spanned<String>,
    until: Spanned<toml::Value>,
    /// What was let through, for people who read the file.
    #[serde(default)]
    #[expect(dead_code, reason = "known, and not read by the tool")]
    finding: Option<String>,
}

/// Parses the file; what is wrong with it becomes a finding.
pub fn parse(file: FileId, text: &str, findings: &mut Vec<Finding>) -> Vec<Acceptance> {
    let raw: RawFile = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            findings.push(toml_finding(file, &error));
            return Vec::new();
        }
    };
    let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    let place = |span: std::ops::Range<usize>| Place { file, start: at(span.start), end: at(span.end) };
    let mut list = Vec::new();
    for raw in raw.acceptance {
        let until_place = place(raw.until.span());
        for (name, value) in [("reason", &raw.reason), ("owner", &raw.owner)] {
            if value.as_ref().trim().is_empty() {
                let message = format!("the {name} of an acceptance is empty");
                findings
                    .push(Finding::new(&BAD_CONFIG, message).at(place(value.span()), "nothing is said here"));
            }
        }
        let until = match raw.until.into_inner() {
            toml::Value::String(text) => text,
            other => other.to_string(),
        };
        if !is_date(&until) {
            let message = "`until` is a day, such as 2027-01-31";
            findings.push(Finding::new(&BAD_CONFIG, message).at(until_place, "not a day"));
            continue;
        }
        list.push(Acceptance {
            place: place(raw.fingerprint.span()),
            fingerprint: raw.fingerprint.into_inner(),
            reason: raw.reason.into_inner(),
            owner: raw.owner.into_inner(),
            until,
            until_place,
        });
    }
    list
}

/// What `event-contracts accept` writes down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision<'a> {
    /// Of the finding.
    pub fingerprint: &'a str,
    /// Its message.
    pub finding: &'a str,
    /// Why it is let through.
    pub reason: &'a str,
    /// Who decided so.
    pub owner: &'a str,
    /// The last day on which it counts.
    pub until: &'a str,
}

/// The file's text with the decision in it. Everything else stays as it is; a decision on the same finding is
/// replaced where it stands.
///
/// # Errors
/// A text that is no such file.
pub fn with(text: &str, decision: &Decision<'_>) -> Result<String, String> {
    let raw: RawFile = toml::from_str(text).map_err(|error| error.to_string())?;
    let old = raw.acceptance.iter().rev().find(|old| old.fingerprint.as_ref() == decision.fingerprint);
    if let Some(old) = old {
        let mut edits = [
            (old.reason.span(), quoted(decision.reason)),
            (old.owner.span(), quoted(decision.owner)),
            (old.until.span(), decision.until.to_owned()),
        ];
        edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
        let mut text = text.to_owned();
        for (span, value) in edits {
            text.replace_range(span, &value);
        }
        return Ok(text);
    }
    let mut text = text.to_owned();
    if text.is_empty() {
        text.push_str("# Findings of the gate that were let through on purpose; `event-contracts accept` adds to them.\n");
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let Decision { fingerprint, finding, reason, owner, until } = decision;
    // Writing into a String cannot fail.
    let _ = write!(
        text,
        "\n[[acceptance]]\nfingerprint = {}\nfinding = {}\nreason = {}\nowner = {}\nuntil = {until}\n",
        quoted(fingerprint),
        quoted(finding),
        quoted(reason),
        quoted(owner),
    );
    Ok(text)
}

/// A text as a TOML string on one line.
fn quoted(text: &str) -> String {
    // TOML's basic strings have the escapes of JSON but `\/`, which is never written.
    super::json::quote(text).replace('\u{7f}', "\\u007f")
}

/// Whether the text is a day of the calendar, `YYYY-MM-DD`.
pub fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.parse::<toml::value::Datetime>().is_ok_and(|day| day.date.is_some() && day.time.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (Vec<Acceptance>, Vec<String>) {
        let mut findings = Vec::new();
        let list = parse(FileId(0), text, &mut findings);
        (list, findings.into_iter().map(|finding| finding.message).collect())
    }

    #[test]
    fn a_decision_is_written_and_renewed_and_the_rest_stays() {
        let decision = Decision {
            fingerprint: "0123456789abcdef",
            finding: "it \"breaks\"\u{7f}",
            reason: "both move\nat once",
            owner: "Ann",
            until: "2027-01-31",
        };
        let first = with("", &decision).expect("a text");
        let (list, findings) = parsed(&first);
        assert_eq!((list.len(), findings), (1, Vec::new()));
        assert_eq!(list[0].words(), "Ann until 2027-01-31: both move\nat once");
        assert_eq!(&first[list[0].place.start as usize..list[0].place.end as usize], "\"0123456789abcdef\"");
        let other = with(
            &format!("# kept\n{first}# and this"),
            &Decision { fingerprint: "fedcba9876543210", ..decision.clone() },
        )
        .expect("a text");
        let renewed =
            with(&other, &Decision { until: "2028-01-31", owner: "Bob", ..decision }).expect("a text");
        assert_eq!(parsed(&renewed).0[0].words(), "Bob until 2028-01-31: both move\nat once");
        assert_eq!(renewed.replace("Bob", "Ann").replacen("2028", "2027", 1), other);
        assert!(
            other.starts_with("# kept\n# Findings") && other.contains("# and this\n\n[[acceptance]]"),
            "{other}"
        );
    }

    #[test]
    fn what_is_no_decision_is_said() {
        let with = |line: &str| format!("[[acceptance]]\nfingerprint = \"x\"\n{line}");
        for (text, said) in [
            ("reason = \"r\"\nowner = \"o\"\nuntil = \"2027-02-30\"", "`until` is a day, such as 2027-01-31"),
            (
                "reason = \"r\"\nowner = \"o\"\nuntil = 2027-01-01T00:00:00Z",
                "`until` is a day, such as 2027-01-31",
            ),
            ("reason = \" \"\nowner = \"o\"\nuntil = 2027-01-01", "the reason of an acceptance is empty"),
            ("reason = \"r\"\nowner = \"\"\nuntil = 2027-01-01", "the owner of an acceptance is empty"),
            ("reason = \"r\"\nowner = \"o\"", "missing field `until`"),
            (
                "rule = \"*\"",
                "unknown field `rule`, expected one of `fingerprint`, `reason`, `owner`, `until`, `finding`",
            ),
        ] {
            assert_eq!(parsed(&with(text)).1, [said], "{text}");
        }
    }
}
