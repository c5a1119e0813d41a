//! Strict CSV: on well-formed input the same as the csv crate, on anything else no panic and nothing lost.

use proptest::prelude::*;
use relata::table::record::{LONGEST, Record, RecordFault, Records};

/// The line a record begins in, and its cells or its fault.
type Line = (u64, Result<Vec<Vec<u8>>, RecordFault>);

/// The records of `bytes`: cells, or the fault, with the line each begins in.
fn read(bytes: &[u8], cells: Option<usize>) -> Vec<Line> {
    let mut records = Records::new(bytes, b',');
    if let Some(cells) = cells {
        records.expect_columns(vec![true; cells]);
    }
    let mut record = Record::default();
    let mut found = Vec::new();
    while records.read(&mut record).unwrap() {
        let decoded = record.cells.iter().map(|cell| {
            let mut out = Vec::new();
            cell.decode(&record.bytes, &mut out);
            out
        });
        found.push((record.line, record.fault.map_or_else(|| Ok(decoded.collect()), Err)));
    }
    found
}

fn shown(text: &str, cells: usize) -> String {
    let line = |(line, result): Line| match result {
        Ok(cells) => {
            let cells: Vec<String> = cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
            format!("{line}: {cells:?}")
        }
        Err(fault) => format!("{line}: {fault:?}"),
    };
    read(text.as_bytes(), Some(cells)).into_iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_forgotten_quote_costs_one_row() {
    insta::assert_snapshot!(shown("a,\"b,c\nd,e,f\ng,\"h\",i\n", 3), @r#"
    1: Unclosed { at: 2 }
    2: ["d", "e", "f"]
    3: ["g", "h", "i"]
    "#);
}

#[test]
fn a_forgotten_quote_that_a_later_one_closes_costs_one_row() {
    insta::assert_snapshot!(shown("a,b,\"c\nd,e,f\ng,\"h\",i\nj,k,l\n", 3), @r#"
    1: Unclosed { at: 4 }
    2: ["d", "e", "f"]
    3: ["g", "h", "i"]
    4: ["j", "k", "l"]
    "#);
}

#[test]
fn a_forgotten_quote_in_the_last_row_costs_that_row() {
    insta::assert_snapshot!(shown("a,b\nc,\"d", 2), @r#"
    1: ["a", "b"]
    2: Unclosed { at: 2 }
    "#);
}

#[test]
fn rows_that_a_forgotten_quote_swallowed_are_found_even_when_the_cells_add_up() {
    let table = "a,Iran,attacked,\"we will\nb,Israel,attacked,x,n\nc,Oman,met,y,n\nd,Qatar,met,no\",n\ne,f,g,h,i\n";
    insta::assert_snapshot!(shown(table, 5), @r#"
    1: Unclosed { at: 16 }
    2: ["b", "Israel", "attacked", "x", "n"]
    3: ["c", "Oman", "met", "y", "n"]
    4: Stray { at: 14 }
    5: ["e", "f", "g", "h", "i"]
    "#);
    let neighbours = "a,Iran,attacked,\"We will,n\nb,Israel,attacked,we will not\",n\n";
    insta::assert_snapshot!(shown(neighbours, 5), @r#"1: ["a", "Iran", "attacked", "We will,n\nb,Israel,attacked,we will not", "n"]"#);
}

#[test]
fn prose_with_commas_over_several_lines_is_a_cell() {
    let table = "a,\"He came, saw, won\nand left, too, late\nor so, they, say\",b\n";
    insta::assert_snapshot!(shown(table, 3), @r#"1: ["a", "He came, saw, won\nand left, too, late\nor so, they, say", "b"]"#);
}

#[test]
fn lone_carriage_returns_end_lines_as_well() {
    insta::assert_snapshot!(shown("a,\"b\rc,d\re,\"f\ng\"\r", 2), @r#"
    1: Unclosed { at: 2 }
    2: ["c", "d"]
    3: ["e", "f\ng"]
    "#);
}

#[test]
fn a_cell_may_have_several_lines() {
    insta::assert_snapshot!(shown("a,\"b\nc, d\",e\r\nf,\"g \"\"h\"\"\",i\rj,k,l", 3), @r#"
    1: ["a", "b\nc, d", "e"]
    3: ["f", "g \"h\"", "i"]
    4: ["j", "k", "l"]
    "#);
}

#[test]
fn a_quote_inside_a_cell_is_a_fault_where_it_stands() {
    insta::assert_snapshot!(shown("\"we \"will\" go\",b\nc \"d\",e\n\"f\" ,g\nh,i\n", 2), @r#"
    1: Stray { at: 4 }
    2: Stray { at: 2 }
    3: Stray { at: 2 }
    4: ["h", "i"]
    "#);
}

#[test]
fn a_record_beyond_the_limit_is_left_out_and_reading_goes_on() {
    let mut bytes = b"a,b\nc,".to_vec();
    bytes.extend(std::iter::repeat_n(b'x', 3 * LONGEST));
    bytes.extend(b"\nd,e\n");
    let found = read(&bytes, Some(2));
    assert_eq!(found.len(), 3);
    assert_eq!(found[1], (2, Err(RecordFault::TooLong)));
    assert_eq!(found[2], (3, Ok(vec![b"d".to_vec(), b"e".to_vec()])));
}

/// A reader that hands out a few bytes at a time.
struct Drip<'a>(&'a [u8], usize);

impl std::io::Read for Drip<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = self.1.min(self.0.len()).min(out.len());
        out[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

proptest! {
    #![proptest_config(crate::support::draws(256))]

    #[test]
    fn well_formed_tables_read_as_the_csv_crate_reads_them(
        rows in proptest::collection::vec(proptest::collection::vec("[a-zé,\"\n\r ]{0,6}", 3), 1..8),
        crlf in any::<bool>(),
    ) {
        let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer = csv::WriterBuilder::new().terminator(terminator).from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let ours: Vec<Vec<Vec<u8>>> = read(&bytes, None).into_iter().map(|(_, cells)| cells.unwrap()).collect();
        let theirs: Vec<Vec<Vec<u8>>> = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..])
            .byte_records().map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect()).collect();
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn any_bytes_give_records_and_every_line_that_is_not_blank_is_in_one(
        bytes in proptest::collection::vec(prop_oneof![Just(b'"'), Just(b','), Just(b'\n'), Just(b'\r'), any::<u8>()], 0..200),
        cells in proptest::option::of(1_usize..4),
    ) {
        let mut records = Records::new(&bytes[..], b',');
        if let Some(cells) = cells {
            records.expect_columns(vec![true; cells]);
        }
        let mut record = Record::default();
        let mut kept = Vec::new();
        while records.read(&mut record).unwrap() {
            for cell in &record.cells {
                prop_assert!(cell.range().end <= record.bytes.len());
            }
            kept.extend(record.bytes.iter().copied());
        }
        let strip = |bytes: &[u8]| bytes.iter().copied().filter(|byte| !matches!(byte, b'\n' | b'\r')).collect::<Vec<u8>>();
        prop_assert_eq!(strip(&kept), strip(&bytes));
    }

    #[test]
    fn the_size_of_reads_does_not_matter(
        bytes in proptest::collection::vec(prop_oneof![Just(b'"'), Just(b','), Just(b'\n'), Just(b'\r'), Just(b'x')], 0..80),
        step in 1_usize..5,
    ) {
        let whole = read(&bytes, Some(2));
        let mut records = Records::new(Drip(&bytes, step), b',');
        records.expect_columns(vec![true; 2]);
        let mut record = Record::default();
        let mut lines = Vec::new();
        while records.read(&mut record).unwrap() {
            lines.push((record.line, record.fault));
        }
        let expected: Vec<_> = whole.into_iter().map(|(line, cells)| (line, cells.err())).collect();
        prop_assert_eq!(lines, expected);
    }
}
