//! Keys: the part of an address that names a line. Made from subject and level
//! alone, so that a line keeps its key whatever its status and its place.

use std::collections::HashSet;

/// One key for each pair of subject and level: lower-case letters, digits and
/// hyphens, never empty, no two alike.
pub(super) fn keys(lines: &[(&str, &str)]) -> Vec<String> {
    let slugs: Vec<String> = lines.iter().map(|(subject, level)| slug(subject, level)).collect();
    let mut taken = HashSet::with_capacity(slugs.len());
    let mut keys = Vec::with_capacity(slugs.len());
    for (place, slug) in slugs.iter().enumerate() {
        let alone = slugs.iter().filter(|other| *other == slug).count() == 1;
        let mut key = match (alone, slug.is_empty()) {
            (true, false) => slug.clone(),
            // Names that differ only in what an address cannot carry.
            (_, false) => format!("{slug}-{:08x}", fingerprint(lines[place])),
            (_, true) => format!("{:08x}", fingerprint(lines[place])),
        };
        while !taken.insert(key.clone()) {
            key.push_str("-x");
        }
        keys.push(key);
    }
    keys
}

fn slug(subject: &str, level: &str) -> String {
    let mut out = String::with_capacity(subject.len() + level.len() + 1);
    for c in subject.chars().chain([' ']).chain(level.chars()) {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// FNV-1a: small, and the same on every machine and in every version.
fn fingerprint((subject, level): (&str, &str)) -> u32 {
    subject
        .bytes()
        .chain([0])
        .chain(level.bytes())
        .fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::keys;

    #[test]
    fn a_key_is_the_subject_and_level_made_safe_for_an_address() {
        assert_eq!(
            keys(&[("Fire Safety", "Inpatient"), ("Infection Prevention & Control", "2")]),
            ["fire-safety-inpatient", "infection-prevention-control-2"]
        );
    }

    #[test]
    fn names_that_an_address_cannot_tell_apart_still_get_keys_of_their_own() {
        let forwards =
            keys(&[("A+", ""), ("A-", ""), ("\"><script>", ""), ("日本", ""), ("漢字", "")]);
        let backwards = keys(&[("A-", ""), ("A+", ""), ("漢字", "")]);
        let distinct: std::collections::HashSet<_> = forwards.iter().collect();
        assert_eq!(distinct.len(), 5);
        assert_eq!(forwards[0], backwards[1], "the order of lines changes no key");
        assert!(forwards.iter().all(|key| {
            !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        }));
    }
}
