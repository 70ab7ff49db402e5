//! Which groups hold what. A group that is not listed and may be left out (`\*`) is left out.

use super::read::Reader;
use super::state::{Destination, Ending};
use crate::compose::Result;
use crate::model::{StoryKind, codes, say};

/// What a group is.
#[derive(Debug, Clone, Copy)]
enum Group {
    /// Nothing to read.
    Skip,
    /// The same text again, for older programs.
    Repeated,
    /// Read through.
    Through,
    /// Text of its own kind, and what its end does.
    Own(Destination, Ending),
    /// A story.
    Story(StoryKind),
}

use Destination as D;
use Group::{Own, Repeated, Skip, Story, Through};

const GROUPS: &[(&[u8], Group)] = &[
    (b"aftncn", Skip),
    (b"aftnsep", Skip),
    (b"aftnsepc", Skip),
    (b"annotation", Story(StoryKind::Comment)),
    (b"bkmkstart", Own(D::Bookmark, Ending::Bookmark)),
    (b"colortbl", Skip),
    (b"do", Through),
    (b"dptxbxtext", Story(StoryKind::TextBox)),
    (b"falt", Skip),
    (b"ffl", Own(D::FormEntry, Ending::Plain)),
    (b"field", Own(D::Text, Ending::Field)),
    (b"fldinst", Own(D::Code, Ending::Plain)),
    (b"fldrslt", Own(D::Text, Ending::Plain)),
    (b"fonttbl", Own(D::Fonts, Ending::Plain)),
    (b"footer", Story(StoryKind::Footer)),
    (b"footerf", Story(StoryKind::Footer)),
    (b"footerl", Story(StoryKind::Footer)),
    (b"footerr", Story(StoryKind::Footer)),
    (b"footnote", Story(StoryKind::Footnote)),
    (b"formfield", Own(D::Form, Ending::Form)),
    (b"ftncn", Skip),
    (b"ftnsep", Skip),
    (b"ftnsepc", Skip),
    (b"header", Story(StoryKind::Header)),
    (b"headerf", Story(StoryKind::Header)),
    (b"headerl", Story(StoryKind::Header)),
    (b"headerr", Story(StoryKind::Header)),
    (b"info", Skip),
    (b"listtext", Own(D::Label, Ending::Plain)),
    (b"moMath", Through),
    (b"moMathPara", Through),
    (b"nesttableprops", Own(D::RowProperties, Ending::Plain)),
    (b"nonesttables", Skip),
    (b"nonshppict", Skip),
    (b"objdata", Skip),
    (b"pict", Skip),
    (b"pntext", Own(D::Label, Ending::Plain)),
    (b"shpinst", Through),
    (b"shprslt", Repeated),
    (b"shptxt", Story(StoryKind::TextBox)),
    (b"sn", Skip),
    (b"sp", Skip),
    (b"stylesheet", Own(D::Styles, Ending::Plain)),
    (b"sv", Skip),
    (b"tc", Own(D::Code, Ending::Plain)),
    (b"tcn", Own(D::Code, Ending::Plain)),
    (b"ud", Own(D::Text, Ending::Plain)),
    (b"upr", Own(D::Versions, Ending::Plain)),
    (b"xe", Own(D::Code, Ending::Plain)),
];

impl Reader<'_, '_, '_> {
    /// Makes the open group what the control word says; gives whether it says so.
    pub(super) fn begin_destination(&mut self, word: &[u8], starred: bool, at: usize) -> Result<bool> {
        let found = GROUPS.binary_search_by(|(known, _)| (*known).cmp(word)).map(|index| GROUPS[index].1);
        let group = match found {
            Ok(group) => group,
            Err(_) if starred || (word.first() == Some(&b'm') && word.ends_with(b"Pr")) => Skip,
            Err(_) => return Ok(false),
        };
        match group {
            Skip => self.state.destination = D::Skipped,
            Repeated => {
                let place = self.composer.place(at..at);
                self.composer.note(&codes::ALTERNATIVE_REPEATED, place, || {
                    say!("a drawing for older programs was left out", "已略去供旧版程序使用的图形")
                });
                self.state.destination = D::Skipped;
            }
            Through => {}
            Story(kind) => {
                self.end_destination(at)?;
                self.composer.begin_story(kind, at..at);
                self.bases.push(self.tables.len());
                self.state.destination = D::Text;
                self.state.ending = Ending::Story;
                self.state.paragraph = super::state::Properties::default();
            }
            Own(destination, ending) => {
                self.end_destination(at)?;
                self.state.destination = destination;
                self.state.ending = ending;
                self.begin_own(word, at)?;
            }
        }
        Ok(true)
    }

    /// What some groups begin with.
    fn begin_own(&mut self, word: &[u8], at: usize) -> Result<()> {
        match word {
            b"field" => {
                let allowed = self.composer.limits().field_depth;
                if self.fields.len() >= allowed {
                    return Err(crate::model::ErrorKind::Limit { limit: "field-depth", allowed: allowed as u64 });
                }
                self.fields.push(super::read::Field::default());
            }
            b"fldrslt" => {
                let read = self.composer.read();
                if let Some(field) = self.fields.last_mut() {
                    field.result = Some(read);
                }
            }
            b"fldinst" => self.separate_codes(at)?,
            b"ffl" => self.form.entries.push(String::new()),
            b"bkmkstart" => self.name.clear(),
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::GROUPS;

    #[test]
    fn groups_can_be_searched() {
        assert!(GROUPS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
