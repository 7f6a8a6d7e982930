//! Tagged unions: an abstract record with one sealed record for each arm.

use std::collections::BTreeSet;

use super::checks::Statics;
use super::file::File;
use super::names::{MEMBERS, Unit, distinct};
use super::record::{Members, Methods};
use super::text::{literal, summary, utf8, xml};
use super::writer::{Block, Writer};
use crate::model::{Record, Shape, Union, Unknown};

/// An arm with the names that it has in C#.
struct ArmPlan<'a> {
    name: String,
    value: &'a str,
    doc: &'a str,
    members: Members<'a>,
}

/// For an arm that is no record, which lowering does not make.
static EMPTY: Record = Record { fields: Vec::new(), unknown: Unknown::Drop, checks: Vec::new() };

/// The names that arms have in C#, with all that are taken in the record around them.
pub(super) fn arm_names<'n>(
    taken: impl IntoIterator<Item = &'n str>,
    arms: impl Iterator<Item = &'n str>,
) -> (Vec<String>, BTreeSet<String>) {
    let mut taken: BTreeSet<String> = MEMBERS.iter().copied().chain(taken).map(str::to_owned).collect();
    let mut names = Vec::new();
    for arm in arms {
        let name = distinct(arm, "Arm", |name| taken.contains(name));
        taken.insert(name.clone());
        names.push(name);
    }
    (names, taken)
}

