//! Segments leave: headers, options, what an skb becomes on the wire (`__tcp_transmit_skb`).

use super::connection::{Connection, MAX_TCP_OPTION_SPACE, TIMESTAMPS_LENGTH};
use super::environment::{Environment, OutgoingSegment, Payload};
use crate::event::{Event, SegmentKind, SegmentView, StreamRange, TcpState};
use core::net::SocketAddrV4;
use netlab_abi::Flow;
use netlab_wire::{Seq, TcpFlags, TcpHeader, TcpOptions, Timestamps};

/// A segment that belongs to no full socket: a RST to nobody, a SYN-ACK of a request, an answer out of TIME-WAIT.
pub(super) struct Stateless {
    pub source: SocketAddrV4,
    pub destination: SocketAddrV4,
    pub sequence: Seq,
    pub acknowledgment: Seq,
    pub flags: TcpFlags,
    /// The header's field.
    pub window: u16,
    /// What it means in bytes.
    pub window_bytes: u32,
    pub options: TcpOptions,
    pub flow: Option<Flow>,
    pub kind: SegmentKind,
    pub tos: u8,
}

/// Sends a segment without a socket.
pub(super) fn send_stateless(env: &mut Environment<'_>, segment: Stateless) {
    let view = SegmentView {
        source: segment.source,
        destination: segment.destination,
        sequence: segment.sequence,
        acknowledgment: segment.acknowledgment,
        flags: segment.flags,
        window: segment.window_bytes,
        length: 0,
        payload: None,
    };
    let kind = segment.kind;
    let cause = env.emit(|| Event::SegmentSent { socket: None, segment: view, kind });
    env.output.segments.push(OutgoingSegment {
        source: segment.source,
        destination: segment.destination,
        header: TcpHeader {
            source_port: segment.source.port(),
            destination_port: segment.destination.port(),
            sequence: segment.sequence,
            acknowledgment: segment.acknowledgment,
            flags: segment.flags,
            window: segment.window,
            urgent_pointer: 0,
            options: segment.options,
        },
        payload: Payload::default(),
        time_to_live: env.sysctl.ip_default_ttl as u8,
        tos: segment.tos,
        cause,
        flow: segment.flow,
        range: None,
        confirm_neighbour: false,
        cut_from_burst: false,
    });
}

/// One segment of a socket, before the header is made.
struct Piece {
    sequence: Seq,
    flags: TcpFlags,
    payload: Payload,
    kind: SegmentKind,
    /// One of several that leave as one skb.
    cut_from_burst: bool,
}

impl Connection {
    /// Stream offset of a sequence number this side sends.
    pub(super) fn send_offset(&self, seq: Seq) -> u64 {
        // Of the side that sent a SYN first, bytes_acked counts that SYN.
        let una = self.snd.bytes_acked.wrapping_sub(u64::from(self.initiator));
        una.wrapping_add(i64::from(seq.diff(self.snd.snd_una)) as u64)
    }

    /// A piece of this side's stream.
    pub(super) fn send_range(&self, seq: Seq, length: u32) -> Option<StreamRange> {
        let flow = self.flow?;
        Some(StreamRange { flow, direction: self.send_direction(), offset: self.send_offset(seq), length })
    }

    /// Stream offset of a sequence number the peer sends.
    pub(super) fn receive_offset(&self, seq: Seq) -> u64 {
        // A FIN counts on both sides of this sum.
        self.rcv.bytes_received.wrapping_add(i64::from(seq.diff(self.rcv.rcv_nxt)) as u64)
    }

    /// A piece of the peer's stream.
    pub(super) fn receive_range(&self, seq: Seq, length: u32) -> Option<StreamRange> {
        let flow = self.flow?;
        let direction = self.receive_direction();
        Some(StreamRange { flow, direction, offset: self.receive_offset(seq), length })
    }

    /// The options of a segment on an established connection (`tcp_established_options`).
    fn established_options(&self, env: &Environment<'_>) -> TcpOptions {
        let mut options = TcpOptions::default();
        let mut used = 0;
        if self.agreed.timestamps {
            options.timestamps =
                Some(Timestamps { value: self.timestamp(env), echo_reply: self.agreed.ts_recent });
            used = TIMESTAMPS_LENGTH;
        }
        if self.rcv.dsack.is_some() || !self.rcv.sack_blocks.is_empty() {
            let room = ((MAX_TCP_OPTION_SPACE - used - 4) / 8) as usize;
            let blocks = self.rcv.dsack.iter().chain(&self.rcv.sack_blocks).take(room);
            options.sack_blocks = blocks.copied().collect();
        }
        options
    }

