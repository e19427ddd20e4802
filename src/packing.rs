//! A program's text as part of a link: zlib, whose checksum finds damage, in base64 for addresses.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use netlab_lab::own::LONGEST;

/// zlib's level: the smallest result.
const LEVEL: u8 = 9;

/// Packs a text.
pub fn pack(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(compress_to_vec_zlib(text.as_bytes(), LEVEL))
}

/// Unpacks what [`pack`] made; `None` when it is damaged or longer than a program may be.
pub fn unpack(packed: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(packed).ok()?;
    let text = decompress_to_vec_zlib_with_limit(&bytes, LONGEST).ok()?;
    String::from_utf8(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let long = "sock.sendall(b'x' * 1024)\n".repeat(2000);
        for text in ["", "print('hello')\n", "# \u{5b57}\u{1f600}\n", &long] {
            assert_eq!(unpack(&pack(text)).as_deref(), Some(text));
        }
        assert!(pack(&long).len() < 500);
    }

    #[test]
    fn any_change_of_a_character_is_noticed() {
        let source = netlab_lab::examples::EXAMPLES[1].client();
        let packed = pack(source);
        for at in 0..packed.len() {
            let mut damaged = packed.clone().into_bytes();
            damaged[at] = if damaged[at] == b'A' { b'B' } else { b'A' };
            let damaged = String::from_utf8(damaged).expect("still plain letters");
            // The last character may carry bits that mean nothing.
            let read = unpack(&damaged);
            assert!(read.is_none() || (read.as_deref() == Some(source) && at + 1 == packed.len()), "at {at}");
            assert_eq!(unpack(&packed[..at]), None, "cut at {at}");
        }
    }

    #[test]
    fn a_bomb_is_refused() {
        let bomb = URL_SAFE_NO_PAD.encode(compress_to_vec_zlib(&vec![b' '; LONGEST + 1], LEVEL));
        assert_eq!(unpack(&bomb), None);
    }
}
