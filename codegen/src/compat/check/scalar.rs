//! Values without parts: which formulas hold of one, and when none is left.

use std::collections::BTreeSet;

use super::super::solve::formula::{BOOL, Formula, L, NULL, Pool, type_of};
use super::super::solve::language::Found;
use super::super::texts::{format_holds, length};
use super::super::value::Lit;
use super::{Case, Checker, DEEP};
use crate::number::Number;

/// Most multiples and texts that are refuted one by one.
const MOST: i128 = 10_000;

impl Checker<'_> {
    /// The values, where they are listed.
    pub(super) fn listed(&self, case: &Case) -> Option<Vec<Lit>> {
        let list = case.units.iter().filter(|l| **l > 0).find_map(|l| match self.pool.get(*l) {
            Formula::Enum(values) => Some(values),
            _ => None,
        });
        match (list, case.kind) {
            (Some(list), kind) => {
                Some(list.iter().filter(|value| type_of(value) == kind).flat_map(Lit::written).collect())
            }
            (None, NULL) => Some(vec![Lit::Null]),
            (None, BOOL) => Some(vec![Lit::Bool(false), Lit::Bool(true)]),
            _ => None,
        }
    }

    /// Whether the formula holds of a value without parts; `None` where that cannot be told.
    pub(super) fn holds(&mut self, l: L, value: &Lit, depth: u32) -> Option<bool> {
        if depth > DEEP || !self.step() {
            return None;
        }
        let (always, never) = self.mask(l, 0);
        let kind = type_of(value);
        if always & kind != 0 || never & kind != 0 {
            return Some(always & kind != 0);
        }
        let pool = self.pool;
        let all = |this: &mut Self, list: &[L]| -> Vec<Option<bool>> {
            list.iter().map(|l| this.holds(*l, value, depth + 1)).collect()
        };
        let found = match (pool.get(l), value) {
            (Formula::All(list), _) => {
                let found = all(self, list);
                if found.contains(&Some(false)) {
                    Some(false)
                } else {
                    (!found.contains(&None)).then_some(true)
                }
            }
            (Formula::One(list), _) => {
                let found = all(self, list);
                let sure = found.iter().filter(|one| **one == Some(true)).count();
                match sure {
                    2.. => Some(false),
                    sure => (!found.contains(&None)).then_some(sure == 1),
                }
            }
            (Formula::Node(k), _) => {
                let body = *pool.bodies.get(*k as usize)?;
                self.holds(body, value, depth + 1)
            }
            (Formula::Enum(values), _) => Some(values.contains(value)),
            (Formula::Whole, Lit::Number(numeral)) => Some(numeral.is_whole()),
            (formula, Lit::Number(numeral)) => {
                let number = &numeral.number;
                match formula {
                    Formula::Integer => Some(number.is_integer()),
                    Formula::Min(at, open) => Some(number > at || (!open && number == at)),
                    Formula::Max(at, open) => Some(number < at || (!open && number == at)),
                    Formula::Multiple(unit) => multiple(number, unit),
                    _ => None,
                }
            }
            (Formula::MinLength(least), Lit::String(text)) => Some(length(text) >= *least),
            (Formula::MaxLength(most), Lit::String(text)) => Some(length(text) <= *most),
            (Formula::Pattern(pattern), Lit::String(text)) => match self.languages.pattern(pattern) {
                Some(language) => Some(self.languages.holds(language, text)),
                None => self.texts.matches(pattern, text),
            },
            (Formula::Format(name), Lit::String(text)) if self.formats => format_holds(name, text),
            _ => None,
        };
        found.map(|found| found == (l > 0))
    }

    /// Whether no text is as the case says: shortest texts of what the lengths and patterns allow are refuted one by
    /// one until none is left.
    pub(super) fn no_text(&mut self, case: &Case) -> bool {
        let (mut least, mut most, mut languages) = (0, u64::MAX, Vec::new());
        let mut refuted: BTreeSet<String> = BTreeSet::new();
        for l in &case.units {
            match (self.pool.get(*l), *l > 0) {
                (Formula::MinLength(count), true) => least = least.max(*count),
                (Formula::MaxLength(count), true) => most = most.min(*count),
                (Formula::MinLength(0), false) => return true,
                (Formula::MinLength(count), false) => most = most.min(count - 1),
                (Formula::MaxLength(count), false) => least = least.max(count.saturating_add(1)),
                (Formula::Pattern(pattern), wanted) => {
                    if let Some(language) = self.languages.pattern(pattern) {
                        languages.push(if wanted { language } else { self.languages.not(language) });
                    }
                }
                (Formula::Enum(values), false) => {
                    refuted.extend(values.iter().filter_map(Lit::text).map(str::to_owned));
                }
                _ => {}
            }
        }
        if least > most {
            return true;
        }
        if languages.is_empty() && most > 0 {
            return false;
        }
        languages.push(self.languages.length(least, None));
        for _ in 0..MOST {
            if !self.step() {
                return false;
            }
            let out = self.languages.texts(refuted.iter().map(String::as_str));
            let out = self.languages.not(out);
            let all = self.languages.and(languages.iter().copied().chain([out]));
            match self.languages.shortest(all) {
                Found::None => return true,
                Found::TooLarge => return false,
                Found::Text(text) if length(&text) > most => return true,
                Found::Text(text) => {
                    let value = Lit::String(text.clone());
                    if !case.units.iter().any(|l| self.holds(*l, &value, 0) == Some(false)) {
                        return false;
                    }
                    refuted.insert(text);
                }
            }
        }
        false
    }
}

