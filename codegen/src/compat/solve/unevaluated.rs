//! `unevaluatedProperties` and `unevaluatedItems`: what is left over depends on which of the schemas beside
//! hold, so it is said case by case.

use std::collections::BTreeSet;

use super::super::judge::View;
use super::compile::{Compiler, Form, Key, Reading};
use super::formula::{FALSE, Formula, L, Pool, TRUE};
use crate::resolve::{Draft, Keywords};

/// Most cases that are told apart.
const CASES: u32 = 2_000;
/// Deepest nesting of schemas about one value.
const DEEP: usize = 60;

/// Something is evaluated if all guards hold.
#[derive(Debug, Clone)]
struct Claim<T> {
    guards: Vec<L>,
    what: T,
}

/// What is found in the schemas that speak about one value.
struct Claims<T> {
    list: Vec<Claim<T>>,
    /// Guards of which one holds at most.
    apart: Vec<Vec<L>>,
}

/// Every member that is left over is such; `more` gives names that are not left over.
pub(super) fn members<'a>(
    compiler: &mut Compiler<'a>,
    key: Key,
    rest: L,
    more: &mut dyn FnMut(&mut Compiler<'a>) -> L,
    closing: bool,
) -> L {
    if rest == TRUE {
        return TRUE;
    }
    let mut claims = Claims { list: Vec::new(), apart: Vec::new() };
    let deep = walk(compiler, key, &mut Vec::new(), &mut claims, 0, &mut |compiler, key, k, top| {
        if k.additional_properties.is_some() || ((!top || closing) && k.unevaluated_properties.is_some()) {
            return Some(TRUE);
        }
        let names = compiler.own_names(key, k, &[]);
        (names != FALSE).then_some(names)
    });
    let more = more(compiler);
    if more != FALSE {
        claims.list.push(Claim { guards: Vec::new(), what: more });
    }
    let mut budget = CASES;
    let tree = cases(&mut compiler.pool, &claims.list, &claims.apart, &mut budget, &|pool, sure| {
        let names = pool.any(sure.to_vec());
        if names == TRUE { TRUE } else { pool.members(-names, rest) }
    });
    match tree {
        Some(tree) if deep => tree,
        _ => compiler.opaque("unevaluatedProperties", "there are too many cases", key),
    }
}

/// How far items are evaluated.
#[derive(Debug, Clone, Copy)]
enum Reach {
    First(u64),
    Such(L),
}

/// Every item that is left over is such.
pub(super) fn items(compiler: &mut Compiler<'_>, key: Key, rest: L) -> L {
    if rest == TRUE {
        return TRUE;
    }
    let mut claims = Claims { list: Vec::new(), apart: Vec::new() };
    let deep = walk(compiler, key, &mut Vec::new(), &mut claims, 0, &mut |_, _, k, top| {
        if k.items.is_some() || (!top && k.unevaluated_items.is_some()) {
            return Some(Reach::First(u64::MAX));
        }
        let length = k.prefix_items.as_ref().map_or(0, |l| l.value.len());
        (length > 0).then(|| Reach::First(u64::try_from(length).unwrap_or(u64::MAX)))
    });
    let found = walk(compiler, key, &mut Vec::new(), &mut claims, 0, &mut |compiler, key, k, _| {
        let (contains, draft) = (k.contains.as_ref()?, compiler.schema(key).draft);
        let item = compiler.at(key, Form::In(View::Plain), contains.value);
        let lit = compiler.lit(item);
        match draft {
            Draft::Draft202012 => Some(Reach::Such(lit)),
            // By that draft it does not count, and yet there are validators for which it does.
            Draft::Draft201909 if key.formats != Reading::Generated => {
                let why = "validators of 2019-09 differ on whether it counts what `contains` finds";
                let counts = compiler.pool.intern(Formula::Opaque("unevaluatedItems", why, u32::MAX - 64));
                Some(Reach::Such(compiler.pool.all([lit, counts])))
            }
            _ => None,
        }
    });
    let mut budget = CASES;
    let tree = cases(&mut compiler.pool, &claims.list, &claims.apart, &mut budget, &|pool, sure| {
        let (mut first, mut allowed) = (0, vec![rest]);
        for reach in sure {
            match reach {
                Reach::First(length) => first = first.max(*length),
                Reach::Such(such) => allowed.push(*such),
            }
        }
        let allowed = pool.any(allowed);
        if first == u64::MAX { TRUE } else { pool.rest(first, allowed) }
    });
    match tree {
        Some(tree) if deep && found => tree,
        _ => compiler.opaque("unevaluatedItems", "there are too many cases", key),
    }
}

