/// Whether a URL names a PostgreSQL server.
pub(crate) fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

/// The URL of another database on the same server, with the same user and options.
pub(crate) fn with_database(url: &str, database: &str) -> String {
    let authority = url.find("://").map_or(0, |at| at + "://".len());
    let end = url[authority..].find(['/', '?']).map_or(url.len(), |at| authority + at);
    let options = url[end..].find('?').map_or("", |at| &url[end + at..]);
    format!("{}/{database}{options}", &url[..end])
}

#[cfg(test)]
mod tests {
    use super::{is_postgres, with_database};

    #[test]
    fn the_database_of_a_url_is_replaced() {
        for (url, expected) in [
            ("postgres://app:pw@db:5433/app", "postgres://app:pw@db:5433/t"),
            ("postgres://app@db", "postgres://app@db/t"),
            ("postgresql://app@db/", "postgresql://app@db/t"),
            ("postgres://app@db/app?sslmode=require&a=/b", "postgres://app@db/t?sslmode=require&a=/b"),
            ("postgres://app@db?sslmode=require", "postgres://app@db/t?sslmode=require"),
            ("postgres:///app?host=/run/postgresql", "postgres:///t?host=/run/postgresql"),
        ] {
            assert_eq!(with_database(url, "t"), expected, "{url}");
        }
    }

    #[test]
    fn only_postgres_urls_name_a_postgres_server() {
        assert!(is_postgres("postgres://db/app") && is_postgres("postgresql://db/app"));
        assert!(!is_postgres("sqlite::memory:") && !is_postgres("mysql://db/app") && !is_postgres(""));
    }
}
