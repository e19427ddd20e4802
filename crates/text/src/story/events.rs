//! What happens inside computers.

use super::{
    calls,
    names::{Names, Said, bytes, number, said, state, time},
};
use netlab_kernel::event::{
    DropReason, Event, ExitStatus, NeighbourState, RetransmitReason, SegmentKind, SegmentView,
    StateChangeReason, TcpState, TimerKind, WaitReason,
};
use netlab_lab::scene;
use netlab_world::{HostId, WorldRecord};

pub(super) fn kernel(names: &Names<'_>, host: HostId, event: &Event, record: &WorldRecord) -> Said {
    match event {
        Event::ProcessStarted { .. }
        | Event::Statement { .. }
        | Event::SyscallEntered { .. }
        | Event::Blocked { .. }
        | Event::Woken { .. }
        | Event::SyscallReturned { .. }
        | Event::Output { .. }
        | Event::SignalDelivered { .. }
        | Event::ProcessExited { .. } => process(names, host, event, record),
        Event::SocketCreated { .. }
        | Event::SocketFreed { .. }
        | Event::StateChanged { .. }
        | Event::ConnectionQueued { .. }
        | Event::SendBuffered { .. }
        | Event::SegmentSent { .. }
        | Event::SegmentReceived { .. }
        | Event::Acknowledged { .. }
        | Event::ReceiveBuffered { .. }
        | Event::Delivered { .. }
        | Event::TimerArmed { .. }
        | Event::TimerFired { .. }
        | Event::WindowTold { .. }
        | Event::CongestionWindow { .. }
        | Event::SocketError { .. }
        | Event::BufferTuned { .. }
        | Event::Datagram { .. } => socket(names, host, event),
        Event::FrameQueued { .. }
        | Event::FrameTransmitted { .. }
        | Event::FrameReceived { .. }
        | Event::Interrupt { .. }
        | Event::Forwarded { .. }
        | Event::NeighbourChanged { .. }
        | Event::Dropped { .. }
        | Event::Icmp { .. }
        | Event::Intervention => below(names, host, event),
    }
}

/// Processes and system calls.
fn process(names: &Names<'_>, host: HostId, event: &Event, record: &WorldRecord) -> Said {
    let computer = names.host(host);
    let (here, here_zh) = (computer.english, computer.chinese);
    match event {
        Event::ProcessStarted { name, .. } => {
            said(format!("`{name}` starts on {here}."), format!("{here_zh}上的 `{name}` 开始运行。"))
        }
        Event::Statement { pid, line, source, .. } => statement(names, host, *pid, *source, *line),
        Event::SyscallEntered { call, .. } => calls::entered(names, host, call),
        Event::Blocked { wait, .. } => blocked(&here, &here_zh, wait, record),
        Event::Woken { .. } => said(
            format!("what {here}'s program waited for has come; the kernel wakes it."),
            format!("{here_zh}程序等的东西来了，内核把它唤醒。"),
        ),
        Event::SyscallReturned { call, result, .. } => calls::returned(names, host, call, result),
        Event::Output { bytes, .. } => {
            let text = String::from_utf8_lossy(bytes);
            let text = text.trim_end();
            let shown: String = text.chars().take(40).collect::<String>().replace(['`', '\n'], " ");
            if shown.is_empty() {
                return said(
                    format!("{here}'s program ends the line it prints."),
                    format!("{here_zh}的程序打印完这一行。"),
                );
            }
            said(format!("{here}'s program prints `{shown}`."), format!("{here_zh}的程序打印出 `{shown}`。"))
        }
        Event::SignalDelivered { pid, signal } => {
            let process = names.process(host, *pid);
            said(
                format!("{process} gets the signal `{signal:?}`."),
                format!("{process} 收到信号 `{signal:?}`。"),
            )
        }
        Event::ProcessExited { pid, status } => {
            let process = names.process(host, *pid);
            match status {
                ExitStatus::Code(code) => said(
                    format!("{process} ends with exit code {code}; the kernel closes what it left open."),
                    format!("{process} 结束，退出码 {code}；没关的描述符由内核关掉。"),
                ),
                ExitStatus::Signal(signal) => said(
                    format!("`{signal:?}` kills {process}; the kernel closes what it left open."),
                    format!("`{signal:?}` 杀死了 {process}；没关的描述符由内核关掉。"),
                ),
            }
        }
        _ => unreachable!("kernel() sorts events"),
    }
}

