//! What is decided once no alternative is open, or where the values are listed.

use std::rc::Rc;

use super::super::value::Lit;
use super::cases::Count;
use super::formula::{self, Formula, L};
use super::{Answer, Case, Solver, Stuck};

impl Solver {
    /// The answer where the values are listed.
    pub(super) fn listed(&mut self, case: &Case) -> Option<Answer> {
        let mut lists = case.units.iter().filter(|l| **l > 0).filter_map(|l| match self.pool.get(*l) {
            Formula::Enum(values) => Some(values),
            _ => None,
        });
        let values: Vec<Lit> = match (lists.next(), case.kind) {
            (Some(values), kind) => {
                let values = lists.fold(values.clone(), |all, other| &all & other);
                let values = values.into_iter().filter(|value| formula::type_of(value) == kind);
                match self.pool.find(&Formula::Whole) {
                    Some(_) => values.flat_map(|value| value.written()).collect(),
                    None => values.collect(),
                }
            }
            (None, formula::NULL) => vec![Lit::Null],
            (None, formula::BOOL) => vec![Lit::Bool(false), Lit::Bool(true)],
            _ => return None,
        };
        let mut unknown = None;
        for value in values {
            match self.fits(case, &value) {
                Ok(true) => return Some(Answer::Member(Rc::new(value))),
                Ok(false) => {}
                Err(stuck) => unknown = Some(stuck),
            }
        }
        Some(unknown.map_or(Answer::Empty, Answer::Unknown))
    }

    /// Whether a value is as the case says.
    fn fits(&mut self, case: &Case, value: &Lit) -> Result<bool, Stuck> {
        let mut doubt = None;
        for l in &case.units {
            match self.holds(*l, value) {
                Some(true) => {}
                Some(false) => return Ok(false),
                None => doubt = Some(self.opaque_of(*l)),
            }
        }
        for choice in &case.choices {
            let (mut yes, mut unsure) = (0, None);
            for l in choice.list.iter() {
                match self.holds(*l, value) {
                    Some(true) => yes += 1,
                    Some(false) => {}
                    None => unsure = Some(self.opaque_of(*l)),
                }
            }
            let good = match choice.count {
                Count::Any => yes > 0,
                Count::One => yes == 1,
                Count::NotOne => yes != 1,
            };
            match (choice.count, good, unsure) {
                (Count::Any, true, _) | (_, true, None) => {}
                (_, false, None) => return Ok(false),
                (_, _, Some(stuck)) => doubt = Some(stuck),
            }
        }
        doubt.map_or(Ok(true), Err)
    }

    fn opaque_of(&self, l: L) -> Stuck {
        match self.pool.get(l) {
            Formula::Opaque(keyword, why, _) => Stuck::new(keyword, why),
            Formula::Format(_) => Stuck::new("format", "whether it is checked is up to the validator"),
            Formula::Pattern(_) => Stuck::new("pattern", "the pattern cannot be read"),
            _ => Stuck::new("", "the value cannot be judged"),
        }
    }

    /// The answer where only units are left.
    pub(super) fn units(&mut self, case: &mut Case) -> Answer {
        let opaque = case.units.iter().find_map(|l| match self.pool.get(*l) {
            Formula::Opaque(keyword, why, _) => Some(Stuck::new(keyword, why)),
            Formula::Hole(_) => Some(Stuck::budget()),
            _ => None,
        });
        let answer = match case.kind {
            formula::STRING => self.text(&case.units),
            formula::NUMBER => self.number(&case.units),
            formula::ARRAY => self.array(&case.units),
            formula::OBJECT => self.object(case),
            _ => self.listed(case).unwrap_or(Answer::Empty),
        };
        match (answer, opaque) {
            (Answer::Member(_), Some(stuck)) => Answer::Unknown(stuck),
            (answer, _) => answer,
        }
    }
}
