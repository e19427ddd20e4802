//! A socket's numbers over a run: buffers, windows, times and rates, for graphs.
//!
//! The run is run once more from its start, and the socket is asked as `ss` asks it after each event that is about it,
//! so every value is the kernel's own. Left out: SACK blocks beside the time-sequence graph.

use crate::{
    history::History,
    inspect,
    track::Track,
    view::{GraphSocket, Graphs, Quantity, Sample, SentSegment, Series},
};
use netlab_kernel::{
    event::{Event, SegmentKind, SocketId, TcpState},
    tcp::TcpView,
};
use netlab_world::{HostId, What, WorldRecord};
use std::collections::{BTreeMap, VecDeque};

/// More samples than this are thinned, to the extremes of each pixel.
pub(super) const MOST_SAMPLES: usize = 4096;
/// Columns that a time axis is taken to have, on an even scale and on a logarithmic one.
const COLUMNS: u64 = 1400;
/// Parts of a transfer that its rate is averaged over.
const PARTS: u64 = 20;
/// Everything near `TCP_INFINITE_SSTHRESH` is no threshold.
const NO_THRESHOLD: u32 = 0x7fff_ffff;

/// Sockets that have sent or received a segment in the first `last` records, in that order; listeners are left out.
fn sockets(history: &History, last: u64) -> Vec<(HostId, SocketId)> {
    let mut found = Vec::new();
    let mut listening = Vec::new();
    for record in &history.records()[..last as usize] {
        let (Some(host), What::Kernel(event)) = (record.host, &record.what) else { continue };
        match event {
            Event::StateChanged { socket, to: TcpState::Listen, .. } => listening.push((host, *socket)),
            Event::SegmentSent { socket: Some(socket), .. }
            | Event::SegmentReceived { socket: Some(socket), .. }
            | Event::SendBuffered { socket, .. }
                if !found.contains(&(host, *socket)) =>
            {
                found.push((host, *socket));
            }
            _ => {}
        }
    }
    found.retain(|socket| !listening.contains(socket));
    found
}

/// The graphs of one of a run's sockets after `last` records: the chosen one, or that which has sent the most. `None` when
/// no socket has sent or received anything yet.
pub fn graphs(history: &History, last: u64, chosen: Option<usize>) -> Option<Graphs> {
    let sockets = sockets(history, last);
    let present = history.present(last);
    let track = present.track();
    let most = |at: &usize| (sent_by(track, sockets[*at]), std::cmp::Reverse(*at));
    let chosen = chosen.filter(|at| *at < sockets.len()).or_else(|| (0..sockets.len()).max_by_key(most))?;
    let names = sockets.iter().map(|socket| name(history, track, *socket)).collect();
    let (host, socket) = sockets[chosen];
    let mut sampler = Sampler::new(host, socket);
    history.replay(last, |world, records| {
        if records.iter().any(|record| concerns(record, host, socket)) {
            let end = records.last().expect("one of them concerns the socket");
            let view = inspect::tcp_view(world.kernel(host), socket, end.at);
            sampler.take(view.as_ref(), records);
        }
    });
    Some(sampler.finish(names, chosen))
}

fn sent_by(track: &Track, (host, socket): (HostId, SocketId)) -> u64 {
    let socket = track.hosts.get(&host).and_then(|host| host.sockets.get(&socket));
    let stream = socket.and_then(|socket| track.payload.streams.get(&socket.sends?));
    stream.map_or(0, |stream| stream.written)
}

fn name(history: &History, track: &Track, (host, socket): (HostId, SocketId)) -> GraphSocket {
    let found = track.hosts.get(&host).and_then(|host| host.sockets.get(&socket));
    let ends = found.and_then(|socket| socket.ends);
    let text = |end: Option<std::net::SocketAddrV4>| end.map_or_else(String::new, |end| end.to_string());
    GraphSocket {
        host: crate::scene::host_name(history, host).into(),
        local: text(ends.map(|ends| ends.0)).into(),
        remote: text(ends.map(|ends| ends.1)).into(),
    }
}