    /// The options of a SYN (`tcp_syn_options`).
    fn syn_options(&self, env: &Environment<'_>) -> TcpOptions {
        let scaling = env.sysctl.tcp_window_scaling != 0 && !env.policy.textbook();
        let mut options = TcpOptions {
            maximum_segment_size: Some(self.rcv.advmss.min(65_535) as u16),
            window_scale: scaling.then_some(self.rcv.rcv_wscale),
            sack_permitted: env.sysctl.tcp_sack != 0,
            ..TcpOptions::default()
        };
        if env.sysctl.tcp_timestamps != 0 {
            options.timestamps =
                Some(Timestamps { value: self.timestamp(env), echo_reply: self.agreed.ts_recent });
        }
        options
    }

    /// Length of header and options of the next segment.
    pub(super) fn header_length_now(&self) -> u32 {
        let mut options = 0;
        if self.agreed.timestamps {
            options += TIMESTAMPS_LENGTH;
        }
        let blocks = usize::from(self.rcv.dsack.is_some()) + self.rcv.sack_blocks.len();
        if blocks > 0 {
            let room = (MAX_TCP_OPTION_SPACE - options - 4) / 8;
            options += 4 + 8 * (blocks as u32).min(room);
        }
        20 + options
    }

    /// Builds the header and hands the segment to IP. False: the queue in front of the NIC was full, and dropped it
    /// (`__tcp_transmit_skb` with a positive result).
    fn emit_segment(&mut self, env: &mut Environment<'_>, piece: Piece) -> bool {
        let congested = env.route.is_congested(*self.remote.ip(), env.output.segments.len());
        let syn = piece.flags.syn();
        let field = if syn {
            self.rcv.rcv_wnd.min(65_535) as u16
        } else if piece.flags.rst() && self.state == TcpState::Closed {
            0
        } else {
            self.select_window(env)
        };
        let options = if syn { self.syn_options(env) } else { self.established_options(env) };
        if !options.sack_blocks.is_empty() {
            self.rcv.dsack = None;
        }
        let length = piece.payload.len();
        let range = if length > 0 { self.send_range(piece.sequence, length) } else { None };
        let acknowledgment = if piece.flags.ack() { self.rcv.rcv_nxt } else { Seq::new(0) };
        if piece.flags.ack() {
            self.ack_sent();
        }
        self.snd.segs_out += 1;
        self.snd.wstamp = env.now.as_nanos();
        if length > 0 {
            self.data_sent(env, length);
        }
        let scale = if syn { 0 } else { self.rcv.rcv_wscale };
        let (source, destination) = (self.local, self.remote);
        let (socket, kind) = (Some(self.id), piece.kind);
        let cause = env.emit(|| Event::SegmentSent {
            socket,
            segment: SegmentView {
                source,
                destination,
                sequence: piece.sequence,
                acknowledgment,
                flags: piece.flags,
                window: u32::from(field) << scale,
                length,
                payload: range,
            },
            kind,
        });
        let time_to_live = match self.settings.time_to_live {
            0 => env.sysctl.ip_default_ttl as u8,
            own => own,
        };
        env.output.segments.push(OutgoingSegment {
            source,
            destination,
            header: TcpHeader {
                source_port: source.port(),
                destination_port: destination.port(),
                sequence: piece.sequence,
                acknowledgment,
                flags: piece.flags,
                window: field,
                urgent_pointer: 0,
                options,
            },
            payload: piece.payload,
            time_to_live,
            tos: self.settings.tos,
            cause,
            flow: self.flow,
            range,
            confirm_neighbour: core::mem::take(&mut self.confirm_neighbour),
            cut_from_burst: piece.cut_from_burst,
        });
        if congested {
            self.enter_window_reduction(env);
        }
        !congested
    }

    /// `tcp_event_data_sent`.
    fn data_sent(&mut self, env: &mut Environment<'_>, length: u32) {
        let now = env.ticks();
        if self.packets_in_flight() == 0 {
            self.cc.transmit_starts(now, self.snd.lsndtime);
        }
        self.snd.lsndtime = now;
        self.snd.data_segs_out += 1;
        self.snd.bytes_sent += u64::from(length);
        if now.saturating_sub(self.ack.lrcvtime) < self.ack.ato {
            self.ack.pingpong = (self.ack.pingpong + 1).min(255);
        }
    }

