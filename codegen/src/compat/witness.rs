//! From a place where two schemas part to a whole document that shows it.

use std::rc::Rc;

use serde_json::Value;

use super::arm::{Arm, Term};
use super::explain::{Frame, Leaf, Problem};
use super::judge::{Formats, Judge, Objection, View};
use super::normal::Engine;
use super::pointer_token as escape;
use super::sample::{Step, Wish};
use super::{Break, Semantics, Side};

/// Most documents that are put before the judge for one place.
const MOST: usize = 80;

/// Deepest document whose objections are listed.
const DEEP: usize = 5;

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// Both schemas as the judge sees them: each under every reading of `format` that counts.
pub(super) struct Court {
    writers: Vec<Judge>,
    readers: Vec<Judge>,
}

impl Court {
    pub(super) fn new(writer: Side<'_>, reader: Side<'_>, semantics: Semantics) -> Result<Self, String> {
        let (views, formats): ((View, View), &[Formats]) = match semantics {
            Semantics::WriterReader => ((View::Writer, View::Reader), &[Formats::Generated]),
            // Whether a format asserts is up to the validator, so a witness must hold either way.
            Semantics::Strict => ((View::Plain, View::Plain), &[Formats::None, Formats::All]),
        };
        let all = |side: Side<'_>, view| Judge::each(side.schemas, side.schema, view, formats);
        Ok(Self { writers: all(writer, views.0)?, readers: all(reader, views.1)? })
    }

    pub(super) fn shows_break(&self, document: &Value) -> bool {
        self.writers.iter().all(|judge| judge.accepts(document))
            && !self.readers.iter().any(|judge| judge.accepts(document))
    }

    /// The reader's objections, if the document shows a break; none are listed for a document so deep that
    /// alternatives within alternatives would be listed without end.
    pub(super) fn objections(&self, document: &Value) -> Option<Vec<Objection>> {
        let list = || self.readers.first().map(|judge| judge.objections(document)).unwrap_or_default();
        self.shows_break(document).then(|| if depth(document) > DEEP { Vec::new() } else { list() })
    }
}

/// JSON Pointer of steps.
fn pointer(frames: &[Rc<Frame>]) -> String {
    frames.iter().fold(String::new(), |path, frame| match &frame.step {
        Step::Member(name) => format!("{path}/{}", escape(name)),
        Step::Item(index) => format!("{path}/{index}"),
    })
}

/// The break that the problem stands for, if a document confirms it.
pub(super) fn confirm(
    engine: &mut Engine<'_>,
    court: &Court,
    root: &Term,
    problem: &Problem,
) -> Option<Break> {
    let at = pointer(&problem.frames);
    let related = |objection: &Objection| {
        let (a, b) = (objection.pointer.as_str(), at.as_str());
        a == b || a.starts_with(&format!("{b}/")) || b.starts_with(&format!("{a}/"))
    };
    let documents = documents(engine, root, problem);
    let mut second = None;
    for document in documents.into_iter().take(MOST) {
        let Some(objections) = court.objections(&document) else { continue };
        if objections.iter().all(related) {
            return Some(report(court, problem, at, document));
        }
        if second.is_none() && objections.iter().any(related) {
            second = Some(document);
        }
    }
    second.map(|document| report(court, problem, at, document))
}

/// Whole documents that may show the problem, the likeliest first.
fn documents(engine: &mut Engine<'_>, root: &Term, problem: &Problem) -> Vec<Value> {
    let leaves: Vec<Value> = match &problem.leaf {
        Leaf::Values(values) => values.clone(),
        Leaf::Without(name, own, both) => {
            let wish = Wish { without: Some(name), ..Wish::default() };
            let arms = both.iter().chain([own]);
            arms.filter_map(|arm| engine.sample_arm(arm, 0, &wish)).collect()
        }
    };
    let mut found = Vec::new();
    for example in engine.examples(root) {
        match &problem.leaf {
            Leaf::Values(_) => {
                for leaf in leaves.iter().take(MOST / 4) {
                    found.extend(plant(engine, Some(&example), &problem.frames, leaf));
                }
            }
            Leaf::Without(name, ..) => {
                let mut document = example.clone();
                let object = document.pointer_mut(&pointer(&problem.frames)).and_then(Value::as_object_mut);
                if object.is_some_and(|object| object.remove(name).is_some()) {
                    found.push(document);
                } else {
                    found.push(example.clone());
                    for leaf in &leaves {
                        found.extend(plant(engine, Some(&example), &problem.frames, leaf));
                    }
                }
            }
        }
    }
    for leaf in &leaves {
        found.extend(plant(engine, None, &problem.frames, leaf));
        found.extend(grow(engine, &problem.frames, leaf, true));
    }
    found
}

