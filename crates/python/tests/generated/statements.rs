//! Statements, functions, classes and generators of a random program.

use super::program::{Function, Generator, Kind, Scope};

impl Generator {
    /// A block of a few statements, one level deeper.
    fn block(&mut self, names: &[(String, Kind)]) {
        self.indent += 1;
        self.enter(names);
        let count = 1 + self.chance.below(3);
        for _ in 0..count {
            self.statement();
        }
        self.leave();
        self.indent -= 1;
    }

    /// One statement.
    pub fn statement(&mut self) {
        if self.budget == 0 || self.indent > 6 {
            return self.show();
        }
        self.budget -= 1;
        match self.chance.below(34) {
            0..=4 => self.show(),
            5..=8 => {
                let kind = self.any_kind();
                self.define(kind);
            }
            9..=12 => self.assign_again(),
            13 | 14 => self.branch(),
            15 | 16 => self.for_loop(),
            17 => self.while_loop(),
            18 | 19 => self.try_statement(),
            20 => self.closure(),
            21 => self.unpacking(),
            22..=24 => self.change(),
            25 | 26 => self.match_statement(),
            27 => self.with_statement(),
            28 => self.make_object(),
            29 => self.drive_generator(),
            30 => self.delete(),
            31 => {
                let kind = self.any_kind();
                let (value, other) = (self.expression(kind, 2), self.expression(kind, 1));
                self.line(&format!("assert {value} == {other}, 'not equal'"));
            }
            32 => self.raise(),
            _ => {
                let kind = self.any_kind();
                let value = self.expression(kind, 3);
                self.line(&format!("print({value})"));
            }
        }
    }

    fn assign_again(&mut self) {
        let kind = self.any_kind();
        let Some(name) = self.own_variable(kind) else { return self.define(kind) };
        let value = self.expression(kind, 2);
        match (kind, self.chance.below(3)) {
            (Kind::Int, 0 | 1) => {
                let op = self.chance.pick(&["+=", "-=", "*=", "//=", "%=", "&=", "|=", "^="]).to_owned();
                self.line(&format!("{name} {op} {value}"));
                self.line(&format!("{name} = clip({name})"));
            }
            (Kind::Float, 0) => self.line(&format!("{name} += {value}")),
            (Kind::Str | Kind::Bytes | Kind::Ints | Kind::Strs, 0) => {
                self.line(&format!("{name} += {value}"));
                self.line(&format!("{name} = cut({name})"));
            }
            (Kind::Map | Kind::Set, 0) => self.line(&format!("{name} |= {value}")),
            _ => {
                let value = self.bounded(kind);
                self.line(&format!("{name} = {value}"));
            }
        }
    }

