//! The machine as a [`Program`]: what a kernel sees of it.

use super::calls::{call, push_module, rerun_native};
use super::exec::{Step, exec};
use super::frames::{Finish, Frame, Reply, Thread};
use super::{Args, Core, Machine, Options, collect};
use crate::code::{Code, Kind};
use crate::operations::display;
use crate::values::{Object, Value, t};
use netlab_abi::{
    Disposition, Errno, FrameView, Inspection, Outcome, Program, Signal, Syscall, ThreadNumber, Trap,
    Variable,
};
use std::fmt::Write;

impl Machine {
    /// A machine that will run `code` as `__main__`.
    ///
    /// # Panics
    /// When `code` was written by another version of the compiler.
    pub fn new(code: Code, options: Options) -> Machine {
        assert!(code.version == crate::code::VERSION, "the program was compiled by another version");
        let mut core = Core::new(options);
        let unit = core.load(code, false);
        let module = core.add_module("__main__", Some(unit));
        assert!(module == crate::builtins::MAIN, "the program is the first module");
        core.begin_module(module);
        Machine { core, threads: vec![Thread::new(None)] }
    }

    fn thread(&mut self, number: ThreadNumber) -> usize {
        let index = number.0 as usize;
        while self.threads.len() <= index {
            self.threads.push(Thread::new(None));
        }
        index
    }

    /// Runs a thread until its next trap.
    fn advance(&mut self, index: usize) -> Trap {
        self.core.current_thread = index as u32;
        if self.core.collect_wanted {
            collect::collect(&mut self.core, &mut self.threads, index);
            if self.core.heap.bytes > self.core.options.memory {
                self.core.heap.bytes_after_collection = 0;
                self.out_of_memory(index);
            }
        }
        if self.core.resources > 0 && self.threads.len() > 1 {
            self.core.other_roots = self.others(index);
        }
        loop {
            let core = &mut self.core;
            let thread = &mut self.threads[index];
            if let Some(call) = thread.queue.pop_front() {
                thread.queued = true;
                return Trap::Syscall { call, work: std::mem::take(&mut core.work).max(1) };
            }
            let native = matches!(thread.frames.last(), Some(Frame::Native(_)));
            let step = match thread.frames.last() {
                None => finish(core, thread, index),
                Some(Frame::Python(_)) => exec(core, thread),
                Some(Frame::Native(_)) => rerun_native(core, thread),
            };
            match step {
                Step::Again => {}
                Step::Trap(trap) => return trap,
            }
            // A call that has returned is where CPython looks for signals.
            let between = matches!(self.threads[index].frames.last(), Some(Frame::Python(_)));
            if native && between && !self.core.pending.is_empty() {
                self.take_signals(index);
            }
        }
    }

    /// What the other threads refer to.
    fn others(&self, index: usize) -> Vec<crate::values::Ref> {
        let others = self.threads.iter().enumerate().filter(|(other, _)| *other != index);
        let values = others.flat_map(|(_, thread)| thread.direct());
        values
            .filter_map(|value| if let Value::Ref(reference) = value { Some(reference) } else { None })
            .collect()
    }

    fn out_of_memory(&mut self, index: usize) {
        let exception = self.core.exception(t::MEMORY_ERROR, Vec::new());
        let thread = &mut self.threads[index];
        if let Some(Frame::Python(frame)) = thread.frames.last_mut() {
            // The instruction that comes next is the one that fails: the last one may stand anywhere before a loop.
            frame.next += 1;
            super::unwind::raise(&mut self.core, thread, exception);
        }
    }

    /// Runs the program's handlers of signals that have arrived, in the main thread.
    fn take_signals(&mut self, index: usize) {
        while index == 0 && !self.core.pending.is_empty() {
            let signal = self.core.pending.remove(0);
            let thread = &mut self.threads[index];
            if self.core.wakeup_fd >= 0 {
                let fd = netlab_abi::Fd(self.core.wakeup_fd);
                let data = netlab_abi::Data::new(&[signal.number() as u8][..]);
                thread.queue.push_back(Syscall::Write { fd, data });
            }
            match self.core.handlers.get(&signal).copied() {
                Some(handler) => {
                    self.core.signals_taken += 1;
                    let args = Args::of(vec![Value::Int(i64::from(signal.number())), Value::None]);
                    call(&mut self.core, thread, handler, args, Finish::Discard);
                    return;
                }
                None if signal == Signal::SIGINT => {
                    let exception = self.core.exception(t::KEYBOARD_INTERRUPT, Vec::new());
                    super::unwind::raise(&mut self.core, thread, exception);
                    return;
                }
                None => {}
            }
        }
    }
}

/// A thread's code has ended: other threads are waited for, output is written, the thread leaves.
fn finish(core: &mut Core, thread: &mut Thread, index: usize) -> Step {
    if let Some((callable, args)) = thread.start.take() {
        return call(core, thread, callable, args, Finish::Push);
    }
    if index != 0 {
        return Step::Trap(Trap::Syscall {
            call: Syscall::ExitThread,
            work: std::mem::take(&mut core.work).max(1),
        });
    }
    if !core.joined {
        core.joined = true;
        if let Some(function) = core.shutdown_function() {
            return call(core, thread, function, Args::default(), Finish::Push);
        }
    }
    collect::finalize_all(core);
    if let Some(step) = collect::finalize_next(core, thread) {
        return step;
    }
    if !core.output.is_empty() {
        let text = std::mem::take(&mut core.output);
        thread
            .queue
            .push_back(Syscall::Write { fd: netlab_abi::Fd(1), data: netlab_abi::Data::new(&text[..]) });
        return Step::Again;
    }
    let code = core.exit_code;
    Step::Trap(Trap::Syscall { call: Syscall::Exit { code }, work: std::mem::take(&mut core.work).max(1) })
}

