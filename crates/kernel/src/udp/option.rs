//! Options of UDP sockets (`sock_setsockopt`, `do_ip_setsockopt`), errnos in Linux's order.

use super::UdpLayer;
use crate::config::Policy;
use crate::event::SocketId;
use crate::ip::{DatagramPolicy, Network};
use crate::policy::{LINUX_MINIMUM_RECEIVE_BUFFER, LINUX_MINIMUM_SEND_BUFFER};
use crate::sysctl::Sysctl;
use netlab_abi::{Errno, OptionLevel, SocketOption, ip_option, option};

const NANOS: u64 = 1_000_000_000;
/// `IP_PMTUDISC_DONT`, `_WANT`, `_DO`
const PMTUDISC: [(i32, DatagramPolicy); 3] =
    [(0, DatagramPolicy::Fragment), (1, DatagramPolicy::Want), (2, DatagramPolicy::Refuse)];

/// An `int` argument; EINVAL when it is too short.
fn integer(value: &[u8]) -> Result<i32, Errno> {
    let bytes = value.first_chunk().ok_or(Errno::EINVAL)?;
    Ok(i32::from_le_bytes(*bytes))
}

/// A `struct timeval` argument in nanoseconds; 0 stands for "for ever" (`sock_set_timeout`).
fn timeout(value: &[u8]) -> Result<Option<u64>, Errno> {
    let (Some(seconds), Some(micros)) = (value.first_chunk::<8>(), value.get(8..16)) else {
        return Err(Errno::EINVAL);
    };
    let seconds = i64::from_le_bytes(*seconds);
    let micros = i64::from_le_bytes(micros.try_into().expect("eight bytes"));
    if !(0..1_000_000).contains(&micros) {
        return Err(Errno::EDOM);
    }
    let nanos = u64::try_from(seconds).unwrap_or(0).saturating_mul(NANOS) + micros as u64 * 1_000;
    Ok((nanos > 0).then_some(nanos))
}

fn timeval(nanos: Option<u64>) -> Vec<u8> {
    let nanos = nanos.unwrap_or(0);
    let mut bytes = (nanos / NANOS).to_le_bytes().to_vec();
    bytes.extend((nanos % NANOS / 1_000).to_le_bytes());
    bytes
}

impl UdpLayer {
    pub fn set_option(
        &mut self,
        id: SocketId,
        name: SocketOption,
        value: &[u8],
        policy: Policy,
        sysctl: &Sysctl,
    ) -> Result<(), Errno> {
        let socket = self.get_mut(id);
        match (name.level, name.name) {
            (OptionLevel::SOCKET, option::SO_RCVTIMEO) => socket.receive_timeout = timeout(value)?,
            (OptionLevel::SOCKET, option::SO_SNDTIMEO) => socket.send_timeout = timeout(value)?,
            (OptionLevel::SOCKET, number) => {
                let value_int = integer(value)?;
                let size = value_int.max(0) as u32;
                match number {
                    option::SO_RCVBUF => {
                        let limit = policy.buffer_option(size, sysctl.rmem_max, LINUX_MINIMUM_RECEIVE_BUFFER);
                        socket.queue.set_limit(limit);
                    }
                    option::SO_SNDBUF => {
                        socket.send_buffer =
                            policy.buffer_option(size, sysctl.wmem_max, LINUX_MINIMUM_SEND_BUFFER);
                    }
                    option::SO_RCVBUFFORCE | option::SO_SNDBUFFORCE => return Err(Errno::EPERM),
                    option::SO_REUSEADDR => socket.reuse_address = value_int != 0,
                    option::SO_REUSEPORT => socket.reuse_port = value_int != 0,
                    option::SO_BROADCAST => socket.broadcast = value_int != 0,
                    option::SO_TYPE
                    | option::SO_ERROR
                    | option::SO_PROTOCOL
                    | option::SO_DOMAIN
                    | option::SO_ACCEPTCONN
                    | option::SO_SNDLOWAT => return Err(Errno::ENOPROTOOPT),
                    option::SO_KEEPALIVE
                    | option::SO_PRIORITY
                    | option::SO_RCVLOWAT
                    | option::SO_DONTROUTE
                    | option::SO_OOBINLINE => {
                        socket.kept.insert(number, value_int);
                    }
                    option::SO_LINGER if value.len() < 8 => return Err(Errno::EINVAL),
                    option::SO_LINGER => {
                        socket.kept.insert(number, value_int);
                    }
                    _ => return Err(Errno::ENOPROTOOPT),
                }
            }
            (OptionLevel::IP, ip_option::IP_TTL) => match integer(value)? {
                -1 => socket.time_to_live = None,
                ttl @ 1..=255 => socket.time_to_live = Some(ttl as u8),
                _ => return Err(Errno::EINVAL),
            },
            (OptionLevel::IP, ip_option::IP_TOS) => socket.tos = integer(value)? as u8,
            (OptionLevel::IP, ip_option::IP_RECVERR) => socket.receive_errors = integer(value)? != 0,
            (OptionLevel::IP, ip_option::IP_MTU_DISCOVER) => {
                let wanted = integer(value)?;
                let known = PMTUDISC.iter().find(|(number, _)| *number == wanted).ok_or(Errno::EINVAL)?;
                socket.policy = known.1;
            }
            (OptionLevel::TCP, _) => return Err(Errno::EOPNOTSUPP),
            (_, _) => return Err(Errno::ENOPROTOOPT),
        }
        Ok(())
    }

