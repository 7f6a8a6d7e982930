//! From the text of a reference to the schema that it means.

use std::collections::BTreeMap;

use super::parse::{Held, Home, Mode, Parser, Pending, RefKind};
use super::rules::{REF_LOOP, UNRESOLVED_REF};
use super::schema::{Body, Located, SchemaId};
use super::spelling::nearest;
use super::uri;
use crate::finding::Finding;
use crate::load::json::quote;

/// Why a reference leads to nothing, and what to do.
struct Failure {
    why: String,
    help: String,
}

impl Failure {
    fn new(why: impl Into<String>, help: impl Into<String>) -> Self {
        Self { why: why.into(), help: help.into() }
    }
}

/// The references that mean another schema on each way that leads to them: the anchor's name, by schema.
pub(super) type Dynamics = BTreeMap<SchemaId, String>;

impl Parser<'_, '_> {
    /// Links every reference, those of documents that are found on the way included. A dynamic one gets the
    /// target that it has where nothing overrides it.
    pub(super) fn link(&mut self) -> Dynamics {
        let mut dynamics = Dynamics::new();
        let mut next = 0;
        while next < self.pending.len() {
            let Pending { from, text, kind } = self.pending[next].clone();
            next += 1;
            match self.target(from, &text.value) {
                Ok(target) => {
                    if let Some(name) = self.dynamic_name(kind, &text.value, target) {
                        dynamics.insert(from, name);
                    }
                    if let Body::Keywords(keywords) = &mut self.schemas.nodes[from.0 as usize].body {
                        keywords.reference =
                            Some(Box::new(Located { value: target, key: text.key, place: text.place }));
                    }
                }
                Err(Failure { why, help }) => {
                    let keyword = match kind {
                        RefKind::Static => "$ref",
                        RefKind::Dynamic => "$dynamicRef",
                        RefKind::Recursive => "$recursiveRef",
                    };
                    let named = self.named(from, &text.value).map(|named| format!("{keyword} {named}"));
                    self.schemas.unresolved.insert(from, named);
                    let message = format!("`{keyword}` {} leads to nothing: {why}", quote(&text.value));
                    self.findings.push(Finding::new(&UNRESOLVED_REF, message).at(text.place, "").help(help));
                }
            }
        }
        self.pending.clear();
        dynamics
    }

    /// The anchor by which a dynamic reference finds its target, if it is one that does: its first target
    /// must have that dynamic anchor itself (2020-12 core, section 8.2.3.2).
    fn dynamic_name(&self, kind: RefKind, text: &str, target: SchemaId) -> Option<String> {
        let name = match kind {
            RefKind::Static => return None,
            RefKind::Recursive => String::new(),
            RefKind::Dynamic => uri::decoded(text.split_once('#')?.1)?,
        };
        let home = self.homes[target.0 as usize];
        (self.resources[home.resource].dynamic.get(&name) == Some(&target)).then_some(name)
    }

