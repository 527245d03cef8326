use syn::Result;

use super::{refused, refused_field};

#[test]
fn attributes_of_fields_that_cannot_be_read() -> Result<()> {
    let cases = [
        ("#[orm(uniqe)] a: i64", "unknown attribute `uniqe`: did you mean `unique`?"),
        ("#[orm(uniqe = true)] a: i64", "unknown attribute `uniqe`: did you mean `unique`?"),
        ("#[orm(uniqe(a, b), index)] a: i64", "unknown attribute `uniqe`: did you mean `unique`?"),
        ("#[orm(maxlength = 5)] a: String", "unknown attribute `maxlength`: did you mean `max_length`?"),
        ("#[orm(db_column = \"a\")] a: String", "unknown attribute `db_column`: did you mean `column`?"),
        ("#[orm(null)] a: i64", "unknown attribute `null`: a field that takes NULL is written as an Option"),
        (
            "#[orm(verbose_name = \"A\")] a: i64",
            "unknown attribute `verbose_name`: a field takes primary_key, alternate_key, column, unique, index, default, db_default, \
             auto_now, auto_now_add, generated, version, max_length, max_digits, decimal_places, ...",
        ),
        ("#[orm(table = \"a\")] a: i64", "`table` belongs above the struct: move it there"),
        ("#[orm(unique, unique)] a: i64", "`unique` is given twice: remove one"),
        ("#[orm(default = 1)] #[orm(default = 2)] a: i64", "`default` is given twice: remove one"),
        ("#[orm(unique = true)] a: i64", "`unique` above a field takes no value: write just `unique`"),
        ("#[orm(index(a, b))] a: i64", "`index` above a field takes no value: write just `index`"),
        ("#[orm(unique index)] a: i64", "expected `,` between two attributes"),
        ("#[orm(column)] a: i64", "`column` needs a value: column = \"name\""),
        ("#[orm(column =)] a: i64", "`column` needs a value: column = \"name\""),
        ("#[orm(column(\"a\"))] a: i64", "`column` needs a value: column = \"name\""),
        ("#[orm(column = a)] a: i64", "`column` takes text in quotes: column = \"name\""),
        ("#[orm(column = 5)] a: i64", "`column` takes text in quotes: column = \"name\""),
        ("#[orm(db_default = 0)] a: i64", "`db_default` takes text in quotes: db_default = \"now()\""),
        ("#[orm(max_length = \"50\")] a: String", "`max_length` takes a whole number: max_length = 50"),
        ("#[orm(max_length = -1)] a: String", "`max_length` takes a whole number: max_length = 50"),
        ("#[orm(max_length = 1.5)] a: String", "`max_length` takes a whole number: max_length = 50"),
        ("#[orm(max_length = 5000000000)] a: String", "`max_length` takes a whole number up to 4294967295"),
        ("#[orm(default)] a: i64", "`default` needs a value: default = 0"),
        ("#[orm(default =, index)] a: i64", "`default` needs a value: default = 0"),
        ("#[orm(on_delete)] a: ForeignKey<B>", "`on_delete` needs a value: on_delete = cascade"),
        (
            "#[orm(on_delete = \"cascade\")] a: ForeignKey<B>",
            "`on_delete` takes a name without quotes: on_delete = cascade",
        ),
        ("#[orm(on_delete = casade)] a: ForeignKey<B>", "unknown on_delete `casade`: did you mean `cascade`?"),
        ("#[orm(on_delete = CASCADE)] a: ForeignKey<B>", "unknown on_delete `CASCADE`: did you mean `cascade`?"),
        (
            "#[orm(on_delete = explode)] a: ForeignKey<B>",
            "unknown on_delete `explode`: it is one of cascade, restrict, protect, set_null, set_default, do_nothing",
        ),
        (
            "#[orm(on_delete = set_default, db_defualt = \"1\")] a: ForeignKey<B>",
            "unknown attribute `db_defualt`: did you mean `db_default`?",
        ),
        ("#[orm(\"unique\")] a: i64", "expected the name of an attribute, such as `unique`"),
        ("#[orm] a: i64", "`orm` takes its attributes in parentheses: #[orm(unique)]"),
        ("#[orm = \"unique\"] a: i64", "`orm` takes its attributes in parentheses: #[orm(unique)]"),
    ];
    for (field, message) in cases {
        refused_field(field, &[message])?;
    }
    Ok(())
}

