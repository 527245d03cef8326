use std::fmt;

use serde::Serialize;

/// What is wrong with one parameter of a request, in words for its sender; see
/// [`Lookups`](crate::query::Lookups). It names only what the program allows, and serialized it is an object of its fields.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] #[orm(table = "users")] struct User { id: i64, age: i16 }
/// use orm::error::LookupProblem;
/// use orm::query::Lookups;
///
/// let lookups = Lookups::<User>::new().allow(|u| u.age);
/// let Err(orm::Error::InvalidLookups { problems }) = lookups.parse("agee__gte=18") else { panic!() };
/// assert_eq!(problems[0].problem, LookupProblem::UnknownParameter);
/// assert_eq!(problems[0].to_string(), r#""agee__gte" is no parameter here: did you mean "age__gte"?"#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct InvalidLookup {
    /// The parameter's name as it was sent, cut off where it is long; empty where the whole is meant.
    pub parameter: String,
    /// What kind of mistake it is.
    pub problem: LookupProblem,
    /// What is wrong, as the end of a sentence that starts with the parameter.
    pub reason: String,
    /// What was probably meant, where something is like it.
    pub suggestion: Option<String>,
}

/// The kinds of mistakes in the parameters of a request. Serialized, it is its name in snake case.
///
/// ```
/// let json = serde_json::to_string(&orm::error::LookupProblem::InvalidValue).unwrap();
/// assert_eq!(json, r#""invalid_value""#);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LookupProblem {
    /// No parameter has this name.
    UnknownParameter,
    /// The field is known, and cannot be asked for in this way.
    UnknownLookup,
    /// The value is none that the field can have.
    InvalidValue,
    /// The rows cannot be ordered by this.
    InvalidOrder,
    /// The parameter is there twice.
    Repeated,
    /// There are too many parameters or values, or they are too long.
    TooLarge,
    /// The text is not percent-encoded UTF-8.
    InvalidEncoding,
}

impl InvalidLookup {
    pub(crate) fn new(parameter: &str, problem: LookupProblem, reason: impl Into<String>) -> Self {
        Self { parameter: shortened(parameter), problem, reason: reason.into(), suggestion: None }
    }

    /// With what was probably meant.
    pub(crate) fn or_rather(self, suggestion: Option<String>) -> Self {
        Self { suggestion, ..self }
    }
}

/// A text of a request, as much of it as an answer repeats.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut characters = text.chars();
    let mut start: String = characters.by_ref().take(LONGEST).collect();
    if characters.next().is_some() {
        start.push('\u{2026}');
    }
    start
}

/// What another library says of a text that it repeats: its beginning and its end.
pub(crate) fn shortened_within(said: &str) -> String {
    const START: usize = 120;
    const END: usize = 60;
    let is_long = said.chars().nth(START + END).is_some();
    let ends = said.char_indices().nth(START).zip(said.char_indices().rev().nth(END - 1));
    match ends {
        Some(((start, _), (end, _))) if is_long => format!("{}\u{2026}{}", &said[..start], &said[end..]),
        _ => said.to_owned(),
    }
}

impl fmt::Display for InvalidLookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parameter.as_str() {
            // All parameters together have no name.
            "" if self.problem == LookupProblem::TooLarge => f.write_str(&self.reason)?,
            parameter => write!(f, "{parameter:?} {}", self.reason)?,
        }
        self.suggestion.as_ref().map_or(Ok(()), |suggestion| write!(f, ": did you mean {suggestion:?}?"))
    }
}

/// All of them, one after the other.
pub(super) fn explain(problems: &[InvalidLookup], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, problem) in problems.iter().enumerate() {
        write!(f, "{}{problem}", if index > 0 { "; " } else { "" })?;
    }
    Ok(())
}
