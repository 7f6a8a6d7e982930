//! What a run found: a table, or one JSON object.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::layout::Case;
use super::process::first_words;

/// What a run found.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Schemas tried.
    pub schemas: usize,
    /// Schemas that have code.
    pub generated: usize,
    /// Schemas that have a finding instead.
    pub refused: usize,
    /// Those that the validator refuses too, with the finding.
    pub refusals: Vec<(String, String)>,
    /// Documents of generated schemas.
    pub documents: usize,
    /// Documents that are no JSON, or whose schema the validator cannot take.
    pub unjudged: usize,
    /// Documents that are valid.
    pub valid: usize,
    /// Documents of a test suite about which `jsonschema` says otherwise than the suite.
    pub judge_differs: Vec<String>,
    /// The Rust side.
    pub rust: Language,
    /// The C# side; `None` where there is no C#.
    pub csharp: Option<Language>,
    /// Everything that is not as it should be.
    pub misses: Vec<Miss>,
}

/// The counts of one language.
#[derive(Debug, Clone, Copy, Default)]
pub struct Language {
    /// Schemas whose code compiles.
    pub compiles: usize,
    /// Schemas whose code compiles with a warning.
    pub warned: usize,
    /// Valid documents that are accepted.
    pub accepted: usize,
    /// Invalid documents that are rejected.
    pub rejected: usize,
    /// Valid documents that are written back equal.
    pub written_back: usize,
}

/// One thing that is not as it should be.
#[derive(Debug, Clone)]
pub struct Miss {
    /// The schema.
    pub schema: String,
    /// What failed: `generate`, `refused`, `judge`, `rust compiles`, `rust verdict`, …
    pub stage: String,
    /// The document, where it is about one.
    pub document: Option<String>,
    /// Why, in one line.
    pub reason: String,
}

impl Miss {
    pub(super) fn new(case: &Case, stage: &str, document: Option<(&str, &str)>, reason: &str) -> Self {
        let stage = document.map_or_else(|| stage.to_owned(), |(language, _)| format!("{language} {stage}"));
        Self {
            schema: case.name.clone(),
            stage,
            document: document.map(|(_, name)| name.to_owned()),
            reason: first_words(reason),
        }
    }
}

impl Report {
    pub(super) fn language(&mut self, name: &str) -> &mut Language {
        if name == "rust" { &mut self.rust } else { self.csharp.get_or_insert_default() }
    }

    pub(super) fn compiled(&mut self, case: &Case, language: &str, errors: &[String], warnings: &[String]) {
        let counts = self.language(language);
        counts.compiles += usize::from(errors.is_empty());
        counts.warned += usize::from(errors.is_empty() && !warnings.is_empty());
        for (what, messages) in [("compiles", errors), ("warnings", warnings)] {
            if let Some(first) = messages.first() {
                let more = if messages.len() > 1 {
                    format!(" (and {} more)", messages.len() - 1)
                } else {
                    String::new()
                };
                let stage = format!("{language} {what}");
                self.misses.push(Miss::new(case, &stage, None, &format!("{first}{more}")));
            }
        }
    }

    /// The table, and the misses of each kind.
    pub fn table(&self) -> String {
        let mut text = String::new();
        let mut row = |name: &str, rust: usize, csharp: Option<usize>, of: usize| {
            let cell = |count: usize| {
                let share = if of == 0 { 100.0 } else { percent(count, of) };
                format!("{count} ({share:.1} %)")
            };
            let csharp = csharp.map_or_else(|| "–".to_owned(), cell);
            // Writing into a String cannot fail.
            let _ = writeln!(text, "{name:<22}{of:>8}{:>18}{csharp:>18}", cell(rust));
        };
        let csharp = |of: fn(&Language) -> usize| self.csharp.as_ref().map(of);
        row("compiles", self.rust.compiles, csharp(|l| l.compiles), self.generated);
        row(
            "without a warning",
            self.rust.compiles - self.rust.warned,
            csharp(|l| l.compiles - l.warned),
            self.generated,
        );
        row("accepted alike", self.rust.accepted, csharp(|l| l.accepted), self.valid);
        row("rejected alike", self.rust.rejected, csharp(|l| l.rejected), self.documents - self.valid);
        row("written back equal", self.rust.written_back, csharp(|l| l.written_back), self.valid);
        let mut head = format!(
            "schemas {}, generated {}, refused {} (the validator refuses {} of these too), documents {} ({} valid)\n\n\
             {:<22}{:>8}{:>18}{:>18}\n",
            self.schemas,
            self.generated,
            self.refused,
            self.refusals.len(),
            self.documents,
            self.valid,
            "",
            "of",
            "Rust",
            "C#"
        );
        head.push_str(&text);
        if self.csharp.is_none() {
            head.push_str("\nskipped: C# (no toolchain)\n");
        }
        if self.unjudged > 0 {
            let _ = writeln!(head, "\n{} more documents are no JSON, or have no judge", self.unjudged);
        }
        list(&mut head, "the validator differs from the suite", self.judge_differs.iter().cloned());
        let refusals = self.refusals.iter().map(|(schema, why)| format!("{schema}: {}", first_words(why)));
        list(&mut head, "refused, and rightly", refusals);
        let mut stages: BTreeMap<&str, Vec<&Miss>> = BTreeMap::new();
        for miss in &self.misses {
            stages.entry(&miss.stage).or_default().push(miss);
        }
        for (stage, misses) in stages {
            let lines = misses.iter().map(|miss| {
                let document = miss.document.as_ref().map(|name| format!(" / {name}")).unwrap_or_default();
                format!("{}{document}: {}", miss.schema, miss.reason)
            });
            list(&mut head, &format!("misses, {stage}"), lines);
        }
        head
    }

    /// One JSON object.
    pub fn json(&self) -> Value {
        let csharp = |of: fn(&Language) -> usize| self.csharp.as_ref().map(of);
        let agrees = |language: &Language| language.accepted + language.rejected;
        let misses: Vec<Value> = self
            .misses
            .iter()
            .map(|miss| {
                let mut value = json!({ "schema": miss.schema, "stage": miss.stage, "reason": miss.reason });
                if let (Some(document), Some(members)) = (&miss.document, value.as_object_mut()) {
                    members.insert("document".to_owned(), document.as_str().into());
                }
                value
            })
            .collect();
        let refusals: Vec<Value> =
            self.refusals.iter().map(|(schema, why)| json!({ "schema": schema, "reason": why })).collect();
        json!({
            "schemas": self.schemas,
            "generated": self.generated,
            "refused": self.refused,
            "rust_compiles": self.rust.compiles,
            "csharp_compiles": csharp(|l| l.compiles),
            "rust_warnings": self.rust.warned,
            "csharp_warnings": csharp(|l| l.warned),
            "documents": self.documents,
            "unjudged": self.unjudged,
            "rust_agrees": agrees(&self.rust),
            "csharp_agrees": self.csharp.as_ref().map(agrees),
            "valid": self.valid,
            "rust_written_back": self.rust.written_back,
            "csharp_written_back": csharp(|l| l.written_back),
            "judge_differs": self.judge_differs,
            "refusals": refusals,
            "misses": misses,
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of schemas and documents")]
fn percent(count: usize, of: usize) -> f64 {
    // Cut, so that 100.0 is never less than all.
    (count as f64 * 1000.0 / of as f64).floor() / 10.0
}

fn list(out: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if !lines.is_empty() {
        let _ = writeln!(out, "\n{title}: {}", lines.len());
        for line in lines {
            let _ = writeln!(out, "  {line}");
        }
    }
}
