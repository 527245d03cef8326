//! Which required fields of a new row are set, as a type: `(Set, (age, ()))` where the second one, `age`, is missing.

use std::marker::PhantomData;

use super::Set;

/// The fields of a new row, from the first on: [`Set`], or the name of one that is missing; then the rest.
pub trait State {
    /// The same with the field of this number set.
    type With<N: Number>: State;
}

impl State for () {
    type With<N: Number> = ();
}

impl<First, Rest: State> State for (First, Rest) {
    type With<N: Number> = N::SetIn<First, Rest>;
}

/// The number of a required field, counted from 0.
pub trait Number {
    /// The list with the field of this number set.
    type SetIn<First, Rest: State>: State;
}

/// 0.
#[derive(Debug)]
pub struct Zero;

/// One more than `N`.
#[derive(Debug)]
pub struct Next<N>(PhantomData<N>);

impl Number for Zero {
    type SetIn<First, Rest: State> = (Set, Rest);
}

impl<N: Number> Number for Next<N> {
    type SetIn<First, Rest: State> = (First, Rest::With<N>);
}
