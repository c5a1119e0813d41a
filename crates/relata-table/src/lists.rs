//! Cells that hold a list, where a format has lists: JSON and Parquet.
//!
//! Rows are text cells for every kind of table, because nearly all cells of nearly all tables are text; a list is a cell
//! with a mark behind each element. Only this file knows the mark, a control character that no table of text can hold.

const MARK: char = '\u{1F}';

/// The cell of a list with these elements.
pub(crate) fn cell_of<T: AsRef<str>>(elements: impl IntoIterator<Item = T>) -> String {
    let mut cell = String::new();
    for element in elements {
        cell.push_str(element.as_ref());
        cell.push(MARK);
    }
    cell
}

/// True when a cell holds a list with an element.
pub fn is_list(cell: &str) -> bool {
    cell.contains(MARK)
}

/// The elements of a list; a cell that is none is its own element.
pub(crate) fn elements(cell: &str) -> impl Iterator<Item = &str> {
    cell.split_terminator(MARK).chain(cell.is_empty().then_some(cell))
}

/// A cell as one text, with `between` between the elements of a list.
pub(crate) fn as_text(cell: &str, between: &str) -> String {
    elements(cell).collect::<Vec<_>>().join(between)
}
