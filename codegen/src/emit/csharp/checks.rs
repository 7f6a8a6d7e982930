//! `Validate()`: what the types do not hold by themselves.

use std::collections::BTreeMap;

use super::file::File;
use super::text::literal;
use super::types::{Form, form, is_wrapper, sees_json};
use super::writer::Writer;
use crate::model::{Check, Kind, Shape, TypeRef};
use crate::number::Number;
use crate::pattern::{Engine, Pattern, Term};

/// The static fields of a class, each value once.
#[derive(Debug, Default)]
pub(super) struct Statics {
    /// Type and value by name.
    fields: BTreeMap<String, (String, String)>,
    /// Name by type and value.
    names: BTreeMap<(String, String), String>,
}

impl Statics {
    /// The field of a type that holds a value; called `name`, if that is free.
    pub(super) fn field(&mut self, name: &str, ty: &str, value: String) -> String {
        let key = (ty.to_owned(), value);
        if let Some(known) = self.names.get(&key) {
            return known.clone();
        }
        let name = super::names::distinct(name, "_", |name| self.fields.contains_key(name));
        self.names.insert(key.clone(), name.clone());
        self.fields.insert(name.clone(), key);
        name
    }

    /// Declares the fields.
    pub(super) fn declare(&self, out: &mut Writer) {
        for (name, (ty, value)) in &self.fields {
            out.line(format!("private static readonly {ty} {name} = {value};"));
        }
    }
}

