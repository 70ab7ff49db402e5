//! Office math as one line of text: `(a+b)/c`, `x^2`, `√(x)` (ECMA-376 Part 1 §22.1).

use super::flow::{Flow, TextKind};
use super::xml::{Event, Result, Tag};

/// What is to be done when a math element ends.
#[derive(Debug, Clone, Copy)]
pub(super) enum MathMark {
    /// Nothing.
    Plain,
    /// A text element ends.
    Text,
    /// A group ends that began at this byte of the paragraph: brackets go around it if it is long.
    Group(usize),
    /// Delimiters end.
    Delimited(char),
}

impl<'a> Flow<'a, '_, '_> {
    /// Begins an element of office math; `None` if it has been read to its end.
    pub(super) fn begin_math(&mut self, tag: &Tag<'a>) -> Result<Option<MathMark>> {
        let before = match tag.local {
            b"t" => {
                self.begin_text(tag, TextKind::Shown);
                return Ok(Some(MathMark::Text));
            }
            b"num" => "",
            b"den" => "/",
            b"sup" => "^",
            b"sub" | b"lim" => "_",
            b"rad" => "√",
            b"nary" => return self.operator().map(Some),
            b"d" => return self.delimiters().map(Some),
            b"naryPr" | b"dPr" => {
                self.xml.skip()?;
                return Ok(None);
            }
            _ => return Ok(Some(MathMark::Plain)),
        };
        if !before.is_empty() {
            self.stand(before)?;
        }
        let from = self.paragraph().text.len();
        Ok(Some(MathMark::Group(from)))
    }

    /// Ends an element of office math.
    pub(super) fn finish_math(&mut self, mark: MathMark) -> Result<()> {
        match mark {
            MathMark::Plain => Ok(()),
            MathMark::Text => {
                self.finish_text();
                Ok(())
            }
            MathMark::Delimited(close) => self.stand(close.encode_utf8(&mut [0; 4])),
            MathMark::Group(from) => {
                let text = &mut self.paragraph().text;
                if text.get(from..).is_some_and(|group| group.chars().nth(1).is_some()) {
                    text.insert(from, '(');
                    text.push(')');
                    self.reading.read += 2;
                }
                Ok(())
            }
        }
    }

    /// An operator such as a sum: its sign, ∫ where none is named.
    fn operator(&mut self) -> Result<MathMark> {
        let (sign, _) = self.signs("chr", "chr", '∫', ' ')?;
        self.stand(sign.encode_utf8(&mut [0; 4]))?;
        Ok(MathMark::Plain)
    }

    /// Brackets: the signs named, round ones where none are.
    fn delimiters(&mut self) -> Result<MathMark> {
        let (open, close) = self.signs("begChr", "endChr", '(', ')')?;
        self.stand(open.encode_utf8(&mut [0; 4]))?;
        Ok(MathMark::Delimited(close))
    }

    /// The two signs that the properties of the element name; the properties come first if they come at all.
    fn signs(&mut self, first: &str, second: &str, open: char, close: char) -> Result<(char, char)> {
        let (mut open, mut close) = (open, close);
        let Some(properties) = self.xml.peek_element() else { return Ok((open, close)) };
        if !properties.contains("Pr") {
            return Ok((open, close));
        }
        let depth = self.xml.depth();
        loop {
            match self.xml.next()? {
                Event::Start(tag) => {
                    let value = self.xml.own(&tag, "val");
                    let sign = value.as_deref().map(|value| value.chars().next().unwrap_or(' '));
                    if tag.local == first.as_bytes() {
                        open = sign.unwrap_or(open);
                    }
                    if tag.local == second.as_bytes() {
                        close = sign.unwrap_or(close);
                    }
                }
                Event::End if self.xml.depth() <= depth => return Ok((open, close)),
                Event::Done => return Ok((open, close)),
                _ => {}
            }
        }
    }
}
