//! Which pages there are, where they lie, and how one links to another.

use std::collections::{BTreeMap, BTreeSet};

use super::escape::{slug, text};
use crate::finding::FileId;
use crate::load::{Node, Tree};
use crate::lower::names::{rust_module, type_name};
use crate::model::{Home, Model, Shape, TypeDef};
use crate::resolve::percent_encode;
use crate::resolve::{Contract, Contracts, SchemaId, Version};

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Page {
    Index,
    Services,
    Envelope,
    Domain(String),
    /// By event id.
    Event(String),
    /// The shared types of a folder below `contracts/`.
    Types(Vec<String>),
}

/// A shared type with its place in the docs.
#[derive(Debug, Clone)]
pub(super) struct Shared {
    pub(super) name: String,
    pub(super) home: Vec<String>,
    pub(super) anchor: String,
}

/// All that the pages are made from.
pub(super) struct Site<'a> {
    pub(super) tree: &'a Tree,
    pub(super) contracts: &'a Contracts,
    dir: String,
    /// Paths of the pages below `dir`.
    paths: BTreeMap<Page, String>,
    /// Shared types by their schema.
    shared: BTreeMap<SchemaId, Shared>,
    files: BTreeMap<FileId, &'a str>,
    /// The generated types of shared schemas, by schema and folder.
    defs: BTreeMap<(SchemaId, &'a [String]), &'a TypeDef>,
    /// The type of each event's newest major, by event id.
    events: BTreeMap<&'a str, &'a TypeDef>,
    /// Anchors of the services on their page.
    services: BTreeMap<&'a str, String>,
}

impl<'a> Site<'a> {
    pub(super) fn new(tree: &'a Tree, contracts: &'a Contracts, model: &'a Model, dir: &str) -> Self {
        let dir: Vec<&str> = dir.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        let files = tree.documents.iter().map(|(path, document)| (document.file, path.as_str())).collect();
        let defs = model.types.iter().filter_map(|def| match &def.home {
            Home::Shared(parts) => Some(((def.schema, parts.as_slice()), def)),
            Home::Event { .. } => None,
        });
        let mut anchors = Anchors::default();
        anchors.heading(SERVICES_TITLE);
        let services = tree.services.by_name.keys().map(|name| (name.as_str(), anchors.heading(name)));
        let mut site = Self {
            defs: defs.collect(),
            events: model.events.iter().map(|e| (e.id.as_str(), model.get(e.newest().root))).collect(),
            services: services.collect(),
            tree,
            contracts,
            dir: dir.join("/"),
            paths: BTreeMap::new(),
            shared: BTreeMap::new(),
            files,
        };
        site.collect_shared();
        site.collect_paths();
        site
    }

    fn collect_shared(&mut self) {
        let mut homes: BTreeMap<Vec<String>, Vec<(String, SchemaId)>> = BTreeMap::new();
        for (path, root) in &self.contracts.types {
            let mut home: Vec<String> = path.split('/').skip(1).map(str::to_owned).collect();
            let stem = home.pop().unwrap_or_default();
            let names = homes.entry(home.clone()).or_default();
            names.push((self.shared_name(*root, &home, stem.trim_end_matches(".json")), *root));
            let definitions =
                self.contracts.schemas.keywords(*root).map(|k| k.defs.as_slice()).unwrap_or_default();
            for entry in definitions {
                names.push((self.shared_name(entry.schema, &home, &entry.name), entry.schema));
            }
        }
        for (home, mut names) in homes {
            names.sort();
            let mut anchors = Anchors::default();
            anchors.heading(&types_title(&home));
            for (name, schema) in names {
                let anchor = anchors.heading(&name);
                self.shared.insert(schema, Shared { name, home: home.clone(), anchor });
            }
        }
    }

    fn shared_name(&self, schema: SchemaId, home: &[String], fallback: &str) -> String {
        if let Some(def) = self.defs.get(&(schema, home)) {
            return def.rust.clone();
        }
        let title = self.contracts.schemas.keywords(schema).and_then(|k| k.title.as_ref());
        type_name(title.map_or(fallback, |title| &title.value))
    }

