//! Assertions and evaluations: one static method each, on the JSON of a value.
//!
//! A method that is given a checker reports every violation; without one it stops at the first, and looks at what
//! is cheap before what is not.

use super::checks::{Statics, count};
use super::file::File;
use super::reached::Reached;
use super::text::{literal, summary, xml};
use super::writer::Writer;
use crate::model::{Assertion, AssertionId, Condition, Evaluated, Evaluation, EvaluationId, Part};
use crate::resolve::TypeSet;

/// A name, or a pattern, and what members must be that it fits.
type Entry = (String, Option<AssertionId>);

/// How much work a condition is, roughly.
fn cost(condition: &Condition) -> u8 {
    match condition {
        Condition::Never | Condition::Type { .. } | Condition::Required(_) => 0,
        Condition::Const(_) | Condition::Enum(_) | Condition::Check(_) | Condition::DependentRequired(..) => {
            1
        }
        Condition::PropertyNames(_) | Condition::Members { .. } => 2,
        Condition::Items { .. } | Condition::Contains { .. } | Condition::All(_) => 3,
        Condition::DependentSchema(..)
        | Condition::Any(_)
        | Condition::One(_)
        | Condition::Not(_)
        | Condition::If { .. } => 4,
        Condition::UnevaluatedMembers { .. } | Condition::UnevaluatedItems { .. } => 5,
    }
}

/// `snake_case` with each word's first letter great.
fn pascal(name: &str) -> String {
    name.split('_')
        .map(|word| {
            let mut chars = word.chars();
            chars.next().map(char::to_uppercase).into_iter().flatten().chain(chars).collect::<String>()
        })
        .collect()
}

fn is_never(assertion: &Assertion) -> bool {
    matches!(assertion.conditions.as_slice(), [Condition::Never])
}

impl<'a> File<'a> {
    /// The method of an assertion.
    pub(super) fn assertion(&self, id: AssertionId) -> String {
        format!("Is{}", pascal(&self.names.model.assertion(id).name))
    }

    fn evaluation(&self, id: EvaluationId) -> String {
        pascal(&self.names.model.evaluation(id).name)
    }

    /// The class of a home's assertions, if it has any.
    pub(super) fn assertion_class(&mut self, reached: &Reached, out: &mut Writer) {
        if reached.assertions.is_empty() {
            return;
        }
        let model = self.names.model;
        let mut statics = Statics::default();
        let mut methods = Writer::default();
        for id in &reached.assertions {
            self.assertion_method(*id, model.assertion(*id), &mut statics, &mut methods);
        }
        for id in &reached.evaluations {
            self.evaluation_method(*id, model.evaluation(*id), &mut statics, &mut methods);
        }
        out.line("/// <summary>What schemas say about a value beyond its type.</summary>");
        let mut body = out.block(format!("internal static class {}", self.assertions));
        statics.declare(&mut body);
        body.gap();
        body.lines(methods.finish().lines());
    }

    fn assertion_method(
        &mut self,
        id: AssertionId,
        assertion: &'a Assertion,
        statics: &mut Statics,
        out: &mut Writer,
    ) {
        let (element, checker) = (self.system("System.Text.Json", "JsonElement"), self.support("Checker"));
        let name = pascal(&assertion.name);
        let mut loops = Writer::default();
        let mut reported = Vec::new();
        for (index, condition) in assertion.conditions.iter().enumerate() {
            if let Condition::Members { named, patterns, additional } = condition
                && (!patterns.is_empty() || additional.is_some())
            {
                self.members_method(&name, index, (named, patterns, *additional), statics, &mut loops);
            }
            self.terms(&name, index, condition, "check", statics, &mut reported);
        }
        let mut order: Vec<(usize, &Condition)> = assertion.conditions.iter().enumerate().collect();
        order.sort_by_key(|(_, condition)| cost(condition));
        let mut silent = Vec::new();
        for (index, condition) in order {
            self.terms(&name, index, condition, "null", statics, &mut silent);
        }
        let pointer = self.pointer(id);
        out.gap();
        out.lines(summary(&format!("Whether a value is as {pointer} says.")));
        let head = format!("internal static bool {}({element} value, {checker}? check)", self.assertion(id));
        match reported.as_slice() {
            [] => out.arrow(&head, "true"),
            [only] => out.arrow(&head, only),
            _ => {
                let mut body = out.block(head);
                {
                    let mut block = body.block("if (check is null)");
                    joined(&silent, "&&", &mut block);
                }
                body.gap();
                joined(&reported, "&", &mut body);
            }
        }
        out.lines(loops.finish().lines());
    }

