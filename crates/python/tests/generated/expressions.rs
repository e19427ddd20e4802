//! Expressions of a type, mostly ones that have a value.

use super::program::{Generator, Kind};

impl Generator {
    /// An expression of this type, at most `depth` levels deep; now and then one of another type.
    pub fn expression(&mut self, kind: Kind, depth: usize) -> String {
        if depth > 0 && self.chance.one_in(120) {
            let other = self.any_kind();
            return format!("({})", self.expression(other, depth - 1));
        }
        if depth == 0 || self.chance.one_in(4) {
            return self.leaf(kind);
        }
        if self.chance.one_in(25) {
            return self.around(kind, depth - 1);
        }
        let depth = depth - 1;
        match kind {
            Kind::Int => self.int(depth),
            Kind::Float => self.float(depth),
            Kind::Bool => self.truth(depth),
            Kind::Str => self.str(depth),
            Kind::Bytes => self.bytes(depth),
            Kind::Ints => self.ints(depth),
            Kind::Strs => self.strs(depth),
            Kind::Map => self.map(depth),
            Kind::Table => self.table(depth),
            Kind::Set => self.set(depth),
            Kind::Pair => self.pair(depth),
        }
    }

    pub(super) fn leaf(&mut self, kind: Kind) -> String {
        if !self.chance.one_in(4)
            && let Some(name) = self.variable(kind)
        {
            return name;
        }
        match kind {
            Kind::Int => self.int_literal(),
            Kind::Float => {
                let floats = [
                    "0.5",
                    "-1.5",
                    "3.14159",
                    "1e10",
                    "2.0",
                    "0.1",
                    "-0.0",
                    "1e-5",
                    "123456.789",
                    "1e300",
                    "7.0",
                ];
                self.chance.pick(&floats).to_owned()
            }
            Kind::Bool => self.chance.pick(&["True", "False"]).to_owned(),
            Kind::Str => {
                let strings = [
                    "''",
                    "'a'",
                    "'abc'",
                    "'Hello, World'",
                    "'  spaced\\t'",
                    "'line\\nline'",
                    "'x=1;y=2'",
                    "'été'",
                    "'中文'",
                    "'123'",
                    "'-7'",
                    "\"it's\"",
                    "'tab\\there'",
                    "'MiXeD'",
                    "'%d'",
                    "'{}'",
                    "'a,b,,c'",
                ];
                self.chance.pick(&strings).to_owned()
            }
            Kind::Bytes => {
                let bytes = [
                    "b''",
                    "b'abc'",
                    "b'\\x00\\xff'",
                    "b'GET / HTTP/1.1\\r\\n'",
                    "b'hello world'",
                    "b'\\n\\'q'",
                ];
                self.chance.pick(&bytes).to_owned()
            }
            Kind::Ints => {
                let count = self.chance.below(5);
                let items: Vec<String> = (0..count).map(|_| self.int_literal()).collect();
                format!("[{}]", items.join(", "))
            }
            Kind::Strs => self
                .chance
                .pick(&["['a', 'bb', 'ccc']", "[]", "['x']", "'a b c'.split()", "list('hello')"])
                .to_owned(),
            Kind::Map => {
                self.chance.pick(&["{}", "{'a': 1, 'b': 2}", "{'x': 0}", "dict(a=5, z=-1)"]).to_owned()
            }
            Kind::Table => {
                self.chance.pick(&["{}", "{1: 'one', 2: 'two'}", "{0: ''}", "{True: 'yes'}"]).to_owned()
            }
            Kind::Set => self.chance.pick(&["set()", "{1, 2, 3}", "{5, 3, 1}", "set(range(4))"]).to_owned(),
            Kind::Pair => {
                let number = self.int_literal();
                format!("({number}, 'p')")
            }
        }
    }

    fn int_literal(&mut self) -> String {
        match self.chance.below(12) {
            0 => "-1".to_owned(),
            1 => self
                .chance
                .pick(&["2147483648", "9223372036854775807", "-9223372036854775808", "18446744073709551616"])
                .to_owned(),
            2 => self
                .chance
                .pick(&["10**20", "-10**25", "0xdeadbeef", "0b1011", "0o17", "1_000_000"])
                .to_owned(),
            3 => format!("-{}", self.chance.below(300)),
            _ => self.chance.below(20).to_string(),
        }
    }