#[test]
fn attributes_of_fields_that_make_no_sense() -> Result<()> {
    let not_a_moment = |name| {
        format!(
            "`{name}` belongs on a date or time: write the type as DateTime<Utc>, NaiveDateTime, NaiveDate or NaiveTime"
        )
    };
    let (now, now_add) = (not_a_moment("auto_now"), not_a_moment("auto_now_add"));
    let cases = [
        ("#[orm(auto_now)] a: i64", now.as_str()),
        ("#[orm(auto_now_add)] a: Option<String>", now_add.as_str()),
        (
            "#[orm(auto_now, auto_now_add)] a: NaiveDate",
            "`auto_now` and `auto_now_add` both fill this field: remove one",
        ),
        ("#[orm(auto_now, default = now())] a: NaiveTime", "`default` and `auto_now` both fill this field: remove one"),
        (
            "#[orm(auto_now_add, db_default = \"now()\")] a: DateTime<Utc>",
            "`db_default` and `auto_now_add` both fill this field: remove one",
        ),
        (
            "#[orm(default = 0, db_default = \"0\")] a: i64",
            "`default` and `db_default` both fill this field: remove one",
        ),
        (
            "#[orm(db_default = \" \")] a: i64",
            "`db_default` is empty: write an SQL expression, such as db_default = \"now()\"",
        ),
        ("#[orm(db_default = \"'\\0'\")] a: String", "`db_default` cannot hold NUL: write an SQL expression"),
        ("#[orm(max_length = 5)] a: i64", "`max_length` belongs on a String: remove it here"),
        ("#[orm(max_length = 5)] a: ForeignKey<B>", "`max_length` belongs on a String: remove it here"),
        ("#[orm(max_length = 0)] a: String", "`max_length = 0` leaves room for no text: write 1 or more"),
        (
            "#[orm(max_length = 20000000)] a: String",
            "`max_length` is at most 10485760: remove it for text of any length",
        ),
        (
            "#[orm(on_delete = cascade)] a: i64",
            "`on_delete` belongs on a foreign key: write the type as ForeignKey<..>, or remove it",
        ),
        (
            "#[orm(on_delete = set_null)] a: ForeignKey<B>",
            "`set_null` needs a field that takes NULL: write the type as Option<ForeignKey<..>>",
        ),
        (
            "#[orm(on_delete = set_default)] a: ForeignKey<B>",
            "`set_default` needs a default in the database: add db_default = \"..\"",
        ),
        (
            "#[orm(column = \"\")] a: i64",
            "a column's name cannot be empty: choose one with #[orm(column = \"..\")], or remove the attribute",
        ),
        ("#[orm(column = \"a\\0\")] a: i64", "a column's name cannot hold NUL: choose another"),
        (
            "#[orm(column = \"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg\")] a: i64",
            "this column's name is 64 bytes long, at most 63 are kept: shorten it with #[orm(column = \"..\")]",
        ),
        ("xmin: i64", "PostgreSQL keeps the column `xmin` for itself: choose another with #[orm(column = \"..\")]"),
        (
            "#[orm(column = \"name\")] a: i64",
            "column `name` is that of the field `name` already: choose another with #[orm(column = \"..\")]",
        ),
        (
            "#[orm(column = \"NAME\")] a: i64",
            "column `NAME` is that of the field `name` already: choose another with #[orm(column = \"..\")]",
        ),
        (
            "a_id: i64, a: ForeignKey<B>",
            "column `a_id` is that of the field `a_id` already: choose another with #[orm(column = \"..\")]",
        ),
    ];
    for (field, message) in cases {
        refused_field(field, &[message])?;
    }
    Ok(())
}

#[test]
fn one_struct_gives_all_its_errors() -> Result<()> {
    refused(
        "#[orm(tabel = \"users\", ordering = \"-joined\")]
         struct User {
             id: i64,
             #[orm(uniqe, max_length = \"50\", colunm = \"n\")]
             name: String,
             age: u8,
             joined_at: DateTime<Utc>,
             #[orm(on_delete = set_null)]
             country: ForeignKey<Country>,
         }",
        &[
            "unknown attribute `tabel`: did you mean `table`?",
            "unknown attribute `uniqe`: did you mean `unique`?",
            "`max_length` takes a whole number: max_length = 50",
            "unknown attribute `colunm`: did you mean `column`?",
            "`User` has no field `joined`: did you mean `joined_at`?",
            "`u8` is no column type: use u16",
            "`set_null` needs a field that takes NULL: write the type as Option<ForeignKey<..>>",
        ],
    )
}
