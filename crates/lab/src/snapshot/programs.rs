//! Programs, their processes, variables and descriptors.

use super::Shot;
use crate::{
    inspect,
    tools::{ss, strace},
    track::{ProcessTrack, ThreadTrack},
    view::{ByteName, DescriptorView, ProcessState, ProgramView, SourceLine, VariableView, WaitView, Way},
};
use netlab_abi::{Direction, FrameView, Pid, Syscall, SyscallResult, ThreadNumber};
use netlab_kernel::{
    event::{ExitStatus, WaitReason},
    tcp::TcpView,
};
use netlab_world::HostId;
use std::rc::Rc;

/// The word Python programmers use for a call.
pub(crate) fn call_name(call: &Syscall) -> &'static str {
    match call {
        Syscall::Send { to: None, .. } => "send",
        Syscall::Receive { .. } => "recv",
        Syscall::Accept { .. } => "accept",
        Syscall::Sleep { .. } => "sleep",
        Syscall::Select { .. } => "select",
        other => other.name(),
    }
}

/// Whether a call gives bytes to a socket.
pub(super) fn is_send(call: &Syscall) -> bool {
    match call {
        Syscall::Send { .. } | Syscall::SendMessage { .. } => true,
        Syscall::Write { fd, .. } => fd.0 > 2,
        _ => false,
    }
}

/// Whether a call takes bytes or connections from a socket, or waits for them.
pub(super) fn is_receive(call: &Syscall) -> bool {
    match call {
        Syscall::Receive { .. } | Syscall::ReceiveMessage { .. } | Syscall::Accept { .. } => true,
        Syscall::Read { fd, .. } => fd.0 > 2,
        Syscall::Poll { .. } | Syscall::Select { .. } | Syscall::EpollWait { .. } => true,
        _ => false,
    }
}

/// A result as a caption: `5`, `-1 EAGAIN`.
pub(super) fn result_text(result: &SyscallResult) -> String {
    match result {
        Ok(_) => strace::return_number(result).to_string(),
        Err(errno) => format!("-1 {}", errno.name()),
    }
}

/// What a sleeper waits for; `None` for one that stands still.
pub(crate) fn wait_view(wait: &WaitReason) -> Option<WaitView> {
    Some(match wait {
        WaitReason::Connection(_) => WaitView::Connection,
        WaitReason::Handshake(_) => WaitView::Handshake,
        WaitReason::Data(_) => WaitView::Data,
        WaitReason::Room { taken, wanted, .. } => {
            WaitView::Room { taken: *taken as u64, wanted: *wanted as u64 }
        }
        WaitReason::Linger(_) => WaitView::Linger,
        WaitReason::Events => WaitView::Events,
        WaitReason::Time(until) => WaitView::Until(until.as_nanos()),
        WaitReason::Futex(_) => WaitView::Thread,
        WaitReason::Child => WaitView::Child,
        WaitReason::Stopped => return None,
    })
}

/// How an ended process stands.
pub(crate) fn exit_state(status: ExitStatus) -> ProcessState {
    match status {
        ExitStatus::Code(code) => ProcessState::Exited(code),
        ExitStatus::Signal(signal) => ProcessState::Killed(format!("{signal:?}").into()),
    }
}

fn process_state(process: &ProcessTrack, thread: &ThreadTrack) -> ProcessState {
    if let Some(status) = process.exited {
        return exit_state(status);
    }
    if process.stopped {
        return ProcessState::Stopped;
    }
    if let Some(call) = &thread.call {
        let name: Rc<str> = call_name(&call.call).into();
        return match &call.wait {
            None => ProcessState::InCall { call: name },
            Some(wait) => match wait_view(wait) {
                Some(wait) => ProcessState::Asleep { call: name, wait },
                None => ProcessState::Stopped,
            },
        };
    }
    match &thread.returned {
        Some(returned) => ProcessState::Returned {
            call: call_name(&returned.call).into(),
            result: result_text(&returned.result).into(),
        },
        None => ProcessState::Running,
    }
}

