use crate::expr::documents::truth;
use crate::expr::functions::call;
use crate::expr::like::TextField;
use crate::expr::node::Function;
use crate::expr::operand::{Base, Lifted, LiftedBy, tree};
use crate::expr::{Expr, IntoExpr, Operand, Predicate};

/// What all of this is called where a database does not have it.
const SIMILARITY: &str = "similarity of texts";

/// How alike texts are, by the groups of three letters that they share, and texts without accents: on PostgreSQL, whose extensions
/// `pg_trgm` and `unaccent` have these functions. In the prelude. Without the extension it is an error of the database; on SQLite it
/// is `Error::Unsupported` before anything is sent.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Row { id: i64, name: String }
/// let near = Row::filter(|r| r.name.similar_to("Mulder")).order_by(|r| r.name.similarity("Mulder").desc());
/// assert!(near.to_sql().ends_with(r#"WHERE ("name" % $1) ORDER BY similarity("name", $2) DESC"#));
/// ```
pub trait SimilarityOperators: Operand {
    /// How alike it is to another text, from 0 to 1.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String }
    /// Row::filter(|r| r.name.similarity("Mulder").gt(0.5));
    /// ```
    fn similarity<V: IntoExpr<Self::Root, String>>(self, other: V) -> Expr<Self::Root, LiftedBy<Self, V, String, f32>>
    where
        Base<Self>: TextField,
    {
        static SIMILAR: Function = Function::postgres(SIMILARITY, "similarity({0}, {1})");
        call(&SIMILAR, [tree(self), other.into_operand().0])
    }

    /// How alike the nearest part of it is to these words, from 0 to 1.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String }
    /// let sql = Row::all().values(|r| r.name.word_similarity("fox")).to_sql();
    /// assert_eq!(sql, r#"SELECT word_similarity($1, "name") FROM "row""#);
    /// ```
    fn word_similarity<V: IntoExpr<Self::Root, String>>(
        self,
        words: V,
    ) -> Expr<Self::Root, LiftedBy<Self, V, String, f32>>
    where
        Base<Self>: TextField,
    {
        static SIMILAR: Function = Function::postgres(SIMILARITY, "word_similarity({1}, {0})");
        call(&SIMILAR, [tree(self), words.into_operand().0])
    }

    /// The same, of whole words only. PostgreSQL 11 or newer.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String }
    /// Row::all().order_by(|r| r.name.strict_word_similarity("fox").desc());
    /// ```
    fn strict_word_similarity<V: IntoExpr<Self::Root, String>>(
        self,
        words: V,
    ) -> Expr<Self::Root, LiftedBy<Self, V, String, f32>>
    where
        Base<Self>: TextField,
    {
        static SIMILAR: Function = Function::postgres(SIMILARITY, "strict_word_similarity({1}, {0})");
        call(&SIMILAR, [tree(self), words.into_operand().0])
    }

    /// Is more alike to another text than `pg_trgm.similarity_threshold`, 0.3 unless it was set. An index of `gin_trgm_ops` serves.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String }
    /// assert!(Row::filter(|r| r.name.similar_to("Mulder")).to_sql().ends_with(r#"WHERE ("name" % $1)"#));
    /// ```
    fn similar_to<V: IntoExpr<Self::Root, String>>(self, other: V) -> Predicate<Self::Root>
    where
        Base<Self>: TextField,
    {
        static SIMILAR: Function = Function::postgres(SIMILARITY, "({0} % {1})");
        truth::<_, LiftedBy<Self, V, String, bool>>(&SIMILAR, [tree(self), other.into_operand().0])
    }

    /// Has a part that is more alike to these words than `pg_trgm.word_similarity_threshold`, 0.6 unless it was set.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String }
    /// assert!(Row::filter(|r| r.name.word_similar_to("fox")).to_sql().ends_with(r#"WHERE ("name" %> $1)"#));
    /// ```
    fn word_similar_to<V: IntoExpr<Self::Root, String>>(self, words: V) -> Predicate<Self::Root>
    where
        Base<Self>: TextField,
    {
        static SIMILAR: Function = Function::postgres(SIMILARITY, "({0} %> {1})");
        truth::<_, LiftedBy<Self, V, String, bool>>(&SIMILAR, [tree(self), words.into_operand().0])
    }

    /// Without accents: `Hôtel` is `Hotel`.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String }
    /// assert!(Row::filter(|r| r.name.unaccent().eq("Hotel")).to_sql().ends_with(r#"WHERE unaccent("name") = $1"#));
    /// ```
    fn unaccent(self) -> Expr<Self::Root, Lifted<Self, String>>
    where
        Base<Self>: TextField,
    {
        static UNACCENT: Function = Function::postgres("unaccent", "unaccent({0})");
        call(&UNACCENT, [tree(self)])
    }
}

impl<O: Operand> SimilarityOperators for O {}
