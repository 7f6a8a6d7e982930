//! Numbers: intervals, integers, multiples. All exact.

use std::collections::BTreeSet;

use super::arm::{Bound, Numbers};
use crate::number::Number;

/// Most integers that an interval is written out for.
const ENUMERABLE: i128 = 64;

/// The greatest integer at or below.
fn floor(number: &Number) -> Option<i128> {
    if let Some(integer) = number.to_i128() {
        return Some(integer);
    }
    if number.is_integer() {
        return None;
    }
    let text = number.to_string();
    if text.contains('e') {
        // Beyond 40 places: an integer was handled above, so this is next to zero.
        let tiny = *number < Number::from(1) && *number > Number::from(-1);
        return tiny.then(|| if number.is_negative() { -1 } else { 0 });
    }
    let whole = text.split('.').next()?.trim_start_matches('-').parse::<i128>().ok()?;
    Some(if number.is_negative() { -whole - 1 } else { whole })
}

fn ceil(number: &Number) -> Option<i128> {
    let below = floor(number)?;
    if number.is_integer() { Some(below) } else { below.checked_add(1) }
}

/// Whether `number` is a whole multiple of `unit`; `None` where 128 bits do not tell.
pub(super) fn is_multiple(number: &Number, unit: &Number) -> Option<bool> {
    let scale = number.scale().max(unit.scale());
    let scaled = |n: &Number| {
        let text = n.to_string();
        if text.contains('e') { None } else { Number::parse(&format!("{text}e{scale}"))?.to_i128() }
    };
    Some(scaled(number)?.checked_rem(scaled(unit)?)? == 0)
}

/// Whether a number fits a 96-bit decimal: at most 28 places, a mantissa below 2^96.
pub(super) fn is_decimal(number: &Number) -> bool {
    number.to_decimal().is_some()
}

/// `number + units · 10^-scale`.
pub(super) fn shift(number: &Number, units: i128, scale: i64) -> Option<Number> {
    let text = number.to_string();
    let scale = scale.max(number.scale());
    if text.contains('e') || scale > 30 {
        return None;
    }
    let whole = Number::parse(&format!("{text}e{scale}"))?.to_i128()?;
    Number::parse(&format!("{}e-{scale}", whole.checked_add(units)?))
}

impl Bound {
    fn allows_above(&self, number: &Number) -> bool {
        if self.open { *number > self.at } else { *number >= self.at }
    }

    fn allows_below(&self, number: &Number) -> bool {
        if self.open { *number < self.at } else { *number <= self.at }
    }
}

/// The tighter of two lower bounds.
fn higher(a: Option<Bound>, b: Option<Bound>) -> Option<Bound> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if (&a.at, a.open) >= (&b.at, b.open) { a } else { b }),
        (a, b) => a.or(b),
    }
}

fn lower(a: Option<Bound>, b: Option<Bound>) -> Option<Bound> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if (&a.at, !a.open) <= (&b.at, !b.open) { a } else { b }),
        (a, b) => a.or(b),
    }
}

impl Numbers {
    /// Only these.
    pub(super) fn only(set: BTreeSet<Number>) -> Self {
        Self { integer: set.iter().all(Number::is_integer), set: Some(set), ..Self::default() }
    }

    pub(super) fn at_least(&mut self, bound: Bound) {
        self.lower = higher(self.lower.take(), Some(bound));
    }

    pub(super) fn at_most(&mut self, bound: Bound) {
        self.upper = lower(self.upper.take(), Some(bound));
    }

    /// Both; `None` if 128 bits do not tell whether a member belongs.
    pub(super) fn meet(&self, other: &Self) -> Option<Self> {
        let mut both = self.clone();
        both.integer |= other.integer;
        both.lower = higher(both.lower, other.lower.clone());
        both.upper = lower(both.upper, other.upper.clone());
        both.multiples.extend(other.multiples.iter().cloned());
        both.multiples.sort();
        both.multiples.dedup();
        both.formats.extend(other.formats.iter().cloned());
        both.set = match (both.set, &other.set) {
            (Some(a), Some(b)) => Some(a.intersection(b).cloned().collect()),
            (a, b) => a.or_else(|| b.clone()),
        };
        both.tidy()
    }

