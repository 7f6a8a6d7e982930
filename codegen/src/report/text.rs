//! For people, in the look of rustc.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};

use super::clean::replacement;
use super::{Counts, Style, clean};
use crate::finding::{FileId, Finding, Label, Place, Severity};
use crate::load::Sources;

/// Columns where the report goes to no terminal.
const DEFAULT_WIDTH: usize = 140;
/// A longer line is cut around the mark, so that minified JSON costs no more than other files.
const LONG_LINE: usize = 1_000;
/// What stays of a cut line before and behind the start of the mark, in bytes.
const BEFORE: usize = 60;
const BEHIND: usize = 200;
/// Stands behind the path of a cut line until its column is put right. Never in a cleaned text.
pub(super) const CUT: char = '\u{f8fe}';
/// Marks that lie further apart get a snippet each.
const WINDOW: usize = 64 * 1_024;

/// Renders findings and a closing line; nothing at all for no findings.
pub fn render(sources: &Sources, findings: &[Finding], style: Style) -> String {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(style.width.unwrap_or(DEFAULT_WIDTH).max(40));
    let mut out = String::new();
    for finding in findings {
        out.push_str(&one(sources, finding, &renderer));
        out.push_str("\n\n");
    }
    if let Some(first) = findings.iter().max_by_key(|finding| finding.severity) {
        // Writing into a String cannot fail.
        let _ = writeln!(out, "{}", closing(Counts::of(findings)));
        let _ = writeln!(out, "more about a rule: event-contracts explain {}", first.rule.id);
    }
    out
}

/// `2 errors, 1 warning`
pub fn closing(counts: Counts) -> String {
    let some = |count: usize, word: &str| match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{count} {word}s")),
    };
    let parts = [some(counts.errors, "error"), some(counts.warnings, "warning"), some(counts.notes, "note")];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if text.is_empty() { "no findings".to_owned() } else { text }
}

fn one(sources: &Sources, finding: &Finding, renderer: &Renderer) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut origins = Vec::new();
    let mut group = Group::with_title(level.primary_title(clean(&finding.message)).id(finding.rule.id));
    for file in files(finding) {
        group = group.elements(snippets(sources, finding, file, &mut origins));
    }
    for note in &finding.notes {
        group = group.element(Level::NOTE.message(clean(note)));
    }
    if let Some(witness) = &finding.witness {
        let witness = clean(witness).replace('\n', "\n  ");
        group = group.element(Level::NOTE.message(format!("this message proves it:\n  {witness}")));
    }
    if !finding.consumers.is_empty() {
        let consumers = finding.consumers.join(", ");
        group = group.element(Level::NOTE.message(format!("consumers hit: {}", clean(&consumers))));
    }
    for help in &finding.help {
        group = group.element(Level::HELP.message(clean(help).into_owned()));
    }
    if let Some(accepted) = &finding.accepted {
        group = group.element(Level::NOTE.message(format!("accepted by {}", clean(accepted))));
    } else if let Some(fingerprint) =
        finding.fingerprint.as_ref().filter(|_| finding.severity > Severity::Note)
    {
        group = group.element(Level::NOTE.message(format!("fingerprint: {fingerprint}")));
    }
    put_right(&renderer.render(&[group]), &origins)
}

/// The renderer counts columns from where a line was cut; puts the real places in.
fn put_right(text: &str, origins: &[(usize, usize)]) -> String {
    let mut parts = text.split(CUT);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for (part, (line, column)) in parts.zip(origins) {
        let rest = part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit());
        // Writing into a String cannot fail.
        let _ = write!(out, ":{line}:{column}{rest}");
    }
    out
}

/// The files of the labels, each once, the primary one first.
fn files(finding: &Finding) -> Vec<FileId> {
    let mut files = Vec::new();
    for label in &finding.labels {
        if !files.contains(&label.place.file) {
            files.push(label.place.file);
        }
    }
    files
}

/// The part of a file that is shown, in whole lines unless a line is very long.
struct Window {
    start: usize,
    end: usize,
    cut_left: bool,
    cut_right: bool,
}

