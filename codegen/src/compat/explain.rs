//! Where two terms part: the deepest places, each with values that may show it.
//!
//! Nothing here is a proof. What is found is put before the judge.

use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

use serde_json::Value;

use super::arm::{Arm, Atom, Kind, Stuck, Term, Who, is_never};
use super::gaps::{Gap, GapAt};
use super::normal::Engine;
use super::sample::Step;
use crate::finding::Place;

/// Most places that are looked into.
const MOST: usize = 64;

/// A step from the root, with what is known about the container.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) step: Step,
    /// The writer's arm.
    pub(super) own: Arm,
    /// The same within the reader's.
    pub(super) both: Option<Arm>,
}

/// The end of the way.
#[derive(Debug, Clone)]
pub(super) enum Leaf {
    /// One of these values stands there.
    Values(Vec<Value>),
    /// The object there lacks the member; its arm, and that within the reader's.
    Without(String, Box<Arm>, Option<Box<Arm>>),
}

/// A place where a document may be refused.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    pub(super) frames: Vec<Rc<Frame>>,
    pub(super) leaf: Leaf,
    pub(super) keyword: &'static str,
    /// What the reader wants there, in words.
    pub(super) wants: String,
    pub(super) own: Option<Place>,
    pub(super) theirs: Option<Place>,
    /// What stood in the way of a proof, if not a value.
    pub(super) stuck: Option<Stuck>,
}

/// A pair that is still to be looked into.
struct Task {
    frames: Vec<Rc<Frame>>,
    own: Term,
    theirs: Term,
    /// What is said if nothing is found inside: the keyword that leads here, and both places.
    keyword: &'static str,
    places: (Option<Place>, Option<Place>),
}

pub(super) struct Search<'e, 'a> {
    pub(super) engine: &'e mut Engine<'a>,
    pub(super) found: Vec<Problem>,
    seen: BTreeSet<(Term, Term)>,
    tasks: VecDeque<Task>,
    frames: Vec<Rc<Frame>>,
}

impl<'e, 'a> Search<'e, 'a> {
    pub(super) fn new(engine: &'e mut Engine<'a>) -> Self {
        Self { engine, found: Vec::new(), seen: BTreeSet::new(), tasks: VecDeque::new(), frames: Vec::new() }
    }

    /// Looks for all places where `own` may hold what `theirs` does not, those near to the root first.
    pub(super) fn look(&mut self, own: &Term, theirs: &Term) {
        let places = (self.engine.head(own), self.engine.head(theirs));
        let (own, theirs) = (own.clone(), theirs.clone());
        self.seen.insert((own.clone(), theirs.clone()));
        self.tasks.push_back(Task { frames: Vec::new(), own, theirs, keyword: "$ref", places });
        while let Some(task) = self.tasks.pop_front() {
            if self.found.len() >= MOST {
                return;
            }
            self.frames.clone_from(&task.frames);
            if !self.inside(&task.own, &task.theirs) {
                let values = self.engine.sample(&task.own, 0).into_iter().collect();
                self.push(
                    task.keyword,
                    String::new(),
                    Leaf::Values(values),
                    task.places.0,
                    task.places.1,
                    None,
                );
            }
        }
    }

    /// Whether something stands between the two.
    fn inside(&mut self, own: &Term, theirs: &Term) -> bool {
        let (mine, other) = (self.engine.normal(own), self.engine.normal(theirs));
        let (mine, other) = match (&*mine, &*other) {
            (Ok(mine), Ok(other)) => (mine, other),
            (Err(stuck), _) | (_, Err(stuck)) => {
                let values = self.engine.sample(own, 0).into_iter().collect();
                let (a, b) = (self.engine.head(own), self.engine.head(theirs));
                self.push("type", String::new(), Leaf::Values(values), a, b, Some(stuck.clone()));
                return true;
            }
        };
        let mut any = false;
        for arm in mine {
            if !self.engine.covered(arm, other, 0, 0) {
                any = true;
                self.arm(arm, other, own, theirs);
            }
        }
        any
    }

