//! `event-contracts diff`

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::value::RawValue;

use super::args::{Global, Semantics};
use super::workspace::{self, Workspace};
use super::{Failure, Outcome};
use crate::compat::{self, Verdict};
use crate::finding::{self, Finding, Rule, Severity, has_errors};
use crate::load::disk::FOLDER;
use crate::load::plain::PlainFiles;
use crate::load::{Sources, disk};
use crate::report::{Format, json};
use crate::resolve::rules::UNRESOLVED_REF;
use crate::resolve::{PlainOptions, SchemaId, Schemas, Version, resolve_plain};

/// A document of the earlier version that the later one refuses.
pub(super) static DIFF_BACKWARD: Rule = Rule {
    id: "diff-backward",
    severity: Severity::Warning,
    summary: "What the earlier version's producers write, the later version's consumers may refuse.",
    explain: "Consumers that move to the later version first would refuse the message shown, which producers on the \
              earlier version may still write.\n\nUpdate the producers first, or publish the change as a new major.",
};

/// A document of the later version that the earlier one refuses.
pub(super) static DIFF_FORWARD: Rule = Rule {
    id: "diff-forward",
    severity: Severity::Warning,
    summary: "What the later version's producers write, the earlier version's consumers may refuse.",
    explain: "Producers that move to the later version first would write the message shown, which consumers on the \
              earlier version refuse.\n\nUpdate the consumers first, or publish the change as a new major.",
};

/// A direction without a verdict.
pub(super) static DIFF_UNDECIDED: Rule = Rule {
    id: "diff-undecided",
    severity: Severity::Warning,
    summary: "Neither a proof nor a breaking message was found.",
    explain: "The keyword that is named stood in the way of a verdict for this direction. Nothing is said about it: it \
              may break, or not.",
};

/// One of the two schemas.
struct Side {
    schemas: Schemas,
    schema: SchemaId,
    /// Whether generated code writes and reads it.
    is_contract: bool,
    /// For a version that was named.
    version: Option<(String, Version)>,
}

impl Side {
    fn as_compared(&self) -> compat::Side<'_> {
        compat::Side { schemas: &self.schemas, schema: self.schema }
    }
}

pub(super) fn run(
    global: &Global,
    [old, new]: [&str; 2],
    semantics: Option<Semantics>,
    schemas: Option<&Path>,
) -> Result<Outcome, Failure> {
    let mut sources = Sources::default();
    let mut findings = Vec::new();
    let reading = Reading { schemas, strict: semantics != Some(Semantics::WriterReader) };
    let old = side(global, old, &reading, &mut sources, &mut findings)?;
    let new = side(global, new, &reading, &mut sources, &mut findings)?;
    let (Some(old), Some(new), false) = (old, new, has_errors(&findings)) else {
        finding::sort(&mut findings);
        return Ok(Outcome { sources, findings, ..Outcome::default() });
    };
    let semantics = match semantics {
        Some(Semantics::WriterReader) => compat::Semantics::WriterReader,
        None if old.is_contract && new.is_contract => compat::Semantics::WriterReader,
        Some(Semantics::Strict) | None => compat::Semantics::Strict,
    };
    let difference = compat::diff(old.as_compared(), new.as_compared(), semantics);
    let backward = Direction::new("backward", &DIFF_BACKWARD, difference.backward);
    let forward = Direction::new("forward", &DIFF_FORWARD, difference.forward);
    if global.format == Format::Json {
        finding::sort(&mut findings);
        let text = json::pretty(&Both {
            backward: backward.json(&sources),
            forward: forward.json(&sources),
            findings: json::json_findings(&sources, &findings),
        });
        findings.extend([backward.findings, forward.findings].concat());
        return Ok(Outcome { sources, findings, text, ..Outcome::default() });
    }
    let mut summary = format!("backward: {}\nforward: {}\n", backward.verdict, forward.verdict);
    summary.extend(advice(&old, &new, &backward, &forward));
    findings.extend([backward.findings, forward.findings].concat());
    finding::sort(&mut findings);
    Ok(Outcome { sources, findings, summary, ..Outcome::default() })
}

/// How files are read.
struct Reading<'a> {
    /// Where URLs are looked up.
    schemas: Option<&'a Path>,
    /// Every valid document counts, so that a schema which is not here can stand for itself.
    strict: bool,
}

