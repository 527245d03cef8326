use std::ptr;

use super::{ColumnRef, Node};
use crate::schema::ReverseDef;
use crate::value::SqlType;

/// A question about the rows that a relation without a column leads to: a subquery, so that nothing is counted twice.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
/// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
/// use orm::expr::{Node, RelatedQuestion};
///
/// let Node::Related(related) = Country::fields().cities.exists().into_node() else { panic!() };
/// assert!(matches!(related.question, RelatedQuestion::Exists { negated: false }));
/// assert_eq!(related.relation.field, "cities");
/// ```
#[derive(Debug, Clone)]
pub struct RelatedNode {
    /// What is asked.
    pub question: RelatedQuestion,
    /// The relation.
    pub relation: &'static ReverseDef,
    /// The key of the row that has the relation.
    pub key: ColumnRef,
    /// The conditions on the related rows, whose own table the columns in them belong to.
    pub filter: Vec<Node>,
}

impl RelatedNode {
    /// Calls `visit` for the expressions over the related rows.
    pub(crate) fn each_inner(&self, visit: &mut dyn FnMut(&Node)) {
        self.filter.iter().for_each(&mut *visit);
        if let RelatedQuestion::Value { value, .. } = &self.question {
            visit(value);
        }
    }
}

impl PartialEq for RelatedNode {
    fn eq(&self, other: &Self) -> bool {
        let same_rows = ptr::eq(self.relation, other.relation) && self.key == other.key && self.filter == other.filter;
        same_rows && self.question == other.question
    }
}

/// What is asked about related rows.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
/// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
/// let sql = Country::all().order_by(|c| c.cities.count().desc()).to_sql();
/// assert!(sql.contains("SELECT count(*)"));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum RelatedQuestion {
    /// Whether there is any, or none.
    Exists {
        /// Whether it is NOT EXISTS.
        negated: bool,
    },
    /// A value of all of them, made by aggregates.
    Value {
        /// The value.
        value: Node,
        /// Its type.
        ty: SqlType,
        /// Whether it can be NULL.
        nullable: bool,
    },
}
