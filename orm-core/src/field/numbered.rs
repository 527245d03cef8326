/// What relations have in common that a closure sees: they hold nothing but their types.
macro_rules! numbered {
    ($name:ident) => {
        impl<P, const R: usize> $name<P, R> {
            /// The relation.
            #[doc(hidden)]
            #[must_use]
            pub const fn new() -> Self {
                Self(PhantomData)
            }
        }

        impl<P, const R: usize> Clone for $name<P, R> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<P, const R: usize> Copy for $name<P, R> {}

        impl<P, const R: usize> fmt::Debug for $name<P, R> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), R)
            }
        }
    };
}

pub(super) use numbered;
