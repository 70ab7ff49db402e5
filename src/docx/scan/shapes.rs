//! Start tags that were met before, but for the values of their attributes.
//!
//! Word writes a few marks into nearly every paragraph and run, to tell sessions and copies apart. Their values are of
//! one length and differ each time; half of a document is such tags. So a tag is known by its shape: all its bytes but
//! those between quotation marks, which may be any that are none.

/// How many bytes are compared at once.
const BLOCK: usize = 16;
/// A longer tag is not kept.
const LONGEST: usize = 12 * BLOCK;
/// How many shapes are kept.
const KEPT: usize = 16;

/// What may stand at no place of a text: the byte begins and continues no character.
const NEVER: u8 = 0xFF;

type Block = [u8; BLOCK];

/// The shape of a start tag.
struct Shape {
    /// How many bytes it has up to its `>`.
    length: usize,
    /// Its bytes and what each must do: be the one that stands there if the bits are set, be another one if not.
    blocks: [(Block, Block); LONGEST / BLOCK],
}

impl Shape {
    /// The shape of a start tag in which no apostrophe stands, and each quotation mark begins or ends a value.
    fn of(tag: &[u8]) -> Self {
        let mut shape = Shape { length: tag.len(), blocks: [([NEVER; BLOCK], [0; BLOCK]); LONGEST / BLOCK] };
        let mut quoted = false;
        for (at, byte) in tag.iter().enumerate() {
            let (bytes, equal) = &mut shape.blocks[at / BLOCK];
            let place = at % BLOCK;
            if quoted && *byte != b'"' {
                bytes[place] = b'"';
            } else {
                quoted ^= *byte == b'"';
                (bytes[place], equal[place]) = (*byte, u8::MAX);
            }
        }
        shape
    }

    /// Whether a tag of this shape stands first.
    #[inline]
    fn begins(&self, input: &[u8]) -> bool {
        let (input, _) = input.as_chunks::<BLOCK>();
        // What ends sooner is left to others.
        let Some((first, rest)) = input.get(..self.length.div_ceil(BLOCK)).and_then(<[_]>::split_first) else {
            return false;
        };
        let [begin, blocks @ ..] = &self.blocks;
        let wrong = |here: &Block, (bytes, equal): &(Block, Block)| -> u128 {
            let mut wrong = [0; BLOCK];
            for place in 0..BLOCK {
                wrong[place] = u8::from(here[place] == bytes[place]).wrapping_neg() ^ equal[place];
            }
            u128::from_ne_bytes(wrong)
        };
        wrong(first, begin) == 0 && rest.iter().zip(blocks).fold(0, |all, (here, block)| all | wrong(here, block)) == 0
    }
}

/// The shapes of start tags that were met and found sound.
#[derive(Default)]
pub(super) struct Shapes {
    known: Vec<Shape>,
    /// The place of the oldest, once all are taken.
    oldest: usize,
}

impl Shapes {
    /// How many bytes a start tag of a known shape has that stands first.
    #[inline]
    pub(super) fn find(&self, input: &[u8]) -> Option<usize> {
        self.known.iter().find(|shape| shape.begins(input)).map(|shape| shape.length)
    }

    /// Keeps the shape of a start tag in which no apostrophe stands, and each quotation mark begins or ends a value.
    pub(super) fn keep(&mut self, tag: &[u8]) {
        if tag.len() > LONGEST {
            return;
        }
        let shape = Shape::of(tag);
        if self.known.len() < KEPT {
            self.known.push(shape);
        } else {
            self.known[self.oldest] = shape;
            self.oldest = (self.oldest + 1) % KEPT;
        }
    }
}
