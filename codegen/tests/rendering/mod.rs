//! A model as text, for people.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use event_contracts_codegen::model::{
    AssertionId, Check, Condition, Evaluated, Kind, Model, Part, Shape, TypeRef, Unknown,
};
use event_contracts_codegen::resolve::Type;

/// Every type of the model, a line or a block each, and the assertions that they use.
pub(crate) fn text(model: &Model) -> String {
    let mut out = String::new();
    for root in &model.roots {
        writeln!(out, "root {}", model.get(root.ty).rust).expect("text");
    }
    for def in &model.types {
        let name =
            if def.rust == def.csharp { def.rust.clone() } else { format!("{}/{}", def.rust, def.csharp) };
        match &def.shape {
            Shape::Record(record) => {
                let unknown = match &record.unknown {
                    Unknown::Refuse => " closed".to_owned(),
                    Unknown::Drop => " open".to_owned(),
                    Unknown::Keep(extra) => format!(" {}: {}", extra.rust, shown(model, &extra.value)),
                };
                writeln!(out, "record {name}{unknown}{}", checks(model, &record.checks)).expect("text");
                for field in &record.fields {
                    let mark = format!(
                        "{}{}{}",
                        if field.required { "" } else { "?" },
                        if field.nullable { " null|" } else { " " },
                        if field.boxed { "box " } else { "" }
                    );
                    let names = if field.csharp.to_lowercase() == field.json.to_lowercase() {
                        field.rust.clone()
                    } else {
                        format!("{}/{}", field.rust, field.csharp)
                    };
                    writeln!(out, "  {:?} {names}{mark}{}", field.json, shown(model, &field.ty))
                        .expect("text");
                }
            }
            Shape::Enum(set) => {
                let open = if set.open { " open" } else { "" };
                writeln!(out, "enum {name}{open}").expect("text");
                for variant in &set.variants {
                    writeln!(out, "  {:?} {}", variant.json, variant.rust).expect("text");
                }
            }
            Shape::Union(union) => {
                writeln!(out, "union {name} by {:?}{}", union.tag, checks(model, &union.checks))
                    .expect("text");
                for arm in &union.arms {
                    writeln!(out, "  {:?} {}: {}", arm.value, arm.name, model.get(arm.record).rust)
                        .expect("text");
                }
            }
            Shape::Choice(choice) => {
                writeln!(out, "choice {name}{}", checks(model, &choice.checks)).expect("text");
                for arm in &choice.arms {
                    let types: Vec<&str> = arm.types.iter().map(Type::name).collect();
                    let when =
                        arm.when.map_or(String::new(), |id| format!(" when {}", model.assertion(id).name));
                    let boxed = if arm.boxed { "box " } else { "" };
                    let ty = shown(model, &arm.ty);
                    writeln!(out, "  {} ({}{when}): {boxed}{ty}", arm.name, types.join(" ")).expect("text");
                }
            }
            Shape::Newtype(ty) => writeln!(out, "type {name} = {}", shown(model, ty)).expect("text"),
        }
    }
    for assertion in &model.assertions {
        let conditions: Vec<String> =
            assertion.conditions.iter().map(|condition| shown_condition(model, condition)).collect();
        writeln!(out, "assert {}: {}", assertion.name, conditions.join(" & ")).expect("text");
    }
    for evaluation in &model.evaluations {
        let own = match &evaluation.own {
            Evaluated::All => "all".to_owned(),
            Evaluated::Members { named, patterns } => format!("{named:?} {patterns:?}"),
            Evaluated::Items { prefix, .. } => format!("..{prefix}"),
        };
        let parts: Vec<String> = evaluation
            .parts
            .iter()
            .map(|part| match part {
                Part::Always(id) => model.evaluation(*id).name.clone(),
                Part::When(_, id) | Part::Unless(_, id) | Part::WhenPresent(_, id) => {
                    format!("perhaps {}", model.evaluation(*id).name)
                }
            })
            .collect();
        let line = format!("sees {}: {own} {}", evaluation.name, parts.join(" "));
        writeln!(out, "{}", line.trim_end()).expect("text");
    }
    out
}

fn shown(model: &Model, ty: &TypeRef) -> String {
    let kind = match &ty.kind {
        Kind::Named(id) => model.get(*id).rust.clone(),
        Kind::List(inner) => format!("[{}]", shown(model, inner)),
        Kind::Map(inner) => format!("{{{}}}", shown(model, inner)),
        Kind::Tuple(items) => {
            format!("({})", items.iter().map(|item| shown(model, item)).collect::<Vec<_>>().join(", "))
        }
        Kind::Nullable(inner) => format!("null|{}", shown(model, inner)),
        Kind::Integer(integer) => format!("{integer:?}").to_lowercase(),
        other => format!("{other:?}"),
    };
    format!("{kind}{}", checks(model, &ty.checks))
}

