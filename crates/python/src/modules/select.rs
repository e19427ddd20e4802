//! `select`: select, poll, epoll.

use crate::builtins::{Owner, natives, sym};
use crate::machine::{Args, Core, Run};
use crate::operations::arithmetic::{Number, number};
use crate::operations::attributes;
use crate::values::{Object, Poller, Value, t};
use netlab_abi::{EpollOperation, Errno, Fd, PollEvents, PollFd, SelectSets, Syscall, SyscallValue};
use std::rc::Rc;

natives! {
    Owner::Module("select");
    "select" => select, "poll" => poll_new;
    Owner::Type(t::POLL);
    "register" => register, "modify" => modify, "unregister" => unregister, "poll" => poll;
    Owner::Static(t::EPOLL);
    "__new__" => epoll_new;
    Owner::Type(t::EPOLL);
    "register" => epoll_register, "modify" => epoll_modify, "unregister" => epoll_unregister, "poll" => epoll_poll,
    "close" => epoll_close, "fileno" => epoll_fileno, "__enter__" => epoll_enter, "__exit__" => epoll_close,
}

/// Constants of the module.
pub(super) fn constants(_: &mut Core) -> Vec<(String, Value)> {
    let numbers: &[(&str, PollEvents)] = &[
        ("POLLIN", PollEvents::IN),
        ("POLLPRI", PollEvents::PRI),
        ("POLLOUT", PollEvents::OUT),
        ("POLLERR", PollEvents::ERR),
        ("POLLHUP", PollEvents::HUP),
        ("POLLNVAL", PollEvents::NVAL),
        ("POLLRDNORM", PollEvents::RDNORM),
        ("POLLRDBAND", PollEvents::RDBAND),
        ("POLLWRNORM", PollEvents::WRNORM),
        ("POLLWRBAND", PollEvents::WRBAND),
        ("POLLRDHUP", PollEvents::RDHUP),
        ("EPOLLIN", PollEvents::IN),
        ("EPOLLPRI", PollEvents::PRI),
        ("EPOLLOUT", PollEvents::OUT),
        ("EPOLLERR", PollEvents::ERR),
        ("EPOLLHUP", PollEvents::HUP),
        ("EPOLLRDNORM", PollEvents::RDNORM),
        ("EPOLLRDHUP", PollEvents::RDHUP),
        ("EPOLLONESHOT", PollEvents::ONESHOT),
        ("EPOLLET", PollEvents::EDGE),
    ];
    let mut all: Vec<(String, Value)> =
        numbers.iter().map(|(name, events)| ((*name).to_owned(), Value::Int(i64::from(events.0)))).collect();
    all.push(("EPOLL_CLOEXEC".into(), Value::Int(0o2000000)));
    all.push(("error".into(), Value::Ref(t::OS_ERROR)));
    all.push(("epoll".into(), Value::Ref(t::EPOLL)));
    all
}

/// A descriptor, or the `fileno()` of an object.
pub(super) fn descriptor(core: &mut Core, value: Value) -> Run<i32> {
    if let Some(Object::Socket(socket)) = core.object(value) {
        let fd = socket.fd;
        return checked(core, i64::from(fd));
    }
    if let Some(Number::Int(fd)) = number(core, value) {
        return checked(core, fd);
    }
    match attributes::find(core, value, sym::FILENO)? {
        Some(method) => match core.call(method, Vec::new())? {
            Value::Int(fd) => checked(core, fd),
            _ => Err(core.type_error("fileno() returned a non-integer")),
        },
        None => Err(core.type_error("argument must be an int, or have a fileno() method.")),
    }
}

fn checked(core: &mut Core, fd: i64) -> Run<i32> {
    if fd < 0 {
        return Err(core.value_error(format!("file descriptor cannot be a negative integer ({fd})")));
    }
    Ok(fd as i32)
}

/// A timeout in seconds; negative ones and `None` wait for ever.
fn seconds(core: &mut Core, value: Option<Value>) -> Run<Option<u64>> {
    match value.filter(|value| !value.is_none()) {
        None => Ok(None),
        Some(value) => match number(core, value) {
            Some(number) => {
                let seconds = number.float();
                if seconds < 0.0 {
                    return Ok(None);
                }
                Ok(Some(libm::ceil(seconds * 1e9) as u64))
            }
            None => Err(core.type_error("timeout must be a real number or None")),
        },
    }
}

