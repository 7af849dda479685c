//! What Trunk builds. The program does nothing until `public/mounting.js` mounts it.

fn main() {
    #[cfg(target_arch = "wasm32")]
    use license_management as _;
}
