//! Assertions that say nothing, or that nobody asks, are taken out of the model.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    AssertionId, Check, Condition, Evaluated, EvaluationId, Kind, Model, Part, Shape, TypeRef, Unknown,
};

/// Takes them out, and numbers the rest anew.
pub(super) fn sweep(model: &mut Model) {
    let idle = idle(model);
    each_check_list(model, &mut |checks| {
        checks.retain(|check| !matches!(check, Check::Assert(id) if idle.contains(id)));
    });
    for at in 0..model.assertions.len() {
        let conditions = std::mem::take(&mut model.assertions[at].conditions);
        let conditions = conditions.into_iter().filter_map(|condition| without(condition, &idle));
        model.assertions[at].conditions = conditions.collect();
    }
    for evaluation in &mut model.evaluations {
        if let Evaluated::Items { contains: Some(id), .. } = &evaluation.own
            && idle.contains(id)
        {
            evaluation.own = Evaluated::All;
        }
        evaluation.parts.retain(|part| !matches!(part, Part::Unless(id, _) if idle.contains(id)));
        for part in &mut evaluation.parts {
            if let Part::When(id, evaluation) = part
                && idle.contains(id)
            {
                *part = Part::Always(*evaluation);
            }
        }
    }
    for def in &mut model.types {
        if let Shape::Choice(choice) = &mut def.shape {
            let mut open = false;
            for arm in &mut choice.arms {
                if arm.when.is_some_and(|id| idle.contains(&id)) {
                    (arm.when, open) = (None, true);
                }
            }
            if open {
                // What takes every value is asked last.
                choice.arms.sort_by_key(|arm| arm.when.is_none());
            }
        }
    }
    number(model);
}

/// The assertions that every value keeps.
fn idle(model: &Model) -> BTreeSet<AssertionId> {
    let mut idle = BTreeSet::new();
    loop {
        let before = idle.len();
        // What an assertion asks mostly stands behind it.
        for (at, assertion) in (0..).zip(&model.assertions).collect::<Vec<_>>().into_iter().rev() {
            let says = |condition: &Condition| match condition {
                Condition::Const(_) | Condition::Enum(_) | Condition::Required(_) => true,
                condition => without(condition.clone(), &idle).is_some(),
            };
            if !idle.contains(&AssertionId(at)) && !assertion.conditions.iter().any(says) {
                idle.insert(AssertionId(at));
            }
        }
        if idle.len() == before {
            return idle;
        }
    }
}

/// A condition without what is idle; `None` if it says nothing then.
fn without(condition: Condition, idle: &BTreeSet<AssertionId>) -> Option<Condition> {
    let kept = |id: Option<AssertionId>| id.filter(|id| !idle.contains(id));
    let entries = |entries: Vec<(String, Option<AssertionId>)>, known: bool| -> Vec<_> {
        let entries = entries.into_iter().map(|(name, id)| (name, kept(id)));
        entries.filter(|(_, id)| known || id.is_some()).collect()
    };
    Some(match condition {
        Condition::Items { prefix, rest } => {
            let rest = kept(rest);
            let mut prefix: Vec<Option<AssertionId>> = prefix.into_iter().map(kept).collect();
            if rest.is_none() {
                let said = prefix.iter().rposition(Option::is_some)?;
                prefix.truncate(said + 1);
            }
            Condition::Items { prefix, rest }
        }
        Condition::Contains { item, min, max } => Condition::Contains { item: kept(item), min, max },
        Condition::DependentSchema(name, id) => Condition::DependentSchema(name, kept(Some(id))?),
        Condition::PropertyNames(id) => Condition::PropertyNames(kept(Some(id))?),
        Condition::Members { named, patterns, additional } => {
            let additional = kept(additional);
            let named = entries(named, additional.is_some());
            let patterns = entries(patterns, additional.is_some());
            if additional.is_none() && named.is_empty() && patterns.is_empty() {
                return None;
            }
            Condition::Members { named, patterns, additional }
        }
        Condition::All(ids) => {
            let ids: Vec<AssertionId> = ids.into_iter().filter(|id| !idle.contains(id)).collect();
            if ids.is_empty() {
                return None;
            }
            Condition::All(ids)
        }
        Condition::Any(ids) if ids.iter().any(|id| idle.contains(id)) => return None,
        Condition::One(ids) => Condition::One(ids.into_iter().map(kept).collect()),
        Condition::Not(id) if idle.contains(&id) => Condition::Never,
        Condition::If { condition, then, otherwise } => {
            let (then, otherwise) = (kept(then), kept(otherwise));
            match (idle.contains(&condition), then, otherwise) {
                (true, Some(then), _) => Condition::All(vec![then]),
                (true, None, _) | (false, None, None) => return None,
                (false, then, otherwise) => Condition::If { condition, then, otherwise },
            }
        }
        Condition::UnevaluatedMembers { rest, .. } | Condition::UnevaluatedItems { rest, .. }
            if idle.contains(&rest) =>
        {
            return None;
        }
        other => other,
    })
}

