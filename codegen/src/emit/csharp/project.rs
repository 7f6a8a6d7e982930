//! The project around the types: its file, the support library, the catalog of events.

use super::file::header;
use super::names::{MEMBERS, Names, distinct};
use super::text::{literal, xml};
use super::writer::Writer;
use crate::emit::OutputFile;
use crate::load::config::CsharpTarget;
use crate::model::{Home, Shape};

/// The support library: file name and text, in the namespace [`PLACEHOLDER`].
const SUPPORT: &[(&str, &str)] = &[
    ("Canonical", include_str!("support/Canonical.cs")),
    ("Checker", include_str!("support/Checker.cs")),
    ("CheckerValue", include_str!("support/CheckerValue.cs")),
    ("Conditions", include_str!("support/Conditions.cs")),
    ("ConditionsInside", include_str!("support/ConditionsInside.cs")),
    ("Contract", include_str!("support/Contract.cs")),
    ("ContractConverter", include_str!("support/ContractConverter.cs")),
    ("ContractException", include_str!("support/ContractException.cs")),
    ("EcmaMatcher", include_str!("support/EcmaMatcher.cs")),
    ("EcmaNode", include_str!("support/EcmaNode.cs")),
    ("EcmaParser", include_str!("support/EcmaParser.cs")),
    ("EcmaProgram", include_str!("support/EcmaProgram.cs")),
    ("EcmaSearch", include_str!("support/EcmaSearch.cs")),
    ("EcmaSet", include_str!("support/EcmaSet.cs")),
    ("EnumValues", include_str!("support/EnumValues.cs")),
    ("Evaluated", include_str!("support/Evaluated.cs")),
    ("Exact", include_str!("support/Exact.cs")),
    ("JsonInteger", include_str!("support/JsonInteger.cs")),
    ("JsonNumber", include_str!("support/JsonNumber.cs")),
    ("Members", include_str!("support/Members.cs")),
    ("Optional", include_str!("support/Optional.cs")),
    ("Pattern", include_str!("support/Pattern.cs")),
    ("PatternRuns", include_str!("support/PatternRuns.cs")),
    ("Text", include_str!("support/Text.cs")),
    ("Violation", include_str!("support/Violation.cs")),
    ("Wire", include_str!("support/Wire.cs")),
    ("WireMembers", include_str!("support/WireMembers.cs")),
    ("WireNumbers", include_str!("support/WireNumbers.cs")),
    ("WireText", include_str!("support/WireText.cs")),
    ("WireValues", include_str!("support/WireValues.cs")),
];

/// What comes with events.
const EVENTS: &[(&str, &str)] = &[
    ("ContractEvents", include_str!("support/ContractEvents.cs")),
    ("ContractVersion", include_str!("support/ContractVersion.cs")),
    ("EventData", include_str!("support/EventData.cs")),
    ("EventDescriptor", include_str!("support/EventDescriptor.cs")),
    ("EventEnvelope", include_str!("support/EventEnvelope.cs")),
    ("EventEnvelopeConverter", include_str!("support/EventEnvelopeConverter.cs")),
    ("WireEvents", include_str!("support/WireEvents.cs")),
];

/// What comes with plain schemas.
const DOCUMENTS: &[(&str, &str)] = &[("Document", include_str!("support/Document.cs"))];

/// The line of the support library that is replaced.
const PLACEHOLDER: &str = "namespace Contracts.Support;\n";

/// The project file, the support library and the catalog of events.
pub(super) fn files(names: &Names<'_>, target: &CsharpTarget, workspace_name: &str) -> Vec<OutputFile> {
    let mut files = support(names, target, EVENTS);
    let description = format!("Events of {workspace_name}: records, validation, the envelope.");
    files.push(project(names, target, &description));
    files.push(OutputFile { path: format!("{}/EventCatalog.g.cs", target.dir), text: catalog(names) });
    files
}

/// The project file, the support library and the class that knows all plain schemas.
pub(super) fn plain_files(names: &Names<'_>, target: &CsharpTarget) -> Vec<OutputFile> {
    let mut files = support(names, target, DOCUMENTS);
    files.push(project(names, target, "Types of JSON Schemas: records and validation."));
    let class = names.at_root("Documents");
    files.push(OutputFile { path: format!("{}/{class}.g.cs", target.dir), text: documents(names, &class) });
    files
}

