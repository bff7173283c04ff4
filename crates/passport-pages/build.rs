//! Embeds the official NHS component templates, stylesheet, scripts and icons, and
//! our own templates. Nothing of theirs is kept in the repository: where the
//! packages are missing, `npm ci` fetches the locked versions.

#[path = "build/rewrite.rs"]
mod rewrite;
#[path = "build/stylesheet.rs"]
mod stylesheet;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    let here = PathBuf::from(env("CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env("OUT_DIR"));
    let frontend = here.join("../../frontend");
    let nhsuk = frontend.join("node_modules/nhsuk-frontend/dist/nhsuk");

    install(&frontend, &nhsuk);
    watch(&here, &frontend, &nhsuk);
    fs::write(out.join("templates.rs"), templates(&here, &nhsuk)).expect("write the templates");
    let assets = Assets::gather(&here, &nhsuk).write(&out);
    fs::write(out.join("assets.rs"), assets).expect("write the list of assets");
}

fn env(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("cargo sets {name}"))
}

/// Fetches the locked packages where they are missing.
fn install(frontend: &Path, nhsuk: &Path) {
    if nhsuk.is_dir() {
        return;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let status = Command::new(npm)
        .args(["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(frontend)
        .status()
        .unwrap_or_else(|error| panic!("the pages need Node and npm ({error}): install both"));
    assert!(status.success(), "`npm ci` failed in the folder frontend: see its messages above");
    assert!(nhsuk.is_dir(), "npm ci left no nhsuk-frontend package");
}

fn watch(here: &Path, frontend: &Path, nhsuk: &Path) {
    let paths = [
        here.join("build.rs"),
        here.join("build"),
        here.join("templates"),
        here.join("assets"),
        frontend.join("package-lock.json"),
        nhsuk.join("template.njk"),
    ];
    for path in paths {
        println!("cargo:rerun-if-changed={}", path.display());
    }
}

/// `pub static TEMPLATES: &[(name, source)]`: theirs rewritten, ours as they are.
fn templates(here: &Path, nhsuk: &Path) -> String {
    let mut rows = Vec::new();
    for path in files(nhsuk).iter().filter(|path| ends_with(path, ".njk")) {
        let name = relative(nhsuk, path);
        if name.starts_with("components/") || name.starts_with("macros/") {
            let source = read(path);
            if name == "components/header/template.njk" {
                let ours = rewrite::rewrite(&without_national_logo(&source));
                rows.push(("organisation/header.njk".to_owned(), ours));
            }
            rows.push((format!("nhsuk/{name}"), rewrite::rewrite(&source)));
        }
    }
    let ours = here.join("templates");
    for path in files(&ours) {
        rows.push((relative(&ours, &path), read(&path)));
    }
    let mut code = String::from("pub static TEMPLATES: &[(&str, &str)] = &[\n");
    for (name, source) in rows {
        writeln!(code, "({name:?}, {source:?}),").expect("write to a string");
    }
    code.push_str("];\n");
    code
}

/// The official header, for an organisation that has not given a logo: its name
/// alone. The national logo belongs to national services.
fn without_national_logo(header: &str) -> String {
    let start = header.find("<svg class=\"nhsuk-header__logo\"").expect("the header has a logo");
    let end = start + header[start..].find("</svg>").expect("the logo ends") + "</svg>".len();
    format!("{}{}", &header[..start], &header[end..])
}

/// A file to be served from memory.
struct Asset {
    /// What templates call it, e.g. `pages.css`.
    name: String,
    /// The content-hashed name it is served under.
    hashed: String,
    bytes: Vec<u8>,
}

struct Assets(Vec<Asset>);

impl Assets {
    fn gather(here: &Path, nhsuk: &Path) -> Self {
        let mut assets = Self(Vec::new());
        for path in files(&nhsuk.join("assets/images")) {
            // Only the icons: the package's own touch icons carry the national logo.
            let name = relative(&nhsuk.join("assets/images"), &path);
            if name.starts_with("nhsuk-icon-") && name.ends_with(".svg") && !name.contains("mask") {
                assets.add(&name, read(&path).into_bytes());
            }
        }
        assets.add("icon.svg", read(&here.join("assets/icon.svg")).into_bytes());

        let css = read(&nhsuk.join("nhsuk-frontend.min.css"));
        let mut css = stylesheet::with_icons(&stylesheet::without_remote_font(&css), |name| {
            assets.hashed(name)
        });
        css.push_str(&read(&here.join("assets/pages.css")));
        assets.add("pages.css", css.into_bytes());

        let mut script = read(&nhsuk.join("nhsuk-frontend.min.js"));
        if let Some(map) = script.find("//# sourceMappingURL") {
            script.truncate(map);
        }
        assets.add("nhsuk-frontend.js", script.into_bytes());
        let enhance = read(&here.join("assets/enhance.js"));
        let library = assets.hashed("nhsuk-frontend.js").expect("just added");
        assets.add("enhance.js", enhance.replace("nhsuk-frontend.js", &library).into_bytes());
        assets
    }

    fn add(&mut self, name: &str, bytes: Vec<u8>) {
        let (stem, kind) = name.rsplit_once('.').expect("an asset has an extension");
        let hashed = format!("{stem}-{:016x}.{kind}", fingerprint(&bytes));
        self.0.push(Asset { name: name.to_owned(), hashed, bytes });
    }

    fn hashed(&self, name: &str) -> Option<String> {
        self.0.iter().find(|asset| asset.name == name).map(|asset| asset.hashed.clone())
    }

    /// Writes the files beside the generated list, and answers the list.
    fn write(&self, out: &Path) -> String {
        let folder = out.join("assets");
        fs::create_dir_all(&folder).expect("make a folder for the assets");
        let mut code = String::from("static EMBEDDED: &[(&str, &str, &[u8])] = &[\n");
        for Asset { name, hashed, bytes } in &self.0 {
            fs::write(folder.join(name), bytes).expect("write an asset");
            let path = format!("/assets/{name}");
            writeln!(
                code,
                "({name:?}, {hashed:?}, include_bytes!(concat!(env!(\"OUT_DIR\"), {path:?}))),"
            )
            .expect("write to a string");
        }
        code.push_str("];\n");
        code
    }
}

/// FNV-1a, 64 bits: a name for a content, not a defence.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// All files below a folder, sorted by path.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    for entry in entries {
        let path = entry.expect("read a folder").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

fn relative(folder: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(folder).expect("a file below the folder");
    inside.to_str().expect("file names are UTF-8").replace('\\', "/")
}

fn ends_with(path: &Path, ending: &str) -> bool {
    path.to_str().is_some_and(|path| path.ends_with(ending))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
