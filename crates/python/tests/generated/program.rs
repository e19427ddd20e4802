//! Random programs in the subset that CPython 3.11 and the lab share: typed enough that most statements have an
//! effect, careless enough that errors happen, and printing what they compute.

use crate::common::chance::Chance;

/// What a variable of a generated program holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An integer of any size.
    Int,
    /// A float.
    Float,
    /// `True`, `False`
    Bool,
    /// A string.
    Str,
    /// A byte string.
    Bytes,
    /// A list of integers.
    Ints,
    /// A list of strings.
    Strs,
    /// A dict from strings to integers.
    Map,
    /// A dict from integers to strings.
    Table,
    /// A set of integers.
    Set,
    /// A tuple of an integer and a string.
    Pair,
}

const KINDS: &[Kind] = &[
    Kind::Int,
    Kind::Int,
    Kind::Float,
    Kind::Bool,
    Kind::Str,
    Kind::Str,
    Kind::Bytes,
    Kind::Ints,
    Kind::Strs,
    Kind::Map,
    Kind::Table,
    Kind::Set,
    Kind::Pair,
];

/// Names of a block, and whether a function's body begins with it.
pub struct Scope {
    pub variables: Vec<(String, Kind)>,
    pub function: bool,
}

/// A function that the program has defined.
#[derive(Debug, Clone)]
pub struct Function {
    pub name: String,
    pub result: Kind,
    pub parameters: Vec<(String, Kind)>,
    /// How many of the last parameters have defaults.
    pub defaults: usize,
    /// A keyword-only parameter.
    pub keyword: Option<(String, Kind)>,
    /// Whether it takes `*rest`.
    pub rest: bool,
}

/// A program while it is written.
pub struct Generator {
    pub chance: Chance,
    pub out: String,
    pub indent: usize,
    pub scopes: Vec<Scope>,
    pub functions: Vec<Function>,
    pub generators: Vec<String>,
    pub classes: Vec<String>,
    pub objects: Vec<String>,
    /// Statements that may still be written.
    pub budget: usize,
    pub loops: usize,
    pub counter: usize,
}

const HEAD: &str = "\
import itertools, json, math, struct
def clip(n):
    return n if -10**30 < n < 10**30 else n % 1000003
def cut(s):
    return s[:40]
";

/// The program of a seed.
pub fn generate(seed: u64) -> String {
    let mut generator = Generator {
        chance: Chance::new(seed),
        out: HEAD.to_owned(),
        indent: 0,
        scopes: vec![Scope { variables: Vec::new(), function: true }],
        functions: Vec::new(),
        generators: Vec::new(),
        classes: Vec::new(),
        objects: Vec::new(),
        budget: 0,
        loops: 0,
        counter: 0,
    };
    generator.budget = 20 + generator.chance.below(60);
    generator.program();
    generator.out
}

impl Generator {
    fn program(&mut self) {
        for (name, kind) in [("n", Kind::Int), ("s", Kind::Str), ("l", Kind::Ints), ("m", Kind::Map)] {
            let value = self.expression(kind, 0);
            self.line(&format!("{name} = {value}"));
            self.scopes[0].variables.push((name.to_owned(), kind));
        }
        while self.budget > 0 {
            match self.chance.below(12) {
                0 | 1 if self.functions.len() < 5 => self.define_function(),
                2 if self.classes.len() < 4 => self.define_class(),
                3 if self.generators.len() < 3 => self.define_generator(),
                4 | 5 => {
                    let kind = self.any_kind();
                    self.guarded(|this| this.define(kind));
                }
                _ => self.guarded(Generator::statement),
            }
        }
        self.show_all();
        if self.chance.one_in(3) {
            self.last_error();
        }
    }

    /// Ends the program with an exception that nobody catches.
    fn last_error(&mut self) {
        let a = self.expression(Kind::Int, 1);
        let text = self.expression(Kind::Str, 1);
        match self.chance.below(5) {
            0 => self.line(&format!("raise ValueError({text}, {a})")),
            1 => self.line(&format!("assert {a} == {text}, {text}")),
            2 => self.line(&format!("[10, 20][{a} + 10**6]")),
            3 => {
                self.line("def last(depth):");
                self.line(&format!("    return last(depth - 1) + 1 if depth else {a} / 0"));
                self.line("print(last(3))");
            }
            _ => {
                self.line("try:");
                self.line(&format!("    {{}}[{text}]"));
                self.line("except KeyError as error:");
                let cause = self.chance.pick(&["", " from error", " from None"]).to_owned();
                self.line(&format!("    raise RuntimeError('wrapped', {a}){cause}"));
            }
        }
    }

