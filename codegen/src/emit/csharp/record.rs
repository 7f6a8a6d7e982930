//! Records: their declaration, and the code that reads, writes and checks them.

use std::collections::BTreeSet;

use super::checks::{Statics, count};
use super::file::{File, obsolete};
use super::names::{MEMBERS, distinct, local};
use super::text::{literal, summary, utf8, xml};
use super::types::{Form, field_form, form, is_compared_by_reference};
use super::writer::Writer;
use crate::model::{Check, Extra, Field, Record, Unknown};

/// A record about to be written.
#[derive(Debug)]
pub(super) struct Members<'a> {
    /// Its type as an expression: `Order`, `Decision.Approved`.
    pub(super) ty: String,
    record: &'a Record,
    /// The property that tells the arms of its union apart.
    tag: Option<(&'a str, &'a str)>,
    /// Names of the properties.
    names: Vec<String>,
    /// The property that keeps undeclared members, with its name.
    extra: Option<(&'a Extra, String)>,
}

/// What the three methods of a record are called.
#[derive(Debug, Clone, Copy)]
pub(super) struct Methods<'a> {
    pub(super) read: &'a str,
    pub(super) write: &'a str,
    pub(super) check: &'a str,
}

impl<'a> Members<'a> {
    /// `taken` are names that its members cannot have.
    pub(super) fn new(
        ty: String,
        record: &'a Record,
        tag: Option<(&'a str, &'a str)>,
        taken: &BTreeSet<String>,
    ) -> Self {
        let mut names: Vec<String> = Vec::new();
        let own: BTreeSet<&str> = record.fields.iter().map(|field| field.csharp.as_str()).collect();
        for field in &record.fields {
            let is_taken = |name: &str| {
                taken.contains(name)
                    || MEMBERS.contains(&name)
                    || (name != field.csharp && own.contains(name))
                    || names.iter().any(|other| other == name)
            };
            let name = distinct(&field.csharp, "Value", is_taken);
            names.push(name);
        }
        let extra = match &record.unknown {
            Unknown::Keep(extra) => {
                let is_taken = |name: &str| {
                    taken.contains(name) || MEMBERS.contains(&name) || names.iter().any(|other| other == name)
                };
                Some((&**extra, distinct(&extra.csharp, "Value", is_taken)))
            }
            Unknown::Refuse | Unknown::Drop => None,
        };
        Self { ty, record, tag, names, extra }
    }

    fn fields(&self) -> impl Iterator<Item = (&'a Field, &str)> {
        self.record.fields.iter().zip(self.names.iter().map(String::as_str))
    }

    /// Whether a property has a name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|other| other == name)
            || self.extra.as_ref().is_some_and(|(_, extra)| extra == name)
    }
}