impl File<'_> {
    /// Whether there is anything to look at in a value of a type.
    pub(super) fn is_checked(&self, ty: &TypeRef) -> bool {
        let model = self.names.model;
        let of_itself = match &ty.kind {
            Kind::Named(id) => match &model.get(*id).shape {
                Shape::Newtype(_) if is_wrapper(model, *id) => true,
                Shape::Newtype(inner) => self.is_checked(inner),
                Shape::Enum(set) => !set.open,
                Shape::Record(_) | Shape::Union(_) | Shape::Choice(_) => true,
            },
            Kind::Nullable(inner) => self.is_checked(inner),
            Kind::String | Kind::Duration | Kind::Double | Kind::List(_) | Kind::Tuple(_) | Kind::Map(_) => {
                true
            }
            Kind::Bool
            | Kind::Uuid
            | Kind::Timestamp
            | Kind::Date
            | Kind::Decimal
            | Kind::Integer(_)
            | Kind::WholeNumber
            | Kind::Number
            | Kind::Any => false,
        };
        of_itself || !ty.checks.is_empty()
    }

    /// Statements that look at `value`; nulls that the compiler could not prevent are violations.
    pub(super) fn check(
        &mut self,
        ty: &TypeRef,
        value: &str,
        property: &str,
        statics: &mut Statics,
    ) -> Writer {
        let mut out = Writer::default();
        let model = self.names.model;
        if let Kind::Nullable(inner) = &ty.kind {
            for check in &ty.checks {
                let assertion = self.assertion_of(check, property, statics);
                out.line(format!("check.Assert({assertion});"));
            }
            // A name that nothing around has.
            let present = match value.split('.').next().unwrap_or_default() {
                "item" => "present".to_owned(),
                within if within.starts_with("present") => format!("{within}_"),
                _ => "item".to_owned(),
            };
            let body = self.check_present(inner, &present, property, statics).finish();
            if !body.is_empty() {
                out.block(format!("if ({value} is {{ }} {present})")).lines(body.lines());
            }
            return out;
        }
        // The rules of newtypes look for null themselves.
        let guarded = !self.has_rules(ty) && !form(model, ty).is_value_type();
        let body = self.check_present(ty, value, property, statics).finish();
        if !guarded {
            out.lines(body.lines());
        } else if body.is_empty() {
            out.line(format!("check.NotNull({value});"));
        } else {
            let mut block = out.block(format!("if (check.NotNull({value}))"));
            block.lines(body.lines());
        }
        out
    }

    /// Statements that look at `value`, which is not null.
    pub(super) fn check_present(
        &mut self,
        ty: &TypeRef,
        value: &str,
        property: &str,
        statics: &mut Statics,
    ) -> Writer {
        let mut out = Writer::default();
        let model = self.names.model;
        let this = form(model, ty);
        for check in &ty.checks {
            out.lines(self.condition(check, this, value, property, statics));
        }
        match &ty.kind {
            Kind::Duration => out.line(format!("check.Duration({value});")),
            Kind::Double => out.line(format!("check.Finite({value});")),
            Kind::Named(id) => match &model.get(*id).shape {
                Shape::Newtype(_) if !is_wrapper(model, *id) => {
                    if self.is_checked(&TypeRef { kind: ty.kind.clone(), checks: Vec::new() }) {
                        out.line(format!("{}.Check({value}, check);", self.rules(*id)));
                    }
                }
                Shape::Enum(set) if set.open => {}
                _ => out.line(format!("check.Object({value}, {}.Check);", self.converter(*id))),
            },
            Kind::List(inner) => {
                self.each(&mut out, "Items", inner, value, &format!("{property}Item"), statics);
            }
            Kind::Map(inner) => {
                self.each(&mut out, "Values", inner, value, &format!("{property}Value"), statics);
            }
            Kind::Tuple(items) => {
                for (index, item) in items.iter().enumerate() {
                    let inner = format!("{value}.Item{}", index + 1);
                    let body = self.check(item, &inner, &format!("{property}{index}"), statics).finish();
                    if !body.is_empty() {
                        out.line(format!("check.Enter({index});"));
                        out.lines(body.lines());
                        out.line("check.Leave();");
                    }
                }
            }
            _ => {}
        }
        out
    }

    pub(super) fn each(
        &mut self,
        out: &mut Writer,
        method: &str,
        inner: &TypeRef,
        value: &str,
        property: &str,
        statics: &mut Statics,
    ) {
        if !self.is_checked(inner) {
            return;
        }
        let inner_form = form(self.names.model, inner);
        // Items that are null are no matter of the statements, unless null is among the values.
        let nulls = matches!(inner_form, Form::Nullable(_));
        let body = if nulls || inner_form.is_value_type() {
            self.check(inner, "item", property, statics)
        } else {
            self.check_present(inner, "item", property, statics)
        };
        let body = body.finish();
        let nulls = if nulls { ", nulls: true" } else { "" };
        let mut lines = body.lines();
        match (lines.next(), lines.next()) {
            // Whatever an item is, null or not, is well.
            (None, _) if !nulls.is_empty() => {}
            (None, _) => out.line(format!("check.{method}({value});")),
            (Some(only), None) => {
                let call = only.strip_suffix(';').unwrap_or(only);
                // A method that takes just these two goes by its name.
                let object = call.strip_prefix("check.Object(item, ").and_then(|rest| rest.strip_suffix(')'));
                match object.or(call.strip_suffix("(item, check)").filter(|group| group.ends_with(".Check")))
                {
                    Some(group) => out.line(format!("check.{method}({value}, {group}{nulls});")),
                    None => {
                        out.line(format!("check.{method}({value}, static (item, check) => {call}{nulls});"));
                    }
                }
            }
            _ => {
                let end = if nulls.is_empty() { "});" } else { "}, nulls: true);" };
                let mut block =
                    out.block_until(format!("check.{method}({value}, static (item, check) =>"), end);
                block.lines(body.lines());
            }
        }
    }

    /// Whether a class of rules looks at the values of a type.
    fn has_rules(&self, ty: &TypeRef) -> bool {
        let model = self.names.model;
        match &ty.kind {
            Kind::Named(id) => matches!(model.get(*id).shape, Shape::Newtype(_)) && !is_wrapper(model, *id),
            _ => false,
        }
    }

    fn condition(
        &mut self,
        check: &Check,
        form: Form<'_>,
        value: &str,
        property: &str,
        statics: &mut Statics,
    ) -> Option<String> {
        if matches!(form, Form::Any) {
            return Some(format!("{};", self.keyword(check, value, "check", property, statics)));
        }
        if matches!(check, Check::Assert(_)) || sees_json(check, form) {
            return Some(format!("check.Assert({});", self.assertion_of(check, property, statics)));
        }
        let is_double = matches!(form, Form::Double);
        let is_exact = matches!(form, Form::Number | Form::WholeNumber);
        let mut bound = |method: &str, number: &Number, above: bool| {
            if is_exact {
                let limit = self.exact(number, property, statics);
                return Some(format!("check.{method}({value}, {limit});"));
            }
            let limit = if is_double { double(number) } else { decimal(number) };
            match limit {
                Some(limit) => Some(format!("check.{method}({value}, {limit});")),
                None => beyond(check, number, above, value, is_double),
            }
        };
        match check {
            Check::Minimum(n) => return bound("Minimum", n, true),
            Check::Maximum(n) => return bound("Maximum", n, false),
            Check::ExclusiveMinimum(n) => return bound("ExclusiveMinimum", n, true),
            Check::ExclusiveMaximum(n) => return bound("ExclusiveMaximum", n, false),
            Check::MultipleOf(n) if is_exact => return bound("MultipleOf", n, false),
            _ => {}
        }
        Some(match check {
            Check::MinLength(n) => format!("check.MinLength({value}, {});", count(*n)),
            Check::MaxLength(n) => format!("check.MaxLength({value}, {});", count(*n)),
            Check::Pattern(pattern) => {
                format!("check.Pattern({value}, {});", self.pattern(pattern, property, statics))
            }
            Check::Email => format!("check.Email({value});"),
            Check::Uri => format!("check.Uri({value});"),
            Check::Uuid | Check::DateTime | Check::Date | Check::Duration => {
                format!("check.Format({value}, {});", self.format(check))
            }
            Check::MultipleOf(n) => {
                format!("check.MultipleOf({value}, {});", decimal(n).unwrap_or_else(|| "0m".to_owned()))
            }
            Check::MinItems(n) => format!("check.MinItems({value}, {});", count(*n)),
            Check::MaxItems(n) => format!("check.MaxItems({value}, {});", count(*n)),
            Check::UniqueItems => {
                let Form::List(items) = form else { return None };
                let writer = self.writer(super::types::form(self.names.model, items));
                format!("check.UniqueItems({value}, {writer});")
            }
            Check::MinProperties(n) => format!("check.MinProperties({value}?.Count, {});", count(*n)),
            Check::MaxProperties(n) => format!("check.MaxProperties({value}?.Count, {});", count(*n)),
            _ => return None,
        })
    }

    /// A check as a delegate that sees the value as JSON.
    pub(super) fn assertion_of(&mut self, check: &Check, property: &str, statics: &mut Statics) -> String {
        if let Check::Assert(id) = check {
            return format!("{}.{}", self.assertions, self.assertion(*id));
        }
        let body = self.keyword(check, "element", "check", property, statics);
        format!("static (element, check) => {body}")
    }

    /// An expression that is true if a JSON value meets a check; `check` takes the violations.
    pub(super) fn keyword(
        &mut self,
        check: &Check,
        value: &str,
        sink: &str,
        property: &str,
        statics: &mut Statics,
    ) -> String {
        let argument = match check {
            Check::Assert(id) => {
                return format!("{}.{}({value}, {sink})", self.assertions, self.assertion(*id));
            }
            Check::UniqueItems => {
                return format!("{}.UniqueItems({value}, {sink})", self.support("Conditions"));
            }
            Check::MinLength(n)
            | Check::MaxLength(n)
            | Check::MinItems(n)
            | Check::MaxItems(n)
            | Check::MinProperties(n)
            | Check::MaxProperties(n) => count(*n).to_string(),
            Check::Pattern(pattern) => self.pattern(pattern, property, statics),
            Check::Minimum(n)
            | Check::Maximum(n)
            | Check::ExclusiveMinimum(n)
            | Check::ExclusiveMaximum(n)
            | Check::MultipleOf(n) => self.exact(n, property, statics),
            Check::Email | Check::Uri | Check::Uuid | Check::DateTime | Check::Date | Check::Duration => {
                self.format(check)
            }
        };
        let mut method = check.keyword().to_owned();
        method[..1].make_ascii_uppercase();
        format!("{}.{method}({value}, {argument}, {sink})", self.support("Conditions"))
    }

    fn format(&mut self, check: &Check) -> String {
        let name = match check {
            Check::Email => "Email",
            Check::Uri => "Uri",
            Check::Uuid => "Uuid",
            Check::DateTime => "DateTime",
            Check::Date => "Date",
            _ => "Duration",
        };
        format!("{}.{name}", self.support("TextFormat"))
    }

    /// The static field of a number.
    fn exact(&mut self, number: &Number, property: &str, statics: &mut Statics) -> String {
        let exact = self.support("Exact");
        let value = format!("{exact}.Of({})", literal(&number.to_string()));
        statics.field(&format!("{property}Limit"), &exact, value)
    }

    /// The static field of a pattern.
    pub(super) fn pattern(&mut self, pattern: &str, property: &str, statics: &mut Statics) -> String {
        let ty = self.support("Pattern");
        // Lowering asserts no pattern that cannot be carried.
        let terms = Pattern::parse(pattern).and_then(|pattern| pattern.to_csharp()).unwrap_or_default();
        let value = match terms.as_slice() {
            [Term { text, engine: Engine::Linear, wanted: true }] => format!("new({})", literal(text)),
            terms => {
                let term = |Term { text, engine, wanted }: &Term| {
                    let engine = if *engine == Engine::Linear { "Linear" } else { "Ecma" };
                    let wanted = if *wanted { "" } else { ", wanted: false" };
                    format!("{ty}.{engine}({}{wanted})", literal(text))
                };
                format!("new({})", terms.iter().map(term).collect::<Vec<_>>().join(", "))
            }
        };
        statics.field(&format!("{property}Pattern"), &ty, value)
    }
}

