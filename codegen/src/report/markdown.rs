//! One comment on a pull request. Its first line is a mark by which a later run finds it again, to update it.

use std::fmt::Write as _;

use super::Counts;
use super::clean;
use super::text::closing;
use crate::emit::docs::escape;
use crate::finding::{Finding, Severity};
use crate::load::Sources;

/// The first line of every comment, hidden where Markdown is shown.
pub const MARKER: &str = "<!-- event-contracts: report -->";

/// GitHub takes comments of 65,536 characters; what is left out is counted.
const LONGEST: usize = 60_000;
/// A witness beyond this is left to the other reports.
const LONGEST_WITNESS: usize = 4_000;

/// Renders findings, the gravest first, each folded under its message.
pub fn render(sources: &Sources, findings: &[Finding]) -> String {
    let mut out = format!("{MARKER}\n");
    let counts = Counts::of(findings);
    let verdict = match counts {
        Counts { errors: 0, warnings: 0, notes: 0 } => "✅ The contracts are in order".to_owned(),
        Counts { errors: 0, .. } => format!("✅ The contracts pass: {}", closing(counts)),
        counts => format!("❌ The contracts do not pass: {}", closing(counts)),
    };
    // Writing into a String cannot fail.
    let _ = writeln!(out, "### {verdict}");
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    for (index, finding) in sorted.iter().enumerate() {
        let block = one(sources, finding);
        if out.chars().count() + block.chars().count() > LONGEST {
            let _ = writeln!(out, "\n{} more are in the log of the run.", sorted.len() - index);
            break;
        }
        out.push_str(&block);
    }
    if findings.iter().any(|finding| finding.fingerprint.is_some() && finding.severity > Severity::Note) {
        out.push_str(
            "\nTo let one of these through on purpose: \
             `event-contracts accept FINGERPRINT --reason … --owner … --until YYYY-MM-DD`\n",
        );
    }
    out
}

fn one(sources: &Sources, finding: &Finding) -> String {
    let sign = match finding.severity {
        Severity::Error => "❌",
        Severity::Warning => "⚠️",
        Severity::Note => "ℹ️",
    };
    let mut out = String::from("\n<details>\n");
    let _ = writeln!(
        out,
        "<summary>{sign} {} <code>{}</code></summary>\n",
        html(&finding.message),
        finding.rule.id
    );
    for label in &finding.labels {
        let (line, _) = sources.line_column(label.place);
        let at = code(&format!("{}:{line}", sources.file(label.place.file).name));
        let said = if label.text.is_empty() { String::new() } else { format!(": {}", text(&label.text)) };
        let _ = writeln!(out, "* {at}{said}");
    }
    for note in &finding.notes {
        let _ = writeln!(out, "* {}", text(note));
    }
    if !finding.consumers.is_empty() {
        let consumers: Vec<String> = finding.consumers.iter().map(|name| code(name)).collect();
        let _ = writeln!(out, "* consumers hit: {}", consumers.join(", "));
    }
    if let Some(witness) = finding.witness.as_deref().filter(|witness| witness.len() <= LONGEST_WITNESS) {
        let witness = clean(witness);
        let fence = "`".repeat(longest_run(&witness).max(2) + 1);
        let _ = writeln!(out, "\nThis message proves it:\n\n{fence}json\n{witness}\n{fence}");
    }
    if !finding.help.is_empty() {
        out.push_str("\nWhat to do:\n\n");
        for help in &finding.help {
            let _ = writeln!(out, "* {}", text(help));
        }
    }
    if let Some(accepted) = &finding.accepted {
        let _ = writeln!(out, "\nAccepted by {}", text(accepted));
    } else if let Some(fingerprint) = &finding.fingerprint {
        let _ = writeln!(out, "\nFingerprint: `{fingerprint}`");
    }
    out.push_str("\n</details>\n");
    out
}

/// Words of a contract: nothing in them is markup, a mention or a link.
fn text(raw: &str) -> String {
    let word = |word: &str| {
        let numbered = word.as_bytes().windows(2).any(|pair| pair[0] == b'#' && pair[1].is_ascii_digit());
        if numbered { code(word) } else { escape::text(word) }
    };
    clean(raw).split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

fn code(raw: &str) -> String {
    escape::code(&clean(raw))
}

/// Text within an HTML element on one line. An empty comment behind `@`, `#` and `:` keeps GitHub from making
/// mentions and links.
fn html(raw: &str) -> String {
    let mut out = String::new();
    for c in clean(raw).split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match c {
            '@' | '#' => {
                out.push(c);
                out.push_str("<!-- -->");
            }
            c if c.is_alphanumeric() || matches!(c, ' ' | ',' | '(' | ')' | '-' | '.' | '/' | '"' | '\'') => {
                out.push(c);
            }
            c => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
        }
    }
    out.replace("www.", "www<!-- -->.")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}