fn statement(names: &Names<'_>, host: HostId, pid: netlab_abi::Pid, source: u16, line: u32) -> Said {
    let computer = names.host(host);
    let file = names.context.scene.process_name(names.context.history, host, pid).unwrap_or_default();
    let code = if source == 0 { scene::source_line(names.context.history, host, file, line) } else { None };
    match code.filter(|code| !code.contains('`') && code.len() <= 60) {
        Some(code) => {
            let code = code.split("  #").next().unwrap_or(code).trim_end();
            said(
                format!("{}'s program comes to line {line}: `{code}`.", computer.english),
                format!("{}的程序走到第 {line} 行：`{code}`。", computer.chinese),
            )
        }
        None => said(
            format!("{}'s program comes to line {line}.", computer.english),
            format!("{}的程序走到第 {line} 行。", computer.chinese),
        ),
    }
}

fn blocked(here: &str, here_zh: &str, wait: &WaitReason, record: &WorldRecord) -> Said {
    let sleeps = |why: &str, why_zh: String| {
        said(
            format!("{why}, so the kernel puts {here}'s program to sleep."),
            format!("{why_zh}，内核让{here_zh}的程序睡眠。"),
        )
    };
    match wait {
        WaitReason::Connection(_) => sleeps("nobody has connected yet", "还没有人连接".into()),
        WaitReason::Handshake(_) => sleeps("the handshake needs a round trip", "握手要一个来回".into()),
        WaitReason::Data(_) => sleeps("there is nothing to read yet", "还没有数据可读".into()),
        WaitReason::Room { taken, wanted, .. } => {
            let (taken, wanted) = (number(*taken as u64), number(*wanted as u64));
            sleeps(
                &format!("the _send buffer_ is full with {taken} of {wanted} bytes taken"),
                format!("_发送缓冲区_满了，{wanted} 字节只收下 {taken}"),
            )
        }
        WaitReason::Linger(_) => sleeps("`close` waits for the last ACK", "`close` 要等最后的 ACK".into()),
        WaitReason::Events => sleeps("none of its descriptors is ready", "没有一个描述符就绪".into()),
        WaitReason::Time(until) => {
            let left = time(*until - record.at);
            sleeps(&format!("it asked to sleep for {left}"), format!("它要睡 {left}"))
        }
        WaitReason::Futex(_) => sleeps("another thread holds the lock", "锁在别的线程手里".into()),
        WaitReason::Child => sleeps("its child still runs", "子进程还在运行".into()),
        WaitReason::Stopped => {
            said(format!("{here}'s program is stopped."), format!("{here_zh}的程序被暂停了。"))
        }
    }
}

