//! Writes every page with sample contexts to a folder, to be looked at without a
//! server: `cargo run -p passport-pages --example render -- DIR`.

#[path = "../tests/support/samples.rs"]
mod samples;
#[path = "../tests/support/showcase/mod.rs"]
mod showcase;

use std::fs;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("which folder?")?);
    fs::create_dir_all(folder.join("assets"))?;
    for path in passport_pages::asset_paths() {
        if let Some(asset) = passport_pages::asset(path) {
            fs::write(folder.join("assets").join(path), asset.bytes)?;
        }
    }
    for (name, content) in showcase::all("assets")? {
        fs::write(folder.join(&name), content)?;
        println!("{name}");
    }
    Ok(())
}