    /// Forms that fit every type.
    fn around(&mut self, kind: Kind, depth: usize) -> String {
        match self.chance.below(8) {
            0 | 1 => {
                let (a, c, b) =
                    (self.expression(kind, depth), self.truth(depth), self.expression(kind, depth));
                format!("({a} if {c} else {b})")
            }
            2 => format!("({} or {})", self.expression(kind, depth), self.expression(kind, depth)),
            3 => format!("({} and {})", self.expression(kind, depth), self.expression(kind, depth)),
            4 => format!("(lambda: {})()", self.expression(kind, depth)),
            5 => {
                let inner = self.fresh("w");
                format!("(lambda {inner}={}: {inner})()", self.expression(kind, depth))
            }
            6 => format!(
                "[{}, {}][{}]",
                self.expression(kind, depth),
                self.expression(kind, depth),
                self.truth(depth)
            ),
            _ => format!("({0}, {0}, {1})[-1]", self.leaf(kind), self.expression(kind, depth)),
        }
    }

    fn int(&mut self, depth: usize) -> String {
        let a = self.expression(Kind::Int, depth);
        match self.chance.below(44) {
            0..=3 => format!("({a} + {})", self.expression(Kind::Int, depth)),
            4..=5 => format!("({a} - {})", self.expression(Kind::Int, depth)),
            6..=7 => format!("({a} * {})", self.leaf(Kind::Int)),
            8..=9 => format!("({a} // {})", self.expression(Kind::Int, depth)),
            10..=11 => format!("({a} % {})", self.expression(Kind::Int, depth)),
            12 => format!("({a} & {})", self.expression(Kind::Int, depth)),
            13 => format!("({a} | {})", self.expression(Kind::Int, depth)),
            14 => format!("({a} ^ {})", self.expression(Kind::Int, depth)),
            15 => format!("({a} << ({} % 70))", self.leaf(Kind::Int)),
            16 => format!("({a} >> ({} % 70))", self.leaf(Kind::Int)),
            17 => format!("({}{a})", self.chance.pick(&["-", "~", "+"])),
            18 => format!("({} ** ({} % 6))", self.leaf(Kind::Int), self.leaf(Kind::Int)),
            19 => format!("abs({a})"),
            20 => {
                let kind = *self.chance.item(&[
                    Kind::Str,
                    Kind::Bytes,
                    Kind::Ints,
                    Kind::Map,
                    Kind::Set,
                    Kind::Pair,
                ]);
                format!("len({})", self.expression(kind, depth))
            }
            21 => format!("sum({})", self.expression(Kind::Ints, depth)),
            22 => format!("{}({})", self.chance.pick(&["min", "max"]), self.expression(Kind::Ints, depth)),
            23 => {
                format!("{}({a}, {})", self.chance.pick(&["min", "max"]), self.expression(Kind::Int, depth))
            }
            24 => format!("{}[{} % 4]", self.expression(Kind::Ints, depth), self.leaf(Kind::Int)),
            25 => format!("{}[{}]", self.expression(Kind::Map, depth), self.leaf(Kind::Str)),
            26 => format!(
                "{}.get({}, {a})",
                self.expression(Kind::Map, depth),
                self.expression(Kind::Str, depth)
            ),
            27 => format!("{}[0]", self.expression(Kind::Pair, depth)),
            28 => format!("{}[{} % 3]", self.expression(Kind::Bytes, depth), self.leaf(Kind::Int)),
            29 => format!("divmod({a}, {})[{}]", self.expression(Kind::Int, depth), self.chance.below(2)),
            30 => format!("int({})", self.expression(Kind::Float, depth)),
            31 => format!("int({})", self.expression(Kind::Str, depth)),
            32 => format!("int(str({a}))"),
            33 => format!("({a}).bit_length()"),
            34 => format!(
                "pow({}, {} % 40, {})",
                self.leaf(Kind::Int),
                self.leaf(Kind::Int),
                self.leaf(Kind::Int)
            ),
            35 => format!("ord({}[0])", self.expression(Kind::Str, depth)),
            36 => {
                let method = self.chance.pick(&["find", "count", "rfind", "index"]);
                format!("{}.{method}({})", self.expression(Kind::Str, depth), self.leaf(Kind::Str))
            }
            37 => {
                let order = self.chance.pick(&["'big'", "'little'"]);
                format!("int.from_bytes({}, {order})", self.expression(Kind::Bytes, depth))
            }
            38 => format!("round({a}, {})", self.chance.pick(&["-1", "0", "2"])),
            39 => format!("hash({a})"),
            40 => {
                let code = self.chance.pick(&["!H", "<I", ">i", "!q", "B"]);
                format!("struct.unpack('{code}', struct.pack('{code}', {a} % 100))[0]")
            }
            41 => format!("({a} + {})", self.expression(Kind::Bool, depth)),
            42 => match self.function(Kind::Int) {
                Some(function) => self.call(&function, depth),
                None => a,
            },
            _ => match self.object() {
                Some(object) => self.member(&object, depth),
                None => a,
            },
        }
    }

