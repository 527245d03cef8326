/// Where a database is, as far as it is known; for those who watch.
///
/// ```
/// use orm::database::Server;
///
/// let server = Server { address: Some("db.example.org"), port: Some(5432), ..Server::default() };
/// assert_eq!(server.database, None);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Server<'a> {
    /// The name or address of the machine, or the path of the socket.
    pub address: Option<&'a str>,
    /// The port.
    pub port: Option<u16>,
    /// The name of the database.
    pub database: Option<&'a str>,
}
