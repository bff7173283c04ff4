//! One request to a provider: the address is checked after it is resolved and
//! then connected to as it was checked; no redirect is followed; time and size
//! are bounded; TLS is by the certificates that the operating system trusts.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::header::HOST;
use hyper_util::rt::TokioIo;
use openidconnect::AsyncHttpClient;
use openidconnect::http::{HeaderValue, Request, Response, Uri};
use openidconnect::url::{Host, Position, Url};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::task::AbortHandle;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::ring, version};

use super::Trouble;
use super::place::Place;

/// The largest answer: the keys of a large provider are some 20 kB.
const MOST_BYTES: usize = 256 * 1024;

/// Asks providers.
#[derive(Debug)]
pub(super) struct Fetcher {
    /// How long one request may take, all in all.
    pub patience: Duration,
    tls: OnceLock<Arc<ClientConfig>>,
}

/// Asks one provider, as the library would have it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asker<'f> {
    fetcher: &'f Fetcher,
    place: Place,
}

impl<'c> AsyncHttpClient<'c> for Asker<'_> {
    type Error = Trouble;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, Trouble>> + Send + 'c>>;

    fn call(&'c self, request: Request<Vec<u8>>) -> Self::Future {
        Box::pin(self.fetcher.fetch(self.place, request))
    }
}

/// Ends the connection's task with the request, however that ends.
struct Ending(AbortHandle);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Fetcher {
    pub const fn new(patience: Duration) -> Self {
        Self { patience, tls: OnceLock::new() }
    }

    /// Asks the provider of this issuer.
    pub fn of(&self, issuer: &str) -> Asker<'_> {
        Asker { fetcher: self, place: Place::of(issuer) }
    }

    /// The answer to a request, whole.
    async fn fetch(
        &self,
        place: Place,
        request: Request<Vec<u8>>,
    ) -> Result<Response<Vec<u8>>, Trouble> {
        let answer = self.ask(place, request);
        tokio::time::timeout(self.patience, answer).await.unwrap_or(Err(Trouble::Slow))
    }

    async fn ask(
        &self,
        place: Place,
        request: Request<Vec<u8>>,
    ) -> Result<Response<Vec<u8>>, Trouble> {
        let url = Url::parse(&request.uri().to_string()).map_err(|_| Trouble::Forbidden)?;
        place.admits(&url)?;
        let stream = connect(place, &url).await?;
        match place {
            Place::Here => exchange(stream, &url, request).await,
            Place::Elsewhere => {
                let stream = over_tls(stream, &url, self.tls()?).await?;
                exchange(stream, &url, request).await
            }
        }
    }

    fn tls(&self) -> Result<Arc<ClientConfig>, Trouble> {
        if let Some(known) = self.tls.get() {
            return Ok(Arc::clone(known));
        }
        let mut roots = RootCertStore::empty();
        // What cannot be read vouches for nobody.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let config = trusting(roots)?;
        Ok(Arc::clone(self.tls.get_or_init(|| config)))
    }
}

/// TLS 1.2 and 1.3, by these roots.
fn trusting(roots: RootCertStore) -> Result<Arc<ClientConfig>, Trouble> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&version::TLS13, &version::TLS12])
        .map_err(|_| Trouble::Unreachable)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// A connection to the first address that is admitted and answers.
async fn connect(place: Place, url: &Url) -> Result<TcpStream, Trouble> {
    let port = url.port_or_known_default().ok_or(Trouble::Forbidden)?;
    let found: Vec<SocketAddr> = match url.host() {
        Some(Host::Ipv4(four)) => vec![(four, port).into()],
        Some(Host::Ipv6(six)) => vec![(six, port).into()],
        Some(Host::Domain(name)) => {
            lookup_host((name, port)).await.map_err(|_| Trouble::Unreachable)?.collect()
        }
        None => return Err(Trouble::Forbidden),
    };
    let mut why = Trouble::Forbidden;
    for address in found.into_iter().filter(|found| place.admits_address(found.ip())) {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(_) => why = Trouble::Unreachable,
        }
    }
    Err(why)
}

/// The connection, with the server proven to be who the address says.
async fn over_tls<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    url: &Url,
    tls: Arc<ClientConfig>,
) -> Result<TlsStream<S>, Trouble> {
    let host = url.host_str().ok_or(Trouble::Forbidden)?;
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let name = ServerName::try_from(host).map_err(|_| Trouble::Forbidden)?;
    TlsConnector::from(tls).connect(name, stream).await.map_err(|_| Trouble::Unreachable)
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    url: &Url,
    request: Request<Vec<u8>>,
) -> Result<Response<Vec<u8>>, Trouble> {
    let (mut parts, body) = request.into_parts();
    let host = &url[Position::BeforeHost..Position::AfterPort];
    parts.headers.insert(HOST, HeaderValue::from_str(host).map_err(|_| Trouble::Forbidden)?);
    // To the server itself, not to a proxy: the path alone.
    let path = &url[Position::BeforePath..Position::AfterQuery];
    parts.uri = Uri::try_from(path).map_err(|_| Trouble::Forbidden)?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|_| Trouble::Unreachable)?;
    let _ending = Ending(tokio::spawn(connection).abort_handle());
    let request = Request::from_parts(parts, Full::new(Bytes::from(body)));
    let answer = sender.send_request(request).await.map_err(|_| Trouble::Unreachable)?;
    // A redirect leads where nobody has looked: the library takes it for an error.
    let (parts, body) = answer.into_parts();
    let body = Limited::new(body, MOST_BYTES).collect().await.map_err(|error| {
        if error.is::<LengthLimitError>() { Trouble::Large } else { Trouble::Unreachable }
    })?;
    Ok(Response::from_parts(parts, body.to_bytes().to_vec()))
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

    use super::*;

    /// What is answered at an address by a server that is login.example.nhs.uk,
    /// whose certificate is trusted or not.
    async fn asked(address: &str, is_trusted: bool) -> Result<u16, Trouble> {
        let made = rcgen::generate_simple_self_signed(["login.example.nhs.uk".to_owned()]);
        let made = made.expect("a certificate");
        let certificate: CertificateDer<'static> = made.cert.der().clone();
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
        let server = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key)
            .expect("a server");
        let (near, far) = duplex(64 * 1024);
        tokio::spawn(async move {
            let acceptor = TlsAcceptor::from(Arc::new(server));
            let Ok(mut stream) = acceptor.accept(far).await else { return };
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").await;
        });
        let mut roots = RootCertStore::empty();
        if is_trusted {
            roots.add(certificate).expect("a root");
        }
        let url = Url::parse(address).expect("an address");
        let stream = over_tls(near, &url, trusting(roots)?).await?;
        let request = Request::get(address).body(Vec::new()).expect("a request");
        exchange(stream, &url, request).await.map(|answer| answer.status().as_u16())
    }

    #[tokio::test]
    async fn a_server_is_believed_by_a_trusted_certificate_of_its_name_alone() {
        assert_eq!(asked("https://login.example.nhs.uk/x", true).await, Ok(200));
        assert_eq!(asked("https://login.example.nhs.uk/x", false).await, Err(Trouble::Unreachable));
        assert_eq!(asked("https://other.example.nhs.uk/x", true).await, Err(Trouble::Unreachable));
        assert_eq!(asked("https://10.0.0.1/x", true).await, Err(Trouble::Unreachable));
    }
}
