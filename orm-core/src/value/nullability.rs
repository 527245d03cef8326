use super::{ColumnType, Field, Same};

/// Whether an expression can be NULL, known to the compiler: [`NotNull`] or [`Null`].
///
/// ```
/// use orm::value::{NotNull, Null, Nullability};
///
/// fn or<A: Nullability, B: Nullability>() -> bool {
///     <A::Or<B> as Nullability>::NULLABLE
/// }
/// assert!(or::<NotNull, Null>());
/// assert!(!or::<NotNull, NotNull>());
/// ```
pub trait Nullability: 'static {
    /// Whether NULL is possible.
    const NULLABLE: bool;
    /// [`Null`] where either this or the other is.
    type Or<Other: Nullability>: Nullability;
    /// [`Null`] where both this and the other are.
    type And<Other: Nullability>: Nullability;
    /// The Rust type of a result: `T`, or `Option<T>`.
    type Output<T: Field>: ColumnType<Base = T>;
    /// The Rust type of a list of results: `Vec<T>`, or `Vec<Option<T>>`.
    type List<T: Field>: Field;
}

/// Never NULL.
///
/// ```
/// use orm::value::{NotNull, Nullability};
///
/// assert!(!NotNull::NULLABLE);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct NotNull;

/// Possibly NULL.
///
/// ```
/// use orm::value::{Null, Nullability};
///
/// assert!(Null::NULLABLE);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Null;

impl Nullability for NotNull {
    const NULLABLE: bool = false;
    type Or<Other: Nullability> = Other;
    type And<Other: Nullability> = NotNull;
    type Output<T: Field> = T;
    type List<T: Field> = Vec<T>;
}

impl Nullability for Null {
    const NULLABLE: bool = true;
    type Or<Other: Nullability> = Null;
    type And<Other: Nullability> = Other;
    type Output<T: Field> = Option<T>;
    type List<T: Field> = Vec<Option<T>>;
}

/// Says that what is `Self` may be stored where `Into` is asked for: everything but NULL into NOT NULL.
///
/// ```
/// use orm::value::{FitsIn, NotNull, Null, Nullability};
///
/// fn store<From: FitsIn<Into>, Into: Nullability>() {}
/// store::<NotNull, Null>();
/// store::<NotNull, NotNull>();
/// store::<Null, Null>();
/// ```
#[diagnostic::on_unimplemented(message = "this can be NULL, and the field is not an Option", label = "can be NULL")]
pub trait FitsIn<Into: Nullability>: Nullability {}

#[diagnostic::do_not_recommend]
impl<Into: Nullability> FitsIn<Into> for NotNull {}
#[diagnostic::do_not_recommend]
impl<Into: Nullability> FitsIn<Into> for Null where Null: Same<Into> {}
