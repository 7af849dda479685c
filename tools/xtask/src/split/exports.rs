//! What the script asks for, and nothing else. A library exports classes to JavaScript that this program never makes
//! (wasm-streams, through leptos); an export keeps all that it calls.

use anyhow::{Context, Result};
use wasmparser::{Parser, Payload};

/// The script's own doors: the page starts it by the first, and a host's page by both.
pub const ENTRY: &str = r#"export { default, mount } from "./license-management.js";"#;

/// What esbuild is told so that it drops classes that nobody makes: they are no one's to dispose of.
pub const DROP_CLASSES: &str = "--define:Symbol.dispose=undefined";

/// The script of wasm-bindgen with its registries marked as of no effect, so that one that nobody uses can be dropped.
pub fn mark_registries(script: &str) -> String {
    let registry = "new FinalizationRegistry(";
    script.replace(registry, &format!("/* @__PURE__ */ {registry}"))
}

/// What wasm-metadce is told: the exports of the module that the script names are reached, the others are not.
pub fn reached(script: &str, module: &[u8]) -> Result<String> {
    let mut named = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ExportSection(exports) = payload.context("could not read a module")? {
            for export in exports {
                let name = export.context("could not read an export")?.name;
                if words(script).any(|word| word == name) {
                    named.push(name);
                }
            }
        }
    }
    let nodes = named
        .iter()
        .map(|name| format!(r#"{{"name":"{name}","export":"{name}"}}"#));
    let quoted: Vec<String> = named.iter().map(|name| format!(r#""{name}""#)).collect();
    let root = format!(
        r#"{{"name":"the script","root":true,"reaches":[{}]}}"#,
        quoted.join(",")
    );
    let nodes: Vec<String> = std::iter::once(root).chain(nodes).collect();
    Ok(format!("[{}]", nodes.join(",")))
}

fn words(script: &str) -> impl Iterator<Item = &str> {
    script.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module that exports its memory under these names.
    fn module(names: &[&str]) -> Vec<u8> {
        let exports = names.iter().flat_map(|name| {
            let name_and_memory = [name.as_bytes(), &[2, 0]].concat();
            [&[name.len() as u8], name_and_memory.as_slice()].concat()
        });
        let exports: Vec<u8> = std::iter::once(names.len() as u8).chain(exports).collect();
        let header = b"\0asm\x01\0\0\0\x05\x03\x01\0\x01\x07";
        [header.as_slice(), &[exports.len() as u8], &exports].concat()
    }

    #[test]
    fn an_export_is_reached_when_the_script_names_it_as_a_whole_word() {
        let module = module(&["mount", "pull", "memory"]);
        let graph = reached("a.mount(b);pullover();const{memory:m}=a", &module).unwrap();
        assert_eq!(
            graph,
            r#"[{"name":"the script","root":true,"reaches":["mount","memory"]},{"name":"mount","export":"mount"},{"name":"memory","export":"memory"}]"#
        );
    }

    #[test]
    fn what_is_no_module_is_an_error() {
        assert!(reached("", b"no module").is_err());
    }
}