    pub fn get_option(
        &mut self,
        id: SocketId,
        name: SocketOption,
        length: usize,
        sysctl: &Sysctl,
        network: &Network,
    ) -> Result<Vec<u8>, Errno> {
        let socket = self.get_mut(id);
        let number = |value: i64| Ok(value.to_le_bytes()[..4.min(length)].to_vec());
        match (name.level, name.name) {
            (OptionLevel::SOCKET, option::SO_ERROR) => {
                number(socket.error.take().map_or(0, |errno| i64::from(errno.number())))
            }
            (OptionLevel::SOCKET, option::SO_TYPE) => number(2),
            (OptionLevel::SOCKET, option::SO_DOMAIN) => number(2),
            (OptionLevel::SOCKET, option::SO_PROTOCOL) => number(17),
            (OptionLevel::SOCKET, option::SO_ACCEPTCONN) => number(0),
            (OptionLevel::SOCKET, option::SO_RCVBUF) => number(i64::from(socket.queue.limit())),
            (OptionLevel::SOCKET, option::SO_SNDBUF) => number(i64::from(socket.send_buffer)),
            (OptionLevel::SOCKET, option::SO_REUSEADDR) => number(i64::from(socket.reuse_address)),
            (OptionLevel::SOCKET, option::SO_REUSEPORT) => number(i64::from(socket.reuse_port)),
            (OptionLevel::SOCKET, option::SO_BROADCAST) => number(i64::from(socket.broadcast)),
            (OptionLevel::SOCKET, option::SO_RCVTIMEO) => Ok(timeval(socket.receive_timeout)),
            (OptionLevel::SOCKET, option::SO_SNDTIMEO) => Ok(timeval(socket.send_timeout)),
            (OptionLevel::SOCKET, option::SO_RCVLOWAT) => {
                number(i64::from(socket.kept.get(&option::SO_RCVLOWAT).copied().unwrap_or(1)))
            }
            (OptionLevel::SOCKET, option::SO_SNDLOWAT) => number(1),
            (
                OptionLevel::SOCKET,
                name @ (option::SO_KEEPALIVE
                | option::SO_PRIORITY
                | option::SO_DONTROUTE
                | option::SO_OOBINLINE
                | option::SO_LINGER),
            ) => number(i64::from(socket.kept.get(&name).copied().unwrap_or(0))),
            (OptionLevel::IP, ip_option::IP_TTL) => {
                let default = sysctl.ip_default_ttl;
                number(i64::from(socket.time_to_live.map_or(default, u32::from)))
            }
            (OptionLevel::IP, ip_option::IP_TOS) => number(i64::from(socket.tos)),
            (OptionLevel::IP, ip_option::IP_RECVERR) => number(i64::from(socket.receive_errors)),
            (OptionLevel::IP, ip_option::IP_MTU_DISCOVER) => {
                let entry = PMTUDISC.iter().find(|(_, policy)| *policy == socket.policy);
                number(i64::from(entry.expect("every policy has a number").0))
            }
            (OptionLevel::IP, ip_option::IP_MTU) => {
                let peer = socket.peer.ok_or(Errno::ENOTCONN)?;
                let route = network.find_route(*peer.ip())?;
                number(i64::from(network.mtu_to(*peer.ip(), &route)))
            }
            (OptionLevel::TCP, _) => Err(Errno::EOPNOTSUPP),
            (_, _) => Err(Errno::ENOPROTOOPT),
        }
    }
}
