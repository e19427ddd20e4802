//! Floats as text.

/// `repr` of a float: the shortest digits that read back the same, in Python's notation.
pub(crate) fn repr(value: f64) -> String {
    if value.is_nan() {
        return "nan".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf".into() } else { "-inf".into() };
    }
    let (negative, digits, exponent) = shortest(value);
    let sign = if negative { "-" } else { "" };
    let body = if (-4..16).contains(&exponent) {
        plain(&digits, exponent, 1)
    } else {
        scientific(&digits, exponent, 'e')
    };
    format!("{sign}{body}")
}

/// Sign, shortest digits and the decimal exponent of the first digit.
pub(crate) fn shortest(value: f64) -> (bool, String, i32) {
    let text = format!("{:e}", value.abs());
    let (mantissa, exponent) = text.split_once('e').expect("the format has an exponent");
    (value.is_sign_negative(), mantissa.replace('.', ""), exponent.parse().expect("the exponent is a number"))
}

/// Digits without an exponent, at least `least` of them after the point.
pub(crate) fn plain(digits: &str, exponent: i32, least: usize) -> String {
    let mut text = String::new();
    if exponent < 0 {
        text.push_str("0.");
        text.extend(std::iter::repeat_n('0', (-exponent - 1) as usize));
        text.push_str(digits);
        return text;
    }
    let whole = exponent as usize + 1;
    if digits.len() <= whole {
        text.push_str(digits);
        text.extend(std::iter::repeat_n('0', whole - digits.len()));
        if least > 0 {
            text.push('.');
            text.extend(std::iter::repeat_n('0', least));
        }
    } else {
        text.push_str(&digits[..whole]);
        text.push('.');
        text.push_str(&digits[whole..]);
    }
    text
}

/// Digits with an exponent of at least two digits.
pub(crate) fn scientific(digits: &str, exponent: i32, letter: char) -> String {
    let (first, rest) = digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{first}{point}{rest}{letter}{sign}{:02}", exponent.abs())
}

/// `%g`: so many significant digits, zeros at the end removed unless `keep`.
pub(crate) fn general(value: f64, precision: usize, keep: bool) -> String {
    let precision = precision.max(1);
    if value == 0.0 {
        return if keep && precision > 1 { format!("0.{}", "0".repeat(precision - 1)) } else { "0".into() };
    }
    let text = exponential(value.abs(), precision - 1);
    let (mantissa, exponent) = text.split_once('e').expect("the format has an exponent");
    let exponent: i32 = exponent.parse().expect("the exponent is a number");
    let mut digits = mantissa.replace('.', "");
    if !keep {
        let kept = digits.trim_end_matches('0').len().max(1);
        digits.truncate(kept);
    }
    if exponent < -4 || exponent >= precision as i32 {
        scientific(&digits, exponent, 'e')
    } else {
        plain(&digits, exponent, 0)
    }
}

/// Digits after the point that Rust's formatting is asked for; no float has more that are not zero.
const DIGITS: usize = 1100;

/// A float with so many digits after the point.
pub(crate) fn fixed(value: f64, precision: usize) -> String {
    let mut text = format!("{value:.*}", precision.min(DIGITS));
    text.extend(std::iter::repeat_n('0', precision.saturating_sub(DIGITS)));
    text
}

/// A float as digits, `e` and the exponent as Rust writes it, with so many digits after the point.
pub(crate) fn exponential(value: f64, precision: usize) -> String {
    let text = format!("{value:.*e}", precision.min(DIGITS));
    if precision <= DIGITS {
        return text;
    }
    let (mantissa, exponent) = text.split_once('e').expect("the format has an exponent");
    format!("{mantissa}{}e{exponent}", "0".repeat(precision - DIGITS))
}
