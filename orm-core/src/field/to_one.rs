use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use super::FieldSet;
use super::numbered::numbered;
use crate::model::Model;
use crate::path::{Join, Path, RelationTo};

/// The foreign key number `R` of the model at the end of the path `P`.
///
/// A dot follows it: `o.user.name` is the name of the user that `o` points at, and one join serves however many
/// fields are named through the same key. By itself it is compared with a row or a key.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct Country {
///     id: i64,
///     name: String,
/// }
///
/// #[derive(Model)]
/// struct User {
///     id: i64,
///     country: ForeignKey<Country>,
/// }
///
/// let sql = User::filter(|u| u.country.name.eq("France")).values(|u| u.id).to_sql();
/// assert_eq!(
///     sql,
///     r#"SELECT "user"."id" FROM "user" JOIN "country" AS "country_1" ON "country_1"."id" = "user"."country_id" WHERE "country_1"."name" = $1"#
/// );
/// ```
pub struct ToOne<P, const R: usize>(PhantomData<fn() -> P>);

numbered!(ToOne);

impl<P: Path, const R: usize> Deref for ToOne<P, R>
where
    P::Target: RelationTo<R>,
{
    type Target = <<P::Target as RelationTo<R>>::Target as Model>::Fields<Join<P, R>>;

    fn deref(&self) -> &Self::Target {
        Self::Target::REF
    }
}
