//! Sockets as `ss -tamniO` prints them (iproute2 6), one line each, and its heading.
//!
//! Left out: columns are not fitted to the terminal's width, and congestion controls' own words (`cubic` prints none).

use netlab_kernel::{
    event::{TcpState, TimerKind},
    tcp::{SocketMemory, TcpView, TimerView},
};
use netlab_wire::Instant;
use std::net::SocketAddrV4;

/// The heading.
pub const HEADING: &str =
    "State      Recv-Q Send-Q      Local Address:Port        Peer Address:Port   Process";

const OPTION_TIMESTAMPS: u8 = 1;
const OPTION_SACK: u8 = 2;
const OPTION_WINDOW_SCALE: u8 = 4;
/// `TCP_INFINITE_SSTHRESH` and everything near it is not printed.
const NO_THRESHOLD: u32 = 0xffff;
/// Reordering that is normal, not printed.
const NORMAL_REORDERING: u32 = 3;

/// The state as ss names it.
pub const fn state(state: TcpState) -> &'static str {
    match state {
        TcpState::Closed => "UNCONN",
        TcpState::Listen => "LISTEN",
        TcpState::SynSent => "SYN-SENT",
        TcpState::SynReceived => "SYN-RECV",
        TcpState::Established => "ESTAB",
        TcpState::FinWait1 => "FIN-WAIT-1",
        TcpState::FinWait2 => "FIN-WAIT-2",
        TcpState::CloseWait => "CLOSE-WAIT",
        TcpState::Closing => "CLOSING",
        TcpState::LastAck => "LAST-ACK",
        TcpState::TimeWait => "TIME-WAIT",
    }
}

/// A socket's line at the moment `now`.
pub fn line(view: &TcpView, now: Instant) -> String {
    let mut line = format!(
        "{:<10} {:<6} {:<6} {:>23} {:>23}",
        state(view.state),
        view.receive_queue,
        view.send_queue,
        address(view.local),
        address(view.remote)
    );
    if let Some(timer) = timer(view, now) {
        line.push_str(&format!(" {timer}"));
    }
    // A socket in TIME-WAIT is a remainder without memory and variables.
    if view.state != TcpState::TimeWait {
        line.push_str(&format!(" {}", memory(&view.memory)));
        for word in information(view) {
            line.push(' ');
            line.push_str(&word);
        }
    }
    line
}

fn address(address: SocketAddrV4) -> String {
    if address.port() == 0 { format!("{}:*", address.ip()) } else { address.to_string() }
}

/// `skmem:(r0,rb131072,...)`.
pub fn memory(memory: &SocketMemory) -> String {
    format!(
        "skmem:(r{},rb{},t{},tb{},f{},w{},o{},bl{},d{})",
        memory.receive_allocated,
        memory.receive_buffer,
        memory.transmit_allocated,
        memory.send_buffer,
        memory.forward_allocated,
        memory.send_queued,
        memory.option_memory,
        memory.backlog,
        memory.drops
    )
}

/// `timer:(on,248ms,0)`: the timer that `inet_diag` reports, if one runs.
fn timer(view: &TcpView, now: Instant) -> Option<String> {
    let find = |kinds: &[TimerKind]| view.timers.iter().find(|timer| kinds.contains(&timer.timer));
    let retransmit =
        [TimerKind::Retransmission, TimerKind::LossProbe, TimerKind::Reordering, TimerKind::SynAck];
    let (name, timer): (_, &TimerView) = find(&retransmit)
        .map(|timer| ("on", timer))
        .or_else(|| find(&[TimerKind::Persist]).map(|timer| ("persist", timer)))
        .or_else(|| find(&[TimerKind::TimeWait]).map(|timer| ("timewait", timer)))
        .or_else(|| find(&[TimerKind::KeepAlive]).map(|timer| ("keepalive", timer)))?;
    let left = timer.deadline.saturating_since(now).as_millis();
    Some(format!("timer:({name},{},{})", timer_length(left), timer.retries))
}

/// ss drops what is small beside the rest: no seconds from ten minutes on, no milliseconds from ten seconds on.
fn timer_length(milliseconds: u64) -> String {
    let (minutes, seconds, rest) = (milliseconds / 60_000, milliseconds / 1000 % 60, milliseconds % 1000);
    let rest = if minutes > 0 || seconds > 9 { 0 } else { rest };
    let seconds = if minutes > 9 { 0 } else { seconds };
    let mut text = String::new();
    if minutes > 0 {
        text.push_str(&format!("{minutes}min"));
    }
    if seconds > 0 {
        text.push_str(&format!("{seconds}{}", if rest > 0 { "." } else { "sec" }));
    }
    if rest > 0 || text.is_empty() {
        text.push_str(&format!("{rest:03}ms"));
    }
    text
}

