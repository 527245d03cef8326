use super::Rule;
use crate::value::{Domain, SqlType};

/// One column of a table.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// let name = User::TABLE.column("name").unwrap();
/// assert_eq!((name.field, name.nullable), ("name", false));
/// ```
#[derive(Debug)]
pub struct ColumnDef {
    /// The field's name in the struct.
    pub field: &'static str,
    /// The column's name in the database.
    pub name: &'static str,
    /// The column's type.
    pub ty: SqlType,
    /// Which values of that type the column takes.
    pub domain: Domain,
    /// Whether the column takes NULL.
    pub nullable: bool,
    /// Whether no two rows may have the same value.
    pub unique: bool,
    /// Whether the column has an index of its own.
    pub index: bool,
    /// The longest text in characters; the column is `varchar(n)`.
    pub max_length: Option<u32>,
    /// How many digits a decimal has, in all and after the point; the column is `numeric(n, m)`.
    pub digits: Option<(u32, u32)>,
    /// Whether Rust code gives the value where a new row does not.
    pub has_default: bool,
    /// The SQL expression that fills the column where a new row does not.
    pub db_default: Option<&'static str>,
    /// Who fills the column, beside the program that creates the row.
    pub fill: Fill,
    /// What the database computes it from and stores, as SQL.
    pub generated: Option<&'static str>,
    /// What its values must meet before they are written, beside the length and the digits.
    pub rules: &'static [Rule],
    /// Whether the rules that a database can check are CHECK constraints, too.
    pub checked: bool,
    /// Whether the column is left out where rows are read, and loaded when it is asked for.
    pub deferred: bool,
}

/// Who gives a column its value.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// assert_eq!(User::TABLE.key().fill, orm::schema::Fill::Generated);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fill {
    /// The program that creates the row.
    Given,
    /// The database counts it up.
    Generated,
    /// The moment at which the row is created.
    OnCreate,
    /// The moment at which the row was last written.
    OnWrite,
    /// The library, which counts how often the row was written.
    Version,
    /// The database, which computes it from the other columns.
    Computed,
}

impl ColumnDef {
    /// A column with this name and type, with nothing else said of it.
    ///
    /// ```
    /// use orm::schema::ColumnDef;
    /// use orm::value::SqlType;
    ///
    /// const NAME: ColumnDef = ColumnDef::new("name", "name", SqlType::Text);
    /// assert!(!NAME.nullable);
    /// ```
    #[must_use]
    pub const fn new(field: &'static str, name: &'static str, ty: SqlType) -> Self {
        Self {
            field,
            name,
            ty,
            domain: Domain::All,
            nullable: false,
            unique: false,
            index: false,
            max_length: None,
            digits: None,
            has_default: false,
            db_default: None,
            generated: None,
            fill: Fill::Given,
            rules: &[],
            checked: false,
            deferred: false,
        }
    }

    /// The same, where the column in the database has another name than the field.
    #[must_use]
    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// The same, for a column whose values are all different.
    #[must_use]
    pub const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// The same with an index.
    #[must_use]
    pub const fn index(mut self) -> Self {
        self.index = true;
        self
    }

    /// The same for text of at most this many characters. Of anything else it does not compile:
    ///
    /// ```compile_fail
    /// # use orm::prelude::*;
    /// #[derive(Field)]
    /// struct Cents(i64);
    ///
    /// #[derive(Model)]
    /// struct Order {
    ///     id: i64,
    ///     #[orm(max_length = 5)]
    ///     total: Cents,
    /// }
    /// ```
    #[must_use]
    pub const fn max_length(mut self, characters: u32) -> Self {
        assert!(matches!(self.ty, SqlType::Text), "`max_length` belongs on text");
        self.max_length = Some(characters);
        self
    }

    /// The same for a decimal of at most this many digits, and of these so many after the point.
    #[must_use]
    pub const fn digits(mut self, all: u32, after_the_point: u32) -> Self {
        assert!(matches!(self.ty, SqlType::Decimal), "`max_digits` belongs on a Decimal");
        self.digits = Some((all, after_the_point));
        self
    }

    /// The same with a default in Rust.
    #[must_use]
    pub const fn has_default(mut self) -> Self {
        self.has_default = true;
        self
    }

    /// The database computes it from the other columns, by this SQL, and stores it.
    ///
    /// ```
    /// use orm::schema::{ColumnDef, Fill};
    /// use orm::value::SqlType;
    ///
    /// let total = ColumnDef::new("total", "total", SqlType::BigInt).generated("price * amount");
    /// assert_eq!(total.fill, Fill::Computed);
    /// ```
    #[must_use]
    pub const fn generated(mut self, sql: &'static str) -> Self {
        self.generated = Some(sql);
        self.fill = Fill::Computed;
        self
    }

    /// The same with a default in the database.
    #[must_use]
    pub const fn db_default(mut self, sql: &'static str) -> Self {
        assert!(self.ty.width() == 1, "a foreign key of several columns takes no `db_default`");
        self.db_default = Some(sql);
        self
    }

    /// The same, filled in this way.
    #[must_use]
    pub const fn fill(mut self, fill: Fill) -> Self {
        self.fill = fill;
        self
    }

    /// The same, of which the values meet these rules. With one that makes no sense for the column's type it does not compile:
    ///
    /// ```compile_fail
    /// # use orm::prelude::*;
    /// #[derive(Field)]
    /// struct Cents(i64);
    ///
    /// #[derive(Model)]
    /// struct Order {
    ///     id: i64,
    ///     #[orm(email)]
    ///     total: Cents,
    /// }
    /// ```
    #[must_use]
    pub const fn rules(mut self, rules: &'static [Rule]) -> Self {
        let mut next = 0;
        while next < rules.len() {
            rules[next].belongs_on(self.ty);
            next += 1;
        }
        self.rules = rules;
        self
    }

    /// The same, whose rules are CHECK constraints, too, where a database can check them.
    #[must_use]
    pub const fn checked(mut self) -> Self {
        self.checked = true;
        self
    }
}
