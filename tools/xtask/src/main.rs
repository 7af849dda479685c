//! The commands of the project. `cargo xtask --help` lists them.

mod apt;
mod browser;
mod commands;
mod hashed;
mod integrity;
mod libtest;
mod loader;
mod parallel;
mod precompress;
mod process;
mod project;
mod references;
mod split;
mod styles;
mod tools;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

use crate::project::Project;

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
        /// Build faster and without optimising
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
    /// Rebuild and reload on every change, with the sandbox behind a proxy
    Dev {
        /// Options of the sandbox; without --port it takes a free one
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        sandbox: Vec<String>,
    },
    /// Check the format, lint, build, test, and run the browser journeys
    Test {
        /// Only the format, the native lints and the native tests
        #[arg(long)]
        fast: bool,
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
    Size,
    /// Write the style sheet of the frontend (Trunk calls this before it builds)
    Styles,
    /// Split the module, write the loader and the compressed files (Trunk calls this after it built)
    #[command(hide = true)]
    Finish,
    /// Run the stylers build library alone, writing to a file
    #[command(hide = true)]
    Stylers {
        /// The file that receives the scoped CSS
        output: String,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<ExitCode> {
    let project = Project::locate()?;
    match cli.command {
        Command::Build { debug } => commands::build::run(&project, debug),
        Command::Serve { sandbox } => commands::serve::run(&project, &sandbox),
        Command::Dev { sandbox } => commands::dev::run(&project, &sandbox),
        Command::Test { fast } => commands::test::run(&project, fast),
        Command::Simulate { options } => commands::simulate::run(&project, &options),
        Command::Mutants { filter } => commands::mutants::run(&project, filter.as_deref()),
        Command::Size => commands::size::run(&project),
        Command::Styles => commands::styles::run(&project),
        Command::Finish => commands::finish::run(&project),
        Command::Stylers { output } => {
            stylers::build(Some(output));
            Ok(ExitCode::SUCCESS)
        }
    }
}
