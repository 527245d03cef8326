/// The fields of a model at the end of a path, such as `UserFields<P>`. Implemented by `#[derive(Model)]`.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::field::FieldSet;
///
/// let fields: &'static Fields<User> = <Fields<User>>::REF;
/// let adults = User::filter(|_| fields.age.ge(18)).to_sql();
/// ```
pub trait FieldSet: Sized + 'static {
    /// The one value of this type.
    const REF: &'static Self;
}
