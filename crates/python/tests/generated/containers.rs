//! Expressions that make bytes, lists, dicts, sets and tuples, and strings by formatting.

use super::program::{Generator, Kind};

impl Generator {
    /// A string by f-string, `%`, `.format` or `format`.
    pub(super) fn formatted(&mut self, depth: usize) -> String {
        let depth = depth.min(1);
        let int_specs = [
            "", ":d", ":5", ":<6", ":^7", ":>8", ":+d", ":05d", ":x", ":#x", ":b", ":,", ":_", ":08b", ":e",
            ":.2f", ":*^9", ":c%5",
        ];
        let float_specs = [
            "", ":.2f", ":10.3f", ":e", ":g", ":.0f", ":+.1e", ":%", ":<12", ":012.4f", ":,.2f", ":.3g", ":G",
        ];
        let str_specs =
            ["", ":10", ":<5", ":>9", ":^8", ":.2", ":*<7.3", ":s", "!r", "!s:>6", "!a", "!r:<12"];
        match self.chance.below(5) {
            0 | 1 => {
                let number = self.expression(Kind::Int, depth).replace('\'', "\"");
                let int_spec = self.chance.pick(&int_specs).to_owned();
                let float = self.leaf(Kind::Float);
                let float_spec = self.chance.pick(&float_specs).to_owned();
                let int_spec = if int_spec == ":c%5" { ":d".to_owned() } else { int_spec };
                if number.contains(['\\', '"', '{', '}', '!']) {
                    return format!("f'<{{{float}{float_spec}}}>'");
                }
                format!("f'{{{number}{int_spec}}}|{{{float}{float_spec}}}'")
            }
            2 => {
                let text = self.variable(Kind::Str).unwrap_or_else(|| "1".to_owned());
                let list = self.variable(Kind::Ints).unwrap_or_else(|| "2".to_owned());
                let spec = self.chance.pick(&str_specs).to_owned();
                let equals = self.chance.pick(&["", "=", "!r", "!s"]);
                format!("f'[{{{text}{spec}}}] {{{list}{equals}}} {{{{}}}}'")
            }
            3 => {
                let (format, kind) = *self.chance.item(&[
                    ("%d", Kind::Int),
                    ("%5d", Kind::Int),
                    ("%-6d|", Kind::Int),
                    ("%05d", Kind::Int),
                    ("%x", Kind::Int),
                    ("%#o", Kind::Int),
                    ("%+i", Kind::Int),
                    ("%.3f", Kind::Float),
                    ("%8.2e", Kind::Float),
                    ("%g", Kind::Float),
                    ("%s", Kind::Str),
                    ("%r", Kind::Str),
                    ("%10.2s", Kind::Str),
                    ("%s", Kind::Ints),
                    ("%r", Kind::Map),
                    ("%a", Kind::Str),
                    ("%d", Kind::Float),
                    ("%s", Kind::Pair),
                ]);
                let value = self.expression(kind, depth);
                let text = self.leaf(Kind::Str);
                match self.chance.below(3) {
                    0 => format!("('{format} %s%%' % ({value}, {text}))"),
                    1 => format!("('%(a)s {}' % {{'a': {value}}})", format.replace('%', "%%")),
                    _ => format!("('{format}' % {value})"),
                }
            }
            _ => {
                let (a, b) = (self.expression(Kind::Int, depth), self.leaf(Kind::Str));
                let spec = self.chance.pick(&int_specs).to_owned();
                let spec = if spec == ":c%5" { String::new() } else { spec };
                match self.chance.below(3) {
                    0 => format!("'{{{spec}}} {{!r}}'.format({a}, {b})"),
                    1 => format!("'{{1}}{{0{spec}}}{{k}}'.format({a}, {b}, k={b})"),
                    _ => format!("format({a}, '{}')", spec.trim_start_matches(':')),
                }
            }
        }
    }