fn select(core: &mut Core, args: &Args) -> Run<Value> {
    let [read, write, except, timeout] = args.bind(core, "select", ["", "", "", ""], 3)?;
    let mut given: Vec<Vec<(i32, Value)>> = Vec::new();
    for list in [read, write, except] {
        let mut wanted = Vec::new();
        for item in core.collect(list.unwrap_or(Value::None))? {
            wanted.push((descriptor(core, item)?, item));
        }
        given.push(wanted);
    }
    if let Some(value) = timeout
        && let Some(number) = number(core, value)
        && number.float() < 0.0
    {
        return Err(core.value_error("timeout must be non-negative"));
    }
    let timeout = seconds(core, timeout)?;
    let set = |wanted: &[(i32, Value)]| {
        let mut fds: Vec<Fd> = wanted.iter().map(|(fd, _)| Fd(*fd)).collect();
        fds.sort();
        fds.dedup();
        fds
    };
    let sets = SelectSets { read: set(&given[0]), write: set(&given[1]), except: set(&given[2]) };
    let found = match core.syscall(Syscall::Select { sets, timeout })? {
        Ok(SyscallValue::Select(found)) => found,
        Ok(other) => unreachable!("select gives {other:?}"),
        Err(errno) => return Err(core.os_error(errno)),
    };
    let mut lists = Vec::new();
    for (wanted, ready) in given.iter().zip([&found.read, &found.write, &found.except]) {
        let items = wanted.iter().filter(|(fd, _)| ready.contains(&Fd(*fd))).map(|(_, item)| *item).collect();
        lists.push(core.heap.list(items));
    }
    Ok(core.heap.tuple(lists))
}

fn poll_new(core: &mut Core, _: &Args) -> Run<Value> {
    Ok(Value::Ref(core.heap.add(Object::Poll(Rc::new(Poller::default())))))
}

fn poller(core: &mut Core, object: Value) -> &mut Poller {
    match core.heap.get_mut(object.reference()) {
        Object::Poll(poller) => Rc::make_mut(poller),
        other => unreachable!("{other:?} is no poll object"),
    }
}

fn events(core: &mut Core, value: Option<Value>, default: u32) -> Run<PollEvents> {
    match value {
        Some(value) => Ok(PollEvents(core.size_argument(value)? as u32)),
        None => Ok(PollEvents(default)),
    }
}

fn register(core: &mut Core, args: &Args) -> Run<Value> {
    let (object, [fd, mask]) = args.method(core, "register", ["", "eventmask"], 1)?;
    let fd = descriptor(core, fd.unwrap_or(Value::None))?;
    let mask = events(core, mask, 7)?;
    let poller = poller(core, object);
    match poller.entries.iter_mut().find(|entry| entry.0 == fd) {
        Some(entry) => entry.1 = mask,
        None => poller.entries.push((fd, mask)),
    }
    Ok(Value::None)
}

fn modify(core: &mut Core, args: &Args) -> Run<Value> {
    let (object, [fd, mask]) = args.method(core, "modify", ["", ""], 2)?;
    let fd = descriptor(core, fd.unwrap_or(Value::None))?;
    let mask = events(core, mask, 7)?;
    match poller(core, object).entries.iter_mut().find(|entry| entry.0 == fd) {
        Some(entry) => {
            entry.1 = mask;
            Ok(Value::None)
        }
        None => Err(core.os_error(Errno::ENOENT)),
    }
}

fn unregister(core: &mut Core, args: &Args) -> Run<Value> {
    let (object, [fd]) = args.method(core, "unregister", [""], 1)?;
    let fd = descriptor(core, fd.unwrap_or(Value::None))?;
    let poller = poller(core, object);
    match poller.entries.iter().position(|entry| entry.0 == fd) {
        Some(at) => {
            poller.entries.remove(at);
            Ok(Value::None)
        }
        None => Err(core.raise(t::KEY_ERROR, vec![Value::Int(i64::from(fd))])),
    }
}

/// A timeout in milliseconds, rounded up.
fn milliseconds(core: &mut Core, value: Option<Value>) -> Run<Option<u64>> {
    match value.filter(|value| !value.is_none()) {
        None => Ok(None),
        Some(value) => match number(core, value) {
            Some(number) => {
                let ms = libm::ceil(number.float());
                Ok(if ms < 0.0 { None } else { Some(ms as u64 * 1_000_000) })
            }
            None => Err(core.type_error("timeout must be an integer or None")),
        },
    }
}

fn poll(core: &mut Core, args: &Args) -> Run<Value> {
    let (object, [timeout]) = args.method(core, "poll", [""], 0)?;
    let timeout = milliseconds(core, timeout)?;
    // CPython keeps the descriptors in a dict: in order of registration.
    let fds = poller(core, object)
        .entries
        .iter()
        .map(|(fd, events)| PollFd { fd: Fd(*fd), events: *events })
        .collect();
    let found = match core.syscall(Syscall::Poll { fds, timeout })? {
        Ok(SyscallValue::Poll(found)) => found,
        Ok(other) => unreachable!("poll gives {other:?}"),
        Err(errno) => return Err(core.os_error(errno)),
    };
    let mut items = Vec::new();
    for entry in found {
        let pair = vec![Value::Int(i64::from(entry.fd.0)), Value::Int(i64::from(entry.events.0 & 0xffff))];
        items.push(core.heap.tuple(pair));
    }
    Ok(core.heap.list(items))
}

