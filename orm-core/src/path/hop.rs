use std::collections::HashMap;
use std::ptr;
use std::sync::{LazyLock, PoisonError, RwLock};

use foldhash::fast::RandomState;

use crate::schema::{RelationDef, ReverseDef, Table, Through};

/// One step along a relation to at most one row, and the steps before it.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, name: String }
/// # #[derive(Model)] struct City { id: i64, country: Option<ForeignKey<Country>> }
/// use orm::path::{Join, Path, Root};
///
/// let hop = <Join<Root<City>, 0> as Path>::HOP.unwrap();
/// assert_eq!((hop.target().model, hop.field()), ("Country", "country"));
/// assert!(hop.nullable && hop.parent.is_none());
/// ```
#[derive(Debug)]
pub struct Hop {
    /// The step before; `None` where the relation is the root's own.
    pub parent: Option<&'static Hop>,
    /// The table from which it leads.
    pub source: &'static Table,
    /// The relation.
    pub step: Step,
    /// Whether the row at the end can be missing.
    pub nullable: bool,
}

/// Which relation a step follows.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct User { id: i64, profile: HasOne<Profile> }
/// # #[derive(Model)] struct Profile { id: i64, user: OneToOne<User> }
/// use orm::path::{Back, Join, Path, Root, Step};
///
/// assert_eq!(<Join<Root<Profile>, 0> as Path>::HOP.unwrap().step, Step::Forward(0));
/// assert_eq!(<Back<Root<User>, 0> as Path>::HOP.unwrap().step, Step::Back(0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A foreign key of the source, as an index into [`Table::relations`].
    Forward(usize),
    /// A foreign key that points back at the source, as an index into the source's [`Table::reverse`].
    Back(usize),
}

impl Hop {
    /// The foreign key of the source that this step follows, if it does.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, name: String }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
    /// use orm::path::{Join, Path, Root};
    ///
    /// let hop = <Join<Root<City>, 0> as Path>::HOP.unwrap();
    /// assert_eq!(hop.foreign_key().unwrap().field, "country");
    /// ```
    #[must_use]
    pub fn foreign_key(&self) -> Option<&'static RelationDef> {
        match self.step {
            Step::Forward(relation) => Some(&self.source.relations[relation]),
            Step::Back(_) => None,
        }
    }

    fn reverse(&self) -> Option<&'static ReverseDef> {
        match self.step {
            Step::Forward(_) => None,
            Step::Back(relation) => Some(&self.source.reverse[relation]),
        }
    }

    /// The field's name.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct User { id: i64, profile: HasOne<Profile> }
    /// # #[derive(Model)] struct Profile { id: i64, user: OneToOne<User> }
    /// use orm::path::{Back, Path, Root};
    ///
    /// assert_eq!(<Back<Root<User>, 0> as Path>::HOP.unwrap().field(), "profile");
    /// ```
    #[must_use]
    pub fn field(&self) -> &'static str {
        let of_key = self.foreign_key().map(|relation| relation.field);
        of_key.or_else(|| self.reverse().map(|relation| relation.field)).unwrap_or_default()
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
        match self.step {
            Step::Forward(relation) => (self.source.relations[relation].target)(),
            Step::Back(relation) => (self.source.reverse[relation].target)(),
        }
    }

    /// The column of the source that equals [`target_column`](Self::target_column) at the end, by its index.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, name: String }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
    /// use orm::path::{Join, Path, Root};
    ///
    /// let hop = <Join<Root<City>, 0> as Path>::HOP.unwrap();
    /// assert_eq!((hop.source_column(), hop.target_column()), (1, 0));
    /// ```
    #[must_use]
    pub fn source_column(&self) -> usize {
        match self.step {
            Step::Forward(relation) => self.source.relations[relation].column,
            Step::Back(relation) => self.source.reverse[relation].near_column(),
        }
    }

    /// The column of the table at the end by which it is found, by its index.
    #[must_use]
    pub fn target_column(&self) -> usize {
        match (self.foreign_key(), self.reverse().map(|relation| relation.through)) {
            (Some(relation), _) => relation.target_column(),
            (None, Some(Through::ForeignKey(relation))) => self.target().relations[relation].column,
            (None, _) => self.target().primary_key,
        }
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
            || self.step == other.step
                && ptr::eq(self.source, other.source)
                && match (self.parent, other.parent) {
                    (None, None) => true,
                    (Some(a), Some(b)) => a.is_same(b),
                    _ => false,
                }
    }

    /// The same step behind another path. Each is made once and lasts as long as the program, as those do that the compiler makes:
    /// there are only as many as the program writes.
    pub(crate) fn onto(&'static self, base: &'static Self) -> &'static Self {
        /// By the places of the step and of the path.
        type Made = HashMap<(usize, usize), &'static Hop, RandomState>;
        static MADE: LazyLock<RwLock<Made>> = LazyLock::new(RwLock::default);
        let places = (ptr::from_ref(self).addr(), ptr::from_ref(base).addr());
        if let Some(made) = MADE.read().unwrap_or_else(PoisonError::into_inner).get(&places) {
            return made;
        }
        let parent = Some(self.parent.map_or(base, |parent| parent.onto(base)));
        let made = Self { parent, source: self.source, step: self.step, nullable: self.nullable || base.nullable };
        let mut all = MADE.write().unwrap_or_else(PoisonError::into_inner);
        all.entry(places).or_insert_with(|| Box::leak(Box::new(made)))
    }
}
