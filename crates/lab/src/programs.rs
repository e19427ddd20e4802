//! The labs' own programs: Python sources, and beside each its compiled form, so that the page needs no compiler to open
//! a lab. `tests/programs.rs` compares the two and writes the compiled forms anew with `UPDATE_EXPECT=1`.

use netlab_python::{Code, code::Instr};

/// Source and compiled form of one program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carried {
    /// The source.
    pub source: &'static str,
    /// Its [`Code`] in postcard's form.
    pub compiled: &'static [u8],
}

macro_rules! carried {
    ($name:literal) => {
        Carried {
            source: include_str!(concat!("../programs/", $name, ".py")),
            compiled: include_bytes!(concat!("../programs/", $name, ".code")),
        }
    };
}

/// `hello`'s client.
pub const HELLO_CLIENT: Carried = carried!("hello_client");
/// `hello`'s server.
pub const HELLO_SERVER: Carried = carried!("hello_server");
/// `flood`'s client.
pub const FLOOD_CLIENT: Carried = carried!("flood_client");
/// `flood`'s server.
pub const FLOOD_SERVER: Carried = carried!("flood_server");
/// A client that never sleeps in a call.
pub const NONBLOCKING_CLIENT: Carried = carried!("nonblocking_client");
/// A server that takes its time.
pub const NONBLOCKING_SERVER: Carried = carried!("nonblocking_server");
/// A client faster than its server.
pub const SLOW_CLIENT: Carried = carried!("slow_client");
/// A server slower than its client.
pub const SLOW_SERVER: Carried = carried!("slow_server");
/// Three connections at once.
pub const THREADS_CLIENT: Carried = carried!("threads_client");
/// Echo, with a thread for each connection.
pub const THREADS_SERVER: Carried = carried!("threads_server");
/// Three connections, one after the other.
pub const SELECT_CLIENT: Carried = carried!("select_client");
/// Echo, with one thread and `select`.
pub const SELECT_SERVER: Carried = carried!("select_server");
/// Messages with their length in front.
pub const FRAMED_CLIENT: Carried = carried!("framed_client");
/// The same, at the server.
pub const FRAMED_SERVER: Carried = carried!("framed_server");

/// Two sends.
pub const FRAMING_CLIENT: Carried = carried!("framing_client");
/// It reads until the end, after a while.
pub const FRAMING_SERVER: Carried = carried!("framing_server");
/// It connects, or says why not.
pub const LATE_CLIENT: Carried = carried!("late_client");
/// It listens late.
pub const LATE_SERVER: Carried = carried!("late_server");
/// It sends, and waits for an answer.
pub const UNREAD_CLIENT: Carried = carried!("unread_client");
/// It closes without reading.
pub const UNREAD_SERVER: Carried = carried!("unread_server");
/// It says that it has no more to send, and waits for the answer.
pub const HALFCLOSE_CLIENT: Carried = carried!("halfclose_client");
/// It reads to the end, and answers then.
pub const HALFCLOSE_SERVER: Carried = carried!("halfclose_server");

/// All of them.
const ALL: [Carried; 22] = [
    FRAMING_CLIENT,
    FRAMING_SERVER,
    LATE_CLIENT,
    LATE_SERVER,
    UNREAD_CLIENT,
    UNREAD_SERVER,
    HALFCLOSE_CLIENT,
    HALFCLOSE_SERVER,
    HELLO_CLIENT,
    HELLO_SERVER,
    FLOOD_CLIENT,
    FLOOD_SERVER,
    NONBLOCKING_CLIENT,
    NONBLOCKING_SERVER,
    SLOW_CLIENT,
    SLOW_SERVER,
    THREADS_CLIENT,
    THREADS_SERVER,
    SELECT_CLIENT,
    SELECT_SERVER,
    FRAMED_CLIENT,
    FRAMED_SERVER,
];

/// The carried program with this very source.
pub fn carried(source: &str) -> Option<Carried> {
    ALL.into_iter().find(|carried| carried.source == source)
}

impl Carried {
    /// Source and program, with one whole number replaced in both: the `number` that stands in the line of `place`.
    pub fn load(&self, replaced: Option<(&str, u32, u32)>) -> (String, Code) {
        let mut code: Code =
            postcard::from_bytes(self.compiled).expect("the program was compiled by this version");
        let mut source = self.source.to_owned();
        if let Some((place, old, new)) = replaced.filter(|(_, old, new)| old != new) {
            source = source.replace(&format!("{place}, {old})"), &format!("{place}, {new})"));
            // The compiler writes a number of this size into its instruction.
            let number = |value: u32| Instr::LoadInt(i32::try_from(value).expect("a buffer's size fits"));
            let (old, new) = (number(old), number(new));
            let instructions = code.functions.iter_mut().flat_map(|function| &mut function.instructions);
            let mut count = 0;
            for instruction in instructions.filter(|instruction| **instruction == old) {
                *instruction = new;
                count += 1;
            }
            assert!(count == 1, "the program holds the number once");
            code.source.clone_from(&source);
        }
        (source, code)
    }
}
