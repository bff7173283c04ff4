//! The stylesheet that is served: the official one without its remote font, with
//! the addresses of its icons made ours, then our own few rules.

/// Removes the licensed font, which is loaded from a host that is not ours. The
/// trust may add its own; the rest of the stack is what a device already has.
pub fn without_remote_font(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("@font-face{") {
        out.push_str(&rest[..start]);
        let end = rest[start..].find('}').map_or(rest.len(), |end| start + end + 1);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out = out.replace("Frutiger W01,", "");
    if let Some(map) = out.find("/*# sourceMappingURL") {
        out.truncate(map);
    }
    assert!(!out.contains("Frutiger"), "the stylesheet names its licensed font in a new way");
    assert!(!out.contains("://"), "the stylesheet loads something from another host");
    out
}

/// Points `/assets/images/NAME` at the content-hashed name, beside the stylesheet.
pub fn with_icons(css: &str, hashed: impl Fn(&str) -> Option<String>) -> String {
    const MARK: &str = "/assets/images/";
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find(MARK) {
        out.push_str(&rest[..start]);
        let name_at = start + MARK.len();
        let end = rest[name_at..].find([')', '"', '\'']).map_or(rest.len(), |end| name_at + end);
        let name = &rest[name_at..end];
        out.push_str(&hashed(name).unwrap_or_else(|| panic!("no such icon: {name}")));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}
