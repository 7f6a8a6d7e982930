//! The types of a crate that derive `JsonSchema`, with their places, as the source says.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;

use crate::finding::{FileId, Finding, Place, Severity};
use crate::import::rules::NOT_UNDERSTOOD;
use crate::load::{SourceFile, Sources};
use crate::resolve::Version;

/// A type that derives `JsonSchema`.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts about a type that have nothing to do with each other"
)]
pub(super) struct Found {
    pub(super) name: String,
    /// From the root of the crate, with `::`.
    pub(super) path: String,
    pub(super) place: Place,
    /// Whether other crates can name it.
    pub(super) is_reachable: bool,
    pub(super) is_generic: bool,
    /// Whether it is written as what it holds, so that its schema is called as that.
    pub(super) is_transparent: bool,
    /// Whether an attribute says that it is an event.
    pub(super) is_marked: bool,
    /// Whether it is held to a contract that is there already.
    pub(super) has_contract: bool,
    pub(super) event_type: Option<String>,
    pub(super) version: Option<Version>,
    pub(super) source: Option<String>,
    /// The names in its fields.
    pub(super) refers: BTreeSet<String>,
}

/// A `pub use` in a module that other crates can name.
struct Export {
    module: Vec<String>,
    from: Vec<String>,
    /// What it is called there; none for all of a module.
    name: Option<String>,
}

struct Scan<'s> {
    sources: &'s mut Sources,
    findings: &'s mut Vec<Finding>,
    folder: &'s Path,
    root: PathBuf,
    found: Vec<(Vec<String>, Found)>,
    exports: Vec<Export>,
    seen: BTreeSet<PathBuf>,
}

/// Reads the modules of a crate from its root on.
pub(super) fn scan(
    sources: &mut Sources,
    folder: &Path,
    root: &Path,
    findings: &mut Vec<Finding>,
) -> Vec<Found> {
    let (found, exports) = (Vec::new(), Vec::new());
    let base = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let mut scan = Scan { sources, findings, folder, root: base, found, exports, seen: BTreeSet::new() };
    let here = root.parent().unwrap_or(Path::new("")).to_path_buf();
    scan.file(root, &here, &[], true);
    let Scan { found, exports, .. } = scan;
    found.into_iter().map(|(module, found)| named(&module, found, &exports)).collect()
}

/// Gives a type the path under which other crates can name it.
fn named(module: &[String], mut found: Found, exports: &[Export]) -> Found {
    let join = |module: &[String], name: &str| {
        module.iter().map(String::as_str).chain([name]).collect::<Vec<_>>().join("::")
    };
    found.path = join(module, &found.name);
    if !found.is_reachable {
        let export = exports.iter().find_map(|export| {
            let is_it = match &export.name {
                Some(_) => export.from.last() == Some(&found.name),
                None => export.from.last() == module.last(),
            };
            is_it.then(|| join(&export.module, export.name.as_deref().unwrap_or(&found.name)))
        });
        if let Some(path) = export {
            found.path = path;
            found.is_reachable = true;
        }
    }
    found
}

