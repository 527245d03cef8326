use super::Table;

/// A relation that has no column in this table: the other side of foreign keys, or rows that a link table connects.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
/// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
/// use orm::schema::Through;
///
/// let cities = &Country::TABLE.reverse[0];
/// assert_eq!((cities.model, cities.field), ("Country", "cities"));
/// assert_eq!((cities.target)().model, "City");
/// assert!(matches!(cities.through, Through::ForeignKey(0)));
/// ```
#[derive(Debug)]
pub struct ReverseDef {
    /// The struct's name.
    pub model: &'static str,
    /// The field's name in the struct.
    pub field: &'static str,
    /// The table of the rows on the other side. A function, because tables may point at each other.
    pub target: fn() -> &'static Table,
    /// What connects the two.
    pub through: Through,
}

/// What connects a row with the rows on the other side of a relation.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Tag { id: i64 }
/// # #[derive(Model)] struct Order { id: i64, tags: ManyToMany<Tag> }
/// use orm::schema::Through;
///
/// let Through::Link(link) = &Order::TABLE.reverse[0].through else { panic!() };
/// assert_eq!((link.table)().name, "order_tags");
/// ```
#[derive(Debug, Clone, Copy)]
pub enum Through {
    /// The foreign key of the other side that points back, as an index into its [`Table::relations`].
    ForeignKey(usize),
    /// The rows of another table, each of which points at both sides.
    Link(Link),
}

/// A table whose rows connect those of two others.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Tag { id: i64 }
/// # #[derive(Model)] struct Order { id: i64, tags: ManyToMany<Tag> }
/// use orm::schema::Through;
///
/// let Through::Link(link) = &Order::TABLE.reverse[0].through else { panic!() };
/// assert_eq!((link.near_column(), link.far_column()), (1, 2));
/// assert_eq!((link.table)().columns[2].name, "tag_id");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Link {
    /// The table. A function, because tables may point at each other.
    pub table: fn() -> &'static Table,
    /// The foreign key that points at this side, as an index into the link's [`Table::relations`].
    pub near: usize,
    /// The foreign key that points at the other side.
    pub far: usize,
    /// Whether the table was made for this relation, and is no model of the program's.
    pub made: bool,
    /// Whether each connection holds both ways, as between friends.
    pub symmetrical: bool,
}

impl ReverseDef {
    /// The column of this side that the foreign keys on the way hold, as an index.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
    /// assert_eq!(Country::TABLE.reverse[0].near_column(), 0);
    /// ```
    #[must_use]
    pub fn near_column(&self) -> usize {
        match self.through {
            Through::ForeignKey(relation) => (self.target)().relations[relation].target_column(),
            Through::Link(link) => (link.table)().relations[link.near].target_column(),
        }
    }
}

impl Link {
    /// The column that points at this side, as an index into the link's columns.
    #[must_use]
    pub fn near_column(&self) -> usize {
        (self.table)().relations[self.near].column
    }

    /// The column that points at the other side, as an index into the link's columns.
    #[must_use]
    pub fn far_column(&self) -> usize {
        (self.table)().relations[self.far].column
    }

    /// The column of the other side that the foreign key there holds, as an index.
    pub(crate) fn far_target_column(&self) -> usize {
        (self.table)().relations[self.far].target_column()
    }

    /// Whether the table is made for the relation that this is seen from, and not for that on the other side.
    #[must_use]
    pub const fn is_made_here(&self) -> bool {
        // In a table that is made, the side that declares it comes first.
        self.made && self.near < self.far
    }

    /// The same table, seen from the other side.
    #[must_use]
    pub const fn reversed(self) -> Self {
        Self { near: self.far, far: self.near, ..self }
    }
}

impl Through {
    /// The table between the two sides, where there is one.
    #[must_use]
    pub const fn link(self) -> Option<Link> {
        match self {
            Self::ForeignKey(_) => None,
            Self::Link(link) => Some(link),
        }
    }

    /// The same connection, seen from the other side, where a link table is what connects.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::ForeignKey(relation) => Self::ForeignKey(relation),
            Self::Link(link) => Self::Link(link.reversed()),
        }
    }
}
