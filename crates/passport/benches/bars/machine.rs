//! What the figures were measured on: without it they say nothing.

use std::fs::read_to_string;

use passport::clock::{Clock, london};

/// One line: processor, cores, memory, load, date, and the commit where
/// `PASSPORT_COMMIT` gives it.
pub fn print() {
    let field = |file: &str, name: &str| {
        let text = read_to_string(file).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.split_once(':'));
        line.map(|(_, value)| value.trim().to_owned()).unwrap_or_else(|| "unknown".into())
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = field("/proc/meminfo", "MemTotal");
    let memory = memory.trim_end_matches(" kB").parse::<u64>().map_or(0, |kb| kb / 1_000_000);
    let load = read_to_string("/proc/loadavg").unwrap_or_default();
    let load: Vec<&str> = load.split(' ').take(3).collect();
    let now = Clock::System.now().to_zoned(london()).strftime("%Y-%m-%d %H:%M");
    let commit = std::env::var("PASSPORT_COMMIT").unwrap_or_else(|_| "not given".into());
    println!(
        "machine: {}, {cores} cores, {memory} GB, load {} before, {now}, commit {commit}",
        field("/proc/cpuinfo", "model name"),
        load.join(" ")
    );
}
