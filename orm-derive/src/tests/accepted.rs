use quote::{ToTokens, quote};
use syn::Result;

use super::derive;
use crate::ir::{Auto, Field, Model, OnDelete};

/// The model of a struct that is taken without complaint.
fn accepted(source: &str) -> Result<Model> {
    let (model, ctxt) = derive(source)?;
    assert_eq!(ctxt.messages(), Vec::<String>::new(), "\n{source}");
    assert!(ctxt.can_expand());
    model.ok_or_else(|| syn::Error::new(proc_macro2::Span::call_site(), "no model"))
}

fn tokens(part: &impl ToTokens) -> String {
    part.to_token_stream().to_string()
}

const ORDER: &str = r#"
    /// An order.
    #[derive(Debug, Clone)]
    #[orm(table = "orders", ordering = "-placed_at, id", index(user, status))]
    #[orm(unique(number, user,), check(total_not_negative = |o| o.total.ge(0)), check(a = |o: &F| o.id.gt(0)),)]
    #[serde(rename_all = "camelCase")]
    pub struct Order {
        /// The key.
        pub id: i64,
        #[orm(on_delete = set_null, column = "owner")]
        pub user: Option<orm::ForeignKey<User>>,
        pub shop: ForeignKey<crate::Shop>,
        #[orm(unique)]
        #[orm(max_length = 50)]
        number: String,
        #[orm(default = Status::new(1, "a"), index)]
        #[serde(default)]
        pub(crate) status: Option<Status>,
        total: i64,
        #[orm(auto_now_add)]
        placed_at: DateTime<Utc>,
        #[orm(auto_now)]
        changed_at: Option<NaiveDateTime>,
        #[orm(db_default = "now()")]
        r#type: NaiveDate,
    }
"#;

#[test]
fn structure() -> Result<()> {
    let model = accepted(ORDER)?;
    assert_eq!(model.ident, "Order");
    assert_eq!(tokens(&model.vis), "pub");
    assert_eq!(tokens(&model.krate), quote!(::orm).to_string());
    assert_eq!(model.table, "orders");
    assert_eq!(model.key, [0]);
    assert_eq!(model.ordering, [(6, true), (0, false)]);
    let indexes: Vec<_> = model.indexes.iter().map(|index| (index.columns.as_slice(), index.unique)).collect();
    assert_eq!(indexes, [([1, 4].as_slice(), false), ([3, 1].as_slice(), true)]);
    let checks: Vec<_> = model.checks.iter().map(|check| (check.name.value(), tokens(&check.closure))).collect();
    let expected = [
        ("total_not_negative".to_owned(), quote!(|o| o.total.ge(0)).to_string()),
        ("a".to_owned(), quote!(|o: &F| o.id.gt(0)).to_string()),
    ];
    assert_eq!(checks, expected);
    Ok(())
}

#[test]
fn columns() -> Result<()> {
    let model = accepted(ORDER)?;
    let names: Vec<&str> = model.fields.iter().map(|field| field.column.as_str()).collect();
    let expected = ["id", "owner", "shop_id", "number", "status", "total", "placed_at", "changed_at", "type"];
    assert_eq!(names, expected);
    let positions = |test: fn(&Field) -> bool| -> Vec<usize> {
        model.fields.iter().enumerate().filter(|(_, field)| test(field)).map(|(position, _)| position).collect()
    };
    assert_eq!(positions(|field| field.primary_key), [0]);
    assert_eq!(positions(|field| field.nullable), [1, 4, 7]);
    assert_eq!(positions(|field| field.unique), [3]);
    assert_eq!(positions(|field| field.index), [4]);
    assert_eq!(positions(|field| field.default.is_some()), [4]);
    assert_eq!(positions(|field| field.db_default.is_some()), [8]);
    assert_eq!(positions(|field| field.auto == Some(Auto::Now)), [7]);
    assert_eq!(positions(|field| field.auto == Some(Auto::NowAdd)), [6]);
    assert_eq!(positions(|field| field.max_length == Some(50)), [3]);
    assert_eq!(positions(|field| !field.docs.is_empty()), [0]);
    let status = &model.fields[4];
    assert_eq!(tokens(&status.ty), quote!(Option<Status>).to_string());
    assert_eq!(tokens(&status.base), "Status");
    assert_eq!(tokens(&status.vis), quote!(pub(crate)).to_string());
    assert_eq!(tokens(&status.default), quote!(Status::new(1, "a")).to_string());
    Ok(())
}

#[test]
fn relations() -> Result<()> {
    let model = accepted(ORDER)?;
    let relations: Vec<_> = model
        .fields
        .iter()
        .filter_map(|field| field.relation.as_ref().map(|relation| (tokens(&relation.target), relation.on_delete)))
        .collect();
    let shop = quote!(crate::Shop).to_string();
    assert_eq!(relations, [("User".to_owned(), OnDelete::SetNull), (shop, OnDelete::Restrict)]);
    Ok(())
}

#[test]
fn defaults() -> Result<()> {
    let model = accepted("#[orm(crate = \"crate::vendored::orm\")] struct r#HTTPServer2 { id: i64 }")?;
    assert_eq!(model.table, "http_server2");
    assert_eq!(tokens(&model.krate), quote!(crate::vendored::orm).to_string());
    let model = accepted("struct A { id: i64, #[orm(primary_key)] code: String }")?;
    assert_eq!(model.key, [1]);
    assert!(!model.fields[0].primary_key);
    Ok(())
}

#[test]
fn faults_that_leave_the_model_standing_do_not_stop_its_expansion() -> Result<()> {
    let (model, ctxt) = derive("struct A { id: i64, #[orm(uniqe)] a: i64 }")?;
    assert_eq!(ctxt.count(), 1);
    assert!(model.is_some() && ctxt.can_expand());
    let errors = ctxt.into_compile_errors().to_string();
    assert!(errors.contains("compile_error"), "{errors}");
    Ok(())
}

#[test]
fn what_is_about_a_row() -> Result<()> {
    let given = [
        "|o| o.total.ge(0)",
        "|o: &Fields<Order>| cast::<A, B>(o.total, 1).ge(0)",
        "|_| { a(); b() }",
        "q!(|o| o.total > 0 && o.id > 0)",
        "orm::q!(|o| o.total > 0)",
        "positive",
        "rules::positive::<A, B>",
    ];
    for text in given {
        let attributes = format!("#[orm(scope = {text}, check(a = {text}, b = {text}))]");
        let model = accepted(&format!("{attributes} struct Order {{ id: i64 }}"))?;
        let checks: Vec<_> = model.checks.iter().map(|check| tokens(&check.closure)).collect();
        assert_eq!(checks, [tokens(&syn::parse_str::<syn::Expr>(text)?), checks[0].clone()]);
        assert_eq!(model.scope.map(|scope| tokens(&scope)).as_ref(), checks.first());
    }
    // As in `q!`, an editor completes what is still being written.
    let model = accepted("#[orm(scope = |o| o., check(a = |o| f(o.)))] struct Order { id: i64 }")?;
    assert_eq!(model.scope.map(|scope| tokens(&scope)), Some(quote!(|o| o.__unfinished).to_string()));
    assert_eq!(tokens(&model.checks[0].closure), quote!(|o| f(o.__unfinished)).to_string());
    Ok(())
}
