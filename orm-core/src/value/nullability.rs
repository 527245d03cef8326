use super::{ColumnType, Field};

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
    /// The Rust type of a result: `T`, or `Option<T>`.
    type Output<T: Field>: ColumnType<Base = T>;
}

/// Never NULL.
#[derive(Debug, Clone, Copy)]
pub struct NotNull;

/// Possibly NULL.
#[derive(Debug, Clone, Copy)]
pub struct Null;

impl Nullability for NotNull {
    const NULLABLE: bool = false;
    type Or<Other: Nullability> = Other;
    type Output<T: Field> = T;
}

impl Nullability for Null {
    const NULLABLE: bool = true;
    type Or<Other: Nullability> = Null;
    type Output<T: Field> = Option<T>;
}

/// Says that what is `Self` may be stored where `Into` is asked for: everything but NULL into NOT NULL.
#[diagnostic::on_unimplemented(
    message = "a value that can be NULL cannot be stored in a field that is not an Option",
    label = "this can be NULL"
)]
pub trait FitsIn<Into: Nullability>: Nullability {}

impl<Into: Nullability> FitsIn<Into> for NotNull {}
impl FitsIn<Null> for Null {}
