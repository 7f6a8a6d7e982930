//! Numbers: intervals and multiples, exact.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::super::value::{Lit, Numeral};
use super::formula::{Formula, L};
use super::{Answer, Solver, Stuck};
use crate::number::Number;

/// Most multiples that are tried.
const TRIES: usize = 4_000;

/// Whether it holds of a number; `None` where 128 bits do not tell.
pub(super) fn holds(formula: &Formula, number: &Number) -> Option<bool> {
    Some(match formula {
        Formula::Integer => number.is_integer(),
        Formula::Min(at, open) => {
            if *open {
                number > at
            } else {
                number >= at
            }
        }
        Formula::Max(at, open) => {
            if *open {
                number < at
            } else {
                number <= at
            }
        }
        Formula::Multiple(unit) => return is_multiple(number, unit),
        _ => true,
    })
}

/// Whether `number` is a whole multiple of `unit`.
pub(super) fn is_multiple(number: &Number, unit: &Number) -> Option<bool> {
    let ((a, power), (b, unit_power)) = (number.mantissa()?, unit.mantissa()?);
    if a == 0 {
        return Some(true);
    }
    let shift = power.checked_sub(unit_power)?;
    let b = b.unsigned_abs();
    if b == 0 {
        return Some(false);
    }
    if shift < 0 {
        // 10^39 is beyond any mantissa.
        let Some(factor) = u32::try_from(-shift).ok().and_then(|shift| 10_u128.checked_pow(shift)) else {
            return Some(false);
        };
        return Some(b.checked_mul(factor).is_some_and(|b| a.unsigned_abs() % b == 0));
    }
    if b > u128::from(u64::MAX) {
        let factor = u32::try_from(shift).ok().and_then(|shift| 10_u128.checked_pow(shift))?;
        return Some(a.unsigned_abs().checked_mul(factor)? % b == 0);
    }
    let (mut rest, mut base, mut left) = (a.unsigned_abs() % b, 10 % b, shift);
    while left > 0 {
        if left & 1 == 1 {
            rest = rest * base % b;
        }
        base = base * base % b;
        left >>= 1;
    }
    Some(rest == 0)
}

/// `mantissa · 10^power`.
fn number(mantissa: i128, power: i64) -> Option<Number> {
    Number::parse(&format!("{mantissa}e{power}"))
}

/// The number as a multiple of `10^power`.
fn scaled(number: &Number, power: i64) -> Option<i128> {
    let (mantissa, own) = number.mantissa()?;
    if mantissa == 0 {
        return Some(0);
    }
    let shift = u32::try_from(own.checked_sub(power)?).ok()?;
    10_i128.checked_pow(shift)?.checked_mul(mantissa)
}

#[derive(Default)]
struct Range {
    low: Option<(Number, bool)>,
    high: Option<(Number, bool)>,
    multiples: Vec<Number>,
    others: Vec<Number>,
    not: BTreeSet<Number>,
}

impl Range {
    fn at_least(&mut self, at: &Number, open: bool) {
        let tighter = self.low.as_ref().is_none_or(|(own, own_open)| (at, open) > (own, *own_open));
        if tighter {
            self.low = Some((at.clone(), open));
        }
    }

    fn at_most(&mut self, at: &Number, open: bool) {
        let tighter = self.high.as_ref().is_none_or(|(own, own_open)| (at, !open) < (own, !*own_open));
        if tighter {
            self.high = Some((at.clone(), open));
        }
    }

    fn holds(&self, number: &Number) -> Option<bool> {
        let low = self.low.as_ref().is_none_or(|(at, open)| if *open { number > at } else { number >= at });
        let high = self.high.as_ref().is_none_or(|(at, open)| if *open { number < at } else { number <= at });
        if !low || !high || self.not.contains(number) {
            return Some(false);
        }
        for (units, wanted) in [(&self.multiples, true), (&self.others, false)] {
            for unit in units {
                if is_multiple(number, unit)? != wanted {
                    return Some(false);
                }
            }
        }
        Some(true)
    }

    /// The least common multiple of the units, as `mantissa · 10^power`.
    fn unit(&self) -> Option<(i128, i64)> {
        let parts = self.multiples.iter().map(Number::mantissa).collect::<Option<Vec<_>>>()?;
        let power = parts.iter().map(|(_, power)| *power).min()?;
        let mut least = 1_i128;
        for unit in &self.multiples {
            let unit = scaled(unit, power)?;
            let (mut a, mut b) = (least, unit);
            while b != 0 {
                (a, b) = (b, a % b);
            }
            least = (least / a).checked_mul(unit)?;
        }
        Some((least, power))
    }
}

