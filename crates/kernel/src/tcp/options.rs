//! `setsockopt` and `getsockopt` of TCP sockets (`sk_setsockopt`, `do_ip_setsockopt`, `do_tcp_setsockopt`).

use super::connection::Connection;
use super::environment::Environment;
use crate::event::TcpState;
use crate::policy::{LINUX_MINIMUM_RECEIVE_BUFFER, LINUX_MINIMUM_SEND_BUFFER};
use crate::sysctl::CongestionAlgorithm;
use crate::timer::HZ;
use netlab_abi::{Errno, OptionLevel, SocketOption, ip_option, option, tcp_option};

/// Longest keepalive time and interval, seconds (`MAX_TCP_KEEPIDLE`).
const MAXIMUM_KEEPALIVE: i32 = 32_767;
/// Most keepalive probes and SYNs (`MAX_TCP_KEEPCNT`, `MAX_TCP_SYNCNT`).
const MAXIMUM_COUNT: i32 = 127;
/// Longest FIN-WAIT-2 that a process may ask for, seconds (`TCP_FIN_TIMEOUT_MAX`).
const MAXIMUM_LINGER2: i32 = 120;

fn integer(value: &[u8]) -> Result<i32, Errno> {
    let Some((bytes, _)) = value.split_first_chunk::<4>() else { return Err(Errno::EINVAL) };
    Ok(i32::from_le_bytes(*bytes))
}

fn long(value: &[u8], at: usize) -> Result<i64, Errno> {
    let bytes = value.get(at..at + 8).ok_or(Errno::EINVAL)?;
    Ok(i64::from_le_bytes(bytes.try_into().map_err(|_| Errno::EINVAL)?))
}

fn within(value: i32, least: i32, most: i32) -> Result<u32, Errno> {
    if value < least || value > most { Err(Errno::EINVAL) } else { Ok(value as u32) }
}

/// `struct timeval` as nanoseconds; zero waits for ever (`sock_set_timeout`).
fn timeout(value: &[u8]) -> Result<Option<u64>, Errno> {
    if value.len() < 16 {
        return Err(Errno::EINVAL);
    }
    let (seconds, micros) = (long(value, 0)?, long(value, 8)?);
    if !(0..1_000_000).contains(&micros) {
        return Err(Errno::EDOM);
    }
    if seconds < 0 {
        return Ok(Some(0));
    }
    let nanos = (seconds as u64).saturating_mul(1_000_000_000).saturating_add(micros as u64 * 1000);
    Ok(if nanos == 0 { None } else { Some(nanos) })
}

fn timeval(nanos: Option<u64>) -> Vec<u8> {
    let nanos = nanos.unwrap_or(0);
    let mut out = (nanos / 1_000_000_000).to_le_bytes().to_vec();
    out.extend((nanos % 1_000_000_000 / 1000).to_le_bytes());
    out
}

/// Seconds of `TCP_DEFER_ACCEPT` as SYN-ACK timeouts (`secs_to_retrans`).
fn seconds_to_timeouts(seconds: i32) -> u32 {
    let (mut count, mut period) = (0, 0_i64);
    let mut timeout = 1;
    while seconds > 0 && period < i64::from(seconds) && count < 255 {
        count += 1;
        period += timeout;
        timeout = (timeout * 2).min(120);
    }
    count
}

impl Connection {
    pub(super) fn set_option(
        &mut self,
        env: &mut Environment<'_>,
        option: SocketOption,
        value: &[u8],
    ) -> Result<(), Errno> {
        match option.level {
            OptionLevel::SOCKET => self.set_socket_option(env, option.name, value),
            OptionLevel::IP => self.set_ip_option(option.name, value),
            OptionLevel::TCP => self.set_tcp_option(env, option.name, value),
            OptionLevel(_) => Err(Errno::ENOPROTOOPT),
        }
    }

