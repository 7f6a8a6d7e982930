//! The process that generates and judges: a schema that kills it, or takes for ever, is one miss.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use event_contracts_codegen::emit::rust::Runtime;
use event_contracts_codegen::finding::Severity;
use event_contracts_codegen::guard::guarded;
use event_contracts_codegen::load::config::{CsharpTarget, RustTarget};
use event_contracts_codegen::lower::Options;
use event_contracts_codegen::plain::{Request, compile};
use jsonschema::{Retrieve, Uri};
use serde_json::{Value, json};

/// Where generated files are, in answers.
pub(super) const RUST: &str = "rust";
/// Likewise.
pub(super) const CSHARP: &str = "csharp";

/// Answers requests until there are no more.
///
/// # Errors
/// Broken pipes.
pub fn serve(input: impl BufRead, mut output: impl Write) -> std::io::Result<()> {
    for line in input.lines() {
        let request: Value = serde_json::from_str(&line?).unwrap_or_default();
        let text = |name: &str| request.get(name).and_then(Value::as_str).map(PathBuf::from);
        let schema = text("schema").unwrap_or_default();
        let lookup = text("lookup");
        let answer = match request.get("documents").and_then(Value::as_array) {
            Some(documents) => judge(&schema, lookup.as_deref(), documents),
            None => generate(&schema, lookup),
        };
        writeln!(output, "{answer}")?;
        output.flush()?;
    }
    Ok(())
}

fn generate(schema: &Path, lookup: Option<PathBuf>) -> Value {
    let request = Request {
        here: PathBuf::from("/"),
        files: vec![schema.to_owned()],
        schemas: lookup,
        options: Options::plain(),
        rust: Some((
            RustTarget { dir: RUST.to_owned(), crate_name: "generated".to_owned() },
            Runtime::Version("0.1.0".to_owned()),
        )),
        csharp: Some(CsharpTarget {
            dir: CSHARP.to_owned(),
            namespace: "Schemas".to_owned(),
            package: "Schemas".to_owned(),
        }),
    };
    let compiled = match compile(&request) {
        Ok(compiled) => compiled,
        Err(error) => return json!({ "failed": error.to_string() }),
    };
    let errors: Vec<String> = compiled
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| {
            let place = finding.labels.first().map(|label| {
                let (line, column) = compiled.sources.line_column(label.place);
                format!("{line}:{column}: ")
            });
            format!("{}{} [{}]", place.unwrap_or_default(), finding.message, finding.rule.id)
        })
        .collect();
    if !errors.is_empty() {
        return json!({ "refused": errors });
    }
    let files: Vec<Value> =
        compiled.files.iter().map(|file| json!({ "path": file.path, "text": file.text })).collect();
    match compiled.roots.first() {
        Some(root) => json!({ "files": files, "rust": root.rust }),
        None => json!({ "failed": "no type for the schema" }),
    }
}

fn judge(schema: &Path, lookup: Option<&Path>, documents: &[Value]) -> Value {
    let own = schema.file_name().map(OsString::from);
    let text = match std::fs::read_to_string(schema) {
        Ok(text) => text,
        Err(error) => return json!({ "error": error.to_string() }),
    };
    let schema: Value = match serde_json::from_str(&text) {
        Ok(schema) => schema,
        Err(error) => return json!({ "error": error.to_string() }),
    };
    let mut options = jsonschema::options().should_validate_formats(false);
    if let Some(folder) = lookup {
        options = options.with_retriever(Folder { folder: folder.to_owned(), own });
    }
    let mut escaped = schema.clone();
    escape_references(&mut escaped);
    let validator = match options.build(&schema).or_else(|error| {
        // What is no URI reference is a warning of the generator: the documents can still be judged.
        if escaped == schema { Err(error) } else { options.build(&escaped) }
    }) {
        Ok(validator) => validator,
        Err(error) => return json!({ "error": error.to_string() }),
    };
    let verdicts: Vec<Value> = documents
        .iter()
        .map(|document| match serde_json::from_str::<Value>(document.as_str().unwrap_or_default()) {
            Err(_) => Value::Null,
            Ok(document) => match guarded(|| validator.validate(&document)) {
                None => Value::Null,
                Some(Ok(())) => Value::Bool(true),
                Some(Err(error)) => {
                    json!({ "at": error.instance_path().to_string(), "why": error.to_string() })
                }
            },
        })
        .collect();
    json!({ "verdicts": verdicts })
}

/// Escapes what no URI may hold in every `$ref`.
fn escape_references(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::String(text)) = members.get_mut("$ref") {
                const ILLEGAL: &[u8] = b"<>{}[]|\\^`\" ";
                let mut escaped = String::new();
                for byte in text.bytes() {
                    if byte.is_ascii() && !ILLEGAL.contains(&byte) {
                        escaped.push(char::from(byte));
                    } else {
                        let _ = write!(escaped, "%{byte:02X}");
                    }
                }
                *text = escaped;
            }
            members.values_mut().for_each(escape_references);
        }
        Value::Array(items) => items.iter_mut().for_each(escape_references),
        _ => {}
    }
}

/// Finds a schema of a URL in a folder: by its path or the end of its path, or by what it calls itself.
struct Folder {
    folder: PathBuf,
    /// The file that is judged: what refers to a newer or fuller self is not what it refers to.
    own: Option<OsString>,
}

impl Retrieve for Folder {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let uri = uri.as_str();
        let rest = uri.split_once("://").map_or(uri, |(_, rest)| rest);
        let path = rest.split(['?', '#']).next().unwrap_or_default();
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        for start in 0..parts.len() {
            let end = parts[start..].iter().collect::<PathBuf>();
            for suffix in ["", ".json"] {
                let file = self.folder.join(format!("{}{suffix}", end.display()));
                let inside = end.components().all(|part| matches!(part, std::path::Component::Normal(_)));
                if inside && file.is_file() && file.file_name() != self.own.as_deref() {
                    return Ok(serde_json::from_str(&text(&file)?)?);
                }
            }
        }
        for entry in std::fs::read_dir(&self.folder)? {
            let file = entry?.path();
            let Ok(text) = text(&file) else { continue };
            if text.contains(uri) && file.file_name() != self.own.as_deref() {
                let schema: Value = serde_json::from_str(&text)?;
                let id = schema.get("$id").or_else(|| schema.get("id")).and_then(Value::as_str);
                if id.is_some_and(|id| id.trim_end_matches('#') == uri.trim_end_matches('#')) {
                    return Ok(schema);
                }
            }
        }
        Err(format!("{uri} is not in the folder").into())
    }
}

fn text(file: &Path) -> std::io::Result<String> {
    let text = std::fs::read_to_string(file)?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}
