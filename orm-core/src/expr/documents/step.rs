use crate::value::{Field, Value};

/// One step of a path into a document: the key of an object, or the index of a list.
///
/// ```
/// use orm::expr::JsonStep;
///
/// assert_eq!(JsonStep::from("a"), JsonStep::Key("a".to_owned()));
/// assert_eq!(JsonStep::from(-1), JsonStep::Index(-1));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JsonStep {
    /// The key of an object.
    Key(String),
    /// The index of a list, from 0, or from the end where it is negative.
    Index(i32),
}

impl JsonStep {
    pub(super) fn into_value(self) -> Value<'static> {
        match self {
            Self::Key(key) => key.into_value(),
            // The smallest has no positive counterpart that a server could count from the end with.
            Self::Index(index) => index.max(-i32::MAX).into_value(),
        }
    }
}

impl From<&str> for JsonStep {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<&String> for JsonStep {
    fn from(key: &String) -> Self {
        Self::Key(key.clone())
    }
}

impl From<String> for JsonStep {
    fn from(key: String) -> Self {
        Self::Key(key)
    }
}

impl From<i32> for JsonStep {
    fn from(index: i32) -> Self {
        Self::Index(index)
    }
}

/// No list is as long as the largest index.
impl From<usize> for JsonStep {
    fn from(index: usize) -> Self {
        Self::Index(i32::try_from(index).unwrap_or(i32::MAX))
    }
}

/// A path into a document: one step, a tuple of up to sixteen, or a `Vec` of [`JsonStep`]s.
///
/// ```
/// use orm::expr::{JsonPath, JsonStep};
///
/// fn length(path: impl JsonPath) -> usize {
///     path.into_steps().len()
/// }
/// assert_eq!((length("a"), length(("a", 0, "b")), length(Vec::<JsonStep>::new())), (1, 3, 0));
/// ```
#[diagnostic::on_unimplemented(
    message = "a `{Self}` is no path into a document",
    label = "expected a key, an index, or a tuple of these"
)]
pub trait JsonPath {
    /// The steps in order.
    fn into_steps(self) -> Vec<JsonStep>;
}

impl JsonPath for Vec<JsonStep> {
    fn into_steps(self) -> Vec<JsonStep> {
        self
    }
}

macro_rules! steps {
    ($($ty:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl JsonPath for $ty {
            fn into_steps(self) -> Vec<JsonStep> {
                vec![self.into()]
            }
        }
    )*};
}

steps!(&str &String String i32 usize JsonStep);

macro_rules! tuples {
    ($($name:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: Into<JsonStep>),*> JsonPath for ($($name,)*) {
            fn into_steps(self) -> Vec<JsonStep> {
                #[allow(non_snake_case, reason = "type names serve as the names of the tuple's parts")]
                let ($($name,)*) = self;
                vec![$($name.into()),*]
            }
        }
    };
}

crate::tuples!(tuples);
