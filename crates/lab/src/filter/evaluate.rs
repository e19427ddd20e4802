//! A test judged for one frame.

use super::{
    Dissected, Fault, Kind,
    lex::Sign,
    literal::letters,
    parse::{Comparison, Operand, Stretch, Test, Until},
};
use std::{borrow::Cow, cmp::Ordering};

/// A value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// Also truths, as 0 and 1.
    Number(i64),
    /// An IPv4 address, and which of its bits count.
    Address(u32, u32),
    Bytes(Vec<u8>),
    Text(String),
    /// Nanoseconds.
    Time(i64),
    /// Of a mark.
    Here,
}

/// Functions of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    /// Of text: in capitals.
    Upper,
    /// Of text: in small letters.
    Lower,
    /// Bytes of a value.
    Length,
    /// How many values there are.
    Count,
    /// A value as text.
    Text,
    /// The largest.
    Largest,
    /// The smallest.
    Smallest,
    /// Without its sign.
    Absolute,
}

/// Functions by their names.
pub(super) const FUNCTIONS: &[(&str, Function)] = &[
    ("abs", Function::Absolute),
    ("count", Function::Count),
    ("len", Function::Length),
    ("lower", Function::Lower),
    ("max", Function::Largest),
    ("min", Function::Smallest),
    ("string", Function::Text),
    ("upper", Function::Upper),
];

impl Function {
    pub fn named(word: &str) -> Option<Function> {
        FUNCTIONS.iter().find(|(name, _)| *name == word).map(|(_, function)| *function)
    }

    pub fn takes_several(self) -> bool {
        matches!(self, Function::Largest | Function::Smallest)
    }

    /// The kind of its value, for values of these kinds.
    pub fn kind(self, kinds: &[Kind]) -> Result<Kind, Fault> {
        let first = kinds[0];
        let fits = match self {
            Function::Upper | Function::Lower => first == Kind::Text,
            Function::Length => matches!(first, Kind::Text | Kind::Bytes | Kind::Mac | Kind::Protocol),
            Function::Count => true,
            Function::Text => !matches!(first, Kind::Mark | Kind::Protocol | Kind::Bytes),
            Function::Largest | Function::Smallest | Function::Absolute => {
                matches!(first, Kind::Number | Kind::Time)
            }
        };
        if !fits {
            return Err(Fault::NotForKind(first));
        }
        if let Some(other) = kinds.iter().find(|kind| **kind != first) {
            return Err(Fault::DifferentKinds(first, *other));
        }
        Ok(match self {
            Function::Upper | Function::Lower | Function::Text => Kind::Text,
            Function::Length | Function::Count => Kind::Number,
            Function::Largest | Function::Smallest | Function::Absolute => first,
        })
    }
}

/// Whether a test holds for a frame.
pub(super) fn holds(test: &Test, frame: &Dissected) -> bool {
    match test {
        Test::Or(left, right) => holds(left, frame) || holds(right, frame),
        Test::Xor(left, right) => holds(left, frame) != holds(right, frame),
        Test::And(left, right) => holds(left, frame) && holds(right, frame),
        Test::Not(inner) => !holds(inner, frame),
        Test::Present(operand) => present(operand, frame),
        Test::Compare { how, all, left, right } => {
            let (left, right) = (values(left, frame), values(right, frame));
            let pair = |one: &Value| {
                let mut others = right.iter();
                let how = |other: &Value| compare(*how, one, other);
                if *all { others.all(how) } else { others.any(how) }
            };
            every(*all, &left, pair) && !right.is_empty()
        }
        Test::In { all, left, set } => every(*all, &values(left, frame), |value| {
            set.iter().any(|(low, high)| match high {
                None => compare(Comparison::Equal, value, low),
                Some(high) => {
                    compare(Comparison::MoreOrEqual, value, low)
                        && compare(Comparison::LessOrEqual, value, high)
                }
            })
        }),
        Test::Matches { all, left, pattern } => every(*all, &values(left, frame), |value| match value {
            Value::Bytes(bytes) => pattern.is_match(&letters(bytes)),
            Value::Text(text) => pattern.is_match(&letters(text.as_bytes())),
            Value::Number(_) | Value::Address(..) | Value::Time(_) | Value::Here => false,
        }),
    }
}

/// There is one, and one or all of them are so.
fn every(all: bool, values: &[Value], is: impl FnMut(&Value) -> bool) -> bool {
    if all { !values.is_empty() && values.iter().all(is) } else { values.iter().any(is) }
}

fn present(operand: &Operand, frame: &Dissected) -> bool {
    let found = values(operand, frame);
    match operand {
        Operand::Arithmetic(..) | Operand::Negative(_) => found.iter().any(|value| match value {
            Value::Number(number) | Value::Time(number) => *number != 0,
            Value::Bytes(bytes) => bytes.iter().any(|byte| *byte != 0),
            Value::Address(..) | Value::Text(_) | Value::Here => true,
        }),
        Operand::Field(..) | Operand::Value(_) | Operand::Slice(..) | Operand::Call(..) => !found.is_empty(),
    }
}

