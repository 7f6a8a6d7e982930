//! The C# side: one assembly a schema, over the support library, which is compiled once.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::files::{self, Files};
use super::process::{first_words, spread};
use crate::toolchain::Toolchain;

/// A compiled assembly.
#[derive(Debug, Clone, Default)]
pub(super) struct Compiled {
    /// Its file, unless there are errors.
    pub(super) assembly: Option<PathBuf>,
    /// The host that loads it.
    pub(super) host: PathBuf,
    /// What the compiler says.
    pub(super) errors: Vec<String>,
    /// Likewise.
    pub(super) warnings: Vec<String>,
}

/// Names of the switches that every compilation gets.
const SWITCHES: &str = "-langversion:12\n-nullable:enable\n-deterministic\n";
/// Assemblies that one compiler process makes.
const BATCH: usize = 40;

/// The support library of some schemas: the same files for nearly all of them.
struct Support<'a> {
    files: BTreeMap<&'a str, &'a str>,
    users: Vec<usize>,
}

/// Compiles the files of each schema; `None` for one that has none.
pub(super) fn compile(
    toolchain: &Toolchain,
    work: &Path,
    jobs: usize,
    schemas: &[Option<Files>],
) -> Result<Vec<Compiled>, String> {
    let mut supports: BTreeMap<String, Support<'_>> = BTreeMap::new();
    let mut names = vec![String::new(); schemas.len()];
    for (index, files) in schemas.iter().enumerate() {
        let Some(files) = files else { continue };
        let parts = files.iter().flat_map(|(path, text)| [path.as_bytes(), text.as_bytes()]);
        names[index] = format!("c{}", files::hash(parts));
        let support: BTreeMap<&str, &str> = files
            .iter()
            .filter(|(path, _)| is_support(files, path))
            .map(|(p, t)| (p.as_str(), t.as_str()))
            .collect();
        let key = files::hash(support.iter().flat_map(|(path, text)| [path.as_bytes(), text.as_bytes()]));
        let support = supports.entry(key).or_insert_with(|| Support { files: support, users: Vec::new() });
        support.users.push(index);
    }
    let mut compiled = vec![Compiled::default(); schemas.len()];
    for (key, support) in &supports {
        let folder = work.join(key);
        let host = support_library(toolchain, &folder, support, &names)?;
        let todo: Vec<usize> = support.users.clone();
        let batches: Vec<&[usize]> = todo.chunks(BATCH.min(todo.len().div_ceil(jobs).max(1))).collect();
        let results = spread(
            "C# compilers",
            jobs,
            &batches,
            || (),
            |(), batch| {
                let members: Vec<(&str, &Files)> =
                    batch.iter().filter_map(|&i| Some((names[i].as_str(), schemas[i].as_ref()?))).collect();
                batch_of(toolchain, &folder, &members)
            },
        );
        for (batch, result) in batches.iter().zip(results) {
            for (&index, mut one) in batch.iter().zip(result?) {
                one.host.clone_from(&host);
                compiled[index] = one;
            }
        }
        let used: BTreeSet<&str> = support.users.iter().map(|&i| names[i].as_str()).collect();
        prune(&folder.join("out"), &used);
    }
    let keys = supports.keys().map(String::as_str).collect();
    prune(work, &keys);
    Ok(compiled)
}

/// The folder of the support library: it steps aside where a schema is called so.
fn support_folder(files: &Files) -> &str {
    let folders = files.iter().filter_map(|(path, _)| path.split_once('/').map(|(folder, _)| folder));
    folders.filter(|folder| folder.trim_end_matches('_') == "Support").max().unwrap_or("Support")
}

fn is_support(files: &Files, path: &str) -> bool {
    path.split_once('/').is_some_and(|(folder, _)| folder == support_folder(files))
}

