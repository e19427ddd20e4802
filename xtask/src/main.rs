//! The project's own commands.
//!
//! `cargo xtask serve` and `cargo xtask test` need nothing but rustup's cargo and a C linker: they fetch or install
//! the rest themselves, into a folder of their own (`tools`), and say what they do.

mod bench;
mod campaigns;
mod count;
mod debian;
mod serve;
mod shell;
mod stages;
mod tidy;
mod tools;
mod wasi;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask serve [trunk's options]                              the page, rebuilt as you edit
cargo xtask test  [--only STAGE]... [--skip STAGE]... [--list]   everything that must hold
cargo xtask bless                                                rewrites expected texts; look at the difference
cargo xtask soak  [NAME]                                         the long campaigns
cargo xtask bench [--keep]                                       measures, and writes the README's table
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    let outcome = match command {
        "serve" => serve::run(rest),
        "bench" => bench::run(rest),
        "bless" => campaigns::bless(rest),
        "soak" => campaigns::soak(rest),
        "test" => stages::run(rest),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        other => Err(format!("no such command: {other}\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            if !sentence.is_empty() {
                eprintln!("xtask: {sentence}");
            }
            ExitCode::FAILURE
        }
    }
}
