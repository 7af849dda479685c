//! The commands of the project. `cargo xtask --help` lists them.

mod bench;
mod browser;
mod build;
mod catalogues;
mod loader;
mod mutants;
mod post_build;
mod precompress;
mod process;
mod serve;
mod size;
mod styles;
mod test;
mod tools;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(
    name = "xtask",
    bin_name = "cargo xtask",
    about = "The commands of the project"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the frontend into dist/, for release unless --debug
    Build {
        /// Build faster and without optimizing
        #[arg(long)]
        debug: bool,
    },
    /// Build for release and start the sandbox with the frontend
    Serve {
        /// Options of the sandbox, such as --users 5000 --port 8080
        /// (all of them: cargo run -p sandbox -- --help)
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        sandbox: Vec<String>,
    },
    /// Rebuild and reload on every change, with the sandbox behind Trunk's proxy
    Dev {
        /// Options of the sandbox; its port is the one in Trunk.toml
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        sandbox: Vec<String>,
    },
    /// Check the format, lint, build, test, and run the browser journeys
    Test {
        /// Only the format, the native lints and the native tests
        #[arg(long)]
        fast: bool,
        /// Run all journeys in Firefox and WebKit, too, and not only the most important ones
        #[arg(long, conflicts_with = "fast")]
        all_engines: bool,
    },
    /// Run the engine against a faulty model of the server, in virtual time
    Simulate {
        /// Options, such as --seeds 10000 --users 200 --from 1
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        options: Vec<String>,
    },
    /// Break the engine on purpose and expect that a test notices
    Mutants {
        /// Only those whose name contains this
        filter: Option<String>,
    },
    /// Measure what the first load transfers against the budget
    Size {
        /// Also print the share of each crate and of each of the app's modules
        #[arg(long)]
        report: bool,
    },
    /// Measure the page in a browser against the same screen in React and in plain DOM
    Bench {
        /// Options, such as --quick --users 1000,100000, or --smoke for gross regressions alone
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        options: Vec<String>,
    },
    /// Check the style sheets for stylers' dialect and write the sheet of the frontend
    Styles,
    /// Write the style sheet and see that the tools are there (Trunk calls this before it builds)
    #[command(hide = true)]
    PreBuild,
    /// Split the module, write the loader and the compressed files (Trunk calls this after it built)
    #[command(hide = true)]
    PostBuild,
}

fn main() -> ExitCode {
    match process::enter_project().and_then(|()| run(Cli::parse())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<()> {
    match cli.command {
        Command::Build { debug } => build::run(debug),
        Command::Serve { sandbox } => serve::serve(&sandbox),
        Command::Dev { sandbox } => serve::dev(&sandbox),
        Command::Test { fast, all_engines } => test::run(fast, all_engines),
        Command::Simulate { options } => test::simulate(&options),
        Command::Mutants { filter } => mutants::run(filter.as_deref()),
        Command::Size { report: false } => size::run(),
        Command::Size { report: true } => size::run().and_then(|()| size::report()),
        Command::Bench { options } => bench::run(&options),
        Command::Styles => styles::write(),
        Command::PreBuild => styles::write().and_then(|()| tools::for_trunk()),
        Command::PostBuild => post_build::run(),
    }
}