/// The document with the leaf put at its place; what lacks on the way is made up.
fn plant(
    engine: &mut Engine<'_>,
    document: Option<&Value>,
    frames: &[Rc<Frame>],
    leaf: &Value,
) -> Option<Value> {
    let Some((frame, rest)) = frames.split_first() else { return Some(leaf.clone()) };
    let Some(document) = document else { return grow(engine, frames, leaf, false) };
    let mut document = document.clone();
    match (&frame.step, &mut document) {
        (Step::Member(name), Value::Object(members)) => {
            let inside = plant(engine, members.get(name), rest, leaf)?;
            members.insert(name.clone(), inside);
        }
        (Step::Item(index), Value::Array(items)) => {
            let inside = plant(engine, items.get(*index), rest, leaf)?;
            if *index < items.len() {
                items[*index] = inside;
            } else {
                let wish = Wish { with: Some((&frame.step, &inside)), ..Wish::default() };
                return sample_either(engine, frame, &wish, false);
            }
        }
        _ => return grow(engine, frames, leaf, false),
    }
    Some(document)
}

/// A made-up document with the leaf at its place.
fn grow(engine: &mut Engine<'_>, frames: &[Rc<Frame>], leaf: &Value, own: bool) -> Option<Value> {
    frames.iter().rev().try_fold(leaf.clone(), |inside, frame| {
        let wish = Wish { with: Some((&frame.step, &inside)), ..Wish::default() };
        sample_either(engine, frame, &wish, own)
    })
}

fn sample_either(engine: &mut Engine<'_>, frame: &Frame, wish: &Wish<'_>, own: bool) -> Option<Value> {
    let both: Option<&Arm> = frame.both.as_ref().filter(|_| !own);
    both.and_then(|arm| engine.sample_arm(arm, 0, wish)).or_else(|| engine.sample_arm(&frame.own, 0, wish))
}

fn report(court: &Court, problem: &Problem, at: String, document: Value) -> Break {
    let document = shrink(court, document);
    let value = document.pointer(&at).cloned().unwrap_or_default();
    let pointer = match &problem.leaf {
        Leaf::Without(name, ..) => format!("{at}/{}", escape(name)),
        Leaf::Values(_) => at,
    };
    let reason = super::reason::sentence(problem, &pointer, &value);
    let nowhere = crate::finding::Place { file: crate::finding::FileId(0), start: 0, end: 0 };
    Break {
        // Writing a value that is no map with odd keys cannot fail.
        witness: serde_json::to_string_pretty(&document).unwrap_or_default(),
        pointer,
        keyword: problem.keyword,
        reason,
        writer: problem.own.or(problem.theirs).unwrap_or(nowhere),
        reader: problem.theirs.or(problem.own).unwrap_or(nowhere),
    }
}

/// Leaves out members and items as long as the same objections remain, until nothing more can go.
fn shrink(court: &Court, mut document: Value) -> Value {
    let Some(objections) = court.objections(&document) else { return document };
    let key = |list: &[Objection]| -> Vec<(String, String)> {
        list.iter().map(|o| (o.pointer.clone(), o.keyword.clone())).collect()
    };
    let wanted = key(&objections);
    let mut tries = 0;
    loop {
        let mut smaller = None;
        for path in removable(&document) {
            tries += 1;
            if tries > 400 {
                return document;
            }
            let Some(candidate) = without(&document, &path) else { continue };
            if court.objections(&candidate).is_some_and(|left| key(&left) == wanted) {
                smaller = Some(candidate);
                break;
            }
        }
        match smaller {
            Some(candidate) => document = candidate,
            None => return document,
        }
    }
}

/// Pointers to every member and item, the outermost first.
fn removable(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut queue = std::collections::VecDeque::from([(String::new(), document)]);
    while let Some((path, value)) = queue.pop_front() {
        let children: Vec<(String, &Value)> = match value {
            Value::Object(members) => {
                members.iter().map(|(k, v)| (format!("{path}/{}", escape(k)), v)).collect()
            }
            // From the end, so that what is left keeps its index.
            Value::Array(items) => {
                items.iter().enumerate().rev().map(|(i, v)| (format!("{path}/{i}"), v)).collect()
            }
            _ => Vec::new(),
        };
        for (path, value) in children {
            found.push(path.clone());
            queue.push_back((path, value));
        }
    }
    found
}

fn without(document: &Value, path: &str) -> Option<Value> {
    let (parent, last) = path.rsplit_once('/')?;
    let mut document = document.clone();
    match document.pointer_mut(parent)? {
        Value::Object(members) => drop(members.remove(&last.replace("~1", "/").replace("~0", "~"))?),
        Value::Array(items) => drop(items.remove(last.parse().ok().filter(|i: &usize| *i < items.len())?)),
        _ => return None,
    }
    Some(document)
}
