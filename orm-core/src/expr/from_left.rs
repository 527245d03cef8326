//! Arithmetic whose left side is a value of the program: what `100 - o.total` is in `q!`.
//!
//! Rust looks for `-` at the left side, which is a plain number here, so that these are functions.
//!
//! ```
//! use orm::prelude::*;
//!
//! #[derive(Model)]
//! #[orm(table = "orders")]
//! struct Order {
//!     id: i64,
//!     total: i64,
//! }
//!
//! let rest = Order::all().values(q!(|o| 100 - o.total));
//! assert_eq!(rest.to_sql(), r#"SELECT $1 - "total" FROM "orders""#);
//! ```

use super::arithmetic::{Either, MinusRight, Numeric, Output, PlusRight, Whole, calculated};
use super::into_expr::IntoOperand;
use super::operand::{Base, tree};
use super::{ArithmeticOp, Expr, IntoExpr, Operand};
use crate::value::{Field as _, Nullability};

macro_rules! operators {
    ($($name:ident $op:ident $bound:ident $doc:literal;)*) => {$(
        #[doc = $doc]
        ///
        /// ```
        /// # use orm::prelude::*;
        /// # #[derive(Model)] struct Order { id: i64, total: i64 }
        #[doc = concat!("Order::filter(|o| orm::expr::from_left::", stringify!($name), "(100, o.total).gt(5));")]
        /// ```
        pub fn $name<O, L>(left: L, right: O) -> Expr<O::Root, Output<O, L>>
        where
            O: Operand,
            Base<O>: $bound,
            L: IntoExpr<O::Root, Base<O>>,
        {
            Expr::new(calculated(ArithmeticOp::$op, Base::<O>::TYPE, left.into_operand().0, tree(right)))
        }
    )*};
}

operators! {
    mul Mul Numeric "`left * right`.";
    div Div Numeric "`left / right`.";
    rem Rem Whole "`left % right`.";
}

macro_rules! sums {
    ($($name:ident $of:ident $method:ident $doc:literal;)*) => {$(
        #[doc = $doc]
        ///
        /// ```
        /// # use orm::prelude::*;
        /// # #[derive(Model)] #[orm(table = "orders")] struct Order { id: i64, total: i64 }
        #[doc = concat!("Order::filter(|o| orm::expr::from_left::", stringify!($name), "(100, o.total).gt(5));")]
        /// ```
        #[allow(clippy::type_complexity, reason = "an Option where either side can be NULL")]
        pub fn $name<O, L>(
            left: L,
            right: O,
        ) -> Expr<
            O::Root,
            <Either<O, <Base<O> as $of<O::Root, L>>::Nullability> as Nullability>::Output<
                <Base<O> as $of<O::Root, L>>::Output,
            >,
        >
        where
            O: Operand,
            Base<O>: $of<O::Root, L>,
        {
            type Nulls<O, L> = Either<O, <Base<O> as $of<<O as Operand>::Root, L>>::Nullability>;
            Expr::new(Base::<O>::$method::<Nulls<O, L>>(left, IntoOperand(tree(right))).0)
        }
    )*};
}

sums! {
    add PlusRight plus_right "`left + right`.";
    sub MinusRight minus_right "`left - right`.";
}
