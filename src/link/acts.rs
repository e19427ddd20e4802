//! What was done to a run, in links: `time.verb.number[.number]`.

use netlab_lab::protocol::{Answer, Intervention, OptionName};

/// Options with their names in links.
const OPTIONS: [(OptionName, &str); 5] = [
    (OptionName::SendBuffer, "sndbuf"),
    (OptionName::ReceiveBuffer, "rcvbuf"),
    (OptionName::NoDelay, "nodelay"),
    (OptionName::Cork, "cork"),
    (OptionName::QuickAck, "quickack"),
];

/// Reads an intervention with its moment.
pub(super) fn read(text: &str) -> Option<(u64, Intervention)> {
    let (at, rest) = text.split_once('.')?;
    let (verb, rest) = rest.split_once('.')?;
    let at = at.parse().ok()?;
    let what = match verb {
        "option" => option(rest)?,
        "sysctl" => sysctl(rest)?,
        _ => counted(verb, rest)?,
    };
    Some((at, what))
}

fn option(rest: &str) -> Option<Intervention> {
    let mut parts = rest.split('.');
    let (program, name, value) = (parts.next()?, parts.next()?, parts.next()?);
    let (name, _) = OPTIONS.iter().find(|(_, known)| *known == name)?;
    let end = parts.next().is_none();
    end.then_some(Intervention::SetOption(program.parse().ok()?, *name, value.parse().ok()?))
}

fn sysctl(rest: &str) -> Option<Intervention> {
    let (computer, setting) = rest.split_once('.')?;
    let (name, value) = setting.split_once('=')?;
    Some(Intervention::SetSysctl(computer.parse().ok()?, name.to_owned(), value.to_owned()))
}

fn counted(verb: &str, rest: &str) -> Option<Intervention> {
    let numbers: Vec<u64> = rest.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let index = |number: u64| usize::try_from(number).ok();
    let small = |number: u64| u32::try_from(number).ok();
    Some(match (verb, numbers.as_slice()) {
        ("drop", &[frame]) => Intervention::DropFrame(frame),
        ("corrupt", &[frame]) => Intervention::CorruptFrame(frame),
        ("delay", &[frame, by]) => Intervention::DelayFrame(frame, by),
        ("duplicate", &[frame]) => Intervention::DuplicateFrame(frame),
        ("reorder", &[frame]) => Intervention::ReorderFrame(frame),
        ("cut", &[cable]) => Intervention::Cable(index(cable)?, false),
        ("mend", &[cable]) => Intervention::Cable(index(cable)?, true),
        ("kill", &[program]) => Intervention::Kill(index(program)?),
        ("stop", &[program]) => Intervention::Stop(index(program)?, true),
        ("continue", &[program]) => Intervention::Stop(index(program)?, false),
        ("read", &[program, bytes]) => Intervention::ReadNow(index(program)?, small(bytes)?),
        ("longer", &[cable, delay]) => Intervention::SetDelay(index(cable)?, delay),
        ("rate", &[cable, rate]) => Intervention::SetRate(index(cable)?, rate),
        ("queue", &[cable, frames]) => Intervention::SetQueue(index(cable)?, small(frames)?),
        ("unplug", &[computer]) => Intervention::Unplug(index(computer)?, true),
        ("plug", &[computer]) => Intervention::Unplug(index(computer)?, false),
        _ => return None,
    })
}

/// Writes one; [`read`] gives the same back.
pub(super) fn write(at: u64, what: &Intervention) -> String {
    let what = match what {
        Intervention::DropFrame(frame) => format!("drop.{frame}"),
        Intervention::CorruptFrame(frame) => format!("corrupt.{frame}"),
        Intervention::DelayFrame(frame, by) => format!("delay.{frame}.{by}"),
        Intervention::DuplicateFrame(frame) => format!("duplicate.{frame}"),
        Intervention::ReorderFrame(frame) => format!("reorder.{frame}"),
        Intervention::Cable(cable, false) => format!("cut.{cable}"),
        Intervention::Cable(cable, true) => format!("mend.{cable}"),
        Intervention::Kill(program) => format!("kill.{program}"),
        Intervention::Stop(program, true) => format!("stop.{program}"),
        Intervention::Stop(program, false) => format!("continue.{program}"),
        Intervention::ReadNow(program, bytes) => format!("read.{program}.{bytes}"),
        Intervention::SetOption(program, name, value) => {
            let found = OPTIONS.iter().find(|(known, _)| known == name);
            let (_, name) = found.expect("every option has a name");
            format!("option.{program}.{name}.{value}")
        }
        Intervention::SetDelay(cable, delay) => format!("longer.{cable}.{delay}"),
        Intervention::SetRate(cable, rate) => format!("rate.{cable}.{rate}"),
        Intervention::SetQueue(cable, frames) => format!("queue.{cable}.{frames}"),
        Intervention::Unplug(computer, true) => format!("unplug.{computer}"),
        Intervention::Unplug(computer, false) => format!("plug.{computer}"),
        Intervention::SetSysctl(computer, name, value) => format!("sysctl.{computer}.{name}={value}"),
    };
    format!("{at}.{what}")
}

/// Reads another future: its interventions with commas between; empty for the run as it is.
pub(super) fn read_future(text: &str) -> Option<Vec<(u64, Intervention)>> {
    text.split(',').filter(|part| !part.is_empty()).map(read).collect()
}

/// Writes one.
pub(super) fn write_future(acts: &[(u64, Intervention)]) -> String {
    acts.iter().map(|(at, what)| write(*at, what)).collect::<Vec<_>>().join(",")
}

/// Reads how the question stands.
pub(super) fn read_answer(text: &str) -> Option<Answer> {
    match text {
        "ask" => Some(Answer::Asked),
        "skip" => Some(Answer::Skipped),
        _ => text.parse().ok().map(Answer::Chosen),
    }
}

/// Writes it; nothing while nobody was asked.
pub(super) fn write_answer(answer: Answer) -> Option<String> {
    match answer {
        Answer::Unasked => None,
        Answer::Asked => Some("ask".to_owned()),
        Answer::Skipped => Some("skip".to_owned()),
        Answer::Chosen(choice) => Some(choice.to_string()),
    }
}
