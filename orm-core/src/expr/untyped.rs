//! Clone and Debug for what has types that it holds nothing of: derived, they would ask the same of the model.

macro_rules! untyped {
    ([$($generics:tt)*] $name:ident<$($parameter:ident),*> { $($field:ident),*; $marker:ident }) => {
        impl<$($generics)*> Clone for $name<$($parameter),*> {
            fn clone(&self) -> Self {
                Self { $($field: self.$field.clone(),)* $marker: std::marker::PhantomData }
            }
        }

        impl<$($generics)*> std::fmt::Debug for $name<$($parameter),*> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))$(.field(stringify!($field), &self.$field))*.finish()
            }
        }
    };
}

pub(super) use untyped;
