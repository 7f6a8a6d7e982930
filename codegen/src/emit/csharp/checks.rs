//! `Validate()`: what the types do not hold by themselves.

use std::collections::BTreeMap;

use super::file::File;
use super::text::literal;
use super::types::{Form, contains_itself, form};
use super::writer::Writer;
use crate::model::{Check, Kind, Shape, TypeRef};
use crate::number::Number;

/// The patterns of a class, by their text.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    names: BTreeMap<String, String>,
}

impl Patterns {
    /// The static field that holds a pattern; made from the property it is first used for.
    fn field(&mut self, pattern: &str, property: &str) -> String {
        if let Some(name) = self.names.get(pattern) {
            return name.clone();
        }
        let name = super::names::distinct(&format!("{property}Pattern"), "_", |name| {
            self.names.values().any(|n| n == name)
        });
        self.names.insert(pattern.to_owned(), name.clone());
        name
    }

    /// Declares the static fields.
    pub(super) fn declare(&self, file: &mut File<'_>, out: &mut Writer) {
        let pattern = file.support("Pattern");
        let mut fields: Vec<_> = self.names.iter().map(|(text, name)| (name, text)).collect();
        fields.sort();
        for (name, text) in fields {
            out.line(format!("private static readonly {pattern} {name} = new({});", literal(&dotnet(text))));
        }
    }
}

/// A pattern in .NET's syntax, where `$` would match before a line break at the end.
fn dotnet(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let (mut escaped, mut class) = (false, false);
    for c in pattern.chars() {
        match c {
            '$' if !escaped && !class => {
                out.push_str("\\z");
                continue;
            }
            '[' if !escaped => class = true,
            ']' if !escaped => class = false,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    out
}

impl File<'_> {
    /// Whether there is anything to look at in a value of a type.
    pub(super) fn is_checked(&self, ty: &TypeRef) -> bool {
        let model = self.names.model;
        let of_itself = match &ty.kind {
            Kind::Named(id) => match &model.get(*id).shape {
                Shape::Newtype(_) if contains_itself(model, *id) => false,
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
        patterns: &mut Patterns,
    ) -> Writer {
        let mut out = Writer::default();
        let model = self.names.model;
        if let Kind::Nullable(inner) = &ty.kind {
            let present = if value == "item" { "present" } else { "item" };
            let body = self.check_present(inner, present, property, patterns).finish();
            if !body.is_empty() {
                out.block(format!("if ({value} is {{ }} {present})")).lines(body.lines());
            }
            return out;
        }
        // Objects and newtypes look for null themselves.
        let guarded = match &ty.kind {
            Kind::Named(_) => false,
            _ => !form(model, ty).is_value_type(),
        };
        let body = self.check_present(ty, value, property, patterns).finish();
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
        patterns: &mut Patterns,
    ) -> Writer {
        let mut out = Writer::default();
        let model = self.names.model;
        let this = form(model, ty);
        for check in &ty.checks {
            out.lines(self.condition(check, this, value, property, patterns));
        }
        match &ty.kind {
            Kind::Duration => out.line(format!("check.Duration({value});")),
            Kind::Double => out.line(format!("check.Finite({value});")),
            Kind::Named(id) => match &model.get(*id).shape {
                Shape::Newtype(_)
                    if !self.is_checked(&TypeRef { kind: ty.kind.clone(), checks: Vec::new() }) => {}
                Shape::Newtype(_) => out.line(format!("{}.Check({value}, check);", self.rules(*id))),
                Shape::Enum(set) if set.open => {}
                _ => out.line(format!("{}.Check({value}, check);", self.converter(*id))),
            },
            Kind::List(inner) => {
                self.each(&mut out, "Items", inner, value, &format!("{property}Item"), patterns);
            }
            Kind::Map(inner) => {
                self.each(&mut out, "Values", inner, value, &format!("{property}Value"), patterns);
            }
            _ => {}
        }
        out
    }

    fn each(
        &mut self,
        out: &mut Writer,
        method: &str,
        inner: &TypeRef,
        value: &str,
        property: &str,
        patterns: &mut Patterns,
    ) {
        if !self.is_checked(inner) {
            return;
        }
        let body = self.check(inner, "item", property, patterns).finish();
        let mut lines = body.lines();
        match (lines.next(), lines.next()) {
            (None, _) => {}
            (Some(only), None) => {
                let call = only.strip_suffix(';').unwrap_or(only);
                // A method that takes just these two goes by its name.
                match call.strip_suffix("(item, check)") {
                    Some(group) => out.line(format!("check.{method}({value}, {group});")),
                    None => out.line(format!("check.{method}({value}, static (item, check) => {call});")),
                }
            }
            _ => {
                let mut block =
                    out.block_until(format!("check.{method}({value}, static (item, check) =>"), "});");
                block.lines(body.lines());
            }
        }
    }

    fn condition(
        &mut self,
        check: &Check,
        form: Form<'_>,
        value: &str,
        property: &str,
        patterns: &mut Patterns,
    ) -> Option<String> {
        let is_double = matches!(form, Form::Double);
        let bound = |method: &str, number: &Number, above: bool| {
            let limit = if is_double { double(number) } else { decimal(number) };
            match limit {
                Some(limit) => Some(format!("check.{method}({value}, {limit});")),
                None => beyond(check, number, above, value, is_double),
            }
        };
        match check {
            Check::MinLength(n) => Some(format!("check.MinLength({value}, {});", count(*n))),
            Check::MaxLength(n) => Some(format!("check.MaxLength({value}, {});", count(*n))),
            Check::Pattern(pattern) => {
                Some(format!("check.Pattern({value}, {});", patterns.field(pattern, property)))
            }
            Check::Email => Some(format!("check.Email({value});")),
            Check::Uri => Some(format!("check.Uri({value});")),
            Check::Minimum(n) => bound("Minimum", n, true),
            Check::Maximum(n) => bound("Maximum", n, false),
            Check::ExclusiveMinimum(n) => bound("ExclusiveMinimum", n, true),
            Check::ExclusiveMaximum(n) => bound("ExclusiveMaximum", n, false),
            Check::MultipleOf(n) => {
                Some(format!("check.MultipleOf({value}, {});", decimal(n).unwrap_or_else(|| "0m".to_owned())))
            }
            Check::MinItems(n) => Some(format!("check.MinItems({value}, {});", count(*n))),
            Check::MaxItems(n) => Some(format!("check.MaxItems({value}, {});", count(*n))),
            Check::UniqueItems => {
                let Form::List(items) = form else { return None };
                let writer = self.writer(super::types::form(self.names.model, items));
                Some(format!("check.UniqueItems({value}, {writer});"))
            }
            Check::MinProperties(n) => Some(format!("check.MinProperties({value}.Count, {});", count(*n))),
            Check::MaxProperties(n) => Some(format!("check.MaxProperties({value}.Count, {});", count(*n))),
            Check::Assert(_) | Check::Uuid | Check::DateTime | Check::Date | Check::Duration => None,
        }
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
    fn the_end_of_a_text_is_its_end() {
        assert_eq!(dotnet("^a$"), "^a\\z");
        assert_eq!(dotnet(r"^\$[$]|\\$"), r"^\$[$]|\\\z");
        assert_eq!(dotnet(r"[\]$]$"), r"[\]$]\z");
    }

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
