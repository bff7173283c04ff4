//! A page as one file: its stylesheet inside it, no script and no icon, so that
//! it opens anywhere, without a server.

use crate::assets::{asset, hashed};

/// A rendered page whose links to assets are replaced by what they lead to.
/// Scripts only enhance, so they are left out.
#[must_use]
pub fn self_contained(page: &str) -> String {
    let mut out = String::with_capacity(page.len() + 100_000);
    for line in page.split_inclusive('\n') {
        let text = line.trim_start();
        if text.starts_with("<link rel=\"stylesheet\"") {
            if let Some(css) = stylesheet() {
                out.push_str("<style>");
                out.push_str(css);
                out.push_str("</style>\n");
            }
        } else if !text.starts_with("<script ") && !text.starts_with("<link rel=\"icon\"") {
            out.push_str(line);
        }
    }
    out
}

fn stylesheet() -> Option<&'static str> {
    let css = std::str::from_utf8(asset(hashed("pages.css")?)?.bytes).ok()?;
    // No text of ours or the components' ends the element early; a stylesheet
    // that did would not be put inside.
    (!css.contains("</")).then_some(css)
}

#[cfg(test)]
mod tests {
    use super::self_contained;

    #[test]
    fn a_page_as_one_file_asks_for_no_other() {
        let page = "<head>\n<link rel=\"icon\" href=\"/assets/icon.svg\">\n\
            <link rel=\"stylesheet\" href=\"/assets/pages.css\">\n\
            <script type=\"module\" src=\"/assets/enhance.js\"></script>\n</head>\n";
        let page = self_contained(page);
        assert!(page.contains("<style>") && page.contains("</style>"));
        assert!(!page.contains("/assets/") && !page.contains("<script"));
        assert!(page.starts_with("<head>\n") && page.ends_with("</head>\n"));
    }
}
