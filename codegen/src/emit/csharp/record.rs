//! Records: their declaration, and the code that reads, writes and checks them.

use std::collections::BTreeSet;

use super::checks::{Statics, count};
use super::file::{File, obsolete};
use super::names::{MEMBERS, distinct, local};
use super::text::{literal, summary, utf8};
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
            if !field.doc.trim().is_empty() {
                out.gap();
                out.lines(summary(&field.doc));
            }
            if field.deprecated {
                out.line(obsolete(self, "Deprecated by its contract."));
            }
            let attribute = format!("[{attribute}({})]", literal(&field.json));
            out.line(format!("{attribute} public {ty} {name} {{ get; init; }}"));
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

    /// A type of the support library, as it is called in a record: a property of that name would come first.
    pub(super) fn support_beside(&mut self, name: &str, members: &Members<'_>) -> String {
        if members.has(name) {
            return format!("global::{}.{name}", self.names.support);
        }
        self.support(name)
    }

    /// `Equals` and `GetHashCode` for records with lists or maps; .NET would compare these by reference.
    pub(super) fn equality(&mut self, members: &Members<'_>, name: &str, converter: &str, out: &mut Writer) {
        let model = self.names.model;
        let by_reference = |field: &Field| is_compared_by_reference(model, field_form(model, field).0);
        if members.extra.is_none() && !members.record.fields.iter().any(by_reference) {
            return;
        }
        let canonical = self.support_beside("Canonical", members);
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
        out.arrow(
            "public override int GetHashCode()",
            &format!("{canonical}.Hash(this, {converter}.WriteJson)"),
        );
    }

    /// The method that reads the record.
    pub(super) fn read_method(
        &mut self,
        members: &Members<'_>,
        methods: Methods<'_>,
        statics: &mut Statics,
        out: &mut Writer,
    ) {
        let wire = self.support("Wire");
        let reader = self.system("System.Text.Json", "Utf8JsonReader");
        let mut used: BTreeSet<String> = ["reader", "members"].map(str::to_owned).into();
        let locals: Vec<String> = members.names.iter().map(|name| local(name, "", &mut used)).collect();
        let kept = members.extra.as_ref().map(|(extra, name)| (*extra, name, local(name, "", &mut used)));

        out.gap();
        let mut body =
            out.block(format!("internal static {} {}(ref {reader} reader)", members.ty, methods.read));
        for ((field, _), local) in members.fields().zip(&locals) {
            let (this, nullable) = field_form(self.names.model, field);
            let ty = self.type_name(this);
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
        let declared = self.declared(members, statics);
        body.line(format!("var members = new {}(ref reader, {declared});", self.support("MemberReader")));
        {
            let mut each = body.block("while (members.Next(ref reader))");
            let mut switch = each.block("switch (members.Index)");
            for (index, ((field, _), local)) in members.fields().zip(&locals).enumerate() {
                let (this, nullable) = field_form(self.names.model, field);
                let method = match (nullable, this.is_value_type()) {
                    (false, _) => "Value",
                    (true, false) => "NullOr",
                    (true, true) => "NullOrValue",
                };
                let read = format!("members.{method}(ref reader, {})", self.reader(this));
                // No interface, as lists and maps are, converts by itself.
                let read = if nullable && !field.required { format!("new({read})") } else { read };
                switch.line(format!("case {index}: {local} = {read}; break;"));
            }
            let undeclared = match &kept {
                Some((extra, _, local)) => {
                    let read = self.reader(form(self.names.model, &extra.value));
                    format!("members.Keep(ref reader, ref {local}, {read});")
                }
                None if members.record.closed() => format!("{wire}.RefuseMember(ref reader);"),
                None => format!("{wire}.SkipMember(ref reader);"),
            };
            switch.line(format!("default: {undeclared} break;"));
        }
        body.gap();
        let mut object = body.block_until(format!("return new {}", members.ty), "};");
        object.lines(members.names.iter().zip(&locals).map(|(name, local)| format!("{name} = {local},")));
        object.lines(kept.iter().map(|(_, name, local)| format!("{name} = {wire}.Kept({local}),")));
    }

    /// The static field that knows the declared members.
    fn declared(&mut self, members: &Members<'_>, statics: &mut Statics) -> String {
        let ty = self.support("Members");
        let mut value = format!("new {ty}()");
        if let Some((tag, _)) = members.tag {
            value = format!("{value}.Tag({})", literal(tag));
        }
        for (field, _) in members.fields() {
            let method = if field.required { "Must" } else { "May" };
            value = format!("{value}.{method}({})", literal(&field.json));
        }
        statics.field("Declared", &ty, value)
    }

    /// The method that writes the record.
    pub(super) fn write_method(&mut self, members: &Members<'_>, methods: Methods<'_>, out: &mut Writer) {
        let writer = self.system("System.Text.Json", "Utf8JsonWriter");
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
            let method = match (field.required, nullable) {
                (true, false) => {
                    body.line(self.write_member(this, &json, &value));
                    continue;
                }
                (true, true) => "WriteNullOr",
                (false, false) => "WriteOptional",
                (false, true) => "WritePresent",
            };
            let kind = if this.is_value_type() { "Value" } else { "" };
            let (wire, write) = (self.support("Wire"), self.writer(this));
            body.line(format!("{wire}.{method}{kind}(writer, {json}, {value}, {write});"));
        }
        if let Some((extra, name)) = &members.extra {
            let write = self.writer(form(self.names.model, &extra.value));
            let wire = self.support("Wire");
            body.line(format!("{wire}.WriteMembers(writer, value.{name}, {write});"));
        }
        body.line("writer.WriteEndObject();");
    }

    /// The statement that writes a member with a value.
    fn write_member(&mut self, this: Form<'_>, json: &str, value: &str) -> String {
        match this {
            Form::String | Form::Duration | Form::Uuid => format!("writer.WriteString({json}, {value});"),
            Form::Integer(_) => format!("writer.WriteNumber({json}, {value});"),
            Form::Bool => format!("writer.WriteBoolean({json}, {value});"),
            _ => {
                let (wire, write) = (self.support("Wire"), self.writer(this));
                format!("{wire}.WriteMember(writer, {json}, {value}, {write});")
            }
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
            body.lines(self.check_member(field, name, &mut used, statics).finish().lines());
        }
        self.check_extra(members, statics, &mut body);
        for check in members.record.checks.iter().filter(|check| property_count(check).is_none()) {
            let assertion = self.assertion_of(check, "", statics);
            body.line(format!("check.Self().Assert({assertion});"));
        }
    }

    /// Statements that look at the members that were kept.
    fn check_extra(&mut self, members: &Members<'_>, statics: &mut Statics, out: &mut Writer) {
        let Some((extra, name)) = &members.extra else { return };
        let declared = self.declared(members, statics);
        out.line(format!("check.Self().Kept(value.{name}, {declared});"));
        self.each(out, "Values", &extra.value, &format!("value.{name}"), name, statics);
    }
}

fn property_count(check: &Check) -> Option<String> {
    match check {
        Check::MinProperties(n) => Some(format!("check.MinProperties({{count}}, {});", count(*n))),
        Check::MaxProperties(n) => Some(format!("check.MaxProperties({{count}}, {});", count(*n))),
        _ => None,
    }
}
