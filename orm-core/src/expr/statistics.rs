use super::aggregate::{Aggregate, aggregate};
use super::node::Function;
use super::operand::{Base, tree};
use super::{Numeric, Operand};

macro_rules! statistics {
    (
        $(#[$doc:meta])*
        of one { $($(#[$one_doc:meta])* $one:ident, $one_sql:literal;)* }
        of two { $($(#[$two_doc:meta])* $two:ident -> $output:ty, $two_sql:literal;)* }
    ) => {
        $(#[$doc])*
        pub trait Statistics: Operand {
            $(
                $(#[$one_doc])*
                ///
                /// ```
                /// # use orm::prelude::*;
                /// # #[derive(Model)] struct Row { id: i64, x: f64 }
                #[doc = concat!("let sql = Row::all().values(|r| r.x.", stringify!($one), "()).to_sql();")]
                #[doc = concat!("assert_eq!(sql, r#\"SELECT ", $one_sql, "(\"x\")::double precision FROM \"row\"\"#);")]
                /// ```
                fn $one(self) -> Aggregate<Self::Root, Option<f64>>
                where
                    Base<Self>: Numeric,
                {
                    static FUNCTION: Function = Function::new(
                        stringify!($one),
                        concat!($one_sql, "({0})::{type}"),
                        concat!($one_sql, "{over}({0})"),
                    );
                    aggregate(&FUNCTION, [tree(self)])
                }
            )*

            $(
                $(#[$two_doc])*
                ///
                /// ```
                /// # use orm::prelude::*;
                /// # #[derive(Model)] struct Row { id: i64, x: f64, y: f64 }
                #[doc = concat!("let sql = Row::all().values(|r| r.y.", stringify!($two), "(r.x)).to_sql();")]
                #[doc = concat!("assert_eq!(sql, r#\"SELECT ", $two_sql, "(\"y\", \"x\") FROM \"row\"\"#);")]
                /// ```
                fn $two<X: Operand<Root = Self::Root>>(self, x: X) -> Aggregate<Self::Root, $output>
                where
                    Base<Self>: Numeric,
                    Base<X>: Numeric,
                {
                    static FUNCTION: Function = Function::new(
                        stringify!($two),
                        concat!($two_sql, "({*})"),
                        concat!($two_sql, "{over}({*})"),
                    );
                    aggregate(&FUNCTION, [tree(self), tree(x)])
                }
            )*
        }

        impl<O: Operand> Statistics for O {}
    };
}

statistics! {
    /// What statistics ask of many rows. In the prelude. In those of two numbers, the operand is the y and the argument the x; rows
    /// in which either is NULL are not seen.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Point { id: i64, x: f64, y: f64 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Point]).await?;
    /// Point::bulk_create([(1.0, 3.0), (2.0, 5.0), (3.0, 7.0)].map(|(x, y)| Point::create().x(x).y(y))).await?;
    /// let (slope, start, mean_x) =
    ///     Point::all().aggregate(|p| (p.y.regr_slope(p.x), p.y.regr_intercept(p.x), p.y.regr_avgx(p.x))).await?;
    /// assert_eq!((slope, start, mean_x), (Some(2.0), Some(1.0), Some(2.0)));
    /// # Ok(()) }
    /// ```
    of one {
        /// The standard deviation of the rows as the whole that is asked about.
        std_dev, "stddev_pop";
        /// The standard deviation that the rows let expect of what they are a sample of; `None` for one row.
        std_dev_sample, "stddev_samp";
        /// The variance of the rows as the whole that is asked about.
        variance, "var_pop";
        /// The variance that the rows let expect of what they are a sample of; `None` for one row.
        variance_sample, "var_samp";
    }
    of two {
        /// The correlation.
        corr -> Option<f64>, "corr";
        /// The covariance of the rows as the whole that is asked about.
        covariance -> Option<f64>, "covar_pop";
        /// The covariance that the rows let expect of what they are a sample of; `None` for one row.
        covariance_sample -> Option<f64>, "covar_samp";
        /// The slope of the line through the points with the least squares.
        regr_slope -> Option<f64>, "regr_slope";
        /// Where that line crosses the axis of y.
        regr_intercept -> Option<f64>, "regr_intercept";
        /// The square of the correlation.
        regr_r2 -> Option<f64>, "regr_r2";
        /// The mean of x.
        regr_avgx -> Option<f64>, "regr_avgx";
        /// The mean of y.
        regr_avgy -> Option<f64>, "regr_avgy";
        /// The sum of the squares of x less its mean.
        regr_sxx -> Option<f64>, "regr_sxx";
        /// The sum of the products of x and y, each less its mean.
        regr_sxy -> Option<f64>, "regr_sxy";
        /// The sum of the squares of y less its mean.
        regr_syy -> Option<f64>, "regr_syy";
        /// In how many rows neither is NULL.
        regr_count -> i64, "regr_count";
    }
}
