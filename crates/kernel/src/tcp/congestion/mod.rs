//! Congestion control: the window, and the algorithms that open and close it (RFC 5681, RFC 9438).

mod cubic;

use crate::sysctl::CongestionAlgorithm;
use cubic::Cubic;
use netlab_wire::Seq;

/// What an algorithm learns with an acknowledgement.
#[derive(Debug, Clone, Copy)]
pub(super) struct AckSample {
    /// Ticks.
    pub now: u64,
    pub now_us: u64,
    pub snd_una: Seq,
    pub snd_nxt: Seq,
    /// Microseconds, if a round trip was measured.
    pub rtt_us: Option<u32>,
}

#[derive(Debug, Clone)]
enum Algorithm {
    Reno,
    Cubic(Box<Cubic>),
}

/// Congestion window and all that belongs to it. Windows count segments.
#[derive(Debug, Clone)]
pub(super) struct Congestion {
    pub cwnd: u32,
    pub ssthresh: u32,
    pub cwnd_cnt: u32,
    pub cwnd_clamp: u32,
    /// Tick.
    pub cwnd_stamp: u64,
    pub cwnd_used: u32,
    /// Bytes per second (`sk_pacing_rate`); unlimited before the first measurement.
    pub pacing_rate: u64,
    algorithm: Algorithm,
}

impl Congestion {
    pub(super) fn new(algorithm: CongestionAlgorithm) -> Self {
        Congestion {
            cwnd: super::connection::TCP_INIT_CWND,
            ssthresh: super::connection::INFINITE_SSTHRESH,
            cwnd_cnt: 0,
            cwnd_clamp: u32::MAX,
            cwnd_stamp: 0,
            cwnd_used: 0,
            pacing_rate: u64::MAX,
            algorithm: match algorithm {
                CongestionAlgorithm::Reno => Algorithm::Reno,
                CongestionAlgorithm::Cubic => Algorithm::Cubic(Box::default()),
            },
        }
    }

    /// Changes the algorithm; the window stays (`tcp_set_congestion_control`).
    pub(super) fn set_algorithm(&mut self, algorithm: CongestionAlgorithm, now_us: u64, snd_nxt: Seq) {
        self.algorithm = match algorithm {
            CongestionAlgorithm::Reno => Algorithm::Reno,
            CongestionAlgorithm::Cubic => Algorithm::Cubic(Box::default()),
        };
        self.start(now_us, snd_nxt);
    }

    /// A connection begins (`tcp_init_congestion_control`).
    pub(super) fn start(&mut self, now_us: u64, snd_nxt: Seq) {
        match &mut self.algorithm {
            Algorithm::Reno => {}
            Algorithm::Cubic(cubic) => cubic.start(now_us, snd_nxt),
        }
    }

    pub(super) fn in_slow_start(&self) -> bool {
        self.cwnd < self.ssthresh
    }

    /// Slow start threshold after a loss (`ca_ops->ssthresh`).
    pub(super) fn threshold_after_loss(&mut self) -> u32 {
        match &mut self.algorithm {
            Algorithm::Reno => (self.cwnd >> 1).max(2),
            Algorithm::Cubic(cubic) => cubic.threshold_after_loss(self.cwnd),
        }
    }

    /// `acked` segments were newly acknowledged while the window was the limit (`ca_ops->cong_avoid`).
    pub(super) fn window_used_up(&mut self, sample: &AckSample, acked: u32) {
        let mut acked = acked;
        if self.in_slow_start() {
            acked = self.slow_start(acked);
            if acked == 0 {
                return;
            }
        }
        let every = match &mut self.algorithm {
            Algorithm::Reno => self.cwnd,
            Algorithm::Cubic(cubic) => cubic.increase_interval(self.cwnd, acked, sample.now),
        };
        self.additive_increase(every, acked);
    }

    /// One segment more for each acknowledged (`tcp_slow_start`). What is left when the threshold is reached.
    fn slow_start(&mut self, acked: u32) -> u32 {
        let new = self.cwnd.saturating_add(acked).min(self.ssthresh);
        let left = acked - (new - self.cwnd);
        self.cwnd = new.min(self.cwnd_clamp);
        left
    }

    /// One segment more for every `every` acknowledged (`tcp_cong_avoid_ai`).
    fn additive_increase(&mut self, every: u32, acked: u32) {
        if self.cwnd_cnt >= every {
            self.cwnd_cnt = 0;
            self.cwnd += 1;
        }
        self.cwnd_cnt += acked;
        if self.cwnd_cnt >= every {
            let more = self.cwnd_cnt / every;
            self.cwnd_cnt -= more * every;
            self.cwnd += more;
        }
        self.cwnd = self.cwnd.min(self.cwnd_clamp);
    }

    /// Segments were acknowledged (`ca_ops->pkts_acked`).
    pub(super) fn segments_acked(&mut self, sample: &AckSample) {
        if let Algorithm::Cubic(cubic) = &mut self.algorithm {
            let slow_start = self.cwnd < self.ssthresh;
            if cubic.segments_acked(sample, self.cwnd, slow_start, self.pacing_rate) {
                self.ssthresh = self.cwnd;
            }
        }
    }

    /// A retransmission timeout (`CA_EVENT_LOSS`, `set_state(TCP_CA_Loss)`).
    pub(super) fn timed_out(&mut self, now_us: u64, snd_nxt: Seq) {
        match &mut self.algorithm {
            Algorithm::Reno => {}
            Algorithm::Cubic(cubic) => {
                **cubic = Cubic::default();
                cubic.start(now_us, snd_nxt);
            }
        }
    }

    /// Sending begins again with nothing in flight (`CA_EVENT_TX_START`).
    pub(super) fn transmit_starts(&mut self, now: u64, last_sent: u64) {
        match &mut self.algorithm {
            Algorithm::Reno => {}
            Algorithm::Cubic(cubic) => cubic.transmit_starts(now, last_sent),
        }
    }

    /// The window was cut after idling (`CA_EVENT_CWND_RESTART`): nothing to do for either algorithm.
    pub(super) fn window_restarts(&mut self) {}

    /// Window after a loss turned out to be none (`ca_ops->undo_cwnd`).
    pub(super) fn window_after_undo(&self, prior: u32) -> u32 {
        self.cwnd.max(prior)
    }

    /// Rate at which a whole window would leave in a round trip, with some surplus (`tcp_update_pacing_rate`).
    pub(super) fn update_pacing_rate(
        &mut self,
        sysctl: &crate::sysctl::Sysctl,
        mss: u32,
        packets_out: u32,
        srtt_us: u32,
    ) {
        let slow_start = self.cwnd < self.ssthresh / 2;
        let ratio = if slow_start { sysctl.tcp_pacing_ss_ratio } else { sysctl.tcp_pacing_ca_ratio };
        let mut rate = u64::from(mss) * 80_000 * u64::from(ratio);
        rate = rate.saturating_mul(u64::from(self.cwnd.max(packets_out)));
        if srtt_us > 0 {
            rate /= u64::from(srtt_us);
        }
        self.pacing_rate = rate;
    }
}
