//! `cargo xtask dev`: live reload through Trunk, with the sandbox behind its proxy.

mod config;

use anyhow::{Context, Result, bail};
use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use super::{build, serve};
use crate::process::{self, Background};
use crate::project::Project;
use crate::tools::Tools;

const SANDBOX_STARTS_WITHIN: Duration = Duration::from_secs(60);

/// Runs both until one ends or Ctrl-C.
pub fn run(project: &Project, options: &[String]) -> Result<ExitCode> {
    let tools = Tools::ensure()?;
    build::fetch(project)?;
    serve::build_sandbox(project)?;
    process::catch_interrupts()?;

    let dist = project.path("target/dev/dist");
    fs::create_dir_all(&dist)
        .with_context(|| format!("could not make the folder {}", dist.display()))?;
    let mut command = serve::sandbox(project, &dist, options);
    let port = match port_option(options)? {
        Some(port) => port,
        None => {
            let port = free_port()?;
            command.args(["--port", &port.to_string()]);
            port
        }
    };
    println!("Starting the sandbox on port {port}, behind the proxy of Trunk");
    let mut sandbox = Background::start("the sandbox", &mut command)?;
    wait_for(port, &mut sandbox)?;
    if process::interrupted() {
        return Ok(ExitCode::SUCCESS);
    }

    let settings = write_config(project, &dist, port)?;
    println!("Starting Trunk, which rebuilds on every change; Ctrl-C ends both");
    println!("Open {} once it says that it built", settings.url);
    let mut command = tools.trunk()?;
    command
        .current_dir(project.root())
        .args(["serve", "--offline", "--config"])
        .arg(&settings.file);
    let trunk = Background::start("Trunk", &mut command)?;
    process::until_one_ends(vec![trunk, sandbox])?;
    Ok(ExitCode::SUCCESS)
}

struct Settings {
    file: PathBuf,
    url: String,
}

fn write_config(project: &Project, dist: &std::path::Path, port: u16) -> Result<Settings> {
    let source = project.path("Trunk.toml");
    let text = fs::read_to_string(&source)
        .with_context(|| format!("could not read {}", source.display()))?;
    let config = config::for_dev(&text, project.root(), dist, port)
        .with_context(|| format!("could not use {}", source.display()))?;
    let file = project.path("target/dev/Trunk.toml");
    fs::write(&file, config.text).with_context(|| format!("could not write {}", file.display()))?;
    Ok(Settings {
        file,
        url: config.url,
    })
}

fn port_option(options: &[String]) -> Result<Option<u16>> {
    let mut options = options.iter();
    while let Some(option) = options.next() {
        let value = match option.strip_prefix("--port") {
            Some("") => options.next().map(String::as_str),
            Some(rest) => match rest.strip_prefix('=') {
                Some(value) => Some(value),
                None => continue,
            },
            None => continue,
        };
        let value = value.context("--port needs a number after it")?;
        let port = value
            .parse()
            .with_context(|| format!("--port {value} is not a port number"))?;
        if port == 0 {
            bail!("the proxy must know the port; leave --port out, and a free one is taken");
        }
        return Ok(Some(port));
    }
    Ok(None)
}

fn free_port() -> Result<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .context("there is no free port on 127.0.0.1")
}

fn wait_for(port: u16, sandbox: &mut Background) -> Result<()> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let start = Instant::now();
    while !process::interrupted() {
        sandbox.check()?;
        if TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_ok() {
            return Ok(());
        }
        if start.elapsed() > SANDBOX_STARTS_WITHIN {
            bail!("the sandbox does not answer on {address}");
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn port(options: &[&str]) -> Result<Option<u16>> {
        let options: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
        port_option(&options)
    }

    #[test]
    fn finds_the_port_among_the_options_of_the_sandbox() {
        assert_eq!(port(&["--users", "5"]).unwrap(), None);
        assert_eq!(
            port(&["--users", "5", "--port", "9000"]).unwrap(),
            Some(9000)
        );
        assert_eq!(port(&["--port=9000", "--seed", "1"]).unwrap(), Some(9000));
        assert!(port(&["--port", "0"]).is_err());
        assert!(port(&["--port"]).is_err());
        assert!(port(&["--port", "many"]).is_err());
    }
}