    /// Changes an object in place.
    fn change(&mut self) {
        let (a, b) = (self.expression(Kind::Int, 2), self.expression(Kind::Int, 1));
        match self.chance.below(8) {
            0..=2 => {
                let Some(list) = self.variable(Kind::Ints) else { return self.show() };
                match self.chance.below(12) {
                    0 => self.line(&format!("{list}.append({a})")),
                    1 => self.line(&format!("{list}.insert({b}, {a})")),
                    2 => self.line(&format!("print({list}.pop())")),
                    3 => self.line(&format!("print({list}.pop({b}))")),
                    4 => {
                        let reverse = self.chance.pick(&["True", "False"]).to_owned();
                        self.line(&format!("{list}.sort(reverse={reverse})"));
                    }
                    5 => self.line(&format!("{list}.reverse()")),
                    6 => self.line(&format!("{list}[{b}] = {a}")),
                    7 => {
                        let (slice, items) = (self.slice(), self.expression(Kind::Ints, 1));
                        self.line(&format!("{list}[{slice}] = {items}"));
                    }
                    8 => self.line(&format!("{list}.remove({b})")),
                    9 => {
                        let items = self.expression(Kind::Ints, 1);
                        self.line(&format!("{list}.extend({items})"));
                    }
                    10 => self.line(&format!("{list}[{b} % 3] += {a}")),
                    _ => {
                        let slice = self.slice();
                        self.line(&format!("del {list}[{slice}]"));
                    }
                }
                self.line(&format!("del {list}[20:]"));
                self.line(&format!("print({list})"));
            }
            3 | 4 => {
                let Some(map) = self.variable(Kind::Map) else { return self.show() };
                let key = self.expression(Kind::Str, 1);
                match self.chance.below(6) {
                    0 | 1 => self.line(&format!("{map}[{key}] = {a}")),
                    2 => self.line(&format!("print({map}.pop({key}, None))")),
                    3 => self.line(&format!("print({map}.setdefault({key}, {a}))")),
                    4 => self.line(&format!("{map}.update({{{key}: {a}}}, extra={b})")),
                    _ => self.line(&format!("print({map}.popitem())")),
                }
                self.line(&format!("print({map}, list({map}.items())[-1:])"));
            }
            5 | 6 => {
                let Some(set) = self.variable(Kind::Set) else { return self.show() };
                let method = self.chance.pick(&["add", "discard", "remove"]).to_owned();
                self.line(&format!("{set}.{method}(int({b}) % 8)"));
                self.line(&format!("print(sorted({set}))"));
            }
            _ => {
                let bytes = self.expression(Kind::Bytes, 1);
                let name = self.fresh("ba");
                self.line(&format!("{name} = bytearray({bytes})"));
                self.line(&format!("{name}.append({a} % 256); {name}.extend(b'xy'); {name}[0] = {b} % 256"));
                self.line(&format!(
                    "print({name}, {name}.find(b'x'), bytes({name}[1:]), memoryview({name})[1:3].tobytes())"
                ));
            }
        }
    }

    fn delete(&mut self) {
        let Some(name) = self.own_variable(Kind::Float) else { return self.show() };
        self.line(&format!("del {name}"));
        if self.chance.one_in(2) {
            self.line(&format!("{name} = 0.25"));
        }
    }

    fn branch(&mut self) {
        let test = self.expression(Kind::Bool, 2);
        self.line(&format!("if {test}:"));
        self.block(&[]);
        if self.chance.one_in(3) {
            let kind = self.any_kind();
            let test = self.expression(kind, 2);
            self.line(&format!("elif {test}:"));
            self.block(&[]);
        }
        if self.chance.one_in(2) {
            self.line("else:");
            self.block(&[]);
        }
    }

    fn for_loop(&mut self) {
        let name = self.fresh("i");
        let second = self.fresh("v");
        let (head, names) = match self.chance.below(8) {
            0 | 1 => {
                (format!("{name} in range({} % 6)", self.expression(Kind::Int, 1)), vec![(name, Kind::Int)])
            }
            2 => (format!("{name} in {}[:5]", self.expression(Kind::Ints, 2)), vec![(name, Kind::Int)]),
            3 => (format!("{name} in {}[:5]", self.expression(Kind::Str, 2)), vec![(name, Kind::Str)]),
            4 => (
                format!("{name}, {second} in list({}.items())[:5]", self.expression(Kind::Map, 1)),
                vec![(name, Kind::Str), (second, Kind::Int)],
            ),
            5 => (
                format!(
                    "{name}, {second} in enumerate({}[:4], {})",
                    self.expression(Kind::Strs, 1),
                    self.chance.below(3)
                ),
                vec![(name, Kind::Int), (second, Kind::Str)],
            ),
            6 => (
                format!("{name}, {second} in zip({}, 'xyz')", self.expression(Kind::Ints, 1)),
                vec![(name, Kind::Int), (second, Kind::Str)],
            ),
            _ => (format!("{name} in {}[:6]", self.expression(Kind::Bytes, 1)), vec![(name, Kind::Int)]),
        };
        self.line(&format!("for {head}:"));
        self.loops += 1;
        self.block(&names);
        self.loop_end();
        self.loops -= 1;
        if self.chance.one_in(4) {
            self.line("else:");
            self.block(&[]);
        }
    }

