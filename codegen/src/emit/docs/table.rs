//! Markdown tables that also read as tables in a plain editor.

/// Cells beyond this many characters do not widen their column.
const WIDEST: usize = 80;

/// A table. Cells are Markdown already, in one line; `|` stands in them only in code.
pub(super) struct Table {
    header: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(header: &[&'static str]) -> Self {
        Self { header: header.to_vec(), rows: Vec::new() }
    }

    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        // A bare `|` would end the cell, in code as well (GFM, tables extension).
        self.rows.push(cells.into_iter().map(|cell| cell.replace('|', "\\|")).collect());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table without columns that say nothing, with a newline at the end. The last column is not
    /// padded: it holds the long texts.
    pub(super) fn render(&self) -> String {
        let cell = |row: &Vec<String>, column: usize| row.get(column).cloned().unwrap_or_default();
        let used: Vec<usize> = (0..self.header.len())
            .filter(|&column| self.rows.iter().any(|row| !cell(row, column).is_empty()))
            .collect();
        let mut lines: Vec<Vec<String>> =
            vec![used.iter().map(|&column| self.header[column].to_owned()).collect()];
        lines.extend(self.rows.iter().map(|row| used.iter().map(|&column| cell(row, column)).collect()));
        let width = |column: usize| {
            let widths =
                lines.iter().map(|line| line[column].chars().count()).filter(|width| *width <= WIDEST);
            widths.max().unwrap_or(0).max(3)
        };
        let mut widths: Vec<usize> = (0..used.len()).map(width).collect();
        if let Some(last) = widths.last_mut() {
            *last = 3;
        }
        lines.insert(1, widths.iter().map(|width| "-".repeat(*width)).collect());
        let mut out = String::new();
        for line in lines {
            for (cell, width) in line.iter().zip(&widths) {
                out.push_str("| ");
                out.push_str(cell);
                out.push_str(&" ".repeat(width.saturating_sub(cell.chars().count()) + 1));
            }
            out.push_str("|\n");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_empty_ones_go() {
        let mut table = Table::new(&["Field", "None", "Description"]);
        table.row(["`a`".to_owned(), String::new(), "Says `a|b`.".to_owned()]);
        table.row(["`größe`".to_owned(), String::new()]);
        assert_eq!(
            table.render(),
            "| Field   | Description |\n| ------- | --- |\n| `a`     | Says `a\\|b`. |\n| `größe` |     |\n"
        );
    }
}