impl Shot<'_> {
    /// Every program of the recipe.
    pub(super) fn programs(&self) -> Vec<ProgramView> {
        let hosts = self.end_hosts();
        let programs = self.history.recipe().in_order();
        programs
            .into_iter()
            .map(|program| {
                let host = hosts.iter().position(|host| *host == program.host).unwrap_or(0);
                let found = self.process_of(program.host, &program.file);
                let lines: Rc<[SourceLine]> =
                    program.source.lines().map(|text| SourceLine { text: text.into() }).collect();
                match found {
                    None => not_started(program.file.clone(), host, lines),
                    Some((pid, process)) => {
                        self.program(program.file.clone(), host, lines, program.host, pid, process)
                    }
                }
            })
            .collect()
    }

    /// The process that runs a file on a computer.
    pub(super) fn process_of(&self, host: HostId, file: &str) -> Option<(Pid, &ProcessTrack)> {
        let host = self.present.track().hosts.get(&host)?;
        host.processes
            .iter()
            .find(|(_, process)| &*process.name == file)
            .map(|(pid, process)| (*pid, process))
    }

    fn program(
        &self,
        file: Rc<str>,
        host: usize,
        lines: Rc<[SourceLine]>,
        id: HostId,
        pid: Pid,
        process: &ProcessTrack,
    ) -> ProgramView {
        let default = ThreadTrack::default();
        let thread = process.threads.get(&ThreadNumber(0)).unwrap_or(&default);
        let kernel = self.present.world().kernel(id);
        let frame = match process.exited {
            None => {
                inspect::inspection(kernel, pid, ThreadNumber(0)).and_then(|view| view.frames.last().cloned())
            }
            Some(_) => None,
        };
        let variables = frame.as_ref().map_or(Vec::new(), |frame| self.variables(frame));
        let call = thread.call.as_ref().map(|call| &call.call).or(thread.returned.as_ref().map(|r| &r.call));
        let output = String::from_utf8_lossy(&process.output).into_owned();
        let error = output.find("Traceback (most recent call last)").map(|at| output[at..].into());
        ProgramView {
            file,
            host,
            pid: Some(pid.0),
            lines,
            line: thread.line.map(|(_, line)| line),
            state: process_state(process, thread),
            call: call.map(|call| strace::call_text(call).into()),
            call_count: thread.line.map_or(0, |(_, line)| process.reached.get(&line).copied().unwrap_or(0)),
            descriptors: self.descriptors(id, pid, process, frame.as_ref()),
            variables,
            output: output.into(),
            error,
        }
    }

    fn variables(&self, frame: &FrameView) -> Vec<VariableView> {
        frame
            .variables
            .iter()
            .map(|variable| VariableView {
                name: variable.name.as_str().into(),
                kind: variable.kind.as_str().into(),
                value: variable.value.as_str().into(),
                first_byte: variable.origins.first().filter(|origin| origin.at == 0).map(|origin| ByteName {
                    flow: origin.first.flow.0,
                    way: match origin.first.direction {
                        Direction::FromInitiator => Way::Request,
                        Direction::FromResponder => Way::Reply,
                    },
                    offset: origin.first.offset,
                }),
            })
            .collect()
    }

    fn descriptors(
        &self,
        host: HostId,
        pid: Pid,
        process: &ProcessTrack,
        frame: Option<&FrameView>,
    ) -> Vec<DescriptorView> {
        if process.exited.is_some() {
            return Vec::new();
        }
        let kernel = self.present.world().kernel(host);
        let views = inspect::tcp_views(kernel, self.present.track().now);
        let table = inspect::descriptors(kernel, pid);
        let sockets = table.into_iter().filter_map(|(fd, socket)| socket.map(|socket| (fd, socket)));
        sockets
            .map(|(fd, socket)| {
                let view: Option<&TcpView> = views.iter().find(|view| view.socket == socket);
                let variables = frame.map_or(&[][..], |frame| &frame.variables);
                let holder = variables.iter().find(|variable| variable.fd == Some(fd.0));
                DescriptorView {
                    fd: fd.0,
                    variable: holder.map(|variable| variable.name.as_str().into()),
                    state: view.map_or("UNCONN", |view| ss::state(view.state)).into(),
                    local: view.map_or(String::new(), |view| view.local.to_string()).into(),
                    peer: view
                        .filter(|view| view.remote.port() != 0)
                        .map(|view| view.remote.to_string().into()),
                }
            })
            .collect()
    }
}

fn not_started(file: Rc<str>, host: usize, lines: Rc<[SourceLine]>) -> ProgramView {
    ProgramView {
        file,
        host,
        pid: None,
        lines,
        line: None,
        state: ProcessState::NotStarted,
        call: None,
        call_count: 0,
        variables: Vec::new(),
        descriptors: Vec::new(),
        output: "".into(),
        error: None,
    }
}
