//! The program that prints the schemas of types: written beside the crate's build output, built and run by cargo with
//! what cargo has already.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::fingerprint;
use crate::import::Error;
use crate::load::json::quote;
use crate::output;

/// So much of what cargo says is shown.
const LINES: usize = 60;

/// Why there is no program, where another one may be made with what there is.
const MISSING: &str = "a crate is missing, and nothing is fetched here";

/// A crate, as cargo describes it.
#[derive(Debug)]
pub(super) struct Package {
    name: String,
    /// The folder of its manifest.
    folder: PathBuf,
    /// The root file of its library.
    pub(super) source: PathBuf,
    /// What it asks of schemars.
    schemars: String,
    /// The feature that brings schemars, where it is optional.
    feature: Option<String>,
    target: PathBuf,
    workspace: PathBuf,
}

fn failed(message: impl Into<String>) -> Error {
    Error::Cargo(message.into())
}

/// Asks cargo about the crate in a folder.
pub(super) fn package(folder: &Path) -> Result<Package, Error> {
    let shown = folder.display();
    let folder = folder.canonicalize().map_err(|error| failed(format!("{shown}: {error}")))?;
    let manifest = folder.join("Cargo.toml");
    if !manifest.is_file() {
        return Err(failed(format!("{shown} holds no Cargo.toml: name the folder of a crate")));
    }
    let manifest_text = manifest.to_string_lossy();
    let args =
        ["metadata", "--format-version", "1", "--no-deps", "--offline", "--manifest-path", &manifest_text];
    let metadata: Value = serde_json::from_str(&cargo(&folder, &args)?)
        .map_err(|error| failed(format!("cargo metadata: {error}")))?;
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let list = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
    let packages = list(&metadata, "packages");
    let package = packages.iter().find(|package| Path::new(&text(package, "manifest_path")) == manifest);
    let package = package.ok_or_else(|| {
        failed(format!("{shown} is a workspace without a crate of its own: name one of its crates"))
    })?;
    let name = text(package, "name");
    let libraries = ["lib", "rlib", "dylib"];
    let is_library = |target: &&Value| {
        list(target, "kind").iter().any(|kind| kind.as_str().is_some_and(|kind| libraries.contains(&kind)))
    };
    let targets = list(package, "targets");
    let library = targets.iter().find(is_library).ok_or_else(|| {
        failed(format!(
            "{name} has no library: move the types of its events into src/lib.rs, so that they can be named"
        ))
    })?;
    let dependencies = list(package, "dependencies");
    let schemars = dependencies
        .iter()
        .find(|dependency| text(dependency, "name") == "schemars" && dependency["kind"].is_null())
        .ok_or_else(|| {
            failed(format!(
                "{name} does not depend on schemars: `cargo add schemars`, and derive schemars::JsonSchema for its events"
            ))
        })?;
    let required = text(schemars, "req");
    if required.trim_start_matches(['^', '=', '~', '>', ' ']).starts_with("0.") {
        return Err(failed(format!("{name} depends on schemars {required}: version 1 is needed")));
    }
    let brings = |values: &Value| {
        values.as_array().is_some_and(|values| {
            values.iter().any(|value| matches!(value.as_str(), Some("dep:schemars" | "schemars")))
        })
    };
    let feature =
        package["features"].as_object().filter(|_| schemars["optional"] == true).and_then(|features| {
            features.iter().find(|(_, values)| brings(values)).map(|(name, _)| name.clone())
        });
    Ok(Package {
        name,
        folder,
        source: PathBuf::from(text(library, "src_path")),
        schemars: required,
        feature,
        target: PathBuf::from(text(&metadata, "target_directory")),
        workspace: PathBuf::from(text(&metadata, "workspace_root")),
    })
}

/// The schemas of types: of what each reads, and of what it writes.
pub(super) fn schemas(
    package: &Package,
    paths: &[&str],
    features: &[String],
) -> Result<Vec<(String, String)>, Error> {
    // With the fields in the order of the source; that takes a crate which cargo may not have.
    let printed = match print(package, paths, features, true) {
        Err(Error::Cargo(said)) if said.contains(MISSING) => print(package, paths, features, false)?,
        printed => printed?,
    };
    let lines: Vec<String> = printed.lines().map(str::to_owned).collect();
    let pairs: Vec<(String, String)> =
        lines.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
    if pairs.len() == paths.len() && lines.len() == 2 * paths.len() {
        Ok(pairs)
    } else {
        Err(failed(format!("{} schemas were printed, and not two of {} types", lines.len(), paths.len())))
    }
}

