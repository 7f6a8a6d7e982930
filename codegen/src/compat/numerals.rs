//! Numbers on their way to a validator that holds 64 bits.
//!
//! A document has a handful of numbers. One that the validator cannot hold gets a stand-in: another number, an
//! integer for an integer, that nothing else uses. Bounds are then no longer for the validator to compare with
//! stand-ins: what they say of each is worked out here, exactly, and told as a list.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::value::{Lit, number_to_json};
use crate::number::Number;

/// The numbers of some documents, and what stands for those that 64 bits do not hold.
#[derive(Debug, Default)]
pub(super) struct Numerals {
    all: BTreeSet<Number>,
    stand_ins: BTreeMap<Number, Value>,
}

impl Numerals {
    pub(super) fn of(documents: &[&Lit]) -> Self {
        let (mut all, mut odd) = (BTreeSet::new(), BTreeSet::new());
        for document in documents {
            collect(document, &mut all, &mut odd);
        }
        let mut found = Self { all, stand_ins: BTreeMap::new() };
        let mut next: u64 = 0;
        for number in odd {
            // Below 2^53, so that no reading of it differs.
            let fresh = loop {
                next += 1;
                let text = if number.is_integer() {
                    (4_503_599_627_370_496 - next).to_string()
                } else {
                    format!("{}.5", 1_125_899_906_842 - next)
                };
                if Number::parse(&text).is_some_and(|fresh| !found.all.contains(&fresh)) {
                    break text;
                }
            };
            if let Ok(value) = serde_json::from_str(&fresh) {
                found.stand_ins.insert(number, value);
            }
        }
        found
    }

    /// One of the documents as the validator gets it.
    pub(super) fn document(&self, document: &Lit) -> Option<Value> {
        self.carry(document)
    }

    /// A constant of a schema; `None` for one that none of the documents can equal.
    pub(super) fn constant(&self, constant: &Lit) -> Option<Value> {
        self.carry(constant)
    }

    fn carry(&self, value: &Lit) -> Option<Value> {
        Some(match value {
            Lit::Null => Value::Null,
            Lit::Bool(value) => Value::Bool(*value),
            Lit::Number(numeral) => {
                let number = &numeral.number;
                let value = match self.stand_ins.get(number) {
                    Some(other) => other.clone(),
                    // With stand-ins about, a number that no document has may be one of them.
                    None if self.stand_ins.is_empty() || self.all.contains(number) => number_to_json(number)?,
                    None => return None,
                };
                if numeral.pointed { Value::from(value.as_f64()?) } else { value }
            }
            Lit::String(text) => Value::String(text.clone()),
            Lit::Array(items) => {
                Value::Array(items.iter().map(|item| self.carry(item)).collect::<Option<_>>()?)
            }
            Lit::Object(members) => {
                let members = members.iter().map(|(key, value)| Some((key.clone(), self.carry(value)?)));
                Value::Object(members.collect::<Option<_>>()?)
            }
        })
    }

    /// A number keyword, as members of a schema. `None` where nobody can tell.
    pub(super) fn bound(&self, keyword: &str, bound: &Number) -> Option<Map<String, Value>> {
        let own = number_to_json(bound);
        let mut out = Map::new();
        if let (Some(own), true) = (&own, self.stand_ins.is_empty()) {
            out.insert(keyword.to_owned(), own.clone());
            return Some(out);
        }
        // What is told: of all numbers, or of those that the validator must not compare.
        let (mut refused, mut told) = (Vec::new(), Vec::new());
        for number in &self.all {
            let stand_in = self.stand_ins.get(number);
            if own.is_some() && stand_in.is_none() {
                continue;
            }
            let value = stand_in.cloned().or_else(|| number_to_json(number))?;
            if !holds(keyword, bound, number)? {
                refused.push(value.clone());
            }
            told.push(value);
        }
        let mut all = Vec::new();
        if !refused.is_empty() {
            all.push(json!({ "not": { "enum": refused } }));
        }
        if let Some(own) = own {
            all.push(json!({ "anyOf": [{ "enum": told }, { keyword: own }] }));
        }
        if !all.is_empty() {
            out.insert("allOf".to_owned(), Value::Array(all));
        }
        Some(out)
    }
}

fn holds(keyword: &str, bound: &Number, number: &Number) -> Option<bool> {
    Some(match keyword {
        "minimum" => number >= bound,
        "maximum" => number <= bound,
        "exclusiveMinimum" => number > bound,
        "exclusiveMaximum" => number < bound,
        _ => return number.is_multiple_of(bound),
    })
}

/// All numbers, and those that the validator does not hold as they are written.
fn collect(value: &Lit, numbers: &mut BTreeSet<Number>, odd: &mut BTreeSet<Number>) {
    match value {
        Lit::Number(numeral) => {
            let number = &numeral.number;
            let held =
                number_to_json(number).is_some_and(|value| match (number.is_integer(), numeral.pointed) {
                    (true, true) => number.to_i128().is_some_and(|n| n.unsigned_abs() <= 1 << 53),
                    (true, false) => !value.is_f64(),
                    (false, _) => true,
                });
            if !held {
                odd.insert(number.clone());
            }
            numbers.insert(number.clone());
        }
        Lit::Array(items) => items.iter().for_each(|item| collect(item, numbers, odd)),
        Lit::Object(members) => members.values().for_each(|value| collect(value, numbers, odd)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).expect(text)
    }

    #[test]
    fn a_validator_judges_stand_ins_as_it_would_the_numbers() {
        let numbers = ["18446744073709551617", "1e400", "0.1000000000000000000001", "-1e-400", "3", "2.5"];
        for bound in
            ["18446744073709551616", "18446744073709551617", "1e400", "-1e400", "0.1", "0", "4", "1e-400"]
        {
            for keyword in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"] {
                if keyword == "multipleOf" && number(bound) <= Number::zero() {
                    continue;
                }
                let all: Vec<Lit> = numbers.iter().map(|text| Lit::Number(number(text).into())).collect();
                let numerals = Numerals::of(&all.iter().collect::<Vec<_>>());
                let Some(schema) = numerals.bound(keyword, &number(bound)) else { continue };
                let validator = jsonschema::validator_for(&Value::Object(schema)).expect("a schema");
                for (text, lit) in numbers.iter().zip(&all) {
                    let document = numerals.document(lit).expect(text);
                    let expected = holds(keyword, &number(bound), &number(text));
                    assert_eq!(Some(validator.is_valid(&document)), expected, "{text} {keyword} {bound}");
                }
                assert!(validator.is_valid(&Value::from("a text")), "{keyword} {bound}");
            }
        }
    }

    #[test]
    fn stand_ins_are_told_apart_and_keep_being_integers() {
        let lits = ["18446744073709551617", "18446744073709551618", "4503599627370494", "1e-400"]
            .map(|text| Lit::Number(number(text).into()));
        let numerals = Numerals::of(&lits.iter().collect::<Vec<_>>());
        let values: Vec<Value> = lits.iter().map(|lit| numerals.document(lit).expect("a value")).collect();
        assert!(values.iter().enumerate().all(|(i, a)| values[..i].iter().all(|b| a != b)), "{values:?}");
        assert_eq!(values.iter().map(Value::is_f64).collect::<Vec<_>>(), [false, false, false, true]);
        assert_eq!(numerals.constant(&Lit::Number(number("7").into())), None);
        assert_eq!(numerals.constant(&lits[0]), Some(values[0].clone()));
    }
}
