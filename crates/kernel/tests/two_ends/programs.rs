//! What the two computers run.

use crate::common::script::*;
use netlab_abi::{Fd, OptionLevel, ShutdownHow, SocketOption, Syscall, option};

/// Reads to the end, then closes.
pub fn reader() -> Script {
    Script::new(vec![
        line(|_| tcp()),
        line(|m| bind(m.keep("l"), "0.0.0.0:5000")),
        line(|m| listen(m.fd("l"), 1)),
        line(|m| accept(m.fd("l"))),
        line(|m| receive(m.keep("c"), 65_536)),
        line(|m| {
            if m.number() > 0 {
                m.jump(5);
                receive(m.fd("c"), 65_536)
            } else {
                close(m.fd("c"))
            }
        }),
    ])
}

/// Sends so many bytes in one call and closes.
pub fn sender(bytes: usize) -> Script {
    Script::new(vec![
        line(|_| tcp()),
        line(|m| connect(m.keep("s"), "10.0.0.2:5000")),
        line(move |m| send(m.fd("s"), &vec![7; bytes])),
        line(|m| close(m.fd("s"))),
    ])
}

/// Sends so many bytes and waits, so that nothing but data is under way.
pub fn silent_sender(bytes: usize) -> Script {
    Script::new(vec![
        line(|_| tcp()),
        line(|m| connect(m.keep("s"), "10.0.0.2:5000")),
        line(move |m| send(m.fd("s"), &vec![7; bytes])),
        line(|_| sleep(100_000)),
    ])
}

pub fn set_buffer(fd: Fd, name: i32, size: i32) -> Syscall {
    let option = SocketOption { level: OptionLevel::SOCKET, name };
    Syscall::SetSocketOption { fd, option, value: size.to_le_bytes().to_vec() }
}

/// Reads nothing for so long, then everything.
pub fn late_reader(buffer: i32, millis: u64) -> Script {
    Script::new(vec![
        line(|_| tcp()),
        line(move |m| set_buffer(m.keep("l"), option::SO_RCVBUF, buffer)),
        line(|m| bind(m.fd("l"), "0.0.0.0:5000")),
        line(|m| listen(m.fd("l"), 1)),
        line(|m| accept(m.fd("l"))),
        line(move |m| {
            m.keep("c");
            sleep(millis)
        }),
        line(|m| receive(m.fd("c"), 65_536)),
        line(|m| {
            if m.number() > 0 {
                m.jump(7);
                receive(m.fd("c"), 65_536)
            } else {
                close(m.fd("c"))
            }
        }),
    ])
}

/// Sends nothing, waits so long, closes.
pub fn closer(to: Option<&'static str>, millis: u64) -> Script {
    let mut lines = vec![line(|_| tcp())];
    if let Some(to) = to {
        lines.push(line(move |m| connect(m.keep("c"), to)));
        lines.push(line(move |_| sleep(millis)));
    } else {
        lines.push(line(|m| bind(m.keep("l"), "0.0.0.0:5000")));
        lines.push(line(|m| listen(m.fd("l"), 1)));
        lines.push(line(|m| accept(m.fd("l"))));
        lines.push(line(move |m| {
            m.keep("c");
            sleep(millis)
        }));
    }
    lines.push(line(|m| Syscall::Shutdown { fd: m.fd("c"), how: ShutdownHow::Write }));
    lines.push(line(|_| sleep(100_000)));
    Script::new(lines)
}
