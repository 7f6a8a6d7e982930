//! Dynamic references made static: each way through the schemas on which one means something else gets
//! copies of its own, so that no later step hears of them.

use std::collections::{BTreeMap, BTreeSet};

use super::link::Dynamics;
use super::parse::Parser;
use super::rules::DYNAMIC_SCOPES;
use super::schema::{Body, Keywords, Schema, SchemaId};
use crate::finding::Finding;

/// More copies than this are taken for a trap.
const MOST_COPIES: usize = 10_000;

/// What each dynamic anchor means: the schema of the outermost resource that has it.
type Environment = BTreeMap<String, SchemaId>;

/// The environment in which evaluation begins.
const OUTSIDE: usize = 0;

struct Scopes<'p, 'a, 'l> {
    parser: &'p mut Parser<'a, 'l>,
    dynamics: Dynamics,
    /// The keywords, as parsed, of every schema from which a dynamic reference can be reached.
    originals: BTreeMap<SchemaId, Keywords>,
    environments: Vec<Environment>,
    numbers: BTreeMap<Environment, usize>,
    /// By environment and resource: the environment within.
    entered: BTreeMap<(usize, usize), usize>,
    placed: BTreeMap<(SchemaId, usize), SchemaId>,
    claimed: BTreeSet<SchemaId>,
    queue: Vec<(SchemaId, usize, SchemaId)>,
    copies: usize,
    names: BTreeSet<String>,
}

impl Parser<'_, '_> {
    /// Makes every dynamic reference static, for evaluation that begins at `roots`.
    pub(super) fn make_static(&mut self, mut dynamics: Dynamics, roots: &[SchemaId]) {
        // With one anchor of a name there is no choice.
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for name in self.resources.iter().flat_map(|resource| resource.dynamic.keys()) {
            *counts.entry(name).or_default() += 1;
        }
        dynamics.retain(|_, name| counts.get(name.as_str()).is_some_and(|count| *count > 1));
        if dynamics.is_empty() {
            return;
        }
        let originals = self.reaching(&dynamics);
        let names = dynamics.values().cloned().collect();
        let mut scopes = Scopes {
            parser: self,
            dynamics,
            originals,
            environments: vec![Environment::new()],
            numbers: BTreeMap::from([(Environment::new(), OUTSIDE)]),
            entered: BTreeMap::new(),
            placed: BTreeMap::new(),
            claimed: BTreeSet::new(),
            queue: Vec::new(),
            copies: 0,
            names,
        };
        for root in roots {
            scopes.place(*root, OUTSIDE);
        }
        scopes.run();
        // Then what no root leads to, as if evaluation began there.
        let rest: Vec<SchemaId> = scopes.originals.keys().copied().collect();
        for id in rest {
            if !scopes.claimed.contains(&id) {
                scopes.place(id, OUTSIDE);
                scopes.run();
            }
        }
        if scopes.copies >= MOST_COPIES
            && let Some(root) = roots.first()
        {
            let place = self.schemas.get(*root).place;
            let message = format!("its dynamic references ask for more than {MOST_COPIES} copies of schemas");
            let place = crate::finding::Place { end: place.start.saturating_add(1), ..place };
            self.findings.push(
                Finding::new(&DYNAMIC_SCOPES, message)
                    .at(place, "")
                    .help("use `$ref` where the target is fixed"),
            );
        }
    }

    fn reaching(&self, dynamics: &Dynamics) -> BTreeMap<SchemaId, Keywords> {
        let mut back: Vec<Vec<usize>> = vec![Vec::new(); self.schemas.nodes.len()];
        for (index, schema) in self.schemas.nodes.iter().enumerate() {
            if let Body::Keywords(keywords) = &schema.body {
                for link in keywords.links() {
                    back[link.0 as usize].push(index);
                }
            }
        }
        let mut reaching = BTreeMap::new();
        let mut queue: Vec<usize> = dynamics.keys().map(|id| id.0 as usize).collect();
        while let Some(index) = queue.pop() {
            let id = SchemaId(u32::try_from(index).unwrap_or(u32::MAX));
            if let Body::Keywords(keywords) = &self.schemas.nodes[index].body
                && !reaching.contains_key(&id)
            {
                reaching.insert(id, (**keywords).clone());
                queue.extend(&back[index]);
            }
        }
        reaching
    }
}

impl Scopes<'_, '_, '_> {
    /// The copy of a schema that is evaluated within `outer`.
    fn place(&mut self, id: SchemaId, outer: usize) -> SchemaId {
        if !self.originals.contains_key(&id) || self.copies >= MOST_COPIES {
            return id;
        }
        let environment = self.enter(id, outer);
        if let Some(&placed) = self.placed.get(&(id, environment)) {
            return placed;
        }
        let placed = if self.claimed.insert(id) { id } else { self.copy(id) };
        self.placed.insert((id, environment), placed);
        self.queue.push((id, environment, placed));
        placed
    }

    /// What the anchors mean within a schema's resource. One from further out stays what it is.
    fn enter(&mut self, id: SchemaId, outer: usize) -> usize {
        let number = self.parser.homes[id.0 as usize].resource;
        if let Some(&known) = self.entered.get(&(outer, number)) {
            return known;
        }
        let mut environment = self.environments[outer].clone();
        for (name, anchor) in &self.parser.resources[number].dynamic {
            if self.names.contains(name) {
                environment.entry(name.clone()).or_insert(*anchor);
            }
        }
        let next = self.environments.len();
        let inner = *self.numbers.entry(environment.clone()).or_insert(next);
        if inner == next {
            self.environments.push(environment);
        }
        self.entered.insert((outer, number), inner);
        inner
    }

    fn copy(&mut self, id: SchemaId) -> SchemaId {
        self.copies += 1;
        let schemas = &mut self.parser.schemas;
        let copy: Schema = schemas.get(id).clone();
        let number = SchemaId(u32::try_from(schemas.nodes.len()).unwrap_or(u32::MAX));
        schemas.nodes.push(copy);
        let home = self.parser.homes[id.0 as usize];
        self.parser.homes.push(home);
        number
    }

    fn run(&mut self) {
        while let Some((id, environment, placed)) = self.queue.pop() {
            let Some(mut keywords) = self.originals.get(&id).cloned() else { continue };
            if let Some(name) = self.dynamics.get(&id)
                && let Some(target) = self.environments[environment].get(name)
                && let Some(reference) = &mut keywords.reference
            {
                reference.value = *target;
            }
            keywords.relink(|link| self.place(link, environment));
            self.parser.schemas.nodes[placed.0 as usize].body = Body::Keywords(Box::new(keywords));
        }
    }
}