type Look<'f, T> = dyn FnMut(&mut Compiler<'_>, Key, &Keywords, bool) -> Option<T> + 'f;

/// Goes through the schemas that speak about the value; `false` if they are nested too deep.
fn walk<T>(
    compiler: &mut Compiler<'_>,
    key: Key,
    guards: &mut Vec<L>,
    claims: &mut Claims<T>,
    depth: usize,
    look: &mut Look<'_, T>,
) -> bool {
    let Some(k) = compiler.keywords(key) else { return true };
    if depth > DEEP {
        return false;
    }
    if let Some(what) = look(compiler, key, &k, depth == 0) {
        claims.list.push(Claim { guards: guards.clone(), what });
    }
    let mut inside: Vec<(Option<L>, Key)> = Vec::new();
    let surely = k.reference.iter().map(|l| l.value).chain(k.all_of.iter().flat_map(|l| l.value.clone()));
    inside.extend(surely.map(|id| (None, compiler.here(key, id))));
    for (branches, apart) in [(&k.any_of, false), (&k.one_of, true)] {
        let keys: Vec<Key> =
            branches.iter().flat_map(|l| l.value.iter().map(|id| compiler.here(key, *id))).collect();
        let lits: Vec<L> = keys.iter().map(|key| compiler.lit(*key)).collect();
        if apart && !lits.is_empty() {
            claims.apart.push(lits.clone());
        }
        inside.extend(lits.into_iter().map(Some).zip(keys));
    }
    if let Some(condition) = &k.if_ {
        let condition = compiler.at(key, Form::In(View::Plain), condition.value);
        let lit = compiler.lit(condition);
        inside.push((Some(lit), condition));
        inside.extend(k.then.iter().map(|l| (Some(lit), compiler.here(key, l.value))));
        inside.extend(k.else_.iter().map(|l| (Some(-lit), compiler.here(key, l.value))));
    }
    for entry in &k.dependent_schemas {
        let name = compiler.pool.name(&entry.name);
        inside.push((Some(compiler.pool.required(name)), compiler.here(key, entry.schema)));
    }
    let mut shallow = true;
    for (guard, inner) in inside {
        let length = guards.len();
        guards.extend(guard.filter(|guard| *guard != TRUE));
        if !guards.contains(&FALSE) {
            shallow &= walk(compiler, inner, guards, claims, depth + 1, look);
        }
        guards.truncate(length);
    }
    shallow
}

/// A decision over the guards; `None` if there are too many cases.
fn cases<T: Copy>(
    pool: &mut Pool,
    claims: &[Claim<T>],
    apart: &[Vec<L>],
    budget: &mut u32,
    leaf: &dyn Fn(&mut Pool, &[T]) -> L,
) -> Option<L> {
    *budget = budget.checked_sub(1)?;
    let sure: Vec<T> = claims.iter().filter(|c| c.guards.is_empty()).map(|c| c.what).collect();
    let now = leaf(pool, &sure);
    let Some(guard) = claims.iter().find_map(|claim| claim.guards.first().copied()) else {
        return Some(now);
    };
    if now == TRUE {
        return Some(TRUE);
    }
    let others: BTreeSet<L> = apart
        .iter()
        .filter(|group| group.contains(&guard))
        .flatten()
        .copied()
        .filter(|l| *l != guard)
        .collect();
    let given = |holds: L, gone: &dyn Fn(L) -> bool| -> Vec<Claim<T>> {
        claims
            .iter()
            .filter(|claim| !claim.guards.iter().any(|l| *l == -holds || gone(*l)))
            .map(|claim| Claim {
                guards: claim.guards.iter().copied().filter(|l| *l != holds).collect(),
                what: claim.what,
            })
            .collect()
    };
    let with = cases(pool, &given(guard, &|l| others.contains(&l)), apart, budget, leaf)?;
    let without = cases(pool, &given(-guard, &|_| false), apart, budget, leaf)?;
    let (yes, no) = (pool.all([guard, with]), pool.all([-guard, without]));
    Some(pool.any([yes, no]))
}
