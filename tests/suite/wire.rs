//! Between the library and a PostgreSQL server: counts the ways there and back, and makes the server refuse a BEGIN.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tokio_postgres::Config;
use tokio_postgres::config::Host;

use crate::outside::Outside;

/// A listener that hands on what it is sent. It ends with the test's process.
pub(crate) struct Wire {
    url: String,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    round_trips: AtomicUsize,
    /// How many more BEGINs are to be refused.
    refused: AtomicUsize,
}

impl Wire {
    pub(crate) fn to(outside: &Outside) -> Self {
        let config: Config = outside.url().parse().expect("the URL is one of PostgreSQL");
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let port = listener.local_addr().expect("the listener is bound").port();
        let password = config.get_password().map(|word| format!(":{}", String::from_utf8_lossy(word)));
        let (user, password) = (config.get_user().unwrap_or_default(), password.unwrap_or_default());
        let name = config.get_dbname().unwrap_or_default();
        let wire = Self { url: format!("postgres://{user}{password}@127.0.0.1:{port}/{name}"), state: Arc::default() };
        let state = Arc::clone(&wire.state);
        thread::spawn(move || {
            for client in listener.incoming() {
                let (client, state) = (client.expect("a connection is accepted"), Arc::clone(&state));
                match (&config.get_hosts()[0], config.get_ports().first().unwrap_or(&5432)) {
                    (Host::Tcp(host), port) => {
                        let server = TcpStream::connect((host.as_str(), *port)).expect("the server answers");
                        let other = server.try_clone().expect("a socket has more than one handle");
                        connect(client, server, other, state);
                    }
                    (Host::Unix(folder), port) => {
                        let path = folder.join(format!(".s.PGSQL.{port}"));
                        let server = UnixStream::connect(path).expect("the server answers");
                        let other = server.try_clone().expect("a socket has more than one handle");
                        connect(client, server, other, state);
                    }
                }
            }
        });
        wire
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// How often something was sent that waited for nothing else, since this was last asked.
    pub(crate) fn round_trips(&self) -> usize {
        self.state.round_trips.swap(0, Ordering::SeqCst)
    }

    /// Lets the server refuse this many BEGINs from now on.
    pub(crate) fn refuse_begin(&self, times: usize) {
        self.state.refused.store(times, Ordering::SeqCst);
    }
}

/// Hands on what comes from either side, each on a thread of its own.
fn connect(
    client: TcpStream,
    mut server: impl Read + Send + 'static,
    mut to_server: impl Write + Send + 'static,
    state: Arc<State>,
) {
    client.set_nodelay(true).expect("the socket is open");
    let mut to_client = client.try_clone().expect("a socket has more than one handle");
    // Of requests and of answers to them.
    let (sent, answered) = (AtomicUsize::new(0), Arc::new(AtomicUsize::new(0)));
    let answers = Arc::clone(&answered);
    thread::spawn(move || {
        let _ = hand_on(&mut server, &mut to_client, Frames::default(), |frames| {
            let ready = frames.iter().filter(|frame| frame[0] == b'Z').count();
            answers.fetch_add(ready, Ordering::SeqCst);
        });
        let _ = to_client.shutdown(Shutdown::Both);
    });
    thread::spawn(move || {
        let mut client = client;
        let _ = hand_on(&mut client, &mut to_server, Frames { started: true, ..Frames::default() }, |frames| {
            let requests = frames.iter().filter(|frame| matches!(frame[0], b'Q' | b'S')).count();
            // The answer to the start of the connection is one without a request.
            let is_idle = sent.fetch_add(requests, Ordering::SeqCst) + 1 == answered.load(Ordering::SeqCst);
            if requests > 0 && is_idle {
                state.round_trips.fetch_add(1, Ordering::SeqCst);
            }
            for begin in frames.iter_mut().filter(|frame| frame.ends_with(b"BEGIN\0")) {
                let less_one = |left: usize| left.checked_sub(1);
                if state.refused.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less_one).is_ok() {
                    let place = begin.len() - 2;
                    begin[place] = b'X';
                }
            }
        });
    });
}

/// The frames of a direction that have not come whole yet.
#[derive(Default)]
struct Frames {
    rest: Vec<u8>,
    /// The first one, which starts a connection, has no type.
    started: bool,
}

impl Frames {
    fn cut(&mut self, bytes: &[u8]) -> Vec<Vec<u8>> {
        self.rest.extend_from_slice(bytes);
        let mut whole = Vec::new();
        loop {
            let kind = usize::from(!self.started);
            let Some(&[a, b, c, d]) = self.rest.get(kind..kind + 4) else { return whole };
            let length = kind + usize::try_from(u32::from_be_bytes([a, b, c, d])).expect("frames are small");
            if self.rest.len() < length {
                return whole;
            }
            whole.push(self.rest.drain(..length).collect());
            self.started = false;
        }
    }
}

fn hand_on(
    from: &mut impl Read,
    to: &mut impl Write,
    mut frames: Frames,
    mut look: impl FnMut(&mut Vec<Vec<u8>>),
) -> io::Result<()> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = from.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        let mut whole = frames.cut(&buffer[..count]);
        look(&mut whole);
        to.write_all(&whole.concat())?;
        to.flush()?;
    }
}
