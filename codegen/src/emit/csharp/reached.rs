//! Which assertions and evaluations the types of a home need.

use std::collections::BTreeSet;

use crate::model::{AssertionId, Check, Condition, Evaluated, EvaluationId, Home, Model, Part};

/// The assertions and evaluations that the types of a home need.
#[derive(Debug, Default)]
pub(super) struct Reached {
    pub(super) assertions: BTreeSet<AssertionId>,
    pub(super) evaluations: BTreeSet<EvaluationId>,
}

/// What the types of a home need, by themselves and through each other.
pub(super) fn of_home(model: &Model, home: &Home) -> Reached {
    let mut open: Vec<AssertionId> = model.asserted(home).into_iter().collect();
    let mut reached = Reached::default();
    let mut evaluations = Vec::new();
    loop {
        if let Some(id) = open.pop() {
            if reached.assertions.insert(id) {
                for condition in &model.assertion(id).conditions {
                    needs(condition, &mut open, &mut evaluations);
                }
            }
        } else if let Some(id) = evaluations.pop() {
            if reached.evaluations.insert(id) {
                let evaluation = model.evaluation(id);
                if let Evaluated::Items { contains, .. } = &evaluation.own {
                    open.extend(*contains);
                }
                for part in &evaluation.parts {
                    match part {
                        Part::Always(id) | Part::WhenPresent(_, id) => evaluations.push(*id),
                        Part::When(assertion, id) | Part::Unless(assertion, id) => {
                            open.push(*assertion);
                            evaluations.push(*id);
                        }
                    }
                }
            }
        } else {
            return reached;
        }
    }
}

/// What a condition refers to.
fn needs(condition: &Condition, out: &mut Vec<AssertionId>, evaluations: &mut Vec<EvaluationId>) {
    match condition {
        Condition::Check(Check::Assert(id)) => out.push(*id),
        Condition::Never
        | Condition::Type { .. }
        | Condition::Const(_)
        | Condition::Enum(_)
        | Condition::Check(_)
        | Condition::Required(_)
        | Condition::DependentRequired(..) => {}
        Condition::Items { prefix, rest } => out.extend(prefix.iter().chain([rest]).flatten()),
        Condition::Contains { item, .. } => out.extend(*item),
        Condition::DependentSchema(_, id) | Condition::PropertyNames(id) | Condition::Not(id) => {
            out.push(*id);
        }
        Condition::Members { named, patterns, additional } => {
            let inner = named.iter().chain(patterns).filter_map(|(_, id)| *id);
            out.extend(inner.chain(*additional));
        }
        Condition::All(ids) | Condition::Any(ids) => out.extend(ids),
        Condition::One(ids) => out.extend(ids.iter().flatten()),
        Condition::If { condition, then, otherwise } => {
            out.push(*condition);
            out.extend([then, otherwise].into_iter().flatten());
        }
        Condition::UnevaluatedMembers { evaluated, rest }
        | Condition::UnevaluatedItems { evaluated, rest } => {
            evaluations.push(*evaluated);
            out.push(*rest);
        }
    }
}
