//! `contracts/contracts.toml`: the workspace's settings.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::BAD_CONFIG;
use crate::finding::{FileId, Finding, Place};

/// The settings; every table and key is optional.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// `[workspace]`
    pub workspace: Workspace,
    /// `[targets.…]`
    pub targets: Targets,
    /// `[compat]`
    pub compat: Compat,
    /// `[lint]`: rule id → level.
    pub lint: BTreeMap<String, Level>,
}

/// `[workspace]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Workspace {
    /// Shown as the title of the docs.
    pub name: String,
    /// The branch whose merge base is the default base of the gate.
    pub main_branch: String,
}

impl Default for Workspace {
    fn default() -> Self {
        Self { name: "Contracts".to_owned(), main_branch: "main".to_owned() }
    }
}

/// `[targets]`: what is generated.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Targets {
    /// The Rust crate.
    pub rust: Option<RustTarget>,
    /// The C# project.
    pub csharp: Option<CsharpTarget>,
    /// The Markdown pages.
    pub docs: Option<DocsTarget>,
}

/// `[targets.rust]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RustTarget {
    /// Folder of the crate, from the workspace root.
    pub dir: String,
    /// Name of the crate.
    #[serde(rename = "crate", default = "rust_crate")]
    pub crate_name: String,
}

fn rust_crate() -> String {
    "contracts".to_owned()
}

/// `[targets.csharp]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CsharpTarget {
    /// Folder of the project, from the workspace root.
    pub dir: String,
    /// Root namespace.
    #[serde(default = "csharp_namespace")]
    pub namespace: String,
    /// `NuGet` package id.
    #[serde(default = "csharp_namespace")]
    pub package: String,
}

fn csharp_namespace() -> String {
    "Contracts".to_owned()
}

/// `[targets.docs]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DocsTarget {
    /// Folder of the pages, from the workspace root.
    pub dir: String,
}

/// `[compat]`: what a new minor version must hold against the earlier minors of its major.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Compat {
    /// Which inclusions.
    pub policy: Policy,
    /// Against every earlier minor (the default), or against the one before it.
    pub transitive: Option<bool>,
    /// `[compat.domains.NAME]`: what a domain has of its own.
    pub domains: BTreeMap<String, Override>,
    /// `[compat.events."DOMAIN/EVENT"]`: what an event has of its own.
    pub events: BTreeMap<String, Override>,
}

/// What a domain or an event has of its own; the rest is as in the level above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Override {
    /// Which inclusions.
    pub policy: Option<Policy>,
    /// Against every earlier minor, or against the one before it.
    pub transitive: Option<bool>,
}

impl Compat {
    /// What holds for an event (`domain/event`): its own words, else its domain's, else the workspace's.
    pub fn of(&self, event: &str) -> (Policy, bool) {
        let domain = event.split('/').next().unwrap_or_default();
        let workspace = Override { policy: Some(self.policy), transitive: self.transitive };
        let levels = [self.events.get(event), self.domains.get(domain), Some(&workspace)];
        let policy = levels.iter().flatten().find_map(|level| level.policy).unwrap_or_default();
        let transitive = levels.iter().flatten().find_map(|level| level.transitive).unwrap_or(true);
        (policy, transitive)
    }
}

/// Which of the two inclusions must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Policy {
    /// New readers read what old writers write.
    Backward,
    /// Old readers read what new writers write.
    Forward,
    /// Both.
    #[default]
    Full,
    /// Neither.
    None,
}

impl Policy {
    /// Whether new readers must read what old writers write.
    pub fn asks_backward(self) -> bool {
        matches!(self, Self::Backward | Self::Full)
    }

    /// Whether old readers must read what new writers write.
    pub fn asks_forward(self) -> bool {
        matches!(self, Self::Forward | Self::Full)
    }
}

/// How a rule's findings count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Fails the run.
    Error,
    /// Is shown.
    Warning,
    /// Is not looked for.
    Off,
}

/// Parses the file; what is wrong with it becomes a finding, and the defaults count.
pub fn parse(file: FileId, text: &str, findings: &mut Vec<Finding>) -> Config {
    toml::from_str(text).unwrap_or_else(|error| {
        findings.push(toml_finding(file, &error));
        Config::default()
    })
}

/// A TOML error with its place.
pub(super) fn toml_finding(file: FileId, error: &toml::de::Error) -> Finding {
    let span = error.span().unwrap_or(0..0);
    let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    Finding::new(&BAD_CONFIG, error.message().trim().replace('\n', ", "))
        .at(Place { file, start: at(span.start), end: at(span.end) }, "")
}
