//! Aggregates over the three books.

use orm::prelude::*;
use rust_decimal::Decimal;

use crate::models::{Author, Book, Tag};
use crate::rows::{Near, aggregates};

aggregates! {
    of_all_databases, AGGREGATES, b;
    "Count(\"*\")" => count() => 3;
    "Count(\"rating\")" => b.rating.count() => 2;
    "Count(\"author\", distinct=True)" => b.author.name.count().distinct() => 2;
    "Sum(\"pages\")" => b.pages.sum() => Some(1074);
    "Avg(\"pages\")" => b.pages.avg() => Some(358.0);
    "Min(\"price\")" => b.price.min() => Some(Decimal::from(5));
    "Max(\"title\")" => b.title.max() => Some("Whipping Star".to_owned());
    "StdDev(\"rating\")" => b.rating.std_dev() => Some(0.5);
    "StdDev(\"rating\", sample=True)" => b.rating.std_dev_sample() => Near(0.5_f64.sqrt());
    "Variance(\"rating\")" => b.rating.variance() => Some(0.25);
    "Variance(\"rating\", sample=True)" => b.rating.variance_sample() => Some(0.5);
    "AnyValue(\"active\")" => b.active.any_value().filter(b.id.eq(1)) => Some(true);
    "StringAgg(\"title\", Value(\", \"), order_by=\"title\")" => b.title.string_agg(", ").order_by(b.title) => Some("Dune, Emma, Whipping Star".to_owned());
    "Sum(\"pages\", filter=Q(active=True))" => b.pages.sum().filter(b.active.eq(true)) => Some(600);
    "Sum(\"pages\", default=0)" => b.pages.sum().filter(b.id.lt(0)).default(0) => 0;
    "Sum(F(\"pages\") * 2)" => (b.pages * 2).sum() => Some(2148);
    "Max(\"pages\") - Min(\"pages\")" => b.pages.max() - b.pages.min() => Some(286);
}

aggregates! {
    of_postgres, OF_POSTGRES, b;
    "ArrayAgg(\"pages\", order_by=\"id\")" => b.pages.array_agg().order_by(b.id) => Some(vec![412, 474, 188]);
    "JSONBAgg(\"pages\", order_by=\"id\")" => b.pages.json_agg().order_by(b.id) => Some(serde_json::json!([412, 474, 188]));
    "BitAnd(\"pages\")" => b.pages.bit_and() => Some(412 & 474 & 188);
    "BitOr(\"pages\")" => b.pages.bit_or() => Some(412 | 474 | 188);
    "BitXor(\"pages\")" => b.pages.bit_xor() => Some(412 ^ 474 ^ 188);
    "BoolAnd(\"active\")" => b.active.bool_and() => Some(false);
    "BoolOr(\"active\")" => b.active.bool_or() => Some(true);
    "Corr(y=\"rating\", x=\"pages\")" => b.rating.corr(b.pages) => Near(1.0);
    "CovarPop(y=\"rating\", x=\"pages\")" => b.rating.covariance(b.pages) => Some(56.0);
    "CovarPop(.., sample=True)" => b.rating.covariance_sample(b.pages) => Some(112.0);
    "RegrAvgX(y=\"rating\", x=\"pages\")" => b.rating.regr_avgx(b.pages) => Some(300.0);
    "RegrAvgY(y=\"rating\", x=\"pages\")" => b.rating.regr_avgy(b.pages) => Some(4.0);
    "RegrCount(y=\"rating\", x=\"pages\")" => b.rating.regr_count(b.pages) => 2;
    "RegrIntercept(y=\"rating\", x=\"pages\")" => b.rating.regr_intercept(b.pages) => Near(4.0 - 300.0 / 224.0);
    "RegrR2(y=\"rating\", x=\"pages\")" => b.rating.regr_r2(b.pages) => Near(1.0);
    "RegrSlope(y=\"rating\", x=\"pages\")" => b.rating.regr_slope(b.pages) => Near(1.0 / 224.0);
    "RegrSXX(y=\"rating\", x=\"pages\")" => b.rating.regr_sxx(b.pages) => Some(25_088.0);
    "RegrSXY(y=\"rating\", x=\"pages\")" => b.rating.regr_sxy(b.pages) => Some(112.0);
    "RegrSYY(y=\"rating\", x=\"pages\")" => b.rating.regr_syy(b.pages) => Some(0.5);
}
