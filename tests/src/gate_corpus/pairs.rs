//! The pairs of a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use event_contracts_codegen::compat::Side;
use event_contracts_codegen::finding::{FileId, Severity};
use event_contracts_codegen::load::plain::{PlainFiles, Shelf};
use event_contracts_codegen::load::{self, Node, Sources};
use event_contracts_codegen::number::Number;
use event_contracts_codegen::resolve::rules::UNRESOLVED_REF;
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
    /// `None` where 64 bits do not hold a number.
    pub(super) texts: Option<[Value; 2]>,
    /// Where URLs are looked up.
    pub(super) shelf: Arc<Shelf>,
    /// References that lead to nothing.
    pub(super) unresolved: Vec<String>,
}

impl Pair {
    pub(super) fn read(path: &Path, shelf: &Arc<Shelf>) -> Result<Self, String> {
        let mut unresolved = Vec::new();
        // Each side is resolved alone: both may call themselves by the same name.
        let mut side = |name| resolved(&path.join(name), shelf, &mut unresolved);
        let (old, old_text) = side("old.json")?;
        let (new, new_text) = side("new.json")?;
        let texts = old_text.zip(new_text).map(|(old, new)| [escaped(old), escaped(new)]);
        Ok(Self { texts, sides: [old, new], shelf: Arc::clone(shelf), unresolved })
    }

    pub(super) fn side(&self, index: usize) -> Side<'_> {
        let (plain, schema) = &self.sides[index];
        Side { schemas: &plain.schemas, schema: *schema }
    }
}

/// A JSON text; `None` if it is none, or if 64 bits do not hold a number of it.
pub(super) fn value(text: &str) -> Option<Value> {
    exact(&load::json::parse(FileId(0), text, &mut Vec::new())?)
}

/// The value as `serde_json` holds it; `None` if a number would change on the way.
fn exact(node: &Node) -> Option<Value> {
    let same = |text: &str| {
        let value: Value = serde_json::from_str(text).ok()?;
        (Number::parse(&value.to_string())? == Number::parse(text)?).then_some(value)
    };
    Some(match &node.value {
        load::Value::Number(text) => same(text)?,
        load::Value::Array(items) => Value::Array(items.iter().map(exact).collect::<Option<_>>()?),
        load::Value::Object(members) => {
            let members = members.iter().map(|member| Some((member.key.clone(), exact(&member.value)?)));
            Value::Object(members.collect::<Option<_>>()?)
        }
        _ => node.to_serde(),
    })
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
pub(super) fn look_up(shelf: &Arc<Shelf>, url: &str) -> Option<Value> {
    let mut sources = Sources::default();
    let (mut library, _) =
        PlainFiles::read_with(&mut sources, Path::new("/"), &[], Arc::clone(shelf)).ok()?;
    library.find(url.trim_end_matches('#')).map(|document| escaped(document.root.to_serde()))
}

fn resolved(
    file: &Path,
    shelf: &Arc<Shelf>,
    unresolved: &mut Vec<String>,
) -> Result<((Plain, SchemaId), Option<Value>), String> {
    let mut sources = Sources::default();
    let files = [std::path::absolute(file).map_err(|e| e.to_string())?];
    let (mut library, read) = PlainFiles::read_with(&mut sources, Path::new("/"), &files, Arc::clone(shelf))
        .map_err(|e| e.to_string())?;
    let (plain, findings) = resolve_plain(&read, &mut library, PlainOptions::default());
    let mut all = library.into_findings();
    all.extend(findings);
    // What a reference names that is not here is unknown, and no fault of the schema.
    let (missing, all): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|finding| finding.rule.id == UNRESOLVED_REF.id);
    if let Some(first) = all.iter().find(|finding| finding.severity == Severity::Error) {
        return Err(format!("{}: {}", first.rule.id, first.message));
    }
    unresolved.extend(missing.into_iter().map(|finding| finding.message));
    let root = plain.roots.first().ok_or("the root is missing")?.schema;
    let text = read.first().and_then(|file| exact(&file.document.root));
    Ok(((plain, root), text))
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
