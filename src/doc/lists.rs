//! Automatic numbers (for now none).

use super::file::File;
use crate::compose::Composer;
use crate::model::Place;

#[derive(Default)]
pub(super) struct Lists;

impl Lists {
    pub(super) fn read(_file: &File<'_>, _composer: &mut Composer<'_>) -> Self {
        Lists
    }

    pub(super) fn next(&mut self, _list: u16, _level: u8, _place: Place, _c: &mut Composer<'_>) -> Option<String> {
        None
    }
}