    fn while_loop(&mut self) {
        let name = self.fresh("c");
        let times = 1 + self.chance.below(5);
        self.line(&format!("{name} = {times}"));
        let test = if self.chance.one_in(2) {
            String::new()
        } else {
            format!(" and {}", self.expression(Kind::Bool, 1))
        };
        self.line(&format!("while {name} > 0{test}:"));
        self.line(&format!("    {name} -= 1"));
        self.loops += 1;
        self.block(&[]);
        self.loop_end();
        self.loops -= 1;
        if self.chance.one_in(3) {
            self.line("else:");
            self.block(&[]);
        }
    }

    /// Now and then `break` or `continue` at the end of a loop's block.
    fn loop_end(&mut self) {
        if self.chance.one_in(3) {
            let test = self.expression(Kind::Bool, 1);
            let word = self.chance.pick(&["break", "continue"]).to_owned();
            self.indent += 1;
            self.line(&format!("if {test}: {word}"));
            self.show();
            self.indent -= 1;
        }
    }

    fn raise(&mut self) {
        let value = self.expression(Kind::Int, 1);
        let class = self
            .chance
            .pick(&["ValueError", "KeyError", "IndexError", "RuntimeError", "OSError", "StopIteration"])
            .to_owned();
        self.line(&format!("if {value} % 3 == 0: raise {class}({value})"));
    }

    fn try_statement(&mut self) {
        self.line("try:");
        self.block(&[]);
        let finally = self.chance.one_in(3);
        if !finally || self.chance.one_in(2) {
            let classes = [
                "ZeroDivisionError",
                "(ValueError, TypeError)",
                "KeyError",
                "LookupError",
                "ArithmeticError",
                "Exception",
                "(IndexError, KeyError)",
            ];
            let class = self.chance.pick(&classes).to_owned();
            let name = self.fresh("x");
            self.line(&format!("except {class} as {name}:"));
            self.line(&format!("    print(type({name}).__name__, {name}.args)"));
            if self.chance.one_in(4) {
                let again = self.chance.pick(&[
                    "raise",
                    "raise RuntimeError('again')",
                    "raise ValueError(1) from None",
                ]);
                self.line(&format!("    {}", again.to_owned()));
            } else {
                self.block(&[]);
            }
            if self.chance.one_in(2) {
                self.line("except Exception as other:");
                self.line("    print('other', repr(other), repr(other.__context__))");
            }
            if self.chance.one_in(3) {
                self.line("else:");
                self.block(&[]);
            }
        }
        if finally {
            self.line("finally:");
            self.block(&[]);
            if self.loops > 0 && self.chance.one_in(6) {
                self.line("    break");
            }
        }
    }

    fn unpacking(&mut self) {
        let (a, b, c) = (self.fresh("a"), self.fresh("a"), self.fresh("a"));
        let items = self.expression(Kind::Ints, 1);
        let (pair, text) = (self.expression(Kind::Pair, 1), self.expression(Kind::Str, 1));
        match self.chance.below(5) {
            0 => self.line(&format!("{a}, *{b} = {items}")),
            1 => self.line(&format!("*{a}, {b} = {items}")),
            2 => self.line(&format!("{a}, {b} = {items}[:2]")),
            3 => self.line(&format!("[{a}, ({b}, {c})] = 1, {pair}")),
            _ => self.line(&format!("{a}, *{b}, {c} = {text}")),
        }
        self.line(&format!("print({a}, {b})"));
        self.line(&format!("{a}, {b} = {b}, {a}"));
    }

