//! From schemas to formulas. What a writer writes and a reader reads differ here as they do in
//! [`super::super::judge`].

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::rc::Rc;

use super::super::declared::subschemas;
use super::super::judge::View;
use super::formula::{Formula, L, Pool, TRUE};
use super::graph;
use crate::resolve::{Body, Keywords, Located, Schema, SchemaId, Schemas, TypeSet};

/// Which of the two sides a schema comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::compat) enum Who {
    Writer,
    Reader,
}

impl Who {
    pub(in crate::compat) fn other(self) -> Self {
        match self {
            Self::Writer => Self::Reader,
            Self::Reader => Self::Writer,
        }
    }
}

/// Set in the id of a schema of the other side's tree.
const FOREIGN: u32 = 1 << 31;

/// What a schema says, as it stands or edited.
pub(super) enum Said<'a> {
    Own(&'a Keywords),
    Edited(Rc<Keywords>),
}

impl Deref for Said<'_> {
    type Target = Keywords;

    fn deref(&self) -> &Keywords {
        match self {
            Self::Own(k) => k,
            Self::Edited(k) => k,
        }
    }
}

/// A form in which a schema is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::compat) enum Form {
    In(View),
    /// Standing for a whole value, as a writer writes it: closed.
    Closed,
}

/// What `format` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::compat) enum Reading {
    /// Nothing.
    None,
    /// What generated readers check.
    Generated,
    /// What validators check.
    All,
    /// Something, but nobody knows what: what holds here holds under [`Self::None`] and [`Self::All`].
    Open,
}

/// A schema and how it is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::compat) struct Key {
    pub(in crate::compat) who: Who,
    pub(in crate::compat) form: Form,
    pub(in crate::compat) formats: Reading,
    pub(in crate::compat) id: SchemaId,
}

impl Key {
    /// All of it in one number, as keys are compared more than anything.
    fn number(self) -> u64 {
        let form = match self.form {
            Form::In(view) => view as u64,
            Form::Closed => 3,
        };
        (((self.who as u64 * 4 + form) * 4 + self.formats as u64) << 32) | u64::from(self.id.0)
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        self.number().cmp(&other.number())
    }
}

/// A keyword, or one name of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::compat) struct Spot {
    pub(in crate::compat) id: SchemaId,
    pub(in crate::compat) keyword: &'static str,
    pub(in crate::compat) name: Option<String>,
}

/// What one keyword (or one name of it) says.
#[derive(Debug, Clone)]
pub(in crate::compat) struct Part {
    pub(in crate::compat) keyword: &'static str,
    pub(in crate::compat) name: Option<String>,
    pub(in crate::compat) lit: L,
    /// The schemas that it applies.
    pub(in crate::compat) inner: Vec<Key>,
}

/// Why there is no formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::compat) struct Trouble {
    pub(in crate::compat) keyword: &'static str,
    pub(in crate::compat) why: &'static str,
    pub(in crate::compat) at: (Who, SchemaId),
}

/// The schemas of a question as formulas.
pub(in crate::compat) struct Compiler<'a> {
    pub(in crate::compat) pool: Pool,
    writer: &'a Schemas,
    reader: &'a Schemas,
    /// Schemas that say something else than they do.
    edits: BTreeMap<(Who, SchemaId), Rc<Keywords>>,
    /// What is left out of the reader's schema.
    pub(super) masked: BTreeSet<Spot>,
    pub(super) lits: BTreeMap<Key, L>,
    /// Which schemas lead to which: the one that is led to first. In order up to [`Self::ordered`].
    pub(super) parents: Vec<(Key, Key)>,
    pub(super) ordered: usize,
    /// What compiled schemas say, as far as that was asked.
    pub(super) told: BTreeMap<Key, Rc<[Part]>>,
    /// A format counts somewhere.
    pub(in crate::compat) formats: bool,
    opens: BTreeMap<(Who, SchemaId), bool>,
    /// What references name that is not here, by its number.
    pub(super) outside: BTreeMap<String, u32>,
}

impl<'a> Compiler<'a> {
    pub(in crate::compat) fn new(writer: &'a Schemas, reader: &'a Schemas) -> Self {
        let masked = BTreeSet::new();
        Self {
            pool: Pool::new(),
            writer,
            reader,
            edits: BTreeMap::new(),
            masked,
            lits: BTreeMap::new(),
            parents: Vec::new(),
            ordered: 0,
            told: BTreeMap::new(),
            formats: false,
            opens: BTreeMap::new(),
            outside: BTreeMap::new(),
        }
    }

