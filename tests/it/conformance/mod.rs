//! Shapes that a project breaks, and where.

mod placed;
