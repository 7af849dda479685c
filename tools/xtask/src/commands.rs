//! One file for each command.

pub mod build;
pub mod dev;
pub mod finish;
pub mod mutants;
pub mod serve;
pub mod simulate;
pub mod size;
pub mod styles;
pub mod test;