/// All values of an operand in a frame.
fn values(operand: &Operand, frame: &Dissected) -> Vec<Value> {
    match operand {
        Operand::Field(id, layer) => frame.values(*id, *layer).cloned().collect(),
        Operand::Value(value) => vec![value.clone()],
        Operand::Slice(inner, stretches) => {
            values(inner, frame).iter().filter_map(|value| slice(value, stretches)).collect()
        }
        Operand::Call(function, operands) => call(*function, operands, frame),
        Operand::Arithmetic(sign, left, right) => {
            let right = values(right, frame);
            let left = values(left, frame);
            let pairs = left.iter().flat_map(|one| right.iter().map(move |other| (one, other)));
            pairs.filter_map(|(one, other)| arithmetic(sign, one, other)).collect()
        }
        Operand::Negative(inner) => {
            let negative = |value| match value {
                Value::Number(number) => Value::Number(-number),
                Value::Time(time) => Value::Time(-time),
                other @ (Value::Address(..) | Value::Bytes(_) | Value::Text(_) | Value::Here) => other,
            };
            values(inner, frame).into_iter().map(negative).collect()
        }
    }
}

fn arithmetic(sign: &Sign, left: &Value, right: &Value) -> Option<Value> {
    let of = |one: i64, other: i64| match sign {
        Sign::Plus => one.checked_add(other),
        Sign::Minus => one.checked_sub(other),
        Sign::Times => one.checked_mul(other),
        Sign::Divide => one.checked_div(other),
        Sign::Modulo => one.checked_rem(other),
        _ => Some(one & other),
    };
    match (left, right) {
        (Value::Number(one), Value::Number(other)) => of(*one, *other).map(Value::Number),
        (Value::Time(one), Value::Time(other)) => of(*one, *other).map(Value::Time),
        (Value::Bytes(one), Value::Bytes(other)) => {
            Some(Value::Bytes(one.iter().zip(other).map(|(one, other)| one & other).collect()))
        }
        _ => None,
    }
}

fn call(function: Function, operands: &[Operand], frame: &Dissected) -> Vec<Value> {
    let mut all = operands.iter().flat_map(|operand| values(operand, frame));
    let text = |change: fn(&str) -> String| {
        move |value: Value| match value {
            Value::Text(text) => Value::Text(change(&text)),
            other => other,
        }
    };
    match function {
        Function::Upper => all.map(text(str::to_ascii_uppercase)).collect(),
        Function::Lower => all.map(text(str::to_ascii_lowercase)).collect(),
        Function::Length => all.map(|value| Value::Number(bytes(&value).len() as i64)).collect(),
        Function::Count => match all.by_ref().count() {
            0 => Vec::new(),
            count => vec![Value::Number(count as i64)],
        },
        Function::Text => all.map(|value| Value::Text(shown(&value))).collect(),
        Function::Largest => all.max_by(order).into_iter().collect(),
        Function::Smallest => all.min_by(order).into_iter().collect(),
        Function::Absolute => all
            .map(|value| match value {
                Value::Number(number) => Value::Number(number.abs()),
                Value::Time(time) => Value::Time(time.abs()),
                other => other,
            })
            .collect(),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Address(address, _) => netlab_wire::Ipv4Addr::from_bits(*address).to_string(),
        Value::Bytes(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":"),
        Value::Text(text) => text.clone(),
        Value::Time(time) => format!("{}.{:09}", time / 1_000_000_000, time % 1_000_000_000),
        Value::Here => String::new(),
    }
}

fn bytes(value: &Value) -> Cow<'_, [u8]> {
    match value {
        Value::Bytes(bytes) => Cow::Borrowed(bytes),
        Value::Text(text) => Cow::Borrowed(text.as_bytes()),
        Value::Number(_) | Value::Address(..) | Value::Time(_) | Value::Here => Cow::Owned(Vec::new()),
    }
}

/// The stretches of a value, one behind the other; nothing when one of them reaches beyond it.
fn slice(value: &Value, stretches: &[Stretch]) -> Option<Value> {
    let all = bytes(value);
    let place = |at: i64| if at < 0 { all.len() as i64 + at } else { at };
    let mut part = Vec::new();
    for stretch in stretches {
        let from = place(stretch.from);
        let end = match stretch.until {
            Until::Length(length) => from + length,
            Until::Place(last) => place(last) + 1,
            Until::End => all.len() as i64,
        };
        let (from, end) = (usize::try_from(from).ok()?, usize::try_from(end).ok()?);
        part.extend_from_slice(all.get(from..end).filter(|part| !part.is_empty())?);
    }
    Some(match value {
        Value::Text(_) => Value::Text(String::from_utf8_lossy(&part).into_owned()),
        Value::Number(_) | Value::Address(..) | Value::Bytes(_) | Value::Time(_) | Value::Here => {
            Value::Bytes(part)
        }
    })
}

/// Values of one kind in their order; an address only in the bits that both say count.
fn order(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Number(one), Value::Number(other)) | (Value::Time(one), Value::Time(other)) => one.cmp(other),
        (Value::Address(one, mask), Value::Address(other, second)) => {
            let mask = mask & second;
            (one & mask).cmp(&(other & mask))
        }
        (Value::Text(one), Value::Text(other)) => one.cmp(other),
        (one, other) => bytes(one).cmp(&bytes(other)),
    }
}

fn compare(how: Comparison, left: &Value, right: &Value) -> bool {
    match how {
        Comparison::Equal => order(left, right).is_eq(),
        Comparison::Different => order(left, right).is_ne(),
        Comparison::Less => order(left, right).is_lt(),
        Comparison::LessOrEqual => order(left, right).is_le(),
        Comparison::More => order(left, right).is_gt(),
        Comparison::MoreOrEqual => order(left, right).is_ge(),
        Comparison::Contains => {
            let (whole, part) = (bytes(left), bytes(right));
            !part.is_empty() && whole.windows(part.len()).any(|window| *window == *part)
        }
    }
}
