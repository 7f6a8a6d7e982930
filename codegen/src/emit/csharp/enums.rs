//! String enums: closed ones are C# enums, open ones hold their text.

use super::file::File;
use super::names::{MEMBERS, Unit, distinct};
use super::text::{literal, xml};
use super::writer::Writer;
use crate::model::{StringEnum, Variant};

impl File<'_> {
    /// A closed enum and its converter.
    pub(super) fn closed_enum(&mut self, unit: &Unit<'_>, set: &StringEnum, out: &mut Writer) {
        let name = &unit.name;
        let converter = self.own_converter(unit);
        self.type_head(unit, &format!("typeof({converter})"), &[], out);
        {
            let mut body = out.block(format!("public enum {name}"));
            for variant in &set.variants {
                body.line(format!("/// <summary><c>{}</c></summary>", xml(&variant.json)));
                body.line(format!("{},", variant.csharp));
            }
        }

        let mut body = self.converter_block(unit, out);
        let (reader, writer) = (self.reader_type(), self.system("System.Text.Json", "Utf8JsonWriter"));
        let (values, checker) = (self.support("EnumValues"), self.support("Checker"));
        let known: Vec<String> = (set.variants.iter())
            .map(|Variant { json, csharp, .. }| format!("({name}.{csharp}, {})", literal(json)))
            .collect();
        body.line(format!("private static readonly {values}<{name}> Values = new({});", known.join(", ")));
        body.gap();
        let head = format!("internal static {name} ReadJson(ref {reader} reader)");
        body.arrow(&head, "Values.Read(ref reader)");
        body.gap();
        let head = format!("internal static void WriteJson({writer} writer, {name} value)");
        body.arrow(&head, "Values.Write(writer, value)");
        body.gap();
        let head = format!("internal static void Check({name} value, {checker} check)");
        body.arrow(&head, "Values.Check(value, check)");
    }

    /// An open enum and its converter.
    pub(super) fn open_enum(&mut self, unit: &Unit<'_>, set: &StringEnum, out: &mut Writer) {
        let name = &unit.name;
        let converter = self.own_converter(unit);
        self.type_head(unit, &format!("typeof({converter})"), &[], out);
        {
            let mut body = out.block(format!("public readonly record struct {name}"));
            body.line("private readonly string? text;");
            body.gap();
            body.line("/// <summary>A value by its text, which may be one that this version does not know.</summary>");
            body.line(format!("public {name}(string value) => text = value;"));
            let mut known: Vec<String> = Vec::new();
            for variant in &set.variants {
                let is_taken = |candidate: &str| {
                    MEMBERS.contains(&candidate)
                        || ["Value", "IsKnown", name].contains(&candidate)
                        || known.iter().any(|other| other == candidate)
                        || (candidate != variant.csharp && set.variants.iter().any(|v| v.csharp == candidate))
                };
                let member = distinct(&variant.csharp, "Value", is_taken);
                body.gap();
                body.line(format!("/// <summary><c>{}</c></summary>", xml(&variant.json)));
                body.line(format!("public static {name} {member} => new({});", literal(&variant.json)));
                known.push(member);
            }
            body.gap();
            body.line("/// <summary>The text on the wire.</summary>");
            body.line("public string Value => text ?? \"\";");
            body.gap();
            body.line("/// <summary>Whether the value is one of those that the contract names.</summary>");
            let values: Vec<String> = set.variants.iter().map(|variant| literal(&variant.json)).collect();
            body.line("public bool IsKnown => Value");
            body.continued(format!("is {};", values.join("\n        or ")));
            body.gap();
            body.line("/// <inheritdoc/>");
            body.line("public override string ToString() => Value;");
        }

        let mut body = self.converter_block(unit, out);
        let (reader, writer) = (self.reader_type(), self.system("System.Text.Json", "Utf8JsonWriter"));
        let wire = self.support("Wire");
        let head = format!("internal static {name} ReadJson(ref {reader} reader)");
        body.arrow(&head, &format!("new({wire}.String(ref reader))"));
        body.gap();
        let head = format!("internal static void WriteJson({writer} writer, {name} value)");
        body.arrow(&head, "writer.WriteStringValue(value.Value)");
    }

    pub(super) fn reader_type(&mut self) -> String {
        self.system("System.Text.Json", "Utf8JsonReader")
    }
}
