//! What does a page draw, and where? Its text comes out in pieces, in the order in which the file has them.

use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document as Pdf, Object, ObjectId};
use rustc_hash::FxHashMap;

use super::font::{Font, get, number, resolved};
use crate::articles::ArticleFault;

/// The bytes that the contents of a page may unfold to.
const LONGEST_CONTENT: usize = 32 << 20;

/// Drawings that are drawn inside one another, and all drawings and operators of a file.
const DEEPEST: usize = 12;
const MOST_DRAWINGS: usize = 200_000;
const MOST_OPERATIONS: usize = 50_000_000;

/// Fonts of a file.
const MOST_FONTS: usize = 5_000;

/// Letters that stand in one line of a page.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) x: f64,
    pub(super) y: f64,
    /// Where the next letter would stand.
    pub(super) end: f64,
    /// The height of the letters.
    pub(super) size: f64,
    pub(super) text: String,
}

/// The six numbers that turn places of a drawing into those of the page.
#[derive(Debug, Clone, Copy)]
struct Matrix([f64; 6]);

impl Matrix {
    const SAME: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// This one first, then the other.
    #[expect(clippy::many_single_char_names, reason = "the letters of the standard")]
    fn then(self, other: Matrix) -> Matrix {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, other.0);
        Matrix([a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l])
    }

    fn moved(self, x: f64, y: f64) -> Matrix {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(self)
    }

    fn read(operands: &[Object]) -> Option<Matrix> {
        let mut numbers = [0.0; 6];
        for (to, operand) in numbers.iter_mut().zip(operands) {
            *to = number(operand)?;
        }
        (operands.len() >= 6).then_some(Matrix(numbers))
    }

    /// Places that can be reckoned with.
    fn is_sound(&self) -> bool {
        self.0.iter().all(|number| number.is_finite() && number.abs() < 1e9)
    }
}

/// What holds for the text that comes next.
#[derive(Clone)]
struct State {
    page: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    spacing: f64,
    blank: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

/// A reader of the pages of a file.
pub(super) struct Reader<'d> {
    pdf: &'d Pdf,
    fonts: FxHashMap<ObjectId, Rc<Font>>,
    n_drawings: usize,
    n_operations: usize,
    /// The codes whose letters are known, and the others.
    pub(super) n_known: usize,
    pub(super) n_unknown: usize,
}

/// What is drawn while a page is read.
struct Drawing {
    state: State,
    saved: Vec<State>,
    line: Matrix,
    at: Matrix,
    /// For each mark that is open, whether it says that its content is no part of the text.
    marks: Vec<bool>,
    pieces: Vec<Piece>,
}