impl<'a> File<'a> {
    /// The record that all arms derive from, open for them.
    pub(super) fn abstract_record<'w>(
        &mut self,
        unit: &Unit<'a>,
        converter: &str,
        out: &'w mut Writer,
    ) -> Block<'w> {
        let name = &unit.name;
        self.type_head(unit, &format!("typeof({converter})"), &[], out);
        let interface = self.event_interface(unit);
        let mut body = super::open(out, &format!("public abstract record {name}"), &interface);
        body.line(format!("private protected {name}()"));
        body.lines(["{", "}"]);
        let checker = self.support("Checker");
        self.event_members(unit, converter, &checker, &mut body);
        body
    }

    /// A union and its converters.
    pub(super) fn union(&mut self, unit: &Unit<'a>, union: &'a Union, out: &mut Writer) {
        let name = &unit.name;
        let converter = self.own_converter(unit);
        let arms = self.arms(name, union);
        self.nested = arms.iter().map(|arm| arm.name.clone()).collect();
        let arm_converter = self.names.helper(name, "ArmConverter");
        {
            let mut body = self.abstract_record(unit, &converter, out);
            for arm in &arms {
                body.gap();
                body.lines(if arm.doc.trim().is_empty() {
                    vec![format!(
                        "/// <summary>With <c>{}</c> as its <c>{}</c>.</summary>",
                        xml(arm.value),
                        xml(&union.tag)
                    )]
                } else {
                    summary(arm.doc)
                });
                let attribute = self.system("System.Text.Json.Serialization", "JsonConverter");
                body.line(format!("[{attribute}(typeof({arm_converter}<{}>))]", arm.name));
                let mut record = body.block(format!("public sealed record {} : {name}", arm.name));
                self.properties(&arm.members, &mut record);
                let converter = if arm.members.has(&converter) {
                    format!("global::{}.{converter}", self.namespace)
                } else {
                    converter.clone()
                };
                self.equality(&arm.members, &arm.name, &converter, &mut record);
            }
        }
        self.nested.clear();
        self.union_converter(unit, union, &arms, out);
        let message = format!("the field `{}` must be that of the arm", union.tag);
        self.arm_converter(unit, &arm_converter, ("enum", &message), out);
    }

    fn arms(&self, name: &str, union: &'a Union) -> Vec<ArmPlan<'a>> {
        let model = self.names.model;
        let (names, taken) = arm_names([name], union.arms.iter().map(|arm| arm.name.as_str()));
        let plan = |(arm, arm_name): (&'a crate::model::Arm, &String)| {
            let def = model.get(arm.record);
            let record = if let Shape::Record(record) = &def.shape { record } else { &EMPTY };
            let ty = format!("{name}.{arm_name}");
            let members = Members::new(ty, record, Some((&union.tag, &arm.value)), &taken);
            ArmPlan { name: arm_name.clone(), value: &arm.value, doc: &def.doc, members }
        };
        union.arms.iter().zip(&names).map(plan).collect()
    }

    fn union_converter(&mut self, unit: &Unit<'_>, union: &Union, arms: &[ArmPlan<'_>], out: &mut Writer) {
        let name = &unit.name;
        let (reader, writer) = (self.reader_type(), self.system("System.Text.Json", "Utf8JsonWriter"));
        let (wire, exception, checker) =
            (self.support("Wire"), self.support("ContractException"), self.support("Checker"));
        let mut statics = Statics::default();
        let mut methods = Writer::default();
        for arm in arms {
            let [read, write, check] =
                ["Read", "Write", "Check"].map(|verb| format!("{verb}{}Arm", arm.name));
            let called = Methods { read: &read, write: &write, check: &check };
            self.read_method(&arm.members, called, &mut statics, &mut methods);
            self.write_method(&arm.members, called, &mut methods);
            self.check_method(&arm.members, called, &mut statics, &mut methods);
        }
        let asserted: Vec<String> = (union.checks.iter())
            .map(|check| format!("check.Self().Assert({});", self.assertion_of(check, "", &mut statics)))
            .collect();
        let mut body = self.converter_block(unit, out);
        statics.declare(&mut body);
        body.gap();
        {
            let mut read = body.block(format!("internal static {name} ReadJson(ref {reader} reader)"));
            read.line(format!(
                "return {wire}.Tag(reader, {}, {}) switch",
                utf8(&union.tag),
                literal(&union.tag)
            ));
            read.line("{");
            for arm in arms {
                read.continued(format!("{} => Read{}Arm(ref reader),", literal(arm.value), arm.name));
            }
            let known: Vec<String> = arms.iter().map(|arm| literal(arm.value)).collect();
            read.continued(format!(
                "_ => throw {exception}.UnknownTag({}, {}),",
                literal(&union.tag),
                known.join(", ")
            ));
            read.line("};");
        }
        body.gap();
        {
            let mut write =
                body.block(format!("internal static void WriteJson({writer} writer, {name} value)"));
            let mut choice = write.block("switch (value)");
            for arm in arms {
                choice
                    .line(format!("case {} arm: Write{}Arm(writer, arm); break;", arm.members.ty, arm.name));
            }
            choice.line(format!("default: throw new {exception}(\"type\", \"must not be null\");"));
        }
        body.gap();
        {
            let mut check = body.block(format!("internal static void Check({name} value, {checker} check)"));
            let mut choice = check.block("switch (value)");
            for arm in arms {
                choice.line(format!("case {} arm: Check{}Arm(arm, check); break;", arm.members.ty, arm.name));
            }
            choice.line("default: check.NotNull(null); break;");
            drop(choice);
            check.lines(asserted);
        }
        body.gap();
        body.lines(methods.finish().lines());
    }

    /// For whoever serializes an arm by its own type: the tag must not be missing then.
    pub(super) fn arm_converter(
        &mut self,
        unit: &Unit<'_>,
        class: &str,
        (rule, message): (&str, &str),
        out: &mut Writer,
    ) {
        let name = &unit.name;
        let converter = self.own_converter(unit);
        let (reader, writer) = (self.reader_type(), self.system("System.Text.Json", "Utf8JsonWriter"));
        let exception = self.support("ContractException");
        let base = self.support("ContractConverter");
        out.gap();
        out.line(format!("/// <summary>Reads and writes one arm of <see cref=\"{name}\"/>.</summary>"));
        out.line(format!("internal sealed class {class}<TArm>() : {base}<TArm>(ReadArm, WriteArm)"));
        out.continued(format!("where TArm : {name}"));
        let mut body = out.bare_block();
        body.line(format!("private static TArm ReadArm(ref {reader} reader) =>"));
        body.continued(format!("{converter}.ReadJson(ref reader) as TArm"));
        let (rule, message) = (literal(rule), literal(message));
        body.continued(format!("?? throw new {exception}({rule}, {message});"));
        body.gap();
        let head = format!("private static void WriteArm({writer} writer, TArm value)");
        body.arrow(&head, &format!("{converter}.WriteJson(writer, value)"));
    }
}
