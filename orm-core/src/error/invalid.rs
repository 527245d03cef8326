//! What is wrong with the values of a row, field by field.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;

use serde::ser::{Serialize, SerializeMap, Serializer};

/// What a rule of the program's own says of a value that it refuses: a message for the user, and a code for programs.
///
/// It is made from a text, with the code `invalid`; [`code`](Self::code) gives it another one.
///
/// ```
/// use orm::error::Invalid;
///
/// fn not_reserved(name: &str) -> Result<(), Invalid> {
///     if name == "admin" { Err(Invalid::new("this name is reserved").code("reserved")) } else { Ok(()) }
/// }
/// assert_eq!(not_reserved("admin").unwrap_err().to_string(), "this name is reserved");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    code: Cow<'static, str>,
    message: Cow<'static, str>,
    field: Option<&'static str>,
}

impl Invalid {
    /// With this message.
    ///
    /// ```
    /// assert_eq!(orm::error::Invalid::new("too young").to_string(), "too young");
    /// ```
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self { code: Cow::Borrowed("invalid"), message: message.into(), field: None }
    }

    /// The same with another code than `invalid`.
    ///
    /// ```
    /// let invalid = orm::error::Invalid::new("too young").code("too_young");
    /// ```
    #[must_use]
    pub fn code(mut self, code: impl Into<Cow<'static, str>>) -> Self {
        self.code = code.into();
        self
    }

    /// The same as a failure of this field, where it is said by a rule of the whole row. The name is the field's in the struct.
    ///
    /// ```
    /// let invalid = orm::error::Invalid::new("ends before it starts").field("ends");
    /// ```
    #[must_use]
    pub fn field(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    pub(crate) fn at(self, field: &'static str) -> InvalidField {
        InvalidField {
            field: self.field.unwrap_or(field),
            row: None,
            line: None,
            path: None,
            code: self.code,
            message: self.message,
        }
    }
}

impl From<&'static str> for Invalid {
    fn from(message: &'static str) -> Self {
        Self::new(message)
    }
}

impl From<String> for Invalid {
    fn from(message: String) -> Self {
        Self::new(message)
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Invalid {}

/// One thing that is wrong with one row. Serialized, it is an object of `code` and `message`, of `row` where there are many, and
/// of `line` where they were read from text.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] #[orm(table = "users")] struct User { id: i64, #[orm(max_length = 3)] name: String }
/// let Err(orm::Error::Validation { problems, .. }) = User::create().name("anna").validate() else { panic!() };
/// assert_eq!((problems[0].field, &*problems[0].code), ("name", "max_length"));
/// assert_eq!(problems[0].message, "the text has 4 characters, and at most 3 fit");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidField {
    /// The field's name in the struct; empty where the row as a whole is meant.
    pub field: &'static str,
    /// Of many rows that are written together, which one, counted from 0: also where a call for many was given one.
    pub row: Option<usize>,
    /// Of a row that was read from CSV or JSON lines, the number of the line at which it begins, counted from 1.
    pub line: Option<u64>,
    /// Of a row that is created with another one, the way to it from there, such as `orders[2].items[0]`.
    pub path: Option<String>,
    /// What kind of failure it is: the name of the attribute, such as `max_length`; or what the program's own rule says.
    pub code: Cow<'static, str>,
    /// What is wrong, in words for a user.
    pub message: Cow<'static, str>,
}

impl InvalidField {
    pub(crate) fn new(field: &'static str, code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self { field, row: None, line: None, path: None, code: Cow::Borrowed(code), message: message.into() }
    }
}

impl Serialize for InvalidField {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let places = usize::from(self.row.is_some()) + usize::from(self.line.is_some());
        let mut map = serializer.serialize_map(Some(2 + places))?;
        map.serialize_entry("code", &self.code)?;
        map.serialize_entry("message", &self.message)?;
        if let Some(row) = self.row {
            map.serialize_entry("row", &row)?;
        }
        if let Some(line) = self.line {
            map.serialize_entry("line", &line)?;
        }
        map.end()
    }
}

