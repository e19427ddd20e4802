//! The program `netlab`.

use netlab_cli::{
    arguments::{self, Command, HELP},
    bench,
    error::Failure,
    measure, packetdrill, replay, run,
};
use std::{path::Path, process::ExitCode};

fn main() -> ExitCode {
    let result = arguments::parse(std::env::args_os().skip(1)).and_then(perform);
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("netlab: {failure}.");
            ExitCode::from(2)
        }
    }
}

fn perform(command: Command) -> Result<(), Failure> {
    match command {
        Command::Help => print!("{HELP}"),
        Command::Run(options) => print!("{}", run::run(&options)?),
        Command::Measure => measure::run()?,
        Command::Hash(options) => print!("{}", run::hash(&options)?),
        Command::Bench(work) => bench::measure(work)?,
        #[cfg(target_os = "linux")]
        Command::Tun(options) => {
            netlab_cli::tun::run(&options).map_err(|error| netlab_cli::tun::failure(&error))?
        }
        Command::Replay { directory, out, seed } => replay::write(&replay::replay(&directory, seed)?, &out)?,
        Command::ReplayAll { runs, out, seed } => replay_all(&runs, &out, seed)?,
        Command::Packetdrill { paths, tolerance } => {
            let count = packetdrill::run_all(&paths, tolerance, |line| println!("{line}"))?;
            println!("{} passed, {} failed, {} refused", count.passed, count.failed, count.refused);
            if count.failed + count.refused > 0 {
                return Err(Failure::new("not every script passed"));
            }
        }
    }
    Ok(())
}

/// Replays every recording; one that fails is reported and the others go on.
fn replay_all(runs: &Path, out: &Path, seed: u64) -> Result<(), Failure> {
    let directories = replay::recordings(runs)?;
    let mut failed = 0;
    for directory in &directories {
        let name = directory.file_name().unwrap_or_default();
        let result =
            replay::replay(directory, seed).and_then(|replayed| replay::write(&replayed, &out.join(name)));
        match result {
            Ok(()) => println!("{}", name.display()),
            Err(failure) => {
                failed += 1;
                println!("{}: {failure}", name.display());
            }
        }
    }
    if failed > 0 {
        return Err(Failure::new(format!(
            "{failed} of {} recordings could not be replayed",
            directories.len()
        )));
    }
    Ok(())
}