    fn arm(&mut self, arm: &Arm, others: &[Arm], own: &Term, theirs: &Term) {
        let rivals: Vec<&Arm> = others.iter().filter(|other| other.kind.same_type(&arm.kind)).collect();
        let mut near = Vec::new();
        for rival in &rivals {
            let meeting = self.engine.meet(arm, rival).ok().flatten();
            if meeting.is_some_and(|both| !self.engine.is_empty_arm(&both, 0)) {
                near.push(*rival);
            }
        }
        let rivals = if near.is_empty() { rivals } else { near };
        let mut best: Option<(&Arm, Vec<Gap>)> = None;
        for rival in rivals {
            let gaps = self.engine.gaps(arm, rival, 0, false);
            if best.as_ref().is_none_or(|(_, fewest)| gaps.len() < fewest.len()) {
                best = Some((rival, gaps));
            }
        }
        let Some((rival, gaps)) = best else {
            let keyword = if self.engine.place(&self.origin(theirs), "type", None).is_none()
                && self.engine.place(&self.origin(theirs), "enum", None).is_some()
            {
                "enum"
            } else {
                "type"
            };
            let kinds: BTreeSet<&str> = others.iter().map(|other| other.kind.name()).collect();
            let wants = kinds.into_iter().collect::<Vec<_>>().join(" or ");
            let values = self.engine.variants(arm, others);
            let own = self.engine.place(&arm.origin, keyword, None).or_else(|| self.engine.head(own));
            let theirs =
                self.engine.place(&self.origin(theirs), keyword, None).or_else(|| self.engine.head(theirs));
            self.push(keyword, wants, Leaf::Values(values), own, theirs, None);
            return;
        };
        for gap in gaps {
            self.gap(&gap, arm, rival, others, own, theirs);
        }
    }

    fn gap(&mut self, gap: &Gap, arm: &Arm, rival: &Arm, others: &[Arm], own: &Term, theirs: &Term) {
        let heads = (self.engine.head(own), self.engine.head(theirs));
        let both = self.engine.meet(arm, rival).ok().flatten();
        let both = both.filter(|both| !self.engine.is_empty_arm(both, 0));
        match &gap.at {
            GapAt::Here => {
                let values = self.engine.outside(arm, others);
                let here = self.engine.place(&arm.origin, gap.keyword, None).or(heads.0);
                let there = self.engine.place(&rival.origin, gap.keyword, None).or(heads.1);
                self.push(gap.keyword, wants(gap.keyword, rival), Leaf::Values(values), here, there, None);
            }
            GapAt::Excluded(term) => {
                let mut values = self.engine.common(arm, term);
                values.extend(self.engine.variants(arm, others));
                let there = self.engine.place(&rival.origin, gap.keyword, None).or(heads.1);
                let here = self.engine.place(&arm.origin, gap.keyword, None).or(heads.0);
                self.push(gap.keyword, String::new(), Leaf::Values(values), here, there, None);
            }
            GapAt::Missing(name) => {
                // A property that is gone has no place; the list that no longer names it has.
                let here = self.engine.place(&arm.origin, "properties", Some(name));
                let here = here.or_else(|| self.engine.place(&arm.origin, "required", None));
                let here = here.or_else(|| self.engine.place(&arm.origin, "properties", None)).or(heads.0);
                let there = self.engine.place(&rival.origin, "required", Some(name)).or(heads.1);
                let leaf = Leaf::Without(name.clone(), Box::new(arm.clone()), both.map(Box::new));
                self.push("required", String::new(), leaf, here, there, None);
            }
            GapAt::Member(name, mine, other) => {
                let step = Step::Member(name.clone());
                let here = self.engine.place(&arm.origin, "properties", Some(name));
                let there = self.engine.place(&rival.origin, gap.keyword, Some(name));
                self.deeper(
                    step,
                    (arm, both),
                    (mine, other),
                    gap.keyword,
                    (here.or(heads.0), there.or(heads.1)),
                );
            }
            GapAt::Item(index, mine, other) => {
                let here = self.engine.place(&arm.origin, "items", None);
                let there = self.engine.place(&rival.origin, gap.keyword, None);
                let places = (here.or(heads.0), there.or(heads.1));
                self.deeper(Step::Item(*index), (arm, both), (mine, other), gap.keyword, places);
            }
        }
    }

