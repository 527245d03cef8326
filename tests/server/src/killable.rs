use std::ops::Deref;

use crate::cluster::Cluster;
use crate::server::Server;

/// A server of a test's own, which may be paused and killed. Dropping it stops it and removes its files.
#[derive(Debug)]
pub struct KillableServer {
    server: Server,
    cluster: Cluster,
}

impl KillableServer {
    pub(crate) fn start() -> Result<Self, String> {
        let cluster = Cluster::start()?;
        let server = Server::started(&cluster)?;
        Ok(Self { server, cluster })
    }

    /// Kills all the processes of the server by SIGKILL, as a crash of its machine would, and removes its files.
    /// Clients see their connections break; nobody listens on its port any more. Killing it again does nothing.
    pub fn kill(&self) {
        self.cluster.kill();
    }

    /// Stops all the processes of the server by SIGSTOP: clients can still connect and send, and get no answer.
    ///
    /// # Panics
    ///
    /// When the server has been killed.
    pub fn pause(&self) {
        self.cluster.pause();
    }

    /// Lets a paused server go on.
    ///
    /// # Panics
    ///
    /// When the server has been killed.
    pub fn resume(&self) {
        self.cluster.resume();
    }
}

impl Deref for KillableServer {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}