    /// The place of an assertion's schema, for a comment.
    fn pointer(&self, id: AssertionId) -> String {
        let name = &self.names.model.assertion(id).name;
        format!("the schema {}", name.replace('_', " "))
    }

    /// The expressions that must all be true.
    fn terms(
        &mut self,
        name: &str,
        index: usize,
        condition: &'a Condition,
        check: &str,
        statics: &mut Statics,
        out: &mut Vec<String>,
    ) {
        let model = self.names.model;
        let conditions = self.support("Conditions");
        let element = self.system("System.Text.Json", "JsonElement");
        match condition {
            Condition::Never => out.push(format!("{conditions}.Never({check})")),
            Condition::Type { types, integers_as_written } => {
                let method = if *integers_as_written { "TypeAsWritten" } else { "Type" };
                let types = self.types(*types);
                out.push(format!("{conditions}.{method}(value, {types}, {check})"));
            }
            Condition::Const(node) => {
                let value = format!("{conditions}.Literal({})", literal(&node.to_json()));
                let constant = statics.field(&format!("{name}Const"), &element, value);
                out.push(format!("{conditions}.Const(value, {constant}, {check})"));
            }
            Condition::Enum(nodes) => {
                let members: Vec<String> = nodes
                    .iter()
                    .map(|node| format!("{conditions}.Literal({})", literal(&node.to_json())))
                    .collect();
                let value = format!("[{}]", members.join(", "));
                let members = statics.field(&format!("{name}Enum"), &format!("{element}[]"), value);
                out.push(format!("{conditions}.Enum(value, {members}, {check})"));
            }
            Condition::Check(keyword) => out.push(self.keyword(keyword, "value", check, name, statics)),
            Condition::Items { .. } | Condition::Contains { .. } => self.item_terms(condition, check, out),
            Condition::Required(names) => out.extend(
                names
                    .iter()
                    .map(|member| format!("{conditions}.Required(value, {}, {check})", literal(member))),
            ),
            Condition::DependentRequired(member, needed) => out.extend(needed.iter().map(|other| {
                let (member, other) = (literal(member), literal(other));
                format!("{conditions}.DependentRequired(value, {member}, {other}, {check})")
            })),
            Condition::DependentSchema(member, id) => out.push(format!(
                "(!{conditions}.Has(value, {}) || {}(value, {check}))",
                literal(member),
                self.assertion(*id)
            )),
            Condition::PropertyNames(id) => {
                out.push(format!("{conditions}.PropertyNames(value, {}, {check})", self.assertion(*id)));
            }
            Condition::Members { named, patterns, additional } => {
                if !patterns.is_empty() || additional.is_some() {
                    out.push(format!("{}(value, {check})", members_of(name, index)));
                    return;
                }
                for (member, id) in named {
                    let Some(id) = id else { continue };
                    let (member, inner) = (literal(member), self.assertion(*id));
                    out.push(format!("{conditions}.Member(value, {member}, {inner}, {check})"));
                }
            }
            Condition::All(ids) => {
                out.extend(ids.iter().map(|id| format!("{}(value, {check})", self.assertion(*id))));
            }
            Condition::Any(ids) => {
                let arms: Vec<Option<AssertionId>> = ids.iter().copied().map(Some).collect();
                let arms = self.alternatives(&format!("{name}AnyOf"), &arms, statics);
                out.push(format!("{conditions}.Any(value, {arms}, {check})"));
            }
            Condition::One(ids) => {
                let arms = self.alternatives(&format!("{name}OneOf"), ids, statics);
                out.push(format!("{conditions}.One(value, {arms}, {check})"));
            }
            Condition::Not(id) => {
                out.push(format!("{conditions}.Not(value, {}, {check})", self.assertion(*id)));
            }
            Condition::If { condition, then, otherwise } => {
                let branch = |id: &Option<AssertionId>| {
                    id.map_or("true".to_owned(), |id| format!("{}(value, {check})", self.assertion(id)))
                };
                let condition = self.assertion(*condition);
                out.push(format!("({condition}(value, null) ? {} : {})", branch(then), branch(otherwise)));
            }
            Condition::UnevaluatedMembers { evaluated, rest }
            | Condition::UnevaluatedItems { evaluated, rest } => {
                let of_members = matches!(condition, Condition::UnevaluatedMembers { .. });
                let method = if of_members { "UnevaluatedMembers" } else { "UnevaluatedItems" };
                let never = is_never(model.assertion(*rest));
                let rest = if never { "null".to_owned() } else { self.assertion(*rest) };
                let evaluated = self.evaluation(*evaluated);
                out.push(format!("{conditions}.{method}(value, {evaluated}, {rest}, {check})"));
            }
        }
    }

