//! From terms to arms.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::arm::{Arm, Arrays, Atom, Bound, Kind, Numbers, Objects, Strings, Stuck, Term, Who, and, is_never, never};
use super::judge::{NUMBER_FORMATS, TEXT_FORMATS, Texts, declared, type_of};
use super::same::Same;
use super::value::Lit;
use super::{Semantics, Side};
use crate::finding::Place;
use crate::number::Number;
use crate::resolve::{Body, Keywords, Schema, SchemaId, Schemas, Type};

/// Most arms that one term may have.
const MOST_ARMS: usize = 256;
/// Steps that one question may take.
const BUDGET: u32 = 200_000;

/// The state of one question.
pub(super) struct Engine<'a> {
    writer: &'a Schemas,
    reader: &'a Schemas,
    pub(super) strict: bool,
    pub(super) steps: u32,
    pub(super) texts: Texts,
    normals: BTreeMap<Term, Rc<Result<Vec<Arm>, Stuck>>>,
    /// Comparisons by who stands left and right.
    same: [Same; 4],
    pub(super) assumed: BTreeSet<(Term, Term)>,
    pub(super) trail: Vec<(Term, Term)>,
    pub(super) failed: BTreeSet<(Term, Term)>,
    /// How deep questions are nested that may not rest on assumptions.
    pub(super) nested: u32,
}

type Arms = Result<Vec<Arm>, Stuck>;

impl<'a> Engine<'a> {
    pub(super) fn new(writer: Side<'a>, reader: Side<'a>, semantics: Semantics) -> Self {
        Self {
            writer: writer.schemas,
            reader: reader.schemas,
            strict: semantics == Semantics::Strict,
            steps: BUDGET,
            texts: Texts::default(),
            normals: BTreeMap::new(),
            same: Default::default(),
            assumed: BTreeSet::new(),
            trail: Vec::new(),
            failed: BTreeSet::new(),
            nested: 0,
        }
    }

