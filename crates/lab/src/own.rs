//! Programs of the reader's own: in place of a lab's, or beside them as further processes.
//!
//! The session carries no compiler. A program arrives compiled, or its source is one of those that this crate carries in
//! compiled form. Which computer a program runs on follows from its file's name: `server*.py` on the server, any other on
//! the client.
//!
//! Left out: programs on routers, and command-line arguments.

use crate::{
    programs,
    protocol::{OwnProgram, Problem},
    recipe::{Placing, ProgramSpec, Recipe},
};
use netlab_python::{
    Code,
    code::{Constant, VERSION},
};
use netlab_wire::{Duration, Instant};
use netlab_world::HostId;

/// The most programs of a run.
pub const MOST: usize = 8;
/// The longest source, bytes.
pub const LONGEST: usize = 64 * 1024;
/// A run with programs of the reader's own goes on for so long: they may sleep.
const SECONDS: u64 = 60;
/// A run that is nothing but statements (a loop without end) is cut off here.
const MOST_RECORDS: u64 = 100_000;
/// Further clients start this much after one another.
const APART: Duration = Duration::from_millis(1);

/// Whether a file of this name runs on the server's computer.
pub fn is_server(file: &str) -> bool {
    file.starts_with("server")
}

/// Whether a program may have this file name: letters, digits, `-` and `_`, then `.py`.
pub fn is_file_name(file: &str) -> bool {
    let stem = file.strip_suffix(".py").unwrap_or_default();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    !stem.is_empty() && stem.len() <= 32 && stem.chars().all(plain)
}

fn code(program: &OwnProgram) -> Result<Code, Problem> {
    let refused = |message: &str| Problem::Program(program.file.to_string(), 1, message.to_owned());
    let read = match &program.compiled {
        Some(bytes) => postcard::from_bytes(bytes).map_err(|error| refused(&error.to_string()))?,
        None => programs::carried(&program.source).ok_or_else(|| refused("not compiled"))?.load(None).1,
    };
    let code: Code = read;
    if code.version != VERSION || code.source != *program.source {
        return Err(refused("compiled by another version"));
    }
    Ok(code)
}

/// Puts the programs into a recipe and settles on which computers all programs run.
///
/// # Errors
/// [`Problem::BadParameter`] for a file's name, for too many programs, or for too long ones; [`Problem::Program`] for one
/// that is not compiled.
pub(crate) fn place(recipe: &mut Recipe, own: &[OwnProgram]) -> Result<(), Problem> {
    let client = recipe.programs.iter().map(|program| program.host).min().unwrap_or(HostId(0));
    let server = recipe.programs.iter().map(|program| program.host).max().unwrap_or(client);
    for program in own {
        let refused =
            |allowed: String| Err(Problem::BadParameter("program".into(), program.file.to_string(), allowed));
        if !is_file_name(&program.file) {
            return refused("client*.py, server*.py".into());
        }
        if program.source.len() > LONGEST {
            return refused(format!("{LONGEST} B"));
        }
        let code = code(program)?;
        if let Some(spec) = recipe.programs.iter_mut().find(|spec| spec.file == program.file) {
            spec.source = program.source.clone();
            spec.code = code.into();
            continue;
        }
        if recipe.programs.len() == MOST {
            return refused(format!("{MOST}"));
        }
        let host = if is_server(&program.file) { server } else { client };
        recipe.programs.push(ProgramSpec {
            host,
            file: program.file.clone(),
            source: program.source.clone(),
            code: code.into(),
            arguments: Vec::new(),
            start: start(recipe, host),
        });
    }
    if !own.is_empty() {
        let horizon = &mut recipe.scenario.horizon;
        horizon.time = horizon.time.max(Instant::ZERO + Duration::from_secs(SECONDS));
        horizon.records = horizon.records.min(MOST_RECORDS);
    }
    let together = match recipe.placing {
        Placing::Together => true,
        Placing::Apart => false,
        Placing::AsProgramsSay => {
            recipe.programs.iter().any(|spec| spec.host == client && says_localhost(&spec.code))
        }
    };
    if together {
        recipe.programs.iter_mut().for_each(|spec| spec.host = client);
    }
    Ok(())
}

/// After the last program of that computer.
fn start(recipe: &Recipe, host: HostId) -> Instant {
    let others = recipe.programs.iter().filter(|spec| spec.host == host);
    others.map(|spec| spec.start).max().map_or(Instant::ZERO, |last| last + APART)
}

/// Whether a program names the computer it runs on as the other end.
fn says_localhost(code: &Code) -> bool {
    fn local(constant: &Constant) -> bool {
        match constant {
            Constant::Str(text) => text == "localhost" || text.starts_with("127."),
            Constant::Tuple(parts) => parts.iter().any(local),
            Constant::None
            | Constant::Bool(_)
            | Constant::Int(_)
            | Constant::BigInt(_)
            | Constant::Float(_)
            | Constant::Bytes(_)
            | Constant::Ellipsis => false,
        }
    }
    code.constants.iter().any(local)
}
