//! What was changed in a text, so that it can be taken back, even when others have changed the text elsewhere since.

/// A piece of a text that was put in the place of another one; both are whole lines.
#[derive(Debug)]
pub(super) struct TextChange {
    /// Where the lines begin.
    at: usize,
    old: String,
    new: String,
    /// The line before them.
    before: String,
    /// True when there was no file.
    pub(super) is_new: bool,
}

impl TextChange {
    /// What makes `new` of `old`.
    pub(super) fn of(old: Option<&str>, new: &str) -> TextChange {
        let is_new = old.is_none();
        let old: Vec<&str> = old.unwrap_or_default().split_inclusive('\n').collect();
        let new: Vec<&str> = new.split_inclusive('\n').collect();
        let above = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
        let (old_rest, new_rest) = (&old[above..], &new[above..]);
        let below = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
        TextChange {
            at: old[..above].iter().map(|line| line.len()).sum(),
            old: old_rest[..old_rest.len() - below].concat(),
            new: new_rest[..new_rest.len() - below].concat(),
            before: above.checked_sub(1).map_or_else(String::new, |last| old[last].to_owned()),
            is_new,
        }
    }

    /// The text without the change; none when the lines cannot be found any more.
    pub(super) fn undone(&self, now: &str) -> Option<String> {
        let at = self.place(now)?;
        let mut text = now.to_owned();
        text.replace_range(at..at + self.new.len(), &self.old);
        Some(text)
    }

    fn place(&self, now: &str) -> Option<usize> {
        let stands = |at: usize| {
            now.get(at..).is_some_and(|rest| rest.starts_with(&self.new)) && (at == 0 || now[..at].ends_with('\n'))
        };
        if stands(self.at) && now[..self.at].ends_with(&self.before) {
            return Some(self.at);
        }
        // Somebody has changed what stands above.
        let found: Vec<usize> = now.match_indices(&*self.new).map(|(at, _)| at).filter(|at| stands(*at)).collect();
        match found.as_slice() {
            [at] if !self.new.is_empty() => Some(*at),
            _ if self.new.is_empty() => Some(now.len()).filter(|_| now.is_empty() || now.ends_with('\n')),
            _ => None,
        }
    }
}
