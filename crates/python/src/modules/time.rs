//! `time`: virtual time.

use crate::builtins::{Owner, natives};
use crate::machine::{Args, Core, Run};
use crate::operations::arithmetic::number;
use crate::values::{Object, Value, t};
use netlab_abi::{ClockId, Syscall, SyscallValue};
use std::rc::Rc;

natives! {
    Owner::Module("time");
    "time" => time, "time_ns" => time_ns, "monotonic" => monotonic, "monotonic_ns" => monotonic_ns,
    "perf_counter" => monotonic, "perf_counter_ns" => monotonic_ns, "process_time" => process_time,
    "thread_time" => process_time, "process_time_ns" => process_time_ns, "thread_time_ns" => process_time_ns,
    "clock_gettime" => clock_gettime, "clock_gettime_ns" => clock_gettime_ns, "clock_getres" => clock_getres,
    "tzset" => tzset, "sleep" => sleep, "gmtime" => gmtime, "localtime" => gmtime,
    "strftime" => strftime, "mktime" => mktime, "ctime" => ctime, "asctime" => asctime,
}

fn clock(core: &mut Core, clock: ClockId) -> Run<i64> {
    match core.syscall(Syscall::ClockGetTime { clock })? {
        Ok(SyscallValue::Number(ns)) => Ok(ns),
        Ok(other) => unreachable!("a clock gives {other:?}"),
        Err(errno) => Err(core.os_error(errno)),
    }
}

fn seconds(ns: i64) -> Value {
    // As `_PyTime_AsSecondsDouble`: whole seconds exactly when it can.
    Value::Float(if ns % 1_000_000_000 == 0 { (ns / 1_000_000_000) as f64 } else { ns as f64 / 1e9 })
}

fn time(core: &mut Core, _: &Args) -> Run<Value> {
    Ok(seconds(clock(core, ClockId::Realtime)?))
}

fn time_ns(core: &mut Core, _: &Args) -> Run<Value> {
    Ok(Value::Int(clock(core, ClockId::Realtime)?))
}

fn monotonic(core: &mut Core, _: &Args) -> Run<Value> {
    Ok(seconds(clock(core, ClockId::Monotonic)?))
}

fn monotonic_ns(core: &mut Core, _: &Args) -> Run<Value> {
    Ok(Value::Int(clock(core, ClockId::Monotonic)?))
}

fn process_time(core: &mut Core, _: &Args) -> Run<Value> {
    Ok(seconds(clock(core, ClockId::ProcessCpu)?))
}

fn process_time_ns(core: &mut Core, _: &Args) -> Run<Value> {
    Ok(Value::Int(clock(core, ClockId::ProcessCpu)?))
}

/// A clock by its number.
fn which(core: &mut Core, args: &Args, name: &str) -> Run<ClockId> {
    let [number] = args.bind(core, name, [""], 1)?;
    match core.size_argument(number.unwrap_or(Value::None))? {
        0 | 5 | 11 => Ok(ClockId::Realtime),
        1 | 4 | 6 | 7 => Ok(ClockId::Monotonic),
        2 | 3 => Ok(ClockId::ProcessCpu),
        _ => Err(core.os_error(netlab_abi::Errno::EINVAL)),
    }
}

fn clock_gettime(core: &mut Core, args: &Args) -> Run<Value> {
    let which = which(core, args, "clock_gettime")?;
    Ok(seconds(clock(core, which)?))
}

fn clock_gettime_ns(core: &mut Core, args: &Args) -> Run<Value> {
    let which = which(core, args, "clock_gettime_ns")?;
    Ok(Value::Int(clock(core, which)?))
}

fn clock_getres(core: &mut Core, args: &Args) -> Run<Value> {
    which(core, args, "clock_getres")?;
    Ok(Value::Float(1e-9))
}

fn tzset(_: &mut Core, _: &Args) -> Run<Value> {
    Ok(Value::None)
}