/// Sockets and TCP.
fn socket(names: &Names<'_>, host: HostId, event: &Event) -> Said {
    let computer = names.host(host);
    let (here, here_zh) = (computer.english, computer.chinese);
    match event {
        Event::SocketCreated { listener: None, .. } => said(
            format!("{here}'s kernel makes a new _socket_."),
            format!("{here_zh}内核新建了一个_套接字_。"),
        ),
        Event::SocketCreated { listener: Some(_), .. } => said(
            format!(
                "{here}'s kernel makes a new _socket_ for this connection; the listening one goes on listening."
            ),
            format!("{here_zh}内核为这个连接新建一个_套接字_，监听的那个继续监听。"),
        ),
        Event::SocketFreed { .. } => said(
            format!("{here}'s kernel lets the _socket_ and its buffers go."),
            format!("{here_zh}内核释放这个_套接字_和它的缓冲区。"),
        ),
        Event::StateChanged { from, to, reason, .. } => state_changed(&here, &here_zh, *from, *to, *reason),
        Event::ConnectionQueued { length, .. } => said(
            format!("the connection is complete and waits to be accepted; {length} in the accept queue."),
            format!("连接建好了，等程序来 accept；队列里有 {length} 个。"),
        ),
        Event::SendBuffered { range, charged, limit, .. } => {
            let what = names.range(range);
            let (charged, limit) = (number((*charged).into()), number((*limit).into()));
            said(
                format!(
                    "{here}'s _send buffer_ takes a copy of {} from the program: {charged} of {limit} bytes charged.",
                    what.english
                ),
                format!("{}从程序复制进{here_zh}的_发送缓冲区_：记账 {charged} / {limit}。", what.chinese),
            )
        }
        Event::SegmentSent { segment, kind, .. } => sent(names, &here, &here_zh, segment, *kind),
        Event::SegmentReceived { socket, segment } => {
            received(names, &here, &here_zh, segment, socket.is_some())
        }
        Event::Acknowledged { range, .. } => acknowledged(names, &here, &here_zh, range),
        Event::ReceiveBuffered { range, in_order, charged, limit, .. } => {
            let what = names.range(range);
            let (charged, limit) = (number((*charged).into()), number((*limit).into()));
            if *in_order {
                said(
                    format!(
                        "{here}'s _receive buffer_ takes {}: {charged} of {limit} bytes charged.",
                        what.english
                    ),
                    format!("{}放进{here_zh}的_接收缓冲区_：记账 {charged} / {limit}。", what.chinese),
                )
            } else {
                said(
                    format!(
                        "{} came too early: {here}'s kernel keeps it aside until the gap is filled.",
                        what.english
                    ),
                    format!("{}来早了，前面有缺口，{here_zh}内核先把它放在一边。", what.chinese),
                )
            }
        }
        Event::Delivered { range, .. } => {
            let what = names.range(range);
            said(
                format!("{} is copied from the _receive buffer_ into {here}'s program.", what.english),
                format!("{}从_接收缓冲区_复制进{here_zh}的程序。", what.chinese),
            )
        }
        Event::TimerArmed { timer, delay, .. } => {
            let (name, name_zh) = timer_name(*timer);
            let delay = time(*delay);
            said(
                format!("{here}'s kernel sets the {name} to {delay}."),
                format!("{here_zh}内核把{name_zh}定为 {delay}。"),
            )
        }
        Event::TimerFired { timer, .. } => {
            let (name, name_zh) = timer_name(*timer);
            said(format!("{here}'s {name} runs out."), format!("{here_zh}的{name_zh}到时了。"))
        }
        Event::WindowTold { window: 0, .. } => said(
            format!("{here}'s kernel has no room left and says so: _window_ 0."),
            format!("{here_zh}内核没有空位了，通告_窗口_为 0。"),
        ),
        Event::WindowTold { window, .. } => {
            let window = bytes((*window).into());
            said(
                format!("{here}'s kernel has room again and tells a _window_ of {}.", window.english),
                format!("{here_zh}内核又有空位了，通告_窗口_为 {}。", window.chinese),
            )
        }
        Event::CongestionWindow { congestion_window, slow_start_threshold, .. } => {
            let threshold = if *slow_start_threshold == u32::MAX {
                ("none yet".to_owned(), "还没有".to_owned())
            } else {
                (slow_start_threshold.to_string(), slow_start_threshold.to_string())
            };
            said(
                format!(
                    "{here}'s congestion window is now {congestion_window} segments; slow start threshold: {}.",
                    threshold.0
                ),
                format!(
                    "{here_zh}的拥塞窗口现在是 {congestion_window} 个报文段，慢启动门限：{}。",
                    threshold.1
                ),
            )
        }
        Event::SocketError { errno, .. } => said(
            format!("{here}'s socket keeps an error for the program: `{}`.", errno.name()),
            format!("{here_zh}的套接字给程序留下一个错误：`{}`。", errno.name()),
        ),
        Event::BufferTuned { send, limit, .. } => {
            let limit = number((*limit).into());
            let (which, which_zh) = if *send {
                ("_send buffer_", "_发送缓冲区_")
            } else {
                ("_receive buffer_", "_接收缓冲区_")
            };
            said(
                format!("{here}'s kernel sets the limit of the {which} to {limit} bytes by itself."),
                format!("{here_zh}内核自动把{which_zh}的上限调到 {limit} 字节。"),
            )
        }
        Event::Datagram { sent: true, peer, length, .. } => {
            let length = bytes((*length).into());
            said(
                format!("{here} sends a datagram of {} to {peer}.", length.english),
                format!("{here_zh}向 {peer} 发出 {}的数据报。", length.chinese),
            )
        }
        Event::Datagram { sent: false, peer, length, .. } => {
            let length = bytes((*length).into());
            said(
                format!("a datagram of {} from {peer} waits at {here}'s socket.", length.english),
                format!("{peer} 发来的 {}数据报在{here_zh}的套接字里等着。", length.chinese),
            )
        }
        _ => unreachable!("kernel() sorts events"),
    }
}