fn checks(model: &Model, checks: &[Check]) -> String {
    let shown: Vec<String> = checks.iter().map(|check| shown_check(model, check)).collect();
    if shown.is_empty() { String::new() } else { format!(" ({})", shown.join(", ")) }
}

fn shown_check(model: &Model, check: &Check) -> String {
    match check {
        Check::Assert(id) => format!("assert {}", model.assertion(*id).name),
        Check::Minimum(n) | Check::Maximum(n) => format!("{} {n}", check.keyword()),
        Check::ExclusiveMinimum(n) | Check::ExclusiveMaximum(n) | Check::MultipleOf(n) => {
            format!("{} {n}", check.keyword())
        }
        Check::MinLength(n) | Check::MaxLength(n) | Check::MinItems(n) => format!("{} {n}", check.keyword()),
        Check::MaxItems(n) | Check::MinProperties(n) | Check::MaxProperties(n) => {
            format!("{} {n}", check.keyword())
        }
        Check::Pattern(pattern) => format!("pattern {pattern}"),
        other => format!("{other:?}"),
    }
}

fn shown_condition(model: &Model, condition: &Condition) -> String {
    let name = |id: &AssertionId| model.assertion(*id).name.clone();
    let maybe = |id: &Option<AssertionId>| id.as_ref().map_or("any".to_owned(), name);
    let list = |ids: &[AssertionId]| ids.iter().map(name).collect::<Vec<_>>().join(" ");
    match condition {
        Condition::Type { types, .. } => {
            format!("type {}", types.iter().map(Type::name).collect::<Vec<_>>().join("|"))
        }
        Condition::Check(check) => shown_check(model, check),
        Condition::Required(names) => format!("required {names:?}"),
        Condition::All(ids) => format!("all [{}]", list(ids)),
        Condition::Any(ids) => format!("any [{}]", list(ids)),
        Condition::One(ids) => format!("one [{}]", ids.iter().map(maybe).collect::<Vec<_>>().join(" ")),
        Condition::Not(id) => format!("not {}", name(id)),
        Condition::If { condition, then, otherwise } => {
            format!("if {} then {} else {}", name(condition), maybe(then), maybe(otherwise))
        }
        Condition::Members { named, patterns, additional } => {
            let entries = |entries: &[(String, Option<AssertionId>)]| {
                entries.iter().map(|(key, id)| format!("{key}: {}", maybe(id))).collect::<Vec<_>>().join(", ")
            };
            format!("members {{{}}} /{}/ else {}", entries(named), entries(patterns), maybe(additional))
        }
        Condition::Items { prefix, rest } => {
            format!("items [{}] {}", prefix.iter().map(maybe).collect::<Vec<_>>().join(" "), maybe(rest))
        }
        other => other.keyword().to_owned(),
    }
}

/// Names that are there twice, or that are no identifiers.
pub(crate) fn unfit(model: &Model) -> Vec<String> {
    let mut unfit = Vec::new();
    let mut look = |scope: String, name: &str, taken: &mut BTreeSet<String>| {
        let legal = syn::parse_str::<syn::Ident>(name).is_ok();
        if !legal || !taken.insert(name.to_owned()) {
            unfit.push(format!("{scope}: {name}"));
        }
    };
    let mut types = std::collections::BTreeMap::new();
    for def in &model.types {
        let taken: &mut BTreeSet<String> = types.entry(&def.home).or_default();
        look("types".to_owned(), &def.rust, taken);
        let (mut rust, mut csharp) = (BTreeSet::new(), BTreeSet::from([def.csharp.clone()]));
        match &def.shape {
            Shape::Record(record) => {
                for field in &record.fields {
                    look(def.rust.clone(), &field.rust, &mut rust);
                    look(def.rust.clone(), &format!("{}_", field.csharp), &mut csharp);
                }
                if let Unknown::Keep(extra) = &record.unknown {
                    look(def.rust.clone(), &extra.rust, &mut rust);
                }
            }
            Shape::Enum(set) => set.variants.iter().for_each(|v| look(def.rust.clone(), &v.rust, &mut rust)),
            Shape::Union(union) => {
                union.arms.iter().for_each(|arm| look(def.rust.clone(), &arm.name, &mut rust));
            }
            Shape::Choice(choice) => {
                choice.arms.iter().for_each(|arm| look(def.rust.clone(), &arm.name, &mut csharp));
            }
            Shape::Newtype(_) => {}
        }
    }
    unfit
}
