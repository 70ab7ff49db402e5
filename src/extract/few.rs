//! Lists that are nearly always short, kept where they are named: a report has hundreds of them.

use smallvec::SmallVec;

use super::path::Candidate;
use crate::schema::FieldId;

/// Up to `N` items without asking for memory, and more with it.
pub(super) type Few<T, const N: usize> = SmallVec<[T; N]>;

/// As many columns as nearly every row has at most.
pub(super) const WIDE: usize = 16;

/// The entries of an axis that a label may mean: usually one.
pub(super) type Candidates = Few<Candidate, 3>;

/// The fields that a cell may be: usually one.
pub(super) type Fields = Few<FieldId, 4>;
