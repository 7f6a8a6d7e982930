//! The walk through schemas that compiles what each leads to before it.

use std::collections::{BTreeMap, BTreeSet};

use super::super::judge::View;
use super::compile::{Compiler, Form, Key, Trouble};
use super::formula::{Formula, L};
use super::graph;
use super::notes::State;
use crate::resolve::Keywords;

/// Room for the walk, used again each time.
#[derive(Debug, Default)]
pub(super) struct Room {
    /// What the schemas on the way lead to.
    links: Vec<Key>,
    way: Vec<Stop>,
}

/// A schema on the way, with where its links start and which is next.
#[derive(Debug, Clone, Copy)]
struct Stop {
    key: Key,
    first: usize,
    next: usize,
}

impl Compiler<'_> {
    /// Compiles these and all they lead to, as far as that was not done before.
    pub(in crate::compat) fn compile(&mut self, roots: &[Key]) -> Result<(), Trouble> {
        let mut room = std::mem::take(&mut self.room);
        let straight = roots.iter().rev().all(|root| self.walk(*root, &mut room));
        self.room = room;
        if straight { Ok(()) } else { self.circles(roots) }
    }

    /// Compiles each schema right after those it leads to; `false`, and not all is done, if one leads back to itself.
    fn walk(&mut self, start: Key, room: &mut Room) -> bool {
        let mut straight = self.enter(start, room);
        while straight && let Some(stop) = room.way.last_mut() {
            if let Some(next) = room.links.get(stop.next).copied() {
                stop.next += 1;
                straight = self.enter(next, room);
                continue;
            }
            let Stop { key, first, .. } = *stop;
            let links = &room.links[first..];
            let leaf = links.is_empty();
            let lit = self.otherwise(key, links);
            room.links.truncate(first);
            room.way.pop();
            let lit = lit.unwrap_or_else(|| self.build(key, leaf));
            self.notes.set(key, State::Done(lit));
            if leaf && self.is_plain(key) {
                self.notes.fixed(key).leaf = Some(lit);
            }
        }
        for stop in room.way.drain(..) {
            self.notes.set(stop.key, State::New);
        }
        room.links.clear();
        straight
    }

    /// `false` if the way came from there.
    fn enter(&mut self, key: Key, room: &mut Room) -> bool {
        match self.notes.state(key) {
            State::New => {}
            State::Done(_) => return true,
            State::Entered(_) => return false,
        }
        if let Some(lit) = self.leaf(key) {
            self.notes.set(key, State::Done(lit));
            if key.form == Form::Closed {
                self.notes.set(Key { form: Form::In(View::Writer), ..key }, State::Done(lit));
            }
            return true;
        }
        self.notes.set(key, State::Entered(0));
        let first = room.links.len();
        self.lead(key, &mut room.links);
        room.way.push(Stop { key, first, next: first });
        true
    }

    /// Adds what a schema leads to, and notes who leads there; gives how many speak about the same value.
    fn lead(&mut self, key: Key, links: &mut Vec<Key>) -> usize {
        self.note_open(key);
        let first = links.len();
        let same = self.links(key, links);
        if key.form != Form::Closed {
            let edited = self.is_edited(key);
            self.notes.link(key, &links[first..], edited);
        }
        same
    }

    /// The formula that a schema has in another reading, if all that it leads to is the same in both.
    fn otherwise(&self, key: Key, links: &[Key]) -> Option<L> {
        // These look further than to where they lead.
        let far = |k: &Keywords| {
            k.has_format() || k.unevaluated_items.is_some() || k.unevaluated_properties.is_some()
        };
        if key.form == Form::Closed || self.keywords(key).is_some_and(|k| far(&k)) {
            return None;
        }
        let same =
            |formats| links.iter().all(|to| self.notes.lit(*to) == self.notes.lit(Key { formats, ..*to }));
        self.notes.otherwise(key).find(|(formats, _)| same(*formats)).map(|(_, lit)| lit)
    }

    /// The formula of a schema that leads nowhere and means the same in every form and reading.
    fn leaf(&self, key: Key) -> Option<L> {
        let leaf = self.notes.leaf(key)?;
        (!self.is_edited(key) && !self.is_masked(key)).then_some(leaf)
    }

    /// Whether what a leaf says hangs on nothing but its own keywords.
    fn is_plain(&self, key: Key) -> bool {
        let schemas = self.schemas(key.who);
        let steady = |k: &Keywords| !k.has_format() && !k.flag("x-open-enum");
        key.form != Form::Closed
            && !self.is_edited(key)
            && !self.is_masked(key)
            && schemas.keywords(key.id).is_none_or(steady)
            && schemas.outside(key.id).is_none()
    }

    /// The same where schemas lead back to themselves.
    fn circles(&mut self, roots: &[Key]) -> Result<(), Trouble> {
        let mut keys: Vec<Key> = Vec::new();
        let mut queue: Vec<Key> = roots.to_vec();
        let (mut same, mut all): (Vec<Vec<Key>>, Vec<Vec<Key>>) = (Vec::new(), Vec::new());
        while let Some(key) = queue.pop() {
            if self.notes.state(key) != State::New {
                continue;
            }
            self.notes.set(key, State::Entered(u32::try_from(keys.len()).unwrap_or(u32::MAX)));
            keys.push(key);
            let mut links = Vec::new();
            let here = self.lead(key, &mut links);
            queue.extend(&links);
            same.push(links[..here].to_vec());
            all.push(links);
        }
        let index = |lists: &[Vec<Key>]| -> Vec<Vec<usize>> {
            let number = |key: &Key| match self.notes.state(*key) {
                State::Entered(number) => Some(number as usize),
                _ => None,
            };
            lists.iter().map(|list| list.iter().filter_map(number).collect()).collect()
        };
        let (same, edges) = (index(&same), index(&all));
        let loops = graph::components(&same);
        let sizes = |components: &[usize]| {
            let mut sizes = vec![0_usize; components.len()];
            for component in components {
                sizes[*component] += 1;
            }
            sizes
        };
        let size = sizes(&loops);
        if let Some(node) = (0..keys.len()).find(|n| size[loops[*n]] > 1 || same[*n].contains(n)) {
            let why = "the schema refers to itself about the same value";
            for key in &keys {
                self.notes.set(*key, State::New);
            }
            return Err(Trouble { keyword: "$ref", why, at: (keys[node].who, keys[node].id) });
        }
        let component = graph::components(&edges);
        let size = sizes(&component);
        let cyclic = |n: usize| size[component[n]] > 1 || edges[n].contains(&n);
        let mut order: Vec<usize> = (0..keys.len()).collect();
        // Within a component what speaks about the same value goes first, so that it is looked at whole.
        order.sort_by_key(|n| (component[*n], loops[*n]));
        let mut recursive = vec![false; keys.len()];
        for n in &order {
            recursive[*n] = cyclic(*n) || edges[*n].iter().any(|to| recursive[*to]);
        }
        for n in order.iter().filter(|n| !recursive[**n]) {
            let lit = self.build(keys[*n], false);
            self.notes.set(keys[*n], State::Done(lit));
        }
        let open: Vec<usize> = order.into_iter().filter(|n| recursive[*n]).collect();
        let names: Vec<(Key, Key)> = self.aliases(&keys, &open, &same);
        let apart: BTreeSet<Key> = names.iter().map(|(name, _)| *name).collect();
        let open = open.into_iter().map(|n| (keys[n], cyclic(n)));
        let open: Vec<(Key, bool)> = open.filter(|(key, _)| !apart.contains(key)).collect();
        if !open.is_empty() {
            self.recursive(&open, &names);
        }
        Ok(())
    }

    /// Recursive schemas that say nothing but what another one says, with that one, which is no such name.
    fn aliases(&mut self, keys: &[Key], open: &[usize], same: &[Vec<usize>]) -> Vec<(Key, Key)> {
        let mut holes: BTreeMap<L, Key> = BTreeMap::new();
        for n in open {
            let hole = self.pool.intern(Formula::Hole(u32::try_from(*n).unwrap_or(u32::MAX)));
            self.notes.set(keys[*n], State::Done(hole));
            holes.insert(hole, keys[*n]);
        }
        let mut names = Vec::new();
        // What speaks about the same value has gone before.
        for n in open.iter().filter(|n| !same[**n].is_empty()) {
            let lit = self.build(keys[*n], false);
            if let Some(named) = holes.get(&lit) {
                names.push((keys[*n], *named));
                self.notes.set(keys[*n], State::Done(lit));
            }
        }
        names
    }

    /// Gives names the formulas of what they name.
    fn name<'k>(&mut self, names: impl IntoIterator<Item = &'k (Key, Key)>) {
        for (name, named) in names {
            let lit = self.lit(*named);
            self.notes.set(*name, State::Done(lit));
        }
    }

    /// Recursive schemas: those that cannot be told apart become one (Moore's partition refinement).
    fn recursive(&mut self, open: &[(Key, bool)], names: &[(Key, Key)]) {
        let mut classes: Vec<u32> = vec![0; open.len()];
        let mut count = 0;
        loop {
            for ((key, _), class) in open.iter().zip(&classes) {
                let hole = self.pool.intern(Formula::Hole(*class));
                self.notes.set(*key, State::Done(hole));
            }
            self.name(names);
            let mut found: BTreeMap<(u32, L), u32> = BTreeMap::new();
            let next: Vec<u32> = open
                .iter()
                .zip(&classes)
                .map(|((key, _), class)| {
                    let fresh = u32::try_from(found.len()).unwrap_or(u32::MAX);
                    *found.entry((*class, self.build(*key, false))).or_insert(fresh)
                })
                .collect();
            classes = next;
            if found.len() == count {
                break;
            }
            count = found.len();
        }
        let base = self.pool.bodies.len();
        self.pool.bodies.resize(base + count, 0);
        let node = |class: u32| u32::try_from(base).unwrap_or(u32::MAX).saturating_add(class);
        for ((key, _), class) in open.iter().zip(&classes) {
            let lit = self.pool.intern(Formula::Node(node(*class)));
            self.notes.set(*key, State::Done(lit));
        }
        self.name(names);
        // What is not itself in a circle is written out.
        for (key, cyclic) in open {
            if !cyclic {
                let lit = self.build(*key, false);
                self.notes.set(*key, State::Done(lit));
                self.name(names.iter().filter(|(_, named)| named == key));
            }
        }
        for ((key, _), class) in open.iter().zip(&classes) {
            let at = node(*class) as usize;
            if self.pool.bodies[at] == 0 {
                self.pool.bodies[at] = self.build(*key, false);
            }
        }
    }
}