    fn float(&mut self, depth: usize) -> String {
        let a = self.expression(Kind::Float, depth);
        match self.chance.below(14) {
            0 => format!("({a} + {})", self.expression(Kind::Float, depth)),
            1 => format!("({a} - {})", self.expression(Kind::Float, depth)),
            2 => format!("({a} * {})", self.expression(Kind::Float, depth)),
            3 => format!("({a} / {})", self.expression(Kind::Float, depth)),
            4 => format!("({a} // {})", self.expression(Kind::Float, depth)),
            5 => format!("({a} % {})", self.expression(Kind::Float, depth)),
            6 => format!("({} / {})", self.expression(Kind::Int, depth), self.expression(Kind::Int, depth)),
            7 => format!("({a} * {})", self.expression(Kind::Int, depth)),
            8 => format!("round({a}, {})", self.chance.below(5)),
            9 => format!("abs({a})"),
            10 => format!("float({})", self.expression(Kind::Int, depth)),
            11 => format!("math.sqrt(abs({a}))"),
            12 => format!("float({})", self.expression(Kind::Str, depth)),
            _ => format!("(-{a})"),
        }
    }

    pub(super) fn truth(&mut self, depth: usize) -> String {
        let comparison = self.chance.pick(&["<", "<=", "==", "!=", ">", ">="]).to_owned();
        match self.chance.below(14) {
            0..=3 => {
                let kind = *self.chance.item(&[
                    Kind::Int,
                    Kind::Int,
                    Kind::Str,
                    Kind::Float,
                    Kind::Ints,
                    Kind::Pair,
                ]);
                format!("({} {comparison} {})", self.expression(kind, depth), self.expression(kind, depth))
            }
            4 => {
                let (a, b, c) =
                    (self.leaf(Kind::Int), self.expression(Kind::Int, depth), self.leaf(Kind::Int));
                format!("({a} {comparison} {b} <= {c})")
            }
            5 => format!("(not {})", self.expression(Kind::Bool, depth)),
            6 => format!("({} in {})", self.leaf(Kind::Int), self.expression(Kind::Ints, depth)),
            7 => format!("({} not in {})", self.leaf(Kind::Str), self.expression(Kind::Str, depth)),
            8 => format!("({} in {})", self.leaf(Kind::Str), self.expression(Kind::Map, depth)),
            9 => {
                let kind = self.any_kind();
                format!("bool({})", self.expression(kind, depth))
            }
            10 => {
                let name = self.fresh("q");
                let test = self.chance.pick(&["> 2", "% 2 == 0", "!= 0"]);
                let all = self.chance.pick(&["any", "all"]);
                format!("{all}({name} {test} for {name} in {})", self.expression(Kind::Ints, depth))
            }
            11 => {
                let kind = self.any_kind();
                let of = self.chance.pick(&["int", "str", "(int, float)", "list", "bytes", "bool"]);
                format!("isinstance({}, {of})", self.expression(kind, depth))
            }
            12 => {
                let method =
                    self.chance.pick(&["isdigit", "isalpha", "isspace", "isupper", "islower", "isalnum"]);
                format!("{}.{method}()", self.expression(Kind::Str, depth))
            }
            _ => format!(
                "({} {comparison} {})",
                self.expression(Kind::Int, depth),
                self.expression(Kind::Float, depth)
            ),
        }
    }

