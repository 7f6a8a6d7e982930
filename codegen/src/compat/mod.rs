//! The compatibility gate: whether what one schema's producers write, another schema's consumers read.
//!
//! [`included`] answers for one pair. [`gate::check`] asks it for a whole tree of contracts against its base.
//!
//! A pair is **compatible** by a proof over the structure of both schemas, **breaking** by a document that
//! an independent validator accepts under one and rejects under the other, and **undecided** otherwise.

mod arm;
mod cases;
mod declared;
mod explain;
mod gaps;
pub mod gate;
pub mod judge;
mod keywords;
mod meet;
mod normal;
mod numbers;
mod places;
mod prove;
mod reason;
pub mod rules;
mod same;
mod solve;
mod sample;
mod strings;
mod text;
mod texts;
mod value;
mod witness;

use crate::finding::Place;
use crate::resolve::{SchemaId, Schemas};
use arm::{Term, Who};
use normal::Engine;

/// What "may be written" and "is read" mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Semantics {
    /// As generated code behaves: a producer writes no undeclared property, and a consumer reads any value
    /// of the base type where an enum is open.
    #[default]
    WriterReader,
    /// As JSON Schema says: every document that is valid under the one is valid under the other.
    Strict,
}

/// A schema and the tree that it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The tree.
    pub schemas: &'a Schemas,
    /// The schema.
    pub schema: SchemaId,
}

/// The answer for one direction of one pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Proved.
    Compatible,
    /// Each break is shown by a document.
    Breaking(Vec<Break>),
    /// Neither a proof nor a document was found.
    Undecided(Vec<Reason>),
}

/// A document that the writer may write and the reader refuses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Break {
    /// JSON Pointer to what the reader refuses, or misses.
    pub pointer: String,
    /// The keyword that refuses it.
    pub keyword: &'static str,
    /// In one sentence.
    pub reason: String,
    /// Where the writer's schema allows it.
    pub writer: Place,
    /// Where the reader's schema refuses it.
    pub reader: Place,
    /// The document, pretty-printed JSON.
    pub witness: String,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    /// The keyword that stood in the way.
    pub keyword: String,
    /// In words.
    pub why: String,
    /// Where, in the writer's schema.
    pub writer: Option<Place>,
    /// Where, in the reader's schema.
    pub reader: Option<Place>,
}

/// Whether every document that `writer` may write is one that `reader` reads.
pub fn included(writer: Side<'_>, reader: Side<'_>, semantics: Semantics) -> Verdict {
    let mut engine = Engine::new(writer, reader, semantics);
    let own = engine.whole(Who::Writer, writer.schema);
    let theirs = engine.whole(Who::Reader, reader.schema);
    if engine.prove(&own, &theirs, 0) {
        return Verdict::Compatible;
    }
    let exhausted = engine.steps == 0;
    engine.steps = engine.steps.max(50_000);
    let mut search = explain::Search::new(&mut engine);
    search.look(&own, &theirs);
    let problems = search.found;
    let court = match witness::Court::new(writer, reader, semantics) {
        Ok(court) => court,
        Err(why) => {
            let why = format!("no witness can be judged: {why}");
            return Verdict::Undecided(reasons(&engine, &own, &theirs, &problems, exhausted, &why));
        }
    };
    let mut breaks: Vec<Break> = Vec::new();
    for problem in &problems {
        engine.steps = engine.steps.max(20_000);
        let known = |found: &Break| Some(found.reader) == problem.theirs && Some(found.writer) == problem.own;
        if breaks.iter().any(|found| known(found) && found.keyword == problem.keyword) {
            continue;
        }
        breaks.extend(witness::confirm(&mut engine, &court, &own, problem));
    }
    if breaks.is_empty() {
        engine.steps = engine.steps.max(20_000);
        breaks.extend(blind(&mut engine, &court, &own, &theirs));
    }
    breaks.sort();
    breaks.dedup_by(|a, b| {
        (&a.pointer, a.keyword, a.writer, a.reader) == (&b.pointer, b.keyword, b.writer, b.reader)
    });
    if breaks.is_empty() {
        Verdict::Undecided(reasons(
            &engine,
            &own,
            &theirs,
            &problems,
            exhausted,
            "no witness was found, and no proof",
        ))
    } else {
        Verdict::Breaking(breaks)
    }
}

/// A break found by trying the writer's documents, where no place suggests itself.
fn blind(engine: &mut Engine<'_>, court: &witness::Court, own: &Term, theirs: &Term) -> Option<Break> {
    let mut documents = engine.examples(own);
    if let Ok(arms) = &*engine.normal(own) {
        documents.extend(arms.iter().flat_map(|arm| engine.variants(arm, &[])));
    }
    documents.truncate(100);
    documents.into_iter().find_map(|document| {
        let objections = court.objections(&document)?;
        let (pointer, keyword, message) = match objections.first() {
            Some(first) => (first.pointer.clone(), first.keyword.as_str(), first.message.as_str()),
            None => (String::new(), "", "it is not valid"),
        };
        let (writer, reader) = (engine.head(own)?, engine.head(theirs)?);
        Some(Break {
            pointer,
            keyword: known_keyword(keyword),
            reason: format!("the reader refuses it: {message}"),
            writer,
            reader,
            witness: serde_json::to_string_pretty(&document).unwrap_or_default(),
        })
    })
}

/// The keyword with a name that lives as long as the program.
fn known_keyword(name: &str) -> &'static str {
    const NAMES: [&str; 12] = [
        "additionalProperties",
        "allOf",
        "anyOf",
        "contains",
        "enum",
        "not",
        "oneOf",
        "pattern",
        "propertyNames",
        "required",
        "type",
        "unevaluatedProperties",
    ];
    NAMES.into_iter().find(|known| *known == name).unwrap_or("schema")
}

fn reasons(
    engine: &Engine<'_>,
    own: &Term,
    theirs: &Term,
    problems: &[explain::Problem],
    exhausted: bool,
    why: &str,
) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = problems
        .iter()
        .map(|problem| match &problem.stuck {
            Some(stuck) => {
                let at = |who| (stuck.who == who).then_some(stuck.place).flatten();
                Reason {
                    keyword: stuck.keyword.clone(),
                    why: stuck.why.clone(),
                    writer: at(Who::Writer).or(problem.own),
                    reader: at(Who::Reader).or(problem.theirs),
                }
            }
            None => Reason {
                keyword: problem.keyword.to_owned(),
                why: why.to_owned(),
                writer: problem.own,
                reader: problem.theirs,
            },
        })
        .collect();
    if exhausted || reasons.is_empty() {
        let why = if exhausted { "the schema is too large to be decided" } else { why };
        let (writer, reader) = (engine.head(own), engine.head(theirs));
        reasons.push(Reason { keyword: "$schema".to_owned(), why: why.to_owned(), writer, reader });
    }
    reasons.sort();
    reasons.dedup();
    reasons
}

/// Both directions of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What the first may write, the second reads.
    pub backward: Verdict,
    /// What the second may write, the first reads.
    pub forward: Verdict,
}

/// Compares two schemas in both directions; `old` is the writer of `backward`.
pub fn diff(old: Side<'_>, new: Side<'_>, semantics: Semantics) -> Difference {
    Difference { backward: included(old, new, semantics), forward: included(new, old, semantics) }
}

/// A name as a token of a JSON Pointer (RFC 6901 section 3).
fn pointer_token(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