/// Contents that are no functions: the lab lives in UTC.
pub(super) fn constants(core: &mut Core) -> Vec<(String, Value)> {
    let mut all = vec![("struct_time".to_owned(), Value::Ref(t::STRUCT_TIME))];
    for (name, number) in [
        ("timezone", 0),
        ("altzone", 0),
        ("daylight", 0),
        ("CLOCK_REALTIME", 0),
        ("CLOCK_MONOTONIC", 1),
        ("CLOCK_PROCESS_CPUTIME_ID", 2),
        ("CLOCK_THREAD_CPUTIME_ID", 3),
        ("CLOCK_MONOTONIC_RAW", 4),
        ("CLOCK_BOOTTIME", 7),
        ("CLOCK_TAI", 11),
    ] {
        all.push((name.to_owned(), Value::Int(number)));
    }
    let zone = core.heap.str("UTC");
    let zones = core.heap.tuple(vec![zone, zone]);
    all.push(("tzname".to_owned(), zones));
    all
}

fn sleep(core: &mut Core, args: &Args) -> Run<Value> {
    let [duration] = args.bind(core, "sleep", [""], 1)?;
    let value = duration.unwrap_or(Value::None);
    let Some(number) = number(core, value) else {
        let name = core.type_name(value);
        return Err(core.type_error(format!("'{name}' object cannot be interpreted as an integer")));
    };
    let seconds = number.float();
    if seconds.is_nan() {
        return Err(core.value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(core.value_error("sleep length must be non-negative"));
    }
    if seconds > 9.2e9 {
        return Err(core.error(t::OVERFLOW_ERROR, "timestamp out of range for platform time_t"));
    }
    let mut duration = libm::ceil(seconds * 1e9) as u64;
    // A handler may interrupt the sleep, which then goes on to its end (PEP 475). Only then is the clock needed.
    if core.once(|core| Ok(Value::Bool(!core.handlers.is_empty())))?.is(Value::Bool(true)) {
        let taken = core.once(|core| Ok(Value::Int(core.signals_taken as i64)))?;
        let end = clock(core, ClockId::Monotonic)? + duration as i64;
        if !taken.is(Value::Int(core.signals_taken as i64)) {
            duration = (end - clock(core, ClockId::Monotonic)?).max(0) as u64;
        }
    }
    match core.syscall(Syscall::Sleep { duration })? {
        Ok(_) => Ok(Value::None),
        Err(errno) => Err(core.os_error(errno)),
    }
}

/// Year, month, day, hour, minute, second, weekday (Monday 0), day of the year (1) of seconds since 1970, UTC.
fn civil(seconds: i64) -> [i64; 9] {
    let days = seconds.div_euclid(86_400);
    let rest = seconds.rem_euclid(86_400);
    // Days to a date by eras of 400 years that begin in March.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let weekday = (days + 3).rem_euclid(7);
    let year_day = days - days_before(year, 1, 1) + 1;
    [year, month, day, rest / 3600, rest / 60 % 60, rest % 60, weekday, year_day, 0]
}

/// Days from 1970 to a date.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn moment(core: &mut Core, value: Option<Value>) -> Run<i64> {
    match value.filter(|value| !value.is_none()) {
        Some(value) => match number(core, value) {
            Some(number) => Ok(libm::floor(number.float()) as i64),
            None => Err(core.type_error("a number is required")),
        },
        None => Ok(clock(core, ClockId::Realtime)?.div_euclid(1_000_000_000)),
    }
}

fn struct_time(core: &mut Core, parts: [i64; 9]) -> Value {
    let payload = core.heap.tuple(parts.map(Value::Int).to_vec());
    Value::Ref(core.heap.add(Object::Instance { class: t::STRUCT_TIME, payload, fields: Rc::default() }))
}

fn gmtime(core: &mut Core, args: &Args) -> Run<Value> {
    let [seconds] = args.bind(core, "gmtime", [""], 0)?;
    let seconds = moment(core, seconds)?;
    Ok(struct_time(core, civil(seconds)))
}

/// `struct_time` fields.
pub(super) fn attribute(core: &mut Core, object: Value, name: &str) -> Option<Value> {
    const NAMES: [&str; 9] =
        ["tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst"];
    let at = NAMES.iter().position(|known| *known == name)?;
    core.sequence(object)?.get(at).copied()
}

