//! RST in answer to a segment that nobody wants (`tcp_v4_send_reset`, RFC 9293 3.5.2).

use super::environment::{Environment, IncomingSegment};
use super::output::{Stateless, send_stateless};
use super::segment_in::Place;
use crate::event::SegmentKind;
use netlab_wire::{Seq, TcpFlags, TcpOptions};

/// Answers `segment` with a RST; a RST is never answered.
pub(super) fn send_reset(env: &mut Environment<'_>, segment: &IncomingSegment) {
    let header = &segment.header;
    if header.flags.rst() {
        return;
    }
    let (sequence, acknowledgment, flags) = if header.flags.ack() {
        (header.acknowledgment, Seq::new(0), TcpFlags::RST)
    } else {
        (Seq::new(0), Place::of(segment).end_seq, TcpFlags::RST | TcpFlags::ACK)
    };
    send_stateless(
        env,
        Stateless {
            source: segment.destination,
            destination: segment.source,
            sequence,
            acknowledgment,
            flags,
            window: 0,
            window_bytes: 0,
            options: TcpOptions::default(),
            flow: segment.flow,
            kind: SegmentKind::Reset,
            tos: 0,
        },
    );
}