impl File<'_> {
    /// The properties.
    pub(super) fn properties(&mut self, members: &Members<'_>, out: &mut Writer) {
        let attribute = self.system("System.Text.Json.Serialization", "JsonPropertyName");
        for (field, name) in members.fields() {
            let (this, nullable) = field_form(self.names.model, field);
            let ty = self.type_name(this);
            let ty = match (field.required, nullable) {
                (true, false) => format!("required {ty}"),
                (true, true) => format!("required {ty}?"),
                (false, false) => format!("{ty}?"),
                (false, true) => format!("{}<{ty}?>", self.support("Optional")),
            };
            out.gap();
            if field.doc.trim().is_empty() {
                out.line(format!("/// <summary>The property <c>{}</c>.</summary>", xml(&field.json)));
            } else {
                out.lines(summary(&field.doc));
            }
            out.line(format!("[{attribute}({})]", literal(&field.json)));
            if field.deprecated {
                out.line(obsolete(self, "Deprecated by its contract."));
            }
            out.line(format!("public {ty} {name} {{ get; init; }}"));
        }
        if let Some((extra, name)) = &members.extra {
            let ty = self.type_name(form(self.names.model, &extra.value));
            let map = self.system("System.Collections.Generic", "IReadOnlyDictionary");
            let empty = self.system("System.Collections.ObjectModel", "ReadOnlyDictionary");
            out.gap();
            out.line("/// <summary>The members that have no property of their own.</summary>");
            let head = format!("public {map}<string, {ty}> {name} {{ get; init; }}");
            out.line(format!("{head} = {empty}<string, {ty}>.Empty;"));
        }
    }

    /// `Equals` and `GetHashCode` for records with lists or maps; .NET would compare these by reference.
    pub(super) fn equality(&mut self, members: &Members<'_>, name: &str, converter: &str, out: &mut Writer) {
        let model = self.names.model;
        let by_reference = |field: &Field| is_compared_by_reference(model, field_form(model, field).0);
        if members.extra.is_none() && !members.record.fields.iter().any(by_reference) {
            return;
        }
        let canonical = if members.has("Canonical") {
            format!("global::{}.Canonical", self.names.support)
        } else {
            self.support("Canonical")
        };
        Self::equality_by(&canonical, name, converter, out);
    }

    /// `Equals` and `GetHashCode` by the JSON.
    pub(super) fn equality_by(canonical: &str, name: &str, converter: &str, out: &mut Writer) {
        out.gap();
        out.line(
            "/// <summary>Compares the JSON, so that lists and maps with equal content are equal.</summary>",
        );
        let equal = format!("{canonical}.Equal(this, other, {converter}.WriteJson)");
        out.arrow(&format!("public bool Equals({name}? other)"), &equal);
        out.gap();
        out.line("/// <inheritdoc/>");
        out.arrow(
            "public override int GetHashCode()",
            &format!("{canonical}.Hash(this, {converter}.WriteJson)"),
        );
    }

    /// The method that reads the record.
    pub(super) fn read_method(&mut self, members: &Members<'_>, methods: Methods<'_>, out: &mut Writer) {
        let wire = self.support("Wire");
        let reader = self.system("System.Text.Json", "Utf8JsonReader");
        let mut used: BTreeSet<String> = ["reader", "member", "error"].map(str::to_owned).into();
        let locals: Vec<String> = members.names.iter().map(|name| local(name, "", &mut used)).collect();
        let seen: Vec<String> = members.names.iter().map(|name| local(name, "has", &mut used)).collect();
        let kept = members.extra.as_ref().map(|(extra, name)| (*extra, name, local(name, "", &mut used)));

        out.gap();
        let mut body =
            out.block(format!("internal static {} {}(ref {reader} reader)", members.ty, methods.read));
        body.line(format!("{wire}.StartObject(ref reader);"));
        body.line("string? member = null;");
        for (((field, _), local), seen) in members.fields().zip(&locals).zip(&seen) {
            let (this, nullable) = field_form(self.names.model, field);
            let ty = self.type_name(this);
            body.line(format!("bool {seen} = false;"));
            body.line(match (field.required, nullable) {
                (true, false) if this.is_value_type() => format!("{ty} {local} = default;"),
                (true, false) => format!("{ty} {local} = null!;"),
                (false, true) => format!("{}<{ty}?> {local} = default;", self.support("Optional")),
                _ => format!("{ty}? {local} = null;"),
            });
        }
        if let Some((extra, _, local)) = &kept {
            let ty = self.type_name(form(self.names.model, &extra.value));
            let map = self.system("System.Collections.Generic", "Dictionary");
            body.line(format!("{map}<string, {ty}>? {local} = null;"));
        }
        {
            let mut attempt = body.block("try");
            let mut each = attempt.block(format!("while ({wire}.NextMember(ref reader, ref member))"));
            let mut branch = "if";
            if let Some((tag, _)) = members.tag {
                let mut block = each.block(format!("if (reader.ValueTextEquals({}))", utf8(tag)));
                block.line(format!("{wire}.SkipMember(ref reader);"));
                branch = "else if";
            }
            for (((field, _), local), seen) in members.fields().zip(&locals).zip(&seen) {
                let (this, nullable) = field_form(self.names.model, field);
                let read = match (field.required, nullable) {
                    (_, false) => self.read(this, "reader"),
                    (true, true) => self.read_or_null(this, "reader"),
                    // No interface, as lists and maps are, converts by itself.
                    (false, true) => format!("new({})", self.read_or_null(this, "reader")),
                };
                let json = &field.json;
                let mut block = each.block(format!("{branch} (reader.ValueTextEquals({}))", utf8(json)));
                block.line(format!("{wire}.Enter(ref reader, ref member, ref {seen}, {});", literal(json)));
                block.line(format!("{local} = {read};"));
                branch = "else if";
            }
            let undeclared = match &kept {
                Some((extra, _, local)) => {
                    let read = self.reader(form(self.names.model, &extra.value));
                    format!("{wire}.KeepMember(ref reader, ref member, ref {local}, {read});")
                }
                None if members.record.closed() => format!("{wire}.RefuseMember(ref reader);"),
                None => format!("{wire}.SkipMember(ref reader);"),
            };
            if branch == "if" {
                each.line(undeclared);
            } else {
                each.block("else").line(undeclared);
            }
        }
        let exception = self.support("ContractException");
        {
            let mut handler = body.block(format!("catch ({exception} error)"));
            handler.line("error.Under(member);");
            handler.line("throw;");
        }
        body.gap();
        for ((field, _), seen) in members.fields().zip(&seen).filter(|((field, _), _)| field.required) {
            body.line(format!("{wire}.Require({seen}, {});", literal(&field.json)));
        }
        let mut object = body.block_until(format!("return new {}", members.ty), "};");
        object.lines(members.names.iter().zip(&locals).map(|(name, local)| format!("{name} = {local},")));
        object.lines(kept.iter().map(|(_, name, local)| format!("{name} = {wire}.Kept({local}),")));
    }

    /// The method that writes the record.
    pub(super) fn write_method(&mut self, members: &Members<'_>, methods: Methods<'_>, out: &mut Writer) {
        let writer = self.system("System.Text.Json", "Utf8JsonWriter");
        let mut used: BTreeSet<String> = ["writer", "value", "item"].map(str::to_owned).into();
        let head = format!("internal static void {}({writer} writer, {} value)", methods.write, members.ty);
        out.gap();
        let mut body = out.block(head);
        body.line("writer.WriteStartObject();");
        if let Some((tag, value)) = members.tag {
            body.line(format!("writer.WriteString({}, {});", utf8(tag), utf8(value)));
        }
        for (field, name) in members.fields() {
            let (this, nullable) = field_form(self.names.model, field);
            let value = format!("value.{name}");
            let json = utf8(&field.json);
            match (field.required, nullable) {
                (true, false) => body.lines(self.write_member(this, &json, &value)),
                (true, true) => {
                    body.line(format!("writer.WritePropertyName({json});"));
                    body.line(format!("{};", self.write_or_null(this, &value)));
                }
                (false, false) => {
                    let local = local(name, "", &mut used);
                    body.gap();
                    let mut block = body.block(format!("if ({value} is {{ }} {local})"));
                    block.lines(self.write_member(this, &json, &local));
                    drop(block);
                    body.gap();
                }
                (false, true) => {
                    body.gap();
                    let mut block = body.block(format!("if ({value}.IsPresent)"));
                    block.line(format!("writer.WritePropertyName({json});"));
                    block.line(format!("{};", self.write_or_null(this, &format!("{value}.Value"))));
                    drop(block);
                    body.gap();
                }
            }
        }
        if let Some((extra, name)) = &members.extra {
            let write = self.writer(form(self.names.model, &extra.value));
            let wire = self.support("Wire");
            body.line(format!("{wire}.WriteMembers(writer, value.{name}, {write});"));
        }
        body.line("writer.WriteEndObject();");
    }

    /// Statements that write a member with a value.
    fn write_member(&mut self, this: Form<'_>, json: &str, value: &str) -> Vec<String> {
        match this {
            Form::String | Form::Duration | Form::Uuid => {
                vec![format!("writer.WriteString({json}, {value});")]
            }
            Form::Integer(_) => vec![format!("writer.WriteNumber({json}, {value});")],
            Form::Bool => vec![format!("writer.WriteBoolean({json}, {value});")],
            _ => vec![format!("writer.WritePropertyName({json});"), format!("{};", self.write(this, value))],
        }
    }

    /// The method that checks the record.
    pub(super) fn check_method(
        &mut self,
        members: &Members<'_>,
        methods: Methods<'_>,
        statics: &mut Statics,
        out: &mut Writer,
    ) {
        let checker = self.support("Checker");
        let mut used: BTreeSet<String> = ["value", "check", "item", "present"].map(str::to_owned).into();
        out.gap();
        let mut body = out
            .block(format!("internal static void {}({} value, {checker} check)", methods.check, members.ty));
        body.block("if (!check.NotNull(value))").line("return;");
        body.gap();
        let counts: Vec<String> = members.record.checks.iter().filter_map(property_count).collect();
        if !counts.is_empty() {
            let required = members.record.fields.iter().filter(|field| field.required).count();
            let mut sum = (required + usize::from(members.tag.is_some())).to_string();
            for (field, name) in members.fields().filter(|(field, _)| !field.required) {
                let (_, nullable) = field_form(self.names.model, field);
                let present = if nullable {
                    format!("value.{name}.IsPresent")
                } else {
                    format!("value.{name} is not null")
                };
                sum = format!("{sum} + ({present} ? 1 : 0)");
            }
            if let Some((_, name)) = &members.extra {
                sum = format!("{sum} + value.{name}.Count");
            }
            let total = local("PropertyCount", "", &mut used);
            body.line(format!("int {total} = {sum};"));
            body.lines(counts.iter().map(|call| call.replace("{count}", &total)));
        }
        for (field, name) in members.fields() {
            let optional = !field.required;
            let (_, nullable) = field_form(self.names.model, field);
            let null_in_type = matches!(form(self.names.model, &field.ty), Form::Nullable(_));
            let value = match (optional, nullable) {
                (true, true) => format!("value.{name}.Value"),
                _ => format!("value.{name}"),
            };
            // A type that allows null by itself looks for it itself.
            let (guard, statements) = if (optional || nullable) && !null_in_type {
                let local = local(name, "", &mut used);
                let guard = format!("if ({value} is {{ }} {local})");
                (Some(guard), self.check_present(&field.ty, &local, name, statics))
            } else {
                let guard = optional.then(|| format!("if (value.{name}.IsPresent)"));
                (guard, self.check(&field.ty, &value, name, statics))
            };
            let statements = statements.finish();
            if statements.is_empty() {
                continue;
            }
            let mut inner = Writer::default();
            inner.line(format!("check.Enter({});", literal(&field.json)));
            inner.lines(statements.lines());
            inner.line("check.Leave();");
            let inner = inner.finish();
            body.gap();
            match guard {
                Some(guard) => body.block(guard).lines(inner.lines()),
                None => body.lines(inner.lines()),
            }
        }
        self.check_extra(members, statics, &mut body);
        for check in members.record.checks.iter().filter(|check| property_count(check).is_none()) {
            let assertion = self.assertion_of(check, "", statics);
            body.line(format!("check.Assert({assertion});"));
        }
    }

    /// Statements that look at the members that were kept.
    fn check_extra(&mut self, members: &Members<'_>, statics: &mut Statics, out: &mut Writer) {
        let Some((extra, name)) = &members.extra else { return };
        let declared = members.tag.map(|(tag, _)| tag).into_iter();
        let declared = declared.chain(members.record.fields.iter().map(|field| field.json.as_str()));
        let declared: Vec<String> = declared.map(literal).collect();
        out.gap();
        let mut block = out.block(format!("if (check.NotNull(value.{name}))"));
        if !declared.is_empty() {
            let declared = statics.field("Declared", "string[]", format!("[{}]", declared.join(", ")));
            block.line(format!("check.Kept(value.{name}, {declared});"));
        }
        self.each(&mut block, "Values", &extra.value, &format!("value.{name}"), name, statics);
    }
}

fn property_count(check: &Check) -> Option<String> {
    match check {
        Check::MinProperties(n) => Some(format!("check.MinProperties({{count}}, {});", count(*n))),
        Check::MaxProperties(n) => Some(format!("check.MaxProperties({{count}}, {});", count(*n))),
        _ => None,
    }
}
