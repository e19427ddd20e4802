//! Programs of recordings that are carried as coroutines until the interpreter runs their sources.

use crate::error::Failure;
use netlab_abi::{Data, Ipv4Addr, SocketAddrV4, option};
use netlab_lab::native::{Act, Name, Native, steps};
use serde_json::Value;

const PORT: u16 = 5000;
const SERVER: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(10, 0, 3, 2), PORT);

/// FNV-1a of a source.
fn digest(source: &str) -> u64 {
    source
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The program with this source and argument.
///
/// # Errors
/// [`Failure`] for a source that is not carried.
pub fn program(source: &str, file: &str, argument: &Value) -> Result<Native, Failure> {
    let number = |name: &str| argument.get(name).and_then(Value::as_u64);
    let option =
        |name: &str, which: i32| number(name).filter(|size| *size > 0).map(|size| (which, size as i32));
    let lines: Vec<(u32, Act)> = match digest(source) {
        0x4b65_9ca7_450d_eb1c => vec![
            (3, Act::Socket(Name::Sock)),
            (4, Act::ConnectTo(Name::Sock, SERVER)),
            (5, Act::SendAll(Name::Sock, Data::from(b"hello"))),
            (6, Act::PrintReceived(Name::Sock, 1024)),
            (8, Act::Close(Name::Sock)),
        ],
        0xd916_373a_6c7c_8e63 => vec![
            (3, Act::Socket(Name::Sock)),
            (4, Act::Bind(Name::Sock, PORT)),
            (5, Act::Listen(Name::Sock, 1)),
            (7, Act::Accept),
            (8, Act::PrintReceived(Name::Conn, 1024)),
            (10, Act::SendAll(Name::Conn, Data::from(b"world"))),
            (11, Act::Close(Name::Conn)),
            (6, Act::Again(3)),
        ],
        0xec98_4380_7e4a_3950 => {
            let mut lines = vec![(3, Act::Socket(Name::Sock))];
            lines.extend(
                option("sndbuf", option::SO_SNDBUF)
                    .map(|(which, size)| (5, Act::SetOption(Name::Sock, which, size))),
            );
            let message = vec![b'x'; number("size").unwrap_or(1024) as usize];
            lines.push((6, Act::ConnectTo(Name::Sock, SERVER)));
            lines.push((7, Act::PrintOption(Name::Sock, option::SO_SNDBUF, "SO_SNDBUF".into())));
            lines.push((10, Act::SendAll(Name::Sock, Data::new(message))));
            let again = lines.len() - 1;
            lines.push((9, Act::Again(again)));
            lines
        }
        0x5957_dd86_2085_1570 => {
            let mut lines = vec![(3, Act::Socket(Name::Sock))];
            lines.extend(
                option("rcvbuf", option::SO_RCVBUF)
                    .map(|(which, size)| (5, Act::SetOption(Name::Sock, which, size))),
            );
            lines.push((6, Act::Bind(Name::Sock, PORT)));
            lines.push((7, Act::Listen(Name::Sock, 1)));
            lines.push((8, Act::Accept));
            lines.push((9, Act::PrintOption(Name::Conn, option::SO_RCVBUF, "SO_RCVBUF".into())));
            lines.push((11, Act::Sleep(1000)));
            let again = lines.len() - 1;
            lines.push((10, Act::Again(again)));
            lines
        }
        0x62ed_7cb8_df02_43c2 => {
            let mut lines = vec![(3, Act::Socket(Name::Sock))];
            if let Some(control) = argument.get("cc").and_then(Value::as_str) {
                lines.push((5, Act::SetCongestion(Name::Sock, control.into())));
            }
            let bytes = vec![b'x'; number("bytes").unwrap_or(0) as usize];
            lines.push((6, Act::ConnectTo(Name::Sock, SERVER)));
            lines.push((8, Act::SendAll(Name::Sock, Data::new(bytes))));
            lines.push((9, Act::PrintReply(Name::Sock, 1024)));
            lines.push((10, Act::Close(Name::Sock)));
            lines
        }
        0x7b3e_08e4_cfd7_3711 => vec![
            (3, Act::Socket(Name::Sock)),
            (4, Act::Bind(Name::Sock, PORT)),
            (5, Act::Listen(Name::Sock, 1)),
            (6, Act::Accept),
            (8, Act::PrintCount(Name::Conn, number("bytes").unwrap_or(0))),
            (13, Act::SendAll(Name::Conn, Data::from(b"world"))),
            (14, Act::Close(Name::Conn)),
            (15, Act::Sleep(1000)),
        ],
        _ => {
            return Err(Failure::new(format!(
                "{file} is none of the programs that netlab carries, and the interpreter is not there yet"
            )));
        }
    };
    Ok(Native::new(steps(&lines)))
}