fn prune(folder: &Path, used: &BTreeSet<&str>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_str().is_some_and(|name| !used.contains(name)) {
            // What stays behind costs room, nothing else.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// The library and the host. Generated code uses what is internal in the library, so the library names every
/// assembly as a friend.
fn support_library(
    toolchain: &Toolchain,
    folder: &Path,
    support: &Support<'_>,
    names: &[String],
) -> Result<PathBuf, String> {
    let friends: BTreeSet<&str> = support.users.iter().map(|&index| names[index].as_str()).collect();
    let mut text = String::from("using System.Runtime.CompilerServices;\n\n");
    for name in friends {
        let _ = writeln!(text, "[assembly: InternalsVisibleTo({name:?})]");
    }
    files::write(folder, support.files.iter().map(|(path, text)| (*path, *text)))?;
    let name = support.files.keys().next().and_then(|path| path.split_once('/')).map_or("", |(name, _)| name);
    let using = format!("using Schemas.{name};");
    let host = include_str!("../../hosts/csharp/CorpusHost.cs").replace("using Schemas.Support;", &using);
    files::write(folder, [("Friends.cs", text.as_str()), ("host/CorpusHost.cs", host.as_str())])?;
    let library = folder.join("bin/Support.dll");
    let mut sources: Vec<PathBuf> = support.files.keys().map(|path| folder.join(path)).collect();
    sources.push(folder.join("Friends.cs"));
    let program = folder.join("bin/CorpusHost.dll");
    let reference = format!("-r:{}", library.display());
    for (kinds, out, sources) in [
        (["-target:library", "-optimize-"], &library, sources),
        (["-target:exe", &reference], &program, vec![folder.join("host/CorpusHost.cs")]),
    ] {
        let output = Command::new(&toolchain.csc)
            .args(SWITCHES.lines())
            .args(kinds)
            .arg(format!("-out:{}", out.display()))
            .args(sources)
            .output()
            .map_err(|error| format!("C# compiler: {error}"))?;
        if !output.status.success() {
            return Err(format!("the C# support library: {}", String::from_utf8_lossy(&output.stdout)));
        }
    }
    Ok(program)
}

fn batch_of(
    toolchain: &Toolchain,
    folder: &Path,
    members: &[(&str, &Files)],
) -> Result<Vec<Compiled>, String> {
    let out = |name: &str| folder.join("out").join(name);
    let log = |name: &str| out(name).join("csc.log");
    let mut todo = Vec::new();
    for (name, files) in members.iter().filter(|(name, _)| !log(name).exists()) {
        let folder_of = out(name);
        files::clear(&folder_of)?;
        let own: Vec<_> = files
            .iter()
            .filter(|(p, _)| !is_support(files, p) && Path::new(p).extension().is_some_and(|e| e == "cs"))
            .collect();
        files::write(&folder_of, own.iter().map(|(path, text)| (path.as_str(), text.as_str())))?;
        let mut response = format!(
            "{SWITCHES}-target:library\n\"-out:{0}/{name}.dll\"\n\"-doc:{0}/{name}.xml\"\n\"-r:{1}\"\n",
            folder_of.display(),
            folder.join("bin/Support.dll").display()
        );
        for (path, _) in own {
            let _ = writeln!(response, "\"{}\"", folder_of.join(path).display());
        }
        files::write(&folder_of, [("csc.rsp", response.as_str())])?;
        todo.push(*name);
    }
    if !todo.is_empty() {
        let output = Command::new(&toolchain.csc)
            .arg("--batch")
            .args(todo.iter().map(|name| out(name).join("csc.rsp")))
            .output()
            .map_err(|error| format!("C# compiler: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let mut said = String::new();
        let mut rest = todo.iter();
        for line in text.lines() {
            if line.ends_with("csc.rsp: ok") || line.ends_with("csc.rsp: failed") {
                let Some(name) = rest.next() else { break };
                let text = said.replace(&format!("{}/", out(name).display()), "");
                files::write(&out(name), [("csc.log", text.as_str())])?;
                said.clear();
            } else {
                said.push_str(line);
                said.push('\n');
            }
        }
        if let Some(name) = rest.next() {
            let why = format!("error: the compiler died: {}", String::from_utf8_lossy(&output.stderr));
            files::write(&out(name), [("csc.log", first_words(&why).as_str())])?;
            // The others of the batch did nothing wrong.
            return batch_of(toolchain, folder, members);
        }
    }
    members
        .iter()
        .map(|(name, _)| {
            let said = std::fs::read_to_string(log(name)).map_err(|error| format!("{name}: {error}"))?;
            let assembly = out(name).join(format!("{name}.dll"));
            let lines = |kind: &str| said.lines().filter(|l| l.contains(kind)).map(first_words).collect();
            Ok(Compiled {
                assembly: assembly.exists().then_some(assembly),
                host: PathBuf::new(),
                errors: lines("error"),
                warnings: lines(": warning "),
            })
        })
        .collect()
}
