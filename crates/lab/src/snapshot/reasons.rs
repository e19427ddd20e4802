//! Why somebody is stuck, and the sum that never changes.

use super::Shot;
use crate::{
    inspect,
    track::{SocketTrack, StreamKey},
    view::{Because, SumView, Way},
};
use netlab_kernel::event::{TimerKind, WaitReason};
use netlab_world::HostId;

impl Shot<'_> {
    /// The socket that sends a stream, and its computer.
    fn sender_of(&self, key: StreamKey) -> Option<(HostId, &SocketTrack)> {
        let hosts = self.present.track().hosts.iter();
        hosts
            .flat_map(|(host, state)| state.sockets.values().map(|socket| (*host, socket)))
            .find(|(_, socket)| socket.sends == Some(key))
    }

    fn receiver_of(&self, key: StreamKey) -> Option<(HostId, &SocketTrack)> {
        let hosts = self.present.track().hosts.iter();
        hosts
            .flat_map(|(host, state)| state.sockets.values().map(|socket| (*host, socket)))
            .find(|(_, socket)| socket.receives == Some(key) && socket.receive_memory.is_some())
    }

    pub(super) fn because(&self) -> Vec<Because> {
        let streams = self.present.track().payload.streams.keys().rev();
        for key in streams {
            let chain = self.because_full(*key);
            if !chain.is_empty() {
                return chain;
            }
            let chain = self.because_lost(*key);
            if !chain.is_empty() {
                return chain;
            }
        }
        Vec::new()
    }

    /// A sender sleeps because the receiver's buffer is full.
    fn because_full(&self, key: StreamKey) -> Vec<Because> {
        let (Some((sender, sending)), Some((receiver, receiving))) =
            (self.sender_of(key), self.receiver_of(key))
        else {
            return Vec::new();
        };
        let stream = self.stream(Some(key));
        let closed = receiving.window.is_some_and(|(_, right)| right <= stream.received);
        let asleep = self.present.track().hosts[&sender].processes.values().any(|process| {
            process.threads.values().any(|thread| {
                let wait = thread.call.as_ref().and_then(|call| call.wait.as_ref());
                matches!(wait, Some(WaitReason::Room { .. }))
            })
        });
        if !closed || !asleep {
            return Vec::new();
        }
        let (received, receive_limit) = receiving.receive_memory.unwrap_or_default();
        let (queued, send_limit) = sending.send_memory.unwrap_or_default();
        vec![
            Because::NobodyReads(self.host_name(receiver)),
            Because::ReceiveBufferFull(received.into(), receive_limit.into()),
            Because::WindowClosed(self.host_name(sender)),
            Because::SendBufferFull(queued.into(), send_limit.into()),
            Because::Asleep(self.host_name(sender), "send".into()),
        ]
    }

    /// A frame with payload was lost, and no newer copy of it is under way.
    fn because_lost(&self, key: StreamKey) -> Vec<Because> {
        let track = self.present.track();
        let stream = self.stream(Some(key));
        let lost = track.losses.iter().rev().filter_map(|(_, payload)| payload.as_ref());
        let missing = lost.filter(|range| StreamKey::from(*range) == key).any(|range| {
            let end = range.offset + u64::from(range.length);
            let flies = |other: &netlab_kernel::event::StreamRange| {
                StreamKey::from(other) == key
                    && other.offset <= range.offset
                    && end <= other.offset + u64::from(other.length)
            };
            let copy = track.flights.values().any(|flight| flight.frame.payload.as_ref().is_some_and(flies));
            end > stream.received && range.offset >= stream.acknowledged && !copy
        });
        if !missing {
            return Vec::new();
        }
        let mut chain = vec![Because::FrameLost, Because::NoAcknowledgement, Because::OriginalKept];
        chain.extend(self.retransmission(key).map(Because::TimerWillFire));
        chain
    }

    fn retransmission(&self, key: StreamKey) -> Option<u64> {
        let (host, _) = self.sender_of(key)?;
        let views = inspect::tcp_views(self.present.world().kernel(host), self.at);
        let timers =
            views.iter().filter(|view| view.flow == Some(key.flow)).flat_map(|view| view.timers.iter());
        timers
            .filter(|timer| matches!(timer.timer, TimerKind::Retransmission | TimerKind::LossProbe))
            .map(|timer| timer.deadline.as_nanos())
            .min()
    }

    /// Bytes by furthest place, of the request's newest conversation, while a chain of causes is shown.
    pub(super) fn sum(&self) -> Option<SumView> {
        let mut streams = self.present.track().payload.streams.iter().rev();
        let (key, stream) = streams.find(|(key, stream)| {
            super::way_of_stream(**key) == Way::Request && stream.written > key.base()
        })?;
        if self.because().is_empty() {
            return None;
        }
        let furthest = self.furthest(*key, stream);
        Some(SumView {
            sending_kernel: furthest.sending,
            on_the_way: furthest.on_the_way,
            receiving_kernel: furthest.receiving,
            read: furthest.read,
            discarded: furthest.discarded,
            accepted: furthest.written,
        })
    }
}