    /// Integer bounds become closed integers; members of the set that break a bound go.
    pub(super) fn tidy(mut self) -> Option<Self> {
        self.integer |= self.multiples.iter().any(Number::is_integer);
        if self.integer {
            for (bound, up) in [(&mut self.lower, true), (&mut self.upper, false)] {
                let Some(bound) = bound else { continue };
                let inside = if up { ceil(&bound.at) } else { floor(&bound.at) };
                if let Some(at) = inside {
                    let step = i128::from(bound.open && bound.at.is_integer());
                    let at = if up { at.checked_add(step)? } else { at.checked_sub(step)? };
                    *bound = Bound { at: Number::from(at), open: false };
                }
            }
        }
        if let Some(set) = self.set.take() {
            let mut left = BTreeSet::new();
            for number in set {
                if self.fits(&number)? {
                    left.insert(number);
                }
            }
            self.set = Some(left);
        }
        Some(self)
    }

    /// Whether the constraints other than the set and the formats hold.
    pub(super) fn fits(&self, number: &Number) -> Option<bool> {
        let bounds = self.lower.as_ref().is_none_or(|b| b.allows_above(number))
            && self.upper.as_ref().is_none_or(|b| b.allows_below(number));
        if !bounds || (self.integer && !number.is_integer()) {
            return Some(false);
        }
        self.multiples.iter().try_fold(true, |fits, unit| Some(fits && is_multiple(number, unit)?))
    }

    /// Certainly without a member.
    pub(super) fn is_empty(&self) -> bool {
        if let Some(set) = &self.set {
            return set.is_empty();
        }
        match (&self.lower, &self.upper) {
            (Some(low), Some(high)) => low.at > high.at || (low.at == high.at && (low.open || high.open)),
            _ => false,
        }
    }

    /// The members, where they are known or few.
    pub(super) fn members(&self) -> Option<BTreeSet<Number>> {
        if self.set.is_some() {
            return self.set.clone();
        }
        let (low, high) = (self.lower.as_ref()?, self.upper.as_ref()?);
        if low.at == high.at && !low.open && !high.open {
            return self.fits(&low.at)?.then(|| [low.at.clone()].into());
        }
        let (low, high) = (ceil(&low.at)?, floor(&high.at)?);
        if !self.integer || high.checked_sub(low)? > ENUMERABLE {
            return None;
        }
        let mut members = BTreeSet::new();
        for number in (low..=high).map(Number::from) {
            if self.fits(&number)? {
                members.insert(number);
            }
        }
        Some(members)
    }

    /// The keyword of `reader` that may refuse a member of `self`; `None` proves that none does.
    pub(super) fn refused_by(&self, reader: &Self) -> Option<&'static str> {
        if let Some(set) = self.members() {
            let all = |holds: &dyn Fn(&Number) -> bool| set.iter().all(holds);
            if reader.set.as_ref().is_some_and(|allowed| !set.is_subset(allowed)) {
                return Some("enum");
            }
            if reader.integer && !all(&Number::is_integer) {
                return Some("type");
            }
            if !all(&|n| reader.lower.as_ref().is_none_or(|b| b.allows_above(n))) {
                return Some("minimum");
            }
            if !all(&|n| reader.upper.as_ref().is_none_or(|b| b.allows_below(n))) {
                return Some("maximum");
            }
            if !all(&|n| reader.multiples.iter().all(|unit| is_multiple(n, unit) == Some(true))) {
                return Some("multipleOf");
            }
            let decimal = reader.formats.iter().all(|f| f == "decimal") && all(&is_decimal);
            return (!decimal && !reader.formats.is_subset(&self.formats)).then_some("format");
        }
        if reader.set.is_some() {
            return Some("enum");
        }
        if reader.integer && !self.integer {
            return Some("type");
        }
        let above = |bound: &Bound| {
            self.lower
                .as_ref()
                .is_some_and(|own| own.at > bound.at || (own.at == bound.at && (own.open || !bound.open)))
        };
        if !reader.lower.as_ref().is_none_or(above) {
            return Some("minimum");
        }
        let below = |bound: &Bound| {
            self.upper
                .as_ref()
                .is_some_and(|own| own.at < bound.at || (own.at == bound.at && (own.open || !bound.open)))
        };
        if !reader.upper.as_ref().is_none_or(below) {
            return Some("maximum");
        }
        let whole = self.integer.then(|| Number::from(1));
        let divides = |unit: &Number| {
            self.multiples.iter().chain(&whole).any(|own| is_multiple(own, unit) == Some(true))
        };
        if !reader.multiples.iter().all(divides) {
            return Some("multipleOf");
        }
        (!reader.formats.is_subset(&self.formats)).then_some("format")
    }
}
