//! The binary that Trunk builds. Nothing runs until `public/mounting.js` mounts the app.

fn main() {
    #[cfg(target_arch = "wasm32")]
    use license_management as _;
}
