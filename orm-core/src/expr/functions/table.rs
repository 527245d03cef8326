//! The table that functions of operands are written as.

/// A trait of methods, each of which is a function of the database: what it takes beside the operand, the type that it gives (in an
/// `Option` where anything that it takes can be NULL), and how PostgreSQL and SQLite write it. Each has an example of what SQL it becomes.
macro_rules! functions {
    (
        $(#[$doc:meta])*
        $trait:ident of $bound:path, in $model:literal;
        $(
            $(#[$method_doc:meta])*
            $method:ident($($argument:ident: $ty:ty),*) -> $output:ty, $postgres:literal, $sqlite:expr,
            $example:literal => $written:literal;
        )*
    ) => {
        $(#[$doc])*
        pub trait $trait: $crate::expr::Operand {
            $(functions! {
                @method $bound, $model, [$(#[$method_doc])*] $method($($argument: $ty),*) -> $output, $postgres, $sqlite,
                $example => $written
            })*
        }

        impl<O: $crate::expr::Operand> $trait for O {}
    };
    (
        @method $bound:path, $model:literal, [$($doc:tt)*] $method:ident() -> $output:ty, $postgres:literal, $sqlite:expr,
        $example:literal => $written:literal
    ) => {
        functions! {
            @documented [$($doc)*] $model, $example, $written;
            fn $method(self) -> $crate::expr::Expr<Self::Root, $crate::expr::operand::Lifted<Self, $output>>
            where
                $crate::expr::operand::Base<Self>: $bound,
            {
                functions!(@static $method, $postgres, $sqlite);
                super::call(&FUNCTION, [$crate::expr::operand::tree(self)])
            }
        }
    };
    (
        @method $bound:path, $model:literal, [$($doc:tt)*] $method:ident($a:ident: $ta:ty) -> $output:ty,
        $postgres:literal, $sqlite:expr, $example:literal => $written:literal
    ) => {
        functions! {
            @documented [$($doc)*] $model, $example, $written;
            fn $method<A: $crate::expr::IntoExpr<Self::Root, $ta>>(
                self,
                $a: A,
            ) -> $crate::expr::Expr<Self::Root, $crate::expr::operand::LiftedBy<Self, A, $ta, $output>>
            where
                $crate::expr::operand::Base<Self>: $bound,
            {
                functions!(@static $method, $postgres, $sqlite);
                super::call(&FUNCTION, [$crate::expr::operand::tree(self), $a.into_operand().0])
            }
        }
    };
    (
        @method $bound:path, $model:literal, [$($doc:tt)*] $method:ident($a:ident: $ta:ty, $b:ident: $tb:ty) -> $output:ty,
        $postgres:literal, $sqlite:expr, $example:literal => $written:literal
    ) => {
        functions! {
            @documented [$($doc)*] $model, $example, $written;
            fn $method<A: $crate::expr::IntoExpr<Self::Root, $ta>, B: $crate::expr::IntoExpr<Self::Root, $tb>>(
                self,
                $a: A,
                $b: B,
            ) -> $crate::expr::Expr<Self::Root, $crate::expr::operand::LiftedByTwo<Self, A, $ta, B, $tb, $output>>
            where
                $crate::expr::operand::Base<Self>: $bound,
            {
                functions!(@static $method, $postgres, $sqlite);
                super::call(&FUNCTION, [$crate::expr::operand::tree(self), $a.into_operand().0, $b.into_operand().0])
            }
        }
    };
    (@documented [$($doc:tt)*] $model:literal, $example:literal, $written:literal; $($method:tt)*) => {
        $($doc)*
        ///
        /// ```
        /// # use orm::prelude::*;
        #[doc = concat!("# ", $model)]
        #[doc = concat!("let sql = Row::all().values(|r| ", $example, ").to_sql();")]
        #[doc = concat!("assert_eq!(sql, r#\"SELECT ", $written, " FROM \"row\"\"#);")]
        /// ```
        $($method)*
    };
    (@static $method:ident, $postgres:literal, $sqlite:expr) => {
        static FUNCTION: $crate::expr::Function =
            $crate::expr::Function { name: stringify!($method), postgres: Some($postgres), sqlite: $sqlite };
    };
}

pub(super) use functions;