impl Program for Machine {
    fn resume(&mut self, thread: ThreadNumber, outcome: Outcome) -> Trap {
        let index = self.thread(thread);
        match outcome {
            Outcome::Started => self.begin(index),
            Outcome::Statement => self.take_signals(index),
            Outcome::Returned(result) => {
                let current = &mut self.threads[index];
                if std::mem::take(&mut current.queued) {
                    return self.advance(index);
                }
                if let Some(Frame::Native(frame)) = current.frames.last_mut() {
                    frame.call = None;
                    if result == Err(Errno::EINTR) && index == 0 && !self.core.pending.is_empty() {
                        self.take_signals(index);
                    } else if result != Err(Errno::EINTR) || index != 0 {
                        frame.journal.push(Reply::Syscall(result));
                    }
                }
            }
        }
        self.advance(index)
    }

    fn save(&self) -> Box<dyn Program> {
        Box::new(self.clone())
    }

    fn signal(&mut self, signal: Signal) {
        if !self.core.pending.contains(&signal) {
            self.core.pending.push(signal);
        }
    }

    fn inspect(&self, thread: ThreadNumber) -> Inspection {
        let Some(thread) = self.threads.get(thread.0 as usize) else { return Inspection::default() };
        Inspection { frames: thread.frames.iter().filter_map(|frame| self.view(thread, frame)).collect() }
    }

    fn digest(&self) -> u64 {
        let mut writer = Hashing(0xcbf2_9ce4_8422_2325);
        let core = &self.core;
        for (reference, object) in core.heap.objects() {
            write!(writer, "{} {object:?}", reference.0).expect("hashing does not fail");
        }
        for module in &core.modules {
            write!(writer, "{} {:?} {:?}", module.name, module.slots, module.fields)
                .expect("hashing does not fail");
        }
        write!(writer, "{:?} {:?} {:?}", core.handlers, core.pending, core.output)
            .expect("hashing does not fail");
        write!(writer, "{:?}", self.threads).expect("hashing does not fail");
        writer.0
    }
}

impl Machine {
    fn begin(&mut self, index: usize) {
        if index == 0 {
            let unit = self.core.modules[0].unit.clone().expect("the program has code");
            let thread = &mut self.threads[0];
            for (signal, action) in
                [(Signal::SIGPIPE, Disposition::Ignore), (Signal::SIGINT, Disposition::Handler)]
            {
                thread.queue.push_back(Syscall::SetSignalAction { signal, action });
            }
            push_module(thread, unit, 0);
            return;
        }
        let waiting = self.core.starting.iter().position(|(number, _, _)| *number as usize == index);
        let waiting = waiting.expect("the thread was asked for");
        let (_, callable, args) = self.core.starting.remove(waiting);
        self.threads[index] = Thread::new(Some((callable, args)));
    }

    fn view(&self, thread: &Thread, frame: &Frame) -> Option<FrameView> {
        let Frame::Python(frame) = frame else { return None };
        if frame.unit.hidden {
            return None;
        }
        let code = &frame.unit.code.functions[frame.function as usize];
        let mut variables = Vec::new();
        if code.kind == Kind::Module {
            let slots = &self.core.modules[frame.module as usize].slots;
            for (name, value) in frame.unit.globals.iter().zip(slots) {
                self.variable(&mut variables, self.core.symbols.name(*name), *value);
            }
        } else {
            for (slot, name) in code.locals.iter().enumerate() {
                let mut value = thread.stack[frame.base as usize + slot];
                if let Some(Object::Cell(inner)) = self.core.object(value) {
                    value = *inner;
                }
                self.variable(&mut variables, &frame.unit.code.names[*name as usize], value);
            }
        }
        Some(FrameView { function: code.name.clone(), line: frame.line.max(1), variables })
    }

    fn variable(&self, variables: &mut Vec<Variable>, name: &str, value: Value) {
        let noise = matches!(value, Value::Unbound | Value::Module(_) | Value::Native(_))
            || matches!(self.core.object(value), Some(Object::Function(_) | Object::Class(_)))
            || name.starts_with("__") && name.ends_with("__")
            || name == ".0";
        if noise {
            return;
        }
        let mut shown = display::shown(&self.core, value);
        if shown.chars().count() > 80 {
            shown = shown.chars().take(79).collect::<String>() + "…";
        }
        let (origins, fd) = match self.core.object(value) {
            Some(Object::Bytes(data)) => (data.origins.to_vec(), None),
            Some(Object::ByteArray(buffer)) => (buffer.origins.clone(), None),
            Some(Object::Str(text)) => (text.origins.clone(), None),
            Some(Object::Socket(socket)) => (Vec::new(), Some(socket.fd)),
            Some(Object::Epoll(fd)) => (Vec::new(), Some(*fd)),
            _ => (Vec::new(), None),
        };
        let kind = self.core.type_name(value);
        variables.push(Variable { name: name.to_owned(), kind, value: shown, origins, fd });
    }
}

/// Hashes text as it is written (FNV-1a).
struct Hashing(u64);

impl Write for Hashing {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Ok(())
    }
}
