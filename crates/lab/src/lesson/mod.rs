//! A lab's question and task, judged against the run itself.
//!
//! Nothing here is an answer written down beforehand: what is right is read off the records of this very run, so it is
//! right as well when somebody has changed a buffer, a delay or a program. Words are `text`'s.

pub mod tasks;
pub(crate) mod told;

pub use told::{Fact, Told};

use crate::{history::History, view::TaskState};
use netlab_abi::{Direction, Syscall, SyscallValue, option};
use netlab_kernel::event::{Event, SegmentKind, StreamRange, WaitReason};
use netlab_wire::Instant;
use netlab_world::{HostId, What, WorldRecord};

/// Where the first bytes were when the call that sent them returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whereabouts {
    /// The receiving program had read them.
    ReceivingProgram,
    /// They were in the receiver's kernel.
    ReceivingKernel,
    /// They were still in the sender's kernel, copies on the way or not.
    SendingKernel,
}

/// What the hello lab's lesson needs of a run. Times are those of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Greeting {
    /// The first send call: entered and returned.
    pub sent: Option<(Instant, Instant)>,
    /// Where its bytes were then.
    pub whereabouts: Option<Whereabouts>,
    /// When the first byte of the answer was read by the client.
    pub answered: Option<Instant>,
}

/// What the flood lab's lesson needs of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flood {
    /// What the programs asked for: SO_SNDBUF at the client, SO_RCVBUF at the server, bytes.
    pub asked: (Option<u64>, Option<u64>),
    /// Bytes that send calls have put into the client's kernel.
    pub accepted: u64,
    /// Send calls that returned.
    pub returned: u64,
    /// Bytes of the unfinished call inside, and wanted; `None` when no call is asleep at the end.
    pub unfinished: Option<(u64, u64)>,
    /// Bytes that were read.
    pub read: u64,
    /// Bytes that wait at the end in the server's kernel.
    pub unread: u64,
    /// Bytes that wait at the end in the client's kernel.
    pub unacknowledged: u64,
    /// Zero-window probes sent.
    pub probes: u64,
    /// Frames with payload that were lost.
    pub lost: u64,
}

/// What a lesson stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Facts {
    /// The hello lab.
    Greeting(Greeting),
    /// The flood lab.
    Flood(Flood),
    /// A lab of the catalogue.
    Told(Told),
}

/// A lesson's state at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonState {
    /// What the shown run says.
    pub facts: Facts,
    /// What the run says that the question was asked about: nothing was done to it. Choices and answer are its.
    pub asked: Facts,
    /// The committed choice.
    pub chosen: Option<usize>,
    /// Whether the question is answered or skipped.
    pub settled: bool,
    /// The lab.
    pub lab: &'static str,
    /// The task at hand, or the last one when all are solved; `None` where there is none.
    pub task: Option<&'static str>,
    /// How it stands.
    pub state: TaskState,
    /// Tasks solved, and tasks in all.
    pub solved: (usize, usize),
    /// What the present moment lacks for it.
    pub missing: Option<&'static str>,
}

impl Facts {
    /// Reads a lab's facts off a run; `None` for labs without a lesson.
    pub fn new(lab: &str, history: &History) -> Option<Facts> {
        match lab {
            "hello" => Some(Facts::Greeting(greeting(history.records()))),
            "flood" => Some(Facts::Flood(flood(history.records()))),
            other => told::tell(other, history).map(Facts::Told),
        }
    }