fn snippets<'a>(
    sources: &'a Sources,
    finding: &'a Finding,
    file: FileId,
    origins: &mut Vec<(usize, usize)>,
) -> Vec<Element<'a>> {
    let labels: Vec<(usize, &Label)> =
        finding.labels.iter().enumerate().filter(|(_, label)| label.place.file == file).collect();
    let text = &sources.file(file).text;
    let lines: Vec<(usize, usize)> = labels.iter().map(|(_, label)| line_around(text, label.place)).collect();
    let start = lines.iter().map(|line| line.0).min().unwrap_or_default();
    let end = lines.iter().map(|line| line.1).max().unwrap_or_default();
    let short = text[start..end].split('\n').all(|line| line.len() <= LONG_LINE);
    if end - start <= WINDOW && short {
        let window = Window { start, end, cut_left: false, cut_right: false };
        return vec![snippet(sources, file, &window, &labels, origins).into()];
    }
    // Too far apart, or too long: each on its own.
    let each = labels.iter().zip(lines).map(|(label, line)| {
        let window = cut(text, label.1.place, line);
        snippet(sources, file, &window, std::slice::from_ref(label), origins).into()
    });
    each.collect()
}

/// The line that a place starts in, without its line end.
fn line_around(text: &str, place: Place) -> (usize, usize) {
    let at = boundary(text, place.start as usize);
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let end = text[at..].find('\n').map_or(text.len(), |i| at + i);
    (start, end)
}

fn cut(text: &str, place: Place, (start, end): (usize, usize)) -> Window {
    if end - start <= LONG_LINE {
        return Window { start, end, cut_left: false, cut_right: false };
    }
    let at = place.start as usize;
    let left = boundary(text, at.saturating_sub(BEFORE)).max(start);
    let right = boundary(text, at.saturating_add(BEHIND)).min(end).max(left);
    Window { start: left, end: right, cut_left: left > start, cut_right: right < end }
}

fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or_default()
}

fn snippet<'a>(
    sources: &'a Sources,
    file: FileId,
    window: &Window,
    labels: &[(usize, &'a Label)],
    origins: &mut Vec<(usize, usize)>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let source = sources.file(file);
    let (line, _) = sources.line_column(at(file, window.start));
    let shown = Shown::new(&source.text, window);
    let mut snippet = Snippet::source(shown.text.clone()).line_start(line);
    for (index, label) in labels {
        let kind = if *index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let mut annotation = kind.span(shown.range(&source.text, window, label.place));
        if !label.text.is_empty() {
            annotation = annotation.label(clean(&label.text));
        }
        snippet = snippet.annotation(annotation);
    }
    if !window.cut_left {
        return snippet.path(clean(&source.name));
    }
    let place = labels.first().map_or(at(file, window.start), |(_, label)| label.place);
    origins.push(sources.line_column(place));
    snippet.path(format!("{}{CUT}", clean(&source.name)))
}

fn at(file: FileId, offset: usize) -> Place {
    let offset = u32::try_from(offset).unwrap_or(u32::MAX);
    Place { file, start: offset, end: offset }
}

/// The text of a window as a terminal may see it, and where each byte of the file went.
struct Shown {
    text: String,
    /// Offset in the file, offset in `text`; one a character that changed its length.
    shifts: Vec<(usize, usize)>,
}

impl Shown {
    fn new(source: &str, window: &Window) -> Self {
        let mut text = String::new();
        if window.cut_left {
            text.push('…');
        }
        let mut shifts = vec![(window.start, text.len())];
        for (offset, c) in source[window.start..window.end].char_indices() {
            let at = window.start + offset;
            let next = at + c.len_utf8();
            // A CR is part of a line end, not of the line.
            if c == '\r' && (next == source.len() || source[next..].starts_with('\n')) {
                shifts.push((next, text.len()));
            } else if let Some(picture) = replacement(c) {
                text.push(picture);
                shifts.push((next, text.len()));
            } else {
                text.push(c);
            }
        }
        if window.cut_right {
            text.push('…');
        }
        Self { text, shifts }
    }

    /// Where a place is shown; what lies behind its first line is not marked.
    fn range(&self, source: &str, window: &Window, place: Place) -> std::ops::Range<usize> {
        let start = boundary(source, place.start as usize);
        let line_end = line_around(source, place).1;
        let end = boundary(source, place.end as usize).min(line_end).min(window.end).max(start);
        self.map(start)..self.map(end)
    }

    fn map(&self, offset: usize) -> usize {
        let before = self.shifts.partition_point(|(from, _)| *from <= offset);
        let (from, to) = self.shifts[before.saturating_sub(1)];
        boundary(&self.text, to + offset.saturating_sub(from))
    }
}
