//! Sample charts: an invented trust's, as a board would see them.

use std::collections::BTreeMap;

use jiff::civil::date;
use passport_chart::{Bar, Bars, Chart, Forecast, Frame, Prospect, Unit, Waterfall, XmrChart};
use passport_core::board::bridge::{Bridge, Key, Post, Standing};
use passport_core::board::path::path;
use passport_core::board::spc::{Better, Step, Xmr};
use passport_core::compliance::{Count, Status, add_months};
use passport_core::delivery::Month;

pub fn month(place: usize) -> Month {
    Month::of(add_months(date(2024, 5, 1), i32::try_from(place).expect("a short chart")))
}

pub fn count(compliant: u64, counted: u64) -> Count {
    Count { counted, compliant }
}

/// Thousandths from tenths of a per cent.
pub fn xmr(tenths: &[i64], steps: &[(usize, &str)]) -> Xmr {
    let values: BTreeMap<Month, i64> =
        tenths.iter().enumerate().map(|(place, value)| (month(place), value * 100)).collect();
    let step = |&(at, reason): &(usize, &str)| Step { from: month(at), reason: reason.into() };
    Xmr::new(&values, &steps.iter().map(step).collect::<Vec<_>>())
}

pub const STEADY: [i64; 30] = [
    874, 881, 869, 886, 872, 879, 884, 868, 875, 883, 871, 878, 885, 842, 876, 870, 906, 899, 911,
    902, 908, 897, 905, 913, 909, 916, 921, 925, 931, 934,
];

pub const WORSE: [i64; 26] = [
    912, 905, 918, 909, 921, 903, 915, 910, 899, 919, 908, 922, 911, 906, 917, 905, 913, 901, 889,
    884, 891, 880, 872, 868, 859, 851,
];

pub fn bridge() -> Bridge {
    let mut bridge = Bridge::default();
    let line = |status: Option<(Status, bool)>, post: Post, at: usize| {
        let mut standing = Standing::default();
        if post != Post::None {
            standing.post("1", post);
        }
        let (assignment, subject) = ("1".to_owned(), format!("Subject {at}"));
        if let Some((status, counted)) = status {
            standing.require(Key { assignment, subject, level: String::new() }, status, counted);
        }
        standing
    };
    let (done, missing) = (Some((Status::Completed, true)), Some((Status::Expired, true)));
    let away = Some((Status::Excluded, false));
    let here = Post::Here;
    let moves = [
        (1_620, (done, here), (done, here), (done, here)),
        (190, (missing, here), (missing, here), (missing, here)),
        (21, (missing, here), (done, here), (done, here)),
        (14, (missing, here), (missing, here), (away, here)),
        (48, (None, Post::None), (None, Post::None), (missing, here)),
        (22, (done, here), (done, here), (None, Post::None)),
        (30, (None, here), (None, here), (missing, here)),
        (44, (done, here), (done, here), (missing, here)),
        (61, (missing, here), (missing, here), (done, here)),
    ];
    for (times, then, corrected, now) in moves {
        for at in 0..times {
            let [then, corrected, now] =
                [then, corrected, now].map(|(status, post)| line(status, post, at));
            bridge.add(&then, &corrected, &now);
        }
    }
    bridge
}

pub fn bars() -> Vec<Bar> {
    let bar =
        |label: &str, count: Option<Count>, target| Bar { label: label.into(), count, target };
    vec![
        bar("Adult Acute Services", Some(count(4_021, 4_610)), 9_000),
        bar(
            "Children's Services and Child and Adolescent Mental Health",
            Some(count(3_598, 3_999)),
            9_000,
        ),
        bar("Community Adult", Some(count(5_510, 5_980)), 9_000),
        bar("Corporate Services", Some(count(2_390, 2_440)), 9_000),
        bar("Older People and Specialist", Some(count(2_700, 3_000)), 9_000),
        bar("Research and Innovation", None, 9_000),
        bar("Volunteers", Some(count(0, 0)), 9_000),
    ]
}

pub fn prospects(with_path: bool) -> Vec<Prospect> {
    let nobody = [2_160, 2_110, 2_040, 1_930, 1_790, 1_700];
    let booked = [2_170, 2_180, 2_175, 2_120, 2_060, 2_010];
    let months: Vec<Month> = (30..36).map(month).collect();
    let figures: Vec<(Month, Count)> =
        months.iter().zip(nobody).map(|(month, n)| (*month, count(n, 2_440))).collect();
    let path = path(&figures, 9_000);
    let all = figures.iter().zip(booked).zip(&path.months);
    all.map(|((&(month, nobody), booked), on)| Prospect {
        month,
        if_nobody_trains: nobody,
        if_all_bookings_hold: count(booked, 2_440),
        on_path: with_path.then_some(on.on_path),
    })
    .collect()
}

/// Every sample, by name.
pub fn samples(frame: Frame) -> Vec<(&'static str, Chart)> {
    let chart = |title, xmr: &Xmr, target| {
        let (unit, better) = (Unit::PerCent, Better::Higher);
        XmrChart { title, xmr, unit, better, target }.draw(frame)
    };
    let improving = xmr(&STEADY, &[(16, "Protected training day each month on every ward")]);
    let (bars, bridge) = (bars(), bridge());
    let overdue = xmr(&[410, 380, 450, 420, 390, 430, 400, 370, 440, 410, 395, 425, 600], &[]);
    vec![
        ("xmr-step", chart("Compulsory training in date", &improving, Some(90_000))),
        ("xmr-worse", chart("Role specific training in date", &xmr(&WORSE, &[]), Some(95_000))),
        (
            "xmr-few",
            chart("Oliver McGowan training in date", &xmr(&STEADY[..7], &[]), Some(85_000)),
        ),
        ("xmr-none", chart("Nothing yet", &xmr(&[], &[]), None)),
        (
            "xmr-number",
            XmrChart {
                title: "People with overdue training",
                xmr: &overdue,
                unit: Unit::Number,
                better: Better::Lower,
                target: None,
            }
            .draw(frame),
        ),
        (
            "bars",
            Bars {
                title: "Compulsory training in date by division, 31 October 2026",
                heading: "Division",
                bars: &bars,
            }
            .draw(frame),
        ),
        (
            "bridge",
            Waterfall {
                title: "Why compulsory training moved in October 2026",
                from: "30 September 2026, as published",
                to: "31 October 2026",
                bridge: &bridge,
            }
            .draw(frame),
        ),
        (
            "forecast",
            Forecast {
                title: "Compulsory training to April 2027",
                prospects: &prospects(false),
                target: 9_000,
            }
            .draw(frame),
        ),
        (
            "path",
            Forecast {
                title: "Compulsory training to April 2027, with the path to target",
                prospects: &prospects(true),
                target: 9_000,
            }
            .draw(frame),
        ),
    ]
}
