//! Documents from a reader: one, or one a line.

use std::io::{self, BufRead};

use super::event::Judge;
use super::rules::MORE_INVALID;
use crate::finding::{FileId, Finding, Place};
use crate::load::{NOT_JSON, SourceFile, Sources, json};

/// How many invalid documents of one stream are shown.
const SHOWN: usize = 1_000;

/// Stands for the file in findings until its text is known.
const PENDING: FileId = FileId(u32::MAX);

/// How the documents lie in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One a line (NDJSON, JSON Lines).
    Lines,
    /// One a line if the first line is a whole document; else one.
    Guess,
}

/// Judges the documents of a reader and gives their number. `name` is the file's name in findings.
///
/// Of a stream with one document a line, only the invalid lines are kept in memory.
pub fn read(
    judge: &mut Judge<'_>,
    sources: &mut Sources,
    name: &str,
    layout: Layout,
    reader: &mut dyn BufRead,
    findings: &mut Vec<Finding>,
) -> io::Result<usize> {
    let mut stream = Stream { judge, kept: Vec::new(), text: String::new(), documents: 0, invalid: 0 };
    let mut first = Vec::new();
    if layout == Layout::Guess {
        // Blank lines and the first line that is not.
        while reader.read_until(b'\n', &mut first)? > 0 && first.trim_ascii().is_empty() {}
        // A line that is a document ends it: what follows can only be another one.
        if serde_json::from_slice::<serde::de::IgnoredAny>(&first).is_err() {
            reader.read_to_end(&mut first)?;
            stream.document(&first)?;
            stream.finish(sources, name, findings);
            return Ok(stream.documents);
        }
        for line in first.split_inclusive(|byte| *byte == b'\n') {
            stream.line(line)?;
        }
    }
    let mut line = Vec::new();
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        stream.line(&line)?;
    }
    stream.finish(sources, name, findings);
    Ok(stream.documents)
}

struct Stream<'j, 't> {
    judge: &'j mut Judge<'t>,
    kept: Vec<Finding>,
    /// The text that findings point into: invalid documents whole, of valid ones only the line end.
    text: String,
    documents: usize,
    invalid: usize,
}

impl Stream<'_, '_> {
    fn line(&mut self, line: &[u8]) -> io::Result<()> {
        let content = line.strip_suffix(b"\n").unwrap_or(line);
        if !content.trim_ascii().is_empty() {
            self.document(content)?;
        }
        self.text.push('\n');
        Ok(())
    }

    fn document(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.documents += 1;
        let text = String::from_utf8_lossy(bytes);
        let mut findings = Vec::new();
        if let Err(error) = std::str::from_utf8(bytes) {
            let start = u32::try_from(error.valid_up_to()).unwrap_or(u32::MAX);
            let place = Place { file: PENDING, start, end: start.saturating_add(1) };
            findings.push(Finding::new(&NOT_JSON, "the document is not UTF-8").at(place, "this byte"));
        } else if let Some(node) = json::parse(PENDING, &text, &mut findings) {
            findings.extend(self.judge.judge(&node).map_err(io::Error::other)?);
        }
        if findings.is_empty() {
            return Ok(());
        }
        self.invalid += 1;
        if self.invalid > SHOWN {
            return Ok(());
        }
        let base = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        for label in findings.iter_mut().flat_map(|finding| &mut finding.labels) {
            if label.place.file == PENDING {
                label.place.start = label.place.start.saturating_add(base);
                label.place.end = label.place.end.saturating_add(base);
            }
        }
        self.text.push_str(&text);
        self.kept.append(&mut findings);
        Ok(())
    }

    fn finish(&mut self, sources: &mut Sources, name: &str, findings: &mut Vec<Finding>) {
        let text = std::mem::take(&mut self.text);
        let file = sources.add(SourceFile { name: name.to_owned(), path: name.to_owned(), text });
        for label in self.kept.iter_mut().flat_map(|finding| &mut finding.labels) {
            if label.place.file == PENDING {
                label.place.file = file;
            }
        }
        findings.append(&mut self.kept);
        if self.invalid > SHOWN {
            let message = format!("{} more documents of {name} are not valid", self.invalid - SHOWN);
            findings.push(Finding::new(&MORE_INVALID, message));
        }
    }
}

#[cfg(test)]
mod tests;