fn support(names: &Names<'_>, target: &CsharpTarget, more: &[(&str, &str)]) -> Vec<OutputFile> {
    let folder = names.support.rsplit('.').next().unwrap_or_default();
    let hides = names.hides_any(identifiers());
    let file = |(name, text): &(&str, &str)| {
        let mut head = Writer::default();
        header(&mut head, names.command(), None);
        head.line("");
        let text = text.replacen(PLACEHOLDER, &format!("namespace {};\n", names.support), 1);
        let text = if hides { usings_inside(&text) } else { text };
        OutputFile { path: format!("{}/{folder}/{name}.g.cs", target.dir), text: head.finish() + &text }
    };
    SUPPORT.iter().chain(more).map(file).collect()
}

/// Every word of the support library.
fn identifiers() -> impl Iterator<Item = &'static str> {
    SUPPORT
        .iter()
        .chain(EVENTS)
        .chain(DOCUMENTS)
        .flat_map(|(_, text)| text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'))
}

/// The file with its `using` directives behind its namespace. There they come before what lies in the root
/// namespace, such as the namespace of a domain `json-element`.
fn usings_inside(text: &str) -> String {
    let Some((usings, body)) = text.split_once("namespace ") else { return text.to_owned() };
    let Some((namespace, body)) = body.split_once('\n') else { return text.to_owned() };
    let usings = usings.replace("using ", "using global::");
    format!("namespace {namespace}\n\n{}\n{}", usings.trim_end(), body)
}

fn project(names: &Names<'_>, target: &CsharpTarget, description: &str) -> OutputFile {
    let command = names.command();
    let file_name: String = target
        .package
        .chars()
        .map(|c| if c.is_alphanumeric() || "._-".contains(c) { c } else { '-' })
        .collect();
    let (package, description) = (xml(&target.package), xml(description));
    let namespace = &names.root;
    let text = format!(
        r#"<!-- Made by `{command}`; do not edit by hand. -->
<Project Sdk="Microsoft.NET.Sdk">

  <PropertyGroup>
    <TargetFramework>net8.0</TargetFramework>
    <LangVersion>12</LangVersion>
    <Nullable>enable</Nullable>
    <ImplicitUsings>disable</ImplicitUsings>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
    <GenerateDocumentationFile>true</GenerateDocumentationFile>
    <Deterministic>true</Deterministic>
    <AssemblyName>{package}</AssemblyName>
    <RootNamespace>{namespace}</RootNamespace>
  </PropertyGroup>

  <PropertyGroup>
    <IsPackable>true</IsPackable>
    <PackageId>{package}</PackageId>
    <VersionPrefix>1.0.0</VersionPrefix>
    <Description>{description}</Description>
  </PropertyGroup>

</Project>
"#
    );
    OutputFile { path: format!("{}/{file_name}.csproj", target.dir), text }
}

/// The class that knows all plain schemas.
fn documents(names: &Names<'_>, class: &str) -> String {
    let model = names.model;
    let mut out = Writer::default();
    header(&mut out, names.command(), None);
    out.line("#pragma warning disable CS0612, CS0618 // What is deprecated is still among the documents.");
    out.gap();
    out.line("using System.Collections.Generic;");
    out.line(format!("using {};", names.support));
    out.gap();
    out.line(format!("namespace {};", names.root));
    out.gap();
    out.line("/// <summary>Every schema, to read and to write its documents.</summary>");
    let mut body = out.block(format!("public static class {class}"));
    let mut taken: Vec<String> = [class, "All", "Find", "Violation"].map(str::to_owned).to_vec();
    taken.extend(MEMBERS.iter().map(|member| (*member).to_owned()));
    let mut known = Vec::new();
    for root in &model.roots {
        let def = model.get(root.ty);
        let namespace = names.namespace(&def.home);
        let member = names.folders(&def.home).concat();
        let member = distinct(&member, "Value", |name| taken.iter().any(|other| other == name));
        taken.push(member.clone());
        let ty = format!("global::{namespace}.{}", def.csharp);
        let converter = format!("global::{namespace}.{}", names.helper(&def.csharp, "Converter"));
        let validate = match &def.shape {
            Shape::Enum(set) if set.open => "static _ => []".to_owned(),
            _ if names.asserts(root.ty) => {
                format!("static value => Checker.Run(value, {converter}.Check, {converter}.WriteJson)")
            }
            _ => format!("static value => Checker.Run(value, {converter}.Check)"),
        };
        body.gap();
        body.line(format!("/// <summary>The documents of <c>{}</c>.</summary>", xml(&root.path)));
        body.line(format!("public static Document<{ty}> {member} {{ get; }} ="));
        let path = literal(&root.path);
        body.continued(format!("new({path}, {converter}.ReadJson, {converter}.WriteJson, {validate});"));
        known.push(member);
    }
    body.gap();
    body.line("/// <summary>The documents of all schemas.</summary>");
    body.line(format!("public static IReadOnlyList<Document> All {{ get; }} = [{}];", known.join(", ")));
    body.gap();
    body.line("/// <summary>The documents of the schema in a file; null if there is none.</summary>");
    body.line("public static Document? Find(string path)");
    body.lines(["{", "    foreach (Document document in All)", "    {"]);
    body.lines([
        "        if (document.Path == path)",
        "        {",
        "            return document;",
        "        }",
    ]);
    body.lines(["    }", "", "    return null;", "}"]);
    drop(body);
    out.finish()
}