/// A file, or a version by its name. Only it and what it refers to is read. `None` where that leaves errors.
fn side(
    global: &Global,
    name: &str,
    reading: &Reading<'_>,
    sources: &mut Sources,
    findings: &mut Vec<Finding>,
) -> Result<Option<Side>, Failure> {
    let (path, version) = if Path::new(name).is_file() {
        (PathBuf::from(name), None)
    } else {
        let (path, event, version) = named(global, name)?;
        (path, Some((event, version)))
    };
    let (mut library, files) =
        PlainFiles::read(sources, &workspace::here()?, std::slice::from_ref(&path), reading.schemas)?;
    let (plain, resolved) = resolve_plain(&files, &mut library, PlainOptions::default());
    let mut found = library.into_findings();
    found.extend(resolved);
    // What is only doubtful in a schema is for `lint`.
    found.retain(|finding| finding.severity == Severity::Error);
    let schema = plain.roots.first().map(|root| root.schema);
    let says_so = schema.and_then(|schema| plain.schemas.keywords(schema));
    let is_contract = says_so.is_some_and(|k| k.extension("x-event").is_some()) || lies_in_workspace(&path);
    if reading.strict && !is_contract {
        for finding in found.iter_mut().filter(|finding| finding.rule.id == UNRESOLVED_REF.id) {
            finding.severity = Severity::Warning;
            finding.notes.push("it is taken as unknown, and as the same wherever it is named so".to_owned());
        }
    }
    findings.extend(found);
    if has_errors(findings) {
        return Ok(None);
    }
    let Some(schema) = schema else {
        return Err(Failure(format!("{name} holds no schema")));
    };
    Ok(Some(Side { schema, schemas: plain.schemas, is_contract, version }))
}

/// The file of a version such as `shop/order-paid@1.0`.
fn named(global: &Global, name: &str) -> Result<(PathBuf, String, Version), Failure> {
    let Some((event, number)) = name.split_once('@') else {
        return Err(Failure(format!("{name:?} is neither a file nor of the form domain/event@1.0")));
    };
    if let Ok(version) = number.parse::<Version>() {
        let path = workspace::root(global)?.join(FOLDER).join(event).join(format!("{version}.json"));
        if path.is_file() {
            return Ok((path, event.to_owned(), version));
        }
    }
    // The whole workspace knows what there is instead.
    let workspace = Workspace::load(global)?;
    let contract = workspace.contract(name)?;
    Ok((workspace.root.join(&contract.path), contract.event_id(), contract.version))
}

fn lies_in_workspace(path: &Path) -> bool {
    let Ok(full) = path.canonicalize() else { return false };
    disk::find_root(&full).is_ok_and(|root| full.starts_with(root.join(FOLDER)))
}

/// One direction's verdict.
struct Direction {
    verdict: &'static str,
    reason: Option<String>,
    witness: Option<String>,
    findings: Vec<Finding>,
}

#[derive(Serialize)]
struct Both<T, F> {
    backward: T,
    forward: T,
    /// What is doubtful in the schemas themselves.
    findings: Vec<F>,
}

#[derive(Serialize)]
struct JsonDirection<'a, F> {
    verdict: &'a str,
    witness: Option<Box<RawValue>>,
    reason: Option<&'a str>,
    findings: Vec<F>,
}

impl Direction {
    /// A difference is no fault by itself, so that nothing here is an error.
    fn new(name: &str, rule: &'static Rule, verdict: Verdict) -> Self {
        let mut findings = Vec::new();
        let (mut witness, mut why) = (None, None);
        let verdict = match verdict {
            Verdict::Compatible => "compatible",
            Verdict::Breaking(breaks) => {
                for found in breaks {
                    witness.get_or_insert_with(|| found.witness.clone());
                    why.get_or_insert_with(|| found.reason.clone());
                    let mut finding = Finding::new(rule, format!("{name}: {}", found.reason))
                        .at(found.reader, "refused here")
                        .at(found.writer, "allowed here")
                        .note(format!("at {:?} of the document, by `{}`", found.pointer, found.keyword));
                    if let Some(mend) = found.mend {
                        finding = finding.help(format!("to stay compatible, {}", mend.words));
                    }
                    finding.notes.extend(found.rest);
                    finding.witness = Some(found.witness);
                    findings.push(finding);
                }
                "breaking"
            }
            Verdict::Undecided(reasons) => {
                for reason in reasons {
                    let words = format!("`{}`: {}", reason.keyword, reason.why);
                    let mut finding = Finding::new(&DIFF_UNDECIDED, format!("{name}: {words}"));
                    why.get_or_insert(words);
                    for place in [reason.reader, reason.writer].into_iter().flatten() {
                        finding = finding.at(place, "");
                    }
                    findings.push(finding);
                }
                "undecided"
            }
        };
        Self { verdict, reason: why, witness, findings }
    }

    fn json<'a>(&'a self, sources: &'a Sources) -> JsonDirection<'a, impl Serialize + use<'a>> {
        JsonDirection {
            verdict: self.verdict,
            // As text, so that no digit of a number is lost.
            witness: self.witness.clone().and_then(|text| RawValue::from_string(text).ok()),
            reason: self.reason.as_deref(),
            findings: json::json_findings(sources, &self.findings),
        }
    }
}

/// The number that the later of two versions of one event should have.
fn advice(old: &Side, new: &Side, backward: &Direction, forward: &Direction) -> Option<String> {
    let ((event, old), (other, new)) = (old.version.as_ref()?, new.version.as_ref()?);
    if event != other || old >= new {
        return None;
    }
    let compatible = backward.verdict == "compatible" && forward.verdict == "compatible";
    let (word, fits) = if compatible {
        ("a new minor", old.major == new.major)
    } else {
        ("a new major", old.major != new.major)
    };
    let verdict = if fits { "fits" } else { "does not fit" };
    Some(format!("version: the change asks for {word}, which {new} {verdict}\n"))
}
