//! From JSON to typed schemas: documents, the resources in them, and what each schema is called. Keywords are
//! read in [`super::keywords`] and [`super::values`], links are made in [`super::link`].

use std::collections::BTreeMap;
use std::sync::Arc;

use referencing::Uri;

use super::draft::Dialect;
use super::rules::{INVALID_SCHEMA, UNKNOWN_DIALECT};
use super::schema::{Body, Located, Schema, SchemaId};
use super::{Draft, Schemas, uri};
use crate::finding::{FileId, Finding, Severity};
use crate::load::json::{Member, quote};
use crate::load::{Document, Node, Value};

/// Finds documents by URL. What is behind it touches the disk or not.
pub trait Library {
    /// The document that an absolute URL without fragment names.
    fn find(&mut self, url: &str) -> Option<Arc<Document>>;

    /// What to do about a URL that names nothing.
    fn advice(&self, url: &str) -> String;
}

/// Whose schemas are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Contracts: what has no effect is worth a finding.
    Contracts,
    /// Schemas of anyone, which may hold what the specification lets them.
    Plain,
}

/// Where a schema stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Home {
    /// Index of its document.
    pub(super) document: usize,
    /// Index of the schema resource that it belongs to (2020-12 core, section 4.3.5).
    pub(super) resource: usize,
    pub(super) dialect: Dialect,
    /// Whether `$id` and anchors in it are names. They are not where no keyword leads to.
    named: bool,
}

/// A schema with a URI of its own.
pub(super) struct Resource {
    pub(super) uri: Uri<String>,
    pub(super) document: usize,
    /// JSON Pointer from the root of the document.
    pub(super) pointer: String,
    pub(super) anchors: BTreeMap<String, SchemaId>,
    /// By `$dynamicAnchor`; the schema with `$recursiveAnchor` under the empty name.
    pub(super) dynamic: BTreeMap<String, SchemaId>,
}

/// A document that is read.
#[derive(Clone)]
pub(super) enum Held<'a> {
    Borrowed(&'a Document),
    Shared(Arc<Document>),
}

