/// The fields of a model at the end of a path, such as `UserFields<P>`. Implemented by `#[derive(Model)]`.
pub trait FieldSet: Sized + 'static {
    /// The one value of this type, which holds nothing.
    const REF: &'static Self;
}
