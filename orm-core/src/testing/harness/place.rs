use std::collections::HashSet;
use std::ptr;
use std::sync::{LazyLock, Mutex, PoisonError};

use tokio::runtime::Runtime;

use super::server::Server;
use super::{On, Setup};
use crate::database::{Builder, Db, Registration, Tx, models};
use crate::error::Result;
use crate::sql::Access;

/// Databases run in parallel, each with a few connections of one server.
const CONNECTIONS: usize = 4;
/// The lock under which tables are made in a shared database: another process may be at it as well.
const LOCK: &str = "SELECT pg_advisory_xact_lock(5704237215)";

/// Where a test runs.
pub(super) struct Place {
    db: Db,
    tx: Option<Tx>,
    /// The database that was made for this test, and the connection by which it is dropped.
    own: Option<(Db, String)>,
}

impl Place {
    /// Makes what the test needs.
    pub(super) fn open(setup: &Setup, runtime: &Runtime) -> Result<Self> {
        let mut place = match (setup.on, setup.transaction) {
            (On::Sqlite, _) => runtime.block_on(Self::in_memory(setup))?,
            (On::Postgres, false) => runtime.block_on(Self::new_database(setup, &Server::of(setup)?))?,
            (On::Postgres, true) => runtime.block_on(Self::shared(setup, &Server::of(setup)?))?,
        };
        match place.prepare(setup, runtime) {
            Ok(()) => Ok(place),
            Err(error) => {
                // The first failure says what is wrong.
                let _ = runtime.block_on(place.close());
                Err(error)
            }
        }
    }

    /// The handle that the test gets.
    pub(super) fn db(&self) -> &Db {
        self.tx.as_deref().unwrap_or(&self.db)
    }

    async fn in_memory(setup: &Setup) -> Result<Self> {
        Ok(Self { db: builder(setup).connect("sqlite::memory:").await?, tx: None, own: None })
    }

    async fn shared(setup: &Setup, server: &Server) -> Result<Self> {
        let db = builder(setup).connect(server.url()).await?;
        Ok(Self { db, tx: None, own: None })
    }

    async fn new_database(setup: &Setup, server: &Server) -> Result<Self> {
        let admin = Db::builder().pool_size(1).connect(server.url()).await?;
        let (name, url) = server.new_database();
        // Copying the files takes half as long as logging each page. Before version 15 there was no choice.
        let create = format!("CREATE DATABASE {name} TEMPLATE template0");
        if admin.script(&format!("{create} STRATEGY file_copy"), Access::Write).await.is_err() {
            admin.script(&create, Access::Write).await?;
        }
        match builder(setup).connect(url).await {
            Ok(db) => Ok(Self { db, tx: None, own: Some((admin, name)) }),
            Err(error) => {
                let _ = remove(&admin, &name).await;
                Err(error)
            }
        }
    }

    fn prepare(&mut self, setup: &Setup, runtime: &Runtime) -> Result<()> {
        let models = setup.models.map_or_else(models, <[_]>::to_vec);
        match &self.own {
            None if setup.on == On::Postgres => self.create_shared_tables(setup, &models, runtime)?,
            _ => runtime.block_on(self.db.create_tables_of(&models))?,
        }
        if setup.transaction {
            self.tx = Some(runtime.block_on(self.db.begin_for_test())?);
        }
        Ok(())
    }

    /// Makes the tables, unless this process has done so before.
    fn create_shared_tables(&self, setup: &Setup, models: &[Registration], runtime: &Runtime) -> Result<()> {
        type Tables = (String, Vec<usize>);
        static DONE: LazyLock<Mutex<HashSet<Tables>>> = LazyLock::new(Mutex::default);
        let tables = models.iter().map(|model| ptr::from_ref(model.table).addr()).collect();
        let key = (Server::of(setup)?.url().to_owned(), tables);
        // Other tests wait until the tables are there.
        let mut done = DONE.lock().unwrap_or_else(PoisonError::into_inner);
        if !done.contains(&key) {
            runtime.block_on(async {
                let tx = self.db.begin().await?;
                tx.script(LOCK, Access::Write).await?;
                tx.create_tables_of(models).await?;
                tx.commit().await
            })?;
            done.insert(key);
        }
        Ok(())
    }

    /// Removes everything.
    pub(super) async fn close(self) -> Result<()> {
        let undone = match self.tx {
            Some(tx) => tx.rollback().await,
            None => Ok(()),
        };
        self.db.close().await;
        if let Some((admin, name)) = self.own {
            let removed = remove(&admin, &name).await;
            admin.close().await;
            removed?;
        }
        undone
    }
}

fn builder(setup: &Setup) -> Builder {
    setup.builder.map_or_else(|| Db::builder().pool_size(CONNECTIONS), |builder| builder())
}

/// Drops a database, also while what the test has left running is connected to it.
async fn remove(admin: &Db, name: &str) -> Result<()> {
    admin.script(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"), Access::Write).await
}
