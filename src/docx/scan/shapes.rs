//! Start tags that were met before, but for the values of their attributes.
//!
//! Word writes a few marks into nearly every paragraph and run, to tell sessions and copies apart. Their values are of
//! one length and differ each time; half of a document is such tags. So a tag is known by its shape: all its bytes but
//! those between quotation marks, which may be any that are none.

/// How many bytes are compared at once.
const BLOCK: usize = 16;
/// How many shapes of one kind are kept.
const KEPT: usize = 12;
/// What may stand at no place of a text: the byte begins and continues no character.
const NEVER: u8 = 0xFF;

type Block = [u8; BLOCK];

/// A longer tag is not kept.
const LONGEST: usize = 12 * BLOCK;

/// The shape of a start tag.
struct Shape {
    /// How many bytes it has.
    length: usize,
    /// How many blocks they take, the last one filled.
    count: usize,
    /// Its bytes and what each must do: be the one that stands there if the bits are set, be another one if not.
    blocks: [(Block, Block); LONGEST / BLOCK],
}

impl Shape {
    /// The shape of a start tag in which no apostrophe stands, and each quotation mark begins or ends a value. `None` if
    /// it is too long.
    fn of(tag: &[u8]) -> Option<Self> {
        let mut shape = Shape {
            length: tag.len(),
            count: tag.len().div_ceil(BLOCK),
            blocks: [([NEVER; BLOCK], [0; BLOCK]); LONGEST / BLOCK],
        };
        let mut quoted = false;
        for (at, byte) in tag.iter().enumerate() {
            let (known, equal) = shape.blocks.get_mut(at / BLOCK)?;
            let place = at % BLOCK;
            if quoted && *byte != b'"' {
                known[place] = b'"';
            } else {
                quoted ^= *byte == b'"';
                (known[place], equal[place]) = (*byte, u8::MAX);
            }
        }
        Some(shape)
    }

    /// Whether a tag of this shape stands first.
    #[inline]
    fn begins(&self, input: &[u8]) -> bool {
        let (input, _) = input.as_chunks::<BLOCK>();
        // What ends sooner is left to others.
        let Some((first, rest)) = input.get(..self.count).and_then(<[_]>::split_first) else { return false };
        let [begin, blocks @ ..] = &self.blocks;
        let add = |mut wrong: Block, (here, (known, equal)): (&Block, &(Block, Block))| {
            for place in 0..BLOCK {
                wrong[place] |= u8::from(here[place] == known[place]).wrapping_neg() ^ equal[place];
            }
            wrong
        };
        add([0; BLOCK], (first, begin)) == [0; BLOCK] && rest.iter().zip(blocks).fold([0; BLOCK], add) == [0; BLOCK]
    }
}

/// The last few of what was kept.
struct Last<T> {
    known: Vec<T>,
    /// The place of the oldest, once all are taken.
    oldest: usize,
    /// The place of what was found last, and is likely to be found next.
    found: usize,
}

impl<T> Default for Last<T> {
    fn default() -> Self {
        Last { known: Vec::new(), oldest: 0, found: 0 }
    }
}

impl<T> Last<T> {
    #[inline]
    fn find(&mut self, fits: impl Fn(&T) -> bool) -> Option<&T> {
        if !self.known.get(self.found).is_some_and(&fits) {
            self.found = self.known.iter().position(fits)?;
        }
        self.known.get(self.found)
    }

    fn keep(&mut self, new: T) {
        if self.known.len() < KEPT {
            self.known.push(new);
        } else {
            self.known[self.oldest] = new;
            self.oldest = (self.oldest + 1) % KEPT;
        }
    }
}

/// The shapes of start tags that were met and found sound.
#[derive(Default)]
pub(super) struct Tags(Last<Shape>);

impl Tags {
    /// How many bytes a start tag of a known shape has that stands first.
    #[inline]
    pub(super) fn find(&mut self, input: &[u8]) -> Option<usize> {
        self.0.find(|shape| shape.begins(input)).map(|shape| shape.length)
    }

