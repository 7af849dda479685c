//! What Debian's packages bring, where this program may install them.

use anyhow::{Result, bail};
use std::process::Command;

use crate::process;

/// Installs packages, as root on Debian and its like.
pub fn install(packages: &[&str], what: &str) -> Result<()> {
    if which::which("apt-get").is_err() {
        bail!("there is no apt-get to install it with");
    }
    if process::output_of(Command::new("id").arg("-u")).as_deref() != Some("0") {
        bail!("only root can install it with apt-get");
    }
    println!("Installing {} with apt-get", packages.join(", "));
    process::run(
        Command::new("apt-get").arg("update"),
        "update the list of packages",
    )?;
    process::run(
        Command::new("apt-get")
            .args(["install", "-y", "--no-install-recommends"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive"),
        &format!("install {what}"),
    )
}