fn catalog(names: &Names<'_>) -> String {
    let mut out = Writer::default();
    header(&mut out, names.command(), None);
    out.line("#pragma warning disable CS0612, CS0618 // What is deprecated is still in the catalog.");
    out.gap();
    out.line("using System.Collections.Generic;");
    out.line(format!("using {};", names.support));
    out.gap();
    out.line(format!("namespace {};", names.root));
    out.gap();
    out.line("/// <summary>Every event, for code that finds out at run time which one it has.</summary>");
    let mut body = out.block("public static class EventCatalog");
    body.line("private static readonly EventSet Events = new(");
    let mut descriptors = Vec::new();
    for event in &names.model.events {
        for major in &event.majors {
            let home = Home::Event {
                domain: event.domain.clone(),
                folder: event.folder.clone(),
                major: major.version.major,
            };
            let unit = names.units(&home).into_iter().find(|unit| unit.event.is_some());
            let path = names.folders(&home).join(".");
            descriptors.extend(
                unit.map(|unit| format!("EventDescriptor.Of<global::{}.{path}.{}>()", names.root, unit.name)),
            );
        }
    }
    let last = descriptors.len().saturating_sub(1);
    for (position, descriptor) in descriptors.iter().enumerate() {
        body.continued(format!("{descriptor}{}", if position == last { ");" } else { "," }));
    }
    if descriptors.is_empty() {
        body.continued(");");
    }
    body.gap();
    body.lines(CATALOG.lines());
    drop(body);
    out.finish()
}

const CATALOG: &str = r#"/// <summary>All events in all their major versions, by domain and name.</summary>
public static IReadOnlyList<EventDescriptor> All => Events.All;

/// <summary>The event of a domain in a major version; null if there is none.</summary>
public static EventDescriptor? Find(string domain, string eventType, uint major) => Events.Find(domain, eventType, major);

/// <summary>The event that an envelope's header names. Where several domains have it, the source decides.</summary>
/// <exception cref="ContractException">There is no such event, or the source does not decide between several.</exception>
public static EventDescriptor Find(EnvelopeHeader header) => Events.Find(header);

/// <summary>Reads whichever event an envelope holds, and validates it.</summary>
/// <exception cref="ContractException">The text does not follow the event's contract, or the event is not known.</exception>
public static IEventEnvelope Decode(string envelopeJson) =>
    Events.Find(EventEnvelope.ReadHeader(envelopeJson)).DecodeEnvelope(envelopeJson);

/// <summary>Reads, validates and writes the payload of the event of a domain in a major version.</summary>
/// <exception cref="ContractException">The text does not follow the contract.</exception>
/// <exception cref="KeyNotFoundException">There is no such event.</exception>
public static string RoundTrip(string domain, string eventType, uint major, string dataJson) =>
    Known(domain, eventType, major).RoundTrip(dataJson);

/// <summary>Reads, validates and writes an envelope with the event of a domain in a major version.</summary>
/// <exception cref="ContractException">The text does not follow the contract, or holds another event.</exception>
/// <exception cref="KeyNotFoundException">There is no such event.</exception>
public static string RoundTripEnvelope(string domain, string eventType, uint major, string envelopeJson) =>
    Known(domain, eventType, major).RoundTripEnvelope(envelopeJson);

private static EventDescriptor Known(string domain, string eventType, uint major) =>
    Find(domain, eventType, major) ?? throw new KeyNotFoundException($"There is no event {domain}/{eventType} {major}.");
"#;
