//! Elementary functions in twice the precision of a float, rounded once at the end.
//!
//! CPython takes them from the C library, whose results are the nearest floats but for about one in a hundred that lie
//! almost halfway between two. These are the nearest ones too. Arguments that need special care (infinities, results
//! that underflow, very large angles) are left to the portable library.

/// An unevaluated sum of two floats, the second far smaller than the first.
type Pair = (f64, f64);

const LN2: Pair = (std::f64::consts::LN_2, 2.319_046_813_846_299_6e-17);
const HALF_PI: [f64; 3] =
    [std::f64::consts::FRAC_PI_2, 6.123_233_995_736_766e-17, -1.497_384_904_859_183_3e-33];

/// The sum and what rounding lost (Knuth).
fn two_sum(a: f64, b: f64) -> Pair {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// The product and what rounding lost (Dekker).
fn two_product(a: f64, b: f64) -> Pair {
    let split = |x: f64| {
        let scaled = 134_217_729.0 * x;
        let high = scaled - (scaled - x);
        (high, x - high)
    };
    let product = a * b;
    let ((ah, al), (bh, bl)) = (split(a), split(b));
    (product, ((ah * bh - product) + ah * bl + al * bh) + al * bl)
}

fn add(a: Pair, b: Pair) -> Pair {
    let (sum, rest) = two_sum(a.0, b.0);
    let (low, least) = two_sum(a.1, b.1);
    let (sum, rest) = two_sum(sum, rest + low);
    two_sum(sum, rest + least)
}

fn multiply(a: Pair, b: Pair) -> Pair {
    let (product, rest) = two_product(a.0, b.0);
    two_sum(product, rest + (a.0 * b.1 + a.1 * b.0))
}

fn divide(a: Pair, b: Pair) -> Pair {
    let first = a.0 / b.0;
    let rest = add(a, multiply((-first, 0.0), b));
    let second = rest.0 / b.0;
    let rest = add(rest, multiply((-second, 0.0), b));
    let (sum, low) = two_sum(first, second);
    two_sum(sum, low + rest.0 / b.0)
}

/// e to the power of a pair, without the power of two that is given beside it.
fn exp_pair(x: Pair) -> (Pair, i32) {
    let twos = libm::round(x.0 / LN2.0);
    let rest = add(x, multiply((-twos, 0.0), LN2));
    // The series converges fast on a 512th, and nine squarings undo the division.
    let small = (rest.0 / 512.0, rest.1 / 512.0);
    let mut term = small;
    // e^small - 1, so that nothing is lost beside the 1.
    let mut sum = small;
    for divisor in 2..12 {
        term = divide(multiply(term, small), (f64::from(divisor), 0.0));
        sum = add(sum, term);
    }
    for _ in 0..9 {
        // (1 + s)^2 - 1 = 2 s + s^2
        sum = add((2.0 * sum.0, 2.0 * sum.1), multiply(sum, sum));
    }
    (add((1.0, 0.0), sum), twos as i32)
}

fn log_pair(x: f64) -> Pair {
    // One step of Newton's method on e^y = x doubles the digits.
    let first = libm::log(x);
    let (power, twos) = exp_pair((-first, 0.0));
    let scaled = libm::ldexp(x, twos);
    let off = add(multiply(power, (scaled, 0.0)), (-1.0, 0.0));
    let square = multiply(off, off);
    add((first, 0.0), add(off, (-0.5 * square.0, -0.5 * square.1)))
}

fn normal(x: f64) -> bool {
    x.is_finite() && x.abs() > 1e-290 && x.abs() < 1e290
}

/// e to the power of `x`
pub(crate) fn exp(x: f64) -> f64 {
    if !(x.abs() > 1e-18 && x.abs() < 700.0) {
        return libm::exp(x);
    }
    let (power, twos) = exp_pair((x, 0.0));
    libm::ldexp(power.0, twos)
}

/// The natural logarithm.
pub(crate) fn log(x: f64) -> f64 {
    if !normal(x) || x <= 0.0 || x == 1.0 {
        return libm::log(x);
    }
    log_pair(x).0
}

/// The logarithm to the base 10, as the C library computes it (Sun's fdlibm: the power of two apart).
pub(crate) fn log10(x: f64) -> f64 {
    if !normal(x) || x <= 0.0 {
        return libm::log10(x);
    }
    let exponent = libm::ilogb(x);
    let twos = exponent + i32::from(exponent < 0);
    let rest = libm::ldexp(x, -twos);
    let twos = f64::from(twos);
    let low = twos * 3.694_239_077_158_931e-13 + std::f64::consts::LOG10_E * log(rest);
    low + twos * 3.010_299_956_636_117_7e-1
}

/// The logarithm to the base 2.
pub(crate) fn log2(x: f64) -> f64 {
    if !normal(x) || x <= 0.0 || x == 1.0 {
        return libm::log2(x);
    }
    divide(log_pair(x), LN2).0
}

/// `x` to the power of `y`
pub(crate) fn pow(x: f64, y: f64) -> f64 {
    let plain = libm::pow(x, y);
    if !normal(x) || !normal(y) || !normal(plain) || x.abs() == 1.0 {
        return plain;
    }
    let exponent = multiply(log_pair(x.abs()), (y, 0.0));
    let (power, twos) = exp_pair(exponent);
    libm::ldexp(power.0, twos).copysign(plain)
}

/// Sine and cosine of what is left of an angle within an eighth of a turn, and the quarter turns taken away.
fn turn(x: f64) -> (Pair, Pair, i64) {
    let quarters = libm::round(x / HALF_PI[0]);
    let mut rest = (x, 0.0);
    for part in HALF_PI {
        rest = add(rest, two_product(-quarters, part));
    }
    let square = multiply(rest, rest);
    let series = |first: Pair, from: u32| {
        let (mut term, mut sum) = (first, first);
        for step in 0..14 {
            let divisor = f64::from((from + 2 * step) * (from + 2 * step + 1));
            term = divide(multiply(term, square), (-divisor, 0.0));
            sum = add(sum, term);
        }
        sum
    };
    (series(rest, 2), series((1.0, 0.0), 1), quarters as i64)
}

fn ordinary_angle(x: f64) -> bool {
    x.abs() > 1e-8 && x.abs() < 1e5
}

/// The sine.
pub(crate) fn sin(x: f64) -> f64 {
    if !ordinary_angle(x) {
        return libm::sin(x);
    }
    let (sine, cosine, quarters) = turn(x);
    match quarters.rem_euclid(4) {
        0 => sine.0,
        1 => cosine.0,
        2 => -sine.0,
        _ => -cosine.0,
    }
}

/// The cosine.
pub(crate) fn cos(x: f64) -> f64 {
    if !ordinary_angle(x) {
        return libm::cos(x);
    }
    let (sine, cosine, quarters) = turn(x);
    match quarters.rem_euclid(4) {
        0 => cosine.0,
        1 => -sine.0,
        2 => -cosine.0,
        _ => sine.0,
    }
}

/// The tangent.
pub(crate) fn tan(x: f64) -> f64 {
    if !ordinary_angle(x) {
        return libm::tan(x);
    }
    let (sine, cosine, quarters) = turn(x);
    match quarters.rem_euclid(2) {
        0 => divide(sine, cosine).0,
        _ => divide((-cosine.0, -cosine.1), sine).0,
    }
}
