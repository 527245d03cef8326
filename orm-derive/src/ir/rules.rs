use proc_macro2::Span;
use syn::{LitStr, Path};

/// What the values of a field must meet before they are written.
#[derive(Default)]
pub(crate) struct Rules {
    pub(crate) min_length: Option<u32>,
    pub(crate) range: Option<Range>,
    pub(crate) choices: Option<Choices>,
    pub(crate) pattern: Option<LitStr>,
    pub(crate) email: bool,
    pub(crate) url: bool,
    /// Functions of the program.
    pub(crate) validate: Vec<Path>,
    /// Whether they are CHECK constraints, too.
    pub(crate) check: bool,
}

/// `18..=120`
#[derive(Clone, Copy)]
pub(crate) struct Range {
    pub(crate) least: Option<Number>,
    pub(crate) most: Option<Number>,
    pub(crate) includes_most: bool,
    pub(crate) span: Span,
}

/// `["new", "old"]` or `[1, 2]`
pub(crate) enum Choices {
    Texts(Vec<LitStr>),
    Numbers(Vec<(Number, Span)>),
}

/// A number as it is written: a whole one, and how many of its digits are after the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) whole: i64,
    pub(crate) scale: u32,
}

impl Number {
    /// Which of two is the larger one, whatever their digits after the point.
    pub(crate) fn compare(self, other: Self) -> std::cmp::Ordering {
        let scale = self.scale.max(other.scale);
        let scaled = |number: Self| i128::from(number.whole) * 10_i128.pow(scale - number.scale);
        scaled(self).cmp(&scaled(other))
    }
}
