/// Calls a macro once for each length of tuple that the library takes, with that many names; what else it is given comes
/// before them.
#[macro_export]
#[doc(hidden)]
macro_rules! tuples {
    ($macro:ident $($before:tt)*) => {
        $macro!($($before)* A);
        $macro!($($before)* A B);
        $macro!($($before)* A B C);
        $macro!($($before)* A B C D);
        $macro!($($before)* A B C D E);
        $macro!($($before)* A B C D E F);
        $macro!($($before)* A B C D E F G);
        $macro!($($before)* A B C D E F G H);
        $macro!($($before)* A B C D E F G H I);
        $macro!($($before)* A B C D E F G H I J);
        $macro!($($before)* A B C D E F G H I J K);
        $macro!($($before)* A B C D E F G H I J K L);
        $macro!($($before)* A B C D E F G H I J K L N);
        $macro!($($before)* A B C D E F G H I J K L N O);
        $macro!($($before)* A B C D E F G H I J K L N O P);
        $macro!($($before)* A B C D E F G H I J K L N O P Q);
    };
}

/// Implements a trait for tuples of what has it, where its one method gives a list: those of all parts, one after the other.
macro_rules! lists {
    ([$($model:tt)*] $trait:ident $method:ident $list:ty: $($name:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<$($model)*, $($name: $trait<M>),*> $trait<M> for ($($name,)*) {
            fn $method(self) -> $list {
                #[allow(non_snake_case, reason = "type names serve as the names of the tuple's parts")]
                let ($($name,)*) = self;
                let mut all = Vec::new();
                $(all.extend($name.$method());)*
                all
            }
        }
    };
}