    pub(super) fn bytes(&mut self, depth: usize) -> String {
        let a = self.expression(Kind::Bytes, depth);
        match self.chance.below(13) {
            0 | 1 => format!("({a} + {})", self.expression(Kind::Bytes, depth)),
            2 => format!("{}.encode()", self.expression(Kind::Str, depth)),
            3 => format!("{a}[{}]", self.slice()),
            4 => format!(
                "bytes([{} % 256, {} % 256])",
                self.leaf(Kind::Int),
                self.expression(Kind::Int, depth)
            ),
            5 => format!("({a} * ({} % 3))", self.leaf(Kind::Int)),
            6 => format!("{a}.{}()", self.chance.pick(&["upper", "lower", "strip", "title", "rstrip"])),
            7 => format!("{a}.replace({}, b'-')", self.leaf(Kind::Bytes)),
            8 => {
                let order = self.chance.pick(&["big", "little"]);
                format!(
                    "({} % 65536).to_bytes({}, '{order}')",
                    self.expression(Kind::Int, depth),
                    2 + self.chance.below(3)
                )
            }
            9 => {
                let code = self.chance.pick(&["!HH", "<IB", ">iq", "!bh", "=Hd", "<f2s"]);
                let second = if code.ends_with('s') { self.leaf(Kind::Bytes) } else { self.leaf(Kind::Int) };
                format!("struct.pack('{code}', {}, {second})", self.leaf(Kind::Int))
            }
            10 => format!("b''.join([{a}, {}])", self.leaf(Kind::Bytes)),
            11 => format!("bytes(reversed({a}))"),
            _ => format!("(b'%d:%s' % ({}, {a}))", self.leaf(Kind::Int)),
        }
    }

    pub(super) fn ints(&mut self, depth: usize) -> String {
        let a = self.expression(Kind::Ints, depth);
        let name = self.fresh("i");
        match self.chance.below(22) {
            0 => format!("({a} + {})", self.expression(Kind::Ints, depth)),
            1 => format!("{a}[{}]", self.slice()),
            2 => format!("sorted({a})"),
            3 => format!(
                "sorted({a}, key=lambda {name}: (-{name} % 7, {name}), reverse={})",
                self.leaf(Kind::Bool)
            ),
            4 => format!("list(range({} % 9))", self.expression(Kind::Int, depth)),
            5 => format!(
                "list(range({} % 20, {} % 20, {}))",
                self.leaf(Kind::Int),
                self.leaf(Kind::Int),
                self.chance.pick(&["1", "2", "-3", "-1"])
            ),
            6..=8 => {
                self.enter(&[(name.clone(), Kind::Int)]);
                let (item, test) =
                    (self.expression(Kind::Int, depth.min(1)), self.expression(Kind::Bool, depth.min(1)));
                self.leave();
                format!("[{item} for {name} in {a} if {test}]")
            }
            9 => format!("list({})", self.expression(Kind::Bytes, depth)),
            10 => format!("list({}.values())", self.expression(Kind::Map, depth)),
            11 => format!("list(map(lambda {name}: {name} * 2, {a}))"),
            12 => format!("list(filter(None, {a}))"),
            13 => format!("[*{a}, {}, *{}]", self.leaf(Kind::Int), self.expression(Kind::Ints, depth)),
            14 => format!("list(reversed({a}))"),
            15 => format!("[len({name}) for {name} in {}]", self.expression(Kind::Strs, depth)),
            16 => format!("({a} * ({} % 3))", self.leaf(Kind::Int)),
            17 => format!("sorted({})", self.expression(Kind::Set, depth)),
            18 => format!("list(itertools.accumulate({a}))"),
            19 => {
                let other = self.fresh("j");
                format!("[{name} * {other} for {name} in {a}[:3] for {other} in range({name} % 4)]")
            }
            20 => match self.generator() {
                Some(generator) => {
                    format!("list({generator}({}, {}))", self.leaf(Kind::Int), self.leaf(Kind::Ints))
                }
                None => a,
            },
            _ => format!("list({a}).copy()"),
        }
    }

