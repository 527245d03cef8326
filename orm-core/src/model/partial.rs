use super::{Set, State};

/// In place of the list of required fields: that there are none. `UserPatch` is `NewUser<Partial>`.
#[derive(Debug)]
pub struct Partial;

impl State for Partial {
    type With<N: super::Number> = Self;
}

/// What is made of the fields of a document: a new row that lacks no required field, or a patch, which may lack any.
#[doc(hidden)]
pub trait TakesFields {
    /// Whether it is a patch.
    const IS_PARTIAL: bool = false;
}

impl TakesFields for Partial {
    const IS_PARTIAL: bool = true;
}

impl TakesFields for () {}

impl<Others: TakesFields> TakesFields for (Set, Others) {}