    /// The expressions about the items of an array.
    fn item_terms(&mut self, condition: &Condition, check: &str, out: &mut Vec<String>) {
        let model = self.names.model;
        let conditions = self.support("Conditions");
        match condition {
            Condition::Items { prefix, rest } => {
                for (position, item) in prefix.iter().enumerate() {
                    let Some(item) = item else { continue };
                    let item = self.assertion(*item);
                    out.push(format!("{conditions}.Item(value, {position}, {item}, {check})"));
                }
                if let Some(rest) = rest {
                    let start = prefix.len();
                    out.push(if is_never(model.assertion(*rest)) {
                        format!("{conditions}.NoItems(value, {start}, {check})")
                    } else {
                        format!("{conditions}.Items(value, {start}, {}, {check})", self.assertion(*rest))
                    });
                }
            }
            Condition::Contains { item, min, max } => {
                let item = item.map_or("null".to_owned(), |item| self.assertion(item));
                let most = max.map_or("int.MaxValue".to_owned(), |max| count(max).to_string());
                out.push(format!("{conditions}.Contains(value, {item}, {}, {most}, {check})", count(*min)));
            }
            _ => {}
        }
    }

    fn alternatives(&mut self, name: &str, arms: &[Option<AssertionId>], statics: &mut Statics) -> String {
        let null = if arms.contains(&None) { "?" } else { "" };
        let ty = format!("{}{null}[]", self.support("Assertion"));
        let arms: Vec<String> =
            arms.iter().map(|arm| arm.map_or("null".to_owned(), |id| self.assertion(id))).collect();
        statics.field(name, &ty, format!("[{}]", arms.join(", ")))
    }

    fn types(&mut self, types: TypeSet) -> String {
        let flags = self.support("JsonTypes");
        let names: Vec<String> = types.iter().map(|t| format!("{flags}.{}", pascal(t.name()))).collect();
        if names.is_empty() { "default".to_owned() } else { names.join(" | ") }
    }

