/// Calls a macro once for each length of tuple that the library takes, with that many names.
#[macro_export]
#[doc(hidden)]
macro_rules! tuples {
    ($macro:ident) => {
        $macro!(A);
        $macro!(A B);
        $macro!(A B C);
        $macro!(A B C D);
        $macro!(A B C D E);
        $macro!(A B C D E F);
        $macro!(A B C D E F G);
        $macro!(A B C D E F G H);
        $macro!(A B C D E F G H I);
        $macro!(A B C D E F G H I J);
        $macro!(A B C D E F G H I J K);
        $macro!(A B C D E F G H I J K L);
        $macro!(A B C D E F G H I J K L N);
        $macro!(A B C D E F G H I J K L N O);
        $macro!(A B C D E F G H I J K L N O P);
        $macro!(A B C D E F G H I J K L N O P Q);
    };
}
