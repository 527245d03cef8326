/// What a query can have a copy of, so that the program's variable stays as it is: everything that is `Clone`.
///
/// `q!` asks it of the variables beside its operators.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct User {
///     id: i64,
///     name: String,
/// }
///
/// let name = "ann".to_owned();
/// let users = User::filter(q!(|u| u.name == name));
/// assert_eq!(name, "ann");
/// ```
#[diagnostic::on_unimplemented(
    message = "a query cannot have a copy of this `{Self}`",
    label = "write `&` in front of it"
)]
pub trait Captured: Sized {
    /// A copy.
    #[must_use]
    fn captured(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Captured for T {
    fn captured(&self) -> T {
        self.clone()
    }
}
