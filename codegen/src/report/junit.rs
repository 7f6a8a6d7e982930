//! `JUnit` XML, as Jenkins and GitLab read it: a test case a finding.

use std::fmt::Write as _;

use super::{clean, details};
use crate::finding::{Finding, Severity};
use crate::load::Sources;

/// Renders findings; errors are failures, the rest passes and is told in the output of its case.
pub fn render(sources: &Sources, findings: &[Finding]) -> String {
    let failures = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let tests = findings.len().max(1);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing into a String cannot fail.
    let _ = writeln!(out, "<testsuites name=\"event-contracts\" tests=\"{tests}\" failures=\"{failures}\">");
    let _ = writeln!(
        out,
        "  <testsuite name=\"event-contracts\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">"
    );
    if findings.is_empty() {
        out.push_str("    <testcase classname=\"contracts\" name=\"no findings\"/>\n");
    }
    for finding in findings {
        let (class, at) = match finding.place() {
            Some(place) => {
                let (line, column) = sources.line_column(place);
                (sources.file(place.file).path.as_str(), format!(":{line}:{column}"))
            }
            None => ("contracts", String::new()),
        };
        let name = format!("{} {}", finding.rule.id, finding.message);
        let _ = writeln!(out, "    <testcase classname=\"{}\" name=\"{}\">", escape(class), escape(&name));
        let mut body = vec![format!("{}: {}", finding.severity, finding.message), format!("{class}{at}")];
        body.extend(details(finding));
        let body = escape(&body.join("\n"));
        let _ = if finding.severity == Severity::Error {
            let message = escape(&finding.message);
            writeln!(
                out,
                "      <failure type=\"{}\" message=\"{message}\">{body}</failure>",
                finding.rule.id
            )
        } else {
            writeln!(out, "      <system-out>{body}</system-out>")
        };
        out.push_str("    </testcase>\n");
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

/// Text or an attribute's value. What is no character of XML 1.0 (section 2.2) becomes `�`.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