    fn set_socket_option(&mut self, env: &mut Environment<'_>, name: i32, value: &[u8]) -> Result<(), Errno> {
        let number = integer(value)?;
        let on = number != 0;
        match name {
            option::SO_DEBUG => self.settings.debug = on,
            option::SO_REUSEADDR => self.settings.reuse_address = on,
            option::SO_REUSEPORT => self.settings.reuse_port = on,
            option::SO_DONTROUTE => self.settings.dont_route = on,
            option::SO_BROADCAST => self.settings.broadcast = on,
            option::SO_OOBINLINE => self.settings.out_of_band_inline = on,
            option::SO_PRIORITY => self.settings.priority = number,
            option::SO_SNDBUF => {
                let value =
                    env.policy.buffer_option(number as u32, env.sysctl.wmem_max, LINUX_MINIMUM_SEND_BUFFER);
                self.settings.send_buffer_locked = true;
                self.snd.sndbuf = value;
                self.write_space(env);
            }
            option::SO_RCVBUF => {
                self.rcv.rcvbuf = env.policy.buffer_option(
                    number as u32,
                    env.sysctl.rmem_max,
                    LINUX_MINIMUM_RECEIVE_BUFFER,
                );
                self.settings.receive_buffer_locked = true;
            }
            option::SO_SNDBUFFORCE | option::SO_RCVBUFFORCE => return Err(Errno::EPERM),
            option::SO_KEEPALIVE => self.set_keepalive(env, on),
            option::SO_ZEROCOPY => self.settings.zero_copy = within(number, 0, 1)? == 1,
            option::SO_LINGER => {
                if value.len() < 8 {
                    return Err(Errno::EINVAL);
                }
                let seconds = integer(&value[4..])?.max(0) as u32;
                self.settings.linger_seconds = seconds;
                self.settings.linger = on.then_some(seconds);
            }
            option::SO_RCVLOWAT => self.settings.receive_low_water = number.max(1) as u32,
            option::SO_RCVTIMEO => self.settings.receive_timeout = timeout(value)?,
            option::SO_SNDTIMEO => self.settings.send_timeout = timeout(value)?,
            option::SO_INCOMING_CPU => {}
            _ => return Err(Errno::ENOPROTOOPT),
        }
        Ok(())
    }

    /// `tcp_set_keepalive`
    fn set_keepalive(&mut self, env: &mut Environment<'_>, on: bool) {
        let was = core::mem::replace(&mut self.settings.keepalive, on);
        if matches!(self.state, TcpState::Closed | TcpState::Listen) {
            return;
        }
        if on && !was {
            let time = self.keepalive_time(env);
            self.arm_keepalive(env, time);
        } else if !on && self.state != TcpState::FinWait2 {
            self.timers.keepalive = None;
        }
    }

    fn set_ip_option(&mut self, name: i32, value: &[u8]) -> Result<(), Errno> {
        let number = match value {
            [byte] => i32::from(*byte),
            _ => integer(value)?,
        };
        match name {
            ip_option::IP_TOS => self.settings.tos = number as u8 & !3,
            ip_option::IP_TTL => {
                self.settings.time_to_live = if number == -1 { 0 } else { within(number, 1, 255)? as u8 };
            }
            ip_option::IP_RECVERR => self.settings.report_errors = number != 0,
            ip_option::IP_MTU_DISCOVER => self.settings.mtu_discover = within(number, 0, 5)? as i32,
            ip_option::IP_BIND_ADDRESS_NO_PORT => self.settings.bind_address_no_port = number != 0,
            _ => return Err(Errno::ENOPROTOOPT),
        }
        Ok(())
    }

    fn set_tcp_option(&mut self, env: &mut Environment<'_>, name: i32, value: &[u8]) -> Result<(), Errno> {
        if name == tcp_option::TCP_CONGESTION {
            return self.set_congestion_control(env, value);
        }
        let number = integer(value)?;
        let settings = &mut self.settings;
        match name {
            tcp_option::TCP_NODELAY => {
                settings.nodelay = number != 0;
                if number != 0 {
                    self.push_all(env);
                }
            }
            tcp_option::TCP_CORK => {
                settings.cork = number != 0;
                if number == 0 {
                    self.push_if_any(env);
                }
            }
            tcp_option::TCP_MAXSEG => {
                if number != 0 {
                    within(number, 88, 32_767)?;
                }
                settings.user_mss = number as u32;
            }
            tcp_option::TCP_KEEPIDLE => {
                settings.keepalive_time = u64::from(within(number, 1, MAXIMUM_KEEPALIVE)?) * HZ;
                if settings.keepalive && !matches!(self.state, TcpState::Closed | TcpState::Listen) {
                    self.restart_keepalive(env);
                }
            }
            tcp_option::TCP_KEEPINTVL => {
                settings.keepalive_interval = u64::from(within(number, 1, MAXIMUM_KEEPALIVE)?) * HZ;
            }
            tcp_option::TCP_KEEPCNT => settings.keepalive_probes = within(number, 1, MAXIMUM_COUNT)?,
            tcp_option::TCP_SYNCNT => settings.syn_retries = within(number, 1, MAXIMUM_COUNT)?,
            tcp_option::TCP_LINGER2 => {
                settings.linger2 = if number < 0 { -1 } else { number.min(MAXIMUM_LINGER2) };
            }
            tcp_option::TCP_DEFER_ACCEPT => settings.defer_accept = seconds_to_timeouts(number),
            tcp_option::TCP_WINDOW_CLAMP => {
                if number == 0 {
                    if self.state != TcpState::Closed {
                        return Err(Errno::EINVAL);
                    }
                    self.rcv.window_clamp = 0;
                } else {
                    self.set_window_clamp(number as u32);
                }
            }
            tcp_option::TCP_QUICKACK => self.quick_ack_call(env, number),
            tcp_option::TCP_USER_TIMEOUT => settings.user_timeout = within(number, 0, i32::MAX)?,
            tcp_option::TCP_NOTSENT_LOWAT => {
                settings.notsent_low_water = number as u32;
                self.write_space(env);
            }
            tcp_option::TCP_INQ => settings.report_queue = within(number, 0, 1)? == 1,
            tcp_option::TCP_TIMESTAMP => return Err(Errno::EPERM),
            _ => return Err(Errno::ENOPROTOOPT),
        }
        Ok(())
    }

