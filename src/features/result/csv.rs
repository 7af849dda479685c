//! CSV according to RFC 4180, with cells that spreadsheets do not run as formulas.

use csv_core::{Terminator, WriteResult, Writer, WriterBuilder};

/// Writes the rows.
pub fn table<Row: IntoIterator<Item = String>>(rows: impl IntoIterator<Item = Row>) -> String {
    let mut text = Text {
        writer: WriterBuilder::new().terminator(Terminator::CRLF).build(),
        bytes: Vec::new(),
    };
    for row in rows {
        for (place, cell) in row.into_iter().enumerate() {
            if place > 0 {
                text.put(0, |writer, buffer| writer.delimiter(buffer));
            }
            let cell = defused(cell);
            text.put(cell.len(), |writer, buffer| {
                let (result, _, written) = writer.field(cell.as_bytes(), buffer);
                (result, written)
            });
        }
        text.put(0, |writer, buffer| writer.terminator(buffer));
    }
    String::from_utf8(text.bytes).unwrap_or_default()
}

struct Text {
    writer: Writer,
    bytes: Vec<u8>,
}

impl Text {
    /// Reserves enough for every byte doubled, and quotes, so that one call writes all.
    fn put(
        &mut self,
        len: usize,
        write: impl FnOnce(&mut Writer, &mut [u8]) -> (WriteResult, usize),
    ) {
        let start = self.bytes.len();
        self.bytes.resize(start + 2 * len + 4, 0);
        let (_, written) = write(&mut self.writer, &mut self.bytes[start..]);
        self.bytes.truncate(start + written);
    }
}

/// Spreadsheets run cells that start with these characters, some even after removing apostrophes.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(FORMULA)
}

/// Marks a formula as text by an apostrophe.
fn defused(cell: String) -> String {
    if is_formula(&cell) {
        format!("'{cell}")
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The cells as a spreadsheet gets them.
    fn read(text: &str) -> Vec<Vec<String>> {
        let mut builder = csv::ReaderBuilder::new();
        let mut reader = builder.has_headers(false).from_reader(text.as_bytes());
        let rows = reader.records().map(Result::unwrap);
        rows.map(|row| row.iter().map(str::to_owned).collect())
            .collect()
    }

    fn fused(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
        let fuse = |cell: String| match cell.strip_prefix('\'') {
            Some(inner) if is_formula(inner) => inner.to_owned(),
            _ => cell,
        };
        let row = |row: Vec<String>| row.into_iter().map(fuse).collect();
        rows.into_iter().map(row).collect()
    }

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let rows = [
            row(&["a", "b,c", "say \"d\""]),
            row(&["", "two\nlines", "é"]),
        ];
        let text = "a,\"b,c\",\"say \"\"d\"\"\"\r\n,\"two\nlines\",é\r\n";
        assert_eq!(table(rows), text);
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_text() {
        let cells = ["=1+1", "+1", "-1", "@a", "\ta", "\ra", "'=1", "'a", "a=1"];
        let text = table(cells.map(|cell| row(&[cell])));
        let shown = "'=1+1\r\n'+1\r\n'-1\r\n'@a\r\n'\ta\r\n\"'\ra\"\r\n''=1\r\n'a\r\na=1\r\n";
        assert_eq!(text, shown);
        assert_eq!(fused(read(&text)), cells.map(|cell| row(&[cell])));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            rows in prop::collection::vec(prop::collection::vec("[-=+@'\"\t\r\n,;a é]{0,6}", 3), 0..6),
        ) {
            let cells = read(&table(rows.clone()));
            prop_assert!(!cells.iter().flatten().any(|cell| cell.starts_with(FORMULA)));
            prop_assert_eq!(fused(cells), rows);
        }
    }
}
