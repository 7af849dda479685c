//! What can be chosen when a sandbox starts; the same for the command and for tests.

use clap::Parser;
use std::{
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
    time::Duration,
};

/// What a sandbox holds and where it listens.
#[derive(Debug, Clone, Parser)]
#[command(
    name = "sandbox",
    version,
    about = "A local Application Framework: license API, portal and welcome emails"
)]
pub struct Options {
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Address to listen on; anything but loopback is reachable by others
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub host: IpAddr,
    /// How many users to invent
    #[arg(long, default_value_t = 1284)]
    pub users: usize,
    /// The same seed invents the same data
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Keep the database in this file instead of in memory; one that is there is served as it is
    #[arg(long, value_name = "FILE")]
    pub db: Option<PathBuf>,
    /// Read the users from a CSV directory export instead of inventing them
    #[arg(long, value_name = "FILE")]
    pub users_from: Option<PathBuf>,
    /// How long an access token is valid
    #[arg(long, value_name = "SECONDS", default_value = "900", value_parser = seconds)]
    pub token_ttl: Duration,
    /// Folder of the built frontend
    #[arg(long, value_name = "DIR", default_value = "dist")]
    pub dist: PathBuf,
    /// Send the welcome emails through this server, such as smtp://localhost:1025
    #[arg(long, value_name = "URL")]
    pub smtp: Option<String>,
    /// Also write the welcome emails as .eml files into this folder
    #[arg(long, value_name = "DIR")]
    pub outbox: Option<PathBuf>,
    /// Delay every answer of the API
    #[arg(long, value_name = "MS", default_value = "0", value_parser = milliseconds)]
    pub delay: Duration,
    /// Applications (by slug) that the account has no products of
    #[arg(long, value_name = "SLUG", value_delimiter = ',')]
    pub without_products: Vec<String>,
    /// Have a third license type of Meet, so that users with two have another one to change to
    #[arg(long)]
    pub third_type: bool,
    /// Let go wrong what this profile says (TOML), such as tools/sandbox/faults/bad-day.toml
    #[arg(long, value_name = "FILE")]
    pub faults: Option<PathBuf>,
    /// Draw other faults of the same profile
    #[arg(long, value_name = "SEED")]
    pub fault_seed: Option<u64>,
    /// Refuse a second license of one application
    #[arg(long)]
    pub one_license_per_application: bool,
    /// Let pages of these origins use the API (CORS)
    #[arg(long, value_name = "ORIGIN", value_delimiter = ',')]
    pub allow_origins: Vec<String>,
    /// Have the portal's page use the API at the sandbox's other origin, which allows it
    #[arg(long)]
    pub api_elsewhere: bool,
    /// Do not let pages of other origins see Location, x-status, Retry-After and trace
    #[arg(long)]
    pub hide_headers: bool,
    /// Serve only the fields that the vendor's client is known to read: numbers are texts, campaigns have no state
    #[arg(long)]
    pub known_fields_only: bool,
    /// States of the campaigns from the third on, in the place of the usual ones, such as TCR_PENDING
    #[arg(long, value_name = "STATE", value_delimiter = ',')]
    pub campaign_states: Vec<String>,
    /// Types of products that are switched off for the account, such as meet_pro
    #[arg(long, value_name = "TYPE", value_delimiter = ',')]
    pub switched_off_types: Vec<String>,
    /// List the types that are switched off by `name`
    #[arg(long)]
    pub named_types: bool,
    /// Give users several aliases, of which the first with a number counts
    #[arg(long)]
    pub several_aliases: bool,
    /// Write the numbers of aliases as +1…
    #[arg(long)]
    pub e164_aliases: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 8080,
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            users: 1284,
            seed: 1,
            db: None,
            users_from: None,
            token_ttl: Duration::from_secs(15 * 60),
            dist: PathBuf::from("dist"),
            smtp: None,
            outbox: None,
            delay: Duration::ZERO,
            without_products: Vec::new(),
            third_type: false,
            faults: None,
            fault_seed: None,
            one_license_per_application: false,
            allow_origins: Vec::new(),
            api_elsewhere: false,
            hide_headers: false,
            known_fields_only: false,
            campaign_states: Vec::new(),
            switched_off_types: Vec::new(),
            named_types: false,
            several_aliases: false,
            e164_aliases: false,
        }
    }
}

fn seconds(text: &str) -> Result<Duration, std::num::ParseIntError> {
    text.parse().map(Duration::from_secs)
}

fn milliseconds(text: &str) -> Result<Duration, std::num::ParseIntError> {
    text.parse().map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_without_flags_is_the_default() {
        let parsed = Options::parse_from(["sandbox"]);
        assert_eq!(format!("{parsed:?}"), format!("{:?}", Options::default()));
    }

    #[test]
    fn flags_carry_the_names_of_the_fields() {
        let parsed = Options::parse_from([
            "sandbox",
            "--token-ttl",
            "3",
            "--delay",
            "40",
            "--without-products",
            "meet,chat",
            "--faults",
            "bad-day.toml",
            "--fault-seed",
            "5",
            "--one-license-per-application",
            "--known-fields-only",
            "--campaign-states",
            "TCR_PENDING,SOMETHING_NEW",
        ]);
        assert_eq!(parsed.token_ttl, Duration::from_secs(3));
        assert_eq!(parsed.delay, Duration::from_millis(40));
        assert_eq!(parsed.without_products, ["meet", "chat"]);
        assert_eq!(parsed.faults, Some(PathBuf::from("bad-day.toml")));
        assert_eq!(parsed.fault_seed, Some(5));
        assert!(parsed.one_license_per_application);
        assert!(parsed.known_fields_only);
        assert_eq!(parsed.campaign_states, ["TCR_PENDING", "SOMETHING_NEW"]);
    }
}
