//! Documents from the text of a file: one a line, the items of an array, or one.

use super::super::rules::BAD_SAMPLE;
use super::start;
use crate::finding::{FileId, Finding, Place};
use crate::import::rules;
use crate::load::{Node, SourceFile, Sources, Value, json};

/// No import takes more values: they are held in memory.
const VALUES: usize = 2_000_000;
/// So many faults say that it is another kind of file.
const FAULTS: usize = 100;
/// What to do about what is no sample.
const FORMS: &str =
    "mend or remove it: samples are JSON objects, one a line, the items of an array, or a single one";

/// Where there are too many values in a text that may be JSON.
fn too_many(text: &str) -> Option<u32> {
    let (mut count, mut in_text, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            // No text of JSON goes on in the next line; after a quote that is never closed the rest would not count.
            b'\n' => (in_text, escaped) = (false, false),
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b',' | b'[' | b'{' if !in_text => count += 1,
            _ => {}
        }
        if count > VALUES {
            return Some(u32::try_from(at).unwrap_or(u32::MAX));
        }
    }
    None
}

/// The documents, each an object, with their places in the file.
pub(super) fn documents(
    sources: &mut Sources,
    name: &str,
    bytes: Vec<u8>,
    findings: &mut Vec<Finding>,
) -> Vec<Node> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = u32::try_from(error.utf8_error().valid_up_to()).unwrap_or(u32::MAX);
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let file = added(sources, name, text);
            let place = Place { file, start: at, end: at.saturating_add(1) };
            findings.push(rules::not_utf8(place));
            return Vec::new();
        }
    };
    let file = added(sources, name, text);
    let whole = sources.file(file).text.as_str();
    if let Some(at) = too_many(whole) {
        let place = Place { file, start: at, end: at.saturating_add(1) };
        let message = format!("{name} holds more than {VALUES} values, and they end here");
        let help = "give some of the samples: those that differ most";
        findings.push(Finding::new(&BAD_SAMPLE, message).at(place, "").help(help));
        return Vec::new();
    }
    // Windows writes a byte order mark.
    let text = whole.trim_start_matches('\u{feff}');
    let begin = whole.len() - text.len();
    let extension = name.rsplit('.').next().unwrap_or_default();
    let (mut nodes, before) = (Vec::new(), findings.len());
    if matches!(extension, "ndjson" | "jsonl") || text.trim().is_empty() || first_line_is_whole(text) {
        let mut offset = begin;
        for line in text.split_inclusive('\n') {
            if findings.len() - before >= FAULTS {
                let at = u32::try_from(offset).unwrap_or(u32::MAX);
                let place = Place { file, start: at, end: at.saturating_add(1) };
                let message = format!("{FAULTS} lines before this one are no samples: the rest was not read");
                findings.push(Finding::new(&BAD_SAMPLE, message).at(place, "").help(FORMS));
                break;
            }
            let content = line.trim();
            if !content.is_empty() {
                let at = offset + line.find(content).unwrap_or_default();
                nodes.extend(parsed(file, content, at, findings).filter(|node| is_sample(node, findings)));
            }
            offset += line.len();
        }
    } else {
        match parsed(file, text, begin, findings) {
            Some(Node { value: Value::Array(items), .. }) => {
                for item in items {
                    if findings.len() - before >= FAULTS {
                        break;
                    }
                    nodes.extend(Some(item).filter(|node| is_sample(node, findings)));
                }
            }
            other => nodes.extend(other.filter(|node| is_sample(node, findings))),
        }
    }
    if nodes.is_empty() && !findings.iter().any(|finding| finding.place().is_some_and(|at| at.file == file)) {
        let place = Place { file, start: 0, end: 0 };
        let finding = Finding::new(&BAD_SAMPLE, format!("{name} holds no sample"));
        findings.push(finding.at(place, "").help(FORMS));
    }
    nodes
}

/// Whether it is an object; a finding, if not.
fn is_sample(node: &Node, findings: &mut Vec<Finding>) -> bool {
    let is_object = node.as_object().is_some();
    if !is_object {
        let message = "a sample is a JSON object: the data of an event, or an envelope with it";
        findings.push(Finding::new(&BAD_SAMPLE, message).at(start(node.place), "").help(FORMS));
    }
    is_object
}

fn added(sources: &mut Sources, name: &str, text: String) -> FileId {
    sources.add(SourceFile { name: name.to_owned(), path: name.to_owned(), text })
}

/// Whether a document ends with the first line that is not blank, and another one follows.
fn first_line_is_whole(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    lines.next().is_some() && serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok()
}

/// A JSON text that begins `offset` bytes into the file.
fn parsed(file: FileId, text: &str, offset: usize, findings: &mut Vec<Finding>) -> Option<Node> {
    let offset = u32::try_from(offset).unwrap_or(u32::MAX);
    let mut found = Vec::new();
    let mut node = json::parse(file, text, &mut found);
    for finding in &mut found {
        for label in &mut finding.labels {
            shift(&mut label.place, offset);
        }
        if finding.help.is_empty() {
            finding.help.push(FORMS.to_owned());
        }
    }
    findings.append(&mut found);
    if offset > 0
        && let Some(node) = &mut node
    {
        shift_all(node, offset);
    }
    node
}

fn shift_all(node: &mut Node, offset: u32) {
    shift(&mut node.place, offset);
    match &mut node.value {
        Value::Array(items) => items.iter_mut().for_each(|item| shift_all(item, offset)),
        Value::Object(members) => {
            for member in members {
                shift(&mut member.key_place, offset);
                shift_all(&mut member.value, offset);
            }
        }
        _ => {}
    }
}

fn shift(place: &mut Place, offset: u32) {
    place.start = place.start.saturating_add(offset);
    place.end = place.end.saturating_add(offset);
}