    /// The place that a reference names, in one spelling.
    fn named(&self, from: SchemaId, reference: &str) -> Option<String> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let fragment = uri::decoded(fragment)?;
        if file.is_empty() {
            return Some(format!("#{fragment}"));
        }
        let url = uri::resolve(&self.resources[self.homes[from.0 as usize].resource].uri, file)?;
        // Both name the same schema, as they do where a URL is looked up.
        let url = url.as_str().replacen("http://", "https://", 1);
        Some(format!("{url}#{fragment}"))
    }

    fn target(&mut self, from: SchemaId, reference: &str) -> Result<SchemaId, Failure> {
        let target = self.any_target(from, reference)?;
        let file = reference.split('#').next().unwrap_or_default();
        let own = &self.resources[self.homes[from.0 as usize].resource].uri;
        // Such a file stands for another one of that name, which is not here.
        if target == from && !file.is_empty() && uri::resolve(own, file).as_ref() != Some(own) {
            let help = "add the file that it means, or refer to a place in this one by #";
            return Err(Failure::new("the only file of that name is this one", help));
        }
        Ok(target)
    }

    fn any_target(&mut self, from: SchemaId, reference: &str) -> Result<SchemaId, Failure> {
        let home = self.homes[from.0 as usize];
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let resource = if file.is_empty() { home.resource } else { self.resource(home, file)? };
        let fragment = uri::decoded(fragment)
            .ok_or_else(|| Failure::new("it is not a valid URI reference", "mend what is behind a %"))?;
        let document = self.resources[resource].document;
        let file = self.documents[document].held.get().file;
        if !fragment.is_empty() && !fragment.starts_with('/') {
            let anchors = &self.resources[resource].anchors;
            return anchors.get(&fragment).copied().ok_or_else(|| {
                let help = match nearest(&fragment, anchors.keys().map(String::as_str)) {
                    Some(near) => format!("there is #{near}"),
                    None => "a JSON Pointer begins with a slash: #/$defs/Name".to_owned(),
                };
                Failure::new(format!("there is no anchor {}", quote(&fragment)), help)
            });
        }
        let pointer = format!("{}{fragment}", self.resources[resource].pointer);
        if let Some(id) = self.schemas.at(file, &pointer) {
            return Ok(id);
        }
        self.on_demand(document, &pointer).ok_or_else(|| self.no_such_pointer(resource, &fragment))
    }

    fn no_such_pointer(&self, resource: usize, fragment: &str) -> Failure {
        let resource = &self.resources[resource];
        let document = self.documents[resource.document].held.get();
        let known = self.schemas.pointers(document.file);
        let known = known.filter_map(|pointer| pointer.strip_prefix(resource.pointer.as_str()));
        let help = match nearest(fragment, known) {
            Some(near) => format!("there is #{near}"),
            None => "a JSON Pointer to a schema goes behind the #".to_owned(),
        };
        let of = match self.mode {
            Mode::Contracts => {
                let path = self.documents[resource.document].location.path().as_str();
                let path = uri::decoded(path.trim_start_matches('/')).unwrap_or_default();
                format!(" of {path}")
            }
            Mode::Plain => String::new(),
        };
        Failure::new(format!("no schema stands at #{fragment}{of}"), help)
    }

    /// The resource that a reference without its fragment means.
    fn resource(&mut self, home: Home, reference: &str) -> Result<usize, Failure> {
        let from = home.resource;
        let base = self.resources[from].uri.clone();
        let location = self.documents[self.resources[from].document].location.clone();
        let candidates = [&base, &location].map(|base| uri::resolve(base, reference));
        let [Some(first), second] = candidates else {
            return Err(Failure::new("it is not a valid URI reference", "mend it"));
        };
        // A file that calls itself by a URL may still mean the file beside it.
        for url in [Some(&first), second.as_ref()].into_iter().flatten() {
            if let Some(&resource) = self.by_uri.get(url.as_str()) {
                return Ok(resource);
            }
            if let Some(document) = self.library.find(url.as_str()) {
                // Without `$schema` it is read as what refers to it.
                return Ok(self.document(&Held::Shared(document), url.clone(), home.dialect.draft));
            }
        }
        Err(match self.mode {
            Mode::Contracts => self.no_such_contract(second.as_ref().unwrap_or(&first).as_str(), reference),
            Mode::Plain => Failure::new(format!("{first} is not here"), self.library.advice(first.as_str())),
        })
    }

    fn no_such_contract(&self, url: &str, reference: &str) -> Failure {
        let Some(path) = url.strip_prefix(uri::CONTRACTS) else {
            let help = "put the schema into a file below contracts/ and refer to it by its path";
            return Failure::new("nothing is fetched from a network", help);
        };
        let path = uri::decoded(path).unwrap_or_default();
        if !path.starts_with("contracts/") {
            return Failure::new("the path leaves contracts/", "refer to a file below contracts/");
        }
        let locations = self
            .documents
            .iter()
            .filter_map(|loaded| uri::decoded(loaded.location.as_str().strip_prefix(uri::CONTRACTS)?));
        let known: Vec<String> = locations.collect();
        let help = match nearest(&path, known.iter().map(String::as_str)) {
            Some(near) => format!("there is {near}"),
            None if reference.contains(':') => "refer to a file below contracts/ by its path".to_owned(),
            None => "add the file".to_owned(),
        };
        Failure::new(format!("there is no file {path}"), help)
    }

    /// Finds the end of every chain of references that stand alone. One that comes back to itself is a
    /// finding, and is cut, so that nobody after this step can run in it.
    pub(super) fn ends(&mut self) {
        let count = self.schemas.nodes.len();
        let mut ends: Vec<Option<SchemaId>> = vec![None; count];
        let mut on_way = vec![false; count];
        for index in 0..count {
            let mut way = Vec::new();
            let mut at = index;
            let end = loop {
                if let Some(end) = ends[at] {
                    break end;
                }
                let id = SchemaId(u32::try_from(at).unwrap_or(u32::MAX));
                way.push(at);
                on_way[at] = true;
                let Some(next) = self.schemas.next(id) else { break id };
                if on_way[next.0 as usize] {
                    self.cut(next);
                    break next;
                }
                at = next.0 as usize;
            };
            for step in way {
                on_way[step] = false;
                ends[step] = Some(end);
            }
        }
        self.schemas.ends = ends.into_iter().flatten().collect();
    }

    /// Cuts every reference that leads back to itself on the same value, `allOf` and the like between. Says whether
    /// there was one.
    pub(super) fn loops(&mut self) -> bool {
        let count = self.schemas.nodes.len();
        let mut done = vec![false; count];
        let mut on_way = vec![false; count];
        let mut found = false;
        for start in 0..count {
            // A list and not a recursion: chains of schemas may be long.
            let mut way: Vec<(usize, Vec<SchemaId>)> = Vec::new();
            let mut next = Some(start);
            loop {
                if let Some(at) = next.take().filter(|at| !done[*at]) {
                    (done[at], on_way[at]) = (true, true);
                    way.push((at, self.in_place(at)));
                }
                let Some((at, below)) = way.last_mut() else { break };
                let Some(target) = below.pop() else {
                    on_way[*at] = false;
                    way.pop();
                    continue;
                };
                let target = target.0 as usize;
                if on_way[target] {
                    let from = way.iter().position(|(at, _)| *at == target).unwrap_or_default();
                    let round: Vec<usize> = way[from..].iter().map(|(at, _)| *at).chain([target]).collect();
                    found |= self.cut_one(&round);
                } else {
                    next = Some(target);
                }
            }
        }
        found
    }

    fn in_place(&self, at: usize) -> Vec<SchemaId> {
        match &self.schemas.nodes[at].body {
            Body::Keywords(keywords) => keywords.in_place(),
            Body::Bool(_) => Vec::new(),
        }
    }

    /// Cuts the last reference of a way that comes back to its start.
    fn cut_one(&mut self, round: &[usize]) -> bool {
        let refers = |pair: &&[usize]| match &self.schemas.nodes[pair[0]].body {
            Body::Keywords(keywords) => {
                keywords.reference.as_ref().is_some_and(|target| target.value.0 as usize == pair[1])
            }
            Body::Bool(_) => false,
        };
        let Some(pair) = round.windows(2).rev().find(refers) else { return false };
        self.cut(SchemaId(u32::try_from(pair[0]).unwrap_or(u32::MAX)));
        true
    }

    fn cut(&mut self, member: SchemaId) {
        let Body::Keywords(keywords) = &mut self.schemas.nodes[member.0 as usize].body else { return };
        let Some(cut) = keywords.reference.take() else { return };
        self.schemas.unresolved.insert(member, None);
        let finding = Finding::new(&REF_LOOP, "this `$ref` leads back to itself")
            .at(cut.place, "")
            .help("refer to itself from inside `properties` or `items`, or to another schema");
        // A schema may be there several times, once for each meaning of its dynamic references.
        let is_same = |other: &Finding| other.rule.id == finding.rule.id && other.place() == finding.place();
        if !self.findings.iter().any(is_same) {
            self.findings.push(finding);
        }
    }
}
