//! Tokens to a test, every comparison checked for its kinds.
//!
//! From loose to tight: `or`, `xor`, `and`, `not`, comparisons, `&`, `+ -`, `* / %`. Comparisons may be chained
//! (`1 < tcp.port < 1024`).

use super::{
    Fault, FilterProblem, Kind,
    evaluate::{Function, Value},
    lex::{Place, Sign, Token, What},
    literal::{self, Literal},
    names::{self, Id},
};
use regex_lite::Regex;

/// Something that holds for a frame or not.
#[derive(Debug, Clone)]
pub(super) enum Test {
    Or(Box<Test>, Box<Test>),
    Xor(Box<Test>, Box<Test>),
    And(Box<Test>, Box<Test>),
    Not(Box<Test>),
    /// There is such a value; of arithmetic: one that is not 0.
    Present(Operand),
    Compare {
        how: Comparison,
        all: bool,
        left: Operand,
        right: Operand,
    },
    In {
        all: bool,
        left: Operand,
        set: Vec<(Value, Option<Value>)>,
    },
    Matches {
        all: bool,
        left: Operand,
        pattern: Regex,
    },
}

/// Ways to compare two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Different,
    Less,
    LessOrEqual,
    More,
    MoreOrEqual,
    Contains,
}

/// What has values in a frame: none, one or several.
#[derive(Debug, Clone)]
pub(super) enum Operand {
    /// A field; of the layer with this number only, from 1 (negative: from the last).
    Field(Id, Option<i32>),
    Value(Value),
    /// Stretches of bytes.
    Slice(Box<Operand>, Vec<Stretch>),
    Call(Function, Vec<Operand>),
    Arithmetic(Sign, Box<Operand>, Box<Operand>),
    Negative(Box<Operand>),
}

/// A stretch of bytes: from here (negative: from the end), so many, or up to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub from: i64,
    pub until: Until,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    Length(i64),
    /// This byte included.
    Place(i64),
    End,
}

/// An operand whose values have a kind, or a literal that takes the kind of what it is compared with.
enum Side {
    Typed(Operand, Kind, Place),
    Literal(Literal, Place),
}

impl Side {
    fn place(&self) -> Place {
        match self {
            Side::Typed(.., place) | Side::Literal(_, place) => *place,
        }
    }
}

type Read<T> = Result<T, FilterProblem>;

