//! From schemas to formulas. What a writer writes and a reader reads differ here as they do in
//! [`super::super::judge`].

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::rc::Rc;

use super::super::declared::subschemas;
use super::super::judge::View;
use super::formula::{L, Pool, TRUE};
use super::notes::Notes;
use super::walk::Room;
use crate::resolve::{Body, Keyword, Keywords, Located, Schema, SchemaId, Schemas, TypeSet};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::compat) struct Key {
    pub(in crate::compat) who: Who,
    pub(in crate::compat) form: Form,
    pub(in crate::compat) formats: Reading,
    pub(in crate::compat) id: SchemaId,
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
    /// The formulas, and what else is remembered.
    pub(super) notes: Notes,
    /// A format counts somewhere.
    pub(in crate::compat) formats: bool,
    opens: BTreeMap<(Who, SchemaId), bool>,
    /// What references name that is not here, by its number.
    pub(super) outside: BTreeMap<String, u32>,
    pub(super) room: Room,
    /// Room for what one schema says.
    pub(super) list: Vec<L>,
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
            notes: Notes::new([writer.count(), reader.count()]),
            formats: false,
            opens: BTreeMap::new(),
            outside: BTreeMap::new(),
            room: Room::default(),
            list: Vec::with_capacity(64),
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

    /// Whether a schema says something else than it does.
    pub(super) fn is_edited(&self, key: Key) -> bool {
        self.edits.contains_key(&(key.who, key.id))
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
        let now = edits.into_iter().map(|(id, k)| ((who, id), k)).collect();
        let before = std::mem::replace(&mut self.edits, now);
        for (who, id) in before.keys().chain(self.edits.keys()) {
            self.notes.forget(*who, *id);
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
        self.at(key, Self::inside(key.form), id)
    }

    fn inside(form: Form) -> Form {
        match form {
            Form::In(View::Writer) => Form::Closed,
            form => form,
        }
    }

    pub(super) fn plain(&self, key: Key, id: SchemaId) -> Key {
        self.at(key, Form::In(View::Plain), id)
    }

    pub(super) fn here(&self, key: Key, id: SchemaId) -> Key {
        self.at(key, key.form, id)
    }

    /// The formula of a key that was compiled.
    pub(in crate::compat) fn lit(&self, key: Key) -> L {
        self.notes.lit(key).unwrap_or(TRUE)
    }

    /// What a schema says, keyword by keyword, remembered until that changes.
    pub(in crate::compat) fn told(&mut self, key: Key) -> Rc<[Part]> {
        if let Some(told) = self.notes.told(key) {
            return told;
        }
        let told: Rc<[Part]> = self.parts(key).into();
        if self.notes.lit(key).is_some() {
            self.notes.tell(key, Rc::clone(&told));
        }
        told
    }

    /// The schemas of one side that were compiled.
    pub(in crate::compat) fn keys(&self, who: Who) -> Vec<Key> {
        self.notes.keys(who)
    }

    /// Adds the schemas that one leads to; gives how many of them speak about the same value, which come first.
    pub(super) fn links(&self, key: Key, into: &mut Vec<Key>) -> usize {
        let before = into.len();
        if key.form == Form::Closed {
            into.push(Key { form: Form::In(View::Writer), ..key });
            return 1;
        }
        let Some(k) = self.keywords(key) else { return 0 };
        let (here, child, plain) = (key.form, Self::inside(key.form), Form::In(View::Plain));
        let add = |into: &mut Vec<Key>, form, id: SchemaId| into.push(self.at(key, form, id));
        let one = |into: &mut Vec<Key>, form, l: &Keyword<SchemaId>| {
            if let Some(l) = l {
                add(into, form, l.value);
            }
        };
        let many = |into: &mut Vec<Key>, form, l: &Keyword<Vec<SchemaId>>| {
            if let Some(l) = l {
                l.value.iter().for_each(|id| add(into, form, *id));
            }
        };
        one(into, here, &k.reference);
        one(into, here, &k.then);
        one(into, here, &k.else_);
        many(into, here, &k.all_of);
        many(into, here, &k.any_of);
        many(into, here, &k.one_of);
        k.dependent_schemas.iter().for_each(|entry| add(into, here, entry.schema));
        one(into, plain, &k.not);
        one(into, plain, &k.if_);
        if self.reads_openly(key, &k) {
            many(into, plain, &k.one_of);
        }
        let same = into.len() - before;
        one(into, plain, &k.contains);
        one(into, plain, &k.property_names);
        one(into, child, &k.items);
        one(into, child, &k.unevaluated_items);
        one(into, child, &k.additional_properties);
        one(into, child, &k.unevaluated_properties);
        many(into, child, &k.prefix_items);
        k.properties.iter().for_each(|entry| add(into, child, entry.schema));
        k.pattern_properties.iter().for_each(|entry| add(into, child, entry.schema));
        same
    }

    pub(super) fn reads_openly(&self, key: Key, k: &Keywords) -> bool {
        key.form == Form::In(View::Reader)
            && k.one_of.iter().flat_map(|l| &l.value).any(|id| {
                let branch = self.here(key, *id);
                self.opens.get(&(branch.who, branch.id)) == Some(&true)
            })
    }

    pub(super) fn note_open(&mut self, key: Key) {
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
}