    /// A segment without payload. False: it was dropped at once.
    pub(super) fn transmit_control(
        &mut self,
        env: &mut Environment<'_>,
        flags: TcpFlags,
        sequence: Seq,
        kind: SegmentKind,
    ) -> bool {
        let payload = Payload::default();
        self.emit_segment(env, Piece { sequence, flags, payload, kind, cut_from_burst: false })
    }

    /// Sends an skb of the send queue, as so many segments as it counts (`tcp_transmit_skb` and the segmentation below it).
    /// False: it was dropped at once.
    pub(super) fn transmit_skb(
        &mut self,
        env: &mut Environment<'_>,
        index: usize,
        mss: u32,
        kind: SegmentKind,
    ) -> bool {
        let (seq, length, flags, count) = {
            let skb = self.snd.queue.get(index);
            (skb.seq, skb.len(), skb.flags, skb.pcount)
        };
        let sent = if count <= 1 || length <= mss {
            let payload = self.snd.queue.payload(seq, length);
            self.emit_segment(env, Piece { sequence: seq, flags, payload, kind, cut_from_burst: false })
        } else {
            self.transmit_burst(env, index, mss, kind)
        };
        if sent {
            self.rate_sample_sent(env.micros(), index);
        }
        sent
    }

    /// An skb of several segments: PSH on its last one, whoever asked for it (Linux sets it on every burst). It stands in the
    /// queue as one, so its first segment decides whether there was room.
    fn transmit_burst(
        &mut self,
        env: &mut Environment<'_>,
        index: usize,
        mss: u32,
        kind: SegmentKind,
    ) -> bool {
        let skb = self.snd.queue.get(index);
        let (seq, length, all_flags) = (skb.seq, skb.len(), skb.flags);
        let (mut offset, mut sent) = (0, true);
        while offset < length {
            let part = mss.min(length - offset);
            let last = offset + part == length;
            let mut flags = all_flags.difference(TcpFlags::FIN | TcpFlags::PSH);
            if last {
                flags = flags | all_flags | TcpFlags::PSH;
            }
            let payload = self.snd.queue.payload(seq + offset, part);
            let piece = Piece { sequence: seq + offset, flags, payload, kind, cut_from_burst: true };
            let room = self.emit_segment(env, piece);
            sent &= room || offset > 0;
            offset += part;
        }
        sent
    }

    /// Notes what the delivery rate is computed from later (`tcp_rate_skb_sent`), and when the skb left.
    fn rate_sample_sent(&mut self, now: u64, index: usize) {
        let recovery = &mut self.recovery;
        if self.snd.packets_out == 0 {
            recovery.first_tx_time = now;
            recovery.delivered_time = now;
        }
        let skb = self.snd.queue.get_mut(index);
        skb.sent_at = now;
        skb.first_tx_time = recovery.first_tx_time;
        skb.delivered_time = recovery.delivered_time;
        skb.delivered = recovery.delivered;
        skb.app_limited = recovery.app_limited != 0;
        skb.out_of_time_list = false;
    }

    /// The sequence number of a segment without data (`tcp_acceptable_seq`).
    pub(super) fn acceptable_seq(&self) -> Seq {
        let end = self.window_end();
        let next = self.snd.snd_nxt;
        let close = self.agreed.window_scaling && (next.diff(end) as u32) < 1 << self.rcv.rcv_wscale;
        if !end.before(next) || close { next } else { end }
    }

    /// End of the peer's window (`tcp_wnd_end`).
    pub(super) fn window_end(&self) -> Seq {
        self.snd.snd_una + self.snd.snd_wnd
    }

    /// RST of a connection that ends at once (`tcp_send_active_reset`).
    pub(super) fn send_reset(&mut self, env: &mut Environment<'_>) {
        let seq = self.acceptable_seq();
        self.transmit_control(env, TcpFlags::RST | TcpFlags::ACK, seq, SegmentKind::Reset);
    }

    /// A zero-window or keepalive probe (`tcp_xmit_probe_skb`): no data, an old sequence number.
    pub(super) fn send_probe(&mut self, env: &mut Environment<'_>, kind: SegmentKind) -> bool {
        self.transmit_control(env, TcpFlags::ACK, self.snd.snd_una - 1, kind)
    }
}