pub(super) fn read(tokens: &[Token]) -> Read<Test> {
    let mut parser = Parser { tokens, at: 0 };
    let test = parser.or()?;
    match parser.peek() {
        What::End => Ok(test),
        _ => Err(parser.unexpected()),
    }
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> &What {
        &self.tokens[self.at].what
    }

    fn place(&self) -> Place {
        self.tokens[self.at].place
    }

    fn next(&mut self) -> Token {
        let token = self.tokens[self.at].clone();
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        token
    }

    fn take(&mut self, sign: &Sign) -> bool {
        let found = matches!(self.peek(), What::Sign(here) if here == sign);
        if found {
            self.next();
        }
        found
    }

    fn need(&mut self, sign: &Sign, letter: char) -> Read<()> {
        if self.take(sign) { Ok(()) } else { Err(self.place().problem(Fault::SignMissing(letter))) }
    }

    /// Takes one of these words.
    fn take_word(&mut self, words: &[&str]) -> bool {
        let found = matches!(self.peek(), What::Word(here) if words.contains(&here.as_str()));
        if found {
            self.next();
        }
        found
    }

    fn unexpected(&self) -> FilterProblem {
        let fault = match self.peek() {
            What::End => Fault::OperandMissing,
            What::Word(word) => Fault::Unexpected(word.as_str().into()),
            What::Slice(inside) => Fault::Unexpected(format!("[{inside}]").into()),
            What::Quoted(bytes) => {
                Fault::Unexpected(format!("\"{}\"", String::from_utf8_lossy(bytes)).into())
            }
            What::Letter(letter) => Fault::Unexpected(format!("'{}'", char::from(*letter)).into()),
            What::Sign(_) => Fault::Unexpected("".into()),
        };
        self.place().problem(fault)
    }

    fn or(&mut self) -> Read<Test> {
        let mut left = self.xor()?;
        while self.take(&Sign::Or) || self.take_word(&["or"]) {
            left = Test::Or(Box::new(left), Box::new(self.xor()?));
        }
        Ok(left)
    }

    fn xor(&mut self) -> Read<Test> {
        let mut left = self.and()?;
        while self.take_word(&["xor"]) {
            left = Test::Xor(Box::new(left), Box::new(self.and()?));
        }
        Ok(left)
    }

    fn and(&mut self) -> Read<Test> {
        let mut left = self.not()?;
        while self.take(&Sign::And) || self.take_word(&["and"]) {
            left = Test::And(Box::new(left), Box::new(self.not()?));
        }
        Ok(left)
    }

    fn not(&mut self) -> Read<Test> {
        if self.take(&Sign::Not) || self.take_word(&["not"]) {
            return Ok(Test::Not(Box::new(self.not()?)));
        }
        if self.take(&Sign::Open) {
            let inner = self.or()?;
            self.need(&Sign::Close, ')')?;
            return Ok(inner);
        }
        self.relation()
    }

    fn relation(&mut self) -> Read<Test> {
        let quantified = matches!(self.peek(), What::Word(word) if word == "any" || word == "all");
        let asked =
            if quantified { Some(self.take_word(&["all"]) || !self.take_word(&["any"])) } else { None };
        let mut left = self.operand()?;
        let mut test = None;
        loop {
            let start = self.place();
            if self.take_word(&["in"]) {
                return self.set(left, asked.unwrap_or(false), test);
            }
            let negative = matches!(self.peek(), What::Word(word) if word == "not")
                && matches!(&self.tokens[self.at + 1].what, What::Word(word) if word == "in");
            if negative {
                self.next();
                self.next();
                let inner = self.set(left, asked.unwrap_or(false), None)?;
                return Ok(joined(test, Test::Not(Box::new(inner))));
            }
            if self.take(&Sign::Matches) || self.take_word(&["matches"]) {
                return Ok(joined(test, self.pattern(left, asked.unwrap_or(false))?));
            }
            let Some((how, all)) = self.comparison() else { break };
            let right = self.operand()?;
            let (one, other) = compared(how, &left, &right, start)?;
            let next = Test::Compare { how, all: asked.unwrap_or(all), left: one, right: other };
            test = Some(joined(test, next));
            left = right;
        }
        match (test, left) {
            (Some(test), _) => Ok(test),
            (None, Side::Typed(operand, ..)) if asked.is_none() => Ok(Test::Present(operand)),
            (None, Side::Typed(..)) => Err(self.unexpected()),
            (None, Side::Literal(literal, place)) => Err(place.problem(literal.alone())),
        }
    }

    /// A comparison, and whether it wants all values to compare so.
    fn comparison(&mut self) -> Option<(Comparison, bool)> {
        let found = match self.peek() {
            What::Sign(Sign::Equal) => (Comparison::Equal, false),
            What::Sign(Sign::AllEqual) => (Comparison::Equal, true),
            What::Sign(Sign::Different) => (Comparison::Different, true),
            What::Sign(Sign::AnyDifferent) => (Comparison::Different, false),
            What::Sign(Sign::Less) => (Comparison::Less, false),
            What::Sign(Sign::LessOrEqual) => (Comparison::LessOrEqual, false),
            What::Sign(Sign::More) => (Comparison::More, false),
            What::Sign(Sign::MoreOrEqual) => (Comparison::MoreOrEqual, false),
            What::Word(word) => match word.as_str() {
                "eq" | "any_eq" => (Comparison::Equal, false),
                "all_eq" => (Comparison::Equal, true),
                "ne" | "all_ne" => (Comparison::Different, true),
                "any_ne" => (Comparison::Different, false),
                "lt" => (Comparison::Less, false),
                "le" => (Comparison::LessOrEqual, false),
                "gt" => (Comparison::More, false),
                "ge" => (Comparison::MoreOrEqual, false),
                "contains" => (Comparison::Contains, false),
                _ => return None,
            },
            _ => return None,
        };
        self.next();
        Some(found)
    }

    fn set(&mut self, left: Side, all: bool, test: Option<Test>) -> Read<Test> {
        let Side::Typed(operand, kind, place) = left else {
            return Err(left.place().problem(Fault::OnlyValues));
        };
        ordered(kind, Comparison::Equal, place)?;
        self.need(&Sign::OpenBrace, '{')?;
        let mut set = Vec::new();
        loop {
            let low = self.element(kind)?;
            let high = if self.take(&Sign::Range) { Some(self.element(kind)?) } else { None };
            set.push((low, high));
            if self.take(&Sign::CloseBrace) {
                break;
            }
            self.need(&Sign::Comma, ',')?;
        }
        Ok(joined(test, Test::In { all, left: operand, set }))
    }

    fn element(&mut self, kind: Kind) -> Read<Value> {
        match self.unary()? {
            Side::Literal(literal, place) => literal.value(kind).map_err(|fault| place.problem(fault)),
            Side::Typed(.., place) => Err(place.problem(Fault::Unexpected("".into()))),
        }
    }

    fn pattern(&mut self, left: Side, all: bool) -> Read<Test> {
        let Side::Typed(left, kind, place) = left else {
            return Err(left.place().problem(Fault::OnlyValues));
        };
        ordered(kind, Comparison::Contains, place)?;
        let token = self.next();
        let What::Quoted(pattern) = &token.what else {
            return Err(token.place.problem(Fault::BadPattern));
        };
        let pattern = literal::pattern(pattern).ok_or_else(|| token.place.problem(Fault::BadPattern))?;
        Ok(Test::Matches { all, left, pattern })
    }

    fn operand(&mut self) -> Read<Side> {
        let mut left = self.sum()?;
        while self.take(&Sign::BitAnd) || self.take_word(&["bitwise_and", "bitand"]) {
            let right = self.sum()?;
            left = arithmetic(Sign::BitAnd, left, right)?;
        }
        Ok(left)
    }

    fn sum(&mut self) -> Read<Side> {
        let mut left = self.product()?;
        loop {
            let sign = match self.peek() {
                What::Sign(sign @ (Sign::Plus | Sign::Minus)) => sign.clone(),
                _ => return Ok(left),
            };
            self.next();
            left = arithmetic(sign, left, self.product()?)?;
        }
    }

    fn product(&mut self) -> Read<Side> {
        let mut left = self.unary()?;
        loop {
            let sign = match self.peek() {
                What::Sign(sign @ (Sign::Times | Sign::Divide | Sign::Modulo)) => sign.clone(),
                _ => return Ok(left),
            };
            self.next();
            left = arithmetic(sign, left, self.unary()?)?;
        }
    }

    fn unary(&mut self) -> Read<Side> {
        let start = self.place();
        if self.take(&Sign::Plus) {
            return self.unary();
        }
        if self.take(&Sign::Minus) {
            return match self.unary()? {
                Side::Literal(literal, place) => Ok(Side::Literal(literal.negative(), start.to(place))),
                Side::Typed(operand, kind, place) if matches!(kind, Kind::Number | Kind::Time) => {
                    Ok(Side::Typed(Operand::Negative(Box::new(operand)), kind, start.to(place)))
                }
                Side::Typed(_, kind, place) => Err(place.problem(Fault::NotForKind(kind))),
            };
        }
        if self.take(&Sign::OpenBrace) {
            let inner = self.operand()?;
            self.need(&Sign::CloseBrace, '}')?;
            return Ok(inner);
        }
        let atom = self.atom()?;
        self.slices(atom)
    }

    fn atom(&mut self) -> Read<Side> {
        let token = self.tokens[self.at].clone();
        let side = match &token.what {
            What::Quoted(bytes) => Side::Literal(Literal::Quoted(bytes.clone()), token.place),
            What::Letter(letter) => Side::Literal(Literal::Letter(*letter), token.place),
            What::Word(word) => {
                if let Some(id) = names::id(word) {
                    self.next();
                    return self.field(id, token.place);
                }
                if matches!(self.tokens[self.at + 1].what, What::Sign(Sign::Open)) {
                    return self.call(word, token.place);
                }
                Side::Literal(Literal::Bare(word.clone()), token.place)
            }
            What::End => return Err(token.place.problem(Fault::OperandMissing)),
            What::Sign(_) | What::Slice(_) => return Err(self.missing()),
        };
        self.next();
        Ok(side)
    }

    fn missing(&self) -> FilterProblem {
        self.place().problem(Fault::OperandMissing)
    }

    fn field(&mut self, id: Id, place: Place) -> Read<Side> {
        let kind = names::NAMES[usize::from(id)].1;
        let layer = if self.take(&Sign::Layer) {
            let negative = self.take(&Sign::Minus);
            let token = self.next();
            let What::Word(word) = &token.what else {
                return Err(token.place.problem(Fault::OperandMissing));
            };
            let number: i32 =
                word.parse().ok().filter(|number| *number > 0).ok_or_else(|| {
                    token.place.problem(Fault::BadValue(word.as_str().into(), Kind::Number))
                })?;
            Some(if negative { -number } else { number })
        } else {
            None
        };
        Ok(Side::Typed(Operand::Field(id, layer), kind, place))
    }

    fn call(&mut self, word: &str, place: Place) -> Read<Side> {
        let function = Function::named(word).ok_or_else(|| place.problem(Fault::UnknownName(word.into())))?;
        self.next();
        self.next();
        let (mut operands, mut kinds) = (Vec::new(), Vec::new());
        loop {
            match self.operand()? {
                Side::Typed(operand, kind, _) => {
                    operands.push(operand);
                    kinds.push(kind);
                }
                Side::Literal(literal, place) => {
                    // In a list of values a literal takes the kind of the first.
                    let Some(&kind) = kinds.first() else { return Err(place.problem(Fault::OnlyValues)) };
                    operands.push(Operand::Value(literal.value(kind).map_err(|fault| place.problem(fault))?));
                }
            }
            if !self.take(&Sign::Comma) {
                break;
            }
        }
        let end = self.place();
        self.need(&Sign::Close, ')')?;
        let kind = function.kind(&kinds).map_err(|fault| place.problem(fault))?;
        if operands.len() > 1 && !function.takes_several() {
            return Err(end.problem(Fault::Unexpected(",".into())));
        }
        Ok(Side::Typed(Operand::Call(function, operands), kind, place.to(end)))
    }

    fn slices(&mut self, mut side: Side) -> Read<Side> {
        while let What::Slice(inside) = self.peek() {
            let (inside, here) = (inside.clone(), self.place());
            let stretches: Option<Vec<Stretch>> = inside.split(',').map(stretch).collect();
            let stretches =
                stretches.ok_or_else(|| here.problem(Fault::BadSlice(format!("[{inside}]").into())))?;
            let Side::Typed(operand, kind, place) = side else {
                return Err(side.place().problem(Fault::OnlyValues));
            };
            ordered(kind, Comparison::Contains, place)?;
            let kind = if kind == Kind::Text { Kind::Text } else { Kind::Bytes };
            side = Side::Typed(Operand::Slice(Box::new(operand), stretches), kind, place.to(here));
            self.next();
        }
        Ok(side)
    }
}

