//! What a corpus folder holds: schemas with documents, or a JSON-Schema-Test-Suite.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::value::RawValue;

use crate::doc::Doc;

/// A schema and the documents to try on it.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its name: the file's, or `draft7/ref: root pointer ref`.
    pub name: String,
    /// A short name of letters, digits and `-` that is the file's stem.
    pub stem: String,
    /// The schema's text.
    pub schema: String,
    /// Where schemas that it refers to by URL are looked up.
    pub lookup: Option<PathBuf>,
    /// The documents.
    pub documents: Vec<Document>,
}

/// A document.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its name within the case.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Whether it is valid, where the corpus is the judge of that.
    pub valid: Option<bool>,
}

/// The drafts of a test suite that are understood: folder and `$schema`.
const DRAFTS: &[(&str, &str)] = &[
    ("draft4", "http://json-schema.org/draft-04/schema#"),
    ("draft6", "http://json-schema.org/draft-06/schema#"),
    ("draft7", "http://json-schema.org/draft-07/schema#"),
    ("draft2019-09", "https://json-schema.org/draft/2019-09/schema"),
    ("draft2020-12", "https://json-schema.org/draft/2020-12/schema"),
];

/// Every case of a folder, whichever of the layouts it has; folders of corpora are looked into.
///
/// # Errors
/// A folder or file that cannot be read, or nothing that is understood.
pub fn read(dir: &Path, optional: bool) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    find(dir, optional, 0, &mut cases)?;
    if cases.is_empty() {
        return Err(format!(
            "{}: neither `schemas/` with `valid/` and `invalid/`, nor a JSON-Schema-Test-Suite",
            dir.display()
        ));
    }
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    let mut seen = BTreeMap::new();
    for case in &mut cases {
        let count: &mut u32 = seen.entry(case.stem.clone()).or_default();
        *count += 1;
        if *count > 1 {
            case.stem = format!("{}-{count}", case.stem);
        }
    }
    Ok(cases)
}

fn find(dir: &Path, optional: bool, depth: u32, out: &mut Vec<Case>) -> Result<(), String> {
    let draft = dir.file_name().and_then(|name| DRAFTS.iter().find(|(draft, _)| name == *draft));
    if let Some((folder, uri)) = draft {
        // `…/tests/draft7`
        let remotes = dir.ancestors().skip(1).take(3).map(|above| above.join("remotes")).find(|r| r.is_dir());
        return suite(dir, folder, uri, remotes.as_deref(), optional, out);
    }
    if dir.join("schemas").is_dir() {
        return schemas(dir, out);
    }
    if depth < 3 {
        for folder in entries(dir)?.into_iter().filter(|path| path.is_dir() && !path.ends_with("remotes")) {
            find(&folder, optional, depth + 1, out)?;
        }
    }
    Ok(())
}

fn schemas(dir: &Path, out: &mut Vec<Case>) -> Result<(), String> {
    let folder = dir.join("schemas");
    for path in entries(&folder)? {
        let is_schema = path.extension().is_some_and(|e| e == "json" || e == "yaml" || e == "yml");
        let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()).filter(|_| is_schema) else {
            continue;
        };
        let mut documents = Vec::new();
        for kind in ["valid", "invalid"] {
            let of_schema = dir.join(kind).join(stem);
            let files = if of_schema.is_dir() { entries(&of_schema)? } else { Vec::new() };
            for file in files.into_iter().filter(|file| file.extension().is_some_and(|e| e == "json")) {
                let name = format!("{kind}/{}", file.file_name().unwrap_or_default().display());
                documents.push(Document { name, text: text(&file)?, valid: None });
            }
        }
        out.push(Case {
            name: stem.to_owned(),
            stem: stem.to_owned(),
            schema: text(&path)?,
            lookup: Some(folder.clone()),
            documents,
        });
    }
    Ok(())
}

#[derive(serde::Deserialize)]
struct SuiteCase {
    description: String,
    schema: Box<RawValue>,
    #[serde(default)]
    tests: Vec<SuiteTest>,
}

#[derive(serde::Deserialize)]
struct SuiteTest {
    description: String,
    data: Box<RawValue>,
    valid: bool,
}

fn suite(
    dir: &Path,
    draft: &str,
    uri: &str,
    remotes: Option<&Path>,
    optional: bool,
    out: &mut Vec<Case>,
) -> Result<(), String> {
    let mut files = entries(dir)?;
    if optional {
        let mut folders = vec![dir.join("optional")];
        while let Some(folder) = folders.pop().filter(|folder| folder.is_dir()) {
            let (below, more) = entries(&folder)?.into_iter().partition(|path| path.is_dir());
            folders.extend::<Vec<_>>(below);
            files.extend(more);
        }
    }
    for file in files.iter().filter(|file| file.extension().is_some_and(|e| e == "json")) {
        // Something else that lies beside the tests.
        let Ok(cases) = serde_json::from_str::<Vec<SuiteCase>>(&text(file)?) else { continue };
        let below = file.strip_prefix(dir).unwrap_or(file).with_extension("");
        let below = below.to_string_lossy().replace('\\', "/");
        for case in cases {
            let documents = case.tests.into_iter().map(|test| Document {
                name: test.description,
                text: test.data.get().to_owned(),
                valid: Some(test.valid),
            });
            let name = format!("{draft}/{below}: {}", case.description);
            let stem = format!("{draft}-{below}-{}", case.description);
            let stem = stem.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
            let stem = stem.split('-').filter(|part| !part.is_empty()).take(12).collect::<Vec<_>>().join("-");
            out.push(Case {
                name,
                stem,
                schema: with_draft(case.schema.get(), uri),
                lookup: remotes.map(Path::to_owned),
                documents: documents.collect(),
            });
        }
    }
    Ok(())
}

/// The schema, saying its draft; that of the folder where it says none.
fn with_draft(schema: &str, uri: &str) -> String {
    match Doc::parse(schema) {
        Some(Doc::Object(members)) if !members.iter().any(|(name, _)| name == "$schema") => {
            let mut all = vec![("$schema".to_owned(), Doc::Text(uri.to_owned()))];
            all.extend(members);
            Doc::Object(all).to_json()
        }
        _ => schema.to_owned(),
    }
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let list = std::fs::read_dir(dir).map_err(|error| format!("{}: {error}", dir.display()))?;
    let mut paths: Vec<PathBuf> = list.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    Ok(paths)
}

fn text(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}
