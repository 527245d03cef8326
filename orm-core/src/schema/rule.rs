use std::sync::OnceLock;

use regex::Regex;
use rust_decimal::Decimal;

use crate::error::Invalid;
use crate::value::{SqlType, Value};

/// A rule that the values of a column meet, beside `max_length` and the digits of a decimal. Before a row is written, the program
/// checks it; NULL meets every rule.
///
/// ```
/// use orm::prelude::*;
/// use orm::schema::Rule;
///
/// #[derive(Model)]
/// struct User {
///     id: i64,
///     #[orm(email)]
///     email: String,
/// }
///
/// assert!(matches!(User::TABLE.columns[1].rules, [Rule::Email]));
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Rule {
    /// A text of at least this many characters.
    MinLength(u32),
    /// A number between two.
    Range(Range),
    /// One of these texts.
    Texts(&'static [&'static str]),
    /// One of these numbers.
    Numbers(&'static [Decimal]),
    /// A text in which a regular expression finds something.
    Pattern(Pattern),
    /// An e-mail address.
    Email,
    /// An absolute URL of the schemes http and https.
    Url,
    /// What the program's own function says.
    Custom(fn(&Value<'_>) -> Result<(), Invalid>),
}

/// The numbers between two.
///
/// ```
/// use orm::prelude::*;
/// use orm::schema::Rule;
///
/// #[derive(Model)]
/// struct User {
///     id: i64,
///     #[orm(range = 18..=120)]
///     age: i16,
/// }
///
/// let [Rule::Range(range)] = User::TABLE.columns[1].rules else { panic!() };
/// assert!(range.least == Some(18.into()) && range.most == Some(120.into()) && range.includes_most);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The smallest.
    pub least: Option<Decimal>,
    /// The largest.
    pub most: Option<Decimal>,
    /// Whether the largest is in.
    pub includes_most: bool,
}

/// A regular expression, in the syntax of the crate `regex`.
///
/// ```
/// use orm::prelude::*;
/// use orm::schema::Rule;
///
/// #[derive(Model)]
/// struct User {
///     id: i64,
///     #[orm(pattern = "^[a-z]+$")]
///     name: String,
/// }
///
/// let [Rule::Pattern(pattern)] = User::TABLE.columns[1].rules else { panic!() };
/// assert_eq!(pattern.text, "^[a-z]+$");
/// assert!(pattern.finds("ann") && !pattern.finds("Ann"));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Pattern {
    /// How it is written.
    pub text: &'static str,
    /// What is made of it once.
    #[doc(hidden)]
    pub compiled: fn() -> &'static OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Whether it finds something in the text. One that the crate `regex` refuses finds nothing; the derive refuses those.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Tag { id: i64, #[orm(pattern = "^[a-z]+$")] name: String }
    /// # let [orm::schema::Rule::Pattern(pattern)] = Tag::TABLE.columns[1].rules else { panic!() };
    /// assert!(!pattern.finds("two words"));
    /// ```
    #[must_use]
    pub fn finds(&self, text: &str) -> bool {
        let compiled = (self.compiled)().get_or_init(|| Regex::new(self.text).ok());
        compiled.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

impl Rule {
    /// Why it cannot be a rule of this type, if so: for the compiler to say.
    pub(super) const fn belongs_on(&self, ty: SqlType) {
        match self {
            Self::MinLength(_) => assert!(matches!(ty, SqlType::Text), "`min_length` belongs on text"),
            Self::Texts(_) => assert!(matches!(ty, SqlType::Text), "`choices` of texts belong on text"),
            Self::Pattern(_) => assert!(matches!(ty, SqlType::Text), "`pattern` belongs on text"),
            Self::Email => assert!(matches!(ty, SqlType::Text), "`email` belongs on text"),
            Self::Url => assert!(matches!(ty, SqlType::Text), "`url` belongs on text"),
            Self::Range(_) => assert!(is_number(ty), "`range` belongs on a number"),
            Self::Numbers(_) => assert!(is_number(ty), "`choices` of numbers belong on a number"),
            Self::Custom(_) => {}
        }
    }
}

const fn is_number(ty: SqlType) -> bool {
    use SqlType::{BigInt, Decimal, Double, Integer, Real, SmallInt};
    matches!(ty, SmallInt | Integer | BigInt | Real | Double | Decimal)
}
