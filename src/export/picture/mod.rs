//! Pictures: drawn by relata itself, or as text that another program draws.

pub mod dot;
pub mod html;
pub mod layout;
pub mod mermaid;
#[cfg(feature = "png")]
pub mod png;
pub mod sketch;
pub mod svg;
