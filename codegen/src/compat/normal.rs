//! From terms to arms.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::arm::{Arm, Atom, Kind, Objects, Stuck, Term, Who, and, is_never, never};
use super::declared::declared;
use super::keywords::constant;
use super::same::Same;
use super::texts::Texts;
use super::{Semantics, Side};
use crate::finding::Place;
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
    /// What fails where nothing may be assumed.
    pub(super) failed_alone: BTreeSet<(Term, Term)>,
    /// What holds without any assumption.
    pub(super) proven: BTreeSet<(Term, Term)>,
    /// How deep questions are nested that may not rest on assumptions.
    pub(super) nested: u32,
}

pub(super) type Arms = Result<Vec<Arm>, Stuck>;

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
            failed_alone: BTreeSet::new(),
            proven: BTreeSet::new(),
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

    pub(super) fn product(&mut self, left: &[Arm], right: &[Arm], id: SchemaId, who: Who) -> Arms {
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
            Body::Keywords(k) => {
                k.assertions().into_iter().find(|(name, _)| *name == keyword).map(|(_, place)| place)
            }
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

    fn expand_keywords(
        &mut self,
        k: &Keywords,
        who: Who,
        plain: bool,
        id: SchemaId,
        path: &mut Vec<SchemaId>,
    ) -> Arms {
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
                let others: Vec<_> =
                    others.map(|(_, other)| ("oneOf", self.term(who, true, *other))).collect();
                for arm in &mut expanded {
                    arm.excludes.extend(others.iter().cloned());
                }
                next.extend(expanded);
            }
            arms = self.product(&arms, &next, id, who)?;
        }
        if let Some(not) = &k.not {
            let not = self.term(who, true, not.value);
            for arm in &mut arms {
                arm.excludes.push(("not", not.clone()));
            }
        }
        if let Some(next) = self.condition(k, who, plain, id, path)? {
            arms = self.product(&arms, &next, id, who)?;
        }
        for dependency in &k.dependent_required {
            let (name, names) = &dependency.value;
            let with = Objects {
                required: names.iter().cloned().chain([name.clone()]).collect(),
                ..Objects::default()
            };
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
        self.unevaluated(&mut arms, k, who, plain, id)?;
        for arm in &mut arms {
            arm.origin.push((who, id));
        }
        Ok(arms)
    }

    /// `if`, `then` and `else`.
    fn condition(
        &mut self,
        k: &Keywords,
        who: Who,
        plain: bool,
        id: SchemaId,
        path: &mut Vec<SchemaId>,
    ) -> Result<Option<Vec<Arm>>, Stuck> {
        let Some(condition) = &k.if_ else { return Ok(None) };
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
        for arm in &mut no {
            arm.excludes.push(("if", condition.clone()));
        }
        yes.extend(no);
        Ok(Some(yes))
    }

    fn unevaluated(
        &self,
        arms: &mut [Arm],
        k: &Keywords,
        who: Who,
        plain: bool,
        id: SchemaId,
    ) -> Result<(), Stuck> {
        let Some(rest) = &k.unevaluated_properties else { return Ok(()) };
        for arm in arms {
            let Kind::Object(o) = &mut arm.kind else { continue };
            // Which branches hold decides what is evaluated; only a closed writer may be read too widely.
            if (who == Who::Reader || plain) && !o.maybe.is_empty() {
                return Err(self.stuck(
                    "unevaluatedProperties",
                    "beside an `anyOf` it is not decided",
                    who,
                    id,
                ));
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
        Ok(())
    }

    /// Where a keyword stands among the schemas that made an arm; `name` picks one of several.
    pub(super) fn place(
        &self,
        origin: &[(Who, SchemaId)],
        keyword: &str,
        name: Option<&str>,
    ) -> Option<Place> {
        origin.iter().find_map(|(who, id)| super::places::find(self.schemas(*who), *id, keyword, name))
    }
}

fn universe() -> Vec<Arm> {
    Type::ALL.into_iter().filter(|t| *t != Type::Integer).map(|t| Arm::of(Kind::any(t))).collect()
}

/// Either without the member, or as `with` says; other types are free.
fn depending(name: &str, with: Vec<Arm>) -> Vec<Arm> {
    let mut arms: Vec<Arm> =
        universe().into_iter().filter(|arm| !matches!(arm.kind, Kind::Object(_))).collect();
    let without = Objects { props: [(name.to_owned(), never())].into(), ..Objects::default() };
    arms.push(Arm::of(Kind::Object(without)));
    arms.extend(with);
    arms
}

/// With no more possible members than there must be, each must be there.
fn settle(arm: &mut Arm) {
    let Kind::Object(o) = &mut arm.kind else { return };
    if is_never(&o.additional) && o.patterns.is_empty() && o.min > 0 {
        let possible: Vec<&String> =
            o.props.iter().filter(|(_, term)| !is_never(term)).map(|(name, _)| name).collect();
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
