//! Texts of which most are written as they are.

/// Whether no byte of a text is odd.
///
/// Mostly none is, and to find that out takes no branch for each: of blocks, the compiler makes vectors.
/// What is left behind the blocks is looked at together with the end of the last one.
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