/// All that is wrong with a row, or with many: at least one thing.
///
/// It is a slice of [`InvalidField`]. Serialized, it is an object with a list for each field, for an API to return:
/// `{"name": [{"code": "max_length", "message": "the text has 4 characters, and at most 3 fit"}]}`. What is wrong with a row as a
/// whole stands under `__all__`, as in Django; what is wrong with rows that are created with another one under the way to them, such as
/// `orders[2].total`.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] #[orm(table = "users")] struct User { id: i64, #[orm(min_length = 3)] name: String, #[orm(range = 0..)] age: i16 }
/// let Err(orm::Error::Validation { problems, .. }) = User::create().name("x").age(-1).validate() else { panic!() };
/// assert_eq!(problems.len(), 2);
/// assert_eq!(
///     serde_json::to_value(&problems).unwrap()["age"],
///     serde_json::json!([{ "code": "range", "message": "-1 is less than 0" }])
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidFields(Vec<InvalidField>);

impl InvalidFields {
    pub(crate) fn new(problems: Vec<InvalidField>) -> Self {
        Self(problems)
    }

    /// The same, said of this row, which was read from this line.
    pub(crate) fn of_row(mut self, row: usize, line: Option<u64>) -> Self {
        self.0.iter_mut().for_each(|problem| (problem.row, problem.line) = (Some(row), line));
        self
    }

    /// The same, where each row stands elsewhere among those that the program knows.
    pub(crate) fn in_places(mut self, place: impl Fn(usize) -> usize) -> Self {
        self.0.iter_mut().for_each(|problem| problem.row = problem.row.map(&place));
        self
    }

    /// All of them, where each has a path; for rows that are created together.
    pub(crate) fn map(self, change: impl FnMut(InvalidField) -> InvalidField) -> Self {
        Self(self.0.into_iter().map(change).collect())
    }

    /// What is wrong with this field, in whichever row.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] #[orm(table = "users")] struct User { id: i64, #[orm(min_length = 3)] name: String, #[orm(range = 0..)] age: i16 }
    /// let Err(orm::Error::Validation { problems, .. }) = User::create().name("x").age(-1).validate() else { panic!() };
    /// assert_eq!(problems.of("age").count(), 1);
    /// ```
    pub fn of(&self, field: &str) -> impl Iterator<Item = &InvalidField> {
        self.0.iter().filter(move |problem| problem.field == field)
    }
}

impl Deref for InvalidFields {
    type Target = [InvalidField];

    fn deref(&self) -> &[InvalidField] {
        &self.0
    }
}

impl<'a> IntoIterator for &'a InvalidFields {
    type Item = &'a InvalidField;
    type IntoIter = std::slice::Iter<'a, InvalidField>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl Serialize for InvalidFields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut names: Vec<(Option<&str>, &'static str)> = Vec::new();
        let mut lists: HashMap<(Option<&str>, &'static str), Vec<&InvalidField>> = HashMap::new();
        for problem in &self.0 {
            let name = (problem.path.as_deref(), problem.field);
            let list = lists.entry(name).or_default();
            if list.is_empty() {
                names.push(name);
            }
            list.push(problem);
        }
        let mut map = serializer.serialize_map(Some(names.len()))?;
        for name @ (path, field) in names {
            let field = if field.is_empty() { "__all__" } else { field };
            match path {
                Some(path) => map.serialize_key(&format_args!("{path}.{field}"))?,
                None => map.serialize_key(field)?,
            }
            map.serialize_value(lists.get(&name).map_or(&[][..], Vec::as_slice))?;
        }
        map.end()
    }
}

/// All of them, one after the other, as far as an error's text goes.
pub(super) fn explain(model: &str, problems: &InvalidFields, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    const MOST: usize = 20;
    if let [InvalidField { field, row: None, path, message, .. }] = &**problems
        && !field.is_empty()
    {
        f.write_str("invalid value for ")?;
        return match path {
            Some(path) => write!(f, "{model}.{path}.{field}: {message}"),
            None => write!(f, "{model}.{field}: {message}"),
        };
    }
    write!(f, "invalid {model}: ")?;
    for (index, problem) in problems.iter().take(MOST).enumerate() {
        f.write_str(if index > 0 { "; " } else { "" })?;
        match (problem.line, problem.row) {
            (Some(line), _) => write!(f, "line {line}: ")?,
            (None, Some(row)) => write!(f, "row {row}: ")?,
            (None, None) => {}
        }
        match (&problem.path, problem.field) {
            (None, "") => {}
            (None, field) => write!(f, "{field}: ")?,
            (Some(path), "") => write!(f, "{path}: ")?,
            (Some(path), field) => write!(f, "{path}.{field}: ")?,
        }
        f.write_str(&problem.message)?;
    }
    match problems.len().saturating_sub(MOST) {
        0 => Ok(()),
        more => write!(f, "; and {more} more"),
    }
}