/// Keeps what is asked, in its order.
fn number(model: &mut Model) {
    let mut asked: BTreeSet<AssertionId> = BTreeSet::new();
    let mut seen: BTreeSet<EvaluationId> = BTreeSet::new();
    let mut open: Vec<AssertionId> = Vec::new();
    each_check_list(model, &mut |checks| {
        open.extend(checks.iter().filter_map(|check| match check {
            Check::Assert(id) => Some(*id),
            _ => None,
        }));
    });
    for def in &model.types {
        if let Shape::Choice(choice) = &def.shape {
            open.extend(choice.arms.iter().filter_map(|arm| arm.when));
        }
    }
    let mut evaluations: Vec<EvaluationId> = Vec::new();
    loop {
        if let Some(id) = open.pop() {
            if asked.insert(id) {
                for condition in &mut model.assertions[id.0 as usize].conditions {
                    ids(condition, &mut |id| open.push(*id), &mut |id| evaluations.push(*id));
                }
            }
        } else if let Some(id) = evaluations.pop() {
            if seen.insert(id) {
                let evaluation = &mut model.evaluations[id.0 as usize];
                ids_of_evaluation(evaluation, &mut |id| open.push(*id), &mut |id| evaluations.push(*id));
            }
        } else {
            break;
        }
    }
    let places: BTreeMap<AssertionId, AssertionId> =
        asked.iter().copied().zip((0..).map(AssertionId)).collect();
    let place = |id: &AssertionId| places.get(id).copied().unwrap_or(*id);
    let seen_places: BTreeMap<EvaluationId, EvaluationId> =
        seen.iter().copied().zip((0..).map(EvaluationId)).collect();
    let evaluation_place = |id: &EvaluationId| seen_places.get(id).copied().unwrap_or(*id);
    each_check_list(model, &mut |checks| {
        for check in checks {
            if let Check::Assert(id) = check {
                *id = place(id);
            }
        }
    });
    for def in &mut model.types {
        if let Shape::Choice(choice) = &mut def.shape {
            for when in choice.arms.iter_mut().filter_map(|arm| arm.when.as_mut()) {
                *when = place(when);
            }
        }
    }
    let mut at = 0..;
    model.assertions.retain(|_| at.next().is_some_and(|at| asked.contains(&AssertionId(at))));
    let mut at = 0..;
    model.evaluations.retain(|_| at.next().is_some_and(|at| seen.contains(&EvaluationId(at))));
    for assertion in &mut model.assertions {
        for condition in &mut assertion.conditions {
            ids(condition, &mut |id| *id = place(id), &mut |id| *id = evaluation_place(id));
        }
    }
    for evaluation in &mut model.evaluations {
        ids_of_evaluation(evaluation, &mut |id| *id = place(id), &mut |id| *id = evaluation_place(id));
    }
}

/// Every id in a condition.
fn ids(
    condition: &mut Condition,
    look: &mut impl FnMut(&mut AssertionId),
    see: &mut impl FnMut(&mut EvaluationId),
) {
    match condition {
        Condition::Never
        | Condition::Type { .. }
        | Condition::Const(_)
        | Condition::Enum(_)
        | Condition::Check(_)
        | Condition::Required(_)
        | Condition::DependentRequired(..) => {}
        Condition::Items { prefix, rest } => prefix.iter_mut().chain([rest]).flatten().for_each(look),
        Condition::Contains { item, .. } => item.iter_mut().for_each(look),
        Condition::DependentSchema(_, id) | Condition::PropertyNames(id) | Condition::Not(id) => look(id),
        Condition::Members { named, patterns, additional } => {
            let entries = named.iter_mut().chain(patterns).map(|(_, id)| id);
            entries.chain([additional]).flatten().for_each(look);
        }
        Condition::All(ids) | Condition::Any(ids) => ids.iter_mut().for_each(look),
        Condition::One(ids) => ids.iter_mut().flatten().for_each(look),
        Condition::If { condition, then, otherwise } => {
            look(condition);
            then.iter_mut().chain(otherwise).for_each(look);
        }
        Condition::UnevaluatedMembers { evaluated, rest }
        | Condition::UnevaluatedItems { evaluated, rest } => {
            see(evaluated);
            look(rest);
        }
    }
}

fn ids_of_evaluation(
    evaluation: &mut crate::model::Evaluation,
    look: &mut impl FnMut(&mut AssertionId),
    see: &mut impl FnMut(&mut EvaluationId),
) {
    if let Evaluated::Items { contains: Some(id), .. } = &mut evaluation.own {
        look(id);
    }
    for part in &mut evaluation.parts {
        match part {
            Part::Always(id) | Part::WhenPresent(_, id) => see(id),
            Part::When(condition, id) | Part::Unless(condition, id) => {
                look(condition);
                see(id);
            }
        }
    }
}

/// Every list of checks in the types.
fn each_check_list(model: &mut Model, look: &mut impl FnMut(&mut Vec<Check>)) {
    fn inside(ty: &mut TypeRef, look: &mut impl FnMut(&mut Vec<Check>)) {
        look(&mut ty.checks);
        match &mut ty.kind {
            Kind::List(inner) | Kind::Map(inner) | Kind::Nullable(inner) => inside(inner, look),
            Kind::Tuple(items) => items.iter_mut().for_each(|item| inside(item, look)),
            _ => {}
        }
    }
    for def in &mut model.types {
        match &mut def.shape {
            Shape::Record(record) => {
                record.fields.iter_mut().for_each(|field| inside(&mut field.ty, look));
                if let Unknown::Keep(extra) = &mut record.unknown {
                    inside(&mut extra.value, look);
                }
                look(&mut record.checks);
            }
            Shape::Union(union) => look(&mut union.checks),
            Shape::Choice(choice) => {
                choice.arms.iter_mut().for_each(|arm| inside(&mut arm.ty, look));
                look(&mut choice.checks);
            }
            Shape::Newtype(ty) => inside(ty, look),
            Shape::Enum(_) => {}
        }
    }
}
