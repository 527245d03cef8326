/// Says that exactly one foreign key of a model points at `To`, and which. Implemented by `#[derive(Model)]`.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
/// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
/// use orm::path::RefersTo;
///
/// assert_eq!(<City as RefersTo<Country>>::RELATION, 0);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no foreign key to `{To}`",
    label = "the other side of this relation is missing",
    note = "add a field `ForeignKey<{To}>` to `{Self}`"
)]
pub trait RefersTo<To> {
    /// The foreign key's number among the model's.
    const RELATION: usize;
}

/// Says that exactly one foreign key of a model points at `To`, and that no two rows share it. Implemented by
/// `#[derive(Model)]`.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct User { id: i64, profile: HasOne<Profile> }
/// # #[derive(Model)] struct Profile { id: i64, user: OneToOne<User> }
/// fn has_a_one_to_one<M: orm::path::RefersOnceTo<User>>() {}
/// has_a_one_to_one::<Profile>();
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `OneToOne` to `{To}`",
    label = "the other side of this relation is missing, or not unique",
    note = "add a field `OneToOne<{To}>` to `{Self}`, or hold its rows in a `HasMany<{Self}>`"
)]
pub trait RefersOnceTo<To>: RefersTo<To> {}

/// Says that no two rows share the foreign key number `R`. Implemented by `#[derive(Model)]`.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct User { id: i64, profile: HasOne<Profile> }
/// # #[derive(Model)] struct Profile { id: i64, user: OneToOne<User> }
/// fn is_unique<M: orm::path::UniqueRelation<0>>() {}
/// is_unique::<Profile>();
/// ```
#[diagnostic::on_unimplemented(
    message = "several rows of `{Self}` can have this foreign key in common",
    label = "the other side of a HasOne is a `OneToOne`",
    note = "write the foreign key as a `OneToOne`, or hold the rows in a `HasMany<{Self}>`"
)]
pub trait UniqueRelation<const R: usize> {}
