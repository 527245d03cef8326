use std::ops::Deref;
use std::sync::Arc;

/// What several rows hold together.
///
/// Models lead to models, and each holds rows of the next. Behind a trait object the compiler need not follow them through
/// the whole program to see that a row can move between threads: that what is shared can, was known when it was made.
pub(crate) struct Shared<S>(Arc<dyn Holds<S>>);

trait Holds<S>: Send + Sync {
    fn held(&self) -> &S;
}

impl<S: Send + Sync> Holds<S> for S {
    fn held(&self) -> &S {
        self
    }
}

impl<S: Send + Sync + 'static> Shared<S> {
    pub(crate) fn new(held: S) -> Self {
        Self(Arc::new(held))
    }
}

impl<S> Clone for Shared<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S> Deref for Shared<S> {
    type Target = S;

    fn deref(&self) -> &S {
        Holds::<S>::held(&*self.0)
    }
}