    /// The numbers to choose from in the flood's question, ascending; the last choice, "it never sleeps", stands
    /// behind them.
    pub fn choices(flood: &Flood) -> Vec<u64> {
        let asked = flood.asked.0.unwrap_or(0) + flood.asked.1.unwrap_or(0);
        let mut numbers = vec![flood.asked.1.unwrap_or(0), asked, asked * 2];
        if flood.unfinished.is_some() {
            numbers.push(flood.accepted);
        }
        numbers.retain(|number| *number > 0);
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The index of the right choice; `None` when the run does not say.
    pub fn right(&self) -> Option<usize> {
        match self {
            Facts::Greeting(greeting) => greeting.whereabouts.map(|place| match place {
                Whereabouts::ReceivingProgram => 0,
                Whereabouts::ReceivingKernel => 1,
                Whereabouts::SendingKernel => 2,
            }),
            Facts::Flood(flood) => {
                let numbers = Facts::choices(flood);
                match flood.unfinished {
                    Some(_) => numbers.iter().position(|number| *number == flood.accepted),
                    None => Some(numbers.len()),
                }
            }
            Facts::Told(told) => told.right,
        }
    }
}

fn of_request(range: &StreamRange) -> bool {
    range.direction == Direction::FromInitiator
}

fn is_send(call: &Syscall) -> bool {
    matches!(call, Syscall::Send { .. } | Syscall::SendMessage { .. } | Syscall::Write { .. })
}

fn events(records: &[WorldRecord]) -> impl Iterator<Item = (Instant, Option<HostId>, &Event)> {
    records.iter().filter_map(|record| match &record.what {
        What::Kernel(event) => Some((record.at, record.host, event)),
        _ => None,
    })
}

/// The first stream call that took bytes: who made it, when entered, when returned.
fn first_send(records: &[WorldRecord]) -> Option<(Option<HostId>, Instant, Instant, usize)> {
    records.iter().enumerate().find_map(|(at, record)| match &record.what {
        What::Kernel(Event::SyscallReturned { call, entered, result, .. })
            if is_send(call) && matches!(**result, Ok(SyscallValue::Sent { first: Some(_), .. })) =>
        {
            Some((record.host, *entered, record.at, at))
        }
        _ => None,
    })
}

fn greeting(records: &[WorldRecord]) -> Greeting {
    let Some((sender, entered, returned, at)) = first_send(records) else {
        return Greeting { sent: None, whereabouts: None, answered: None };
    };
    let before = || events(&records[..=at]).map(|(_, _, event)| event);
    let read = before().any(|event| matches!(event, Event::Delivered { range, .. } if of_request(range)));
    let arrived =
        before().any(|event| matches!(event, Event::ReceiveBuffered { range, .. } if of_request(range)));
    let whereabouts = match (read, arrived) {
        (true, _) => Whereabouts::ReceivingProgram,
        (false, true) => Whereabouts::ReceivingKernel,
        (false, false) => Whereabouts::SendingKernel,
    };
    let answered = events(&records[at..])
        .find(|(_, host, event)| {
            *host == sender && matches!(event, Event::Delivered { range, .. } if !of_request(range))
        })
        .map(|(at, _, _)| at);
    Greeting { sent: Some((entered, returned)), whereabouts: Some(whereabouts), answered }
}

fn flood(records: &[WorldRecord]) -> Flood {
    let mut flood = Flood::default();
    let (mut received, mut read, mut acknowledged) = (0, 0, 0);
    let end = |range: &StreamRange| range.offset + u64::from(range.length);
    for (_, _, event) in events(records) {
        match event {
            Event::SyscallReturned { call, result, .. } => {
                note_call(
                    &mut flood,
                    call,
                    matches!(**result, Ok(SyscallValue::Sent { first: Some(_), .. })),
                );
            }
            Event::SendBuffered { range, .. } if of_request(range) => flood.accepted = end(range),
            Event::Acknowledged { range, .. } if of_request(range) => {
                acknowledged = end(range).max(acknowledged)
            }
            Event::ReceiveBuffered { range, .. } if of_request(range) => received = end(range).max(received),
            Event::Delivered { range, .. } if of_request(range) => read = end(range).max(read),
            Event::Blocked { wait: WaitReason::Room { taken, wanted, .. }, .. } => {
                flood.unfinished = Some((*taken as u64, *wanted as u64));
            }
            Event::Woken { .. } => flood.unfinished = None,
            Event::SegmentSent { kind: SegmentKind::WindowProbe, .. } => flood.probes += 1,
            _ => {}
        }
    }
    flood.lost = lost_payload(records);
    flood.read = read;
    flood.unread = received - read;
    flood.unacknowledged = flood.accepted - acknowledged;
    flood
}

fn note_call(flood: &mut Flood, call: &Syscall, sent: bool) {
    if sent {
        flood.returned += 1;
    }
    if let Syscall::SetSocketOption { option: name, value, .. } = call
        && name.level == netlab_abi::OptionLevel::SOCKET
        && let Ok(bytes) = <[u8; 4]>::try_from(value.as_slice())
    {
        let value = u64::try_from(i32::from_le_bytes(bytes)).ok();
        match name.name {
            option::SO_SNDBUF => flood.asked.0 = value,
            option::SO_RCVBUF => flood.asked.1 = value,
            _ => {}
        }
    }
}

/// Frames with payload that did not arrive.
fn lost_payload(records: &[WorldRecord]) -> u64 {
    let mut flying = std::collections::BTreeSet::new();
    let mut lost = 0;
    for record in records {
        match &record.what {
            What::FrameDeparts { flight, frame, .. } if frame.payload.is_some() => {
                flying.insert(*flight);
            }
            What::FrameLost { flight, .. } if flying.contains(flight) => lost += 1,
            _ => {}
        }
    }
    lost
}