/// Whether a record is about a socket, so that its numbers may have changed.
fn concerns(record: &WorldRecord, host: HostId, socket: SocketId) -> bool {
    let What::Kernel(event) = &record.what else { return false };
    if record.host != Some(host) {
        return false;
    }
    let about = match event {
        Event::SegmentSent { socket, .. } | Event::SegmentReceived { socket, .. } => *socket,
        Event::SocketCreated { socket, .. }
        | Event::SocketFreed { socket }
        | Event::StateChanged { socket, .. }
        | Event::ConnectionQueued { socket, .. }
        | Event::SendBuffered { socket, .. }
        | Event::Acknowledged { socket, .. }
        | Event::ReceiveBuffered { socket, .. }
        | Event::Delivered { socket, .. }
        | Event::TimerArmed { socket, .. }
        | Event::TimerFired { socket, .. }
        | Event::WindowTold { socket, .. }
        | Event::CongestionWindow { socket, .. }
        | Event::SocketError { socket, .. }
        | Event::BufferTuned { socket, .. } => Some(*socket),
        // A call may change an option without another record; the socket is asked once more then.
        Event::SyscallReturned { .. } => return true,
        _ => None,
    };
    about == Some(socket)
}

/// What is collected while the run is run again.
struct Sampler {
    host: HostId,
    socket: SocketId,
    series: BTreeMap<Quantity, Vec<Sample>>,
    segments: Vec<SentSegment>,
    /// Acknowledgements: when, after how many records, bytes.
    acknowledged: Vec<(u64, u64, u64)>,
    /// Offset of the first byte not acknowledged.
    first: u64,
}

impl Sampler {
    fn new(host: HostId, socket: SocketId) -> Self {
        Sampler {
            host,
            socket,
            series: BTreeMap::new(),
            segments: Vec::new(),
            acknowledged: Vec::new(),
            first: 0,
        }
    }

    fn take(&mut self, view: Option<&TcpView>, records: &[WorldRecord]) {
        let host = self.host;
        for record in records.iter().filter(|record| record.host == Some(host)) {
            self.record(record);
        }
        let Some(end) = records.last() else { return };
        let (at, records) = (end.at.as_nanos(), end.id.0 + 1);
        let values = view.map_or_else(Vec::new, |view| values(view, self.first));
        for what in SAMPLED {
            let value = values.iter().find(|(of, _)| of == what).map(|(_, value)| *value);
            push(self.series.entry(*what).or_default(), Sample { at, records, value });
        }
    }

    fn record(&mut self, record: &WorldRecord) {
        let (at, records) = (record.at.as_nanos(), record.id.0 + 1);
        match &record.what {
            What::Kernel(Event::SegmentSent { socket: Some(socket), segment, kind })
                if *socket == self.socket =>
            {
                let Some(range) = segment.payload.filter(|range| range.length > 0) else { return };
                let again = matches!(kind, SegmentKind::Retransmission(_));
                let (offset, length) = (range.offset, range.length);
                self.segments.push(SentSegment { at, records, offset, length, again });
            }
            What::Kernel(Event::Acknowledged { socket, range, .. }) if *socket == self.socket => {
                self.first = self.first.max(range.offset + u64::from(range.length));
                self.acknowledged.push((at, records, range.length.into()));
            }
            _ => {}
        }
    }

    fn finish(mut self, sockets: Vec<GraphSocket>, chosen: usize) -> Graphs {
        let average = average(&self.acknowledged);
        self.series.insert(Quantity::Acknowledged, rate(&self.acknowledged, average));
        let series =
            self.series.into_iter().map(|(what, samples)| Series { what, samples: thin(samples) }).collect();
        Graphs { sockets, chosen, series, segments: thin_segments(self.segments), average }
    }
}

/// What the socket itself is asked.
const SAMPLED: &[Quantity] = &[
    Quantity::SendCharged,
    Quantity::SendLimit,
    Quantity::ReceiveCharged,
    Quantity::ReceiveLimit,
    Quantity::PeerWindow,
    Quantity::InFlight,
    Quantity::CongestionWindow,
    Quantity::Threshold,
    Quantity::SmoothedRtt,
    Quantity::RetransmissionTimeout,
    Quantity::DeliveryRate,
    Quantity::AckLine,
    Quantity::WindowLine,
];

