use std::marker::PhantomData;
use std::ops::Add;

use super::{SEARCH, SearchQuery, term};
use crate::expr::depth::Tree;
use crate::expr::documents::truth;
use crate::expr::functions::call;
use crate::expr::node::Function;
use crate::expr::untyped::untyped;
use crate::expr::{Expr, Node, Predicate};
use crate::model::Model;
use crate::value::{Field, Value};

/// The words of one text or, added up by `+`, of several. Made by [`SearchConfig::vector`](super::SearchConfig::vector).
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Row { id: i64, title: String, body: String }
/// use orm::expr::{SearchConfig, SearchVector};
///
/// fn words(r: &Fields<Row>) -> SearchVector<Row> {
///     let english = SearchConfig::new("english");
///     english.vector(r.title) + english.vector(r.body)
/// }
/// Row::filter(|r| words(r).matches("fox"));
/// ```
#[must_use = "a vector does nothing until it is matched"]
pub struct SearchVector<M> {
    tree: Tree,
    marker: PhantomData<fn() -> M>,
}

untyped!([M] SearchVector<M> { tree; marker });

/// How much words count in a rank: by themselves 1, 0.4, 0.2 and 0.1.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Row { id: i64, title: String }
/// use orm::expr::{SearchConfig, SearchWeight};
///
/// Row::all().order_by(|r| SearchConfig::server().vector(r.title).weight(SearchWeight::A).rank("fox").desc());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchWeight {
    /// The most.
    A,
    /// Less.
    B,
    /// Less again.
    C,
    /// The least, which words have unless something else is said.
    D,
}

impl<M: Model> SearchVector<M> {
    pub(super) fn of(tree: Tree) -> Self {
        Self { tree, marker: PhantomData }
    }

    /// The same words, all with this weight.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, title: String }
    /// use orm::expr::{SearchConfig, SearchWeight};
    ///
    /// Row::filter(|r| SearchConfig::server().vector(r.title).weight(SearchWeight::A).matches("fox"));
    /// ```
    pub fn weight(self, weight: SearchWeight) -> Self {
        static A: Function = Function::postgres(SEARCH, "setweight({0}, 'A')");
        static B: Function = Function::postgres(SEARCH, "setweight({0}, 'B')");
        static C: Function = Function::postgres(SEARCH, "setweight({0}, 'C')");
        static D: Function = Function::postgres(SEARCH, "setweight({0}, 'D')");
        let function = match weight {
            SearchWeight::A => &A,
            SearchWeight::B => &B,
            SearchWeight::C => &C,
            SearchWeight::D => &D,
        };
        Self::of(term(function, [self.tree]))
    }

    /// Has what is searched for.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, title: String }
    /// let sql = Row::filter(|r| orm::expr::SearchConfig::server().vector(r.title).matches("fox")).to_sql();
    /// assert!(sql.ends_with(r#"WHERE (to_tsvector("title") @@ plainto_tsquery($1))"#));
    /// ```
    pub fn matches(self, query: impl Into<SearchQuery>) -> Predicate<M> {
        static MATCHES: Function = Function::postgres(SEARCH, "({0} @@ {1})");
        truth::<M, bool>(&MATCHES, [self.tree, query.into().into_tree()])
    }

    /// How well it fits, by how often the words are there: larger is better, and 0 is not at all.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, title: String }
    /// Row::all().order_by(|r| orm::expr::SearchConfig::server().vector(r.title).rank("fox").desc());
    /// ```
    pub fn rank(self, query: impl Into<SearchQuery>) -> Expr<M, f32> {
        static RANK: Function = Function::postgres(SEARCH, "ts_rank({0}, {1})");
        call(&RANK, [self.tree, query.into().into_tree()])
    }

    /// The same, by how near the words are to each other.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, title: String }
    /// Row::all().order_by(|r| orm::expr::SearchConfig::server().vector(r.title).cover_rank("quick fox").desc());
    /// ```
    pub fn cover_rank(self, query: impl Into<SearchQuery>) -> Expr<M, f32> {
        static RANK: Function = Function::postgres(SEARCH, "ts_rank_cd({0}, {1})");
        call(&RANK, [self.tree, query.into().into_tree()])
    }

    /// As [`rank`](Self::rank), with what the weights A, B, C and D count, each from 0 to 1.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, title: String }
    /// let vector = |r: &Fields<Row>| orm::expr::SearchConfig::server().vector(r.title);
    /// Row::all().order_by(|r| vector(r).rank_weighted([1.0, 0.5, 0.5, 0.0], "fox").desc());
    /// ```
    pub fn rank_weighted(self, [a, b, c, d]: [f32; 4], query: impl Into<SearchQuery>) -> Expr<M, f32> {
        static RANK: Function = Function::postgres(SEARCH, "ts_rank({2}, {0}, {1})");
        // PostgreSQL has the least first.
        let weights = Value::List(&f32::TYPE, [d, c, b, a].into_iter().map(f32::into_value).collect());
        call(&RANK, [self.tree, query.into().into_tree(), Tree::leaf(Node::Value(weights))])
    }
}

impl<M: Model> Add for SearchVector<M> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        static JOINED: Function = Function::postgres(SEARCH, "({0} || {1})");
        Self::of(term(&JOINED, [self.tree, other.tree]))
    }
}