    pub(super) fn schemas(&self, who: Who) -> &'a Schemas {
        match who {
            Who::Writer => self.writer,
            Who::Reader => self.reader,
        }
    }

    pub(super) fn schema(&self, who: Who, id: SchemaId) -> &'a Schema {
        self.schemas(who).get(id)
    }

    /// Takes a step; `false` when there is none left.
    pub(super) fn step(&mut self) -> bool {
        self.steps = self.steps.saturating_sub(1);
        self.steps > 0
    }

    /// Written alike.
    pub(super) fn same_schema(&mut self, a: (Who, SchemaId), b: (Who, SchemaId)) -> bool {
        let index = usize::from(a.0 == Who::Reader) * 2 + usize::from(b.0 == Who::Reader);
        let (left, right) = (self.schemas(a.0), self.schemas(b.0));
        self.same[index].same((left, a.1), (right, b.1), 0)
    }

    /// The arms of a term, without those that are plainly empty.
    pub(super) fn normal(&mut self, term: &Term) -> Rc<Arms> {
        if let Some(known) = self.normals.get(term) {
            return Rc::clone(known);
        }
        let arms = Rc::new(self.build(term));
        self.normals.insert(term.clone(), Rc::clone(&arms));
        arms
    }

    /// A schema as a term: `$ref`s followed, `true` and `false` as what they are.
    pub(super) fn term(&self, who: Who, plain: bool, id: SchemaId) -> Term {
        let id = self.schemas(who).follow(id).unwrap_or(id);
        match &self.schema(who, id).body {
            Body::Bool(true) => Term::new(),
            Body::Bool(false) => never(),
            Body::Keywords(_) => vec![Atom::Schema { who, plain, id }],
        }
    }

    fn build(&mut self, term: &Term) -> Arms {
        let mut arms = universe();
        let mut closed = false;
        // What one writer says about the value counts together before it is closed.
        for atom in term {
            if let Atom::Schema { who: Who::Writer, plain: false, id } = atom {
                let expanded = self.expand(Who::Writer, false, *id, &mut Vec::new())?;
                arms = self.product(&arms, &expanded, *id, Who::Writer)?;
                closed = true;
            }
        }
        if closed {
            arms.iter_mut().for_each(close);
        }
        for atom in term {
            let next = match atom {
                Atom::Schema { who: Who::Writer, plain: false, .. } => continue,
                Atom::Schema { who, plain, id } => self.expand(*who, *plain, *id, &mut Vec::new())?,
                Atom::Never => Vec::new(),
                Atom::Type(kind) => vec![Arm::of(Kind::any(*kind))],
                Atom::Const(lit) => vec![Arm::of(constant(lit))],
            };
            let (id, who) = match atom {
                Atom::Schema { who, id, .. } => (*id, *who),
                _ => (SchemaId(0), Who::Writer),
            };
            arms = self.product(&arms, &next, id, who)?;
        }
        arms.iter_mut().for_each(settle);
        Ok(arms)
    }

    fn product(&mut self, left: &[Arm], right: &[Arm], id: SchemaId, who: Who) -> Arms {
        let mut arms = Vec::new();
        for a in left {
            for b in right {
                if !self.step() {
                    return Err(self.stuck("", "the schema is too large to be decided", who, id));
                }
                if let Some(both) = self.meet(a, b).map_err(|(k, why)| self.stuck(k, why, who, id))? {
                    arms.push(both);
                }
                if arms.len() > MOST_ARMS {
                    return Err(self.stuck("anyOf", "there are too many alternatives", who, id));
                }
            }
        }
        Ok(arms)
    }

    pub(super) fn stuck(&self, keyword: &str, why: &str, who: Who, id: SchemaId) -> Stuck {
        let schema = self.schema(who, id);
        let place = match &schema.body {
            Body::Keywords(k) => k.assertions().into_iter().find(|(name, _)| *name == keyword).map(|(_, place)| place),
            Body::Bool(_) => None,
        };
        Stuck { keyword: keyword.to_owned(), why: why.to_owned(), who, place: place.or(Some(schema.place)) }
    }

    /// The arms of one schema and of all that it says about the same value.
    fn expand(&mut self, who: Who, plain: bool, id: SchemaId, path: &mut Vec<SchemaId>) -> Arms {
        if path.contains(&id) {
            return Err(self.stuck("$ref", "the schema refers to itself about the same value", who, id));
        }
        if path.len() > 100 || !self.step() {
            return Err(self.stuck("$ref", "the schema is too large to be decided", who, id));
        }
        let k = match &self.schema(who, id).body {
            Body::Bool(true) => return Ok(universe()),
            Body::Bool(false) => return Ok(Vec::new()),
            Body::Keywords(k) => k,
        };
        path.push(id);
        let arms = self.expand_keywords(k, who, plain, id, path);
        path.pop();
        arms
    }

    fn expand_keywords(&mut self, k: &Keywords, who: Who, plain: bool, id: SchemaId, path: &mut Vec<SchemaId>) -> Arms {
        let mut arms = self.own(k, who, plain, id)?;
        let one = k.reference.iter().map(|l| l.value);
        let all: Vec<SchemaId> = one.chain(k.all_of.iter().flat_map(|l| l.value.clone())).collect();
        for inner in all {
            let expanded = self.expand(who, plain, inner, path)?;
            arms = self.product(&arms, &expanded, id, who)?;
        }
        if let Some(branches) = &k.any_of {
            let mut next = Vec::new();
            let (mut names, mut says) = (BTreeSet::new(), false);
            for branch in &branches.value {
                let inside = declared(self.schemas(who), *branch);
                names.extend(inside.names);
                says |= inside.says;
            }
            for branch in &branches.value {
                let mut expanded = self.expand(who, plain, *branch, path)?;
                for arm in &mut expanded {
                    if let Kind::Object(o) = &mut arm.kind {
                        o.maybe.extend(names.iter().cloned());
                        o.says |= says;
                    }
                }
                next.extend(expanded);
            }
            arms = self.product(&arms, &next, id, who)?;
        }
        if let Some(branches) = &k.one_of {
            let mut next = Vec::new();
            for (i, branch) in branches.value.iter().enumerate() {
                let mut expanded = self.expand(who, plain, *branch, path)?;
                let others = branches.value.iter().enumerate().filter(|(j, _)| *j != i);
                let others: Vec<_> = others.map(|(_, other)| ("oneOf", self.term(who, true, *other))).collect();
                expanded.iter_mut().for_each(|arm| arm.excludes.extend(others.iter().cloned()));
                next.extend(expanded);
            }
            arms = self.product(&arms, &next, id, who)?;
        }
        if let Some(not) = &k.not {
            let not = self.term(who, true, not.value);
            arms.iter_mut().for_each(|arm| arm.excludes.push(("not", not.clone())));
        }
        if let Some(condition) = &k.if_ {
            let mut yes = self.expand(who, true, condition.value, path)?;
            if let Some(then) = &k.then {
                let then = self.expand(who, plain, then.value, path)?;
                yes = self.product(&yes, &then, id, who)?;
            }
            let mut no = match &k.else_ {
                Some(schema) => self.expand(who, plain, schema.value, path)?,
                None => universe(),
            };
            let condition = self.term(who, true, condition.value);
            no.iter_mut().for_each(|arm| arm.excludes.push(("if", condition.clone())));
            yes.extend(no);
            arms = self.product(&arms, &yes, id, who)?;
        }
        for dependency in &k.dependent_required {
            let (name, names) = &dependency.value;
            let with = Objects { required: names.iter().cloned().chain([name.clone()]).collect(), ..Objects::default() };
            let next = depending(name, vec![Arm::of(Kind::Object(with))]);
            arms = self.product(&arms, &next, id, who)?;
        }
        for dependency in &k.dependent_schemas {
            let with = Objects { required: [dependency.name.clone()].into(), ..Objects::default() };
            let expanded = self.expand(who, plain, dependency.schema, path)?;
            let with = self.product(&[Arm::of(Kind::Object(with))], &expanded, id, who)?;
            let next = depending(&dependency.name, with);
            arms = self.product(&arms, &next, id, who)?;
        }
        if let Some(rest) = &k.unevaluated_properties {
            for arm in &mut arms {
                let Kind::Object(o) = &mut arm.kind else { continue };
                // Which branches hold decides what is evaluated; only a closed writer may be read too widely.
                if (who == Who::Reader || plain) && !o.maybe.is_empty() {
                    return Err(self.stuck("unevaluatedProperties", "beside an `anyOf` it is not decided", who, id));
                }
                if o.says {
                    continue;
                }
                for name in std::mem::take(&mut o.maybe) {
                    o.props.entry(name).or_default();
                }
                o.additional = and(&o.additional, &self.term(who, plain, rest.value));
                o.says = true;
            }
        }
        arms.iter_mut().for_each(|arm| arm.origin.push((who, id)));
        Ok(arms)
    }

    /// What the schema's own keywords say, by type.
    fn own(&mut self, k: &Keywords, who: Who, plain: bool, id: SchemaId) -> Arms {
        let open = who == Who::Reader && !plain && k.flag("x-open-enum") && k.enumeration.is_some();
        let mut types = k.types.as_ref().map(|types| types.value);
        if let (true, None, Some(members)) = (open, types, &k.enumeration) {
            types = Some(crate::resolve::TypeSet::of(members.value.iter().map(type_of)));
        }
        let kinds: Vec<Type> = match types {
            None => Type::ALL.into_iter().filter(|t| *t != Type::Integer).collect(),
            Some(set) => set.iter().filter(|t| *t != Type::Integer || !set.contains(Type::Number)).collect(),
        };
        let mut arms = Vec::new();
        for kind in kinds {
            let mut arm = Arm::of(Kind::any(kind));
            match &mut arm.kind {
                Kind::Null | Kind::Bool(_) => {}
                Kind::Number(n) => {
                    self.numbers(n, k);
                    let tidy = n.clone().tidy();
                    *n = tidy.ok_or_else(|| self.stuck("multipleOf", "the numbers are too large", who, id))?;
                }
                Kind::String(s) => self.strings(s, k),
                Kind::Array(a) => self.arrays(a, k, who, plain, &mut arm.opaque, id),
                Kind::Object(o) => self.objects(o, k, who, plain, id)?,
            }
            arms.push(arm);
        }
        let mut lists = Vec::new();
        if let (Some(members), false) = (&k.enumeration, open) {
            lists.push(("enum", members.value.iter().map(Lit::of).collect::<Option<Vec<_>>>()));
        }
        if let Some(constant) = &k.constant {
            lists.push(("const", Lit::of(&constant.value).map(|lit| vec![lit])));
        }
        for (keyword, members) in lists {
            let members = members.ok_or_else(|| self.stuck(keyword, "a number in it is too large", who, id))?;
            arms = self.product(&arms, &constants(&members), id, who)?;
        }
        Ok(arms)
    }

    fn numbers(&self, n: &mut Numbers, k: &Keywords) {
        for (bound, open) in [(&k.minimum, false), (&k.exclusive_minimum, true)] {
            if let Some(bound) = bound {
                n.at_least(Bound { at: bound.value.clone(), open });
            }
        }
        for (bound, open) in [(&k.maximum, false), (&k.exclusive_maximum, true)] {
            if let Some(bound) = bound {
                n.at_most(Bound { at: bound.value.clone(), open });
            }
        }
        n.multiples.extend(k.multiple_of.iter().map(|unit| unit.value.clone()));
        let Some(format) = &k.format else { return };
        let range = match format.value.as_str() {
            "int32" => Some((i128::from(i32::MIN), i128::from(i32::MAX))),
            "int64" => Some((i128::from(i64::MIN), i128::from(i64::MAX))),
            _ => None,
        };
        match range {
            Some((low, high)) if !self.strict => {
                n.integer = true;
                n.at_least(Bound { at: Number::from(low), open: false });
                n.at_most(Bound { at: Number::from(high), open: false });
            }
            _ if NUMBER_FORMATS.contains(&format.value.as_str()) => drop(n.formats.insert(format.value.clone())),
            _ => {}
        }
    }

    fn strings(&mut self, s: &mut Strings, k: &Keywords) {
        s.min = k.min_length.as_ref().map_or(0, |l| l.value);
        s.max = k.max_length.as_ref().map(|l| l.value);
        s.patterns.extend(k.pattern.iter().map(|p| p.value.clone()));
        if let Some(format) = &k.format {
            let name = format.value.as_str();
            let counts = if self.strict { !NUMBER_FORMATS.contains(&name) } else { TEXT_FORMATS.contains(&name) };
            if counts {
                s.formats.insert(name.to_owned());
            }
        }
    }

    fn objects(&mut self, o: &mut Objects, k: &Keywords, who: Who, plain: bool, id: SchemaId) -> Result<(), Stuck> {
        o.required = k.required.iter().map(|name| name.value.clone()).collect();
        o.min = k.min_properties.as_ref().map_or(0, |l| l.value);
        o.max = k.max_properties.as_ref().map(|l| l.value);
        o.names = k.property_names.iter().flat_map(|l| self.term(who, true, l.value)).collect();
        o.additional = k.additional_properties.iter().flat_map(|l| self.term(who, plain, l.value)).collect();
        o.declares = !k.properties.is_empty();
        o.says = k.additional_properties.is_some() || !k.pattern_properties.is_empty();
        for entry in &k.pattern_properties {
            o.patterns.push((entry.name.clone(), self.term(who, plain, entry.schema)));
        }
        for entry in &k.properties {
            let mut all = self.term(who, plain, entry.schema);
            for (pattern, inside) in &o.patterns {
                match self.texts.matches(pattern, &entry.name) {
                    Some(true) => all = and(&all, inside),
                    Some(false) => {}
                    None => return Err(self.stuck("patternProperties", "the pattern cannot be read", who, id)),
                }
            }
            o.props.insert(entry.name.clone(), all);
        }
        Ok(())
    }

    fn arrays(
        &self,
        a: &mut Arrays,
        k: &Keywords,
        who: Who,
        plain: bool,
        opaque: &mut Vec<(&'static str, Who, SchemaId)>,
        id: SchemaId,
    ) {
        a.prefix = k.prefix_items.iter().flat_map(|l| l.value.iter().map(|id| self.term(who, plain, *id))).collect();
        a.rest = k.items.iter().flat_map(|l| self.term(who, plain, l.value)).collect();
        a.min = k.min_items.as_ref().map_or(0, |l| l.value);
        a.max = k.max_items.as_ref().map(|l| l.value);
        a.unique = k.unique_items.as_ref().is_some_and(|l| l.value);
        if k.contains.is_some() {
            opaque.push(("contains", who, id));
        }
        if let Some(rest) = &k.unevaluated_items {
            let alone = k.contains.is_none()
                && k.reference.is_none()
                && k.all_of.is_none()
                && k.any_of.is_none()
                && k.one_of.is_none()
                && k.if_.is_none()
                && k.dependent_schemas.is_empty();
            if k.items.is_none() && alone {
                a.rest = self.term(who, plain, rest.value);
            } else if k.items.is_none() {
                opaque.push(("unevaluatedItems", who, id));
            }
        }
        trim(a);
    }

    /// What holds for a member of that name.
    pub(super) fn member(&mut self, o: &Objects, name: &str) -> Option<Term> {
        if let Some(term) = o.props.get(name) {
            return Some(term.clone());
        }
        let mut found: Option<Term> = None;
        for (pattern, term) in &o.patterns {
            if self.texts.matches(pattern, name)? {
                found = Some(found.map_or_else(|| term.clone(), |all| and(&all, term)));
            }
        }
        Some(found.unwrap_or_else(|| o.additional.clone()))
    }

    /// Both arms at once; `None` if that is plainly nothing.
    pub(super) fn meet(&mut self, a: &Arm, b: &Arm) -> Result<Option<Arm>, (&'static str, &'static str)> {
        let kind = match (&a.kind, &b.kind) {
            (Kind::Null, Kind::Null) => Kind::Null,
            (Kind::Bool(a), Kind::Bool(b)) => Kind::Bool(a & b),
            (Kind::Number(a), Kind::Number(b)) => {
                Kind::Number(a.meet(b).ok_or(("multipleOf", "the numbers are too large"))?)
            }
            (Kind::String(a), Kind::String(b)) => Kind::String(a.meet(b, &mut self.texts)),
            (Kind::Array(a), Kind::Array(b)) => Kind::Array(meet_arrays(a, b)),
            (Kind::Object(a), Kind::Object(b)) => Kind::Object(self.meet_objects(a, b)?),
            _ => return Ok(None),
        };
        let empty = match &kind {
            Kind::Null => false,
            Kind::Bool(set) => set.is_empty(),
            Kind::Number(n) => n.is_empty(),
            Kind::String(s) => s.is_empty(),
            Kind::Array(a) => a.max.is_some_and(|max| a.min > max),
            Kind::Object(o) => {
                o.max.is_some_and(|max| o.min > max)
                    || o.required.iter().any(|name| o.props.get(name).is_some_and(is_never))
            }
        };
        if empty {
            return Ok(None);
        }
        let mut both = a.clone();
        both.kind = kind;
        both.excludes.extend(b.excludes.iter().cloned());
        both.opaque.extend(b.opaque.iter().copied());
        for origin in &b.origin {
            if !both.origin.contains(origin) {
                both.origin.push(*origin);
            }
        }
        Ok(Some(both))
    }

    fn meet_objects(&mut self, a: &Objects, b: &Objects) -> Result<Objects, (&'static str, &'static str)> {
        const BAD: (&str, &str) = ("patternProperties", "the pattern cannot be read");
        let names: BTreeSet<&String> = a.props.keys().chain(b.props.keys()).collect();
        let mut props = BTreeMap::new();
        for name in names {
            let left = self.member(a, name).ok_or(BAD)?;
            let right = self.member(b, name).ok_or(BAD)?;
            props.insert(name.clone(), and(&left, &right));
        }
        let free = |o: &Objects| o.additional.is_empty();
        let patterns = match (a.patterns.is_empty(), b.patterns.is_empty()) {
            (_, true) => a.patterns.iter().map(|(p, t)| (p.clone(), and(t, &b.additional))).collect(),
            (true, false) => b.patterns.iter().map(|(p, t)| (p.clone(), and(t, &a.additional))).collect(),
            (false, false) if free(a) && free(b) => a.patterns.iter().chain(&b.patterns).cloned().collect(),
            (false, false) => {
                let keys = |o: &Objects| o.patterns.iter().map(|(p, _)| p.clone()).collect::<Vec<_>>();
                if keys(a) != keys(b) {
                    return Err(("patternProperties", "two sets of patterns about one object are not decided"));
                }
                a.patterns.iter().zip(&b.patterns).map(|((p, t), (_, u))| (p.clone(), and(t, u))).collect()
            }
        };
        Ok(Objects {
            props,
            patterns,
            additional: and(&a.additional, &b.additional),
            required: &a.required | &b.required,
            min: a.min.max(b.min),
            max: smaller(a.max, b.max),
            names: and(&a.names, &b.names),
            declares: a.declares || b.declares,
            says: a.says || b.says,
            maybe: &a.maybe | &b.maybe,
        })
    }

    /// Where a keyword stands among the schemas that made an arm; `name` picks one of several.
    pub(super) fn place(&self, origin: &[(Who, SchemaId)], keyword: &str, name: Option<&str>) -> Option<Place> {
        origin.iter().find_map(|(who, id)| super::places::find(self.schemas(*who), *id, keyword, name))
    }
}

