//! `%{ }%` blocks against a socket's `struct tcp_info`.

use super::symbols;
use crate::code::{Operand, Statement, StatementKind, Sum};
use std::collections::BTreeMap;

/// Fields of `struct tcp_info` (linux/tcp.h) that scripts name without their prefix `tcpi_`: offset and size in bytes.
const FIELDS: &[(&str, usize, usize)] = &[
    ("state", 0, 1),
    ("ca_state", 1, 1),
    ("retransmits", 2, 1),
    ("probes", 3, 1),
    ("backoff", 4, 1),
    ("options", 5, 1),
    ("rto", 8, 4),
    ("ato", 12, 4),
    ("snd_mss", 16, 4),
    ("rcv_mss", 20, 4),
    ("unacked", 24, 4),
    ("sacked", 28, 4),
    ("lost", 32, 4),
    ("retrans", 36, 4),
    ("fackets", 40, 4),
    ("last_data_sent", 44, 4),
    ("last_ack_sent", 48, 4),
    ("last_data_recv", 52, 4),
    ("last_ack_recv", 56, 4),
    ("pmtu", 60, 4),
    ("rcv_ssthresh", 64, 4),
    ("rtt", 68, 4),
    ("rttvar", 72, 4),
    ("snd_ssthresh", 76, 4),
    ("snd_cwnd", 80, 4),
    ("advmss", 84, 4),
    ("reordering", 88, 4),
    ("rcv_rtt", 92, 4),
    ("rcv_space", 96, 4),
    ("total_retrans", 100, 4),
    ("pacing_rate", 104, 8),
    ("max_pacing_rate", 112, 8),
    ("bytes_acked", 120, 8),
    ("bytes_received", 128, 8),
    ("segs_out", 136, 4),
    ("segs_in", 140, 4),
    ("notsent_bytes", 144, 4),
    ("min_rtt", 148, 4),
    ("data_segs_in", 152, 4),
    ("data_segs_out", 156, 4),
    ("delivery_rate", 160, 8),
    ("busy_time", 168, 8),
    ("rwnd_limited", 176, 8),
    ("sndbuf_limited", 184, 8),
    ("delivered", 192, 4),
    ("delivered_ce", 196, 4),
    ("bytes_sent", 200, 8),
    ("bytes_retrans", 208, 8),
    ("dsack_dups", 216, 4),
    ("reord_seen", 220, 4),
    ("rcv_ooopack", 224, 4),
    ("snd_wnd", 228, 4),
    ("rcv_wnd", 232, 4),
    ("rehash", 236, 4),
];

/// A field of the structure's bytes.
fn field(info: &[u8], name: &str) -> Option<i64> {
    let (_, offset, size) = FIELDS.iter().find(|(known, _, _)| *known == name)?;
    let bytes = info.get(*offset..offset + size)?;
    let mut wide = [0; 8];
    wide[..*size].copy_from_slice(bytes);
    Some(u64::from_le_bytes(wide) as i64)
}

/// A script's variables, kept from block to block.
#[derive(Debug, Default)]
pub(crate) struct Variables(BTreeMap<String, i64>);

impl Variables {
    fn operand(&self, operand: &Operand, info: &[u8]) -> Result<i64, String> {
        let name = match operand {
            Operand::Integer(number) => return Ok(*number),
            Operand::Name(name) => name,
        };
        if let Some(value) = self.0.get(name) {
            return Ok(*value);
        }
        let known = match name.strip_prefix("tcpi_") {
            Some(short) => field(info, short),
            None => symbols::number(name),
        };
        known.ok_or_else(|| format!("{name} is not known"))
    }

    fn sum(&self, sum: &Sum, info: &[u8]) -> Result<i64, String> {
        sum.0.iter().try_fold(0i64, |total, term| {
            let value = self.operand(&term.operand, info)?;
            Ok(total.wrapping_add(if term.minus { value.wrapping_neg() } else { value }))
        })
    }

    /// Runs a statement; what it prints is the value. `info` holds the bytes of the connection's `struct tcp_info`.
    ///
    /// # Errors
    /// The assertion that does not hold, or a name that is not known.
    pub fn run(&mut self, statement: &Statement, info: &[u8]) -> Result<Option<i64>, String> {
        match &statement.kind {
            StatementKind::Print(sum) => return self.sum(sum, info).map(Some),
            StatementKind::Assign(name, sum) => {
                let value = self.sum(sum, info)?;
                self.0.insert(name.clone(), value);
            }
            StatementKind::Increase(name, sum) => {
                let more = self.sum(sum, info)?;
                let old = self.operand(&Operand::Name(name.clone()), info)?;
                self.0.insert(name.clone(), old.wrapping_add(more));
            }
            StatementKind::Assert { first, rest } => {
                let mut left = self.sum(first, info)?;
                for (comparison, right) in rest {
                    let right = self.sum(right, info)?;
                    if !comparison.holds(left, right) {
                        return Err(format!(
                            "the assertion does not hold: {left} {comparison} {right} is false"
                        ));
                    }
                    left = right;
                }
            }
        }
        Ok(None)
    }
}
