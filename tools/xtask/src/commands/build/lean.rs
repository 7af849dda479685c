//! The lean release build: it compiles the standard library as well, for size, with panics that stop at once instead
//! of first composing a message. That takes a tenth off the first load. The page that stands there when the program has
//! broken is `public/trouble.js`, which needs no message; a debug build has the message, with its place.
//!
//! The options are not stable yet. The toolchain is pinned, and without them the program is the same, only larger.

use std::process::Command;

const FLAGS: [&str; 4] = [
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zlocation-detail=none",
    "-Zfmt-debug=none",
];

/// What cargo reads all of it from, itself or below Trunk.
const SETTINGS: [(&str, &str); 3] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
];

/// Makes a build lean.
pub fn make(command: &mut Command) {
    command
        .envs(SETTINGS)
        // Cargo adds these to the ones in `.cargo/config.toml`.
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            FLAGS.join(" "),
        );
}
