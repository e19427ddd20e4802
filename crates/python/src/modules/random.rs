//! `_random`: CPython's Mersenne Twister (MT19937), so that a seed gives CPython's numbers.

use crate::builtins::{Owner, natives};
use crate::machine::{Args, Core, Run};
use crate::operations::arithmetic::{Number, number};
use crate::values::Value;
use num_bigint::{BigInt, Sign};
use num_traits::Signed;
use std::rc::Rc;

natives! {
    Owner::Module("_random");
    "new" => new, "seed" => seed, "random" => random, "getrandbits" => getrandbits, "getstate" => getstate,
    "setstate" => setstate,
}

const SIZE: usize = 624;

/// The generator's state.
#[derive(Debug, Clone)]
pub(crate) struct Twister {
    state: [u32; SIZE],
    at: usize,
}

impl Twister {
    /// From one number.
    pub(crate) fn seeded(seed: u64) -> Twister {
        Twister::from_key(&[seed as u32, (seed >> 32) as u32])
    }

    fn from_number(seed: u32) -> Twister {
        let mut state = [0; SIZE];
        state[0] = seed;
        for index in 1..SIZE {
            let former: u32 = state[index - 1];
            state[index] = 1_812_433_253_u32.wrapping_mul(former ^ former >> 30).wrapping_add(index as u32);
        }
        Twister { state, at: SIZE }
    }

    /// `init_by_array`
    fn from_key(key: &[u32]) -> Twister {
        let mut twister = Twister::from_number(19_650_218);
        let state = &mut twister.state;
        let (mut i, mut j) = (1, 0);
        for _ in 0..SIZE.max(key.len()) {
            let former = state[i - 1];
            state[i] = (state[i] ^ (former ^ former >> 30).wrapping_mul(1_664_525))
                .wrapping_add(key[j])
                .wrapping_add(j as u32);
            i += 1;
            j += 1;
            if i >= SIZE {
                state[0] = state[SIZE - 1];
                i = 1;
            }
            if j >= key.len() {
                j = 0;
            }
        }
        for _ in 1..SIZE {
            let former = state[i - 1];
            state[i] =
                (state[i] ^ (former ^ former >> 30).wrapping_mul(1_566_083_941)).wrapping_sub(i as u32);
            i += 1;
            if i >= SIZE {
                state[0] = state[SIZE - 1];
                i = 1;
            }
        }
        state[0] = 0x8000_0000;
        twister
    }

    /// The next 32 bits.
    pub(crate) fn next(&mut self) -> u32 {
        if self.at >= SIZE {
            for index in 0..SIZE {
                let mixed = self.state[index] & 0x8000_0000 | self.state[(index + 1) % SIZE] & 0x7fff_ffff;
                let twist = if mixed & 1 == 0 { 0 } else { 0x9908_b0df };
                self.state[index] = self.state[(index + 397) % SIZE] ^ mixed >> 1 ^ twist;
            }
            self.at = 0;
        }
        let mut bits = self.state[self.at];
        self.at += 1;
        bits ^= bits >> 11;
        bits ^= bits << 7 & 0x9d2c_5680;
        bits ^= bits << 15 & 0xefc6_0000;
        bits ^ bits >> 18
    }
}

/// The most generators a program may make.
const MOST: usize = 10_000;

/// The generator that the last argument names: 0 is the module's own, the others belong to `random.Random` objects. A
/// program that gives a number of its own gets the module's own.
fn twister(core: &mut Core, which: Option<Value>) -> &mut Twister {
    match which {
        Some(Value::Int(number)) if number > 0 && number as usize <= core.randoms.len() => {
            Rc::make_mut(&mut core.randoms[number as usize - 1])
        }
        _ => Rc::make_mut(&mut core.random),
    }
}

/// A new generator; gives its number.
fn new(core: &mut Core, _: &Args) -> Run<Value> {
    if core.randoms.len() >= MOST {
        return Err(core.error(crate::values::t::MEMORY_ERROR, "too many random.Random objects"));
    }
    let seed = core.options.seed;
    core.randoms.push(Rc::new(Twister::seeded(seed)));
    Ok(Value::Int(core.randoms.len() as i64))
}

/// `seed(int)`: the magnitude in 32-bit words; without an argument the scenario's seed again.
fn seed(core: &mut Core, args: &Args) -> Run<Value> {
    let [value, which] = args.bind(core, "seed", ["", ""], 0)?;
    let value = value.unwrap_or(Value::None);
    let int = match number(core, value) {
        Some(number @ (Number::Int(_) | Number::Big(_))) => number.big().unwrap_or_default().abs(),
        _ if value.is_none() => BigInt::from(core.options.seed),
        _ => BigInt::from(crate::operations::keys::hash(core, value)?).abs(),
    };
    let mut key = int.to_u32_digits().1;
    if key.is_empty() {
        key.push(0);
    }
    *twister(core, which) = Twister::from_key(&key);
    Ok(Value::None)
}

fn random(core: &mut Core, args: &Args) -> Run<Value> {
    let [which] = args.bind(core, "random", [""], 0)?;
    let twister = twister(core, which);
    let high = f64::from(twister.next() >> 5);
    let low = f64::from(twister.next() >> 6);
    Ok(Value::Float((high * 67_108_864.0 + low) * (1.0 / 9_007_199_254_740_992.0)))
}

fn getrandbits(core: &mut Core, args: &Args) -> Run<Value> {
    let [count, which] = args.bind(core, "getrandbits", ["", ""], 1)?;
    let count = core.size_argument(count.unwrap_or(Value::None))?;
    if count < 0 {
        return Err(core.value_error("number of bits must be non-negative"));
    }
    core.reserve(count as usize / 8)?;
    let mut words = Vec::new();
    let mut left = count;
    while left > 0 {
        let mut word = twister(core, which).next();
        if left < 32 {
            word >>= 32 - left;
        }
        words.push(word);
        left -= 32;
    }
    let int = BigInt::from_slice(Sign::Plus, &words);
    Ok(core.int(int))
}

fn getstate(core: &mut Core, args: &Args) -> Run<Value> {
    let [which] = args.bind(core, "getstate", [""], 0)?;
    let twister = twister(core, which).clone();
    let mut items: Vec<Value> = twister.state.iter().map(|word| Value::Int(i64::from(*word))).collect();
    items.push(Value::Int(twister.at as i64));
    Ok(core.heap.tuple(items))
}

fn setstate(core: &mut Core, args: &Args) -> Run<Value> {
    let [state, which] = args.bind(core, "setstate", ["", ""], 1)?;
    let items = core.sequence(state.unwrap_or(Value::None)).unwrap_or_default();
    let words: Vec<u32> = items
        .iter()
        .filter_map(|item| if let Value::Int(word) = item { u32::try_from(*word).ok() } else { None })
        .collect();
    if words.len() != SIZE + 1 {
        return Err(core.value_error("state vector is the wrong size"));
    }
    let twister = twister(core, which);
    twister.state.copy_from_slice(&words[..SIZE]);
    twister.at = (words[SIZE] as usize).min(SIZE);
    Ok(Value::None)
}
