//! Plain schemas, which are no events: from files to generated files, in memory.

use std::path::PathBuf;

use crate::emit::rust::Runtime;
use crate::emit::{self, OutputFile};
use crate::finding::{self, Finding};
use crate::load::config::{CsharpTarget, RustTarget};
use crate::load::plain::PlainFiles;
use crate::load::{self, Sources};
use crate::lower::{self, PlainRoot};
use crate::resolve::{self, PlainOptions};

/// What is compiled, and into what.
#[derive(Debug, Clone)]
pub struct Request {
    /// The folder that relative paths are seen from, as an absolute path.
    pub here: PathBuf,
    /// The files that the user names.
    pub files: Vec<PathBuf>,
    /// The folder in which schemas are looked up that others refer to by URL.
    pub schemas: Option<PathBuf>,
    /// What the types are like.
    pub options: lower::Options,
    /// The Rust crate, if there shall be one, and where it finds the crate that it depends on.
    pub rust: Option<(RustTarget, Runtime)>,
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
}

/// Compiles plain schemas.
///
/// # Errors
/// A file that cannot be read.
pub fn compile(request: &Request) -> Result<Compiled, load::disk::Error> {
    let mut sources = Sources::default();
    let (mut library, files) =
        PlainFiles::read(&mut sources, &request.here, &request.files, request.schemas.as_deref())?;
    let (plain, mut findings) = resolve::resolve_plain(&files, &mut library, PlainOptions::default());
    findings.extend(library.into_findings());
    let mut compiled = Compiled { sources, findings, ..Compiled::default() };
    if !finding::has_errors(&compiled.findings) {
        let names: Vec<&str> =
            plain.roots.iter().map(|root| compiled.sources.file(root.file).path.as_str()).collect();
        let roots: Vec<PlainRoot> = plain
            .roots
            .iter()
            .zip(names.iter().zip(lower::modules(&names)))
            .map(|(root, (path, module))| PlainRoot { path: shown(path), module, schema: root.schema })
            .collect();
        let (model, more) = lower::lower_plain(&plain.schemas, &compiled.sources, &roots, &request.options);
        compiled.findings.extend(more);
        if !finding::has_errors(&compiled.findings) {
            if let Some((target, runtime)) = &request.rust {
                compiled.files.extend(emit::rust::plain_files(&model, target, runtime));
            }
            if let Some(target) = &request.csharp {
                compiled.files.extend(emit::csharp::plain_files(&model, target));
            }
            compiled.roots = roots
                .iter()
                .zip(names.iter().zip(&model.roots))
                .map(|(root, (path, made))| RootType {
                    path: (*path).to_owned(),
                    rust: format!("{}::{}", lower::names::rust_module(&root.module), model.get(made.ty).rust),
                })
                .collect();
        }
    }
    finding::sort(&mut compiled.findings);
    Ok(compiled)
}

/// A file as generated text names it: the same on any machine.
fn shown(path: &str) -> String {
    let absolute = std::path::Path::new(path).is_absolute();
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    if absolute { name.to_owned() } else { path.to_owned() }
}
