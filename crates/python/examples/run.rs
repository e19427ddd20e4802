//! Runs a program without a kernel: output works, the clock stands still, sockets do not exist.
//! `cargo run -p netlab-python --features compiler --example run -- program.py [argument ...]`

use netlab_abi::{Errno, Outcome, Program, Syscall, SyscallValue, ThreadNumber, Trap};
use netlab_python::{Machine, Options, compile};
use std::io::Write;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let source = std::fs::read_to_string(&arguments[0]).expect("the program can be read");
    let code = match compile(&source, &arguments[0]) {
        Ok(code) => code,
        Err(errors) => {
            eprint!("{errors}");
            std::process::exit(2);
        }
    };
    let mut machine = Machine::new(code, Options { arguments, ..Options::default() });
    let mut outcome = Outcome::Started;
    let mut clock = 0;
    loop {
        outcome = match machine.resume(ThreadNumber(0), outcome) {
            Trap::Statement { .. } => Outcome::Statement,
            Trap::Syscall { call, .. } => Outcome::Returned(match call {
                Syscall::Write { fd, data } => {
                    let count = data.len();
                    if fd.0 == 2 {
                        std::io::stderr().write_all(&data.bytes).expect("standard error is open");
                    } else {
                        std::io::stdout().write_all(&data.bytes).expect("standard output is open");
                    }
                    Ok(SyscallValue::Sent { count, first: None })
                }
                Syscall::Exit { code } => std::process::exit(code),
                Syscall::ClockGetTime { .. } => Ok(SyscallValue::Number(clock)),
                Syscall::Sleep { duration } => {
                    clock += duration as i64;
                    Ok(SyscallValue::Number(0))
                }
                Syscall::GetPid => Ok(SyscallValue::Number(100)),
                Syscall::SetSignalAction { .. } => Ok(SyscallValue::Number(0)),
                _ => Err(Errno::ENOSYS),
            }),
        };
    }
}