    /// Gives each page its path. Paths that a file system without case would take for one get a number.
    fn collect_paths(&mut self) {
        let mut wanted = vec![
            (Page::Index, "README".to_owned()),
            (Page::Services, "services".to_owned()),
            (Page::Envelope, "envelope".to_owned()),
        ];
        wanted
            .extend(self.domains().into_iter().map(|d| (Page::Domain(d.to_owned()), format!("{d}/README"))));
        wanted.extend(self.homes().into_iter().map(|home| {
            let path = if home.is_empty() { "types".to_owned() } else { home.join("/") };
            (Page::Types(home), path)
        }));
        for (id, versions) in &self.contracts.events {
            if let Some(contract) = versions.values().next() {
                wanted.push((Page::Event(id.clone()), format!("{}/{}", contract.domain, contract.folder)));
            }
        }
        let mut taken = BTreeSet::new();
        for (page, base) in wanted {
            let mut path = base.clone();
            let mut number = 1;
            while !taken.insert(path.to_lowercase()) {
                number += 1;
                path = format!("{base}-{number}");
            }
            self.paths.insert(page, format!("{path}.md"));
        }
    }

    /// The pages, in a fixed order.
    pub(super) fn pages(&self) -> Vec<Page> {
        let envelope = !self.contracts.envelopes.is_empty();
        self.paths.keys().filter(|page| envelope || **page != Page::Envelope).cloned().collect()
    }

    pub(super) fn domains(&self) -> BTreeSet<&'a str> {
        self.contracts.all().map(|contract| contract.domain.as_str()).collect()
    }

    /// The folders with shared types.
    pub(super) fn homes(&self) -> BTreeSet<Vec<String>> {
        self.shared.values().map(|shared| shared.home.clone()).collect()
    }

    /// The shared types of a folder, by name.
    pub(super) fn shared_in(&self, home: &[String]) -> Vec<(SchemaId, &Shared)> {
        let mut types: Vec<_> = self
            .shared
            .iter()
            .filter(|(_, shared)| shared.home == home)
            .map(|(id, shared)| (*id, shared))
            .collect();
        types.sort_by(|a, b| (&a.1.name, a.0).cmp(&(&b.1.name, b.0)));
        types
    }

    pub(super) fn shared(&self, schema: SchemaId) -> Option<&Shared> {
        self.shared.get(&schema)
    }

    /// The versions of the events of a domain, by event id.
    pub(super) fn events_of(&self, domain: &str) -> Vec<(&'a String, &'a BTreeMap<Version, Contract>)> {
        let is_here = |versions: &BTreeMap<Version, Contract>| versions.values().any(|c| c.domain == domain);
        self.contracts.events.iter().filter(|(_, versions)| is_here(versions)).collect()
    }

    /// The newest version of an event.
    pub(super) fn newest(&self, event: &str) -> Option<&'a Contract> {
        self.contracts.events.get(event)?.values().next_back()
    }

    /// A page's path from the workspace root.
    pub(super) fn path(&self, page: &Page) -> String {
        self.below_root(self.paths.get(page).map_or("README.md", String::as_str))
    }

    fn below_root(&self, path: &str) -> String {
        if self.dir.is_empty() { path.to_owned() } else { format!("{}/{path}", self.dir) }
    }

    /// The relative link from one page to another.
    pub(super) fn url(&self, from: &Page, to: &Page, anchor: &str) -> String {
        let fragment = if anchor.is_empty() { String::new() } else { format!("#{}", encode(anchor)) };
        if from == to && !fragment.is_empty() {
            return fragment;
        }
        format!("{}{fragment}", relative(&self.path(from), &self.path(to)))
    }

    /// The relative link from a page to a file of the workspace.
    pub(super) fn file_url(&self, from: &Page, path: &str) -> String {
        relative(&self.path(from), path)
    }

    /// A domain's name, as a link.
    pub(super) fn domain_link(&self, from: &Page, domain: &str) -> String {
        format!("[{}]({})", text(domain), self.url(from, &Page::Domain(domain.to_owned()), ""))
    }

    /// An event's name, as a link if there is such an event.
    pub(super) fn event_link(&self, from: &Page, event: &str) -> String {
        match self.newest(event) {
            Some(newest) => {
                let url = self.url(from, &Page::Event(event.to_owned()), "");
                format!("[{}]({url})", text(&newest.event_type))
            }
            None => super::escape::code(event),
        }
    }

    /// A service's name, as a link if `services.toml` has it.
    pub(super) fn service_link(&self, from: &Page, name: &str) -> String {
        match self.services.get(name) {
            Some(anchor) => format!("[{}]({})", text(name), self.url(from, &Page::Services, anchor)),
            None => super::escape::code(name),
        }
    }

    /// The link to a shared type.
    pub(super) fn shared_link(&self, from: &Page, shared: &Shared) -> String {
        format!(
            "[{}]({})",
            text(&shared.name),
            self.url(from, &Page::Types(shared.home.clone()), &shared.anchor)
        )
    }

    /// The JSON of a schema.
    pub(super) fn node(&self, schema: SchemaId) -> Option<&'a Node> {
        let schema = self.contracts.schemas.get(schema);
        let path = self.files.get(&schema.place.file)?;
        self.tree.documents.get(*path)?.root.pointer(&schema.pointer)
    }

    /// The path of the file that a schema stands in.
    pub(super) fn file_of(&self, schema: SchemaId) -> &'a str {
        self.files.get(&self.contracts.schemas.get(schema).place.file).copied().unwrap_or_default()
    }

    /// Full names of a type in the generated languages, by language; a language that is not generated, or
    /// has no type of its own there, has none.
    pub(super) fn code_names(&self, def: &TypeDef) -> Vec<(&'static str, String)> {
        let (modules, namespaces): (Vec<String>, Vec<String>) = match &def.home {
            Home::Event { domain, folder, major } => (
                vec![rust_module(domain), rust_module(folder), format!("v{major}")],
                vec![type_name(domain), format!("V{major}")],
            ),
            Home::Shared(parts) => (
                parts.iter().map(|part| rust_module(part)).collect(),
                parts.iter().map(|part| type_name(part)).collect(),
            ),
        };
        let targets = &self.tree.config.targets;
        let mut names = Vec::new();
        if let Some(rust) = &targets.rust {
            let path = [vec![rust.crate_name.replace('-', "_")], modules, vec![def.rust.clone()]].concat();
            names.push(("Rust", path.join("::")));
        }
        if let Some(csharp) = targets.csharp.as_ref().filter(|_| !matches!(def.shape, Shape::Newtype(_))) {
            let path = [vec![csharp.namespace.clone()], namespaces, vec![def.csharp.clone()]].concat();
            names.push(("C#", path.join(".")));
        }
        names
    }

    /// The generated type of an event's newest major.
    pub(super) fn event_type(&self, event: &str) -> Option<&'a TypeDef> {
        self.events.get(event).copied()
    }

    /// The generated type of a shared schema.
    pub(super) fn shared_type(&self, schema: SchemaId) -> Option<&'a TypeDef> {
        self.defs.get(&(schema, self.shared(schema)?.home.as_slice())).copied()
    }
}