/// Everything from `ts` to the end of the line.
fn information(view: &TcpView) -> Vec<String> {
    let info = &view.info;
    let mut words = Vec::new();
    let mut word = |condition: bool, text: String| {
        if condition {
            words.push(text);
        }
    };
    let has = |option| info.options & option != 0;
    word(has(OPTION_TIMESTAMPS), "ts".into());
    word(has(OPTION_SACK), "sack".into());
    word(true, view.congestion_control.into());
    word(has(OPTION_WINDOW_SCALE), format!("wscale:{},{}", info.snd_wscale, info.rcv_wscale));
    word(
        info.rto_us != 0 && view.state != TcpState::Listen,
        format!("rto:{}", thousandths(info.rto_us.into())),
    );
    word(info.backoff != 0, format!("backoff:{}", info.backoff));
    let rtt = format!("rtt:{}/{}", thousandths(info.rtt_us.into()), thousandths(info.rttvar_us.into()));
    word(info.rtt_us != 0, rtt);
    word(info.ato_us != 0, format!("ato:{}", thousandths(info.ato_us.into())));
    word(info.snd_mss != 0, format!("mss:{}", info.snd_mss));
    word(info.pmtu != 0, format!("pmtu:{}", info.pmtu));
    word(info.rcv_mss != 0, format!("rcvmss:{}", info.rcv_mss));
    word(info.advmss != 0, format!("advmss:{}", info.advmss));
    word(info.snd_cwnd != 0, format!("cwnd:{}", info.snd_cwnd));
    word(info.snd_ssthresh < NO_THRESHOLD, format!("ssthresh:{}", info.snd_ssthresh));
    let counts: [(&str, u64); 8] = [
        ("bytes_sent", info.bytes_sent),
        ("bytes_retrans", info.bytes_retrans),
        ("bytes_acked", info.bytes_acked),
        ("bytes_received", info.bytes_received),
        ("segs_out", info.segs_out.into()),
        ("segs_in", info.segs_in.into()),
        ("data_segs_out", info.data_segs_out.into()),
        ("data_segs_in", info.data_segs_in.into()),
    ];
    counts.iter().for_each(|(name, value)| word(*value != 0, format!("{name}:{value}")));
    if info.rtt_us != 0 && info.snd_mss != 0 && info.snd_cwnd != 0 {
        let bits = u64::from(info.snd_cwnd) * u64::from(info.snd_mss) * 8;
        word(true, format!("send {}bps", bits * 1_000_000 / u64::from(info.rtt_us)));
    }
    let ages = [
        ("lastsnd", info.last_data_sent_ms),
        ("lastrcv", info.last_data_recv_ms),
        ("lastack", info.last_ack_recv_ms),
    ];
    ages.iter().for_each(|(name, value)| word(*value != 0, format!("{name}:{value}")));
    let paced = info.pacing_rate != 0 && info.pacing_rate != u64::MAX;
    word(paced, format!("pacing_rate {}bps", info.pacing_rate.saturating_mul(8)));
    word(info.delivery_rate != 0, format!("delivery_rate {}bps", info.delivery_rate * 8));
    word(info.delivered != 0, format!("delivered:{}", info.delivered));
    word(info.delivered_ce != 0, format!("delivered_ce:{}", info.delivered_ce));
    word(info.delivery_rate_app_limited, "app_limited".into());
    limited(info, &mut word);
    word(info.unacked != 0, format!("unacked:{}", info.unacked));
    word(
        info.retrans != 0 || info.total_retrans != 0,
        format!("retrans:{}/{}", info.retrans, info.total_retrans),
    );
    word(info.lost != 0, format!("lost:{}", info.lost));
    word(info.sacked != 0 && view.state != TcpState::Listen, format!("sacked:{}", info.sacked));
    word(info.dsack_dups != 0, format!("dsack_dups:{}", info.dsack_dups));
    word(
        info.reordering != NORMAL_REORDERING && info.reordering != 0,
        format!("reordering:{}", info.reordering),
    );
    word(info.reord_seen != 0, format!("reord_seen:{}", info.reord_seen));
    word(info.rcv_rtt_us != 0, format!("rcv_rtt:{}", thousandths(info.rcv_rtt_us.into())));
    word(info.rcv_space != 0, format!("rcv_space:{}", info.rcv_space));
    word(info.rcv_ssthresh != 0, format!("rcv_ssthresh:{}", info.rcv_ssthresh));
    word(info.notsent_bytes != 0, format!("notsent:{}", info.notsent_bytes));
    let minimum = info.min_rtt_us != 0 && info.min_rtt_us != u32::MAX;
    word(minimum, format!("minrtt:{}", thousandths(info.min_rtt_us.into())));
    word(info.rcv_ooopack != 0, format!("rcv_ooopack:{}", info.rcv_ooopack));
    word(info.snd_wnd != 0, format!("snd_wnd:{}", info.snd_wnd));
    word(info.rcv_wnd != 0, format!("rcv_wnd:{}", info.rcv_wnd));
    word(info.rehash != 0, format!("rehash:{}", info.rehash));
    words
}

/// `busy:27720ms rwnd_limited:27720ms(100.0%)`.
fn limited(info: &netlab_abi::TcpInfo, word: &mut impl FnMut(bool, String)) {
    let busy = info.busy_time_us;
    word(busy != 0, format!("busy:{}ms", busy / 1000));
    for (name, time) in [("rwnd_limited", info.rwnd_limited_us), ("sndbuf_limited", info.sndbuf_limited_us)] {
        let per_mille = (time * 1000 + busy / 2).checked_div(busy).unwrap_or(0);
        word(time != 0, format!("{name}:{}ms({}.{}%)", time / 1000, per_mille / 10, per_mille % 10));
    }
}

/// Thousandths as C's `%g` prints the quotient: six significant digits, no zeros at the end.
fn thousandths(value: u64) -> String {
    let (whole, rest) = (value / 1000, value % 1000);
    let digits = whole.to_string().len();
    let mut fraction = format!("{rest:03}");
    fraction.truncate(6usize.saturating_sub(digits).min(3));
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { whole.to_string() } else { format!("{whole}.{fraction}") }
}
