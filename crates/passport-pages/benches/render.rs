//! How long a page takes: `cargo bench -p passport-pages`. Medians of many runs.

#[path = "../tests/support/samples.rs"]
mod samples;
#[path = "../tests/support/showcase/mod.rs"]
mod showcase;

use std::hint::black_box;
use std::time::{Duration, Instant};

use passport_pages::{Pages, email_html, email_text};

fn main() {
    let pages = Pages::new();
    let passport = samples::nurse();
    let page = showcase::own(&passport);
    let frame = showcase::frame();
    let email = showcase::email(&passport);
    let lines = passport.lines.len();
    report("start the engine", 20, Pages::new);
    report(&format!("passport page, {lines} lines"), 500, || pages.render(&frame, &page));
    report(&format!("email as HTML, {lines} lines"), 500, || email_html(&pages, &email));
    report(&format!("email as text, {lines} lines"), 500, || email_text(&pages, &email));
}

fn report<T>(what: &str, runs: usize, mut run: impl FnMut() -> T) {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    println!("{what:<32} {:>8.3} ms", times[runs / 2].as_secs_f64() * 1000.0);
}