    /// What waited for Nagle goes out (`__tcp_sock_set_nodelay`).
    fn push_all(&mut self, env: &mut Environment<'_>) {
        if !self.snd.queue.nothing_unsent() {
            let mss = self.current_mss();
            self.push_pending(env, mss, super::write::Nagle { off: true, cork: false, push: true });
        }
    }

    /// `tcp_sock_set_keepidle_locked`
    fn restart_keepalive(&mut self, env: &mut Environment<'_>) {
        let now = env.ticks();
        let heard = self.ack.lrcvtime.max(self.timers.rcv_tstamp);
        let left = self.keepalive_time(env).saturating_sub(now.saturating_sub(heard));
        self.arm_keepalive(env, left);
    }

    fn set_congestion_control(&mut self, env: &mut Environment<'_>, value: &[u8]) -> Result<(), Errno> {
        if value.is_empty() {
            return Err(Errno::EINVAL);
        }
        let name: Vec<u8> = value.iter().take(15).copied().take_while(|&byte| byte != 0).collect();
        let name = core::str::from_utf8(&name).map_err(|_| Errno::ENOENT)?;
        let algorithm = CongestionAlgorithm::from_name(name)?;
        if algorithm != self.settings.congestion_control {
            self.settings.congestion_control = algorithm;
            self.cc.set_algorithm(algorithm, env.micros(), self.snd.snd_nxt);
        }
        Ok(())
    }

    pub(super) fn get_option(
        &mut self,
        env: &mut Environment<'_>,
        option: SocketOption,
        length: usize,
    ) -> Result<Vec<u8>, Errno> {
        let mut value = match option.level {
            OptionLevel::SOCKET => self.get_socket_option(option.name)?,
            OptionLevel::IP => self.get_ip_option(env, option.name)?.to_le_bytes().to_vec(),
            OptionLevel::TCP => self.get_tcp_option(env, option.name)?,
            OptionLevel(_) => return Err(Errno::ENOPROTOOPT),
        };
        value.truncate(length);
        Ok(value)
    }

    fn get_socket_option(&mut self, name: i32) -> Result<Vec<u8>, Errno> {
        let settings = &self.settings;
        let number = match name {
            option::SO_DEBUG => i32::from(settings.debug),
            option::SO_REUSEADDR => i32::from(settings.reuse_address),
            option::SO_REUSEPORT => i32::from(settings.reuse_port),
            option::SO_DONTROUTE => i32::from(settings.dont_route),
            option::SO_BROADCAST => i32::from(settings.broadcast),
            option::SO_OOBINLINE => i32::from(settings.out_of_band_inline),
            option::SO_PRIORITY => settings.priority,
            option::SO_TYPE => 1,
            option::SO_PROTOCOL => 6,
            option::SO_DOMAIN => 2,
            option::SO_SNDBUF => self.snd.sndbuf as i32,
            option::SO_RCVBUF => self.rcv.rcvbuf as i32,
            option::SO_KEEPALIVE => i32::from(settings.keepalive),
            option::SO_ZEROCOPY => i32::from(settings.zero_copy),
            option::SO_RCVLOWAT => settings.receive_low_water as i32,
            option::SO_SNDLOWAT => 1,
            option::SO_ACCEPTCONN => i32::from(self.state == TcpState::Listen),
            option::SO_INCOMING_CPU => 0,
            option::SO_ERROR => {
                let error = self.take_error().or_else(|| self.soft_error.take());
                error.map_or(0, Errno::number)
            }
            option::SO_LINGER => {
                let mut out = i32::from(settings.linger.is_some()).to_le_bytes().to_vec();
                out.extend(settings.linger_seconds.to_le_bytes());
                return Ok(out);
            }
            option::SO_RCVTIMEO => return Ok(timeval(settings.receive_timeout)),
            option::SO_SNDTIMEO => return Ok(timeval(settings.send_timeout)),
            option::SO_MEMINFO => {
                let memory = self.memory_view();
                let words = [
                    memory.receive_allocated,
                    memory.receive_buffer,
                    memory.transmit_allocated,
                    memory.send_buffer,
                    memory.forward_allocated,
                    memory.send_queued,
                    memory.option_memory,
                    memory.backlog,
                    memory.drops,
                ];
                return Ok(words.iter().flat_map(|word| word.to_le_bytes()).collect());
            }
            _ => return Err(Errno::ENOPROTOOPT),
        };
        Ok(number.to_le_bytes().to_vec())
    }