/// What a socket says of itself; what it has not measured yet is left out.
fn values(view: &TcpView, first: u64) -> Vec<(Quantity, u64)> {
    let info = &view.info;
    // A remainder in TIME-WAIT has no buffers and variables.
    if view.state == TcpState::TimeWait {
        return Vec::new();
    }
    let segments = |count: u32| u64::from(count) * u64::from(info.snd_mss);
    let mut values = vec![
        (Quantity::SendCharged, view.memory.send_queued.into()),
        (Quantity::SendLimit, view.memory.send_buffer.into()),
        (Quantity::ReceiveCharged, view.memory.receive_allocated.into()),
        (Quantity::ReceiveLimit, view.memory.receive_buffer.into()),
        (Quantity::InFlight, view.unacknowledged.map_or(0, |range| range.length).into()),
        (Quantity::RetransmissionTimeout, u64::from(info.rto_us) * 1000),
        (Quantity::AckLine, first),
    ];
    // Before the handshake's end no window has been told, and nothing has been measured.
    if !matches!(view.state, TcpState::Closed | TcpState::SynSent | TcpState::SynReceived) {
        values.push((Quantity::PeerWindow, view.snd_wnd.into()));
        values.push((Quantity::WindowLine, first + u64::from(view.snd_wnd)));
    }
    if info.snd_cwnd > 0 {
        values.push((Quantity::CongestionWindow, segments(info.snd_cwnd)));
    }
    if info.snd_ssthresh < NO_THRESHOLD {
        values.push((Quantity::Threshold, segments(info.snd_ssthresh)));
    }
    if info.rtt_us > 0 {
        values.push((Quantity::SmoothedRtt, u64::from(info.rtt_us) * 1000));
    }
    if info.delivery_rate > 0 {
        values.push((Quantity::DeliveryRate, info.delivery_rate * 8));
    }
    values
}

/// Notes a value where it differs from the one before. Nothing stands before the first.
fn push(samples: &mut Vec<Sample>, sample: Sample) {
    let last = samples.last().and_then(|last| last.value);
    if last == sample.value {
        return;
    }
    match samples.last_mut() {
        Some(last) if last.at == sample.at => *last = sample,
        Some(_) | None => samples.push(sample),
    }
}

/// How long a rate is averaged: a round length that the transfer holds about twenty times.
fn average(acknowledged: &[(u64, u64, u64)]) -> u64 {
    let first = acknowledged.iter().find(|(_, _, bytes)| *bytes > 0);
    let last = acknowledged.iter().rfind(|(_, _, bytes)| *bytes > 0);
    let (Some((first, ..)), Some((last, ..))) = (first, last) else { return 1_000_000 };
    let wanted = (last - first) / PARTS;
    let mut decade = 1_000_000;
    while decade < 1_000_000_000 {
        if let Some(step) = [1, 2, 5].into_iter().find(|step| decade * step >= wanted) {
            return decade * step;
        }
        decade *= 10;
    }
    decade
}

/// Bits acknowledged in the stretch before each moment, per second: steps where bytes enter the stretch and leave it.
fn rate(acknowledged: &[(u64, u64, u64)], average: u64) -> Vec<Sample> {
    let mut samples = Vec::new();
    let mut inside: VecDeque<(u64, u64)> = VecDeque::new();
    let mut total = 0_u64;
    let mut records = 0;
    let bits = |total: u64| (u128::from(total) * 8_000_000_000 / u128::from(average)) as u64;
    let leave = |until: u64,
                 inside: &mut VecDeque<(u64, u64)>,
                 total: &mut u64,
                 records: u64,
                 samples: &mut Vec<Sample>| {
        while let Some((at, bytes)) = inside.front().copied().filter(|(at, _)| at + average <= until) {
            inside.pop_front();
            *total -= bytes;
            push(samples, Sample { at: at + average, records, value: Some(bits(*total)) });
        }
    };
    for (at, count, bytes) in acknowledged {
        leave(*at, &mut inside, &mut total, records, &mut samples);
        inside.push_back((*at, *bytes));
        total += bytes;
        records = *count;
        push(&mut samples, Sample { at: *at, records, value: Some(bits(total)) });
    }
    leave(u64::MAX, &mut inside, &mut total, records, &mut samples);
    samples
}