fn state_changed(here: &str, here_zh: &str, from: TcpState, to: TcpState, reason: StateChangeReason) -> Said {
    let (why, why_zh) = match reason {
        StateChangeReason::Call => ("the program asked for it", "程序要求"),
        StateChangeReason::Segment => ("a segment came", "收到报文段"),
        StateChangeReason::Timer => ("a timer ran out", "定时器到时"),
        StateChangeReason::Reset => ("the connection was reset", "连接被重置"),
        StateChangeReason::Icmp => ("an ICMP error came", "收到 ICMP 差错"),
        StateChangeReason::ProcessEnd => ("its process ended", "进程结束"),
    };
    let (from, to) = (state(from), state(to));
    said(
        format!("{here}'s socket goes from {from} to {to}: {why}."),
        format!("{here_zh}的套接字从 {from} 变为 {to}：{why_zh}。"),
    )
}

fn acknowledged(
    names: &Names<'_>,
    here: &str,
    here_zh: &str,
    range: &netlab_kernel::event::StreamRange,
) -> Said {
    if range.length == 0 {
        return said(
            format!("{here}'s kernel knows now that its SYN or FIN has arrived."),
            format!("{here_zh}内核知道自己的 SYN 或 FIN 已送达。"),
        );
    }
    let what = names.range(range);
    said(
        format!("{} is acknowledged: {here}'s _send buffer_ lets the original go.", what.english),
        format!("{}得到确认：{here_zh}的_发送缓冲区_可以放手原件了。", what.chinese),
    )
}

