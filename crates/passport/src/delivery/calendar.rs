//! Booked classes as a calendar file (RFC 5545): published, to be looked at and
//! added, not an invitation to answer.
//!
//! Times are local, in Europe/London, with the zone's rules beside them, so that
//! a class across a clock change keeps the time on the notice board.

use std::fmt::Write;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use passport_core::present::{Attendance, NextStep, Passport};

use crate::delivery::message::digest;

/// A booked class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The course's name.
    pub course: String,
    /// The class's own title: with the course it says which class this is, so
    /// that a class that moves stays one entry in the diary.
    pub class: String,
    /// First day.
    pub start: Date,
    /// Last day, where it differs.
    pub end: Option<Date>,
    /// Local time it begins and ends; `None`: all day.
    pub time: Option<(Time, Option<Time>)>,
    /// Where.
    pub location: String,
    /// Its page.
    pub link: Option<String>,
}

/// The classes a passport says are booked, soonest first, each once.
#[must_use]
pub fn events(passport: &Passport) -> Vec<Event> {
    let mut found: Vec<Event> = Vec::new();
    for line in &passport.lines {
        let Some(NextStep::Booked(class)) = &line.next_step else { continue };
        if matches!(class.attendance, Some(Attendance::Requested | Attendance::Waitlisted)) {
            continue;
        }
        let event = Event {
            course: class.course.clone(),
            class: class.class.clone(),
            start: class.date,
            end: class.end_date,
            time: class.time,
            location: class.location.clone(),
            link: class.link.clone(),
        };
        if !found.contains(&event) {
            found.push(event);
        }
    }
    found.sort_by(|a, b| (a.start, &a.course, &a.class).cmp(&(b.start, &b.course, &b.class)));
    found
}

/// What a calendar file is stamped with.
#[derive(Clone, Copy, Debug)]
pub struct Stamp<'s> {
    /// Whose classes: the same text every month.
    pub holder: &'s str,
    /// The domain of the entries' names.
    pub domain: &'s str,
    /// When the file was planned.
    pub dated: Timestamp,
    /// Never smaller in a later file.
    pub sequence: i64,
}

/// The calendar file; `None` where nothing is booked.
#[must_use]
pub fn calendar(events: &[Event], stamp: Stamp<'_>) -> Option<String> {
    if events.is_empty() {
        return None;
    }
    let mut out = String::from(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Training Passport//Booked classes//EN\r\n\
         CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n",
    );
    out.push_str(ZONE);
    for event in events {
        one(&mut out, event, stamp);
    }
    out.push_str("END:VCALENDAR\r\n");
    Some(out)
}

/// The rules of Europe/London since 1996.
const ZONE: &str = "BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n\
    BEGIN:DAYLIGHT\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nTZNAME:BST\r\n\
    DTSTART:19960331T010000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n\
    BEGIN:STANDARD\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nTZNAME:GMT\r\n\
    DTSTART:19961027T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\n\
    END:VTIMEZONE\r\n";

fn one(out: &mut String, event: &Event, stamp: Stamp<'_>) {
    let uid = digest(&[stamp.holder, &event.course, &event.class]);
    out.push_str("BEGIN:VEVENT\r\n");
    line(out, "UID", &format!("{uid}@{}", stamp.domain));
    line(out, "DTSTAMP", &stamp.dated.strftime("%Y%m%dT%H%M%SZ").to_string());
    line(out, "SEQUENCE", &stamp.sequence.to_string());
    when(out, event);
    line(out, "SUMMARY", &escape(&event.course));
    if !event.location.is_empty() {
        line(out, "LOCATION", &escape(&event.location));
    }
    if event.class != event.course && !event.class.is_empty() {
        line(out, "DESCRIPTION", &escape(&event.class));
    }
    if let Some(link) = event.link.as_deref().filter(|link| plain(link)) {
        line(out, "URL", link);
    }
    out.push_str("STATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\nEND:VEVENT\r\n");
}

fn when(out: &mut String, event: &Event) {
    let last = event.end.filter(|end| *end > event.start).unwrap_or(event.start);
    let times = match event.time {
        // Several days and no end: the days are all that is known.
        Some((_, None)) if last > event.start => None,
        Some((from, to)) => Some((from, to.filter(|to| last > event.start || *to > from))),
        None => None,
    };
    let local = |day: Date, time: Time| day.to_datetime(time).strftime("%Y%m%dT%H%M%S").to_string();
    match times {
        Some((from, to)) => {
            line(out, "DTSTART;TZID=Europe/London", &local(event.start, from));
            match to {
                // A class of several days is taught in the daytime of each.
                Some(to) if to > from => {
                    line(out, "DTEND;TZID=Europe/London", &local(event.start, to));
                    let days = event.start.until(last).map_or(0, |span| span.get_days()) + 1;
                    if days > 1 {
                        line(out, "RRULE", &format!("FREQ=DAILY;COUNT={days}"));
                    }
                }
                Some(to) => line(out, "DTEND;TZID=Europe/London", &local(last, to)),
                None => {}
            }
        }
        None => {
            // An all-day event ends on the day after its last.
            let after = last.tomorrow().unwrap_or(last);
            line(out, "DTSTART;VALUE=DATE", &event.start.strftime("%Y%m%d").to_string());
            line(out, "DTEND;VALUE=DATE", &after.strftime("%Y%m%d").to_string());
        }
    }
}

