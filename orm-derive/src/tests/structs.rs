use syn::Result;

use super::{derive, refused, refused_struct};

#[test]
fn what_is_no_model() -> Result<()> {
    let cases = [
        ("enum Status { Open }", "a model is a struct, `Status` is an enum: to keep it in a column, derive `DbEnum`"),
        ("union U { a: i64 }", "a model is a struct, `U` is a union: write a struct with named fields"),
        ("struct P(i64, i64);", "the fields of a model have names: write `struct P { id: i64, .. }`"),
        ("struct Unit;", "a model has fields: write `struct Unit { id: i64, .. }`"),
        ("struct A<T> { id: i64, a: T }", "a model is one table: remove `T`, and write one struct a table"),
        (
            "struct A<'a> { id: i64, a: Wrapper<'a> }",
            "a model owns its values: remove the lifetime, and write String in place of &str",
        ),
        ("struct A<const N: usize> { id: i64 }", "a model is one table: remove `N`, and write one struct a table"),
    ];
    for (source, message) in cases {
        refused(source, &[message])?;
        assert!(!derive(source)?.1.can_expand(), "{source}");
    }
    Ok(())
}

#[test]
fn primary_keys() -> Result<()> {
    let none = "`A` has no primary key: add a field `id: i64`, or mark a field with #[orm(primary_key)]";
    let takes_no = |attribute| {
        format!(
            "a primary key takes no `{attribute}`: the database counts whole numbers up, a Uuid is made for you, \
             a String is given by you"
        )
    };
    let (no_default, no_auto) = (takes_no("default"), takes_no("auto_now"));
    let cases = [
        ("struct A {}", none),
        ("struct A { name: String }", none),
        (
            "struct A { #[orm(primary_key)] a: i64, #[orm(primary_key)] b: i64, #[orm(primary_key)] c: i64, \
             #[orm(primary_key)] d: i64, #[orm(primary_key)] e: i64, #[orm(primary_key)] f: i64, \
             #[orm(primary_key)] g: i64 }",
            "a primary key has at most 6 columns: add a field `id: i64` as the key, \
             and keep these apart by #[orm(unique(..))] above the struct",
        ),
        (
            "struct A { #[orm(primary_key)] a: i64, #[orm(primary_key)] b: Option<i64> }",
            "a primary key is never NULL: write the type without Option",
        ),
        (
            "struct A { #[orm(primary_key)] a: i64, #[orm(primary_key, auto_now)] at: NaiveDate }",
            "a primary key takes no `auto_now`: this part of it is given when the row is created",
        ),
        (
            "struct A { #[orm(primary_key)] a: ForeignKey<A>, #[orm(primary_key)] b: i64 }",
            "the key of `A` cannot contain a foreign key to `A`, which holds that key",
        ),
        ("struct A { id: Option<i64> }", "a primary key is never NULL: write the type without Option"),
        (
            "struct A { #[orm(primary_key)] code: Option<String> }",
            "a primary key is never NULL: write the type without Option",
        ),
        (
            "struct A { #[orm(primary_key)] user: Option<ForeignKey<User>> }",
            "a primary key is never NULL: write the type without Option",
        ),
        ("struct A { #[orm(default = 1)] id: i64 }", no_default.as_str()),
        ("struct A { #[orm(primary_key, auto_now)] at: NaiveDateTime }", no_auto.as_str()),
        ("struct A { #[orm(primry_key)] a: i64 }", "unknown attribute `primry_key`: did you mean `primary_key`?"),
    ];
    for (source, message) in cases {
        refused(source, &[message])?;
    }
    Ok(())
}

