//! `netlab run`: a lab from start to end, told in the trade's own words.

use crate::error::Failure;
use netlab_lab::{
    Session, capture,
    protocol::{Command, Opening, OwnProgram, Problem, Reply, Tab},
    view::{PanelView, RunView, View},
};
use netlab_text::{
    Lang,
    story::{self, Context},
};
use std::{fmt::Write, fs, path::PathBuf, rc::Rc};

/// What is run and shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The lab's name.
    pub lab: String,
    /// Parameters, in the order given.
    pub parameters: Vec<(String, String)>,
    /// The seed.
    pub seed: Option<u64>,
    /// Programs in place of the lab's client; from the second on as further processes beside it.
    pub clients: Vec<PathBuf>,
    /// The same for the server.
    pub servers: Vec<PathBuf>,
    /// Where the capture goes.
    pub pcapng: Option<PathBuf>,
    /// The interface that is captured; all when absent.
    pub interface: Option<String>,
    /// Sentences instead of the tools' lines.
    pub story: bool,
    /// Their language.
    pub lang: Lang,
}

/// A problem as one sentence, without a full stop.
pub fn problem(problem: &Problem) -> Failure {
    Failure::new(match problem {
        Problem::UnknownLab(name) => {
            let labs: Vec<&str> = netlab_lab::catalogue::LABS.iter().map(|lab| lab.id).collect();
            format!("there is no lab \"{name}\"; there are {}", labs.join(", "))
        }
        Problem::UnknownParameter(name) => format!("this lab has no parameter \"{name}\""),
        Problem::BadParameter(name, value, allowed) => {
            format!("{name} cannot be \"{value}\"; allowed: {allowed}")
        }
        Problem::BadLink(part) => format!("\"{part}\" was not understood"),
        Problem::NewerLink(form) => format!("the link is of form {form}, which is newer than this program"),
        Problem::NotReached => "that line is not reached in this direction".into(),
        Problem::DamagedProgram(file) => format!("the link's {file} is damaged"),
        Problem::NoCompiler => "there is no compiler".into(),
        Problem::NotNow => "that cannot be done at this moment".into(),
        Problem::PredictFirst => "the lab's question wants an answer first".into(),
        Problem::NeverHappens => "that does not happen in the rest of this run".into(),
        Problem::BadCondition(part) => format!("\"{part}\" is no condition that was understood"),
        Problem::Program(file, line, message) => format!("{file}, line {line}: {message}"),
    })
}

fn open(options: &Options) -> Result<(Session, Rc<RunView>), Failure> {
    let mut session = Session::new();
    let mut own = Vec::new();
    for (side, paths) in [("client", &options.clients), ("server", &options.servers)] {
        for (path, number) in paths.iter().zip(1_u32..) {
            let source = fs::read_to_string(path)
                .map_err(|error| Failure::new(format!("cannot read {}: {error}", path.display())))?;
            let code = crate::programs::compile(&source, &path.display().to_string())?;
            let compiled = postcard::to_allocvec(&code).expect("a program can be written");
            let file = if number == 1 { format!("{side}.py") } else { format!("{side}{number}.py") };
            own.push(OwnProgram {
                file: file.into(),
                source: source.into(),
                compiled: Some(compiled.into()),
            });
        }
    }
    let opening = Opening {
        lab: options.lab.clone(),
        parameters: options.parameters.clone(),
        seed: options.seed,
        programs: own,
        ..Opening::default()
    };
    match session.apply(Command::Open(opening)) {
        Reply::View { run: Some(run), .. } => Ok((session, run)),
        Reply::Error(error) => Err(problem(&error)),
        Reply::View { run: None, .. } | Reply::Hash(..) | Reply::Capture(_) | Reply::Done => {
            unreachable!("opening a lab gives its view and run")
        }
    }
}