/// The pixel column of a time on an even axis up to `end`, and on a logarithmic one.
pub(super) fn column(at: u64, end: u64) -> (u64, u64) {
    let even = u128::from(at) * u128::from(COLUMNS) / u128::from(end.max(1));
    // Eight bits after the leading one: a part in 256 of the time, finer than a pixel of a few decades.
    let shift = 64_u32.saturating_sub(at.leading_zeros()).saturating_sub(9);
    (even as u64, (u64::from(shift) << 32) | (at >> shift))
}

/// Of all samples of a pixel column: the first, the least, the greatest and the last.
fn thin(samples: Vec<Sample>) -> Vec<Sample> {
    if samples.len() <= MOST_SAMPLES {
        return samples;
    }
    let end = samples.last().map_or(0, |last| last.at);
    let mut kept = Vec::new();
    for column in samples.chunk_by(|one, next| column(one.at, end) == column(next.at, end)) {
        let by = |sample: &usize| column[*sample].value;
        let least = (0..column.len()).min_by_key(by).unwrap_or(0);
        let greatest = (0..column.len()).max_by_key(by).unwrap_or(0);
        let mut places = [0, least, greatest, column.len() - 1];
        places.sort_unstable();
        let mut last = None;
        for place in places {
            if last != Some(place) {
                kept.push(column[place]);
            }
            last = Some(place);
        }
    }
    kept
}

/// Segments of a pixel column that follow one another become one.
fn thin_segments(segments: Vec<SentSegment>) -> Vec<SentSegment> {
    if segments.len() <= MOST_SAMPLES {
        return segments;
    }
    let end = segments.last().map_or(0, |last| last.at);
    let mut kept: Vec<SentSegment> = Vec::new();
    for segment in segments {
        match kept.last_mut() {
            Some(last)
                if last.again == segment.again
                    && last.offset + u64::from(last.length) == segment.offset
                    && column(last.at, end) == column(segment.at, end) =>
            {
                last.length += segment.length;
            }
            Some(_) | None => kept.push(segment),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(at: u64, value: u64) -> Sample {
        Sample { at, records: at, value: Some(value) }
    }

    #[test]
    fn thinning_keeps_both_extremes_and_both_ends() {
        let samples: Vec<Sample> = (0..100_000).map(|at| sample(at * 1000, at * 7919 % 5003)).collect();
        let kept = thin(samples.clone());
        assert!(kept.len() < samples.len() / 4, "{} of {}", kept.len(), samples.len());
        let range = |samples: &[Sample]| {
            (samples.iter().map(|s| s.value).min(), samples.iter().map(|s| s.value).max())
        };
        assert_eq!(range(&kept), range(&samples));
        assert_eq!((kept.first(), kept.last()), (samples.first(), samples.last()));
        assert!(kept.windows(2).all(|pair| pair[0].at < pair[1].at), "in order, none twice");
    }

    #[test]
    fn what_is_rare_is_never_thinned_away() {
        let crowd = (0..9000).map(|at| sample(at * 10, at % 2));
        let rare = (1..20).map(|at| sample(at * 1_000_000_000, 50 + at));
        let kept = thin(crowd.chain(rare.clone()).collect());
        assert!(rare.into_iter().all(|sample| kept.contains(&sample)));
    }

    #[test]
    fn a_rate_counts_each_byte_for_as_long_as_it_is_averaged() {
        let ms = 1_000_000;
        let samples = rate(&[(10 * ms, 1, 1000), (11 * ms, 2, 500)], 2 * ms);
        let shown: Vec<_> = samples.iter().map(|s| (s.at / ms, s.value.unwrap_or(0))).collect();
        // 1000 bytes in 2 ms are 4 Mbit/s.
        assert_eq!(shown, [(10, 4_000_000), (11, 6_000_000), (12, 2_000_000), (13, 0)]);
    }
}
