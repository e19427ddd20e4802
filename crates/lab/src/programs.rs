//! The labs' own programs: Python sources, and beside each its compiled form, so that the page needs no compiler to open
//! a lab. `tests/programs.rs` compares the two and writes the compiled forms anew with `UPDATE_EXPECT=1`.

use crate::{catalogue::LABS, examples::EXAMPLES};
use netlab_python::{Code, code::Instr};

/// Source and compiled form of one program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carried {
    /// The source.
    pub source: &'static str,
    /// Its [`Code`] in postcard's form.
    pub compiled: &'static [u8],
}

macro_rules! carry {
    ($name:literal) => {
        $crate::programs::Carried {
            source: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/programs/", $name, ".py")),
            compiled: include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/programs/", $name, ".code")),
        }
    };
}
pub(crate) use carry;

/// `hello`'s client.
pub const HELLO_CLIENT: Carried = carry!("hello_client");
/// `hello`'s server.
pub const HELLO_SERVER: Carried = carry!("hello_server");
/// `flood`'s client.
pub const FLOOD_CLIENT: Carried = carry!("flood_client");
/// `flood`'s server.
pub const FLOOD_SERVER: Carried = carry!("flood_server");
/// A client that never sleeps in a call.
pub const NONBLOCKING_CLIENT: Carried = carry!("nonblocking_client");
/// A server that takes its time.
pub const NONBLOCKING_SERVER: Carried = carry!("nonblocking_server");
/// A client faster than its server.
pub const SLOW_CLIENT: Carried = carry!("slow_client");
/// A server slower than its client.
pub const SLOW_SERVER: Carried = carry!("slow_server");
/// Three connections at once.
pub const THREADS_CLIENT: Carried = carry!("threads_client");
/// Echo, with a thread for each connection.
pub const THREADS_SERVER: Carried = carry!("threads_server");
/// Three connections, one after the other.
pub const SELECT_CLIENT: Carried = carry!("select_client");
/// Echo, with one thread and `select`.
pub const SELECT_SERVER: Carried = carry!("select_server");
/// Messages with their length in front.
pub const FRAMED_CLIENT: Carried = carry!("framed_client");
/// The same, at the server.
pub const FRAMED_SERVER: Carried = carry!("framed_server");

/// The carried program with this very source.
pub fn carried(source: &str) -> Option<Carried> {
    let labs = LABS.iter().flat_map(|lab| [lab.client, lab.server]);
    let examples = EXAMPLES.iter().flat_map(|example| [example.client, example.server]);
    labs.chain(examples).find(|carried| carried.source == source)
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