/// Both tests, of a chain of comparisons.
fn joined(before: Option<Test>, test: Test) -> Test {
    match before {
        None => test,
        Some(before) => Test::And(Box::new(before), Box::new(test)),
    }
}

/// `2`, `2:3`, `2-4`, `:3`, `2:`, with places from the end when negative.
fn stretch(text: &str) -> Option<Stretch> {
    let number = |text: &str| -> Option<i64> {
        let text = text.trim();
        match text.strip_prefix("0x") {
            Some(digits) => i64::from_str_radix(digits, 16).ok(),
            None => text.parse().ok(),
        }
    };
    let text = text.trim();
    if let Some((from, length)) = text.split_once(':') {
        let from = if from.trim().is_empty() { 0 } else { number(from)? };
        let until = if length.trim().is_empty() {
            Until::End
        } else {
            Until::Length(number(length).filter(|length| *length > 0)?)
        };
        return Some(Stretch { from, until });
    }
    if let Some(at) = text.char_indices().skip(1).find(|(_, letter)| *letter == '-').map(|(at, _)| at) {
        let (from, last) = (number(&text[..at])?, number(&text[at + 1..])?);
        return (from < 0 || last < 0 || from <= last).then_some(Stretch { from, until: Until::Place(last) });
    }
    number(text).map(|from| Stretch { from, until: Until::Length(1) })
}