    fn get_ip_option(&self, env: &Environment<'_>, name: i32) -> Result<i32, Errno> {
        Ok(match name {
            ip_option::IP_TOS => i32::from(self.settings.tos),
            ip_option::IP_TTL => match self.settings.time_to_live {
                0 => env.sysctl.ip_default_ttl as i32,
                own => i32::from(own),
            },
            ip_option::IP_MTU if self.remote.port() != 0 => self.snd.pmtu as i32,
            ip_option::IP_MTU => return Err(Errno::ENOTCONN),
            ip_option::IP_RECVERR => i32::from(self.settings.report_errors),
            ip_option::IP_MTU_DISCOVER => self.settings.mtu_discover,
            ip_option::IP_BIND_ADDRESS_NO_PORT => i32::from(self.settings.bind_address_no_port),
            _ => return Err(Errno::ENOPROTOOPT),
        })
    }

    fn get_tcp_option(&mut self, env: &mut Environment<'_>, name: i32) -> Result<Vec<u8>, Errno> {
        let settings = &self.settings;
        let seconds = |own: u64, usual: u32| if own == 0 { usual as i32 } else { (own / HZ) as i32 };
        let number = match name {
            tcp_option::TCP_NODELAY => i32::from(settings.nodelay),
            tcp_option::TCP_CORK => i32::from(settings.cork),
            tcp_option::TCP_MAXSEG => {
                let unconnected = matches!(self.state, TcpState::Closed | TcpState::Listen);
                if unconnected && settings.user_mss > 0 {
                    settings.user_mss as i32
                } else {
                    self.snd.mss_cache as i32
                }
            }
            tcp_option::TCP_KEEPIDLE => seconds(settings.keepalive_time, env.sysctl.tcp_keepalive_time),
            tcp_option::TCP_KEEPINTVL => seconds(settings.keepalive_interval, env.sysctl.tcp_keepalive_intvl),
            tcp_option::TCP_KEEPCNT if settings.keepalive_probes == 0 => {
                env.sysctl.tcp_keepalive_probes as i32
            }
            tcp_option::TCP_KEEPCNT => settings.keepalive_probes as i32,
            tcp_option::TCP_SYNCNT if settings.syn_retries == 0 => env.sysctl.tcp_syn_retries as i32,
            tcp_option::TCP_SYNCNT => settings.syn_retries as i32,
            tcp_option::TCP_LINGER2 if settings.linger2 == 0 => env.sysctl.tcp_fin_timeout as i32,
            tcp_option::TCP_LINGER2 => settings.linger2,
            tcp_option::TCP_DEFER_ACCEPT => match settings.defer_accept {
                0 => 0,
                timeouts => (1 << timeouts.min(30)) - 1,
            },
            tcp_option::TCP_WINDOW_CLAMP => self.rcv.window_clamp as i32,
            tcp_option::TCP_QUICKACK => i32::from(!self.in_pingpong(env)),
            tcp_option::TCP_USER_TIMEOUT => settings.user_timeout as i32,
            tcp_option::TCP_NOTSENT_LOWAT => settings.notsent_low_water as i32,
            tcp_option::TCP_INQ => i32::from(settings.report_queue),
            tcp_option::TCP_TIMESTAMP => self.timestamp(env) as i32,
            tcp_option::TCP_CONGESTION => {
                let mut name = settings.congestion_control.name().as_bytes().to_vec();
                name.resize(16, 0);
                return Ok(name);
            }
            tcp_option::TCP_INFO => return Ok(self.info(env.now).to_bytes()),
            _ => return Err(Errno::ENOPROTOOPT),
        };
        Ok(number.to_le_bytes().to_vec())
    }
}