    fn match_statement(&mut self) {
        let kind = *self.chance.item(&[Kind::Int, Kind::Ints, Kind::Pair, Kind::Map, Kind::Str, Kind::Float]);
        let subject = self.expression(kind, 2);
        let (a, b) = (self.fresh("g"), self.fresh("g"));
        self.line(&format!("match {subject}:"));
        self.indent += 1;
        let count = 1 + self.chance.below(3);
        for _ in 0..count {
            let number = self.chance.below(5);
            let (pattern, names) = match self.chance.below(10) {
                0 => (format!("{number} | -1"), vec![]),
                1 => (format!("[{a}, {b}]"), vec![]),
                2 => (format!("[{a}, *{b}] if {a}"), vec![]),
                3 => (format!("({a}, str({b}))"), vec![(b.clone(), Kind::Str)]),
                4 => (format!("{{'a': {a}, **{b}}}"), vec![]),
                5 => (format!("str() as {a}"), vec![(a.clone(), Kind::Str)]),
                6 => (format!("int({a}) if {a} > {number}"), vec![(a.clone(), Kind::Int)]),
                7 => ("[] | {} | '' | None".to_owned(), vec![]),
                8 => (format!("float({a})"), vec![(a.clone(), Kind::Float)]),
                _ => (format!("[int({a}), _, *_]"), vec![(a.clone(), Kind::Int)]),
            };
            self.line(&format!("case {pattern}:"));
            self.block(&names);
        }
        if self.chance.one_in(2) {
            self.line(&format!("case {a}:"));
            self.line(&format!("    print('else', {a})"));
        }
        self.indent -= 1;
    }

    fn with_statement(&mut self) {
        if self.classes.is_empty() {
            return self.show();
        }
        let class = self.chance.item(&self.classes).clone();
        let value = self.expression(Kind::Int, 1);
        let name = self.fresh("o");
        self.line(&format!("with {class}({value}) as {name}:"));
        self.block(&[]);
        self.line(&format!("print({name})"));
    }

    fn make_object(&mut self) {
        if self.classes.is_empty() || self.indent > 1 || self.scopes.len() > 1 {
            return self.show();
        }
        let class = self.chance.item(&self.classes).clone();
        let value = self.expression(Kind::Int, 2);
        let name = self.fresh("o");
        self.line(&format!("{name} = {class}(1)"));
        self.line(&format!("{name} = {class}({value})"));
        self.line(&format!("print({name}, {name}.label)"));
        // The first line alone always succeeds, but it stands in a `try` whose earlier lines may not.
        self.objects.push(name);
    }

    fn drive_generator(&mut self) {
        let Some(function) = self.generator() else { return self.show() };
        let (value, items) = (self.expression(Kind::Int, 1), self.expression(Kind::Ints, 1));
        let name = self.fresh("it");
        self.line(&format!("{name} = {function}({value}, {items})"));
        self.line(&format!("print(next({name}, 'none'), next({name}, 'none'))"));
        match self.chance.below(4) {
            0 => self.line(&format!("print({name}.send({value}))")),
            1 => self.line(&format!("{name}.close(); print(list({name}))")),
            2 => self.line(&format!("print({name}.throw(ValueError('thrown')))")),
            _ => self.line(&format!("print(*{name})")),
        }
    }

    fn closure(&mut self) {
        let (name, inner, count) = (self.fresh("outer"), self.fresh("inner"), self.fresh("count"));
        let start = self.expression(Kind::Int, 1);
        let step = self.chance.below(7);
        self.line(&format!("def {name}():"));
        self.line(&format!("    {count} = clip({start})"));
        self.line(&format!("    def {inner}(step={step}, *more):"));
        self.line(&format!("        nonlocal {count}"));
        self.line(&format!("        {count} += step + len(more)"));
        self.line(&format!("        return {count}"));
        self.line(&format!("    return {inner}, lambda: {count} * 2"));
        let (f, g) = (self.fresh("fn"), self.fresh("fn"));
        self.line(&format!("{f}, {g} = {name}()"));
        self.line(&format!("print({f}(), {f}(2), {f}(1, 2, 3), {g}())"));
        let fs = self.fresh("fs");
        let i = self.fresh("i");
        self.line(&format!("{fs} = [lambda x, {i}={i}: x + {i} for {i} in range(3)]"));
        self.line(&format!("print([f(10) for f in {fs}])"));
    }