/// Whether values of a kind can be compared so.
fn ordered(kind: Kind, how: Comparison, place: Place) -> Read<()> {
    let fits = match how {
        Comparison::Contains => matches!(kind, Kind::Bytes | Kind::Mac | Kind::Text | Kind::Protocol),
        Comparison::Equal
        | Comparison::Different
        | Comparison::Less
        | Comparison::LessOrEqual
        | Comparison::More
        | Comparison::MoreOrEqual => kind != Kind::Mark,
    };
    if fits { Ok(()) } else { Err(place.problem(Fault::NotForKind(kind))) }
}

/// Both sides of a comparison, a literal in the kind of the other side.
fn compared(how: Comparison, left: &Side, right: &Side, place: Place) -> Read<(Operand, Operand)> {
    match (left, right) {
        (Side::Typed(one, kind, at), Side::Typed(other, second, _)) => {
            ordered(*kind, how, *at)?;
            let bytes = |kind: Kind| matches!(kind, Kind::Bytes | Kind::Mac | Kind::Protocol);
            if kind != second && !(bytes(*kind) && bytes(*second)) {
                return Err(place.problem(Fault::DifferentKinds(*kind, *second)));
            }
            Ok((one.clone(), other.clone()))
        }
        (Side::Typed(one, kind, at), Side::Literal(literal, here)) => {
            ordered(*kind, how, *at)?;
            // What is contained in an address is a part of it.
            let wanted = if how == Comparison::Contains && *kind == Kind::Mac { Kind::Bytes } else { *kind };
            let value = literal.value(wanted).map_err(|fault| here.problem(fault))?;
            Ok((one.clone(), Operand::Value(value)))
        }
        (Side::Literal(literal, here), Side::Typed(other, kind, at)) => {
            ordered(*kind, how, *at)?;
            let value = literal.value(*kind).map_err(|fault| here.problem(fault))?;
            Ok((Operand::Value(value), other.clone()))
        }
        (Side::Literal(literal, here), Side::Literal(..)) => Err(here.problem(literal.alone())),
    }
}

fn arithmetic(sign: Sign, left: Side, right: Side) -> Read<Side> {
    let place = left.place().to(right.place());
    let kind = match (&left, &right) {
        (Side::Typed(_, kind, _), _) | (_, Side::Typed(_, kind, _)) => *kind,
        (Side::Literal(literal, here), Side::Literal(..)) => return Err(here.problem(literal.alone())),
    };
    let fits = kind == Kind::Number
        || (kind == Kind::Bytes && sign == Sign::BitAnd)
        || (kind == Kind::Time && matches!(sign, Sign::Plus | Sign::Minus));
    let operand = |side: Side| match side {
        Side::Typed(_, other, here) if !fits || other != kind => Err(here.problem(if fits {
            Fault::DifferentKinds(kind, other)
        } else {
            Fault::NotForKind(other)
        })),
        Side::Typed(operand, ..) => Ok(operand),
        Side::Literal(literal, here) => {
            literal.value(kind).map(Operand::Value).map_err(|fault| here.problem(fault))
        }
    };
    let (left, right) = (operand(left)?, operand(right)?);
    Ok(Side::Typed(Operand::Arithmetic(sign, Box::new(left), Box::new(right)), kind, place))
}
