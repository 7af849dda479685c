//! Recompiles the page when a style sheet changes: the macro that reads the sheets does not tell cargo.

fn main() {
    println!("cargo::rerun-if-changed=style/components");
}
