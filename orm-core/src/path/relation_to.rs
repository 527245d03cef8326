use crate::model::Model;
use crate::value::Nullability;

/// Says where the foreign key number `R` of a model points. Implemented by `#[derive(Model)]`.
pub trait RelationTo<const R: usize>: Model {
    /// The model that it points at.
    type Target: Model;
    /// Whether it can be NULL.
    type Nullability: Nullability;
}
