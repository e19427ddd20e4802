//! `errno`.

use crate::builtins::NativeEntry;
use crate::machine::Core;
use crate::values::{Key, Object, Value};
use netlab_abi::Errno;
use std::rc::Rc;

pub(crate) const NATIVES: &[NativeEntry] = &[];

/// Names and numbers; `errorcode` the other way round.
pub(super) fn constants(core: &mut Core) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    let mut codes = crate::values::Dict::default();
    for errno in Errno::ALL {
        let number = i64::from(errno.number());
        all.push((errno.name().to_owned(), Value::Int(number)));
        let name = core.heap.str(errno.name());
        codes.insert(Key::Int(number), (Value::Int(number), name));
    }
    all.push(("EWOULDBLOCK".to_owned(), Value::Int(i64::from(Errno::EAGAIN.number()))));
    let codes = Value::Ref(core.heap.add(Object::Dict(Rc::new(codes))));
    all.push(("errorcode".to_owned(), codes));
    all
}