fn print(package: &Package, paths: &[&str], features: &[String], in_order: bool) -> Result<String, Error> {
    let (main, manifest) = (main(paths), manifest_of(package, features, in_order));
    // A folder and a name of its own, so that two runs are never in each other's way.
    let name = format!("import-{}", fingerprint::of(&[&main, &manifest]));
    let manifest = manifest.replacen("[package]\n", &format!("[package]\nname = {}\n", quote(&name)), 1);
    let folder = package.target.join("event-contracts-import").join(&name);
    let io = |at: &Path| {
        let at = at.display().to_string();
        move |error: std::io::Error| failed(format!("{at}: {error}"))
    };
    std::fs::create_dir_all(folder.join("src")).map_err(io(&folder))?;
    for (path, text) in [("src/main.rs", &main), ("Cargo.toml", &manifest)] {
        let path = folder.join(path);
        if std::fs::read_to_string(&path).ok().as_ref() != Some(text) {
            output::report(&path, text)?;
        }
    }
    // The versions that the crate is built with.
    let lock = package.workspace.join("Cargo.lock");
    if lock.is_file() {
        std::fs::copy(&lock, folder.join("Cargo.lock")).map_err(io(&lock))?;
    }
    let manifest = folder.join("Cargo.toml");
    let (manifest, target) = (manifest.to_string_lossy(), package.target.to_string_lossy());
    let args = ["run", "--quiet", "--offline", "--manifest-path", &manifest, "--target-dir", &target];
    cargo(&package.folder, &args)
}

fn main(paths: &[&str]) -> String {
    let mut text = String::from("//! Prints the schemas of the events of a crate.\n\nfn main() {\n");
    for path in paths {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "    println!(\"{{}}\", schemars::schema_for!(subject::{path}).as_value());");
        let _ = writeln!(
            text,
            "    let written = schemars::generate::SchemaSettings::draft2020_12().for_serialize();\n    println!(\"{{}}\", \
             written.into_generator().into_root_schema_for::<subject::{path}>().as_value());"
        );
    }
    text.push_str("}\n");
    text
}

fn manifest_of(package: &Package, features: &[String], in_order: bool) -> String {
    let all: Vec<String> = features.iter().chain(&package.feature).map(|feature| quote(feature)).collect();
    format!(
        "[package]\nversion = \"0.0.0\"\nedition = \"2021\"\npublish = false\n\n\
         [dependencies]\nsubject = {{ package = {}, path = {}, features = [{}] }}\n\
         schemars = {{ version = {}{} }}\n\n[workspace]\n",
        quote(&package.name),
        quote(&package.folder.to_string_lossy()),
        all.join(", "),
        quote(&package.schemars),
        if in_order { ", features = [\"preserve_order\"]" } else { "" },
    ) + &patches(&package.workspace)
}

/// The crates that the workspace has in place of others: cargo asks the root alone for them.
fn patches(workspace: &Path) -> String {
    let text = std::fs::read_to_string(workspace.join("Cargo.toml")).unwrap_or_default();
    let Some(toml::Value::Table(mut patches)) =
        text.parse::<toml::Table>().ok().and_then(|mut manifest| manifest.remove("patch"))
    else {
        return String::new();
    };
    let sources = patches.iter_mut().filter_map(|(_, source)| source.as_table_mut());
    for (_, patch) in sources.flat_map(|source| source.iter_mut()) {
        if let Some(toml::Value::String(path)) = patch.get_mut("path") {
            *path = workspace.join(&path).to_string_lossy().into_owned();
        }
    }
    let patches = toml::Table::from_iter([("patch".to_owned(), toml::Value::Table(patches))]);
    format!("\n{patches}")
}

/// Runs cargo and gives what it prints.
fn cargo(folder: &Path, args: &[&str]) -> Result<String, Error> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let run = Command::new(program).args(args).current_dir(folder).output();
    let output = run.map_err(|error| failed(format!("cargo cannot be run: {error}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let why = if said.contains("--offline") {
        format!("{MISSING}: run `cargo build` there first")
    } else {
        "mend what it says first".to_owned()
    };
    // What is wrong first is wrong with the rest.
    let lines = said.trim_end().lines().count();
    let mut said = said.lines().take(LINES).collect::<Vec<_>>().join("\n");
    if lines > LINES {
        said = format!("{said}\n… and {} more lines: `cargo check` says them all", lines - LINES);
    }
    Err(failed(format!("cargo {} failed for {}: {why}\n{said}", args[0], folder.display())))
}
