//! System calls, as they begin and as they return.

use super::names::{Names, Said, bytes, number, said, time};
use netlab_abi::{Data, Errno, Syscall, SyscallResult, SyscallValue};
use netlab_lab::tools::strace;
use netlab_wire::Duration;
use netlab_world::HostId;

/// Letters shown of a call's data.
const LETTERS: usize = 16;

/// Bytes of a program: their letters when few and printable, else how many.
fn data(data: &Data) -> Said {
    let printable = data.bytes.iter().all(|byte| (b' '..=b'~').contains(byte) && *byte != b'`');
    if !data.is_empty() && data.len() <= LETTERS && printable {
        let letters = String::from_utf8_lossy(&data.bytes).into_owned();
        return said(format!("`{letters}`"), format!("`{letters}`"));
    }
    bytes(data.len() as u64)
}

pub(super) fn entered(names: &Names<'_>, host: HostId, call: &Syscall) -> Said {
    let computer = names.host(host);
    let (here, here_zh) = (computer.english, computer.chinese);
    match call {
        Syscall::Socket { .. } => said(
            format!("{here}'s program asks the kernel for a _socket_: the _system call_ `socket`."),
            format!("{here_zh}的程序用_系统调用_ `socket` 向内核要一个_套接字_。"),
        ),
        Syscall::Bind { address, .. } => said(
            format!("{here}'s program asks for the address `{address}` with `bind`."),
            format!("{here_zh}的程序用 `bind` 要地址 `{address}`。"),
        ),
        Syscall::Listen { backlog, .. } => said(
            format!("{here}'s program says with `listen` that it takes connections; {backlog} may wait."),
            format!("{here_zh}的程序用 `listen` 表示愿意接受连接，可排队 {backlog} 个。"),
        ),
        Syscall::Accept { .. } => said(
            format!("{here}'s program asks with `accept` for the next connection."),
            format!("{here_zh}的程序用 `accept` 要下一个连接。"),
        ),
        Syscall::Connect { address, .. } => said(
            format!("{here}'s program asks with `connect` for a connection to `{address}`."),
            format!("{here_zh}的程序用 `connect` 请求连接 `{address}`。"),
        ),
        Syscall::Write { fd, data: bytes } if fd.0 <= 2 => {
            let count = self::bytes(bytes.len() as u64);
            said(
                format!("{here}'s program writes {} to its standard output with `write`.", count.english),
                format!("{here_zh}的程序用 `write` 向标准输出写 {}。", count.chinese),
            )
        }
        Syscall::Send { data: bytes, .. } | Syscall::Write { data: bytes, .. } => {
            let what = data(bytes);
            let name = if matches!(call, Syscall::Write { .. }) { "write" } else { "send" };
            said(
                format!(
                    "{here}'s program crosses the border with `{name}`: it hands {} to the kernel.",
                    what.english
                ),
                format!("{here_zh}的程序用 `{name}` 越过边界，把 {} 交给内核。", what.chinese),
            )
        }
        Syscall::Receive { length, .. } | Syscall::Read { length, .. } => {
            let length = bytes(*length as u64);
            said(
                format!("{here}'s program asks with `recv` for at most {}.", length.english),
                format!("{here_zh}的程序用 `recv` 要数据，最多 {}。", length.chinese),
            )
        }
        Syscall::Close { fd } => said(
            format!("{here}'s program closes fd {}: it will say and read no more there.", fd.0),
            format!("{here_zh}的程序关闭 fd {}：不再发也不再收。", fd.0),
        ),
        Syscall::Shutdown { .. } => said(
            format!("{here}'s program ends its half of the conversation with `shutdown`."),
            format!("{here_zh}的程序用 `shutdown` 结束自己这一半对话。"),
        ),
        Syscall::Sleep { duration } => {
            let length = time(Duration::from_nanos(*duration));
            said(
                format!("{here}'s program asks to sleep for {length}."),
                format!("{here_zh}的程序要睡 {length}。"),
            )
        }
        Syscall::ResolveHost { name } => said(
            format!("{here}'s program looks `{name}` up in the hosts table."),
            format!("{here_zh}的程序在 hosts 表里查 `{name}`。"),
        ),
        Syscall::SetSocketOption { option, .. } => {
            let name = option_word(*option);
            said(
                format!("{here}'s program sets the socket option `{name}`."),
                format!("{here_zh}的程序设置套接字选项 `{name}`。"),
            )
        }
        Syscall::GetSocketOption { option, .. } => {
            let name = option_word(*option);
            said(
                format!("{here}'s program asks for the socket option `{name}`."),
                format!("{here_zh}的程序查询套接字选项 `{name}`。"),
            )
        }
        Syscall::Poll { .. } | Syscall::Select { .. } | Syscall::EpollWait { .. } => said(
            format!("{here}'s program asks with `{}` which descriptors are ready.", call.name()),
            format!("{here_zh}的程序用 `{}` 问哪些描述符就绪了。", call.name()),
        ),
        Syscall::Exit { code } => said(
            format!("{here}'s program is done and exits with {code}."),
            format!("{here_zh}的程序做完了，以 {code} 退出。"),
        ),
        Syscall::SendMessage { .. }
        | Syscall::ReceiveMessage { .. }
        | Syscall::GetSocketName { .. }
        | Syscall::GetPeerName { .. }
        | Syscall::Ioctl { .. }
        | Syscall::GetStatusFlags { .. }
        | Syscall::SetStatusFlags { .. }
        | Syscall::Duplicate { .. }
        | Syscall::Pipe { .. }
        | Syscall::EpollCreate
        | Syscall::EpollControl { .. }
        | Syscall::ClockGetTime { .. }
        | Syscall::GetPid
        | Syscall::GetParentPid
        | Syscall::Kill { .. }
        | Syscall::SetSignalAction { .. }
        | Syscall::SetTimer { .. }
        | Syscall::StartThread { .. }
        | Syscall::ExitThread
        | Syscall::FutexWait { .. }
        | Syscall::FutexWake { .. }
        | Syscall::Fork
        | Syscall::Wait { .. }
        | Syscall::GetHostName => said(
            format!("{here}'s program makes the _system call_ `{}`.", call.name()),
            format!("{here_zh}的程序发出_系统调用_ `{}`。", call.name()),
        ),
    }
}

