//! Files of schemas that are no contracts, and the folder in which their URLs are looked up.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::disk::Error;
use super::metaschema::{self, Metaschemas};
use super::{Document, NOT_JSON, Node, SourceFile, Sources, json, yaml};
use crate::finding::{Finding, Place};
use crate::resolve::{Library, PlainFile, nearest};

/// The user's files, and what else their references may lead to. Nothing is fetched, and only what is
/// referred to is parsed.
pub struct PlainFiles<'s> {
    sources: &'s mut Sources,
    shelf: Arc<Shelf>,
    here: PathBuf,
    /// Every file that was tried, by absolute path.
    tried: BTreeMap<PathBuf, Option<Arc<Document>>>,
    /// The user's files, by absolute path.
    given: Vec<PathBuf>,
    metaschemas: Metaschemas,
    findings: Vec<Finding>,
}

/// The folders in which URLs are looked up, the first one first. It remembers what is in them, so it is for many
/// readings of the same files.
#[derive(Debug, Default)]
pub struct Shelf {
    folders: Vec<PathBuf>,
    paths: OnceLock<Vec<PathBuf>>,
    /// What the files call themselves.
    names: OnceLock<BTreeMap<String, PathBuf>>,
}

impl Shelf {
    /// Of these folders, by absolute paths.
    pub fn new(folders: impl IntoIterator<Item = PathBuf>) -> Self {
        Self { folders: folders.into_iter().collect(), ..Self::default() }
    }

    /// Every file that may hold a schema.
    fn paths(&self) -> &[PathBuf] {
        self.paths.get_or_init(|| self.folders.iter().flat_map(|folder| below(folder)).collect())
    }

    fn named(&self, url: &str) -> Option<&Path> {
        let names = self.names.get_or_init(|| {
            let mut names = BTreeMap::new();
            for path in self.paths() {
                if let Some(name) = std::fs::read(path).ok().and_then(|bytes| id_of(path, &bytes)) {
                    names.entry(key(&name).to_owned()).or_insert_with(|| path.clone());
                }
            }
            names
        });
        names.get(key(url)).map(PathBuf::as_path)
    }
}

impl<'s> PlainFiles<'s> {
    /// Reads the files that the user names, as seen from the folder `here`. A URL in them is looked up in `folder`. What cannot be parsed is
    /// a finding, which [`PlainFiles::into_findings`] gives.
    pub fn read(
        sources: &'s mut Sources,
        here: &Path,
        paths: &[PathBuf],
        folder: Option<&Path>,
    ) -> Result<(Self, Vec<PlainFile>), Error> {
        let shelf = Shelf::new(folder.map(|folder| here.join(folder)));
        Self::read_with(sources, here, paths, Arc::new(shelf))
    }

    /// The same, with URLs looked up there.
    pub fn read_with(
        sources: &'s mut Sources,
        here: &Path,
        paths: &[PathBuf],
        shelf: Arc<Shelf>,
    ) -> Result<(Self, Vec<PlainFile>), Error> {
        let failed = |path: &Path| {
            let path = path.to_path_buf();
            move |source| Error::Read { path, source }
        };
        let mut library = Self {
            sources,
            shelf,
            here: here.to_path_buf(),
            tried: BTreeMap::new(),
            given: Vec::new(),
            metaschemas: Metaschemas::new(),
            findings: Vec::new(),
        };
        let mut files = Vec::new();
        for path in paths {
            let absolute = library.absolute(path);
            if library.given.contains(&absolute) {
                continue;
            }
            let bytes = std::fs::read(&absolute).map_err(failed(path))?;
            let document = library.parse(path, bytes);
            library.given.push(absolute.clone());
            library.tried.insert(absolute.clone(), document.clone());
            if let Some(document) = document {
                files.push(PlainFile { path: slashed(&absolute), document });
            }
        }
        Ok((library, files))
    }

    /// What is wrong with the files that were read.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    /// The path from the root, without `.` and `..`.
    fn absolute(&self, path: &Path) -> PathBuf {
        let mut absolute = PathBuf::new();
        for part in self.here.join(path).components() {
            match part {
                std::path::Component::CurDir => {}
                std::path::Component::ParentDir => drop(absolute.pop()),
                part => absolute.push(part),
            }
        }
        absolute
    }

