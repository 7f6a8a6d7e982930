//! Lines of C#, indented.

use std::ops::{Deref, DerefMut};

/// Text that grows by lines. Blank lines are asked for ahead and vanish at the start of a block.
#[derive(Debug, Default)]
pub(super) struct Writer {
    text: String,
    depth: usize,
    gap: bool,
}

impl Writer {
    /// Adds a line; an empty one stays without indentation.
    pub(super) fn line(&mut self, line: impl AsRef<str>) {
        if std::mem::take(&mut self.gap) && !self.text.is_empty() && !self.text.ends_with("{\n") {
            self.text.push('\n');
        }
        let line = line.as_ref();
        if !line.is_empty() {
            self.text.push_str(&"    ".repeat(self.depth));
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    /// Adds several lines.
    pub(super) fn lines<T: AsRef<str>>(&mut self, lines: impl IntoIterator<Item = T>) {
        for line in lines {
            self.line(line);
        }
    }

    /// Asks for a blank line before the next one.
    pub(super) fn gap(&mut self) {
        self.gap = true;
    }

    /// Opens a block below `head`; it ends with `}` when the guard goes.
    pub(super) fn block(&mut self, head: impl AsRef<str>) -> Block<'_> {
        self.block_until(head, "}")
    }

    /// Opens a block that ends with `end`.
    pub(super) fn block_until(&mut self, head: impl AsRef<str>, end: &'static str) -> Block<'_> {
        self.line(head);
        self.line("{");
        self.depth += 1;
        Block { writer: self, end }
    }

    /// Adds a line that is indented once more than the others.
    pub(super) fn continued(&mut self, line: impl AsRef<str>) {
        self.depth += 1;
        self.line(line);
        self.depth -= 1;
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// An open block.
#[derive(Debug)]
pub(super) struct Block<'a> {
    writer: &'a mut Writer,
    end: &'static str,
}

impl Drop for Block<'_> {
    fn drop(&mut self) {
        self.writer.gap = false;
        self.writer.depth -= 1;
        self.writer.line(self.end);
    }
}

impl Deref for Block<'_> {
    type Target = Writer;

    fn deref(&self) -> &Writer {
        self.writer
    }
}

impl DerefMut for Block<'_> {
    fn deref_mut(&mut self) -> &mut Writer {
        self.writer
    }
}