/// A segment that TCP hands down.
fn sent(names: &Names<'_>, here: &str, here_zh: &str, segment: &SegmentView, kind: SegmentKind) -> Said {
    let what = segment.payload.map_or_else(|| bytes(segment.length.into()), |range| names.range(&range));
    let window = number(segment.window.into());
    match kind {
        SegmentKind::Handshake if segment.flags.ack() => said(
            format!("{here} answers with SYN-ACK: I heard you, let us count from my number too."),
            format!("{here_zh}回 SYN-ACK：听到了，也请从我的序号数起。"),
        ),
        SegmentKind::Handshake => said(
            format!("{here} asks for a connection: SYN, with the number it will count from."),
            format!("{here_zh}请求连接：发 SYN，带上自己的起始序号。"),
        ),
        SegmentKind::Data => said(
            format!(
                "{here}'s TCP makes a _segment_ with {}; the original stays in the send buffer.",
                what.english
            ),
            format!("{here_zh}的 TCP 把{}装进一个_报文段_，原件留在发送缓冲区。", what.chinese),
        ),
        SegmentKind::Retransmission(reason) => retransmitted(here, here_zh, &what, reason),
        SegmentKind::Acknowledgement => said(
            format!("{here} acknowledges everything up to here and tells a _window_ of {window}."),
            format!("{here_zh}确认到此为止全收到了，通告_窗口_ {window}。"),
        ),
        SegmentKind::WindowUpdate => said(
            format!("{here} tells the other side that there is room: _window_ {window}."),
            format!("{here_zh}告诉对方有空位了：_窗口_ {window}。"),
        ),
        SegmentKind::WindowProbe => said(
            format!("{here} asks with a probe: is there room now?"),
            format!("{here_zh}发出窗口探测：现在有空位了吗？"),
        ),
        SegmentKind::KeepAlive => said(
            format!("{here} asks with a keepalive: are you still there?"),
            format!("{here_zh}发出保活探测：你还在吗？"),
        ),
        SegmentKind::ChallengeAck => said(
            format!("{here} answers something odd with an ACK that says where it stands."),
            format!("{here_zh}收到可疑的报文段，回一个 ACK 说明自己的位置。"),
        ),
        SegmentKind::Finish if segment.length > 0 => said(
            format!("{here} sends {} and FIN: this is the end of what it says.", what.english),
            format!("{here_zh}发出{}和 FIN：它的话说完了。", what.chinese),
        ),
        SegmentKind::Finish => said(
            format!("{here} sends FIN: it will say nothing more."),
            format!("{here_zh}发出 FIN：它不再说话了。"),
        ),
        SegmentKind::Reset => said(
            format!("{here} sends RST: there is no such connection (any more)."),
            format!("{here_zh}发出 RST：这个连接不存在（了）。"),
        ),
    }
}

fn retransmitted(here: &str, here_zh: &str, what: &Said, reason: RetransmitReason) -> Said {
    match reason {
        RetransmitReason::Timeout => said(
            format!("{here} sends {} again: no acknowledgement came in time.", what.english),
            format!("确认迟迟不来，{here_zh}重发{}。", what.chinese),
        ),
        RetransmitReason::TailLossProbe => said(
            format!("{here} sends {} once more as a probe: perhaps the last one was lost.", what.english),
            format!("{here_zh}再发一次{}作为探测：也许最后一个丢了。", what.chinese),
        ),
        RetransmitReason::FastRetransmit => said(
            format!("{here} sends {} again: later bytes have arrived, so these are lost.", what.english),
            format!("后面的字节都到了，说明{}丢了，{here_zh}重发。", what.chinese),
        ),
        RetransmitReason::Handshake => said(
            format!("{here} repeats its part of the handshake: no answer came."),
            format!("没有等到回答，{here_zh}重发握手报文。"),
        ),
    }
}

/// A segment that reaches TCP.
fn received(names: &Names<'_>, here: &str, here_zh: &str, segment: &SegmentView, has_socket: bool) -> Said {
    let flags = segment.flags;
    let (what, what_zh) = if flags.rst() {
        ("RST".to_owned(), " RST".to_owned())
    } else if flags.syn() && flags.ack() {
        ("SYN-ACK".into(), " SYN-ACK".into())
    } else if flags.syn() {
        ("SYN".into(), " SYN".into())
    } else if segment.length > 0 {
        let range = segment.payload.map_or_else(|| bytes(segment.length.into()), |range| names.range(&range));
        let (end, end_zh) = if flags.fin() { (" and FIN", "和 FIN") } else { ("", "") };
        (format!("{}{end}", range.english), format!("{}{end_zh}", range.chinese))
    } else if flags.fin() {
        ("FIN".into(), " FIN".into())
    } else {
        ("an ACK".into(), "一个 ACK".into())
    };
    // Without a socket nobody knows by how much the window field is scaled.
    if !has_socket || flags.rst() {
        return said(format!("{here}'s TCP gets {what}."), format!("{here_zh}的 TCP 收到{what_zh}。"));
    }
    let window = number(segment.window.into());
    said(
        format!("{here}'s TCP gets {what}; the other side has room for {window} bytes."),
        format!("{here_zh}的 TCP 收到{what_zh}；对方还有 {window} 字节的空位。"),
    )
}

