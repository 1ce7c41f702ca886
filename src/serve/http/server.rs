//! The server as its owner sees it: bind, start, report changes, stop. Its only thread is started here.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{oneshot, watch};

use crate::report::Failure;

use super::answers::Answers;
use super::connection::{self, ConnectionLimiter};
use super::listen::{self, Port};
use super::reload::StateEvent;
use super::respond::RequestHandler;
use super::settings::ServerSettings;

/// Threads that read files; more than a few would not make a disk quicker.
const READERS: usize = 4;

/// A server that has its port, and does not answer yet.
#[derive(Debug)]
pub struct Server {
    port: u16,
    listeners: Vec<TcpListener>,
    runtime: Runtime,
}

/// A running server, on its own thread; it stops when dropped.
#[derive(Debug)]
pub struct Handle {
    state: watch::Sender<StateEvent>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Takes a port of 127.0.0.1, and the same of ::1 where the machine has it. Browsers may connect from now on; they
    /// are answered once the server is started.
    ///
    /// # Errors
    ///
    /// The port is in use or not allowed; all that were tried are.
    pub fn bind(port: Port) -> Result<Self, Failure> {
        connection::raise_file_limit();
        let runtime = Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(READERS)
            .build()
            .map_err(|error| Failure::io("cannot prepare the preview server", &error))?;
        let (port, listeners) = {
            let _entered = runtime.enter();
            listen::listen(port)?
        };
        Ok(Self { port, listeners, runtime })
    }

    /// Where it listens; the same port of ::1 is not named.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))
    }

    /// What to type into a browser: `http://127.0.0.1:PORT/`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/", self.address())
    }

    /// Answers from now on, until it is stopped.
    ///
    /// # Errors
    ///
    /// The system gives no further thread.
    pub fn start(self, answers: Arc<dyn Answers>, settings: ServerSettings) -> Result<Handle, Failure> {
        let (state, states) = watch::channel(StateEvent::default());
        let (stop, stopped) = oneshot::channel::<()>();
        let Self { port, listeners, runtime } = self;
        let limiter = Arc::new(ConnectionLimiter::new(&settings.limits));
        let handler = Arc::new(RequestHandler::new(port, answers, settings, states, limiter.most()));
        let serve = move || {
            runtime.block_on(async {
                for listener in listeners {
                    tokio::spawn(connection::accept(listener, Arc::clone(&handler), Arc::clone(&limiter)));
                }
                // Also the end of a handle that was forgotten.
                let _ = stopped.await;
            });
            // Neither an open stream nor a disk that hangs holds the end up.
            runtime.shutdown_background();
        };
        let thread = thread::Builder::new()
            .name("preview server".to_owned())
            .spawn(serve)
            .map_err(|error| Failure::io("cannot start the preview server", &error))?;
        Ok(Handle { state, stop: Some(stop), thread: Some(thread) })
    }
}

impl Handle {
    /// Notifies open pages that they may have changed; each page whose tag differs gets an event. `state` is text that
    /// every page gets where it differs from the last, and pages opened later get first; JSON by the preview's custom.
    pub fn send(&self, state: impl Into<Arc<str>>) {
        self.state.send_replace(StateEvent::new(state.into()));
    }

    /// Stops at once, whatever is being sent, and gives the port back.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        if let Some(stop) = self.stop.take() {
            // Nobody hears it where the thread has ended already.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            // The hook has already reported a panic there.
            let _ = thread.join();
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.end();
    }
}
