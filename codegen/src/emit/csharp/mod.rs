//! C#: records, enums, unions and the project around them.
//!
//! Every type comes with a converter of straight code, so that a serializer's options do not change what is
//! read and written. What the converters share is in `support/`, as files that are copied as they stand.

mod assertions;
mod checks;
mod choice;
mod enums;
mod file;
mod member_checks;
mod names;
mod project;
mod reached;
mod record;
mod text;
mod types;
mod unions;
mod wrapper;
mod writer;

use std::collections::BTreeSet;

use self::checks::Statics;
use self::file::{File, obsolete};
use self::names::{Names, Unit};
use self::reached::Reached;
use self::record::{Members, Methods};
use self::text::{literal, summary};
use self::writer::{Block, Writer};
use super::OutputFile;
use crate::load::config::CsharpTarget;
use crate::model::{Home, Model, Record, Shape, TypeRef};
use crate::resolve::Contracts;

/// All files of the C# project, sorted by path. `model` is one that lowering had no errors for.
pub fn files(
    contracts: &Contracts,
    model: &Model,
    target: &CsharpTarget,
    workspace_name: &str,
) -> Vec<OutputFile> {
    let names = Names::new(model, target);
    let mut files = project::files(&names, target, workspace_name);
    // These may be used in any file.
    let deprecations = model.types.iter().any(|def| def.deprecated);
    for event in &model.events {
        for major in &event.majors {
            let home = Home::Event {
                domain: event.domain.clone(),
                folder: event.folder.clone(),
                major: major.version.major,
            };
            let units = names.units(&home);
            let path = format!("{}/{}/{}.g.cs", target.dir, names.folders(&home).join("/"), event.event_type);
            let asserted = reached::of_home(model, &home);
            files.push(OutputFile {
                path,
                text: source(&names, &home, &units, Some(&asserted), Some(&major.path), deprecations),
            });
        }
    }
    for home in model.shared_homes() {
        for unit in names.units(&home) {
            let file = unit.def.place.file;
            let from =
                contracts.types.iter().find(|(_, root)| contracts.schemas.get(**root).place.file == file);
            let from = from.map(|(path, _)| path.as_str());
            let mut folder = names.folders(&home);
            folder.push(unit.name.clone());
            let path = format!("{}/{}.g.cs", target.dir, folder.join("/"));
            let text = source(&names, &home, std::slice::from_ref(&unit), None, from, deprecations);
            files.push(OutputFile { path, text });
        }
        let asserted = reached::of_home(model, &home);
        let folder = names.folders(&home).join("/");
        let path = format!("{}/{folder}/{}.g.cs", target.dir, names.assertions(&home));
        files
            .push(OutputFile { path, text: source(&names, &home, &[], Some(&asserted), None, deprecations) });
    }
    files.retain(|file| !file.text.is_empty());
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// All files of a C# project for plain schemas, sorted by path: a namespace for each, and a class that knows them
/// all.
pub fn plain_files(model: &Model, target: &CsharpTarget) -> Vec<OutputFile> {
    let names = Names::new(model, target);
    let mut files = project::plain_files(&names, target);
    let deprecations = model.types.iter().any(|def| def.deprecated);
    for home in model.shared_homes() {
        let units = names.units(&home);
        let from = model.roots.iter().find(|root| model.get(root.ty).home == home);
        let from = from.map(|root| root.path.as_str());
        let folder = names.folders(&home).join("/");
        let file = folder.rsplit('/').next().unwrap_or_default();
        let asserted = reached::of_home(model, &home);
        files.push(OutputFile {
            path: format!("{}/{folder}/{file}.g.cs", target.dir),
            text: source(&names, &home, &units, Some(&asserted), from, deprecations),
        });
    }
    files.retain(|file| !file.text.is_empty());
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// One file; empty if nothing in it has a form in C#. `asserted` is for the one file of a home that holds its
/// assertions.
fn source(
    names: &Names<'_>,
    home: &Home,
    units: &[Unit<'_>],
    asserted: Option<&Reached>,
    from: Option<&str>,
    deprecations: bool,
) -> String {
    let mut file = File::new(names, home);
    let mut out = Writer::default();
    for unit in units {
        out.gap();
        match &unit.def.shape {
            Shape::Record(record) => file.record(unit, record, &mut out),
            Shape::Enum(set) if set.open => file.open_enum(unit, set, &mut out),
            Shape::Enum(set) => file.closed_enum(unit, set, &mut out),
            Shape::Union(union) => file.union(unit, union, &mut out),
            Shape::Choice(choice) => file.choice(unit, choice, &mut out),
            Shape::Newtype(inner) if types::is_wrapper(names.model, unit.def.id) => {
                file.wrapper(unit, inner, &mut out);
            }
            Shape::Newtype(inner) => file.newtype(unit, inner, &mut out),
        }
    }
    if let Some(asserted) = asserted {
        out.gap();
        file.assertion_class(asserted, &mut out);
    }
    let body = out.finish();
    if body.is_empty() {
        return String::new();
    }
    file.finish(from, &body, deprecations || body.contains("Obsolete("))
}

/// Opens a type with or without a base.
fn open<'w>(out: &'w mut Writer, head: &str, bases: &str) -> Block<'w> {
    if bases.is_empty() { out.block(head) } else { out.type_block(head, bases) }
}

impl<'a> File<'a> {
    fn record(&mut self, unit: &Unit<'a>, record: &'a Record, out: &mut Writer) {
        let name = &unit.name;
        let converter = self.own_converter(unit);
        let members = Members::new(name.clone(), record, None, &BTreeSet::from([name.clone()]));
        // In the record itself a property of the converter's name would come first.
        let called = if members.has(&converter) {
            format!("global::{}.{converter}", self.namespace)
        } else {
            converter.clone()
        };
        self.type_head(unit, &format!("typeof({converter})"), &[], out);
        let interface = self.event_interface(unit);
        {
            let mut body = open(out, &format!("public sealed record {name}"), &interface);
            self.properties(&members, &mut body);
            let checker = self.support_beside("Checker", &members);
            self.event_members(unit, &called, &checker, &mut body);
            self.equality(&members, name, &called, &mut body);
        }

        let mut statics = Statics::default();
        let mut methods = Writer::default();
        let called = Methods { read: "ReadJson", write: "WriteJson", check: "Check" };
        self.read_method(&members, called, &mut statics, &mut methods);
        self.write_method(&members, called, &mut methods);
        self.check_method(&members, called, &mut statics, &mut methods);
        let mut body = self.converter_block(unit, out);
        statics.declare(&mut body);
        body.gap();
        body.lines(methods.finish().lines());
    }

    /// The checks of a type that C# knows by its inner type only.
    fn newtype(&mut self, unit: &Unit<'_>, inner: &TypeRef, out: &mut Writer) {
        let model = self.names.model;
        if !self.is_checked(inner) {
            return;
        }
        let name = self.names.helper(&unit.name, "Rules");
        let ty = self.type_name(types::form(model, inner));
        let checker = self.support("Checker");
        let mut statics = Statics::default();
        let statements = self.check(inner, "value", "", &mut statics).finish();
        let title = format!("What holds for every {}, which is a {ty} in C#. {}", unit.name, unit.def.doc);
        out.lines(summary(title.trim()));
        let mut body = out.block(format!("internal static class {name}"));
        statics.declare(&mut body);
        body.gap();
        let mut check = body.block(format!("internal static void Check({ty} value, {checker} check)"));
        check.lines(statements.lines());
    }

    /// Documentation and attributes of a type.
    fn type_head(&mut self, unit: &Unit<'_>, converter: &str, more: &[&str], out: &mut Writer) {
        let def = unit.def;
        out.gap();
        let doc = match def.doc.trim() {
            "" => def.title.as_deref().unwrap_or_default(),
            doc => doc,
        };
        if !doc.is_empty() {
            out.lines(summary(doc));
        }
        out.lines(more);
        if let Some(reason) = unit.event.and_then(|(_, major)| major.retirement()) {
            out.line(obsolete(self, &reason));
        } else if def.deprecated {
            out.line(obsolete(self, "Deprecated by its contract."));
        }
        let attribute = self.system("System.Text.Json.Serialization", "JsonConverter");
        out.line(format!("[{attribute}({converter})]"));
    }

    /// `IEventData<…>` for the payload of an event.
    fn event_interface(&mut self, unit: &Unit<'_>) -> String {
        if unit.event.is_none() {
            return String::new();
        }
        format!("{}<{}>", self.support("IEventData"), unit.name)
    }

    /// `Validate()`, and what the payload of an event says about the event.
    fn event_members(&mut self, unit: &Unit<'_>, converter: &str, checker: &str, out: &mut Writer) {
        let name = &unit.name;
        let violation = self.support("Violation");
        let list = self.system("System.Collections.Generic", "IReadOnlyList");
        out.gap();
        out.line(
            "/// <summary>Checks what the types do not hold by themselves. Empty if all is well.</summary>",
        );
        let write =
            if self.names.asserts(unit.def.id) { format!(", {converter}.WriteJson") } else { String::new() };
        let run = format!("{checker}.Run(this, {converter}.Check{write})");
        out.arrow(&format!("public {list}<{violation}> Validate()"), &run);
        let Some((event, major)) = unit.event else { return };
        let interface = format!("{}<{name}>", self.support("IEventData"));
        let version = self.support("ContractVersion");
        let (reader, writer) = (self.reader_type(), self.system("System.Text.Json", "Utf8JsonWriter"));
        out.gap();
        out.line(format!("static string {interface}.Domain => {};", literal(&event.domain)));
        out.gap();
        out.line(format!("static string {interface}.EventType => {};", literal(&event.event_type)));
        out.gap();
        let number = format!("{}, {}", major.version.major, major.version.minor);
        out.line(format!("static {version} {interface}.Version => new({number});"));
        out.gap();
        out.line(format!("static string {interface}.Source => {};", literal(&major.source)));
        out.gap();
        let head = format!("static {name} {interface}.ReadJson(ref {reader} reader)");
        out.arrow(&head, &format!("{converter}.ReadJson(ref reader)"));
        out.gap();
        let head = format!("static void {interface}.WriteJson({writer} writer, {name} value)");
        out.arrow(&head, &format!("{converter}.WriteJson(writer, value)"));
    }

    /// Opens the converter's class.
    fn converter_block<'w>(&mut self, unit: &Unit<'_>, out: &'w mut Writer) -> Block<'w> {
        let base = self.support("ContractConverter");
        out.gap();
        let head = format!("internal sealed class {}()", self.own_converter(unit));
        out.type_block(&head, &format!("{base}<{}>(ReadJson, WriteJson)", unit.name))
    }
}
