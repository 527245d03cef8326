//! Trees: rows, and what their foreign keys lead to.

use super::Dialect;
use super::writer::Writer;
use crate::error::Error;
use crate::expr::{Node, Output, TreeDirection, TreeNode, TreePart, list_item};
use crate::schema::Table;
use crate::value::SqlType;

/// Names with a blank in them, which no column of a model has.
const DEPTH: &str = "tree depth";
const PATH: &str = "tree path";
const LINK: &str = "tree link";
const PLACE: &str = "tree place";

impl Writer {
    /// The rows of a tree, under the table's own name: its columns, and the place of each row in the tree. The keys alone are
    /// followed, and each is taken by the shortest way to it.
    pub(super) fn tree(&mut self, table: &'static Table, tree: &TreeNode) {
        let relation = &table.relations[tree.relation];
        let (up, down) = (relation.column, relation.target_column());
        if table.key().ty.width() > 1 || table.columns[up].ty.width() > 1 {
            let reason =
                format!("{} has a key of several fields, and its rows cannot be followed as a tree", table.model);
            return self.fail(Error::Unsupported { reason });
        }
        // What a row is left by, and the column by which the next is found.
        let (leave, find) = match tree.direction {
            TreeDirection::Up => (up, down),
            TreeDirection::Down => (down, up),
        };
        let key = table.primary_key;
        let mut start = tree.start.clone();
        start.distinct = false;
        start.output = Output::Nodes(vec![Node::root_column(table, key), Node::root_column(table, leave)]);
        let [key, leave, find] = [key, leave, find].map(|column| table.columns[column].name);

        self.push(r#"(WITH RECURSIVE "tree"("c1", "tree link", "tree depth", "tree path") AS (SELECT "c1", "c2", 0, "#);
        self.first_of_path(table.key().ty);
        self.push(" FROM (");
        self.nested(start, true);
        self.push(r#") AS "start" UNION ALL SELECT "#);
        for name in [key, leave] {
            self.named("next", name);
            self.push(", ");
        }
        self.named("tree", DEPTH);
        self.push(" + 1, ");
        self.longer_path(table.key().ty, key);
        self.push(r#" FROM "tree" JOIN "#);
        self.name(table.name);
        self.push(r#" AS "next" ON "#);
        self.named("next", find);
        self.push(" = ");
        self.named("tree", LINK);
        self.push(" WHERE ");
        self.not_in_path(table.key().ty, key);
        self.push(r#") SELECT "row".*, "#);
        self.named("placed", DEPTH);
        self.push(", ");
        self.named("placed", PATH);
        self.push(r#" FROM (SELECT *, row_number() OVER (PARTITION BY "c1" ORDER BY "tree depth", "tree path") AS "tree place" FROM "tree") AS "placed" JOIN "#);
        self.name(table.name);
        self.push(r#" AS "row" ON "#);
        self.named("row", key);
        self.push(r#" = "placed"."c1" WHERE "#);
        self.named("placed", PLACE);
        self.push(" = 1) AS ");
        let name = self.joins.root_name().to_owned();
        self.name(&name);
    }

    fn named(&mut self, table: &str, name: &str) {
        self.name(table);
        self.push(".");
        self.name(name);
    }

    /// A key as an element of a path, which is a list.
    fn element(&mut self, ty: SqlType, table: &str, key: &str) {
        let text = list_item(ty).and_then(|item| item.sqlite).filter(|_| self.dialect == Dialect::Sqlite);
        let (before, behind) = text.and_then(|text| text.split_once("{0}")).unwrap_or_default();
        self.push(before);
        self.named(table, key);
        self.push(behind);
    }

    fn first_of_path(&mut self, ty: SqlType) {
        let (open, close) = match self.dialect {
            Dialect::Postgres => ("ARRAY[", "]"),
            Dialect::Sqlite => ("json_array(", ")"),
        };
        self.push(open);
        self.element(ty, "start", "c1");
        self.push(close);
    }

    fn longer_path(&mut self, ty: SqlType, key: &str) {
        match self.dialect {
            Dialect::Postgres => {
                self.named("tree", PATH);
                self.push(" || ");
                self.named("next", key);
            }
            Dialect::Sqlite => {
                self.push("json_insert(");
                self.named("tree", PATH);
                self.push(", '$[#]', ");
                self.element(ty, "next", key);
                self.push(")");
            }
        }
    }

    /// That a row is not among those on the way, so that a circle ends.
    fn not_in_path(&mut self, ty: SqlType, key: &str) {
        match self.dialect {
            Dialect::Postgres => {
                self.named("next", key);
                self.push(" <> ALL(");
                self.named("tree", PATH);
                self.push(")");
            }
            Dialect::Sqlite => {
                self.element(ty, "next", key);
                self.push(" NOT IN (SELECT value FROM json_each(");
                self.named("tree", PATH);
                self.push("))");
            }
        }
    }

    /// The place of a row in the tree that the query follows.
    pub(super) fn tree_part(&mut self, part: TreePart) {
        if !self.joins.follows_tree() {
            let reason =
                "tree_depth() and tree_path() are of queries with_descendants() or with_ancestors()".to_owned();
            return self.fail(Error::Unsupported { reason });
        }
        let root = self.joins.root_name().to_owned();
        let name = match part {
            TreePart::Depth => DEPTH,
            TreePart::Path => PATH,
        };
        self.named(&root, name);
    }
}
