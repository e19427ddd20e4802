//! Modules: built-in contents here, the rest in Python (`stdlib/*.py`, compiled into `stdlib.bin`).

mod errnos;
mod json;
mod math;
mod os;
pub(crate) mod random;
mod select;
mod signals;
mod socket;
mod streams;
mod structs;
mod sys;
mod thread;
mod time;
mod various;

use crate::builtins::{NativeEntry, Owner, sym};
use crate::code::Code;
use crate::machine::{Core, Run, run_module};
use crate::values::{Object, Value, t};
use std::sync::OnceLock;

/// Built-in functions of all modules.
pub(crate) const NATIVES: &[&[NativeEntry]] = &[
    errnos::NATIVES,
    json::NATIVES,
    math::NATIVES,
    os::NATIVES,
    random::NATIVES,
    select::NATIVES,
    signals::NATIVES,
    socket::NATIVES,
    streams::NATIVES,
    structs::NATIVES,
    sys::NATIVES,
    thread::NATIVES,
    time::NATIVES,
    various::NATIVES,
];

/// Modules without Python code.
const NATIVE_MODULES: &[&str] = &[
    "_socket", "_lab", "_thread", "_random", "_json", "errno", "math", "select", "struct", "sys", "time",
    "_signal", "_os", "binascii",
];

/// The standard library's Python part: names and programs.
fn library() -> &'static [(String, Code)] {
    static LIBRARY: OnceLock<Vec<(String, Code)>> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        postcard::from_bytes(include_bytes!("../../stdlib.bin"))
            .expect("the library was written by this version")
    })
}

/// Whether there is such a module.
pub(crate) fn exists(name: &str) -> bool {
    NATIVE_MODULES.contains(&name) || library().iter().any(|(known, _)| known == name)
}

/// `import name`
pub(crate) fn import(core: &mut Core, name: &str) -> Run<Value> {
    let found = core.modules.iter().position(|module| module.name.as_ref() == name && name != "__main__");
    let index = match found {
        Some(index) => index as u16,
        None => {
            let code = library().iter().find(|(known, _)| known == name).map(|(_, code)| code.clone());
            if code.is_none() && !NATIVE_MODULES.contains(&name) {
                return Err(core.error(t::MODULE_NOT_FOUND_ERROR, format!("No module named '{name}'")));
            }
            let unit = code.map(|code| core.load(code, true));
            let index = core.add_module(name, unit);
            fill(core, index, name);
            index
        }
    };
    if let Some((parent, child)) = name.rsplit_once('.') {
        let parent = import(core, parent)?;
        let child = core.symbols.intern(child);
        if let Value::Module(parent) = parent {
            core.modules[parent as usize].fields.set(child, Value::Module(index));
        }
    }
    let module = &core.modules[index as usize];
    let mut run = module.unit.is_some() && !module.begun;
    run |= core.once(|_| Ok(Value::Bool(run)))?.is(Value::Bool(true));
    if run {
        core.once(|core| {
            core.begin_module(index);
            Ok(Value::None)
        })?;
        run_module(core, index)?;
    }
    Ok(Value::Module(index))
}

/// Puts built-in functions and constants into a module.
fn fill(core: &mut Core, index: u16, name: &str) {
    let mut entries: Vec<(String, Value)> = Vec::new();
    let groups = NATIVES.iter().copied().flatten().chain(crate::builtins::functions::NATIVES);
    for entry in groups {
        if let Owner::Module(owner) = entry.owner
            && (owner == name || (owner, name) == ("_socket", "socket"))
        {
            entries.push((entry.name.to_owned(), crate::builtins::native(entry.owner, entry.name)));
        }
    }
    entries.extend(match name {
        "_socket" | "socket" => socket::constants(core),
        "select" => select::constants(core),
        "errno" => errnos::constants(core),
        "sys" => sys::constants(core),
        "math" => math::constants(core),
        "struct" => vec![("error".to_owned(), Value::Ref(t::STRUCT_ERROR))],
        "_signal" => signals::constants(core),
        "time" => time::constants(core),
        "_json" => vec![("JSONDecodeError".to_owned(), Value::Ref(t::JSON_DECODE_ERROR))],
        "_lab" => vec![
            ("UnsupportedOperation".to_owned(), Value::Ref(t::UNSUPPORTED_OPERATION)),
            ("function".to_owned(), Value::Ref(t::FUNCTION)),
            ("generator".to_owned(), Value::Ref(t::GENERATOR)),
            ("module".to_owned(), Value::Ref(t::MODULE)),
            ("method".to_owned(), Value::Ref(t::METHOD)),
            ("native".to_owned(), Value::Ref(t::NATIVE)),
            ("traceback".to_owned(), Value::Ref(t::TRACEBACK)),
            ("frame".to_owned(), Value::Ref(t::FRAME)),
            ("code".to_owned(), Value::Ref(t::CODE)),
            ("cell".to_owned(), Value::Ref(t::CELL)),
            ("NoneType".to_owned(), Value::Ref(t::NONE)),
        ],
        "binascii" => vec![("Error".to_owned(), Value::Ref(t::BINASCII_ERROR))],
        _ => Vec::new(),
    });
    for (name, value) in entries {
        let name = core.symbols.intern(&name);
        core.modules[index as usize].fields.set(name, value);
    }
}

/// Attributes of the modules' objects that are not methods.
pub(crate) fn attribute(core: &mut Core, object: Value, name: &str) -> Run<Option<Value>> {
    match core.object_raw(object) {
        Some(Object::Socket(_)) => Ok(socket::attribute(core, object, name)),
        Some(Object::Epoll(fd)) if name == "closed" => Ok(Some(Value::Bool(*fd < 0))),
        Some(Object::Instance { class, .. }) if *class == t::STRUCT_TIME => {
            Ok(time::attribute(core, object, name))
        }
        _ => Ok(None),
    }
}

impl Core {
    fn loaded(&self, name: &str) -> Option<u16> {
        self.modules.iter().position(|module| module.name.as_ref() == name).map(|index| index as u16)
    }

    /// `threading._shutdown`, if the program has imported it.
    pub(crate) fn shutdown_function(&self) -> Option<Value> {
        self.module_attribute(self.loaded("threading")?, sym::SHUTDOWN)
    }

    /// The running thread's name.
    pub(crate) fn thread_name(&self) -> String {
        format!("Thread-{}", self.current_thread)
    }
}