fn timer_name(timer: TimerKind) -> (&'static str, &'static str) {
    match timer {
        TimerKind::Retransmission => ("retransmission timer", "重传定时器"),
        TimerKind::LossProbe => ("tail loss probe timer", "尾部丢失探测定时器"),
        TimerKind::Reordering => ("reordering timer", "乱序定时器"),
        TimerKind::Persist => ("persist timer", "持续定时器"),
        TimerKind::DelayedAck => ("delayed ACK timer", "延迟确认定时器"),
        TimerKind::KeepAlive => ("keepalive timer", "保活定时器"),
        TimerKind::SynAck => ("SYN-ACK timer", "SYN-ACK 定时器"),
        TimerKind::TimeWait => ("TIME-WAIT timer", "TIME-WAIT 定时器"),
    }
}

/// Packets, frames and the NIC.
fn below(names: &Names<'_>, host: HostId, event: &Event) -> Said {
    let computer = names.host(host);
    let (here, here_zh) = (computer.english, computer.chinese);
    match event {
        Event::FrameQueued { frame, length, .. } => {
            let what = names.frame(frame.id);
            said(
                format!("{here} puts {} into the NIC's transmit queue; {length} there now.", what.english),
                format!("{here_zh}把{}放进网卡的发送队列，队列里有 {length} 个。", what.chinese),
            )
        }
        Event::FrameTransmitted { frame, slot, .. } => {
            let what = names.frame(*frame);
            said(
                format!(
                    "{here}'s NIC takes {} from ring slot {slot} and turns it into a signal.",
                    what.english
                ),
                format!("{here_zh}的网卡从环形队列第 {slot} 格取出{}，变成信号。", what.chinese),
            )
        }
        Event::FrameReceived { frame, slot, .. } => {
            let what = names.frame(*frame);
            said(
                format!("{here}'s NIC checks {} and puts it into ring slot {slot}.", what.english),
                format!("{here_zh}的网卡校验{}，放进环形队列第 {slot} 格。", what.chinese),
            )
        }
        Event::Interrupt { frames, .. } => {
            let (plural, number) = (if *frames == 1 { "frame waits" } else { "frames wait" }, frames);
            said(
                format!("{here}'s NIC interrupts the processor: {number} {plural}."),
                format!("{here_zh}的网卡发出中断：有 {number} 个帧等着处理。"),
            )
        }
        Event::Forwarded { frame, next_hop, time_to_live, .. } => {
            let what = names.frame(*frame);
            said(
                format!(
                    "{here} finds the way for {}: next to {next_hop}, TTL now {time_to_live}.",
                    what.english
                ),
                format!("{here_zh}为{}查到路由：下一跳 {next_hop}，TTL 减为 {time_to_live}。", what.chinese),
            )
        }
        Event::NeighbourChanged { address, hardware, state, .. } => {
            neighbour(&here, &here_zh, *address, hardware.map(|mac| mac.to_string()), *state)
        }
        Event::Dropped { frame, reason, .. } => {
            let what = frame.map_or_else(|| said("something", "一样东西"), |frame| names.frame(frame));
            let (why, why_zh) = drop_reason(*reason);
            said(
                format!("{here} throws {} away: {why}.", what.english),
                format!("{here_zh}丢掉{}：{why_zh}。", what.chinese),
            )
        }
        Event::Icmp { sent, peer, kind, code } => {
            if *sent {
                said(
                    format!("{here} tells {peer} about it with an ICMP message, type {kind} code {code}."),
                    format!("{here_zh}用 ICMP 报文通知 {peer}：类型 {kind}，代码 {code}。"),
                )
            } else {
                said(
                    format!("{here} gets an ICMP message from {peer}, type {kind} code {code}."),
                    format!("{here_zh}收到 {peer} 的 ICMP 报文：类型 {kind}，代码 {code}。"),
                )
            }
        }
        Event::Intervention => said(format!("you reach into {here}."), format!("你动了{here_zh}。")),
        _ => unreachable!("kernel() sorts events"),
    }
}