/// Runs a lab and returns what is printed; writes the capture if one is wanted.
///
/// # Errors
/// [`Failure`]: lab, parameter or interface unknown, or the capture cannot be written.
pub fn run(options: &Options) -> Result<String, Failure> {
    let (mut session, run) = open(options)?;
    if let Some(path) = &options.pcapng {
        let (history, ..) = session.parts().expect("a lab is open");
        let capture = capture::capture(history, options.interface.as_deref()).ok_or_else(|| {
            let wanted = options.interface.as_deref().unwrap_or_default();
            Failure::new(format!(
                "there is no interface \"{wanted}\"; there are {}",
                capture::interfaces(history).join(", ")
            ))
        })?;
        fs::write(path, capture.to_pcapng())
            .map_err(|error| Failure::new(format!("cannot write {}: {error}", path.display())))?;
    }
    if options.story { sentences(&mut session, options.lang) } else { tools(&mut session, &run) }
}

/// The digest of a lab's records and their number.
///
/// # Errors
/// [`Failure`]: lab or parameter unknown.
pub fn hash(options: &Options) -> Result<String, Failure> {
    let (mut session, _) = open(options)?;
    match session.apply(Command::Hash) {
        Reply::Hash(hash, records) => Ok(format!("{hash:016x} {records}\n")),
        Reply::View { .. } | Reply::Error(_) | Reply::Capture(_) | Reply::Done => {
            unreachable!("a lab is open")
        }
    }
}

fn end(session: &mut Session) -> Box<View> {
    session.apply(Command::Tab(Tab::Ss));
    match session.apply(Command::End) {
        Reply::View { view, .. } => view,
        Reply::Error(_) | Reply::Hash(..) | Reply::Capture(_) | Reply::Done => unreachable!("a lab is open"),
    }
}

/// Milliseconds after (or before) the first frame, with three decimals.
fn time(at: u64, origin: u64) -> String {
    let (sign, nanos) = if at < origin { ("-", origin - at) } else { ("", at - origin) };
    let micros = (nanos + 500) / 1000;
    format!("{:>11}", format!("{sign}{}.{:03}", micros / 1000, micros % 1000))
}

fn tools(session: &mut Session, run: &RunView) -> Result<String, Failure> {
    let view = end(session);
    let mut text = String::new();
    let origin = view.moment.origin;
    for (number, program) in view.programs.iter().enumerate() {
        writeln!(text, "{}: system calls (ms)", program.file).expect("writing to a string");
        for line in run.strace.iter().filter(|line| line.program == number) {
            writeln!(text, "{}  {}", time(line.at, origin), line.text).expect("writing to a string");
        }
        for line in program.output.lines() {
            writeln!(text, "             | {line}").expect("writing to a string");
        }
        text.push('\n');
    }
    writeln!(text, "packets at the client's NIC (ms)").expect("writing to a string");
    for packet in &run.packets {
        let ends = format!("{} > {}", packet.source, packet.destination);
        let line = if &*packet.protocol == "ARP" { String::new() } else { format!("{ends}: ") };
        writeln!(text, "{}  {line}{}", time(packet.at, origin), packet.info).expect("writing to a string");
    }
    text.push('\n');
    if let PanelView::Ss(lines) = &view.panel {
        writeln!(text, "sockets at the end (ss -tamniO)").expect("writing to a string");
        for line in lines {
            writeln!(text, "{:<8} {}", line.host, line.text).expect("writing to a string");
        }
    }
    Ok(text)
}

/// Every record's sentence.
fn sentences(session: &mut Session, lang: Lang) -> Result<String, Failure> {
    let origin = end(session).moment.origin;
    let (history, scene, present) = session.parts().expect("a lab is open");
    let context = Context { history, scene, track: present.track() };
    let mut text = String::new();
    for record in history.records() {
        let sentence = story::plain(&story::sentence(&context, record, lang));
        let cause = record.cause.map_or(String::new(), |cause| format!("  (#{})", cause.0));
        writeln!(text, "{} #{:<5} {sentence}{cause}", time(record.at.as_nanos(), origin), record.id.0)
            .expect("writing to a string");
    }
    Ok(text)
}