    /// A function at the top.
    pub fn define_function(&mut self) {
        self.budget = self.budget.saturating_sub(2);
        let name = self.fresh("func");
        let result = *self.chance.item(&[Kind::Int, Kind::Int, Kind::Str]);
        let count = 1 + self.chance.below(3);
        let parameters: Vec<(String, Kind)> =
            (0..count).map(|_| (self.fresh("p"), self.any_kind())).collect();
        let defaults = self.chance.below(2);
        let keyword = if self.chance.one_in(3) { Some((self.fresh("kw"), self.any_kind())) } else { None };
        let rest = self.chance.one_in(4);
        let mut shown = Vec::new();
        let mut names = parameters.clone();
        for (index, (parameter, kind)) in parameters.iter().enumerate() {
            let default = if index + defaults >= count {
                format!("={}", self.expression(*kind, 0))
            } else {
                String::new()
            };
            shown.push(format!("{parameter}{default}"));
        }
        if rest {
            shown.push("*rest".to_owned());
        } else if keyword.is_some() {
            shown.push("*".to_owned());
        }
        if let Some((parameter, kind)) = &keyword {
            shown.push(format!("{parameter}={}", self.expression(*kind, 0)));
            names.push((parameter.clone(), *kind));
        }
        self.line(&format!("def {name}({}):", shown.join(", ")));
        self.body(names, |this| {
            if rest {
                this.line("print('rest', rest)");
            }
            let statements = 1 + this.chance.below(4);
            for _ in 0..statements {
                this.statement();
            }
            if this.chance.one_in(4) {
                let value = this.bounded(result);
                this.line("try:");
                this.line(&format!("    return {value}"));
                this.line("finally:");
                this.line("    print('left')");
            }
            let value = this.bounded(result);
            this.line(&format!("return {value}"));
        });
        self.functions.push(Function { name, result, parameters, defaults, keyword, rest });
    }

    /// A function's body: names of its own, and no loop around it.
    fn body(&mut self, names: Vec<(String, Kind)>, inner: impl FnOnce(&mut Generator)) {
        let loops = std::mem::replace(&mut self.loops, 0);
        self.indent += 1;
        self.scopes.push(Scope { variables: names, function: true });
        inner(self);
        self.scopes.pop();
        self.indent -= 1;
        self.loops = loops;
    }

    /// A generator function at the top.
    pub fn define_generator(&mut self) {
        self.budget = self.budget.saturating_sub(2);
        let (name, a, items, i) = (self.fresh("gen"), self.fresh("p"), self.fresh("p"), self.fresh("i"));
        let names = vec![(a.clone(), Kind::Int), (items.clone(), Kind::Ints), (i.clone(), Kind::Int)];
        self.line(&format!("def {name}({a}, {items}):"));
        let inner = self.generator();
        self.body(names, |this| {
            this.line(&format!("{i} = 0"));
            let first = this.expression(Kind::Int, 2);
            this.line(&format!("yield {first}"));
            this.line(&format!("for {i} in {items}[:5]:"));
            let (value, test) = (this.expression(Kind::Int, 2), this.expression(Kind::Bool, 1));
            match this.chance.below(3) {
                0 => {
                    this.line(&format!("    got = yield {value}"));
                    this.line("    if got is not None: print('got', got)");
                }
                1 => this.line(&format!("    if {test}: yield {value}")),
                _ => {
                    this.line("    try:");
                    this.line(&format!("        yield {value}"));
                    this.line("    except ValueError as error:");
                    this.line("        print('caught', error); yield -1");
                }
            }
            match inner {
                Some(inner) if this.chance.one_in(2) => {
                    this.line(&format!("result = yield from {inner}({a}, {items}[:2])"));
                    this.line("print('result', result)");
                }
                _ => {}
            }
            this.line(&format!("return {i}"));
        });
        self.generators.push(name);
    }

