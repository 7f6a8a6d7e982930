//! The project around the types: its file, the support library, the catalog of events.

use super::file::header;
use super::names::{Names, folders};
use super::text::xml;
use super::writer::Writer;
use crate::emit::OutputFile;
use crate::load::config::CsharpTarget;
use crate::model::Home;

/// The support library: file name and text, in the namespace [`PLACEHOLDER`].
const SUPPORT: &[(&str, &str)] = &[
    ("Canonical", include_str!("support/Canonical.cs")),
    ("Checker", include_str!("support/Checker.cs")),
    ("Contract", include_str!("support/Contract.cs")),
    ("ContractConverter", include_str!("support/ContractConverter.cs")),
    ("ContractException", include_str!("support/ContractException.cs")),
    ("ContractVersion", include_str!("support/ContractVersion.cs")),
    ("EventData", include_str!("support/EventData.cs")),
    ("EventDescriptor", include_str!("support/EventDescriptor.cs")),
    ("EventEnvelope", include_str!("support/EventEnvelope.cs")),
    ("EventEnvelopeConverter", include_str!("support/EventEnvelopeConverter.cs")),
    ("Optional", include_str!("support/Optional.cs")),
    ("Pattern", include_str!("support/Pattern.cs")),
    ("Text", include_str!("support/Text.cs")),
    ("Violation", include_str!("support/Violation.cs")),
    ("Wire", include_str!("support/Wire.cs")),
    ("WireNumbers", include_str!("support/WireNumbers.cs")),
    ("WireText", include_str!("support/WireText.cs")),
];

/// The line of the support library that is replaced.
const PLACEHOLDER: &str = "namespace Contracts.Support;\n";

/// The project file, the support library and the catalog.
pub(super) fn files(names: &Names<'_>, target: &CsharpTarget, workspace_name: &str) -> Vec<OutputFile> {
    let folder = names.support.rsplit('.').next().unwrap_or_default();
    let mut files: Vec<OutputFile> = SUPPORT
        .iter()
        .map(|(name, text)| {
            let mut head = Writer::default();
            header(&mut head, None);
            head.line("");
            let text = text.replacen(PLACEHOLDER, &format!("namespace {};\n", names.support), 1);
            let text = if names.hides_any(identifiers()) { usings_inside(&text) } else { text };
            OutputFile { path: format!("{}/{folder}/{name}.g.cs", target.dir), text: head.finish() + &text }
        })
        .collect();
    let file_name: String = target
        .package
        .chars()
        .map(|c| if c.is_alphanumeric() || "._-".contains(c) { c } else { '-' })
        .collect();
    files.push(OutputFile {
        path: format!("{}/{file_name}.csproj", target.dir),
        text: project(names, &target.package, workspace_name),
    });
    files.push(OutputFile { path: format!("{}/EventCatalog.g.cs", target.dir), text: catalog(names) });
    files
}

/// Every word of the support library.
fn identifiers() -> impl Iterator<Item = &'static str> {
    SUPPORT.iter().flat_map(|(_, text)| text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'))
}

/// The file with its `using` directives behind its namespace. There they come before what lies in the root
/// namespace, such as the namespace of a domain `json-element`.
fn usings_inside(text: &str) -> String {
    let Some((usings, body)) = text.split_once("namespace ") else { return text.to_owned() };
    let Some((namespace, body)) = body.split_once('\n') else { return text.to_owned() };
    let usings = usings.replace("using ", "using global::");
    format!("namespace {namespace}\n\n{}\n{}", usings.trim_end(), body)
}

fn project(names: &Names<'_>, package: &str, workspace_name: &str) -> String {
    let package = xml(package);
    let description = xml(&format!("Events of {workspace_name}: records, validation, the envelope."));
    let namespace = &names.root;
    format!(
        r#"<!-- Made by `cargo xtask codegen`; do not edit by hand. -->
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
    )
}

fn catalog(names: &Names<'_>) -> String {
    let mut out = Writer::default();
    header(&mut out, None);
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
            let path = folders(&home).join(".");
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
