//! Listening, and stopping without cutting anyone short.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use super::app::App;
use super::routes::router;

/// How long a request under way may go on once the server is asked to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until `stop` is done, then lets what is under way finish.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    app: Arc<App>,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (asked, mut is_asked) = tokio::sync::watch::channel(false);
    let stop = async move {
        stop.await;
        // Nobody listening means that serving has ended already.
        let _ = asked.send(true);
    };
    let serving = axum::serve(listener, router(&app)).with_graceful_shutdown(stop);
    let too_long = async move {
        let _ = is_asked.wait_for(|asked| *asked).await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        served = serving.into_future() => served,
        () = too_long => Ok(()),
    }
}
