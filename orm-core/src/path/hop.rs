use std::ptr;

use crate::schema::{RelationDef, Table};

/// One step along a foreign key, and the steps before it.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, name: String }
/// # #[derive(Model)] struct City { id: i64, country: Option<ForeignKey<Country>> }
/// use orm::path::{Join, Path, Root};
///
/// let hop = <Join<Root<City>, 0> as Path>::HOP.unwrap();
/// assert_eq!(hop.target().model, "Country");
/// assert_eq!(hop.relation().field, "country");
/// assert!(hop.nullable && hop.parent.is_none());
/// ```
#[derive(Debug)]
pub struct Hop {
    /// The step before; `None` where the foreign key is the root's own.
    pub parent: Option<&'static Hop>,
    /// The table that holds the foreign key.
    pub source: &'static Table,
    /// The foreign key, as an index into [`Table::relations`].
    pub relation: usize,
    /// Whether the row at the end can be missing.
    pub nullable: bool,
}

impl Hop {
    /// The foreign key that this step follows.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, name: String }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
    /// use orm::path::{Join, Path, Root};
    ///
    /// let hop = <Join<Root<City>, 0> as Path>::HOP.unwrap();
    /// assert_eq!(hop.relation().field, "country");
    /// ```
    #[must_use]
    pub fn relation(&self) -> &'static RelationDef {
        &self.source.relations[self.relation]
    }

    /// The table at the end of this step.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, name: String }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
    /// use orm::path::{Join, Path, Root};
    ///
    /// let hop = <Join<Root<City>, 0> as Path>::HOP.unwrap();
    /// assert_eq!(hop.target().name, "country");
    /// ```
    #[must_use]
    pub fn target(&self) -> &'static Table {
        (self.relation().target)()
    }

    /// Whether the two are the same way from the same root.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, name: String }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
    /// use orm::path::{Join, Path, Root};
    ///
    /// let hop = <Join<Root<City>, 0> as Path>::HOP.unwrap();
    /// assert!(hop.is_same(hop));
    /// ```
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        ptr::eq(self, other)
            || self.relation == other.relation
                && ptr::eq(self.source, other.source)
                && match (self.parent, other.parent) {
                    (None, None) => true,
                    (Some(a), Some(b)) => a.is_same(b),
                    _ => false,
                }
    }
}
