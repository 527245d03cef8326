//! What an expression is made of, known to the compiler: of one row, of many, or of those of a window.

/// What an expression is made of.
///
/// ```
/// fn is_a_kind<K: orm::expr::Kind>() {}
/// is_a_kind::<orm::expr::OfMany>();
/// ```
pub trait Kind: 'static {}

/// The kinds that have a value by themselves; a window's function has one only `over(..)` a window.
///
/// ```
/// fn has_a_value<K: orm::expr::ValueKind>() {}
/// has_a_value::<orm::expr::OfOne>();
/// ```
#[diagnostic::on_unimplemented(
    message = "a window function has no value without a window",
    label = "add `.over(orm::window()..)`"
)]
pub trait ValueKind: Kind {}

/// The kinds that can be asked for each row `over(..)` a window: aggregates and the functions of windows.
///
/// ```
/// fn has_a_window<K: orm::expr::WindowKind>() {}
/// has_a_window::<orm::expr::OfMany>();
/// ```
#[diagnostic::on_unimplemented(
    message = "what is computed of a row, or of an aggregate, is not asked over a window",
    label = "`.over(..)` goes right behind the aggregate: `sum().over(window()).coalesce(0)`"
)]
pub trait WindowKind: Kind {}

/// Of one row: a column, a value, and what is computed from them.
#[derive(Debug, Clone, Copy)]
pub enum OfOne {}

/// Of many rows: an aggregate.
#[derive(Debug, Clone, Copy)]
pub enum OfMany {}

/// Of a row's place in a window: a function that needs one.
#[derive(Debug, Clone, Copy)]
pub enum OfWindow {}

impl Kind for OfOne {}
impl Kind for OfMany {}
impl Kind for OfWindow {}

impl ValueKind for OfOne {}
impl ValueKind for OfMany {}

impl WindowKind for OfMany {}
impl WindowKind for OfWindow {}