/// An end of an interval, and whether it is itself excluded.
type End<'n> = (&'n Number, bool);

/// `number / unit` as `a / b`, both whole; `None` where 128 bits do not hold them.
fn quotient(number: &Number, unit: &Number) -> Option<(i128, i128)> {
    let ((a, power), (b, unit_power)) = (number.mantissa()?, unit.mantissa()?);
    let low = power.min(unit_power);
    Some((shifted(a, power - low)?, shifted(b, unit_power - low)?))
}

fn shifted(mantissa: i128, places: i64) -> Option<i128> {
    if mantissa == 0 {
        return Some(0);
    }
    10_i128.checked_pow(u32::try_from(places).ok()?)?.checked_mul(mantissa)
}

/// Whether `number` is a whole multiple of `unit`; `None` where 128 bits do not tell.
fn multiple(number: &Number, unit: &Number) -> Option<bool> {
    let ((a, power), (mut b, unit_power)) = (number.mantissa()?, unit.mantissa()?);
    let places = power.checked_sub(unit_power)?;
    if places < 0 {
        let (a, b) = quotient(number, unit)?;
        return (b != 0).then(|| a % b == 0);
    }
    // Each place takes a two and a five out of the unit, so that the places need not be written out.
    for prime in [2, 5] {
        let mut left = places;
        while left > 0 && b != 0 && b % prime == 0 {
            (b, left) = (b / prime, left - 1);
        }
    }
    (b != 0).then(|| a % b == 0)
}

/// Whether no number is as the units say.
pub(super) fn no_number(pool: &Pool, units: &[L]) -> bool {
    let (mut low, mut high): (Option<End<'_>>, Option<End<'_>>) = (None, None);
    let one = Number::from(1);
    let (mut of, mut not_of, mut out) = (Vec::new(), Vec::new(), BTreeSet::new());
    for l in units {
        let (bound, upper) = match (pool.get(*l), *l > 0) {
            (Formula::Min(at, open), true) => ((at, *open), false),
            (Formula::Max(at, open), false) => ((at, !*open), false),
            (Formula::Max(at, open), true) => ((at, *open), true),
            (Formula::Min(at, open), false) => ((at, !*open), true),
            // What is written whole is an integer, and each integer may be written otherwise.
            (Formula::Integer, _) | (Formula::Whole, true) => {
                if *l > 0 { &mut of } else { &mut not_of }.push(&one);
                continue;
            }
            (Formula::Multiple(unit), sign) => {
                if sign { &mut of } else { &mut not_of }.push(unit);
                continue;
            }
            (Formula::Enum(values), false) => {
                out.extend(values.iter().filter_map(|value| match value {
                    Lit::Number(numeral) => Some(&numeral.number),
                    _ => None,
                }));
                continue;
            }
            _ => continue,
        };
        if upper {
            let tighter = high.is_none_or(|old| bound.0 < old.0 || (bound.0 == old.0 && bound.1));
            high = if tighter { Some(bound) } else { high };
        } else {
            let tighter = low.is_none_or(|old| bound.0 > old.0 || (bound.0 == old.0 && bound.1));
            low = if tighter { Some(bound) } else { low };
        }
    }
    let refuted = |number: &Number| {
        out.contains(number)
            || of.iter().any(|unit| multiple(number, unit) == Some(false))
            || not_of.iter().any(|unit| multiple(number, unit) == Some(true))
    };
    if let (Some((low, a)), Some((high, b))) = (low, high)
        && (low > high || (low == high && (a || b || refuted(low))))
    {
        return true;
    }
    let Some((unit, power)) = common(&of) else { return false };
    // All multiples of it are multiples of what they must not be multiples of.
    let whole = |other: &&Number| {
        let other = other.mantissa().filter(|(mantissa, _)| *mantissa != 0);
        other.is_some_and(|(b, other_power)| {
            let low = power.min(other_power);
            let both = shifted(unit, power - low).zip(shifted(b, other_power - low));
            both.is_some_and(|(a, b)| a % b == 0)
        })
    };
    if not_of.iter().any(whole) {
        return true;
    }
    let (Some((low, low_open)), Some((high, high_open))) = (low, high) else { return false };
    // Multiples number `first` to `last` lie within the interval.
    let ratio = |end: &Number| {
        let (mantissa, end_power) = end.mantissa()?;
        let least = power.min(end_power);
        Some((shifted(mantissa, end_power - least)?, shifted(unit, power - least)?))
    };
    let (Some((a, b)), Some((c, d))) = (ratio(low), ratio(high)) else { return false };
    let first = a.div_euclid(b) + i128::from(a.rem_euclid(b) != 0 || low_open);
    let last = c.div_euclid(d) - i128::from(c.rem_euclid(d) == 0 && high_open);
    let Some(count) = last.checked_sub(first) else { return false };
    count < MOST
        && (first..=last).all(|k| {
            let number = k.checked_mul(unit).and_then(|k| Number::parse(&format!("{k}e{power}")));
            number.is_some_and(|number| refuted(&number))
        })
}

/// The least common multiple, as `mantissa · 10^power`.
fn common(units: &[&Number]) -> Option<(i128, i64)> {
    let parts = units.iter().map(|unit| unit.mantissa()).collect::<Option<Vec<_>>>()?;
    let power = parts.iter().map(|(_, power)| *power).min()?;
    let mut least = 1_i128;
    for (mantissa, own) in parts {
        let unit = shifted(mantissa, own - power)?.checked_abs().filter(|unit| *unit != 0)?;
        let (mut a, mut b) = (least, unit);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        least = (least / a).checked_mul(unit)?;
    }
    Some((least, power))
}
