//! `errno`.

use crate::builtins::NativeEntry;
use crate::machine::Core;
use crate::values::{Key, Object, Value};
use netlab_abi::Errno;
use std::rc::Rc;

pub(crate) const NATIVES: &[NativeEntry] = &[];

/// Numbers that no call of the lab gives, but that programs name.
const OTHERS: &[(&str, i64)] = &[
    ("E2BIG", 7),
    ("ENOEXEC", 8),
    ("ENOTBLK", 15),
    ("EBUSY", 16),
    ("EXDEV", 18),
    ("ENOTDIR", 20),
    ("EISDIR", 21),
    ("ENFILE", 23),
    ("ETXTBSY", 26),
    ("EFBIG", 27),
    ("ENOSPC", 28),
    ("EROFS", 30),
    ("EMLINK", 31),
    ("EDEADLOCK", 35),
    ("ENAMETOOLONG", 36),
    ("ENOLCK", 37),
    ("ENOTEMPTY", 39),
    ("ELOOP", 40),
    ("ENOMSG", 42),
    ("EIDRM", 43),
    ("ECHRNG", 44),
    ("EL2NSYNC", 45),
    ("EL3HLT", 46),
    ("EL3RST", 47),
    ("ELNRNG", 48),
    ("EUNATCH", 49),
    ("ENOCSI", 50),
    ("EL2HLT", 51),
    ("EBADE", 52),
    ("EBADR", 53),
    ("EXFULL", 54),
    ("ENOANO", 55),
    ("EBADRQC", 56),
    ("EBADSLT", 57),
    ("EBFONT", 59),
    ("ENOSTR", 60),
    ("ENODATA", 61),
    ("ETIME", 62),
    ("ENOSR", 63),
    ("ENONET", 64),
    ("ENOPKG", 65),
    ("EREMOTE", 66),
    ("ENOLINK", 67),
    ("EADV", 68),
    ("ESRMNT", 69),
    ("ECOMM", 70),
    ("EPROTO", 71),
    ("EMULTIHOP", 72),
    ("EDOTDOT", 73),
    ("EBADMSG", 74),
    ("EOVERFLOW", 75),
    ("ENOTUNIQ", 76),
    ("EBADFD", 77),
    ("EREMCHG", 78),
    ("ELIBACC", 79),
    ("ELIBBAD", 80),
    ("ELIBSCN", 81),
    ("ELIBMAX", 82),
    ("ELIBEXEC", 83),
    ("EILSEQ", 84),
    ("ERESTART", 85),
    ("ESTRPIPE", 86),
    ("EUSERS", 87),
    ("ENOTSUP", 95),
    ("EPFNOSUPPORT", 96),
    ("ENETRESET", 102),
    ("ESHUTDOWN", 108),
    ("ETOOMANYREFS", 109),
    ("ESTALE", 116),
    ("EUCLEAN", 117),
    ("ENOTNAM", 118),
    ("ENAVAIL", 119),
    ("EISNAM", 120),
    ("EREMOTEIO", 121),
    ("EDQUOT", 122),
    ("ENOMEDIUM", 123),
    ("EMEDIUMTYPE", 124),
    ("ECANCELED", 125),
    ("ENOKEY", 126),
    ("EKEYEXPIRED", 127),
    ("EKEYREVOKED", 128),
    ("EKEYREJECTED", 129),
    ("EOWNERDEAD", 130),
    ("ENOTRECOVERABLE", 131),
    ("ERFKILL", 132),
];

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
    for (name, number) in OTHERS {
        all.push(((*name).to_owned(), Value::Int(*number)));
        let name = core.heap.str(*name);
        codes.insert(Key::Int(*number), (Value::Int(*number), name));
    }
    for (name, number) in [("ENOTSUP", 95), ("EDEADLOCK", 35)] {
        all.push((name.to_owned(), Value::Int(number)));
    }
    all.push(("EWOULDBLOCK".to_owned(), Value::Int(i64::from(Errno::EAGAIN.number()))));
    let codes = Value::Ref(core.heap.add(Object::Dict(Rc::new(codes))));
    all.push(("errorcode".to_owned(), codes));
    all
}
