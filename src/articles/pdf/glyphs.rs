//! How wide are letters in most fonts? Files may leave out the widths of the fonts that every reader has.

/// The width of letters in parts of the size of the font, as in Helvetica.
pub(super) fn usual_width(letters: &str) -> f64 {
    letters.chars().map(of_letter).sum()
}

fn of_letter(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '\'' | '|' => 0.22,
        ' ' | 't' | 'f' | 'I' | '.' | ',' | ':' | ';' | '!' | '/' | '[' | ']' => 0.28,
        'r' | '(' | ')' | '-' | '“' | '”' | '"' => 0.34,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 0.5,
        'm' | 'M' => 0.83,
        'w' | 'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 0.72,
        'G' | 'O' | 'Q' => 0.78,
        'W' => 0.94,
        '—' | '…' | '%' => 1.0,
        'A'..='Z' => 0.65,
        _ => 0.556,
    }
}
