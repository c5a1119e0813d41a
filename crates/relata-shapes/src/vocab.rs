//! The words of SHACL.

use oxigraph::model::NamedNodeRef;

macro_rules! words {
    ($($name:ident = $word:literal),* $(,)?) => {
        $(
            #[doc = concat!("`sh:", $word, "`")]
            pub const $name: NamedNodeRef<'static> =
                NamedNodeRef::new_unchecked(concat!("http://www.w3.org/ns/shacl#", $word));
        )*
    };
}

words! {
    VIOLATION = "Violation",
    WARNING = "Warning",
    INFO = "Info",
}
