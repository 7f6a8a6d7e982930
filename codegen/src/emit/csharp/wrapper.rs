//! Newtypes that are records of their own: roots of plain schemas, and types that are made of themselves.

use super::checks::Statics;
use super::file::File;
use super::names::Unit;
use super::types::{form, is_compared_by_reference};
use super::writer::Writer;
use crate::model::TypeRef;

impl File<'_> {
    /// A record around one value, and its converter.
    pub(super) fn wrapper(&mut self, unit: &Unit<'_>, inner: &TypeRef, out: &mut Writer) {
        let model = self.names.model;
        let name = &unit.name;
        let converter = self.own_converter(unit);
        let this = form(model, inner);
        let ty = self.type_name(this);
        let property = if name == "Value" { "Content" } else { "Value" };
        let doc = format!("/// <param name=\"{property}\">The value.</param>");
        self.type_head(unit, &format!("typeof({converter})"), &[&doc], out);
        {
            let mut body = out.block(format!("public sealed record {name}({ty} {property})"));
            let checker = self.support("Checker");
            self.event_members(unit, &converter, &checker, &mut body);
            if is_compared_by_reference(model, this) {
                let canonical = self.support("Canonical");
                Self::equality_by(&canonical, name, &converter, &mut body);
            }
        }
        let (reader, writer) = (self.reader_type(), self.system("System.Text.Json", "Utf8JsonWriter"));
        let checker = self.support("Checker");
        let mut statics = Statics::default();
        let statements = self.check(inner, &format!("value.{property}"), property, &mut statics).finish();
        let read = self.read(this, "reader");
        let write = self.write(this, &format!("value.{property}"));
        let mut body = self.converter_block(unit, out);
        statics.declare(&mut body);
        body.gap();
        body.arrow(&format!("internal static {name} ReadJson(ref {reader} reader)"), &format!("new({read})"));
        body.gap();
        body.arrow(&format!("internal static void WriteJson({writer} writer, {name} value)"), &write);
        body.gap();
        let mut check = body.block(format!("internal static void Check({name} value, {checker} check)"));
        check.lines(statements.lines());
    }
}