impl Scan<'_> {
    /// `here` is the folder of the modules that the file declares.
    fn file(&mut self, path: &Path, here: &Path, module: &[String], is_public: bool) {
        let real = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        if module.len() > 64 || !self.seen.insert(real.clone()) {
            return;
        }
        let below = real.strip_prefix(&self.root).unwrap_or(&real);
        let name = self.folder.join(below).to_string_lossy().replace('\\', "/");
        // A module that is not there is the compiler's to complain about.
        let Ok(text) = std::fs::read_to_string(path) else { return };
        let file = self.sources.add(SourceFile { name: name.clone(), path: name, text: text.clone() });
        match syn::parse_file(&text) {
            Ok(parsed) => self.items(file, &parsed.items, here, module, is_public),
            Err(error) => {
                let place = place(file, error.span());
                let finding = Finding::new(&NOT_UNDERSTOOD, format!("not Rust: {error}")).at(place, "");
                let finding = finding.help("mend it: `cargo check` says more");
                self.findings.push(Finding { severity: Severity::Error, ..finding });
            }
        }
    }

    fn items(&mut self, file: FileId, items: &[syn::Item], here: &Path, module: &[String], is_public: bool) {
        for item in items {
            match item {
                syn::Item::Mod(inner) if !is_test(&inner.attrs) => {
                    let is_public = is_public && is_pub(&inner.vis);
                    let name = inner.ident.to_string();
                    let deeper: Vec<String> = module.iter().cloned().chain([name.clone()]).collect();
                    if let Some((_, items)) = &inner.content {
                        self.items(file, items, &here.join(&name), &deeper, is_public);
                        continue;
                    }
                    match told_path(&inner.attrs) {
                        Some(path) => {
                            let path = here.join(path);
                            let here = path.parent().unwrap_or(here).to_path_buf();
                            self.file(&path, &here, &deeper, is_public);
                        }
                        None => {
                            let flat = here.join(format!("{name}.rs"));
                            let path = if flat.is_file() { flat } else { here.join(&name).join("mod.rs") };
                            self.file(&path, &here.join(&name), &deeper, is_public);
                        }
                    }
                }
                syn::Item::Use(item) if is_public && is_pub(&item.vis) => {
                    self.exports(&item.tree, &mut Vec::new(), module);
                }
                syn::Item::Struct(item) => self.ty(file, &item.clone().into(), module, is_public),
                syn::Item::Enum(item) => self.ty(file, &item.clone().into(), module, is_public),
                _ => {}
            }
        }
    }

    fn exports(&mut self, tree: &syn::UseTree, before: &mut Vec<String>, module: &[String]) {
        let export = |from: Vec<String>, name| Export { module: module.to_vec(), from, name };
        match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.exports(&path.tree, before, module);
                before.pop();
            }
            syn::UseTree::Name(name) => {
                let name = name.ident.to_string();
                let from = before.iter().cloned().chain([name.clone()]).collect();
                self.exports.push(export(from, Some(name)));
            }
            syn::UseTree::Rename(renamed) => {
                let from = before.iter().cloned().chain([renamed.ident.to_string()]).collect();
                self.exports.push(export(from, Some(renamed.rename.to_string())));
            }
            syn::UseTree::Glob(_) => self.exports.push(export(before.clone(), None)),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.exports(tree, before, module);
                }
            }
        }
    }

    /// A struct or an enum.
    fn ty(&mut self, file: FileId, ty: &syn::DeriveInput, module: &[String], is_public: bool) {
        let ident = &ty.ident;
        let mut derives = BTreeSet::new();
        let (mut has_contract, mut is_marked, mut is_transparent) = (false, false, false);
        let (mut event_type, mut version, mut source) = (None, None, None);
        for attribute in &ty.attrs {
            let path = attribute.path();
            if path.is_ident("derive") || path.is_ident("cfg_attr") {
                words(attribute.meta.to_token_stream(), &mut derives);
            } else if path.is_ident("schemars") || path.is_ident("serde") {
                is_marked |= attribute.meta.to_token_stream().to_string().contains("\"x-event\"");
                let mut said = BTreeSet::new();
                words(attribute.meta.to_token_stream(), &mut said);
                is_transparent |= said.contains("transparent");
            } else if path.is_ident("event") {
                is_marked = true;
                // What is wrong with it, the derive says.
                let _ = attribute.parse_nested_meta(|meta| {
                    let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
                    has_contract |= matches!(name.as_str(), "contract" | "schema" | "schema_file");
                    if let Ok(value) = meta.value() {
                        if let Ok(text) = value.parse::<syn::LitStr>() {
                            match name.as_str() {
                                "type" => event_type = Some(text.value()),
                                "version" => version = text.value().parse().ok(),
                                "source" => source = Some(text.value()),
                                _ => {}
                            }
                        } else {
                            value.parse::<syn::Expr>()?;
                        }
                    }
                    Ok(())
                });
            }
        }
        if !derives.contains("JsonSchema") {
            if is_marked && !has_contract && derives.contains("Event") {
                let message =
                    format!("{ident} is an event without a contract, and does not derive JsonSchema");
                let help = "derive schemars::JsonSchema, so that its contract can be made from it";
                let finding = Finding::new(&NOT_UNDERSTOOD, message).at(place(file, ident.span()), "");
                self.findings.push(finding.help(help));
            }
            return;
        }
        let mut refers = BTreeSet::new();
        match &ty.data {
            syn::Data::Struct(data) => words(data.fields.to_token_stream(), &mut refers),
            syn::Data::Enum(data) => words(data.variants.to_token_stream(), &mut refers),
            syn::Data::Union(_) => {}
        }
        let found = Found {
            name: ident.to_string(),
            path: String::new(),
            place: place(file, ident.span()),
            is_reachable: is_public && is_pub(&ty.vis),
            is_generic: ty.generics.type_params().next().is_some(),
            is_transparent,
            is_marked,
            has_contract,
            event_type,
            version,
            source,
            refers,
        };
        self.found.push((module.to_vec(), found));
    }
}

fn place(file: FileId, span: proc_macro2::Span) -> Place {
    let range = span.byte_range();
    let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    Place { file, start: at(range.start), end: at(range.end) }
}

fn is_pub(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let mut found = BTreeSet::new();
        words(attribute.meta.to_token_stream(), &mut found);
        attribute.path().is_ident("cfg") && found.contains("test") && !found.contains("not")
    })
}

fn told_path(attributes: &[syn::Attribute]) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.path().is_ident("path"))?;
    match &attribute.meta.require_name_value().ok()?.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

/// All names in some tokens.
fn words(tokens: TokenStream, found: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => drop(found.insert(ident.to_string())),
            TokenTree::Group(group) => words(group.stream(), found),
            _ => {}
        }
    }
}