/// The statement for a bound that has no literal: too great, or with more digits than a decimal has.
fn beyond(check: &Check, number: &Number, above: bool, value: &str, is_double: bool) -> Option<String> {
    let message = literal(&format!("must be at {} {number}", if above { "least" } else { "most" }));
    let fail = format!("check.Fail({}, {message});", literal(check.keyword()));
    let mut text = number.to_string();
    if !is_double && number.scale() > 0 {
        // Cut towards zero, where no decimal lies between the bound and what is left of it.
        if text.contains('e') {
            "0".clone_into(&mut text);
        }
        while let Some(cut) = Number::parse(text.trim_end_matches('.')) {
            if let Some(limit) = decimal(&cut) {
                let within = match (above, number.is_negative()) {
                    (true, false) => ">",
                    (true, true) => ">=",
                    (false, false) => "<=",
                    (false, true) => "<",
                };
                return Some(format!("if (!({value} {within} {limit})) {{ {fail} }}"));
            }
            if !text.contains('.') || text.pop().is_none() {
                break;
            }
        }
    }
    // Every value lies below a bound that is too great, and above one that is too small.
    (above != number.is_negative()).then_some(fail)
}

/// A count as an `int`; nothing in .NET has more parts.
pub(super) fn count(n: u64) -> u64 {
    n.min(2_147_483_647)
}