    /// The method that goes through the members of an object: `properties`, `patternProperties`,
    /// `additionalProperties`.
    fn members_method(
        &mut self,
        name: &str,
        index: usize,
        (named, patterns, additional): (&[Entry], &[Entry], Option<AssertionId>),
        statics: &mut Statics,
        out: &mut Writer,
    ) {
        let model = self.names.model;
        let conditions = self.support("Conditions");
        let (element, checker) = (self.system("System.Text.Json", "JsonElement"), self.support("Checker"));
        let kind = self.system("System.Text.Json", "JsonValueKind");
        let property = self.system("System.Text.Json", "JsonProperty");
        let method = members_of(name, index);
        out.gap();
        let mut body = out.block(format!("private static bool {method}({element} value, {checker}? check)"));
        body.block(format!("if (value.ValueKind != {kind}.Object)")).line("return true;");
        body.gap();
        body.line("bool holds = true;");
        {
            let mut each = body.block(format!("foreach ({property} member in value.EnumerateObject())"));
            each.line("string name = member.Name;");
            if additional.is_some() {
                each.line("bool isKnown = false;");
            }
            let look = |id: AssertionId, this: &Self| {
                format!("holds &= {conditions}.At(name, member.Value, {}, check);", this.assertion(id))
            };
            if !named.is_empty() {
                let mut switch = each.block("switch (name)");
                let mut known = named.iter().peekable();
                while let Some((member, id)) = known.next() {
                    switch.line(format!("case {}:", literal(member)));
                    // Labels one below the other where nothing is to be done.
                    if id.is_none() && known.peek().is_some_and(|(_, next)| next.is_none()) {
                        continue;
                    }
                    if additional.is_some() {
                        switch.continued("isKnown = true;");
                    }
                    if let Some(id) = id {
                        switch.continued(look(*id, self));
                    }
                    switch.continued("break;");
                }
            }
            for (pattern, id) in patterns {
                let field = self.pattern(pattern, name, statics);
                let mut block = each.block(format!("if ({field}.IsMatch(name))"));
                if additional.is_some() {
                    block.line("isKnown = true;");
                }
                if let Some(id) = id {
                    block.line(look(*id, self));
                }
            }
            if let Some(additional) = additional {
                let mut block = each.block("if (!isKnown)");
                if is_never(model.assertion(additional)) {
                    block.line(format!("holds = {conditions}.Unexpected(\"additionalProperties\", check);"));
                } else {
                    block.line(look(additional, self));
                }
            }
            each.block("if (!holds && check is null)").line("return false;");
        }
        body.line("return holds;");
    }

    fn evaluation_method(
        &mut self,
        id: EvaluationId,
        evaluation: &'a Evaluation,
        statics: &mut Statics,
        out: &mut Writer,
    ) {
        let element = self.system("System.Text.Json", "JsonElement");
        let evaluated = self.support("Evaluated");
        let conditions = self.support("Conditions");
        let name = self.evaluation(id);
        out.gap();
        let what = xml(&evaluation.name.replace('_', " "));
        out.line(format!("/// <summary>What the schema {what} of a value.</summary>"));
        let mut body = out.block(format!("internal static void {name}({element} value, {evaluated} seen)"));
        match &evaluation.own {
            Evaluated::All => body.line("seen.All();"),
            Evaluated::Members { named, patterns } => {
                if !named.is_empty() {
                    let named: Vec<String> = named.iter().map(|name| literal(name)).collect();
                    let value = format!("[{}]", named.join(", "));
                    let field = statics.field(&format!("{name}Names"), "string[]", value);
                    body.line(format!("seen.Members({field});"));
                }
                for pattern in patterns {
                    let field = self.pattern(pattern, &name, statics);
                    body.line(format!("seen.Members(value, {field});"));
                }
            }
            Evaluated::Items { prefix, contains } => {
                if *prefix > 0 {
                    body.line(format!("seen.Items({});", count(*prefix)));
                }
                if let Some(contains) = contains {
                    body.line(format!("seen.Items(value, {});", self.assertion(*contains)));
                }
            }
        }
        for part in &evaluation.parts {
            let (condition, id) = match part {
                Part::Always(id) => (None, *id),
                Part::When(assertion, id) => {
                    (Some(format!("{}(value, null)", self.assertion(*assertion))), *id)
                }
                Part::Unless(assertion, id) => {
                    (Some(format!("!{}(value, null)", self.assertion(*assertion))), *id)
                }
                Part::WhenPresent(member, id) => {
                    (Some(format!("{conditions}.Has(value, {})", literal(member))), *id)
                }
            };
            let call = format!("{}(value, seen);", self.evaluation(id));
            match condition {
                None => body.line(call),
                Some(condition) => body.block(format!("if ({condition})")).line(call),
            }
        }
    }
}

/// The name of a method that goes through members.
fn members_of(name: &str, index: usize) -> String {
    if index == 0 { format!("MembersOf{name}") } else { format!("MembersOf{name}{index}") }
}

/// `return` with the terms below each other.
fn joined(terms: &[String], operator: &str, out: &mut Writer) {
    for (index, term) in terms.iter().enumerate() {
        let end = if index + 1 == terms.len() { ";" } else { "" };
        if index == 0 {
            out.line(format!("return {term}{end}"));
        } else {
            out.continued(format!("{operator} {term}{end}"));
        }
    }
}
