use crate::cluster::Cluster;
use crate::janitor::Janitor;
use crate::killable::KillableServer;
use crate::psql::Psql;
use crate::{unique, url};

/// A PostgreSQL server in which tests make databases.
#[derive(Debug)]
pub struct Server {
    admin_url: String,
    psql: Psql,
    template: &'static str,
    /// Drops the databases of a server that outlives this process.
    janitor: Option<Janitor>,
}

impl Server {
    /// Starts one more server, which a test may pause and kill without disturbing the shared one. It is always started
    /// from the binaries on the machine, even where `DATABASE_URL` names a server.
    ///
    /// # Panics
    ///
    /// When no server can be started; the message says why.
    pub fn start_another() -> KillableServer {
        KillableServer::start().unwrap_or_else(|reason| panic!("{reason}"))
    }

    /// Makes an empty database with a name of its own and returns its URL.
    ///
    /// # Panics
    ///
    /// When the server refuses, or is gone.
    pub fn create_database(&self) -> String {
        let name = unique::name("orm_test", '_');
        if let Some(janitor) = &self.janitor {
            janitor.will_drop(&name);
        }
        self.psql(&self.admin_url, &format!("CREATE DATABASE {name} {};", self.template));
        url::with_database(&self.admin_url, &name)
    }

    /// The URL under which databases are made; its user may do anything on a server that was started here.
    pub fn admin_url(&self) -> &str {
        &self.admin_url
    }

    /// Runs a script by `psql` in the database of `url`: each statement on its own, up to the first that fails. Returns
    /// the rows, a line each, with columns separated by `|`.
    ///
    /// # Panics
    ///
    /// With what `psql` said, when it cannot connect or a statement fails.
    #[track_caller]
    pub fn psql(&self, url: &str, sql: &str) -> String {
        self.psql.run(url, sql).unwrap_or_else(|reason| panic!("psql: {reason}"))
    }

    pub(crate) fn started(cluster: &Cluster) -> Result<Self, String> {
        Self::new(cluster.url(), Psql::beside(cluster.binaries())?, None)
    }

    pub(crate) fn given(url: &str) -> Result<Self, String> {
        let psql = Psql::any()?;
        let janitor = Janitor::start(&psql, url)?;
        Self::new(url.to_owned(), psql, Some(janitor))
            .map_err(|reason| format!("the PostgreSQL server that DATABASE_URL names cannot be used: {reason}"))
    }

    fn new(admin_url: String, psql: Psql, janitor: Option<Janitor>) -> Result<Self, String> {
        let version: u32 = psql
            .run(&admin_url, "SHOW server_version_num;")?
            .parse()
            .map_err(|_| "the server does not tell its version".to_owned())?;
        // Nobody can be connected to template0, so it can always be copied; and copying its files takes half as long
        // as logging each page, under load. Before version 15 there was no choice.
        let template = if version >= 150_000 { "TEMPLATE template0 STRATEGY file_copy" } else { "TEMPLATE template0" };
        Ok(Self { admin_url, psql, template, janitor })
    }
}
