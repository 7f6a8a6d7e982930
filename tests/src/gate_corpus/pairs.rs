//! The pairs of a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use event_contracts_codegen::finding::Severity;
use event_contracts_codegen::load::{Sources, plain::PlainFiles};
use event_contracts_codegen::resolve::{Library, Plain, PlainOptions, SchemaId, resolve_plain};
use serde_json::Value;

/// Every folder below that holds a pair, sorted.
pub(super) fn below(folder: &Path, only: Option<&str>) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        for entry in entries.flatten() {
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(entry.path());
            }
        }
        let named = only.is_none_or(|only| folder.to_string_lossy().contains(only));
        if named && folder.join("old.json").is_file() && folder.join("new.json").is_file() {
            found.push(folder);
        }
    }
    found.sort();
    Ok(found)
}

/// Two schemas, resolved, and as they were written.
pub(super) struct Pair {
    pub(super) sides: [(Plain, SchemaId); 2],
    pub(super) texts: [Value; 2],
    /// Where URLs are looked up.
    pub(super) folder: PathBuf,
}

impl Pair {
    pub(super) fn read(path: &Path, folder: &Path) -> Result<Self, String> {
        let files = [path.join("old.json"), path.join("new.json")];
        let text = |file: &PathBuf| {
            let text = std::fs::read_to_string(file).map_err(|e| e.to_string())?;
            serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| e.to_string())
        };
        // Each side is resolved alone: both may call themselves by the same name.
        Ok(Self {
            folder: folder.to_path_buf(),
            texts: [escaped(text(&files[0])?), escaped(text(&files[1])?)],
            sides: [resolved(&files[0], folder)?, resolved(&files[1], folder)?],
        })
    }
}

/// With references that are no URI references written as such: validators insist on it.
fn escaped(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(members) => {
            for (key, value) in members.iter_mut() {
                *value = match value.take() {
                    Value::String(text) if key == "$ref" => {
                        let odd = |c: char| matches!(c, ' ' | '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`');
                        let escape =
                            |c: char| if odd(c) { format!("%{:02X}", u32::from(c)) } else { c.to_string() };
                        Value::String(text.chars().map(escape).collect())
                    }
                    value => escaped(value),
                };
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| *item = escaped(item.take())),
        _ => {}
    }
    schema
}

/// The document that a URL leads to, as it does for the gate.
pub(super) fn look_up(folder: &Path, url: &str) -> Option<Value> {
    let mut sources = Sources::default();
    let folder = std::path::absolute(folder).ok()?;
    let (mut library, _) = PlainFiles::read(&mut sources, &folder, &[], Some(&folder)).ok()?;
    library.find(url.trim_end_matches('#')).map(|document| document.root.to_serde())
}

fn resolved(file: &Path, folder: &Path) -> Result<(Plain, SchemaId), String> {
    let mut sources = Sources::default();
    let file = std::path::absolute(file).map_err(|e| e.to_string())?;
    let folder = std::path::absolute(folder).map_err(|e| e.to_string())?;
    let files = [file];
    let (mut library, read) =
        PlainFiles::read(&mut sources, &folder, &files, Some(&folder)).map_err(|e| e.to_string())?;
    let (plain, findings) = resolve_plain(&read, &mut library, PlainOptions::default());
    let mut all = library.into_findings();
    all.extend(findings);
    if let Some(first) = all.iter().find(|finding| finding.severity == Severity::Error) {
        return Err(format!("{}: {}", first.rule.id, first.message));
    }
    let root = plain.roots.first().ok_or("the root is missing")?.schema;
    Ok((plain, root))
}

/// The verdicts that somebody noted beside the pair, by direction.
pub(super) fn expected(path: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for name in ["expected.json", "label.json"] {
        let Ok(text) = std::fs::read_to_string(path.join(name)) else { continue };
        let Ok(value) = serde_json::from_str::<Value>(&text) else { continue };
        for direction in ["backward", "forward"] {
            let verdict = value.get(direction).map(|v| v.get("verdict").unwrap_or(v));
            let verdict = match verdict {
                Some(Value::String(text)) => text.clone(),
                Some(Value::Bool(true)) => "compatible".to_owned(),
                Some(Value::Bool(false)) => "breaking".to_owned(),
                _ => continue,
            };
            found.insert(direction.to_owned(), verdict);
        }
    }
    found
}
