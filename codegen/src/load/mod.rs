//! The first step: texts of files become trees with places.
//!
//! A [`Tree`] is one state of the `contracts/` folder (of the work tree, or of a git revision). Several
//! trees may live in one [`Sources`], so that a finding can point into both the old and the new text.

pub mod acceptances;
pub mod archive;
pub mod config;
pub mod disk;
pub mod git;
pub mod json;
pub mod metaschema;
pub mod plain;
pub mod services;
pub mod yaml;

use std::collections::BTreeMap;

use crate::finding::{FileId, Finding, Place, Rule, Severity};
pub use config::Config;
pub use json::{Member, Node, Value};
pub use services::Services;

/// A text that is not UTF-8 or not JSON.
pub static NOT_JSON: Rule = Rule {
    id: "not-json",
    severity: Severity::Error,
    summary: "A contract file is not a JSON text in UTF-8.",
    explain: "A file below `contracts/` that ends in `.json` must be one JSON text (RFC 8259) in UTF-8: no \
              comments, no trailing commas, nesting of at most 128.\n\nMend the file at the marked place.",
};

/// A text that is not YAML, or has no equal in JSON.
pub static NOT_YAML: Rule = Rule {
    id: "not-yaml",
    severity: Severity::Error,
    summary: "A file is not one YAML document that JSON could hold.",
    explain: "A file that ends in `.yaml` or `.yml` is read as YAML 1.2 with the core schema, and must be one document \
              whose value JSON can hold: keys are texts, there is no `.inf`, no merge key, no tag of your own, and \
              nesting of at most 128.\n\nMend the file at the marked place.",
};

/// The same key twice in one object.
pub static DUPLICATE_KEY: Rule = Rule {
    id: "duplicate-key",
    severity: Severity::Error,
    summary: "An object has the same key twice.",
    explain: "JSON parsers disagree about which of the two values counts, so a duplicate key makes a schema mean \
              two things.\n\nRemove or rename one of them.",
};

/// A configuration file that cannot be understood.
pub static BAD_CONFIG: Rule = Rule {
    id: "bad-config",
    severity: Severity::Error,
    summary: "contracts.toml, services.toml or acceptances.toml cannot be understood.",
    explain: "The file is not TOML, or holds a key or a value that the tool does not know. Unknown keys are errors: \
              a misspelt policy must not switch a check off silently.",
};

/// A loaded file.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Shown in findings: the path, with the revision before it where it is not the work tree's
    /// (`origin/main:contracts/shop/…`).
    pub name: String,
    /// Path from the workspace root, with `/`: `contracts/shop/order-paid/1.0.json`.
    pub path: String,
    /// The text.
    pub text: String,
}

/// All texts of a run.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file and gives its index.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(file);
        id
    }

    /// The file of an index that [`Sources::add`] gave.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The file of that name, if there is one.
    pub fn by_name(&self, name: &str) -> Option<(FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files).find(|(_, file)| file.name == name)
    }

    /// The text at a place.
    pub fn snippet(&self, place: Place) -> &str {
        self.file(place.file).text.get(place.start as usize..place.end as usize).unwrap_or_default()
    }

    /// Line and column of the start of a place, both from 1; the column counts characters.
    pub fn line_column(&self, place: Place) -> (usize, usize) {
        let text = &self.file(place.file).text;
        let start = floor_char_boundary(text, place.start as usize);
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

fn floor_char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// A file as the disk or git gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawFile {
    /// Path from the workspace root, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// One state of the `contracts/` folder.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// Every `.json` file that parses, by path from the workspace root.
    pub documents: BTreeMap<String, Document>,
    /// The metaschemas that they refer to.
    pub metaschemas: metaschema::Metaschemas,
    /// `contracts.toml`, or the defaults where there is none.
    pub config: Config,
    /// `services.toml`; empty where there is none.
    pub services: Services,
    /// `uses/SERVICE.toml`: what the code of services reads, as their tests write it down.
    pub uses: BTreeMap<String, Vec<services::Subscription>>,
    /// `acceptances.toml`; empty where there is none.
    pub acceptances: Vec<acceptances::Acceptance>,
}

/// A parsed JSON file.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its text in [`Sources`].
    pub file: FileId,
    /// Its root value.
    pub root: Node,
}

/// Takes the files of one tree into `sources`. `revision` is put before the names of the files.
///
/// Files that cannot be read leave a finding and are left out; every other file is there.
pub fn tree(sources: &mut Sources, revision: Option<&str>, mut files: Vec<RawFile>) -> (Tree, Vec<Finding>) {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut tree = Tree::default();
    let mut findings = Vec::new();
    for RawFile { path, bytes } in files {
        let name = revision.map_or_else(|| path.clone(), |revision| format!("{revision}:{path}"));
        let invalid = std::str::from_utf8(&bytes).err().map(|error| error.valid_up_to());
        let text =
            String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
        let file = sources.add(SourceFile { name, path: path.clone(), text });
        if let Some(at) = invalid {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let place = Place { file, start: at, end: at.saturating_add(1) };
            findings.push(Finding::new(&NOT_JSON, "the file is not UTF-8").at(place, "this byte"));
            continue;
        }
        let text = &sources.file(file).text;
        let file_name = path.rsplit('/').next().unwrap_or(&path);
        match file_name {
            "contracts.toml" => tree.config = config::parse(file, text, &mut findings),
            "acceptances.toml" => tree.acceptances = acceptances::parse(file, text, &mut findings),
            "services.toml" => tree.services = services::parse(file, text, &mut findings),
            _ if path.starts_with("contracts/uses/") && file_name.strip_suffix(".toml").is_some() => {
                let service = file_name.trim_end_matches(".toml").to_owned();
                tree.uses.insert(service, services::parse_uses(file, text, &mut findings));
            }
            _ if file_name.strip_suffix(".json").is_some() => {
                if let Some(root) = json::parse(file, text, &mut findings) {
                    tree.documents.insert(path, Document { file, root });
                }
            }
            _ => {}
        }
    }
    for document in tree.documents.values() {
        metaschema::referred(sources, &mut tree.metaschemas, &document.root);
    }
    (tree, findings)
}