    pub(in crate::compat) fn schemas(&self, who: Who) -> &'a Schemas {
        match who {
            Who::Writer => self.writer,
            Who::Reader => self.reader,
        }
    }

    pub(in crate::compat) fn schema(&self, key: Key) -> &'a Schema {
        self.schemas(key.who).get(key.id)
    }

    pub(super) fn keywords(&self, key: Key) -> Option<Said<'a>> {
        match self.edits.get(&(key.who, key.id)) {
            Some(edited) => Some(Said::Edited(Rc::clone(edited))),
            None => self.schemas(key.who).keywords(key.id).map(Said::Own),
        }
    }

    pub(super) fn edited(&self, key: Key) -> Option<Rc<Keywords>> {
        self.edits.get(&(key.who, key.id)).map(Rc::clone)
    }

    /// What a schema says by itself; nothing, if it is boolean.
    pub(in crate::compat) fn own(&self, who: Who, id: SchemaId) -> Option<&'a Keywords> {
        self.schemas(who).keywords(id)
    }

    /// What a schema says, put so that it means the same in a schema of the other side.
    pub(in crate::compat) fn foreign(&self, who: Who, id: SchemaId) -> Keywords {
        let mut k = match &self.schemas(who).get(id).body {
            Body::Keywords(k) => (**k).clone(),
            Body::Bool(true) => Keywords::default(),
            // Of no type.
            Body::Bool(false) => {
                let place = self.schemas(who).get(id).place;
                let types = Some(Box::new(Located { value: TypeSet::of([]), key: place, place }));
                Keywords { types, ..Keywords::default() }
            }
        };
        k.relink(|id| SchemaId(id.0 | FOREIGN));
        k
    }

    /// Lets schemas of one side say something else, and all others what they say.
    pub(in crate::compat) fn edit(&mut self, who: Who, edits: Vec<(SchemaId, Rc<Keywords>)>) {
        let before: Vec<(Who, SchemaId)> = self.edits.keys().copied().collect();
        self.edits = edits.into_iter().map(|(id, k)| ((who, id), k)).collect();
        let now: Vec<(Who, SchemaId)> = self.edits.keys().copied().collect();
        for (who, id) in before.into_iter().chain(now) {
            self.forget(who, id);
        }
    }

    /// The key of another schema of the same tree, `$ref`s that stand alone followed.
    pub(super) fn at(&self, key: Key, form: Form, id: SchemaId) -> Key {
        let (who, id) = match id.0 & FOREIGN {
            0 => (key.who, id),
            _ => (key.who.other(), SchemaId(id.0 & !FOREIGN)),
        };
        Key { who, form, id: self.schemas(who).follow(id).unwrap_or(id), ..key }
    }

    /// A schema for a value of its own.
    pub(super) fn child(&self, key: Key, id: SchemaId) -> Key {
        let form = match key.form {
            Form::In(View::Writer) => Form::Closed,
            form => form,
        };
        self.at(key, form, id)
    }

    pub(super) fn plain(&self, key: Key, id: SchemaId) -> Key {
        self.at(key, Form::In(View::Plain), id)
    }

    pub(super) fn here(&self, key: Key, id: SchemaId) -> Key {
        self.at(key, key.form, id)
    }

    /// The formula of a key that was compiled.
    pub(in crate::compat) fn lit(&self, key: Key) -> L {
        self.lits.get(&key).copied().unwrap_or(TRUE)
    }

    /// What a schema says, keyword by keyword, remembered until that changes.
    pub(in crate::compat) fn told(&mut self, key: Key) -> Rc<[Part]> {
        if let Some(told) = self.told.get(&key) {
            return Rc::clone(told);
        }
        let told: Rc<[Part]> = self.parts(key).into();
        if self.lits.contains_key(&key) {
            self.told.insert(key, Rc::clone(&told));
        }
        told
    }

    /// The schemas of one side that were compiled.
    pub(in crate::compat) fn keys(&self, who: Who) -> Vec<Key> {
        self.lits.keys().copied().filter(|key| key.who == who).collect()
    }

    /// The schemas that one leads to; the first list speaks about the same value.
    fn links(&self, key: Key) -> (Vec<Key>, Vec<Key>) {
        let (mut same, mut other) = (Vec::new(), Vec::new());
        if key.form == Form::Closed {
            same.push(Key { form: Form::In(View::Writer), ..key });
            return (same, other);
        }
        let Some(k) = self.keywords(key) else { return (same, other) };
        let one = [&k.reference, &k.then, &k.else_].into_iter().flatten().map(|l| l.value);
        let many =
            [&k.all_of, &k.any_of, &k.one_of].into_iter().flatten().flat_map(|l| l.value.iter().copied());
        let dependent = k.dependent_schemas.iter().map(|entry| entry.schema);
        same.extend(one.chain(many).chain(dependent).map(|id| self.here(key, id)));
        same.extend([&k.not, &k.if_].into_iter().flatten().map(|l| self.plain(key, l.value)));
        if self.reads_openly(key, &k) {
            same.extend(k.one_of.iter().flat_map(|l| l.value.iter().map(|id| self.plain(key, *id))));
        }
        let plain = [&k.contains, &k.property_names].into_iter().flatten();
        other.extend(plain.map(|l| self.plain(key, l.value)));
        let one = [&k.items, &k.unevaluated_items, &k.additional_properties, &k.unevaluated_properties];
        let one = one.into_iter().flatten().map(|l| l.value);
        let many = k.prefix_items.iter().flat_map(|l| l.value.iter().copied());
        let named = k.properties.iter().chain(&k.pattern_properties).map(|entry| entry.schema);
        other.extend(one.chain(many).chain(named).map(|id| self.child(key, id)));
        (same, other)
    }

    pub(super) fn reads_openly(&self, key: Key, k: &Keywords) -> bool {
        key.form == Form::In(View::Reader)
            && k.one_of.iter().flat_map(|l| &l.value).any(|id| {
                let branch = self.here(key, *id);
                self.opens.get(&(branch.who, branch.id)) == Some(&true)
            })
    }

    fn note_open(&mut self, key: Key) {
        if key.form != Form::In(View::Reader) {
            return;
        }
        let Some(k) = self.keywords(key) else { return };
        for start in k.one_of.iter().flat_map(|l| l.value.clone()) {
            let Key { who, id: start, .. } = self.here(key, start);
            if self.opens.contains_key(&(who, start)) {
                continue;
            }
            let (mut seen, mut stack, mut found) = (BTreeSet::from([start]), vec![start], false);
            while let Some(id) = stack.pop() {
                let Some(k) = self.schemas(who).keywords(id) else { continue };
                found |= k.enumeration.is_some() && k.flag("x-open-enum");
                stack.extend(subschemas(k).into_iter().filter(|id| seen.insert(*id)));
            }
            self.opens.insert((who, start), found);
        }
    }

    /// Compiles these and all they lead to, as far as that was not done before.
    pub(in crate::compat) fn compile(&mut self, roots: &[Key]) -> Result<(), Trouble> {
        let mut numbers: BTreeMap<Key, usize> = BTreeMap::new();
        let mut keys: Vec<Key> = Vec::new();
        let mut queue: Vec<Key> = roots.to_vec();
        let (mut same, mut all): (Vec<Vec<Key>>, Vec<Vec<Key>>) = (Vec::new(), Vec::new());
        while let Some(key) = queue.pop() {
            if numbers.contains_key(&key) || self.lits.contains_key(&key) {
                continue;
            }
            numbers.insert(key, keys.len());
            keys.push(key);
            self.note_open(key);
            let (here, other) = self.links(key);
            self.parents.extend(here.iter().chain(&other).map(|to| (*to, key)));
            all.push(here.iter().chain(&other).copied().collect());
            queue.extend(here.iter().chain(&other));
            same.push(here);
        }
        let index = |lists: &[Vec<Key>]| -> Vec<Vec<usize>> {
            lists
                .iter()
                .map(|list| list.iter().filter_map(|key| numbers.get(key).copied()).collect())
                .collect()
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
            let lit = self.build(keys[*n]);
            self.lits.insert(keys[*n], lit);
        }
        let open: Vec<usize> = order.into_iter().filter(|n| recursive[*n]).collect();
        if !open.is_empty() {
            let open: Vec<(Key, bool)> = open.into_iter().map(|n| (keys[n], cyclic(n))).collect();
            self.recursive(&open);
        }
        Ok(())
    }

    /// Recursive schemas: those that cannot be told apart become one (Moore's partition refinement).
    fn recursive(&mut self, open: &[(Key, bool)]) {
        let mut classes: Vec<u32> = vec![0; open.len()];
        let mut count = 0;
        loop {
            for ((key, _), class) in open.iter().zip(&classes) {
                let hole = self.pool.intern(Formula::Hole(*class));
                self.lits.insert(*key, hole);
            }
            let mut found: BTreeMap<(u32, L), u32> = BTreeMap::new();
            let next: Vec<u32> = open
                .iter()
                .zip(&classes)
                .map(|((key, _), class)| {
                    let fresh = u32::try_from(found.len()).unwrap_or(u32::MAX);
                    *found.entry((*class, self.build(*key))).or_insert(fresh)
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
            self.lits.insert(*key, lit);
        }
        // What is not itself in a circle is written out.
        for (key, cyclic) in open {
            if !cyclic {
                let lit = self.build(*key);
                self.lits.insert(*key, lit);
            }
        }
        for ((key, _), class) in open.iter().zip(&classes) {
            let at = node(*class) as usize;
            if self.pool.bodies[at] == 0 {
                self.pool.bodies[at] = self.build(*key);
            }
        }
    }

    fn build(&mut self, key: Key) -> L {
        let parts = self.lits_of(key);
        self.pool.all(parts)
    }
}