impl<'d> Reader<'d> {
    pub(super) fn new(pdf: &'d Pdf) -> Reader<'d> {
        Reader { pdf, fonts: FxHashMap::default(), n_drawings: 0, n_operations: 0, n_known: 0, n_unknown: 0 }
    }

    /// The pieces of text of a page; none where it is a picture. What cannot be read of a page is passed over.
    pub(super) fn page(&mut self, page: ObjectId) -> Result<Vec<Piece>, ArticleFault> {
        let state = State {
            page: self.turned(page),
            font: None,
            size: 0.0,
            spacing: 0.0,
            blank: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut drawing = Drawing {
            state,
            saved: Vec::new(),
            line: Matrix::SAME,
            at: Matrix::SAME,
            marks: Vec::new(),
            pieces: Vec::new(),
        };
        let Ok(bytes) = self.pdf.get_page_content_with_limit(page, LONGEST_CONTENT) else { return Ok(Vec::new()) };
        let mut resources = Vec::new();
        if let Ok((own, inherited)) = self.pdf.get_page_resources(page) {
            resources.extend(own);
            resources.extend(inherited.into_iter().filter_map(|id| self.pdf.get_dictionary(id).ok()));
        }
        self.draw(&bytes, &resources, &mut drawing, 0)?;
        Ok(drawing.pieces)
    }

    /// How a page is turned before it is shown.
    fn turned(&self, page: ObjectId) -> Matrix {
        let mut node = self.pdf.get_dictionary(page).ok();
        for _ in 0..16 {
            let Some(dictionary) = node else { break };
            if let Some(turn) = get(self.pdf, dictionary, b"Rotate").and_then(|turn| turn.as_i64().ok()) {
                return match turn.rem_euclid(360) {
                    90 => Matrix([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]),
                    180 => Matrix([-1.0, 0.0, 0.0, -1.0, 0.0, 0.0]),
                    270 => Matrix([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]),
                    _ => Matrix::SAME,
                };
            }
            node = get(self.pdf, dictionary, b"Parent").and_then(|parent| parent.as_dict().ok());
        }
        Matrix::SAME
    }

    fn draw(
        &mut self,
        bytes: &[u8],
        resources: &[&'d Dictionary],
        drawing: &mut Drawing,
        depth: usize,
    ) -> Result<(), ArticleFault> {
        self.n_drawings += 1;
        if self.n_drawings > MOST_DRAWINGS {
            return Err(ArticleFault::TooMuch("more than the 200,000 drawings that a PDF may have"));
        }
        let Ok(content) = Content::decode(bytes) else { return Ok(()) };
        let n_saved = drawing.saved.len();
        for operation in &content.operations {
            self.n_operations += 1;
            if self.n_operations > MOST_OPERATIONS {
                return Err(ArticleFault::TooMuch("more than the 50 million operators that a PDF may have"));
            }
            if operation.operator == "Do" {
                self.draw_inner(operation, resources, drawing, depth)?;
            } else {
                self.operate(operation, resources, drawing);
            }
        }
        drawing.saved.truncate(n_saved);
        Ok(())
    }

    /// A drawing that is drawn inside another one.
    fn draw_inner(
        &mut self,
        operation: &Operation,
        resources: &[&'d Dictionary],
        drawing: &mut Drawing,
        depth: usize,
    ) -> Result<(), ArticleFault> {
        let name = operation.operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
        let inner = self.resource(resources, b"XObject", name).and_then(|inner| inner.as_stream().ok());
        let is_form =
            |dictionary: &Dictionary| dictionary.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Form");
        let Some(form) = inner.filter(|inner| is_form(&inner.dict) && depth < DEEPEST) else { return Ok(()) };
        let Ok(bytes) = form.get_plain_content_with_limit(LONGEST_CONTENT) else { return Ok(()) };
        let own = get(self.pdf, &form.dict, b"Resources").and_then(|own| own.as_dict().ok());
        let own: Vec<&Dictionary> = own.map_or_else(|| resources.to_vec(), |own| vec![own]);
        let (state, marks) = (drawing.state.clone(), drawing.marks.len());
        let matrix = get(self.pdf, &form.dict, b"Matrix").and_then(|matrix| Matrix::read(matrix.as_array().ok()?));
        drawing.state.page = matrix.unwrap_or(Matrix::SAME).then(drawing.state.page);
        self.draw(&bytes, &own, drawing, depth + 1)?;
        drawing.state = state;
        drawing.marks.truncate(marks);
        Ok(())
    }

    /// An entry of the first dictionary of resources that has it.
    fn resource(&self, resources: &[&'d Dictionary], kind: &[u8], name: &[u8]) -> Option<&'d Object> {
        resources.iter().find_map(|resources| get(self.pdf, get(self.pdf, resources, kind)?.as_dict().ok()?, name))
    }

    /// The font of a name; each is read once.
    fn font(&mut self, resources: &[&'d Dictionary], name: &[u8]) -> Option<Rc<Font>> {
        let fonts = resources.iter().find_map(|resources| {
            let fonts = get(self.pdf, resources, b"Font")?.as_dict().ok()?;
            fonts.has(name).then_some(fonts)
        })?;
        let object = fonts.get(name).ok()?;
        let id = object.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(Rc::clone(known));
        }
        let font = resolved(self.pdf, object)?.as_dict().ok()?;
        let font = Rc::new(Font::read(self.pdf, font));
        if let Some(id) = id.filter(|_| self.fonts.len() < MOST_FONTS) {
            self.fonts.insert(id, Rc::clone(&font));
        }
        Some(font)
    }

    fn operate(&mut self, operation: &Operation, resources: &[&'d Dictionary], drawing: &mut Drawing) {
        let operands = &operation.operands;
        let at = |place: usize| operands.get(place).and_then(number);
        let first = at(0).unwrap_or(0.0);
        let state = &mut drawing.state;
        match operation.operator.as_str() {
            "q" if drawing.saved.len() < 1_000 => drawing.saved.push(state.clone()),
            "Q" => drawing.state = drawing.saved.pop().unwrap_or_else(|| state.clone()),
            "cm" => {
                let page = Matrix::read(operands).map(|matrix| matrix.then(state.page));
                state.page = page.filter(Matrix::is_sound).unwrap_or(state.page);
            }
            "BT" => (drawing.line, drawing.at) = (Matrix::SAME, Matrix::SAME),
            "Tf" => {
                let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                state.size = at(1).unwrap_or(0.0);
                state.font = self.font(resources, name);
            }
            "Tc" => state.spacing = first,
            "Tw" => state.blank = first,
            "Tz" => state.scale = first / 100.0,
            "TL" => state.leading = first,
            "Ts" => state.rise = first,
            "Td" => drawing.next_line(first, at(1).unwrap_or(0.0)),
            "TD" => {
                state.leading = -at(1).unwrap_or(0.0);
                drawing.next_line(first, at(1).unwrap_or(0.0));
            }
            "Tm" => {
                drawing.line = Matrix::read(operands).filter(Matrix::is_sound).unwrap_or(Matrix::SAME);
                drawing.at = drawing.line;
            }
            "T*" => drawing.next_line(0.0, -drawing.state.leading),
            "Tj" => self.show(operands, drawing),
            "'" | "\"" => {
                if operation.operator == "\"" {
                    (state.blank, state.spacing) = (first, at(1).unwrap_or(0.0));
                }
                drawing.next_line(0.0, -drawing.state.leading);
                self.show(operands.get(operands.len().saturating_sub(1)..).unwrap_or_default(), drawing);
            }
            "TJ" => {
                let parts = operands.first().and_then(|parts| parts.as_array().ok());
                self.show(parts.map_or(&[], Vec::as_slice), drawing);
            }
            // Headers, footers and page numbers, where the program that wrote the file says so.
            "BMC" | "BDC" if drawing.marks.len() < 1_000 => {
                let is_artifact = operands.first().and_then(|name| name.as_name().ok()) == Some(b"Artifact");
                drawing.marks.push(is_artifact);
            }
            "EMC" => {
                drawing.marks.pop();
            }
            _ => {}
        }
    }

    /// Shows strings; the numbers between them move the next one to the left, in thousandths of the size.
    fn show(&mut self, parts: &[Object], drawing: &mut Drawing) {
        let state = drawing.state.clone();
        let Some(font) = &state.font else { return };
        let is_left_out = drawing.marks.contains(&true);
        let mut piece: Option<Piece> = None;
        for part in parts {
            if let Some(back) = number(part) {
                drawing.at = drawing.at.moved(-back / 1000.0 * state.size * state.scale, 0.0);
                continue;
            }
            let Ok(string) = part.as_str() else { continue };
            for glyph in font.glyphs(string) {
                let whole = Matrix([state.size * state.scale, 0.0, 0.0, state.size, 0.0, state.rise])
                    .then(drawing.at)
                    .then(state.page);
                let advance =
                    (glyph.width * state.size + state.spacing + if glyph.is_blank { state.blank } else { 0.0 })
                        * state.scale;
                drawing.at = drawing.at.moved(advance, 0.0);
                let Matrix([right, up, left, above, x, y]) = whole;
                // Only what stands upright is text; on the margins other things are turned.
                let is_upright = up.abs() < 0.2 * right.abs() && left.abs() < 0.5 * above.abs() && right > 0.0;
                match glyph.letters {
                    None => self.n_unknown += 1,
                    Some(_) => self.n_known += 1,
                }
                let (Some(letters), true, false, true) = (glyph.letters, is_upright, is_left_out, whole.is_sound())
                else {
                    continue;
                };
                let end = drawing.at.then(state.page).0[4];
                let size = above.abs();
                match &mut piece {
                    Some(piece) => {
                        if x - piece.end > GAP * size && !piece.text.ends_with(' ') && letters != " " {
                            piece.text.push(' ');
                        }
                        piece.text.push_str(letters);
                        piece.end = end;
                    }
                    None => piece = Some(Piece { x, y, end, size, text: letters.to_owned() }),
                }
            }
        }
        drawing.pieces.extend(piece.filter(|piece| !piece.text.is_empty()));
    }
}

/// The distance in parts of the size of the letters from which on two of them are two words.
pub(super) const GAP: f64 = 0.16;

impl Drawing {
    fn next_line(&mut self, x: f64, y: f64) {
        let line = self.line.moved(x, y);
        if line.is_sound() {
            self.line = line;
        }
        self.at = self.line;
    }
}