impl Solver {
    pub(super) fn number(&mut self, units: &[L]) -> Answer {
        let mut range = Range::default();
        let (mut whole, mut pointed) = (false, false);
        for l in units {
            match (self.pool.get(*l), *l > 0) {
                (Formula::Integer, true) => range.multiples.push(Number::from(1)),
                (Formula::Whole, true) => {
                    whole = true;
                    range.multiples.push(Number::from(1));
                }
                (Formula::Whole, false) => pointed = true,
                (Formula::Integer, false) => range.others.push(Number::from(1)),
                (Formula::Multiple(unit), true) => range.multiples.push(unit.clone()),
                (Formula::Multiple(unit), false) => range.others.push(unit.clone()),
                (Formula::Min(at, open), true) => range.at_least(at, *open),
                (Formula::Max(at, open), true) => range.at_most(at, *open),
                (Formula::Min(at, open), false) => range.at_most(at, !open),
                (Formula::Max(at, open), false) => range.at_least(at, !open),
                (Formula::Enum(values), false) => range.not.extend(values.iter().filter_map(|v| match v {
                    Lit::Number(numeral) => Some(numeral.number.clone()),
                    _ => None,
                })),
                _ => {}
            }
        }
        match find(&range) {
            // Its digits are not written out.
            Ok(Some(number)) if whole && number.to_i128().is_none() => {
                Answer::Unknown(Stuck::new("minimum", "the numbers are too large"))
            }
            Ok(Some(number)) => {
                let pointed = pointed && number.is_integer();
                Answer::Member(Rc::new(Lit::Number(Numeral { number, pointed })))
            }
            Ok(None) => Answer::Empty,
            Err(stuck) => Answer::Unknown(stuck),
        }
    }
}

fn find(range: &Range) -> Result<Option<Number>, Stuck> {
    let stuck = Stuck::new("multipleOf", "the numbers are too large");
    if let (Some((low, a)), Some((high, b))) = (&range.low, &range.high) {
        if low > high || (low == high && (*a || *b)) {
            return Ok(None);
        }
        if low == high {
            return match range.holds(low) {
                Some(true) => Ok(Some(low.clone())),
                Some(false) => Ok(None),
                None => Err(stuck),
            };
        }
    }
    let ends = range.low.iter().chain(&range.high).map(|(at, _)| at);
    let simple = ["0", "1", "-1", "0.5", "2", "-0.5", "1.5"];
    // Where all numbers of an interval will do, one within it; an integer is looked for from the end on.
    let far = if range.multiples.is_empty() { ["1e30", "-1e30"].as_slice() } else { &[] };
    let simple = simple.iter().chain(far).filter_map(|text| Number::parse(text));
    for number in simple.chain(ends.clone().cloned()) {
        if range.holds(&number) == Some(true) {
            return Ok(Some(number));
        }
    }
    if range.multiples.is_empty() {
        // Between two ends there is room beside all that is left out.
        let power = ends.clone().filter_map(Number::mantissa).map(|(_, p)| p).min().unwrap_or(0).min(0);
        for finer in [0, 1, 2, 3, 6, 12] {
            let power = power - finer;
            let base = match (&range.low, &range.high) {
                (Some((low, _)), _) => scaled(low, power),
                (None, Some((high, _))) => scaled(high, power),
                _ => Some(0),
            };
            let sign = if range.low.is_none() && range.high.is_some() { -1 } else { 1 };
            for step in 0..200 {
                let found =
                    base.and_then(|base| base.checked_add(sign * step)).and_then(|m| number(m, power));
                if let Some(found) = found.filter(|found| range.holds(found) == Some(true)) {
                    return Ok(Some(found));
                }
            }
        }
        // Ends so far out that one cannot count from them.
        for (mantissa, power) in ends.filter_map(Number::mantissa) {
            for power in [power.saturating_add(1), power.saturating_sub(1)] {
                if let Some(found) = number(mantissa, power).filter(|n| range.holds(n) == Some(true)) {
                    return Ok(Some(found));
                }
            }
        }
        return Err(Stuck::new("minimum", "the numbers are too large"));
    }
    let (unit, mut power) = range.unit().ok_or(stuck)?;
    let step = number(unit, power).ok_or(stuck)?;
    if range.others.iter().any(|other| is_multiple(&step, other) == Some(true)) {
        return Ok(None);
    }
    for end in ends {
        power = power.min(end.mantissa().ok_or(stuck)?.1);
    }
    let unit = scaled(&step, power).ok_or(stuck)?;
    let (mut first, mut last) = (i128::MIN / 4, i128::MAX / 4);
    if let Some((low, open)) = &range.low {
        let low = scaled(low, power).ok_or(stuck)?;
        first = low.div_euclid(unit) + i128::from(low.rem_euclid(unit) != 0 || *open);
    }
    if let Some((high, open)) = &range.high {
        let high = scaled(high, power).ok_or(stuck)?;
        last = high.div_euclid(unit) - i128::from(high.rem_euclid(unit) == 0 && *open);
    }
    if first > last {
        return Ok(None);
    }
    let start = 0.clamp(first, last);
    let all = last.checked_sub(first).and_then(|n| usize::try_from(n).ok());
    let limit = TRIES + range.not.len();
    for distance in 0..=i128::try_from(limit).unwrap_or(0) {
        for k in [start.checked_add(distance), start.checked_sub(distance)].into_iter().flatten() {
            if k < first || k > last {
                continue;
            }
            let found = k.checked_mul(unit).and_then(|m| number(m, power)).ok_or(stuck)?;
            match range.holds(&found) {
                Some(true) => return Ok(Some(found)),
                Some(false) => {}
                None => return Err(stuck),
            }
        }
    }
    if all.is_some_and(|all| all <= limit) {
        Ok(None)
    } else {
        Err(Stuck::new("multipleOf", "there are too many multiples"))
    }
}