fn universe() -> Vec<Arm> {
    Type::ALL.into_iter().filter(|t| *t != Type::Integer).map(|t| Arm::of(Kind::any(t))).collect()
}

/// Either without the member, or as `with` says; other types are free.
fn depending(name: &str, with: Vec<Arm>) -> Vec<Arm> {
    let mut arms: Vec<Arm> = universe().into_iter().filter(|arm| !matches!(arm.kind, Kind::Object(_))).collect();
    let without = Objects { props: [(name.to_owned(), never())].into(), ..Objects::default() };
    arms.push(Arm::of(Kind::Object(without)));
    arms.extend(with);
    arms
}

/// With no more possible members than there must be, each must be there.
fn settle(arm: &mut Arm) {
    let Kind::Object(o) = &mut arm.kind else { return };
    if is_never(&o.additional) && o.patterns.is_empty() && o.min > 0 {
        let possible: Vec<&String> = o.props.iter().filter(|(_, term)| !is_never(term)).map(|(name, _)| name).collect();
        if u64::try_from(possible.len()).is_ok_and(|count| count <= o.min) {
            o.required.extend(possible.into_iter().cloned());
        }
    }
}

/// Generated writers write nothing that is not declared.
fn close(arm: &mut Arm) {
    let Kind::Object(o) = &mut arm.kind else { return };
    if o.declares && !o.says {
        for name in o.maybe.iter().chain(&o.required) {
            o.props.entry(name.clone()).or_default();
        }
        o.additional = never();
    }
}