/// A `decimal` literal; `None` if it would be rounded.
fn decimal(number: &Number) -> Option<String> {
    let text = number.to_string();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let mantissa: u128 = digits.parse().ok()?;
    (number.scale() <= 28 && mantissa < 1 << 96 && !text.contains('e')).then(|| format!("{text}m"))
}

/// A `double` literal; `None` beyond its range.
fn double(number: &Number) -> Option<String> {
    let value: f64 = number.to_string().parse().ok()?;
    value.is_finite().then(|| format!("{value:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_is_exact_or_none() {
        let number = |text| Number::parse(text).expect(text);
        assert_eq!(decimal(&number("0.01")).as_deref(), Some("0.01m"));
        assert_eq!(
            decimal(&number("79228162514264337593543950335")).as_deref(),
            Some("79228162514264337593543950335m")
        );
        assert_eq!(decimal(&number("79228162514264337593543950336")), None);
        assert_eq!(decimal(&number("1e-29")), None);
        let minimum = |text| beyond(&Check::Minimum(number(text)), &number(text), true, "x", false);
        assert_eq!(minimum("-1e400"), None);
        assert!(minimum("1e400").expect("fails").starts_with("check.Fail(\"minimum\", "));
        assert!(minimum("1e-50").expect("cut").starts_with("if (!(x > 0m)) { "));
        assert!(minimum("-1.00000000000000000000000000001").expect("cut").starts_with("if (!(x >= -1m)) { "));
        assert_eq!(double(&number("1e400")), None);
        assert_eq!(double(&number("90")).as_deref(), Some("90.0"));
    }
}
