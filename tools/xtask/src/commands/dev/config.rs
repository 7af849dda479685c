//! The project's Trunk.toml, made to work from another folder and with the sandbox behind a proxy.
//! Trunk takes one proxy on its command line only.

use anyhow::{Context, Result};
use std::path::Path;
use toml::{Table, Value};

/// What the sandbox answers; everything else is Trunk's.
const PREFIXES: [&str; 11] = [
    "/identity",
    "/entitlements",
    "/sms",
    "/oauth",
    "/portal",
    "/sign-in",
    "/sign-out",
    "/openapi.json",
    "/configuration",
    "/outbox",
    // Where the portal's own page takes the frontend from: the folder that Trunk writes.
    "/app",
];

/// The settings for Trunk, and where it will serve.
pub(super) struct Config {
    pub(super) text: String,
    pub(super) url: String,
}

/// Trunk takes every path from the folder of its settings, so all become absolute.
pub(super) fn for_dev(source: &str, root: &Path, dist: &Path, port: u16) -> Result<Config> {
    let mut config: Table = source.parse().context("it is not TOML")?;

    let build = table(&mut config, "build")?;
    let page = build
        .get("target")
        .and_then(Value::as_str)
        .unwrap_or("index.html");
    let page = path(&root.join(page))?;
    build.insert("target".into(), page);
    build.insert("dist".into(), path(dist)?);
    // The routes of the frontend are paths of their own; files are found from the top of the server.
    build.insert("public_url".into(), "/".into());

    let watch = table(&mut config, "watch")?;
    for list in ["watch", "ignore"] {
        if let Some(Value::Array(paths)) = watch.get(list) {
            let present = paths
                .iter()
                .filter_map(Value::as_str)
                .map(|name| root.join(name))
                // Trunk fails on a path that is not there.
                .filter(|path| path.exists())
                .map(|absolute| path(&absolute))
                .collect::<Result<Vec<_>>>()?;
            watch.insert(list.into(), Value::Array(present));
        }
    }

    let url = url(table(&mut config, "serve")?);
    let proxies = PREFIXES.iter().map(|prefix| proxy(prefix, port)).collect();
    config.insert("proxy".into(), Value::Array(proxies));
    let text = toml::to_string(&config).context("the settings for Trunk cannot be written")?;
    Ok(Config { text, url })
}

fn table<'a>(config: &'a mut Table, name: &str) -> Result<&'a mut Table> {
    config
        .entry(name)
        .or_insert_with(|| Table::new().into())
        .as_table_mut()
        .with_context(|| format!("its `{name}` is not a table"))
}

fn path(path: &Path) -> Result<Value> {
    path.to_str()
        .map(Value::from)
        .with_context(|| format!("the path {} is not Unicode", path.display()))
}

fn url(serve: &Table) -> String {
    let address = serve
        .get("addresses")
        .and_then(|addresses| addresses.get(0))
        .and_then(Value::as_str)
        .unwrap_or("127.0.0.1");
    let port = serve
        .get("port")
        .and_then(Value::as_integer)
        .unwrap_or(8080);
    format!("http://{address}:{port}/")
}

fn proxy(prefix: &str, port: u16) -> Value {
    let mut proxy = Table::new();
    let backend = format!("http://127.0.0.1:{port}{prefix}");
    proxy.insert("backend".into(), backend.into());
    proxy.insert("rewrite".into(), prefix.into());
    // Signing in redirects and sets a cookie, which the browser must see.
    proxy.insert("no_redirect".into(), true.into());
    proxy.insert("no_system_proxy".into(), true.into());
    proxy.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r#"
        [build]
        target = "index.html"
        public_url = "./"
        pattern_script = "<script>"
        [watch]
        ignore = ["target", "nowhere"]
        [serve]
        addresses = ["127.0.0.1"]
        port = 8081
        [[hooks]]
        stage = "pre_build"
        command = "cargo"
    "#;

    #[test]
    fn keeps_the_settings_and_adds_what_dev_needs() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("target")).unwrap();
        let dist = root.path().join("target/dev/dist");
        let config = for_dev(SOURCE, root.path(), &dist, 9000).unwrap();
        let text: Table = config.text.parse().unwrap();

        assert_eq!(config.url, "http://127.0.0.1:8081/");
        assert_eq!(text["build"]["pattern_script"].as_str(), Some("<script>"));
        assert_eq!(
            text["build"]["target"].as_str(),
            root.path().join("index.html").to_str()
        );
        assert_eq!(text["build"]["dist"].as_str(), dist.to_str());
        assert_eq!(text["hooks"][0]["command"].as_str(), Some("cargo"));
        let ignored = text["watch"]["ignore"].as_array().unwrap();
        assert_eq!(ignored.len(), 1, "a path that is not there stops Trunk");
        assert_eq!(text["proxy"].as_array().unwrap().len(), PREFIXES.len());
        assert_eq!(
            text["proxy"][0]["backend"].as_str(),
            Some("http://127.0.0.1:9000/identity")
        );
    }

    #[test]
    fn says_what_is_wrong_with_the_settings() {
        let root = Path::new("/");
        assert!(for_dev("[build", root, root, 1).is_err());
        assert!(for_dev("build = 1", root, root, 1).is_err());
    }
}
