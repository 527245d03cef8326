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

use super::arithmetic::{Numeric, Output, Whole, calculated};
use super::operand::{Base, tree};
use super::{ArithmeticOp, Expr, IntoExpr, Operand};
use crate::value::Field as _;

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
    add Add Numeric "`left + right`.";
    sub Sub Numeric "`left - right`.";
    mul Mul Numeric "`left * right`.";
    div Div Numeric "`left / right`.";
    rem Rem Whole "`left % right`.";
}