    /// A statement at the top, with its exception printed.
    fn guarded(&mut self, inner: impl FnOnce(&mut Generator)) {
        if self.chance.one_in(300) {
            inner(self);
            return;
        }
        self.line("try:");
        self.indent += 1;
        inner(self);
        self.indent -= 1;
        self.line("except Exception as error:");
        self.line("    print('!', type(error).__name__, error)");
        if self.chance.one_in(3) {
            self.show();
        }
    }

    /// Writes one line.
    pub fn line(&mut self, text: &str) {
        for _ in 0..self.indent {
            self.out.push_str("    ");
        }
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// A name that nothing else has.
    pub fn fresh(&mut self, stem: &str) -> String {
        self.counter += 1;
        format!("{stem}{}", self.counter)
    }

    /// Any kind, common ones more often.
    pub fn any_kind(&mut self) -> Kind {
        *self.chance.item(KINDS)
    }

    /// Opens a block with these names.
    pub fn enter(&mut self, names: &[(String, Kind)]) {
        self.scopes.push(Scope { variables: names.to_vec(), function: false });
    }

    /// Closes it.
    pub fn leave(&mut self) {
        self.scopes.pop();
    }

    /// A variable that can be read here.
    pub fn variable(&mut self, kind: Kind) -> Option<String> {
        let all = self.scopes.iter().flat_map(|scope| &scope.variables);
        let fitting: Vec<String> = all.filter(|(_, of)| *of == kind).map(|(name, _)| name.clone()).collect();
        if fitting.is_empty() {
            return None;
        }
        // The latest ones are the most interesting.
        let back = self.chance.below(fitting.len()).min(self.chance.below(fitting.len()));
        Some(fitting[fitting.len() - 1 - back].clone())
    }

    /// A variable that can be assigned here.
    pub fn own_variable(&mut self, kind: Kind) -> Option<String> {
        let first = self.scopes.iter().rposition(|scope| scope.function).unwrap_or(0);
        let all = self.scopes[first..].iter().flat_map(|scope| &scope.variables);
        let fitting: Vec<String> = all.filter(|(_, of)| *of == kind).map(|(name, _)| name.clone()).collect();
        if fitting.is_empty() { None } else { Some(self.chance.item(&fitting).clone()) }
    }

    /// A function with this result.
    pub fn function(&mut self, kind: Kind) -> Option<Function> {
        let fitting: Vec<Function> =
            self.functions.iter().filter(|function| function.result == kind).cloned().collect();
        // Not in loops in functions: the work would multiply.
        if fitting.is_empty() || self.loops > 1 { None } else { Some(self.chance.item(&fitting).clone()) }
    }

    /// A generator function.
    pub fn generator(&mut self) -> Option<String> {
        if self.generators.is_empty() || self.loops > 1 {
            None
        } else {
            Some(self.chance.item(&self.generators).clone())
        }
    }

    /// A variable that holds an object of one of the program's classes.
    pub fn object(&mut self) -> Option<String> {
        if self.objects.is_empty() || self.loops > 1 {
            None
        } else {
            Some(self.chance.item(&self.objects).clone())
        }
    }

    /// A call, now and then a wrong one.
    pub fn call(&mut self, function: &Function, depth: usize) -> String {
        let mut given = function.parameters.len();
        if self.chance.one_in(2) {
            given -= self.chance.below(function.defaults + 1);
        }
        if self.chance.one_in(60) {
            given = given.saturating_sub(1);
        }
        let mut arguments = Vec::new();
        let mut named = false;
        for (name, kind) in &function.parameters[..given] {
            let value = self.expression(*kind, depth.min(1));
            named |= !function.rest && self.chance.one_in(8);
            arguments.push(if named { format!("{name}={value}") } else { value });
        }
        if function.rest && given == function.parameters.len() && self.chance.one_in(2) {
            arguments.push(format!("*{}", self.expression(Kind::Ints, 0)));
        }
        if let Some((name, kind)) = &function.keyword
            && !self.chance.one_in(3)
        {
            let value = self.expression(*kind, depth.min(1));
            arguments.push(match self.chance.below(4) {
                0 => format!("**{{'{name}': {value}}}"),
                _ => format!("{name}={value}"),
            });
        }
        if self.chance.one_in(80) {
            arguments.push("nonsense=1".to_owned());
        }
        format!("{}({})", function.name, arguments.join(", "))
    }

    /// An integer that an object gives.
    pub fn member(&mut self, object: &str, depth: usize) -> String {
        let number = self.leaf_int(depth);
        match self.chance.below(12) {
            0 => format!("{object}.n"),
            1 => format!("{object}.grow({number})"),
            2 => format!("{object}.grow()"),
            3 => format!("len({object})"),
            4 => format!("{object}[{number}]"),
            5 => format!("{object}({number})"),
            6 => format!("sum({object})"),
            7 => format!("({object} + {number}).n"),
            8 => format!("{object}.twice"),
            9 => format!("type({object}).make({number}).n"),
            10 => format!("({number} in {object})"),
            _ => {
                let other = self.object().expect("there is one");
                format!("({object} {} {other})", self.chance.pick(&["==", "<", "!=", "is", "<=", "-"]))
            }
        }
    }

    fn leaf_int(&mut self, depth: usize) -> String {
        self.expression(Kind::Int, depth.min(1))
    }

    /// Assigns a new variable.
    pub fn define(&mut self, kind: Kind) {
        self.budget = self.budget.saturating_sub(1);
        let value = self.bounded(kind);
        let name = self.fresh(match kind {
            Kind::Int => "n",
            Kind::Float => "f",
            Kind::Bool => "b",
            Kind::Str => "s",
            Kind::Bytes => "y",
            Kind::Ints => "l",
            Kind::Strs => "w",
            Kind::Map => "m",
            Kind::Table => "t",
            Kind::Set => "e",
            Kind::Pair => "p",
        });
        match self.chance.below(12) {
            0 => {
                let other = self.fresh("u");
                self.line(&format!("{name} = {other} = {value}"));
            }
            1 => {
                let annotation = self.chance.pick(&["int", "str", "'list[int]'"]).to_owned();
                self.line(&format!("{name}: {annotation} = {value}"));
            }
            2 => {
                let (other, number) = (self.fresh("u"), self.chance.below(9));
                self.line(&format!("{name}, {other} = {value}, {number}"));
            }
            3 => self.line(&format!("print(({name} := {value}))")),
            _ => self.line(&format!("{name} = {value}")),
        }
        self.scopes.last_mut().expect("there is a scope").variables.push((name, kind));
    }

    /// An expression whose value does not grow without end when it is assigned again and again.
    pub fn bounded(&mut self, kind: Kind) -> String {
        let value = self.expression(kind, 3);
        match kind {
            Kind::Int => format!("clip({value})"),
            Kind::Str | Kind::Bytes | Kind::Ints | Kind::Strs => format!("cut({value})"),
            Kind::Map | Kind::Table => format!("dict(list(({value}).items())[:12])"),
            Kind::Float | Kind::Bool | Kind::Set | Kind::Pair => value,
        }
    }

    /// Prints something.
    pub fn show(&mut self) {
        let kind = self.any_kind();
        let value = match self.variable(kind) {
            Some(name) => name,
            None => self.expression(kind, 2),
        };
        match self.chance.below(6) {
            0 => {
                let more = self.expression(Kind::Int, 2);
                self.line(&format!("print({value}, {more}, sep='|')"));
            }
            1 => self.line(&format!("print('%s' % ({value},), end='.\\n')")),
            2 => self.line(&format!("print(('%r',) + ({value},))")),
            _ => self.line(&format!("print(repr({value}))")),
        }
    }

    /// Prints every variable of the top.
    fn show_all(&mut self) {
        let names: Vec<String> = self.scopes[0].variables.iter().map(|(name, _)| name.clone()).collect();
        for chunk in names.chunks(6) {
            for name in chunk {
                self.line("try:");
                self.line(&format!("    print('{name}', {name})"));
                self.line("except NameError as error:");
                self.line("    print('!', error)");
            }
        }
        for name in self.objects.clone() {
            self.line(&format!("print({name})"));
        }
    }
}
