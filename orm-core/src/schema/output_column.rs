use crate::value::SqlType;

/// One column of a statement's rows.
///
/// ```
/// use orm::schema::OutputColumn;
/// use orm::value::SqlType;
///
/// let column = OutputColumn { model: "User", field: "name", ty: SqlType::Text };
/// assert_eq!(column.field, "name");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutputColumn {
    /// The name of the model that it is from.
    pub model: &'static str,
    /// The name of the field, or of the function that computes it.
    pub field: &'static str,
    /// The type that the program reads.
    pub ty: SqlType,
}
