//! What `Validate()` looks at in a member: a chain of calls where each says nothing of a value that is missing.

use std::collections::BTreeSet;

use super::checks::Statics;
use super::file::File;
use super::names::local;
use super::text::literal;
use super::types::{Form, field_form, form};
use super::writer::Writer;
use crate::model::Field;

impl File<'_> {
    /// Statements that look at a member. Its value may be missing where the type is not `present` by itself.
    pub(super) fn check_member(
        &mut self,
        field: &Field,
        name: &str,
        used: &mut BTreeSet<String>,
        statics: &mut Statics,
    ) -> Writer {
        let model = self.names.model;
        let (this, nullable) = field_form(model, field);
        let optional = !field.required;
        let null_in_type = matches!(form(model, &field.ty), Form::Nullable(_));
        let json = literal(&field.json);
        let value =
            if optional && nullable { format!("value.{name}.Value") } else { format!("value.{name}") };
        let mut out = Writer::default();
        if !null_in_type {
            let statements = self.check_present(&field.ty, &value, name, statics).finish();
            let object = if (optional || nullable) && this.is_value_type() { "Given" } else { "Object" };
            let reported = !optional && !nullable && !this.is_value_type();
            let calls: Option<Vec<String>> =
                statements.lines().map(|line| chained(line, &value, object)).collect();
            if let Some(calls) = calls {
                if reported {
                    out.line(format!("check.Member({json}, {value}){};", calls.concat()));
                } else if !calls.is_empty() {
                    out.line(format!("check.Member({json}){};", calls.concat()));
                }
                return out;
            }
        }
        // A type that allows null by itself looks for it itself.
        let (guard, statements) = if (optional || nullable) && !null_in_type {
            let local = local(name, "", used);
            (
                Some(format!("if ({value} is {{ }} {local})")),
                self.check_present(&field.ty, &local, name, statics),
            )
        } else {
            let guard = optional.then(|| format!("if (value.{name}.IsPresent)"));
            (guard, self.check(&field.ty, &value, name, statics))
        };
        let statements = statements.finish();
        if statements.is_empty() {
            return out;
        }
        let mut inner = Writer::default();
        inner.line(format!("check.Member({json});"));
        inner.lines(statements.lines());
        let inner = inner.finish();
        match guard {
            Some(guard) => out.block(guard).lines(inner.lines()),
            None => out.lines(inner.lines()),
        }
        out
    }
}

/// Methods of `Checker` that say nothing of a value that is missing.
const TOLERANT: &[&str] = &[
    "MinLength",
    "MaxLength",
    "Pattern",
    "Email",
    "Uri",
    "Duration",
    "Format",
    "Finite",
    "Minimum",
    "Maximum",
    "ExclusiveMinimum",
    "ExclusiveMaximum",
    "MultipleOf",
    "MinItems",
    "MaxItems",
    "UniqueItems",
    "Items",
    "Values",
    "MinProperties",
    "MaxProperties",
];

/// A statement as a further call behind `check.Member(…)`, if it is one that says nothing of a missing value.
fn chained(statement: &str, value: &str, object: &str) -> Option<String> {
    let statement = statement.strip_suffix(';')?;
    if let Some(rules) = statement.strip_suffix(&format!(".Check({value}, check)")) {
        return Some(format!(".{object}({value}, {rules}.Check)"));
    }
    if let Some(rules) = statement.strip_prefix(&format!("check.Object({value}, ")) {
        return Some(format!(".{object}({value}, {rules}"));
    }
    let call = statement.strip_prefix("check.")?;
    let (method, arguments) = call.split_once('(')?;
    let complete = arguments.ends_with(')') && arguments.starts_with(value);
    (complete && TOLERANT.contains(&method)).then(|| format!(".{call}"))
}