fn option_word(option: netlab_abi::SocketOption) -> String {
    let name = strace::option_name(option);
    name.rsplit(", ").next().unwrap_or(&name).to_owned()
}

pub(super) fn returned(names: &Names<'_>, host: HostId, call: &Syscall, result: &SyscallResult) -> Said {
    let computer = names.host(host);
    let (here, here_zh) = (computer.english, computer.chinese);
    let value = match result {
        Ok(value) => value,
        Err(errno) => return failed(&here, &here_zh, call, *errno),
    };
    match (call, value) {
        (Syscall::Socket { .. }, SyscallValue::Number(fd)) => said(
            format!("`socket` returns {fd}: {here}'s program has a _file descriptor_ for it now."),
            format!("`socket` 返回 {fd}：{here_zh}的程序有了一个_文件描述符_。"),
        ),
        (_, SyscallValue::Accepted { fd, peer }) => said(
            format!("`accept` returns {}: a _file descriptor_ for the connection from `{peer}`.", fd.0),
            format!("`accept` 返回 {}：这是来自 `{peer}` 的连接的_文件描述符_。", fd.0),
        ),
        (Syscall::Connect { .. }, _) => said(
            format!("`connect` returns: {here}'s side of the connection is up."),
            format!("`connect` 返回：{here_zh}这边连接已建立。"),
        ),
        (_, SyscallValue::Sent { count, .. }) => {
            let count_words = bytes(*count as u64);
            said(
                format!(
                    "`send` returns {}: the kernel has taken {}. It says nothing about the other side.",
                    number(*count as u64),
                    count_words.english
                ),
                format!(
                    "`send` 返回 {}：内核收下了 {}。这不等于对方收到了。",
                    number(*count as u64),
                    count_words.chinese
                ),
            )
        }
        (_, SyscallValue::Received(received)) if received.data.is_empty() && received.from.is_none() => said(
            format!("`recv` returns nothing: the other side has ended the stream to {here}."),
            format!("`recv` 返回空：对方已经结束了发给{here_zh}的数据流。"),
        ),
        (_, SyscallValue::Received(received)) => {
            let what = data(&received.data);
            said(
                format!("`recv` returns {} to {here}'s program.", what.english),
                format!("`recv` 把 {} 交给{here_zh}的程序。", what.chinese),
            )
        }
        (Syscall::ResolveHost { name }, SyscallValue::Address(address)) => said(
            format!("`{name}` is {} in the hosts table.", address.ip()),
            format!("hosts 表说 `{name}` 是 {}。", address.ip()),
        ),
        (Syscall::Sleep { .. }, _) => {
            said(format!("{here}'s program wakes from its sleep."), format!("{here_zh}的程序睡醒了。"))
        }
        (Syscall::Close { fd }, _) => said(
            format!("`close` returns at once; fd {} is free, and the kernel sees to the rest.", fd.0),
            format!("`close` 立刻返回，fd {} 空出来了，剩下的事由内核办。", fd.0),
        ),
        _ => {
            let number = strace::return_number(result);
            said(
                format!("`{}` returns {number} to {here}'s program.", call.name()),
                format!("`{}` 向{here_zh}的程序返回 {number}。", call.name()),
            )
        }
    }
}

fn failed(here: &str, here_zh: &str, call: &Syscall, errno: Errno) -> Said {
    let (name, code) = (call.name(), errno.name());
    match errno {
        Errno::EAGAIN => said(
            format!(
                "`{name}` returns `EAGAIN`: it would have to wait, and {here}'s program does not want to."
            ),
            format!("`{name}` 返回 `EAGAIN`：本该等待，但{here_zh}的程序不愿等。"),
        ),
        Errno::ECONNREFUSED => said(
            format!("`{name}` fails with `ECONNREFUSED`: nobody listens there."),
            format!("`{name}` 失败，`ECONNREFUSED`：那里没有谁在监听。"),
        ),
        Errno::ECONNRESET => said(
            format!("`{name}` fails with `ECONNRESET`: the other side has thrown the connection away."),
            format!("`{name}` 失败，`ECONNRESET`：对方把连接扔掉了。"),
        ),
        Errno::EPIPE => said(
            format!("`{name}` fails with `EPIPE`: this connection takes nothing more."),
            format!("`{name}` 失败，`EPIPE`：这个连接不再收数据。"),
        ),
        Errno::ETIMEDOUT => said(
            format!("`{name}` fails with `ETIMEDOUT`: no answer came in time."),
            format!("`{name}` 失败，`ETIMEDOUT`：一直没有回答。"),
        ),
        _ => said(
            format!("`{name}` fails with `{code}`: {}.", errno.message()),
            format!("`{name}` 失败，`{code}`。"),
        ),
    }
}
