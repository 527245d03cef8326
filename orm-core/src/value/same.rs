/// Says that `Self` is `T`, as a bound.
///
/// Where an implementation asks for this, instead of naming an associated type in its header, the compiler explains a
/// type that does not fit by the trait that was wanted, and not by an equation between associated types.
pub trait Same<T> {}

#[diagnostic::do_not_recommend]
impl<T> Same<T> for T {}

/// With a second implementation the compiler does not guess `T`, and so does not tell users what would have fitted
/// in terms of the library's own types.
#[diagnostic::do_not_recommend]
impl<T> Same<Nothing<T>> for T {}

pub struct Nothing<T>(std::marker::PhantomData<T>);