impl Held<'_> {
    pub(super) fn get(&self) -> &Document {
        match self {
            Self::Borrowed(document) => document,
            Self::Shared(document) => document,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RefKind {
    Static,
    Dynamic,
    Recursive,
}

/// A reference that still needs its target.
#[derive(Clone)]
pub(super) struct Pending {
    pub(super) from: SchemaId,
    pub(super) text: Located<String>,
    pub(super) kind: RefKind,
}

pub(super) struct Loaded<'a> {
    pub(super) held: Held<'a>,
    /// Where it was found, whatever it calls itself.
    pub(super) location: Uri<String>,
    pub(super) resource: usize,
}

pub(super) struct Parser<'a, 'l> {
    pub(super) schemas: Schemas,
    pub(super) findings: &'l mut Vec<Finding>,
    pub(super) library: &'l mut dyn Library,
    pub(super) mode: Mode,
    /// Of documents without `$schema` that nothing refers to.
    pub(super) draft: Draft,
    pub(super) documents: Vec<Loaded<'a>>,
    by_file: BTreeMap<FileId, usize>,
    pub(super) resources: Vec<Resource>,
    pub(super) by_uri: BTreeMap<String, usize>,
    /// By schema.
    pub(super) homes: Vec<Home>,
    pub(super) pending: Vec<Pending>,
}

impl<'a, 'l> Parser<'a, 'l> {
    pub(super) fn new(
        mode: Mode,
        draft: Draft,
        library: &'l mut dyn Library,
        findings: &'l mut Vec<Finding>,
    ) -> Self {
        Self {
            schemas: Schemas::default(),
            findings,
            library,
            mode,
            draft,
            documents: Vec::new(),
            by_file: BTreeMap::new(),
            resources: Vec::new(),
            by_uri: BTreeMap::new(),
            homes: Vec::new(),
            pending: Vec::new(),
        }
    }

    /// Parses a document that lies at `location`, and gives the index of its root's resource. `draft` is that of
    /// a document without `$schema`.
    pub(super) fn document(&mut self, held: &Held<'a>, location: Uri<String>, draft: Draft) -> usize {
        let file = held.get().file;
        if let Some(&known) = self.by_file.get(&file) {
            let resource = self.documents[known].resource;
            self.by_uri.entry(location.as_str().to_owned()).or_insert(resource);
            return resource;
        }
        let document = self.documents.len();
        let resource = self.resources.len();
        self.by_file.insert(file, document);
        self.by_uri.entry(location.as_str().to_owned()).or_insert(resource);
        self.documents.push(Loaded { held: held.clone(), location: location.clone(), resource });
        self.resources.push(Resource {
            uri: location,
            document,
            pointer: String::new(),
            anchors: BTreeMap::new(),
            dynamic: BTreeMap::new(),
        });
        let dialect = Dialect::from(draft);
        let home = Home { document, resource, dialect, named: true };
        self.schema(&held.get().root, "", home);
        resource
    }

    /// Parses what stands at a pointer that no keyword leads to.
    pub(super) fn on_demand(&mut self, document: usize, pointer: &str) -> Option<SchemaId> {
        let held = self.documents[document].held.clone();
        let node = held.get().root.pointer(pointer)?;
        if !matches!(node.value, Value::Bool(_) | Value::Object(_)) {
            return None;
        }
        let mut above = pointer;
        let ancestor = loop {
            above = &above[..above.rfind('/')?];
            if let Some(id) = self.schemas.at(held.get().file, above) {
                break id;
            }
        };
        let home = Home { named: false, ..self.homes[ancestor.0 as usize] };
        Some(self.schema(node, pointer, home))
    }

    pub(super) fn schema(&mut self, node: &Node, pointer: &str, home: Home) -> SchemaId {
        if !home.named
            && let Some(known) = self.schemas.at(node.place.file, pointer)
        {
            return known;
        }
        let body = match &node.value {
            Value::Bool(value) => Body::Bool(*value),
            Value::Object(_) => Body::Keywords(Box::default()),
            _ => {
                let help = match &node.value {
                    Value::Array(_) => "one of several schemas is written `anyOf`: [ … ]",
                    Value::String(_) => "a type is written { \"type\": \"string\" }",
                    _ => "write { } for a schema that takes anything",
                };
                let message = "a schema is an object, `true` or `false`";
                self.findings.push(Finding::new(&INVALID_SCHEMA, message).at(node.place, "").help(help));
                Body::Bool(true)
            }
        };
        let home = match &node.value {
            Value::Object(members) => self.enter(members, pointer, home),
            _ => home,
        };
        let draft = home.dialect.draft;
        let id = self.schemas.push(Schema { place: node.place, pointer: pointer.to_owned(), draft, body });
        self.homes.push(home);
        if let Value::Object(members) = &node.value {
            self.anchors(members, id, home);
            let keywords = self.keywords(members, pointer, id, home);
            self.schemas.nodes[id.0 as usize].body = Body::Keywords(Box::new(keywords));
        }
        id
    }

    /// Where the inside of a schema is: `$schema` changes the dialect, `$id` begins a resource.
    fn enter(&mut self, members: &[Member], pointer: &str, mut home: Home) -> Home {
        if let Some(schema) = member(members, "$schema")
            && let Some(text) = schema.value.as_str()
        {
            match Draft::from_uri(text) {
                Some(draft) => home.dialect = draft.into(),
                None => home.dialect = self.custom_dialect(schema, text, pointer, home.dialect),
            }
        }
        let draft = home.dialect.draft;
        if draft.ignores_beside_ref() && member(members, "$ref").is_some() {
            return home;
        }
        let Some(id) = member(members, draft.id_keyword()) else { return home };
        let Some(text) = id.value.as_str() else { return home };
        let (name, _) = text.split_once('#').unwrap_or((text, ""));
        if name.is_empty() {
            return home;
        }
        let Some(uri) = uri::resolve(&self.resources[home.resource].uri, name) else {
            let finding = Finding::new(&INVALID_SCHEMA, format!("{} is no URI", quote(text)));
            self.findings.push(finding.at(id.value.place, "").help("write a URI, or leave it out"));
            return home;
        };
        if pointer.is_empty() {
            self.by_uri.entry(uri.as_str().to_owned()).or_insert(home.resource);
            self.resources[home.resource].uri = uri;
            return home;
        }
        let resource = self.resources.len();
        if home.named {
            self.by_uri.entry(uri.as_str().to_owned()).or_insert(resource);
        }
        self.resources.push(Resource {
            uri,
            document: home.document,
            pointer: pointer.to_owned(),
            anchors: BTreeMap::new(),
            dynamic: BTreeMap::new(),
        });
        Home { resource, ..home }
    }

    /// The dialect of a metaschema that is none of the drafts' own: the draft of that metaschema, and of its
    /// vocabularies those that it lists.
    fn custom_dialect(&mut self, schema: &Member, text: &str, pointer: &str, outer: Dialect) -> Dialect {
        let url = text.split('#').next().unwrap_or_default();
        let Some(document) = self.library.find(url) else {
            // Inside of a document, what is not understood changes nothing.
            if pointer.is_empty() {
                let known = Draft::ALL.map(|draft| quote(draft.uri())).join(", ");
                self.findings.push(
                    Finding::new(
                        &UNKNOWN_DIALECT,
                        format!("{} is no known dialect of JSON Schema", quote(text)),
                    )
                    .at(schema.value.place, "")
                    .note(format!("known are {known}"))
                    .help(format!("write {}", quote(Draft::default().uri()))),
                );
            }
            return outer;
        };
        let root = &document.root;
        let draft =
            root.get("$schema").and_then(Node::as_str).and_then(Draft::from_uri).unwrap_or(outer.draft);
        let Some(vocabularies) = root.get("$vocabulary").and_then(Node::as_object) else {
            return draft.into();
        };
        if draft.ignores_beside_ref() {
            return draft.into();
        }
        let list = vocabularies.iter().map(|m| (m.key.as_str(), matches!(m.value.value, Value::Bool(true))));
        Dialect::of(draft, list).unwrap_or_else(|vocabulary| {
            let message =
                format!("the dialect needs the vocabulary {}, which is not known", quote(vocabulary));
            self.findings.push(
                Finding::new(&UNKNOWN_DIALECT, message)
                    .at(schema.value.place, "")
                    .help(format!("write {}", quote(draft.uri()))),
            );
            draft.into()
        })
    }

    fn anchors(&mut self, members: &[Member], id: SchemaId, home: Home) {
        let Home { dialect, resource, named, .. } = home;
        if !named {
            return;
        }
        let text =
            |key: &str| member(members, key).filter(|_| dialect.knows(key)).and_then(|m| m.value.as_str());
        let beside_ref = dialect.draft.ignores_beside_ref() && member(members, "$ref").is_some();
        let anchor = if dialect.draft.ignores_beside_ref() {
            text(dialect.draft.id_keyword()).and_then(|id| id.split_once('#')).map(|(_, anchor)| anchor)
        } else {
            text("$anchor")
        };
        let resource = &mut self.resources[resource];
        if let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty() && !beside_ref) {
            resource.anchors.entry(anchor.to_owned()).or_insert(id);
        }
        if let Some(anchor) = text("$dynamicAnchor") {
            resource.anchors.entry(anchor.to_owned()).or_insert(id);
            resource.dynamic.entry(anchor.to_owned()).or_insert(id);
        }
        let recursive = member(members, "$recursiveAnchor").filter(|_| dialect.knows("$recursiveAnchor"));
        if recursive.is_some_and(|m| matches!(m.value.value, Value::Bool(true)))
            && resource.pointer == self.schemas.get(id).pointer
        {
            resource.dynamic.insert(String::new(), id);
        }
    }

    /// A schema below another one.
    pub(super) fn inner(&mut self, node: &Node, pointer: &str, home: Home) -> SchemaId {
        if home.dialect.draft == Draft::Draft4
            && matches!(node.value, Value::Bool(_))
            && !matches!(pointer.rsplit('/').next(), Some("additionalItems" | "additionalProperties"))
        {
            let finding = Finding::new(&INVALID_SCHEMA, "draft-04 has no boolean schemas");
            let help = match node.value {
                Value::Bool(false) => "write { \"not\": {} }",
                _ => "write {}",
            };
            self.findings.push(finding.at(node.place, "").help(help));
        }
        self.schema(node, pointer, home)
    }

    pub(super) fn annotation_finding(&self, finding: Finding) -> Finding {
        match self.mode {
            Mode::Contracts => finding,
            // What decides nothing about documents need not stop anyone.
            Mode::Plain => Finding { severity: Severity::Warning, ..finding },
        }
    }
}

pub(super) fn member<'m>(members: &'m [Member], key: &str) -> Option<&'m Member> {
    members.iter().find(|member| member.key == key)
}

#[expect(clippy::unnecessary_box_returns, reason = "a keyword holds its value in a box")]
pub(super) fn located<T>(m: &Member, value: T) -> Box<Located<T>> {
    Box::new(Located { value, key: m.key_place, place: m.value.place })
}

/// The JSON Pointer (RFC 6901) of a member of what `pointer` leads to.
pub(super) fn below(pointer: &str, name: &str) -> String {
    let mut out = String::with_capacity(pointer.len() + name.len() + 1);
    out.push_str(pointer);
    out.push('/');
    if name.contains(['~', '/']) {
        out.push_str(&name.replace('~', "~0").replace('/', "~1"));
    } else {
        out.push_str(name);
    }
    out
}
