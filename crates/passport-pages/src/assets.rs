//! Stylesheet, scripts and icons, served from memory under names that change with
//! their content, so that a browser may keep them for ever.

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// A file to serve.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its content.
    pub bytes: &'static [u8],
    /// The value of the `Content-Type` header.
    pub content_type: &'static str,
    /// True where the name holds a fingerprint of the content: cache for a year.
    pub immutable: bool,
}

/// The asset at a path below the folder of assets, e.g. `pages-….css`.
#[must_use]
pub fn asset(path: &str) -> Option<Asset> {
    let (_, hashed, bytes) = EMBEDDED.iter().find(|(_, hashed, _)| *hashed == path)?;
    Some(Asset { bytes, content_type: content_type(hashed), immutable: true })
}

/// Every path that [`asset`] answers.
pub fn asset_paths() -> impl Iterator<Item = &'static str> {
    EMBEDDED.iter().map(|(_, hashed, _)| *hashed)
}

/// The served name of an asset that templates call by its plain name.
pub(crate) fn hashed(name: &str) -> Option<&'static str> {
    EMBEDDED.iter().find(|(plain, _, _)| *plain == name).map(|(_, hashed, _)| *hashed)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{asset, asset_paths, hashed};

    #[test]
    fn every_asset_is_found_under_its_hashed_name_only() {
        for path in asset_paths() {
            assert!(asset(path).is_some_and(|asset| !asset.bytes.is_empty()), "{path}");
        }
        assert!(asset("pages.css").is_none());
        assert!(asset("../Cargo.toml").is_none());
    }

    #[test]
    fn the_stylesheet_loads_nothing_from_another_host() {
        let path = hashed("pages.css").expect("a stylesheet");
        let css = std::str::from_utf8(asset(path).expect("served").bytes).expect("UTF-8");
        assert!(!css.contains("://") && !css.contains("Frutiger") && !css.contains("@font-face"));
    }
}