    /// A class with every method that [`Generator::member`] uses.
    pub fn define_class(&mut self) {
        self.budget = self.budget.saturating_sub(3);
        let name = self.fresh("Class");
        if !self.classes.is_empty() && self.chance.one_in(2) {
            let base = self.chance.item(&self.classes).clone();
            let extra = self.expression(Kind::Int, 0);
            self.line(&format!("class {name}({base}):"));
            self.line(&format!("    level = {}", self.counter));
            if self.chance.one_in(2) {
                self.line("    def __init__(self, n):");
                self.line(&format!("        super().__init__(n + {extra})"));
                self.line("        self.more = [n]");
            }
            self.line("    def grow(self, k=2):");
            self.line(&format!("        return super().grow(k) + {extra} - self.level"));
            if self.chance.one_in(2) {
                self.line("    @property");
                self.line("    def label(self): return 'sub ' + super().label");
            }
            if self.chance.one_in(3) {
                self.line("    def __bool__(self): return self.n > 3");
            }
        } else {
            let (start, swallow) = (
                self.expression(Kind::Int, 0),
                self.chance.pick(&["True", "False", "kind is ZeroDivisionError"]).to_owned(),
            );
            self.line(&format!("class {name}:"));
            self.line(&format!("    level = {start}"));
            self.line("    made = 0");
            self.line("    def __init__(self, n):");
            self.line("        self.n = clip(n); self.items = list(range(n % 5))");
            self.line("        type(self).made += 1");
            self.line("    def grow(self, k=1):");
            self.indent += 2;
            self.scopes.push(Scope {
                variables: vec![
                    ("k".to_owned(), Kind::Int),
                    ("self.n".to_owned(), Kind::Int),
                    ("self.items".to_owned(), Kind::Ints),
                ],
                function: true,
            });
            let value = self.expression(Kind::Int, 2);
            self.scopes.pop();
            self.line(&format!("self.n = clip(self.n + {value}) % 10**12"));
            self.line("return self.n");
            self.indent -= 2;
            for line in [
                "    @property",
                "    def label(self): return f'{type(self).__name__}:{self.n}'",
                "    @property",
                "    def twice(self): return self.n * 2",
                "    @twice.setter",
                "    def twice(self, value): self.n = value // 2",
                "    @classmethod",
                "    def make(cls, n): return cls(n)",
                "    @staticmethod",
                "    def both(a, b): return a, b",
                "    def __repr__(self): return f'<{self.label} {self.items} {self.made}>'",
                "    def __len__(self): return len(self.items)",
                "    def __getitem__(self, i): return self.items[i]",
                "    def __contains__(self, i): return i == self.n or i in self.items",
                "    def __call__(self, k): return self.grow(k) * 2",
                "    def __add__(self, other): return type(self)(self.n + other) if isinstance(other, int) else NotImplemented",
                "    def __enter__(self):",
                "        print('enter', self.n)",
                "        return self",
                "    def __exit__(self, kind, error, trace):",
                "        print('exit', kind and kind.__name__)",
            ] {
                self.line(line);
            }
            self.line(&format!("        return {swallow}"));
            if self.chance.one_in(2) {
                self.line("    def __eq__(self, other): return self.n == getattr(other, 'n', None)");
                self.line("    def __hash__(self): return hash(self.n)");
            }
            if self.chance.one_in(2) {
                self.line("    def __lt__(self, other): return self.n < other.n");
            }
            if self.chance.one_in(2) {
                self.line("    def __iter__(self):");
                self.line("        for item in self.items: yield item + self.n");
            }
        }
        self.line("try:");
        self.line(&format!("    print({name}(4), {name}.make(3)(2), {name}.both(1, 2))"));
        self.line("except Exception as error:");
        self.line("    print('!', type(error).__name__, error)");
        self.classes.push(name);
    }
}
