/// Which rules of a new row are asked: where it points at a row that is created with it, some before anything is sent, and some when that row
/// is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// All.
    All,
    /// All that need not know this foreign key.
    Without(usize),
    /// Those of the other columns alone: nothing can stand for this foreign key that its type would read.
    OfColumns(usize),
    /// Those that are about this foreign key, and all that are about the whole row, as it is not kept which of them have asked for it.
    Rest(usize),
    /// None: they were asked before.
    Nothing,
}

impl Stage {
    /// Whether the rules of this column are asked.
    pub(super) fn takes(self, column: usize) -> bool {
        match self {
            Self::All => true,
            Self::Without(pending) | Self::OfColumns(pending) => column != pending,
            Self::Rest(pending) => column == pending,
            Self::Nothing => false,
        }
    }

    /// The column that is not known yet.
    pub(super) fn pending(self) -> Option<usize> {
        match self {
            Self::Without(pending) | Self::OfColumns(pending) => Some(pending),
            _ => None,
        }
    }

    /// Whether those about the whole row are asked.
    pub(super) fn takes_rows(self) -> bool {
        !matches!(self, Self::OfColumns(_))
    }

    /// What is asked of rows of both.
    pub(crate) fn and(self, other: Self) -> Self {
        if self == Self::Nothing { other } else { self }
    }
}