/// The title of the page of services.
pub(super) const SERVICES_TITLE: &str = "Services";

/// The title of a page of shared types.
pub(super) fn types_title(home: &[String]) -> String {
    // The folder is called `types` mostly, which the title says already.
    match home {
        [] => "Shared types".to_owned(),
        [only] if only == "types" => "Shared types".to_owned(),
        [above @ .., last] if last == "types" => format!("Shared types of {}", above.join("/")),
        home => format!("Shared types in {}", home.join("/")),
    }
}

/// The anchors of a page's headings: one that comes again gets a number.
#[derive(Debug, Default)]
pub(super) struct Anchors(BTreeSet<String>);

impl Anchors {
    pub(super) fn heading(&mut self, heading: &str) -> String {
        let base = slug(heading);
        let mut anchor = base.clone();
        let mut number = 0;
        while !self.0.insert(anchor.clone()) {
            number += 1;
            anchor = format!("{base}-{number}");
        }
        anchor
    }
}

/// The way from the file `from` to the file `to`, both from the workspace root.
fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let folders = from.len() - 1;
    let common = from[..folders].iter().zip(&to).take_while(|(a, b)| a == b).count().min(to.len() - 1);
    let up = std::iter::repeat_n("..", folders - common);
    let down = to[common..].iter().map(|part| encode(part));
    up.map(str::to_owned).chain(down).collect::<Vec<_>>().join("/")
}

fn encode(part: &str) -> String {
    percent_encode(part, b"-._~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_links() {
        for (from, to, expected) in [
            ("generated/docs/shop/a.md", "generated/docs/shop/b.md", "b.md"),
            ("generated/docs/shop/a.md", "generated/docs/README.md", "../README.md"),
            ("generated/docs/README.md", "generated/docs/shop/a b.md", "shop/a%20b.md"),
            ("generated/docs/shop/a.md", "contracts/shop/a/1.0.json", "../../../contracts/shop/a/1.0.json"),
            ("a.md", "(b).md", "%28b%29.md"),
        ] {
            assert_eq!(relative(from, to), expected);
        }
    }

    #[test]
    fn anchors_that_come_again() {
        let mut anchors = Anchors::default();
        let found = ["A", "a", "A-1", "A"].map(|heading| anchors.heading(heading));
        assert_eq!(found, ["a", "a-1", "a-1-1", "a-2"]);
    }
}
