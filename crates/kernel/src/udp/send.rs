//! Sending datagrams (`udp_sendmsg`), errnos in its order.

use super::{Exchange, UdpLayer};
use crate::context::Context;
use crate::event::{Event, SocketId, StreamRange};
use crate::ip::{Datagram, Network};
use core::net::{Ipv4Addr, SocketAddrV4};
use netlab_abi::{Data, Direction, Errno, Flow, MessageFlags};

/// The largest payload: 65535 less the IPv4 and UDP headers, bytes.
const MAXIMUM: usize = 65_535 - 20 - 8;

/// The arguments of a send call.
#[derive(Debug)]
pub(crate) struct Outgoing<'a> {
    pub data: &'a Data,
    pub flags: MessageFlags,
    pub to: Option<SocketAddrV4>,
}

impl UdpLayer {
    /// Sends one datagram; the identity of its first byte comes back.
    pub fn send(
        &mut self,
        id: SocketId,
        outgoing: &Outgoing<'_>,
        network: &mut Network,
        context: &mut Context<'_>,
    ) -> Result<Option<(Flow, Direction, u64)>, Errno> {
        if !self.is_bound(id) {
            let any = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0);
            self.bind(id, any, context.sysctl, context.random).map_err(|_| Errno::EAGAIN)?;
        }
        if outgoing.data.len() > 0xffff {
            return Err(Errno::EMSGSIZE);
        }
        if outgoing.flags.contains(MessageFlags::OOB) {
            return Err(Errno::EOPNOTSUPP);
        }
        let socket = self.get_mut(id);
        let to = outgoing.to.or(socket.peer).ok_or(Errno::EDESTADDRREQ)?;
        if to.port() == 0 {
            return Err(Errno::EINVAL);
        }
        let route = network.find_route(*to.ip())?;
        if network.is_broadcast(*to.ip()) && !socket.broadcast {
            return Err(Errno::EACCES);
        }
        // `sock_alloc_send_pskb`: an error that waits is reported by the next send, too.
        if let Some(errno) = socket.error.take() {
            return Err(errno);
        }
        if socket.shut_down.1 {
            return Err(Errno::EPIPE);
        }
        if outgoing.data.len() > MAXIMUM {
            return Err(Errno::EMSGSIZE);
        }
        let source = if socket.local.ip().is_unspecified() { route.source } else { *socket.local.ip() };
        let exchange = socket.exchanges.entry(to).or_insert_with(|| Exchange {
            flow: context.identities.flow(),
            direction: Direction::FromInitiator,
            next: 0,
        });
        let offset = u64::from(exchange.next) << 32;
        exchange.next += 1;
        let length = outgoing.data.len() as u32;
        let range = StreamRange { flow: exchange.flow, direction: exchange.direction, offset, length };
        let datagram = Datagram {
            source: SocketAddrV4::new(source, socket.local.port()),
            // A datagram to "this host" goes to ourselves.
            destination: if to.ip().is_unspecified() {
                SocketAddrV4::new(Ipv4Addr::LOCALHOST, to.port())
            } else {
                to
            },
            payload: &[&outgoing.data.bytes],
            time_to_live: socket.time_to_live.unwrap_or(context.sysctl.ip_default_ttl as u8),
            tos: socket.tos,
            policy: socket.policy,
            range: Some(range),
        };
        let record = context.recorder.emit(context.now, context.cause, || Event::Datagram {
            socket: id,
            sent: true,
            peer: to,
            length,
            payload: Some(range),
        });
        let cause = context.cause.replace(record);
        let result = network.send_datagram(&datagram, context);
        context.cause = cause;
        result?;
        context.counters.udp_out_datagrams += 1;
        Ok(Some((range.flow, range.direction, range.offset)))
    }
}