    fn deeper(
        &mut self,
        step: Step,
        (arm, both): (&Arm, Option<Arm>),
        (mine, other): (&Term, &Term),
        keyword: &'static str,
        places: (Option<Place>, Option<Place>),
    ) {
        let frame = Rc::new(Frame { step, own: arm.clone(), both });
        if is_never(other) {
            let values = self.engine.sample(mine, 0).into_iter().collect();
            self.frames.push(frame);
            self.push(keyword, String::new(), Leaf::Values(values), places.0, places.1, None);
            self.frames.pop();
        } else if self.frames.len() < 40 && self.seen.insert((mine.clone(), other.clone())) {
            let frames = self.frames.iter().cloned().chain([frame]).collect();
            self.tasks.push_back(Task { frames, own: mine.clone(), theirs: other.clone(), keyword, places });
        }
    }

    fn push(
        &mut self,
        keyword: &'static str,
        wants: String,
        leaf: Leaf,
        own: Option<Place>,
        theirs: Option<Place>,
        stuck: Option<Stuck>,
    ) {
        self.found.push(Problem { frames: self.frames.clone(), leaf, keyword, wants, own, theirs, stuck });
    }

    fn origin(&self, term: &Term) -> Vec<(Who, crate::resolve::SchemaId)> {
        let mut all = Vec::new();
        for atom in term {
            if let Atom::Schema { who, id, .. } = atom {
                all.push((*who, self.engine.schemas(*who).follow(*id).unwrap_or(*id)));
            }
        }
        all
    }
}

impl Engine<'_> {
    /// The place that stands for a term.
    pub(super) fn head(&self, term: &Term) -> Option<Place> {
        term.iter().find_map(|atom| match atom {
            Atom::Schema { who, id, .. } => {
                let id = self.schemas(*who).follow(*id).unwrap_or(*id);
                let place = self.schema(*who, id).place;
                let word = super::places::find(self.schemas(*who), id, "type", None);
                Some(word.unwrap_or(Place { end: place.start.saturating_add(1), ..place }))
            }
            _ => None,
        })
    }
}

/// What the reader's arm asks for, in words.
fn wants(keyword: &str, rival: &Arm) -> String {
    match (&rival.kind, keyword) {
        (Kind::Number(n), "minimum") => n.lower.as_ref().map_or_else(String::new, |bound| {
            format!("{} {}", if bound.open { "above" } else { "at least" }, bound.at)
        }),
        (Kind::Number(n), "maximum") => n.upper.as_ref().map_or_else(String::new, |bound| {
            format!("{} {}", if bound.open { "below" } else { "at most" }, bound.at)
        }),
        (Kind::Number(n), "multipleOf") => {
            let all: Vec<String> = n.multiples.iter().map(ToString::to_string).collect();
            format!("multiples of {}", all.join(" and of "))
        }
        (Kind::Number(_), "type") => "whole numbers".to_owned(),
        (Kind::String(s), "minLength") => format!("at least {} characters", s.min),
        (Kind::String(s), "maxLength") => format!("at most {} characters", s.max.unwrap_or(0)),
        (Kind::String(s), "pattern") => s.patterns.iter().cloned().collect::<Vec<_>>().join(" and "),
        (Kind::String(s), "format") => s.formats.iter().cloned().collect::<Vec<_>>().join(" and "),
        (Kind::Array(a), "minItems") => format!("at least {} items", a.min),
        (Kind::Array(a), "maxItems") => format!("at most {} items", a.max.unwrap_or(0)),
        (Kind::Object(o), "minProperties") => format!("at least {} members", o.min),
        (Kind::Object(o), "maxProperties") => format!("at most {} members", o.max.unwrap_or(0)),
        _ => String::new(),
    }
}
