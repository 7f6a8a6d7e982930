//! Whether a formula holds of a given value.

use super::super::texts::format_holds;
use super::super::value::Lit;
use super::formula::{ARRAY, Formula, L, NUMBER, OBJECT, STRING, type_of};
use super::{Meaning, Solver, numbers};

impl Solver {
    /// Whether it holds; `None` where that cannot be told.
    pub(in crate::compat) fn holds(&mut self, l: L, value: &Lit) -> Option<bool> {
        // Of wide objects most members are not there.
        if let (Formula::Member(name, inner), Lit::Object(members)) = (self.pool.get(l), value) {
            let (inner, value) = (*inner, members.get(self.pool.text(*name)));
            return match value {
                None => Some(l > 0),
                Some(_) if !self.step() => None,
                Some(value) => self.holds(inner, value).map(|holds| holds == (l > 0)),
            };
        }
        if !self.step() {
            return None;
        }
        let kind = type_of(value);
        let (parted, plain) = match self.pool.get(l) {
            Formula::All(_) | Formula::One(_) | Formula::Node(_) => (true, false),
            Formula::Types(_) | Formula::Item(..) => (false, true),
            _ => (false, false),
        };
        if parted && self.pool.always(l) & kind != 0 {
            return Some(true);
        }
        if parted && self.pool.never(l) & kind != 0 {
            return Some(false);
        }
        // What is plain, or leads into a part, is not worth remembering.
        if plain || !matches!(value, Lit::Array(_) | Lit::Object(_)) {
            return self.evaluate(l.abs(), value, kind).map(|holds| holds == (l > 0));
        }
        // Within one evaluation a value is known by where it is.
        if self.evaluating == 0 {
            self.checks.clear();
        }
        let key = (l.unsigned_abs(), std::ptr::from_ref(value).addr());
        let holds = match self.checks.get(key) {
            Some(known) => known,
            None => {
                self.evaluating += 1;
                let holds = self.evaluate(l.abs(), value, kind);
                self.evaluating -= 1;
                self.checks.insert(key, holds);
                holds
            }
        };
        holds.map(|holds| holds == (l > 0))
    }

    fn evaluate(&mut self, l: L, value: &Lit, kind: u8) -> Option<bool> {
        let formula = self.pool.shared(l);
        match (&*formula, value) {
            (Formula::True, _) => Some(true),
            (Formula::All(all), _) => {
                let mut doubt = false;
                for l in all {
                    match self.holds(*l, value) {
                        Some(false) => return Some(false),
                        Some(true) => {}
                        None => doubt = true,
                    }
                }
                (!doubt).then_some(true)
            }
            (Formula::One(all), _) => {
                let found: Vec<Option<bool>> = all.iter().map(|l| self.holds(*l, value)).collect();
                let yes = found.iter().filter(|f| **f == Some(true)).count();
                if yes > 1 {
                    return Some(false);
                }
                (!found.contains(&None)).then_some(yes == 1)
            }
            (Formula::Node(k), _) => {
                let body = self.pool.bodies[*k as usize];
                self.holds(body, value)
            }
            (Formula::Types(types), _) => Some(types & kind != 0),
            (Formula::Enum(values), _) => Some(values.contains(value)),
            (Formula::Hole(_) | Formula::Opaque(..), _) => None,
            (Formula::Whole, Lit::Number(numeral)) => Some(numeral.is_whole()),
            (formula, Lit::Number(numeral)) if kind == NUMBER => numbers::holds(formula, &numeral.number),
            (formula, Lit::String(text)) if kind == STRING => self.text_holds(formula, text),
            (formula, Lit::Array(items)) if kind == ARRAY => self.items_hold(formula, items),
            (formula, Lit::Object(members)) if kind == OBJECT => {
                let count = u64::try_from(members.len()).unwrap_or(u64::MAX);
                match formula {
                    Formula::MinMembers(min) => Some(count >= *min),
                    Formula::MaxMembers(max) => Some(count <= *max),
                    Formula::Members(names, l) => {
                        let mut doubt = false;
                        for (name, value) in members {
                            match self.holds(*names, &Lit::String(name.clone())) {
                                Some(false) => {}
                                Some(true) => match self.holds(*l, value) {
                                    Some(false) => return Some(false),
                                    Some(true) => {}
                                    None => doubt = true,
                                },
                                None => doubt |= self.holds(*l, value) != Some(true),
                            }
                        }
                        (!doubt).then_some(true)
                    }
                    _ => Some(true),
                }
            }
            _ => Some(true),
        }
    }

    fn text_holds(&mut self, formula: &Formula, text: &str) -> Option<bool> {
        let length = || super::super::texts::length(text);
        match formula {
            Formula::MinLength(min) => Some(length() >= *min),
            Formula::MaxLength(max) => Some(length() <= *max),
            Formula::Pattern(pattern) => self.matches(pattern, text),
            Formula::Format(name) => match self.meaning {
                Meaning::Open => None,
                Meaning::Checked => format_holds(name, text),
            },
            _ => Some(true),
        }
    }

    /// Whether the pattern finds itself in the text.
    pub(in crate::compat) fn matches(&mut self, pattern: &str, text: &str) -> Option<bool> {
        match self.languages.pattern(pattern) {
            Some(language) => Some(self.languages.holds(language, text)),
            None => self.texts.matches(pattern, text),
        }
    }

    fn items_hold(&mut self, formula: &Formula, items: &[Lit]) -> Option<bool> {
        let count = u64::try_from(items.len()).unwrap_or(u64::MAX);
        match formula {
            Formula::MinItems(min) => Some(count >= *min),
            Formula::MaxItems(max) => Some(count <= *max),
            Formula::Unique => {
                Some(items.iter().collect::<std::collections::BTreeSet<_>>().len() == items.len())
            }
            Formula::Item(index, l) => match usize::try_from(*index).ok().and_then(|i| items.get(i)) {
                Some(item) => self.holds(*l, item),
                None => Some(true),
            },
            Formula::Rest(from, l) => {
                let mut doubt = false;
                for item in items.iter().skip(usize::try_from(*from).unwrap_or(usize::MAX)) {
                    match self.holds(*l, item) {
                        Some(false) => return Some(false),
                        Some(true) => {}
                        None => doubt = true,
                    }
                }
                (!doubt).then_some(true)
            }
            Formula::AtLeast(least, l) => {
                let found: Vec<Option<bool>> = items.iter().map(|item| self.holds(*l, item)).collect();
                let count = |of: &dyn Fn(&Option<bool>) -> bool| {
                    u64::try_from(found.iter().filter(|f| of(f)).count()).unwrap_or(u64::MAX)
                };
                if count(&|f| *f == Some(true)) >= *least {
                    Some(true)
                } else if count(&|f| *f != Some(false)) < *least {
                    Some(false)
                } else {
                    None
                }
            }
            _ => Some(true),
        }
    }
}
