use orm_core::database::Server;
use tokio_postgres::Config;
use tokio_postgres::config::Host;

/// Where the database is, for those who watch.
pub(crate) struct Address {
    host: Option<String>,
    port: Option<u16>,
    database: Option<String>,
}

impl Address {
    /// What the configuration says. Of several servers it is not known which one answers.
    pub(crate) fn of(config: &Config) -> Self {
        let host = match config.get_hosts() {
            [Host::Tcp(name)] => Some(name.clone()),
            #[cfg(unix)]
            [Host::Unix(path)] => Some(path.display().to_string()),
            _ => None,
        };
        let port = match config.get_ports() {
            [port] => Some(*port),
            [] => Some(5432),
            _ => None,
        };
        let port = port.filter(|_| host.is_some());
        // Without a name it is the user's.
        let database = config.get_dbname().or(config.get_user()).map(str::to_owned);
        Self { host, port, database }
    }

    pub(crate) fn server(&self) -> Server<'_> {
        Server { address: self.host.as_deref(), port: self.port, database: self.database.as_deref() }
    }
}
