//! The names that a method of one's own cannot have: a type's own methods come before those of traits.

/// What `QuerySet` has, as programs would call it.
const METHODS: &[&str] = &[
    "aggregate",
    "all",
    "annotate",
    "array",
    "as_cte",
    "as_materialized_cte",
    "as_not_materialized_cte",
    "as_table",
    "contains",
    "copy_out_binary",
    "copy_out_csv",
    "copy_out_json_lines",
    "count",
    "cube",
    "delete",
    "difference",
    "distinct",
    "distinct_on",
    "earliest",
    "exclude",
    "exists",
    "explain",
    "filter",
    "first",
    "forbid_loading",
    "get",
    "get_or_none",
    "grouping_sets",
    "in_bulk",
    "in_bulk_by",
    "intersection",
    "last",
    "latest",
    "limit",
    "limit_by",
    "lock_of",
    "lookups",
    "none",
    "nowait",
    "offset",
    "order_by",
    "page",
    "paginate",
    "prefetch_related",
    "project",
    "reverse",
    "rollup",
    "scalar",
    "select_for_key_share",
    "select_for_no_key_update",
    "select_for_share",
    "select_for_update",
    "select_related",
    "skip_locked",
    "stream",
    "to_sql",
    "to_sql_for",
    "undefer",
    "union",
    "union_all",
    "unscoped",
    "update",
    "update_with",
    "using",
    "values",
    "with_ancestors",
    "with_descendants",
];

pub(super) fn is_method(name: &str) -> bool {
    METHODS.contains(&name)
}

#[test]
fn the_methods_of_querysets_are_known() {
    use std::fs;
    use std::path::Path;

    fn in_folder(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                in_folder(&path, found);
            } else {
                in_file(&fs::read_to_string(path).unwrap(), found);
            }
        }
    }

    fn in_file(text: &str, found: &mut Vec<String>) {
        let mut in_queryset = false;
        for line in text.lines() {
            if line.starts_with("impl") {
                let of = line.split_once("> ").map_or("", |(_, of)| of);
                in_queryset = of.starts_with("QuerySet<");
            } else if line.starts_with('}') {
                in_queryset = false;
            }
            let function = line.strip_prefix("    pub fn ").or_else(|| line.strip_prefix("    pub async fn "));
            if let (true, Some(function)) = (in_queryset, function) {
                found.extend(function.split(['(', '<']).next().map(str::to_owned));
            }
        }
    }

    let mut found = Vec::new();
    in_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../orm-core/src/query"), &mut found);
    found.sort_unstable();
    found.dedup();
    assert_eq!(METHODS, found, "a method of one's own with such a name would never be called");
}
