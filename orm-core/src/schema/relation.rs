use super::Table;

/// A foreign key to another table.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64 }
/// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
/// let relation = &City::TABLE.relations[0];
/// assert_eq!(relation.field, "country");
/// assert_eq!(City::TABLE.columns[relation.column].name, "country_id");
/// assert_eq!((relation.target)().model, "Country");
/// ```
#[derive(Debug)]
pub struct RelationDef {
    /// The struct's name.
    pub model: &'static str,
    /// The field's name in the struct.
    pub field: &'static str,
    /// The column that holds the key, as an index into [`Table::columns`].
    pub column: usize,
    /// The table that it points at. A function, because tables may point at each other.
    pub target: fn() -> &'static Table,
    /// The column there that it holds, as an index; none for the primary key.
    pub by: Option<usize>,
    /// What becomes of this row when the other is deleted.
    pub on_delete: OnDelete,
}

impl RelationDef {
    /// The column of the target by which it points there, as an index.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, #[orm(alternate_key)] code: String }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country, CountryByCode> }
    /// assert_eq!(City::TABLE.relations[0].target_column(), 1);
    /// ```
    #[must_use]
    pub fn target_column(&self) -> usize {
        self.by.unwrap_or_else(|| (self.target)().primary_key)
    }
}

/// What becomes of a row when the row that it points at is deleted.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64 }
/// # #[derive(Model)] struct City { id: i64, #[orm(on_delete = cascade)] country: ForeignKey<Country> }
/// use orm::schema::OnDelete;
///
/// assert_eq!(City::TABLE.relations[0].on_delete, OnDelete::Cascade);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum OnDelete {
    /// The delete is refused. The default.
    #[default]
    Restrict,
    /// The delete is refused, as by `Restrict`; the errors speak of rows that are protected.
    Protect,
    /// It is deleted too.
    Cascade,
    /// Its foreign key becomes NULL.
    SetNull,
    /// Its foreign key becomes the column's default.
    SetDefault,
    /// Nothing is done; the database refuses at the end of the statement.
    DoNothing,
}

impl OnDelete {
    /// Whether a row that is pointed at cannot go.
    ///
    /// ```
    /// use orm::schema::OnDelete;
    ///
    /// assert!(OnDelete::Restrict.refuses() && !OnDelete::Cascade.refuses());
    /// ```
    #[must_use]
    pub const fn refuses(self) -> bool {
        matches!(self, Self::Restrict | Self::Protect | Self::DoNothing)
    }

    /// The action in SQL.
    ///
    /// ```
    /// assert_eq!(orm::schema::OnDelete::Cascade.sql(), "CASCADE");
    /// ```
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Restrict | Self::Protect => "RESTRICT",
            Self::Cascade => "CASCADE",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
            Self::DoNothing => "NO ACTION",
        }
    }
}
