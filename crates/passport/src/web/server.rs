//! Listening, and stopping without cutting anyone short.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use super::app::App;
use super::patience::Patient;
use super::routes::router;
use super::visit::Peer;

/// How long a request's headers may take, and a connection may wait for its next
/// request: nobody holds a place by doing nothing.
const HEADERS: Duration = Duration::from_secs(30);
/// Connections at once; more wait in the system's queue.
const MOST_CONNECTIONS: usize = 1_000;
/// How long whoever asked may take nothing of the answer.
const READING: Duration = Duration::from_secs(30);
/// How long a request under way may go on once the server is asked to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until `stop` is done, then lets what is under way finish.
pub async fn serve(app: Arc<App>, listener: TcpListener, stop: impl Future<Output = ()>) {
    let router = router(&app);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEADERS).max_buf_size(64 * 1024);
    let under_way = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut stop = pin!(stop);
    loop {
        let ((stream, peer), place) = tokio::select! {
            next = async { (accept(&listener).await, Arc::clone(&places).acquire_owned().await) } => next,
            () = &mut stop => break,
        };
        // Answers are written whole; waiting to fill a packet would only delay them.
        let _ = stream.set_nodelay(true);
        let stream = Patient::new(stream, READING);
        let peer = Extension(Peer(peer.ip()));
        let service = TowerToHyperService::new(router.clone().layer(peer));
        let connection = under_way.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // A connection that breaks is the other side's affair.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    // Who is not done by then is cut off.
    let _ = tokio::time::timeout(GRACE, under_way.shutdown()).await;
}

/// The next connection. Where there is no room for one, as for lack of file
/// handles, a moment's patience gives those under way time to end.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) => {
                tracing::error!(event = "accept", cause = error.to_string());
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
}