    /// Keeps the shape of a start tag in which no apostrophe stands, and each quotation mark begins or ends a value.
    pub(super) fn keep(&mut self, tag: &[u8]) {
        if let Some(shape) = Shape::of(tag) {
            self.0.keep(shape);
        }
    }
}

/// What stands in a run before its text: the run's start tag, a property list or none, the text's start tag.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opening {
    /// How many bytes it has.
    pub(super) length: usize,
    /// Whether the white space of the text is preserved.
    pub(super) preserved: bool,
    /// What was declared where it was met; elsewhere it may say something else.
    pub(super) declared: u64,
    /// How deep its property list may lie.
    pub(super) depth: usize,
}

/// The openings of runs that were met and found sound: the shape of the tag, what stands after it, and the opening.
#[derive(Default)]
pub(super) struct Openings<'a>(Last<(Shape, &'a [u8], Opening)>);

impl<'a> Openings<'a> {
    /// The known opening that stands first and is sound here.
    #[inline]
    pub(super) fn find(&mut self, input: &[u8], declared: u64, depth: usize) -> Option<Opening> {
        let here = |(shape, rest, opening): &(Shape, &[u8], Opening)| {
            opening.declared == declared
                && depth <= opening.depth
                && shape.begins(input)
                && input[shape.length..].starts_with(rest)
        };
        self.0.find(here).map(|(_, _, opening)| *opening)
    }

    /// Keeps an opening, which begins with a start tag of so many bytes that `Tags` may keep.
    pub(super) fn keep(&mut self, bytes: &'a [u8], tag: usize, opening: Opening) {
        let (tag, rest) = bytes.split_at(tag);
        if let Some(shape) = Shape::of(tag) {
            self.0.keep((shape, rest, opening));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, KEPT, LONGEST, Tags};

    const TAG: &str = "<w:p w14:paraId=\"000D46C2\" w:rsidR=\"\" w:rsidP=\"7\">";

    /// How many bytes `Tags` that know `TAG` find at the beginning of a text, with enough behind it.
    fn found(text: &str) -> Option<usize> {
        let mut tags = Tags::default();
        tags.keep(TAG.as_bytes());
        tags.find(format!("{text}{}", " ".repeat(BLOCK)).as_bytes())
    }

    #[test]
    fn a_tag_is_known_by_all_but_its_values() {
        for same in [TAG, &TAG.replace("000D46C2", "A'>< 汉"), &TAG.replace('7', "x")] {
            assert_eq!(found(same), Some(TAG.len()), "{same}");
        }
        for other in [
            &TAG.replace("000D46C2", "000D46C"),
            &TAG.replace("000D46C2", "000D\"6C2"),
            &TAG.replace("000D46C2", "00 x=\"C2"),
            &TAG.replace("\"\"", "\"1"),
            &TAG.replace("rsidR", "rsidr"),
            &TAG.replace('>', "/"),
            &TAG.replace("<w:p", "<v:p"),
        ] {
            assert_eq!(found(other), None, "{other}");
        }
    }

    #[test]
    fn what_ends_too_soon_or_is_too_long_is_left_to_others() {
        let mut tags = Tags::default();
        tags.keep(TAG.as_bytes());
        assert_eq!(tags.find(TAG.as_bytes()), None);
        let long = format!("<w:p a=\"{}\">", "1".repeat(LONGEST));
        tags.keep(long.as_bytes());
        assert_eq!(tags.find(long.repeat(2).as_bytes()), None);
    }

    #[test]
    fn the_oldest_makes_room() {
        let tag = |index: usize| format!("<w:p {}=\"1\">{}", "a".repeat(index + 1), " ".repeat(4 * BLOCK));
        let mut tags = Tags::default();
        let all = KEPT + 2;
        for index in 0..all {
            tags.keep(tag(index).trim_end().as_bytes());
        }
        let known: Vec<bool> = (0..all).map(|index| tags.find(tag(index).as_bytes()).is_some()).collect();
        assert_eq!(known, [vec![false; 2], vec![true; KEPT]].concat());
    }
}