    fn parse(&mut self, path: &Path, bytes: Vec<u8>) -> Option<Arc<Document>> {
        let name = slashed(path.strip_prefix(&self.here).unwrap_or(path));
        let invalid = std::str::from_utf8(&bytes).err().map(|error| error.valid_up_to());
        let text =
            String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned());
        // Some editors write one; it says nothing.
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let file = self.sources.add(SourceFile { name: name.clone(), path: name, text });
        if let Some(at) = invalid {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let place = Place { file, start: at, end: at.saturating_add(1) };
            self.findings.push(Finding::new(&NOT_JSON, "the file is not UTF-8").at(place, "this byte"));
            return None;
        }
        let text = &self.sources.file(file).text;
        let root = if is_yaml(path) {
            yaml::parse(file, text, &mut self.findings)
        } else {
            json::parse(file, text, &mut self.findings)
        };
        root.map(|root| Arc::new(Document { file, root }))
    }

    /// The document at a path, if there is a file that may hold a schema.
    fn open(&mut self, path: &Path) -> Option<Arc<Document>> {
        let absolute = self.absolute(path);
        if let Some(known) = self.tried.get(&absolute) {
            return known.clone();
        }
        let bytes = is_schema(&absolute).then(|| std::fs::read(&absolute).ok()).flatten()?;
        let document = self.parse(path, bytes);
        self.tried.insert(absolute, document.clone());
        document
    }

    /// A file with this path below the root, or with an ending that was left out.
    fn open_any(&mut self, path: &Path) -> Option<Arc<Document>> {
        let with = |ending: &str| {
            let mut path = path.as_os_str().to_owned();
            path.push(ending);
            PathBuf::from(path)
        };
        ["", ".json", ".yaml", ".yml"].into_iter().find_map(|ending| self.open(&with(ending)))
    }

    fn by_name(&mut self, url: &str) -> Option<Arc<Document>> {
        let path = self.shelf.named(url)?.to_path_buf();
        self.open(&path)
    }

    /// The longest end of the URL's path that is one of the user's files, or the path of a file in the
    /// folder.
    fn by_path(&mut self, url: &str) -> Option<Arc<Document>> {
        let parts = parts(url)?;
        for skipped in 0..parts.len() {
            let end: PathBuf = parts[skipped..].iter().collect();
            let given = self.given.iter().find(|path| {
                path.ends_with(&end) || (path.with_extension("").ends_with(&end) && end.extension().is_none())
            });
            if let Some(path) = given.cloned() {
                return self.open(&path);
            }
            let lookup = Arc::clone(&self.shelf);
            let found = lookup.folders.iter().find_map(|folder| self.open_any(&folder.join(&end)));
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

impl Library for PlainFiles<'_> {
    fn find(&mut self, url: &str) -> Option<Arc<Document>> {
        if let Some(document) = metaschema::find(self.sources, &mut self.metaschemas, url) {
            return Some(document);
        }
        if let Some(path) = url.strip_prefix("file:///")
            && let Some(path) = crate::resolve::decoded(path)
            && let Some(document) = self.open_any(&Path::new("/").join(path))
        {
            return Some(document);
        }
        self.by_name(url).or_else(|| self.by_path(url))
    }

    fn advice(&self, url: &str) -> String {
        let Some(folder) = self.shelf.folders.last() else {
            return "name the folder that holds it: nothing is fetched".to_owned();
        };
        let wanted = parts(url).and_then(|parts| parts.last().cloned()).unwrap_or_default();
        let paths = self.shelf.paths();
        let names: Vec<String> =
            paths.iter().filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect();
        match nearest(&wanted, names.iter().map(String::as_str)) {
            Some(near) => format!("there is {near}"),
            None => {
                let folder = folder.strip_prefix(&self.here).unwrap_or(folder);
                format!("put it into {}: nothing is fetched", slashed(folder))
            }
        }
    }
}

/// The host and the path of a URL, each part on its own.
fn parts(url: &str) -> Option<Vec<String>> {
    let rest = url.split_once("://")?.1;
    let rest = rest.split('?').next().unwrap_or_default();
    let parts: Option<Vec<String>> =
        rest.split('/').filter(|part| !part.is_empty()).map(crate::resolve::decoded).collect();
    // What was hidden by escapes must not lead elsewhere.
    parts.filter(|parts| !parts.iter().any(|part| part == ".." || part.contains(['/', '\\', '\0'])))
}

/// `http` and `https` name the same schema.
fn key(url: &str) -> &str {
    let url = url.trim_end_matches('#');
    url.strip_prefix("https://").or(url.strip_prefix("http://")).unwrap_or(url)
}

fn id_of(path: &Path, bytes: &[u8]) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Names {
        #[serde(rename = "$id")]
        dollar: Option<serde_json::Value>,
        id: Option<serde_json::Value>,
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let id = if is_yaml(path) {
        let root = yaml::parse(crate::finding::FileId(0), text, &mut Vec::new())?;
        root.get("$id").or(root.get("id")).and_then(Node::as_str)?.to_owned()
    } else {
        let Names { dollar, id } = serde_json::from_str(text).ok()?;
        dollar.or(id)?.as_str()?.to_owned()
    };
    let id = id.trim_end_matches('#');
    id.contains(':').then(|| referencing::uri::from_str(id).ok()).flatten().map(|uri| uri.as_str().to_owned())
}

/// Every file below a folder that may hold a schema, sorted. Links are not followed.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(path),
                Ok(kind) if kind.is_file() && is_schema(&path) => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

fn is_schema(path: &Path) -> bool {
    is_yaml(path) || path.extension().is_some_and(|ending| ending == "json")
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml")
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
