//! The stand-alone page.

fn main() {
    #[cfg(target_arch = "wasm32")]
    license_management::start_page();
}