/// A content line, folded at 75 octets between characters.
fn line(out: &mut String, name: &str, value: &str) {
    let mut octets = 0;
    let mut whole = String::with_capacity(name.len() + value.len() + 1);
    let _ = write!(whole, "{name}:{value}");
    for c in whole.chars() {
        if octets + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(c);
        octets += c.len_utf8();
    }
    out.push_str("\r\n");
}

/// Text as RFC 5545 section 3.3.11 has it; control characters are dropped.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn plain(link: &str) -> bool {
    let web = link.starts_with("https://") || link.starts_with("http://");
    web && link.chars().all(|c| c.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    fn event() -> Event {
        Event {
            course: "Resuscitation Level 3".into(),
            class: "Adult, December".into(),
            start: date(2026, 12, 1),
            end: None,
            time: Some((time(9, 30, 0, 0), Some(time(12, 30, 0, 0)))),
            location: "Ashdown House".into(),
            link: Some("https://learning.example.nhs.uk/classes/7".into()),
        }
    }

    fn stamp() -> Stamp<'static> {
        Stamp {
            holder: "999\u{0}20001234",
            domain: "hartwell.example.nhs.uk",
            dated: "2026-11-01T07:00:00Z".parse().expect("an instant"),
            sequence: 12,
        }
    }

    fn made(event: Event) -> String {
        calendar(&[event], stamp()).expect("a calendar")
    }

    fn unfolded(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    #[test]
    fn nothing_booked_makes_no_file() {
        assert_eq!(calendar(&[], stamp()), None);
    }

    #[test]
    fn a_class_has_its_local_times_and_the_zone_beside_them() {
        let text = made(event());
        for part in [
            "METHOD:PUBLISH\r\n",
            "BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n",
            "DTSTAMP:20261101T070000Z\r\n",
            "SEQUENCE:12\r\n",
            "DTSTART;TZID=Europe/London:20261201T093000\r\n",
            "DTEND;TZID=Europe/London:20261201T123000\r\n",
            "SUMMARY:Resuscitation Level 3\r\n",
            "DESCRIPTION:Adult\\, December\r\n",
            "URL:https://learning.example.nhs.uk/classes/7\r\n",
        ] {
            assert!(text.contains(part), "{part:?} in {text}");
        }
        assert!(!text.replace("\r\n", "").contains('\n'), "no bare LF");
    }

    #[test]
    fn a_class_that_moves_keeps_its_name() {
        let uid = |text: &str| {
            unfolded(text).lines().find(|l| l.starts_with("UID:")).expect("a UID").to_owned()
        };
        let moved = Event { start: date(2026, 12, 8), location: "Elsewhere".into(), ..event() };
        assert_eq!(uid(&made(event())), uid(&made(moved)));
        let another = Event { class: "Adult, January".into(), ..event() };
        assert_ne!(uid(&made(event())), uid(&made(another)));
        assert!(uid(&made(event())).ends_with("@hartwell.example.nhs.uk"));
    }

    #[test]
    fn a_class_without_a_time_takes_the_whole_day_and_the_last_day_is_within() {
        let text = made(Event { time: None, end: Some(date(2026, 12, 2)), ..event() });
        assert!(text.contains("DTSTART;VALUE=DATE:20261201\r\n"));
        assert!(text.contains("DTEND;VALUE=DATE:20261203\r\n"));
    }

    #[test]
    fn a_class_of_several_days_is_in_the_daytime_of_each() {
        let text = made(Event { end: Some(date(2026, 12, 3)), ..event() });
        assert!(text.contains("DTSTART;TZID=Europe/London:20261201T093000\r\n"));
        assert!(text.contains("DTEND;TZID=Europe/London:20261201T123000\r\n"));
        assert!(text.contains("RRULE:FREQ=DAILY;COUNT=3\r\n"));
    }

    #[test]
    fn a_class_without_an_end_says_only_when_it_begins() {
        let text = made(Event { time: Some((time(9, 30, 0, 0), None)), ..event() });
        assert!(text.contains("DTSTART;TZID=Europe/London:20261201T093000\r\n"));
        assert!(!text.contains("DTEND"));
    }

    #[test]
    fn a_class_across_the_clock_change_keeps_the_times_on_the_notice_board() {
        let text = made(Event {
            start: date(2026, 10, 24),
            end: Some(date(2026, 10, 25)),
            time: Some((time(22, 0, 0, 0), Some(time(6, 0, 0, 0)))),
            ..event()
        });
        assert!(text.contains("DTSTART;TZID=Europe/London:20261024T220000\r\n"));
        assert!(text.contains("DTEND;TZID=Europe/London:20261025T060000\r\n"));
    }

    #[test]
    fn text_is_escaped_and_folded_between_characters() {
        let name = "Fire, smoke; and C:\\ drills – Łódź 🔥 ".repeat(6);
        let text = made(Event { course: name.clone(), ..event() });
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "{} octets: {line}", line.len());
        }
        let escaped = name.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;");
        assert!(unfolded(&text).contains(&format!("SUMMARY:{escaped}\r\n")));
    }

    #[test]
    fn nothing_in_a_name_can_add_a_line() {
        let text = made(Event {
            course: "A\r\nATTENDEE:mailto:x@example.com".into(),
            link: Some("https://x.example/\r\nATTENDEE:mailto:x@example.com".into()),
            ..event()
        });
        assert!(text.contains("SUMMARY:A\\nATTENDEE:mailto:x@example.com\r\n"));
        assert!(!text.split("\r\n").any(|line| line.starts_with("ATTENDEE")));
    }
}