    fn str(&mut self, depth: usize) -> String {
        let a = self.expression(Kind::Str, depth);
        match self.chance.below(30) {
            0 | 1 => format!("({a} + {})", self.expression(Kind::Str, depth)),
            2 => format!("({a} * ({} % 4))", self.expression(Kind::Int, depth)),
            3 | 4 => {
                let kind = self.any_kind();
                format!("{}({})", self.chance.pick(&["str", "repr", "ascii"]), self.expression(kind, depth))
            }
            5 => {
                let method = self.chance.pick(&[
                    "upper",
                    "lower",
                    "strip",
                    "title",
                    "swapcase",
                    "capitalize",
                    "rstrip",
                    "casefold",
                ]);
                format!("{a}.{method}()")
            }
            6 => format!("{a}.replace({}, {})", self.leaf(Kind::Str), self.leaf(Kind::Str)),
            7 => format!("{}.join({})", self.leaf(Kind::Str), self.expression(Kind::Strs, depth)),
            8 => format!("{a}[{}]", self.slice()),
            9 => format!("{a}[{}]", self.leaf(Kind::Int)),
            10 => format!("{}[1]", self.expression(Kind::Pair, depth)),
            11..=15 => self.formatted(depth),
            16 => format!("chr({} % 1000 + 32)", self.expression(Kind::Int, depth)),
            17 => {
                format!("{}({})", self.chance.pick(&["hex", "oct", "bin"]), self.expression(Kind::Int, depth))
            }
            18 => {
                let method = self.chance.pick(&["center", "ljust", "rjust", "zfill"]);
                format!("{a}.{method}({})", self.chance.below(20))
            }
            19 => format!(
                "{}.get({}, {a})",
                self.expression(Kind::Table, depth),
                self.expression(Kind::Int, depth)
            ),
            20 => format!("{}[{}]", self.expression(Kind::Table, depth), self.leaf(Kind::Int)),
            21 => format!(
                "{}.decode({})",
                self.expression(Kind::Bytes, depth),
                self.chance.pick(&["", "'latin-1'", "'utf-8', 'replace'"])
            ),
            22 => format!("{}.hex()", self.expression(Kind::Bytes, depth)),
            23 => {
                let kind = *self.chance.item(&[
                    Kind::Int,
                    Kind::Float,
                    Kind::Str,
                    Kind::Ints,
                    Kind::Map,
                    Kind::Pair,
                ]);
                format!("json.dumps({})", self.expression(kind, depth))
            }
            24 => format!("{a}.partition({})[{}]", self.leaf(Kind::Str), self.chance.below(3)),
            25 => format!("max({}, key=len)", self.expression(Kind::Strs, depth)),
            26 => format!("type({}).__name__", {
                let kind = self.any_kind();
                self.expression(kind, depth)
            }),
            27 => format!(
                "{a}.{}({})",
                self.chance.pick(&["removeprefix", "removesuffix", "lstrip", "strip"]),
                self.leaf(Kind::Str)
            ),
            28 => match self.function(Kind::Str) {
                Some(function) => self.call(&function, depth),
                None => a,
            },
            _ => match self.object() {
                Some(object) => format!("{}({object})", self.chance.pick(&["repr", "str"])),
                None => a,
            },
        }
    }

    /// What stands between the brackets of a slice.
    pub fn slice(&mut self) -> String {
        let mut bound = || match self.chance.below(4) {
            0 => String::new(),
            1 => format!("-{}", 1 + self.chance.below(4)),
            _ => self.chance.below(6).to_string(),
        };
        let (start, stop) = (bound(), bound());
        match self.chance.below(5) {
            0 => format!("{start}:{stop}:{}", self.chance.pick(&["2", "-1", "-2", "3"])),
            _ => format!("{start}:{stop}"),
        }
    }
}