    pub(super) fn strs(&mut self, depth: usize) -> String {
        let a = self.expression(Kind::Strs, depth);
        let name = self.fresh("s");
        match self.chance.below(12) {
            0 => format!("{}.split()", self.expression(Kind::Str, depth)),
            1 => format!(
                "{}.split({})",
                self.expression(Kind::Str, depth),
                self.chance.pick(&["','", "'='", "'a', 1", "None, 2"])
            ),
            2 => format!("[str({name}) for {name} in {}]", self.expression(Kind::Ints, depth)),
            3 => format!("sorted({a}, key=len)"),
            4 => format!("list({})", self.expression(Kind::Str, depth)),
            5 => format!("list({})", self.expression(Kind::Map, depth)),
            6 => format!("[{name}.upper() for {name} in {a}]"),
            7 => format!("{}.splitlines()", self.expression(Kind::Str, depth)),
            8 => format!("({a} + {})", self.expression(Kind::Strs, depth)),
            9 => format!("{a}[{}]", self.slice()),
            10 => format!("sorted({a})"),
            _ => {
                format!("[{name}[1] + str({name}[0]) for {name} in enumerate({a}, {})]", self.chance.below(3))
            }
        }
    }

    pub(super) fn map(&mut self, depth: usize) -> String {
        let a = self.expression(Kind::Map, depth);
        let name = self.fresh("k");
        match self.chance.below(8) {
            0 => format!(
                "{{**{a}, {}: {}}}",
                self.expression(Kind::Str, depth),
                self.expression(Kind::Int, depth)
            ),
            1 => format!("({a} | {})", self.expression(Kind::Map, depth)),
            2 => format!("{{{name}: len({name}) for {name} in {}}}", self.expression(Kind::Strs, depth)),
            3 => format!(
                "dict(zip({}, {}))",
                self.expression(Kind::Strs, depth),
                self.expression(Kind::Ints, depth)
            ),
            4 => format!("dict.fromkeys({}, {})", self.expression(Kind::Str, depth), self.leaf(Kind::Int)),
            5 => format!("dict(sorted({a}.items()))"),
            6 => format!("json.loads(json.dumps({a}))"),
            _ => format!("{{{name}: {name}_v + 1 for {name}, {name}_v in {a}.items()}}"),
        }
    }

    pub(super) fn table(&mut self, depth: usize) -> String {
        let name = self.fresh("t");
        match self.chance.below(4) {
            0 => format!(
                "{{{}: {}, {}: {}}}",
                self.expression(Kind::Int, depth),
                self.expression(Kind::Str, depth),
                self.leaf(Kind::Int),
                self.leaf(Kind::Str)
            ),
            1 => format!("dict(enumerate({}))", self.expression(Kind::Strs, depth)),
            2 => format!("{{{name}: str({name}) for {name} in {}}}", self.expression(Kind::Ints, depth)),
            _ => format!("{{**{}, {}: 'more'}}", self.expression(Kind::Table, depth), self.leaf(Kind::Int)),
        }
    }

    /// Sets of integers from 0 to 7, whatever the names hold: their order does not depend on how they were made, and
    /// that of strings, which is not CPython's, is never printed.
    pub(super) fn set(&mut self, depth: usize) -> String {
        let a = self.expression(Kind::Set, depth);
        let name = self.fresh("e");
        match self.chance.below(6) {
            0 => format!(
                "({a} {} {})",
                self.chance.pick(&["|", "&", "-", "^"]),
                self.expression(Kind::Set, depth)
            ),
            1 => format!("set(int({name}) % 8 for {name} in {})", self.expression(Kind::Ints, depth)),
            2 => format!("{{int({name}) % 5 for {name} in {}}}", self.expression(Kind::Ints, depth)),
            3 => format!(
                "{{int({}) % 8, int({}) % 8}}",
                self.expression(Kind::Int, depth),
                self.leaf(Kind::Int)
            ),
            4 => {
                let method = self.chance.pick(&["union", "intersection", "difference"]).to_owned();
                format!(
                    "{a}.{method}([int({name}) % 8 for {name} in {}])",
                    self.expression(Kind::Ints, depth)
                )
            }
            _ => format!("frozenset({a} | set())"),
        }
    }

    pub(super) fn pair(&mut self, depth: usize) -> String {
        match self.chance.below(4) {
            0 | 1 => {
                format!("({}, {})", self.expression(Kind::Int, depth), self.expression(Kind::Str, depth))
            }
            2 => {
                let name = self.fresh("z");
                format!(
                    "max([({name}, 'm') for {name} in {}], default=(0, ''))",
                    self.expression(Kind::Ints, depth)
                )
            }
            _ => format!("({} + ('x',))[:2]", self.expression(Kind::Pair, depth)),
        }
    }
}
