//! Receiving datagrams: memory first (`__udp_enqueue_schedule_skb`), then the reader (`udp_recvmsg`, `udp_rmem_release`).

use super::{Exchange, UdpLayer};
use crate::context::Context;
use crate::event::{DropReason, Event, SocketId, StreamRange};
use crate::ip::{Delivery, IcmpError, LOOPBACK};
use core::net::SocketAddrV4;
use netlab_abi::{ByteId, Data, Direction, Errno, MessageFlags, Origin, Received};
use netlab_wire::UdpHeader;
use std::collections::VecDeque;
use std::rc::Rc;

/// A datagram that waits for its reader.
#[derive(Debug, Clone)]
struct Queued {
    from: SocketAddrV4,
    bytes: Rc<[u8]>,
    start: usize,
    length: usize,
    truesize: u32,
    range: Option<StreamRange>,
}

/// A socket's receive queue. Linux has two lists: arriving datagrams are added to one, readers take from the other and
/// fetch all of the first when theirs is empty; memory is given back in lumps while the reader's list is not empty.
#[derive(Debug, Clone)]
pub(super) struct Queue {
    arrived: VecDeque<Queued>,
    reader: VecDeque<Queued>,
    allocated: u32,
    deficit: u32,
    limit: u32,
    drops: u32,
}

impl Queue {
    pub(super) fn new(limit: u32) -> Self {
        Queue { arrived: VecDeque::new(), reader: VecDeque::new(), allocated: 0, deficit: 0, limit, drops: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.arrived.is_empty() && self.reader.is_empty()
    }

    pub(super) fn allocated(&self) -> u32 {
        self.allocated
    }

    pub(super) fn limit(&self) -> u32 {
        self.limit
    }

    pub(super) fn set_limit(&mut self, limit: u32) {
        self.limit = limit;
    }

    pub(super) fn drops(&self) -> u32 {
        self.drops
    }

    pub(super) fn first_length(&self) -> u32 {
        self.reader.front().or(self.arrived.front()).map_or(0, |queued| queued.length as u32)
    }

    pub(super) fn lengths(&self) -> Vec<(SocketAddrV4, u32)> {
        self.reader.iter().chain(&self.arrived).map(|queued| (queued.from, queued.length as u32)).collect()
    }

    /// Adds a datagram if the limit, which is never exceeded, allows it.
    fn push(&mut self, queued: Queued) -> bool {
        if self.allocated + queued.truesize > self.limit {
            self.drops += 1;
            return false;
        }
        self.allocated += queued.truesize;
        self.arrived.push_back(queued);
        true
    }

    fn first(&mut self) -> Option<&Queued> {
        if self.reader.is_empty() {
            core::mem::swap(&mut self.reader, &mut self.arrived);
        }
        self.reader.front()
    }

    fn pop(&mut self) -> Option<Queued> {
        self.first()?;
        let queued = self.reader.pop_front()?;
        self.deficit += queued.truesize;
        if self.deficit >= self.limit >> 2 || self.reader.is_empty() {
            assert!(self.allocated >= self.deficit, "what is given back was charged");
            self.allocated -= core::mem::take(&mut self.deficit);
        }
        Some(queued)
    }
}

/// What a receive call finds.
#[derive(Debug)]
pub(crate) enum Taken {
    /// A datagram.
    Datagram(Received),
    /// Reading is shut down.
    Shutdown,
    /// The socket's error.
    Error(Errno),
    /// Nothing yet.
    Nothing,
}

impl UdpLayer {
    /// A UDP datagram has come (`__udp4_lib_rcv`). The socket comes back that has something new; `Err` means that nobody
    /// listens.
    pub fn arrives(
        &mut self,
        delivery: &Delivery,
        context: &mut Context<'_>,
    ) -> Result<Option<SocketId>, ()> {
        let (source, destination) = (delivery.header.source, delivery.header.destination);
        let Ok((udp, header_length)) = UdpHeader::parse(delivery.payload(), source, destination) else {
            context.counters.udp_in_errors += 1;
            context.counters.udp_in_checksum_errors += 1;
            context.dropped(Some(delivery.frame), DropReason::Malformed);
            return Ok(None);
        };
        let from = SocketAddrV4::new(source, udp.source_port);
        let to = SocketAddrV4::new(destination, udp.destination_port);
        let Some(id) = self.find(from, to) else {
            context.counters.udp_no_ports += 1;
            context.dropped(Some(delivery.frame), DropReason::NoSocket);
            return Err(());
        };
        let length = usize::from(udp.length) - header_length;
        let socket = self.get_mut(id);
        let (frame_length, payload) = (delivery.frame_length as u32, length as u32);
        let profile = if delivery.interface == LOOPBACK {
            crate::config::ReceiveProfile::Veth
        } else {
            context.profile
        };
        let truesize = context.policy.datagram_truesize(profile, frame_length, payload);
        let range = delivery.range.filter(|range| range.length == payload);
        let queued = Queued {
            from,
            bytes: Rc::clone(&delivery.bytes),
            start: delivery.start + header_length,
            length,
            truesize,
            range,
        };
        let record = context.recorder.emit(context.now, context.cause, || Event::Datagram {
            socket: id,
            sent: false,
            peer: from,
            length: payload,
            payload: range,
        });
        context.cause = Some(record);
        if !socket.queue.push(queued) {
            context.counters.udp_in_errors += 1;
            context.counters.udp_receive_buffer_errors += 1;
            context.socket_dropped(Some(delivery.frame), id, DropReason::ReceiveBufferFull);
            return Ok(None);
        }
        context.counters.udp_in_datagrams += 1;
        if let Some(range) = range {
            let reply = match range.direction {
                Direction::FromInitiator => Direction::FromResponder,
                Direction::FromResponder => Direction::FromInitiator,
            };
            socket.exchanges.entry(from).or_insert(Exchange { flow: range.flow, direction: reply, next: 0 });
            let (charged, limit) = (socket.queue.allocated, socket.queue.limit);
            let record = context.recorder.emit(context.now, context.cause, || Event::ReceiveBuffered {
                socket: id,
                range,
                in_order: true,
                charged,
                limit,
            });
            context.cause = Some(record);
        }
        Ok(Some(id))
    }

