//! Plain schemas, which are no events: from files to generated files, in memory.

use std::path::{Path, PathBuf};

use crate::emit::{self, OutputFile};
use crate::finding::{Finding, Severity};
use crate::load::config::{CsharpTarget, RustTarget};
use crate::load::{self, RawFile, Sources};
use crate::model::Home;
use crate::{lower, resolve};

/// What is compiled, and into what.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The files that the user names.
    pub files: Vec<PathBuf>,
    /// The folder in which schemas are looked up that others refer to by URL.
    pub schemas: Option<PathBuf>,
    /// The Rust crate, if there shall be one.
    pub rust: Option<RustTarget>,
    /// The C# project, if there shall be one.
    pub csharp: Option<CsharpTarget>,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Compiled {
    /// The texts that findings point into.
    pub sources: Sources,
    /// What is wrong. With an error among them there are no files.
    pub findings: Vec<Finding>,
    /// The generated files.
    pub files: Vec<OutputFile>,
    /// The type of each file that the user named.
    pub roots: Vec<RootType>,
}

/// The type of a file that the user named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootType {
    /// The file.
    pub path: String,
    /// Its path in the crate: `orders::Order`.
    pub rust: String,
    /// Its full name: `Schemas.Orders.Order`.
    pub csharp: String,
}

/// Compiles plain schemas.
///
/// # Errors
/// A file that cannot be read.
pub fn compile(request: &Request) -> Result<Compiled, load::disk::Error> {
    let mut sources = Sources::default();
    let mut files = Vec::new();
    for path in &request.files {
        let bytes = std::fs::read(path)
            .map_err(|source| load::disk::Error::Read { path: path.clone(), source })?;
        files.push(RawFile { path: format!("contracts/{}/schema.json", module(path)), bytes });
    }
    let (tree, mut findings) = load::tree(&mut sources, None, files);
    let (contracts, more) = resolve::resolve(&tree);
    findings.extend(more);
    let (model, more) = lower::lower(&contracts);
    findings.extend(more);
    let mut compiled = Compiled { sources, findings, ..Compiled::default() };
    if compiled.findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Ok(compiled);
    }
    if let Some(target) = &request.rust {
        compiled.files.extend(emit::rust::files(&tree, &contracts, &model, target));
    }
    if let Some(target) = &request.csharp {
        compiled.files.extend(emit::csharp::files(&contracts, &model, target, ""));
    }
    for path in &request.files {
        let home = Home::Shared(vec![module(path)]);
        let root = model.types_in(&home).find(|def| def.place.start == 0);
        let namespace = request.csharp.as_ref().map_or("", |target| &target.namespace);
        compiled.roots.extend(root.map(|def| RootType {
            path: path.display().to_string(),
            rust: format!("{}::{}", lower::names::rust_module(&module(path)), def.rust),
            csharp: format!("{namespace}.{}.{}", lower::names::type_name(&module(path)), def.csharp),
        }));
    }
    Ok(compiled)
}

fn module(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}
