//! That somebody is away, in words their manager may read. The kind of leave
//! stands in the assignment's status; of illness and of whatever else is not known
//! to be harmless only that it lasts.

use crate::compliance::Exclusion;
use crate::workforce::begins_with;

/// Said where the kind is nobody's business.
const AWAY: &str = "Away, long term";

const KNOWN: [(&str, &str); 7] = [
    ("maternity and adoption", "On maternity or adoption leave"),
    ("maternity", "On maternity leave"),
    ("adoption", "On adoption leave"),
    ("career break", "On a career break"),
    ("out on external secondment", "On secondment elsewhere"),
    ("inactive not worked", "Has not worked recently"),
    ("offer accepted", "Has not started yet"),
];

/// The words; none where only the kind of post is left out of the figures, as of
/// a bank nurse, who is not away.
pub(super) fn away(exclusion: &Exclusion) -> Option<&'static str> {
    match exclusion {
        Exclusion::Category(_) => None,
        Exclusion::LongTermSickness => Some(AWAY),
        Exclusion::Status(status) => {
            let known = KNOWN.iter().find(|(beginning, _)| begins_with(status, beginning));
            Some(known.map_or(AWAY, |(_, words)| words))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AWAY, away};
    use crate::compliance::Exclusion;

    #[test]
    fn a_manager_reads_the_kind_of_leave_and_never_that_it_is_illness() {
        let status = |text: &str| away(&Exclusion::Status(text.into()));
        assert_eq!(status("Maternity and Adoption"), Some("On maternity or adoption leave"));
        assert_eq!(status("MATERNITY LEAVE"), Some("On maternity leave"));
        assert_eq!(status("Career Break - unpaid"), Some("On a career break"));
        for hidden in ["Suspend With Pay", "Suspend No Pay", "Sick", "Long Term Sick", "Prison"] {
            assert_eq!(status(hidden), Some(AWAY), "{hidden}");
        }
        assert_eq!(away(&Exclusion::LongTermSickness), Some(AWAY));
        assert_eq!(away(&Exclusion::Category("Bank".into())), None);
    }
}