    /// One attempt to receive: the error first, then the oldest datagram, cut to `length`.
    pub fn receive(
        &mut self,
        id: SocketId,
        length: usize,
        flags: MessageFlags,
        context: &mut Context<'_>,
    ) -> Taken {
        let socket = self.get_mut(id);
        if let Some(errno) = socket.error.take() {
            return Taken::Error(errno);
        }
        let peek = flags.contains(MessageFlags::PEEK);
        let queued = if peek { socket.queue.first().cloned() } else { socket.queue.pop() };
        let Some(queued) = queued else {
            return if socket.shut_down.0 { Taken::Shutdown } else { Taken::Nothing };
        };
        let copied = length.min(queued.length);
        if let (false, Some(range)) = (peek, queued.range) {
            let charged = socket.queue.allocated;
            let range = StreamRange { length: copied as u32, ..range };
            context.recorder.emit(context.now, context.cause, || Event::Delivered {
                socket: id,
                range,
                charged,
            });
        }
        let cut = copied < queued.length;
        let origins = queued.range.filter(|_| copied > 0).map(|range| Origin {
            at: 0,
            length: copied as u32,
            first: ByteId { flow: range.flow, direction: range.direction, offset: range.offset },
        });
        let data = Data {
            bytes: queued.bytes[queued.start..queued.start + copied].into(),
            origins: origins.into_iter().collect(),
        };
        let whole = flags.contains(MessageFlags::TRUNC);
        Taken::Datagram(Received {
            data,
            from: Some(queued.from),
            length: if whole { queued.length } else { copied },
            flags: if cut { MessageFlags::TRUNC } else { MessageFlags::NONE },
            unread: None,
        })
    }

    /// An ICMP error about a datagram of ours (`__udp4_lib_err`). The socket that got an error comes back.
    pub fn icmp_error(&mut self, error: &IcmpError, context: &mut Context<'_>) -> Option<SocketId> {
        let id = self.find(error.destination, error.source)?;
        let socket = self.get_mut(id);
        let (errno, hard) = crate::ip::errno_of(error.kind, error.code)?;
        let errno = match (error.kind, error.code) {
            // EMSGSIZE unless the socket asked for no path MTU discovery.
            (3, 4) if socket.policy == crate::ip::DatagramPolicy::Fragment => return None,
            (3, 4) => Errno::EMSGSIZE,
            (_, _) => errno,
        };
        if !socket.receive_errors && (!hard || socket.peer.is_none()) {
            return None;
        }
        socket.error = Some(errno);
        let record =
            context.recorder.emit(context.now, context.cause, || Event::SocketError { socket: id, errno });
        context.cause = Some(record);
        Some(id)
    }
}