#[test]
fn attributes_of_structs() -> Result<()> {
    let check = "a check is a name and a closure: check(total_not_negative = |o| o.total.ge(0))";
    let scope = "`scope` takes a closure or the name of a function: scope = |a| a.deleted_at.is_null()";
    let cases = [
        ("#[orm(tabel = \"a\")]", "unknown attribute `tabel`: did you mean `table`?"),
        ("#[orm(db_table = \"a\")]", "unknown attribute `db_table`: did you mean `table`?"),
        (
            "#[orm(managed)]",
            "unknown attribute `managed`: a struct takes table, ordering, index, unique, check, validate, scope, hooks, deny_unknown_fields, crate",
        ),
        ("#[orm(primary_key)]", "`primary_key` belongs above a field: move it there"),
        ("#[orm(table)]", "`table` needs a value: table = \"users\""),
        ("#[orm(table = users)]", "`table` takes text in quotes: table = \"users\""),
        ("#[orm(table = \"a\")] #[orm(table = \"a\")]", "`table` is given twice: remove one"),
        (
            "#[orm(table = \"\")]",
            "a table's name cannot be empty: choose one with #[orm(table = \"..\")], or remove the attribute",
        ),
        ("#[orm(table = \"sqlite_a\")]", "SQLite keeps names that start with `sqlite_` for itself: choose another"),
        ("#[orm(ordering = \"\")]", "`ordering` names no field: write ordering = \"-joined_at\", or remove it"),
        ("#[orm(ordering = \"id,\")]", "`ordering` has an empty name: separate fields by one comma"),
        ("#[orm(ordering = \"-\")]", "`ordering` has an empty name: separate fields by one comma"),
        ("#[orm(ordering = \"-totl\")]", "`Order` has no field `totl`: did you mean `total`?"),
        ("#[orm(ordering = \"price\")]", "`Order` has no field `price`: its fields are id, total, joined_at, owner"),
        ("#[orm(ordering = \"owner_id\")]", "`owner_id` is the column, the field of `Order` is `owner`: write `owner`"),
        ("#[orm(ordering = \"id, -id\")]", "`ordering` names `id` twice: remove one"),
        ("#[orm(ordering = [\"id\"])]", "`ordering` takes text in quotes: ordering = \"-joined_at\""),
        ("#[orm(index)]", "`index` above the struct takes a list: index(user, status)"),
        ("#[orm(index = \"total\")]", "`index` above the struct takes a list: index(user, status)"),
        ("#[orm(unique())]", "`unique` names no field: write unique(user, name)"),
        ("#[orm(index(\"total\"))]", "`index` takes names of fields without quotes: index(user, status)"),
        ("#[orm(index(total, onwer))]", "`Order` has no field `onwer`: did you mean `owner`?"),
        ("#[orm(unique(total, total))]", "`unique` names `total` twice: remove one"),
        ("#[orm(index(id, total), index(id, total))]", "the same list is given twice: remove one"),
        ("#[orm(crate = \"a b\")]", "`crate` takes a path in quotes: crate = \"::orm\""),
        ("#[orm(crate = orm)]", "`crate` takes text in quotes: crate = \"::orm\""),
        ("#[orm(check)]", "`check` above the struct takes a list: check(total_not_negative = |o| o.total.ge(0))"),
        ("#[orm(check())]", "`check` is empty: write check(total_not_negative = |o| o.total.ge(0))"),
        ("#[orm(check(|o| o.total.ge(0)))]", check),
        ("#[orm(check(positive))]", check),
        ("#[orm(check(positive = o.total.ge(0)))]", check),
        ("#[orm(check(positive = || true))]", check),
        ("#[orm(check(positive = |o|))]", check),
        ("#[orm(check(positive = |a, b| a.total.ge(0)))]", check),
        ("#[orm(check(positive =))]", check),
        ("#[orm(scope)]", "`scope` needs a value: scope = |a| a.deleted_at.is_null()"),
        ("#[orm(scope = |a|)]", scope),
        ("#[orm(scope = || true)]", scope),
        ("#[orm(scope = a.total.ge(0))]", scope),
        ("#[orm(scope = |a| a.total <)]", "unexpected end of input, expected an expression"),
        ("#[orm(check(a = |o| o.total.ge(0)), check(a = |o| o.total.le(9)))]", "two checks are named `a`: rename one"),
        (
            "#[orm(check(aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg = |o| o.total.ge(0)))]",
            "this check's name is 64 bytes long, at most 63 are kept: choose a shorter one",
        ),
    ];
    for (attributes, message) in cases {
        refused_struct(attributes, &[message])?;
    }
    Ok(())
}

#[test]
fn indexes_that_would_share_a_name() -> Result<()> {
    refused(
        "#[orm(unique(a))] struct A { id: i64, #[orm(unique)] a: i64 }",
        &["the field `a` has this `unique` already: remove one"],
    )?;
    refused(
        "#[orm(index(a, b))] struct A { id: i64, a: i64, b: i64, #[orm(index)] a_b: i64 }",
        &["two indexes would be named after `a_b`: rename one of the columns with #[orm(column = \"..\")]"],
    )
}

#[test]
fn tables_have_limits() -> Result<()> {
    let long = "A".repeat(70);
    refused(
        &format!("struct {long} {{ id: i64 }}"),
        &["this table's name is 70 bytes long, at most 63 are kept: shorten it with #[orm(table = \"..\")]"],
    )?;
    let fields: Vec<String> = (0..1_600).map(|number| format!("a{number}: i64")).collect();
    refused(
        &format!("struct Wide {{ id: i64, {} }}", fields.join(", ")),
        &["`Wide` has 1601 columns, a table can have 1600: split it"],
    )
}
