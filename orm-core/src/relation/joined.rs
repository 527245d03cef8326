use std::sync::OnceLock;

use super::shared::Shared;

/// What a row holds together with its siblings: given when it was read with them, or made by itself when it is asked for.
///
/// What is given is stored as it is, because nobody else sees the row then: to lock for each row would be a thirtieth of what
/// loading it costs.
pub(crate) enum Joined<S> {
    Given(Shared<S>),
    Own(OnceLock<Shared<S>>),
}

impl<S> Joined<S> {
    pub(crate) const fn new() -> Self {
        Self::Own(OnceLock::new())
    }

    pub(crate) fn get(&self) -> Option<&Shared<S>> {
        match self {
            Self::Given(shared) => Some(shared),
            Self::Own(shared) => shared.get(),
        }
    }

    pub(crate) fn get_or_init(&self, make: impl FnOnce() -> Shared<S>) -> &Shared<S> {
        match self {
            Self::Given(shared) => shared,
            Self::Own(shared) => shared.get_or_init(make),
        }
    }
}

impl<S> Clone for Joined<S> {
    fn clone(&self) -> Self {
        match self {
            Self::Given(shared) => Self::Given(shared.clone()),
            Self::Own(shared) => Self::Own(shared.clone()),
        }
    }
}
