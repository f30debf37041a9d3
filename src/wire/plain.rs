//! A quick look for characters that cannot be written as they are: most texts have none.

/// Whether no byte of a text is odd.
///
/// The bytes are looked at in blocks, which the compiler makes vector instructions of, without a
/// branch for each byte. The bytes after the last whole block are looked at as part of the last
/// sixteen bytes.
#[inline(always)]
pub(super) fn is_plain(text: &[u8], is_odd: impl Fn(u8) -> bool + Copy) -> bool {
    if let Some(tail) = text.last_chunk::<16>() {
        let (blocks, _) = text.as_chunks::<16>();
        return !blocks.iter().any(|block| any(block, is_odd)) && !any(tail, is_odd);
    }
    match (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        (Some(head), Some(tail)) => !(any(head, is_odd) | any(tail, is_odd)),
        _ => !text.iter().any(|byte| is_odd(*byte)),
    }
}

#[inline(always)]
fn any<const N: usize>(block: &[u8; N], is_odd: impl Fn(u8) -> bool) -> bool {
    block.iter().fold(false, |odd, byte| odd | is_odd(*byte))
}
