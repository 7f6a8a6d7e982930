//! A witness before an independent validator, under every reading that counts.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use serde_json::Value;

use super::blame::Step;
use super::judge::{Concern, Formats, Judge, Party, View};
use super::numerals::Numerals;
use super::value::Lit;
use super::{Semantics, Side};

/// A document to judge, and the way to what the reader refuses in it, if that is known.
pub(super) struct Case<'a> {
    pub(super) witness: &'a Lit,
    pub(super) way: Option<&'a [Step]>,
}

/// Validators of a pair, made of what can concern the documents.
pub(super) struct Court<'a> {
    writer: Side<'a>,
    reader: Side<'a>,
    semantics: Semantics,
    concern: Concern,
    /// Those whose readers judge less strictly what is not on any way.
    quick: Vec<Judge>,
    whole: OnceCell<Option<Vec<Judge>>>,
}

impl<'a> Court<'a> {
    pub(super) fn new(writer: Side<'a>, reader: Side<'a>, semantics: Semantics, cases: &[Case<'_>]) -> Self {
        let mut names = BTreeSet::new();
        for case in cases {
            collect(case.witness, &mut names);
        }
        let witnesses: Vec<&Lit> = cases.iter().map(|case| case.witness).collect();
        let concern = Concern { names, numerals: Numerals::of(&witnesses) };
        let way = cases.iter().map(|case| case.way).collect::<Option<Vec<_>>>().map(|ways| {
            let member = |step: &Step| match step {
                Step::Member(name) => Some(name.clone()),
                Step::Item(_) => None,
            };
            ways.into_iter().flatten().filter_map(member).collect::<BTreeSet<String>>()
        });
        let (quick, whole) = (Vec::new(), OnceCell::new());
        let mut court = Self { writer, reader, semantics, concern, quick, whole };
        if let Some(way) = way {
            court.quick = court.judges(Some(&way)).unwrap_or_default();
        }
        court
    }

    /// A judge of every reading that counts.
    fn judges(&self, way: Option<&BTreeSet<String>>) -> Option<Vec<Judge>> {
        let each = |straight: bool, [write, read]: [(View, Formats); 2]| {
            let party = |side: Side<'a>, (view, formats), way| {
                let Side { schemas, schema: root } = side;
                Party { schemas, root, view, formats, way }
            };
            let parties = [party(self.writer, write, None), party(self.reader, read, way)];
            Judge::each(parties, &self.concern, straight).ok()
        };
        if self.semantics == Semantics::WriterReader {
            let sides = [View::Writer, View::Reader].map(|view| (view, Formats::Generated));
            return each(false, sides).flatten();
        }
        // Whether a format asserts is up to the validator, so a witness must hold either way. If all that formats do
        // is to accept less, it does where it holds between a writer with and a reader without them.
        let plain = |formats: Formats| (View::Plain, formats);
        if let Some(judges) = each(true, [plain(Formats::All), plain(Formats::None)])? {
            return Some(judges);
        }
        let mut judges = Vec::new();
        for formats in [Formats::None, Formats::All] {
            judges.extend(each(false, [plain(formats); 2]).flatten()?);
        }
        Some(judges)
    }

    /// Whether the writer accepts one of the witnesses and the reader refuses it, by every reading; `None` for a
    /// number without a stand-in, and where a validator fails.
    pub(super) fn confirms(&self, witness: &Lit) -> Option<bool> {
        let document: Value = self.concern.numerals.document(witness)?;
        let all = |judges: &[Judge]| {
            for judge in judges {
                if !judge.confirms(&document)? {
                    return Some(false);
                }
            }
            Some(true)
        };
        // What a reader refuses that judges less strictly, the reader refuses.
        if !self.quick.is_empty() && all(&self.quick) == Some(true) {
            return Some(true);
        }
        all(self.whole.get_or_init(|| self.judges(None)).as_deref()?)
    }
}

/// The names of all members.
fn collect(value: &Lit, names: &mut BTreeSet<String>) {
    match value {
        Lit::Array(items) => items.iter().for_each(|item| collect(item, names)),
        Lit::Object(members) => {
            for (name, value) in members {
                names.insert(name.clone());
                collect(value, names);
            }
        }
        _ => {}
    }
}
