//! Collects quads and writes the graph file, so that a reader sees the old graph or the new one, never half of one.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use oxigraph::model::{GraphName, Quad, Term};
use rustc_hash::FxHashMap;

use super::file::{self, GraphFile, Row};
use super::map::Bytes;
use super::term::{encode, encode_iri};
use super::{Store, StoreError};

/// Collects quads as numbers of terms.
///
/// Memory: 16 bytes a quad, and the bytes of each term once with about 60 bytes beside them; writing takes three times
/// the quads for a moment.
#[derive(Default)]
pub struct Builder {
    /// Number of each term, in the order they came.
    numbers: FxHashMap<Box<[u8]>, u32>,
    quads: Vec<Row>,
    scratch: Vec<u8>,
}

impl Builder {
    /// Takes a quad; one that was taken before changes nothing.
    pub fn insert(&mut self, quad: &Quad) {
        let subject = self.number(&quad.subject.clone().into());
        let predicate = self.number_of(|out| encode_iri(quad.predicate.as_str(), out));
        let object = self.number(&quad.object);
        let graph = match &quad.graph_name {
            GraphName::DefaultGraph => 0,
            GraphName::NamedNode(node) => self.number_of(|out| encode_iri(node.as_str(), out)),
            GraphName::BlankNode(node) => self.number(&node.clone().into()),
        };
        self.quads.push([subject, predicate, object, graph]);
    }

    fn number(&mut self, term: &Term) -> u32 {
        self.number_of(|out| encode(term, out))
    }

    fn number_of(&mut self, encode: impl FnOnce(&mut Vec<u8>)) -> u32 {
        let mut bytes = std::mem::take(&mut self.scratch);
        bytes.clear();
        encode(&mut bytes);
        let next = u32::try_from(self.numbers.len() + 1).expect("fewer terms than u32 can count fit into memory");
        let number = self.numbers.get(&bytes[..]).copied().unwrap_or_else(|| {
            self.numbers.insert(bytes.as_slice().into(), next);
            next
        });
        self.scratch = bytes;
        number
    }

    /// The whole file; returns the number of quads.
    fn write_to(self, out: &mut dyn Write) -> std::io::Result<u64> {
        let Builder { numbers, mut quads, .. } = self;
        let mut terms: Vec<(Box<[u8]>, u32)> = numbers.into_iter().collect();
        terms.sort_unstable();
        // Numbers go by the order of the terms, not by the order the terms came in.
        let mut renumbered = vec![0_u32; terms.len() + 1];
        let mut ends = Vec::with_capacity(terms.len());
        let mut text = Vec::new();
        for (number, (bytes, old)) in (1_u32..).zip(&terms) {
            renumbered[*old as usize] = number;
            text.extend_from_slice(bytes);
            ends.push(text.len() as u64);
        }
        drop(terms);
        quads.iter_mut().flatten().for_each(|number| *number = renumbered[*number as usize]);
        quads.sort_unstable();
        quads.dedup();
        let ordered = |order: fn(&Row) -> Row| {
            let mut rows: Vec<Row> = quads.iter().map(order).collect();
            rows.sort_unstable();
            rows
        };
        let (posg, ospg) = std::thread::scope(|scope| {
            let posg = scope.spawn(|| ordered(|&[s, p, o, g]| [p, o, s, g]));
            let ospg = ordered(|&[s, p, o, g]| [o, s, p, g]);
            (posg.join().expect("sorting does not panic"), ospg)
        });
        let mut gspo: Vec<Row> = quads.iter().filter(|row| row[3] != 0).map(|&[s, p, o, g]| [g, s, p, o]).collect();
        gspo.sort_unstable();
        let rows = bytemuck::cast_slice::<Row, u8>;
        let ends = bytemuck::cast_slice::<u64, u8>(&ends);
        file::write([ends, &text, rows(&quads), rows(&posg), rows(&ospg), rows(&gspo)], out)?;
        Ok(quads.len() as u64)
    }

    /// Writes the graph file beside `path`, then puts it in its place; returns the number of quads.
    ///
    /// # Errors
    /// When the file cannot be written; the old one is then untouched.
    pub fn write(self, path: &Path) -> Result<u64, StoreError> {
        let beside = path.with_extension("new");
        let write = || -> std::io::Result<u64> {
            let mut out = BufWriter::with_capacity(1 << 18, File::create(&beside)?);
            let n_quads = self.write_to(&mut out)?;
            out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
            fs::rename(&beside, path)?;
            // The new name is safe only when the folder is.
            if let Some(folder) = path.parent() {
                File::open(folder)?.sync_all()?;
            }
            Ok(n_quads)
        };
        write().map_err(|source| StoreError::File { action: "write", path: path.to_owned(), source })
    }

    /// Opens the graph without writing it.
    ///
    /// # Errors
    /// When it does not fit into memory.
    pub fn into_store(self) -> Result<Store, StoreError> {
        let mut bytes = Vec::new();
        let place = || Path::new("memory").to_owned();
        self.write_to(&mut bytes).map_err(|source| StoreError::File { action: "write", path: place(), source })?;
        let file =
            GraphFile::new(Bytes::hold(&bytes)).map_err(|source| StoreError::Format { path: place(), source })?;
        Ok(Store::of(file))
    }
}