fn neighbour(
    here: &str,
    here_zh: &str,
    address: netlab_wire::Ipv4Addr,
    hardware: Option<String>,
    state: NeighbourState,
) -> Said {
    let known = hardware.unwrap_or_else(|| "?".into());
    match state {
        NeighbourState::Incomplete => said(
            format!("{here} does not know the hardware address of {address}; the packet waits and ARP asks."),
            format!("{here_zh}不知道 {address} 的硬件地址：数据包先等着，用 ARP 去问。"),
        ),
        NeighbourState::Reachable => said(
            format!("{here} knows now: {address} is at `{known}`."),
            format!("{here_zh}知道了：{address} 在 `{known}`。"),
        ),
        NeighbourState::Stale => said(
            format!("{here} notes that {address} is at `{known}`, without proof: the entry is STALE."),
            format!("{here_zh}记下 {address} 在 `{known}`，但没有新的证明（STALE）。"),
        ),
        NeighbourState::Delay => said(
            format!("{here} uses the old entry of {address} and waits a little for proof."),
            format!("{here_zh}先用 {address} 的旧记录，等一会儿看有没有证明。"),
        ),
        NeighbourState::Probe => said(
            format!("{here} asks {address} directly: are you still at `{known}`?"),
            format!("{here_zh}直接问 {address}：你还在 `{known}` 吗？"),
        ),
        NeighbourState::Failed => said(
            format!("{here} gives up: nobody answers for {address}."),
            format!("没有人替 {address} 回答，{here_zh}放弃了。"),
        ),
        NeighbourState::Permanent => said(
            format!("{here} knows {address} for good: `{known}`."),
            format!("{here_zh}永久记下 {address}：`{known}`。"),
        ),
    }
}

fn drop_reason(reason: DropReason) -> (&'static str, &'static str) {
    match reason {
        DropReason::QueueFull => ("the transmit queue is full", "发送队列满了"),
        DropReason::LinkDown => ("the cable is out", "网线没插"),
        DropReason::ReceiveRingFull => ("the NIC's receive ring is full", "网卡的接收环满了"),
        DropReason::FrameCheck => ("the frame check sequence is wrong", "帧校验序列不对"),
        DropReason::OtherHost => ("it is for another computer", "它是给别的计算机的"),
        DropReason::Martian => ("its addresses cannot be right", "它的地址不可能是真的"),
        DropReason::Malformed => ("a header or checksum is wrong", "首部或校验和有错"),
        DropReason::TimeToLive => ("its time to live has run out", "生存时间用完了"),
        DropReason::NoRoute => ("there is no route", "没有路由"),
        DropReason::NeighbourFailed => ("the next hop does not answer ARP", "下一跳不回答 ARP"),
        DropReason::NoSocket => ("nothing listens there", "那里没有谁在监听"),
        DropReason::ListenOverflow => ("too many connections wait", "等待的连接太多"),
        DropReason::ReceiveBufferFull => ("the receive buffer is full", "接收缓冲区满了"),
        DropReason::OutOfWindow => ("it lies outside the window", "它在窗口之外"),
        DropReason::Duplicate => ("it is an old duplicate", "它是旧的重复"),
        DropReason::Paws => ("its timestamp is too old", "它的时间戳太旧"),
        DropReason::TooBig => ("it is too big and may not be cut", "它太大又不许分片"),
        DropReason::ReassemblyTimeout => ("the other fragments did not come", "其余的分片没有来"),
        DropReason::BadAcknowledgment => ("it acknowledges what was never sent", "它确认了从没发过的东西"),
    }
}
