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
    /// number without a stand-in, and where a validator fails or cannot be built. What is off the way to what is
    /// refused need not be such that a validator of it can be built.
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::finding::FileId;
    use crate::load::{self, RawFile, Sources, json as read};
    use crate::resolve::{self, Contracts};

    const PATH: &str = "contracts/types/it.json";

    fn contracts(schema: &Value) -> Contracts {
        let bytes = schema.to_string().into_bytes();
        let file = RawFile { path: PATH.to_owned(), bytes };
        resolve::resolve(&load::tree(&mut Sources::default(), None, vec![file]).0).0
    }

    fn lit(document: &Value) -> Lit {
        let node = read::parse(FileId(0), &document.to_string(), &mut Vec::new()).expect("JSON");
        Lit::of(&node).expect("a value")
    }

    fn side(contracts: &Contracts) -> Side<'_> {
        Side { schemas: &contracts.schemas, schema: contracts.types[PATH] }
    }

    /// Judges of all that both say, for each reading by itself.
    fn whole(sides: [Side<'_>; 2], semantics: Semantics, concern: &Concern) -> Vec<Judge> {
        let (views, readings) = match semantics {
            Semantics::WriterReader => ([View::Writer, View::Reader], &[Formats::Generated][..]),
            Semantics::Strict => ([View::Plain; 2], &[Formats::None, Formats::All][..]),
        };
        let judges = |formats: &Formats| {
            let party = |i: usize| {
                let Side { schemas, schema: root } = sides[i];
                Party { schemas, root, view: views[i], formats: *formats, way: None }
            };
            Judge::each([party(0), party(1)], concern, false).expect("schemas").expect("judges")
        };
        readings.iter().flat_map(judges).collect()
    }

    /// What each reading says.
    fn each(court: &Court<'_>, judges: &[Judge], document: &Lit) -> Vec<bool> {
        let document = court.concern.numerals.document(document).expect("a document");
        judges.iter().map(|judge| judge.confirms(&document).expect("a verdict")).collect()
    }

    fn readers() -> Vec<Value> {
        let text = json!({ "type": "string" });
        let part = json!({ "properties": { "a": text, "b": { "format": "uuid" } }, "required": ["a"] });
        let mut all: Vec<Value> = ["not", "if", "contains", "items", "propertyNames", "additionalProperties"]
            .into_iter()
            .map(|keyword| json!({ keyword: part, "then": false }))
            .collect();
        all.push(json!({ "contains": part, "minContains": 0, "maxContains": 0 }));
        all.push(json!({ "propertyNames": { "not": { "format": "uuid" }, "maxLength": 0 } }));
        all.push(json!({ "oneOf": [
            { "properties": { "a": text, "c": { "type": "string", "enum": ["x"], "x-open-enum": true } } },
            { "required": ["b"] },
        ] }));
        for keyword in ["allOf", "anyOf", "oneOf", "prefixItems"] {
            all.push(json!({ keyword: [part, { "required": ["b"] }] }));
            all.push(
                json!({ keyword: [part, { "properties": { "a": part } }], "unevaluatedProperties": false }),
            );
        }
        for keyword in ["properties", "patternProperties", "dependentSchemas"] {
            all.push(json!({ keyword: { "a": part, "b": text }, "additionalProperties": false }));
            all.push(json!({ keyword: { "b": { "not": part }, "a": { "anyOf": [text, part] } } }));
        }
        let shared = json!({ "$ref": "#/$defs/It" });
        all.push(json!({ "$defs": { "It": part }, "allOf": [shared, { "not": { "items": shared } }] }));
        all.push(json!({ "$defs": { "It": { "properties": { "a": shared, "b": { "not": shared } }, "maxProperties": 1 } }, "$ref": "#/$defs/It" }));
        all
    }

    #[test]
    fn readers_that_judge_less_refuse_less() {
        let values = [json!(1), json!("text"), json!("2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d"), json!({})];
        let mut documents = values.to_vec();
        for a in &values {
            documents.extend([json!({ "a": a }), json!([{ "b": a }])]);
            for b in &values {
                let both = json!({ "a": a, "b": b });
                documents.extend([json!([both]), json!({ "b": both }), json!({ "a": both, "c": 1 }), both]);
            }
        }
        let witnesses: Vec<Lit> = documents.iter().map(lit).collect();
        let [anything, nothing] = [true, false].map(|all| contracts(&json!(all)));
        // How often a reading was saved, and how often the whole had to be asked.
        let (mut merged, mut asked) = (0, 0);
        let ways = [&[][..], &["a"], &["b"], &["a", "b"]];
        let both = [Semantics::Strict, Semantics::WriterReader];
        for (schema, semantics) in
            readers().into_iter().flat_map(|schema| both.map(|how| (schema.clone(), how)))
        {
            let own = contracts(&schema);
            // A writer has no way.
            let roles =
                ways.map(|way| (way, [&anything, &own])).into_iter().chain([(ways[0], [&own, &nothing])]);
            for (way, sides) in roles {
                let sides = sides.map(side);
                let steps: Vec<Step> = way.iter().map(|name| Step::Member((*name).to_owned())).collect();
                let case = |witness| Case { witness, way: Some(&steps) };
                let cases: Vec<Case<'_>> = witnesses.iter().map(case).collect();
                let court = Court::new(sides[0], sides[1], semantics, &cases);
                let whole = whole(sides, semantics, &court.concern);
                merged += usize::from(semantics == Semantics::Strict && court.quick.len() == 1);
                for (witness, document) in witnesses.iter().zip(&documents) {
                    let real = each(&court, &whole, witness).into_iter().all(|yes| yes);
                    let quick = each(&court, &court.quick, witness).into_iter().all(|yes| yes);
                    assert!(real || !quick, "{schema} {document} {way:?}");
                    assert_eq!(court.confirms(witness), Some(real), "{schema} {document} {way:?}");
                    asked += usize::from(real && !quick);
                }
            }
        }
        assert!(merged > 30 && asked > 100, "{merged} {asked}");
    }
}