fn epoll_new(core: &mut Core, args: &Args) -> Run<Value> {
    args.method(core, "epoll", ["sizehint", "flags"], 0)?;
    match core.syscall(Syscall::EpollCreate)? {
        Ok(SyscallValue::Number(fd)) => core.once(|core| {
            core.resources += 1;
            Ok(Value::Ref(core.heap.add(Object::Epoll(fd as i32))))
        }),
        Ok(other) => unreachable!("epoll_create gives {other:?}"),
        Err(errno) => Err(core.os_error(errno)),
    }
}

fn epoll_fd(core: &mut Core, args: &Args) -> Run<i32> {
    match core.object(args.positional[0]) {
        Some(Object::Epoll(fd)) if *fd >= 0 => Ok(*fd),
        _ => Err(core.value_error("I/O operation on closed epoll object")),
    }
}

fn control(core: &mut Core, args: &Args, name: &str, operation: EpollOperation, needed: usize) -> Run<Value> {
    let epoll = epoll_fd(core, args)?;
    let (_, [fd, mask]) = args.method(core, name, ["fd", "eventmask"], needed)?;
    let fd = descriptor(core, fd.unwrap_or(Value::None))?;
    let events = events(core, mask, 7)?;
    let call = Syscall::EpollControl { epoll: Fd(epoll), operation, fd: Fd(fd), events, data: fd as u64 };
    match core.syscall(call)? {
        Ok(_) => Ok(Value::None),
        Err(errno) => Err(core.os_error(errno)),
    }
}

fn epoll_register(core: &mut Core, args: &Args) -> Run<Value> {
    control(core, args, "register", EpollOperation::Add, 1)
}

fn epoll_modify(core: &mut Core, args: &Args) -> Run<Value> {
    control(core, args, "modify", EpollOperation::Modify, 2)
}

fn epoll_unregister(core: &mut Core, args: &Args) -> Run<Value> {
    control(core, args, "unregister", EpollOperation::Delete, 1)
}

fn epoll_poll(core: &mut Core, args: &Args) -> Run<Value> {
    let epoll = epoll_fd(core, args)?;
    let (_, [timeout, maximum]) = args.method(core, "poll", ["timeout", "maxevents"], 0)?;
    let timeout = seconds(core, timeout)?.map(|ns| ns.div_ceil(1_000_000) * 1_000_000);
    let maximum = match maximum {
        Some(maximum) => core.size_argument(maximum)?,
        None => -1,
    };
    let maximum = if maximum == -1 { 1023 } else { maximum };
    if maximum <= 0 {
        return Err(core.value_error(format!("maxevents must be greater than 0, got {maximum}")));
    }
    let found =
        match core.syscall(Syscall::EpollWait { epoll: Fd(epoll), maximum: maximum as usize, timeout })? {
            Ok(SyscallValue::Epoll(found)) => found,
            Ok(other) => unreachable!("epoll_wait gives {other:?}"),
            Err(errno) => return Err(core.os_error(errno)),
        };
    let mut items = Vec::new();
    for event in found {
        let pair = vec![Value::Int(event.data as i64), Value::Int(i64::from(event.events.0))];
        items.push(core.heap.tuple(pair));
    }
    Ok(core.heap.list(items))
}

fn epoll_close(core: &mut Core, args: &Args) -> Run<Value> {
    let object = args.positional[0];
    let fd = core.once(|core| {
        let Object::Epoll(fd) = core.heap.get_mut(object.reference()) else {
            unreachable!("an epoll object")
        };
        let fd = std::mem::replace(fd, -1);
        if fd >= 0 {
            core.resources -= 1;
        }
        Ok(Value::Int(i64::from(fd)))
    })?;
    let Value::Int(fd) = fd else { unreachable!("a descriptor is a number") };
    if fd >= 0
        && let Err(errno) = core.syscall(Syscall::Close { fd: Fd(fd as i32) })?
    {
        return Err(core.os_error(errno));
    }
    Ok(Value::None)
}

fn epoll_fileno(core: &mut Core, args: &Args) -> Run<Value> {
    Ok(Value::Int(i64::from(epoll_fd(core, args)?)))
}

fn epoll_enter(_: &mut Core, args: &Args) -> Run<Value> {
    Ok(args.positional[0])
}
