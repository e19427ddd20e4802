//! `sys`.

use super::streams;
use crate::builtins::{Owner, natives};
use crate::machine::{Args, Core, Run};
use crate::values::{Object, Value, t};

natives! {
    Owner::Module("sys");
    "exit" => exit, "exc_info" => exc_info, "getrecursionlimit" => getrecursionlimit,
    "setrecursionlimit" => setrecursionlimit, "getsizeof" => getsizeof, "intern" => intern,
    "getdefaultencoding" => encoding, "getrefcount" => getrefcount,
    "getfilesystemencoding" => encoding, "exception" => exception, "getswitchinterval" => getswitchinterval,
    "setswitchinterval" => setswitchinterval, "is_finalizing" => is_finalizing,
}

/// Contents that are no functions.
pub(super) fn constants(core: &mut Core) -> Vec<(String, Value)> {
    let stdin = streams::make(core, t::TEXT_IO, 0);
    let stdout = streams::make(core, t::TEXT_IO, 1);
    let stderr = streams::make(core, t::TEXT_IO, 2);
    let final_ = core.heap.str("final");
    let parts = [Value::Int(3), Value::Int(11), Value::Int(7), final_, Value::Int(0)];
    let version_info = core.heap.tuple(parts.to_vec());
    let names = ["major", "minor", "micro", "releaselevel", "serial"];
    let version_info =
        crate::builtins::exceptions::record_of(core, t::VERSION_INFO, version_info, &names, &parts);
    let mut all = vec![
        ("argv".to_owned(), core.argv),
        ("stdin".to_owned(), stdin),
        ("stdout".to_owned(), stdout),
        ("stderr".to_owned(), stderr),
        ("__stdout__".to_owned(), stdout),
        ("__stderr__".to_owned(), stderr),
        ("__stdin__".to_owned(), stdin),
        ("maxsize".to_owned(), Value::Int(i64::MAX)),
        ("maxunicode".to_owned(), Value::Int(0x10ffff)),
        ("hexversion".to_owned(), Value::Int(0x030b_07f0)),
        ("dont_write_bytecode".to_owned(), Value::Bool(true)),
        ("version_info".to_owned(), version_info),
    ];
    for (name, text) in [
        ("byteorder", "little"),
        ("platform", "linux"),
        ("version", "3.11.7 (netlab)"),
        ("executable", "/usr/bin/python3"),
    ] {
        all.push((name.to_owned(), core.heap.str(text)));
    }
    let path = core.heap.list(Vec::new());
    all.push(("path".to_owned(), path));
    let modules = core.str_dict(Vec::new());
    all.push(("modules".to_owned(), modules));
    all
}

fn exit(core: &mut Core, args: &Args) -> Run<Value> {
    let [code] = args.bind(core, "exit", [""], 0)?;
    let arguments = code.into_iter().collect();
    let exception = core.exception(t::SYSTEM_EXIT, arguments);
    crate::builtins::exceptions::fill(core, exception);
    Err(crate::machine::Stop::Raise(exception))
}

fn exc_info(core: &mut Core, _: &Args) -> Run<Value> {
    let exception = core.handled;
    let traceback = crate::builtins::exceptions::traceback(core, exception);
    let items = match core.object(exception) {
        Some(Object::Exception(data)) => vec![Value::Ref(data.class), exception, traceback],
        _ => vec![Value::None; 3],
    };
    Ok(core.heap.tuple(items))
}

fn getrecursionlimit(core: &mut Core, _: &Args) -> Run<Value> {
    Ok(Value::Int(core.recursion_limit as i64))
}

fn setrecursionlimit(core: &mut Core, args: &Args) -> Run<Value> {
    let [limit] = args.bind(core, "setrecursionlimit", [""], 1)?;
    let limit = core.size_argument(limit.unwrap_or(Value::None))?;
    core.recursion_limit = limit.clamp(10, 20_000) as usize;
    Ok(Value::None)
}

fn getsizeof(_: &mut Core, _: &Args) -> Run<Value> {
    Ok(Value::Int(48))
}

fn getrefcount(_: &mut Core, _: &Args) -> Run<Value> {
    Ok(Value::Int(2))
}

fn intern(core: &mut Core, args: &Args) -> Run<Value> {
    let [text] = args.bind(core, "intern", [""], 1)?;
    core.text(text.unwrap_or(Value::None), "intern() argument")?;
    Ok(text.unwrap_or(Value::None))
}

fn encoding(core: &mut Core, _: &Args) -> Run<Value> {
    Ok(core.heap.str("utf-8"))
}

/// `sys.exception()`: what is being handled.
fn exception(core: &mut Core, _: &Args) -> Run<Value> {
    Ok(core.handled)
}

fn getswitchinterval(_: &mut Core, _: &Args) -> Run<Value> {
    Ok(Value::Float(0.005))
}

fn setswitchinterval(_: &mut Core, _: &Args) -> Run<Value> {
    Ok(Value::None)
}

fn is_finalizing(_: &mut Core, _: &Args) -> Run<Value> {
    Ok(Value::Bool(false))
}
