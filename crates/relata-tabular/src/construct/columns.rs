//! Columns of a table as variables of a query.

/// Variable with the number of the row.
pub(super) const ROW_NUMBER: &str = "ROWNUM";

/// The variables of columns with these headings: what cannot stand in a variable becomes `_`. A heading that is empty,
/// taken or reserved gives way to the letter of its column, with `_` in front while that is taken.
pub fn variables<'a>(headings: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (index, heading) in headings.into_iter().enumerate() {
        let mut name: String = heading.trim().chars().map(|c| if may_stand(c) { c } else { '_' }).collect();
        // A combining mark and the like may stand anywhere but in front.
        if name.chars().next().is_some_and(|c| !may_begin(c)) {
            name.insert(0, '_');
        }
        if name.is_empty() || name == ROW_NUMBER || names.contains(&name) {
            name = letters(index);
            while names.contains(&name) {
                name.insert(0, '_');
            }
        }
        names.push(name);
    }
    names
}

/// `a` to `z`, then `aa`, `ab` and so on.
fn letters(index: usize) -> String {
    let (mut index, mut letters) = (index, Vec::new());
    loop {
        letters.push(b'a' + u8::try_from(index % 26).unwrap_or_default());
        match (index / 26).checked_sub(1) {
            Some(next) => index = next,
            None => break,
        }
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

fn may_begin(c: char) -> bool {
    c == '_'
        || c.is_ascii_alphanumeric()
        || matches!(c, '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
            | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
            | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

fn may_stand(c: char) -> bool {
    may_begin(c) || matches!(c, '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}