/// An item that cannot be ends the array before it.
fn trim(a: &mut Arrays) {
    let all = a.prefix.iter().chain([&a.rest]);
    if let Some(end) = all.into_iter().position(is_never) {
        let end = u64::try_from(end).unwrap_or(u64::MAX);
        a.max = Some(a.max.map_or(end, |max| max.min(end)));
    }
}

fn meet_arrays(a: &Arrays, b: &Arrays) -> Arrays {
    let length = a.prefix.len().max(b.prefix.len());
    let mut both = Arrays {
        prefix: (0..length).map(|i| and(a.item(i), b.item(i))).collect(),
        rest: and(&a.rest, &b.rest),
        min: a.min.max(b.min),
        max: smaller(a.max, b.max),
        unique: a.unique || b.unique,
    };
    trim(&mut both);
    both
}

fn smaller(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Exactly this value.
fn constant(lit: &Lit) -> Kind {
    match lit {
        Lit::Null => Kind::Null,
        Lit::Bool(value) => Kind::Bool([*value].into()),
        Lit::Number(number) => Kind::Number(Numbers::only([number.clone()].into())),
        Lit::String(text) => Kind::String(Strings::only([text.clone()].into())),
        Lit::Array(items) => {
            let length = u64::try_from(items.len()).unwrap_or(u64::MAX);
            Kind::Array(Arrays {
                prefix: items.iter().map(|item| vec![Atom::Const(item.clone())]).collect(),
                rest: never(),
                min: length,
                max: Some(length),
                unique: items.iter().collect::<BTreeSet<_>>().len() == items.len(),
            })
        }
        Lit::Object(members) => Kind::Object(Objects {
            props: members.iter().map(|(name, lit)| (name.clone(), vec![Atom::Const(lit.clone())])).collect(),
            additional: never(),
            required: members.keys().cloned().collect(),
            says: true,
            ..Objects::default()
        }),
    }
}

/// One of these values: one arm for each simple type.
fn constants(members: &[Lit]) -> Vec<Arm> {
    let (mut numbers, mut strings, mut bools) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut arms = Vec::new();
    for lit in members {
        match lit {
            Lit::Number(number) => drop(numbers.insert(number.clone())),
            Lit::String(text) => drop(strings.insert(text.clone())),
            Lit::Bool(value) => drop(bools.insert(*value)),
            other => arms.push(Arm::of(constant(other))),
        }
    }
    if !numbers.is_empty() {
        arms.push(Arm::of(Kind::Number(Numbers::only(numbers))));
    }
    if !strings.is_empty() {
        arms.push(Arm::of(Kind::String(Strings::only(strings))));
    }
    if !bools.is_empty() {
        arms.push(Arm::of(Kind::Bool(bools)));
    }
    arms
}