fn parts(core: &mut Core, value: Option<Value>) -> Run<[i64; 9]> {
    let Some(value) = value else {
        let now = moment(core, None)?;
        return Ok(civil(now));
    };
    let items = core.sequence(value).unwrap_or_default();
    let numbers: Vec<i64> =
        items.iter().filter_map(|item| if let Value::Int(int) = item { Some(*int) } else { None }).collect();
    match numbers.try_into() {
        Ok(parts) => Ok(parts),
        Err(_) => Err(core.type_error("Tuple or struct_time argument required")),
    }
}

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn named(names: &[&'static str], index: i64) -> &'static str {
    names.get(index as usize).copied().unwrap_or("?")
}

fn strftime(core: &mut Core, args: &Args) -> Run<Value> {
    let [format, moment] = args.bind(core, "strftime", ["", ""], 1)?;
    let format = core.text(format.unwrap_or(Value::None), "strftime() argument 1")?;
    let [year, month, day, hour, minute, second, weekday, year_day, _] = parts(core, moment)?;
    let mut out = String::new();
    let mut chars = format.string.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let half = if hour % 12 == 0 { 12 } else { hour % 12 };
        match chars.next() {
            Some('Y') => out.push_str(&year.to_string()),
            Some('y') => out.push_str(&format!("{:02}", year % 100)),
            Some('m') => out.push_str(&format!("{month:02}")),
            Some('d') => out.push_str(&format!("{day:02}")),
            Some('e') => out.push_str(&format!("{day:2}")),
            Some('H') => out.push_str(&format!("{hour:02}")),
            Some('I') => out.push_str(&format!("{half:02}")),
            Some('M') => out.push_str(&format!("{minute:02}")),
            Some('S') => out.push_str(&format!("{second:02}")),
            Some('j') => out.push_str(&format!("{year_day:03}")),
            Some('p') => out.push_str(if hour < 12 { "AM" } else { "PM" }),
            Some('A') => out.push_str(named(&DAYS, weekday)),
            Some('a') => out.push_str(&named(&DAYS, weekday)[..3]),
            Some('B') => out.push_str(named(&MONTHS, month - 1)),
            Some('b' | 'h') => out.push_str(&named(&MONTHS, month - 1)[..3]),
            Some('F') => out.push_str(&format!("{year}-{month:02}-{day:02}")),
            Some('T' | 'X') => out.push_str(&format!("{hour:02}:{minute:02}:{second:02}")),
            Some('D' | 'x') => out.push_str(&format!("{month:02}/{day:02}/{:02}", year % 100)),
            Some('R') => out.push_str(&format!("{hour:02}:{minute:02}")),
            Some('Z') => out.push_str("UTC"),
            Some('z') => out.push_str("+0000"),
            Some('c') => out.push_str(&date([year, month, day, hour, minute, second, weekday, year_day, 0])),
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('%') => out.push('%'),
            Some(other) => {
                out.push('%');
                out.push(other);
            }
            None => out.push('%'),
        }
    }
    Ok(core.heap.str(out))
}

fn mktime(core: &mut Core, args: &Args) -> Run<Value> {
    let [moment] = args.bind(core, "mktime", [""], 1)?;
    let [year, month, day, hour, minute, second, ..] = parts(core, moment)?;
    Ok(Value::Float((days_before(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second) as f64))
}

fn date(parts: [i64; 9]) -> String {
    let [year, month, day, hour, minute, second, weekday, ..] = parts;
    let (weekday, month) = (&named(&DAYS, weekday), &named(&MONTHS, month - 1));
    format!(
        "{} {} {day:2} {hour:02}:{minute:02}:{second:02} {year}",
        weekday.get(..3).unwrap_or(weekday),
        month.get(..3).unwrap_or(month)
    )
}

fn ctime(core: &mut Core, args: &Args) -> Run<Value> {
    let [seconds] = args.bind(core, "ctime", [""], 0)?;
    let seconds = moment(core, seconds)?;
    Ok(core.heap.str(date(civil(seconds))))
}

fn asctime(core: &mut Core, args: &Args) -> Run<Value> {
    let [moment] = args.bind(core, "asctime", [""], 0)?;
    let parts = parts(core, moment)?;
    Ok(core.heap.str(date(parts)))
}
