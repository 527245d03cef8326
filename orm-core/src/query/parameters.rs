use crate::value::{ColumnType, Value};

/// The parameters of a statement that the program has written: a tuple of values, of which the first is `$1`; `()` for none;
/// or a `Vec` of values of one type.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?;
/// let sum = orm::raw::<i64>("SELECT $1 + $2", (1_i64, 2_i64)).await?;
/// assert_eq!(sum, [3]);
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the parameters of a statement",
    label = "not a tuple of parameters",
    note = "parameters are a tuple, also where there is only one: `(value,)`; `()` for none"
)]
pub trait Parameters {
    /// The values, in the order of their numbers.
    fn into_values(self) -> Vec<Value<'static>>;
}

/// One parameter of a statement that the program has written: a value of any type that a column holds, or borrowed
/// text or bytes.
///
/// ```
/// fn named(name: impl orm::query::Parameter) {}
///
/// named("ann");
/// named(Some(5_i64));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of a statement",
    label = "not a type that a column holds"
)]
pub trait Parameter {
    /// Its value.
    fn into_parameter(self) -> Value<'static>;
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> Parameter for T {
    fn into_parameter(self) -> Value<'static> {
        self.into_column()
    }
}

macro_rules! borrowed {
    ($($from:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Parameter for $from {
            fn into_parameter(self) -> Value<'static> {
                self.to_owned().into_column()
            }
        }
    )*};
}

borrowed!(&str & String & [u8]);

impl Parameters for () {
    fn into_values(self) -> Vec<Value<'static>> {
        Vec::new()
    }
}

impl<P: Parameter> Parameters for Vec<P> {
    fn into_values(self) -> Vec<Value<'static>> {
        self.into_iter().map(Parameter::into_parameter).collect()
    }
}

macro_rules! tuples {
    ($($name:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: Parameter),*> Parameters for ($($name,)*) {
            fn into_values(self) -> Vec<Value<'static>> {
                #[allow(non_snake_case, reason = "type names serve as the names of the tuple's parts")]
                let ($($name,)*) = self;
                vec![$($name.into_parameter()),*]
            }
        }
    };
}

crate::tuples!(tuples);

/// The values as a statement takes them: a key of several columns is as many parameters.
pub(super) fn flat(parameters: impl Parameters) -> Vec<Value<'static>> {
    let mut flat = Vec::new();
    parameters.into_values().into_iter().for_each(|value| value.each_part(&mut |part| flat.push(part)));
    flat
}
