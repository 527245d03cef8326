use super::queryset;

fn code(options: &str, item: &str) -> String {
    queryset(options.parse().unwrap(), item.parse().unwrap()).to_string().replace(' ', "")
}

#[test]
fn a_block_becomes_a_trait() {
    let code = code(
        "",
        "impl QuerySet<blog::Article> { /// Shown.\n pub fn shown(mut self, mut n: u64, (a, b): (u8, u8)) -> Self { self.limit(n) } }",
    );
    assert!(code.contains("pubtraitArticleQuerySet:::core::marker::Sized"), "{code}");
    assert!(code.contains(r#"#[doc="Shown."]fnshown(self,n:u64,_:(u8,u8))->Self;"#), "{code}");
    assert!(
        code.contains("implArticleQuerySetforQuerySet<blog::Article>{fnshown(mutself,mutn:u64,(a,b):(u8,u8))->Self{"),
        "{code}"
    );
}

#[test]
fn parameters_go_where_they_are_needed() {
    let plain = code("name = Shown", "impl<T> QuerySet<Article, T> { fn shown(self) -> Self { self } }");
    assert!(plain.contains("traitShown:::core"), "{plain}");
    assert!(plain.contains("impl<T>ShownforQuerySet<Article,T>"), "{plain}");
    let named = code("", "impl<T: Send> QuerySet<Article, T> { fn shown(self) -> QuerySet<Article, T> { self } }");
    assert!(named.contains("traitArticleQuerySet<T:Send>:::core"), "{named}");
    assert!(named.contains("impl<T:Send>ArticleQuerySet<T>forQuerySet<Article,T>"), "{named}");
}

#[test]
fn async_functions_say_that_they_can_move_between_threads() {
    let code = code(
        "",
        "impl QuerySet<Article> { async fn n(self) -> orm::Result<u64> { self.count().await } async fn m(self) {} }",
    );
    assert!(
        code.contains("fnn(self)->impl::core::future::Future<Output=orm::Result<u64>>+::core::marker::Send;"),
        "{code}"
    );
    assert!(code.contains("fnm(self)->impl::core::future::Future<Output=()>+::core::marker::Send;"), "{code}");
}

#[test]
fn mistakes_are_told_where_they_stand() {
    let cases = [
        ("", "struct Article;", "stands above"),
        ("", "fn shown() {}", "stands above"),
        ("", "impl Article { fn shown(self) -> Self { self } }", "the querysets of a model"),
        ("", "impl QuerySet { fn shown(self) -> Self { self } }", "the querysets of a model"),
        ("", "impl Shown for QuerySet<Article> { }", "the trait is made"),
        ("", "impl QuerySet<Article> { const N: u8 = 1; }", "functions alone"),
        ("", "impl QuerySet<Article> { fn a(self) {} pub fn b(self) {} }", "visible in the same places"),
        ("", "impl QuerySet<Article> { fn a() {} }", "asks no queryset"),
        ("", "impl QuerySet<Article> { const fn a(self) {} }", "`const`"),
        ("", "impl QuerySet<Article> { fn filter(self) {} }", "a method `filter` of its own"),
        ("nam = A", "impl QuerySet<Article> {}", "unknown option `nam`"),
        ("name = \"A\"", "impl QuerySet<Article> {}", "without quotes"),
    ];
    for (options, item, message) in cases {
        let code = queryset(options.parse().unwrap(), item.parse().unwrap()).to_string();
        assert!(code.contains("compile_error") && code.contains(message), "{item}: {code}");
    }
}
