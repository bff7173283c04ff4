use proptest::prelude::{ProptestConfig, Strategy, prop};
use proptest::{prop_assert, prop_assert_eq, proptest};

use super::{Count, Published, Table, is_small};

fn all(counted: u64) -> Count {
    Count { counted, compliant: counted }
}

fn some(compliant: u64, counted: u64) -> Count {
    Count { counted, compliant }
}

#[test]
fn the_next_smallest_goes_with_a_small_one_in_a_list() {
    let published = Table::list(&[all(3), all(40), all(12), all(0), all(25)]).publish_list();
    let shown: Vec<_> = published.items.iter().map(|item| item.map(|c| c.counted)).collect();
    assert_eq!(shown, [None, Some(40), None, Some(0), Some(25)]);
    assert_eq!(published.total, Some(all(80)));
}

#[test]
fn where_nothing_else_is_left_the_total_goes() {
    let published = Table::list(&[all(0), all(3)]).publish_list();
    assert_eq!((published.items, published.total), (vec![Some(all(0)), None], None));
    let published = Table::list(&[]).publish_list();
    assert_eq!((published.items, published.total), (vec![], Some(all(0))));
}

#[test]
fn two_of_one_do_not_hide_each_other() {
    // Two hidden cells that sum to 2 are 1 and 1, since empty ones are shown.
    let published = Table::list(&[all(1), all(1), all(30), all(20)]).publish_list();
    let shown: Vec<_> = published.items.iter().map(|item| item.map(|c| c.counted)).collect();
    assert_eq!(shown, [None, None, Some(30), None]);
}

#[test]
fn a_share_is_kept_back_for_any_of_its_parts() {
    for (count, shown) in [
        (some(0, 0), true),
        (some(3, 40), false),
        (some(37, 40), false),
        (some(2, 4), false),
        (some(0, 40), true),
        (some(40, 40), true),
        (some(5, 10), true),
        (some(36, 41), true),
    ] {
        let others = [some(50, 90), some(60, 90), some(70, 90)];
        let list = [&[count][..], &others].concat();
        let published = Table::list(&list).publish_list();
        assert_eq!(published.items[0].is_some(), shown, "{count:?}");
        assert_eq!(published.items.contains(&None), !shown, "{count:?}");
    }
}

#[test]
fn a_second_cell_is_not_found_through_its_column() {
    let rows = [
        vec![all(2), all(10), all(30)],
        vec![all(20), all(11), all(31)],
        vec![all(21), all(12), all(32)],
    ];
    let published = Table::new(&rows).publish();
    let hidden = |row: usize, column: usize| published.cells[row][column].is_none();
    // A rectangle: the 2, the next smallest of its row and of its column, and their corner.
    assert!(hidden(0, 0) && hidden(0, 1) && hidden(1, 0) && hidden(1, 1));
    assert_eq!(published.cells.iter().flatten().filter(|cell| cell.is_none()).count(), 4);
    assert_eq!(published.total, Some(all(169)));
}

#[test]
fn nothing_small_keeps_nothing_back() {
    let rows = [vec![some(30, 40), some(20, 25)], vec![some(0, 0), some(6, 11)]];
    let published = Table::new(&rows).publish();
    assert!(published.cells.iter().flatten().all(Option::is_some));
    assert_eq!(published.row_totals, [Some(some(50, 65)), Some(some(6, 11))]);
    assert_eq!(published.column_totals, [Some(some(30, 40)), Some(some(26, 36))]);
}

#[test]
fn a_cell_kept_back_elsewhere_is_kept_back_here() {
    let mut table = Table::list(&[all(30), all(40), all(50)]);
    table.keep_back(1, 0);
    table.keep_back(9, 9);
    // And does not follow from the others.
    assert_eq!(table.publish_list().items, [None, None, Some(all(50))]);
}

/// Somebody with the published table, who knows the three values of each cell that is
/// shown, all sums, and that a hidden cell is not empty.
struct Attacker {
    /// Each sum: its parts, and their total.
    sums: Vec<(Vec<usize>, usize)>,
    /// Counted, compliant, not compliant of each cell, where shown.
    shown: Vec<Option<[f64; 3]>>,
}

impl Attacker {
    /// The cells row by row with totals last, as the attacker numbers them.
    fn new(published: &Published) -> Self {
        let (rows, columns) = (published.cells.len(), published.column_totals.len());
        let at = |row: usize, column: usize| row * (columns + 1) + column;
        let mut shown = Vec::new();
        for row in 0..=rows {
            for column in 0..=columns {
                let cell = match (row == rows, column == columns) {
                    (false, false) => published.cells[row][column],
                    (false, true) => published.row_totals[row],
                    (true, false) => published.column_totals[column],
                    (true, true) => published.total,
                };
                shown.push(cell.map(|count| {
                    let (counted, compliant) = (count.counted as f64, count.compliant as f64);
                    [counted, compliant, counted - compliant]
                }));
            }
        }
        let across =
            (0..=rows).map(|row| ((0..columns).map(|c| at(row, c)).collect(), at(row, columns)));
        let down = (0..=columns)
            .map(|column| ((0..rows).map(|r| at(r, column)).collect(), at(rows, column)));
        Self { sums: across.chain(down).collect(), shown }
    }

    /// Solves the sums for one of the three values: whatever has but one solution.
    fn by_differences(&self, value: usize) -> Vec<Option<f64>> {
        let unknown: Vec<usize> =
            (0..self.shown.len()).filter(|cell| self.shown[*cell].is_none()).collect();
        let mut rows: Vec<Vec<f64>> = Vec::new();
        for (parts, total) in &self.sums {
            let mut row = vec![0.0; unknown.len() + 1];
            for (cell, sign) in
                parts.iter().map(|part| (*part, 1.0)).chain(std::iter::once((*total, -1.0)))
            {
                match self.shown[cell] {
                    Some(values) => row[unknown.len()] -= sign * values[value],
                    None => {
                        let place = unknown.iter().position(|u| *u == cell).expect("unknown");
                        row[place] += sign;
                    }
                }
            }
            rows.push(row);
        }
        let mut rank = 0;
        for column in 0..unknown.len() {
            let Some(pivot) = (rank..rows.len()).find(|row| rows[*row][column].abs() > 1e-9) else {
                continue;
            };
            rows.swap(rank, pivot);
            let by = rows[rank][column];
            rows[rank].iter_mut().for_each(|entry| *entry /= by);
            let lead = rows[rank].clone();
            for (_, row) in rows.iter_mut().enumerate().filter(|(place, _)| *place != rank) {
                let times = row[column];
                row.iter_mut().zip(&lead).for_each(|(entry, lead)| *entry -= times * lead);
            }
            rank += 1;
        }
        let mut found = vec![None; self.shown.len()];
        for row in &rows[..rank] {
            let (last, entries) = row.split_last().expect("a right side");
            let mut with: Vec<usize> =
                (0..entries.len()).filter(|place| entries[*place].abs() > 1e-9).collect();
            if let (Some(only), true) = (with.pop(), with.is_empty()) {
                found[unknown[only]] = Some(*last / entries[only]);
            }
        }
        found
    }

    /// Narrows what each hidden value can be, by every sum in turn and by counted =
    /// compliant + not compliant, until nothing narrows any more.
    fn by_bounds(&self) -> Vec<[(f64, f64); 3]> {
        let of = |shown: &Option<[f64; 3]>| match shown {
            Some(values) => values.map(|value| (value, value)),
            None => [(1.0, f64::INFINITY), (0.0, f64::INFINITY), (0.0, f64::INFINITY)],
        };
        let mut bounds: Vec<[(f64, f64); 3]> = self.shown.iter().map(of).collect();
        for _ in 0..200 {
            let before = bounds.clone();
            for value in 0..3 {
                for (parts, total) in &self.sums {
                    let places: Vec<(usize, usize)> = parts.iter().map(|p| (*p, value)).collect();
                    narrow(&mut bounds, &places, (*total, value));
                }
            }
            for cell in 0..self.shown.len() {
                narrow(&mut bounds, &[(cell, 1), (cell, 2)], (cell, 0));
            }
            if bounds == before {
                break;
            }
        }
        bounds
    }
}

/// Narrows by a sum of parts.
fn narrow(bounds: &mut [[(f64, f64); 3]], parts: &[(usize, usize)], total: (usize, usize)) {
    let of = |bounds: &[[(f64, f64); 3]], (cell, value): (usize, usize)| bounds[cell][value];
    let cut =
        |bounds: &mut [[(f64, f64); 3]], (cell, value): (usize, usize), low: f64, high: f64| {
            let at = &mut bounds[cell][value];
            *at = (at.0.max(low), at.1.min(high));
        };
    let low: f64 = parts.iter().map(|part| of(bounds, *part).0).sum();
    let high: f64 = parts.iter().map(|part| of(bounds, *part).1).sum();
    cut(bounds, total, low, high);
    for part in parts {
        let others = || parts.iter().filter(|other| *other != part);
        let low: f64 = others().map(|other| of(bounds, *other).0).sum();
        let high: f64 = others().map(|other| of(bounds, *other).1).sum();
        let (least, most) = of(bounds, total);
        cut(bounds, *part, if high.is_finite() { least - high } else { 0.0 }, most - low);
    }
}

fn counts() -> impl Strategy<Value = Count> {
    let counted = proptest::prop_oneof![3 => 0_u64..8, 2 => 0_u64..40, 1 => 100_u64..400];
    (counted, 0_u64..=100).prop_map(|(counted, share)| some(counted * share / 100, counted))
}

fn tables() -> impl Strategy<Value = Vec<Vec<Count>>> {
    (1_usize..6, 1_usize..6).prop_flat_map(|(rows, columns)| {
        prop::collection::vec(prop::collection::vec(counts(), columns), rows)
    })
}

fn attacked(published: &Published) -> Result<(), String> {
    let attacker = Attacker::new(published);
    let bounds = attacker.by_bounds();
    let solved = [0, 1, 2].map(|value| attacker.by_differences(value));
    for (cell, shown) in attacker.shown.iter().enumerate() {
        for value in 0..3 {
            if let Some(values) = shown {
                if is_small(values[value] as u64) {
                    return Err(format!("{cell}: {} is shown", values[value]));
                }
                continue;
            }
            if let Some(found) = solved[value][cell]
                && is_small(found.round() as u64)
            {
                return Err(format!("{cell}: {found} follows by differences"));
            }
            let (low, high) = bounds[cell][value];
            if low >= high && is_small(low.round() as u64) {
                return Err(format!("{cell}: value {value} can only be {low}"));
            }
        }
    }
    Ok(())
}

/// The attacker does find what is badly kept back: otherwise the next test says nothing.
#[test]
fn the_attacker_finds_what_one_missing_cell_was() {
    let rows = vec![vec![all(3), all(40)], vec![all(20), all(30)]];
    let mut published = Table::new(&rows).publish();
    assert_eq!(attacked(&published), Ok(()));
    published.cells = vec![vec![None, Some(all(40))], vec![Some(all(20)), Some(all(30))]];
    assert!(attacked(&published).is_err());
    published.cells = vec![vec![None, None], vec![Some(all(20)), Some(all(30))]];
    assert!(attacked(&published).is_err(), "each is found through its column");
}

/// Nobody of the second row is compliant, so the 5 and 5 of the third are known; its last
/// cell counts 5 at least, and of the 6 in its column 1 is left for the cell above.
#[test]
fn a_count_is_not_told_by_what_it_cannot_be_below() {
    let rows = [
        vec![some(5, 100), some(0, 5)],
        vec![some(0, 4), some(0, 1)],
        vec![some(5, 11), some(5, 5)],
    ];
    let published = Table::new(&rows).publish();
    assert_eq!(attacked(&published), Ok(()));
    assert!(published.cells[1] == [None, None] && published.row_totals[1].is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_small_number_follows_from_a_table(rows in tables()) {
        let published = Table::new(&rows).publish();
        prop_assert_eq!(attacked(&published), Ok(()), "{:?}\n{:?}", rows, published);
    }

    #[test]
    fn no_small_number_follows_from_a_list(items in prop::collection::vec(counts(), 0..12)) {
        let list = Table::list(&items).publish_list();
        let published = Published {
            row_totals: list.items.clone(),
            cells: list.items.iter().map(|item| vec![*item]).collect(),
            column_totals: vec![list.total],
            total: list.total,
        };
        prop_assert_eq!(attacked(&published), Ok(()), "{:?}\n{:?}", items, published);
    }

    #[test]
    fn what_is_kept_back_on_request_does_not_follow_either(
        rows in tables(),
        (row, column) in (0_usize..6, 0_usize..6),
    ) {
        let mut table = Table::new(&rows);
        table.keep_back(row, column);
        let published = table.publish();
        prop_assert_eq!(attacked(&published), Ok(()));
        let within = rows.get(row).and_then(|cells| cells.get(column));
        if let Some(count) = within.filter(|count| count.counted > 0) {
            prop_assert_eq!(published.cells[row][column], None);
            let cell = row * (published.column_totals.len() + 1) + column;
            let found = Attacker::new(&published).by_differences(0)[cell];
            prop_assert_eq!(found, None, "{:?}: {:?}", count, published);
        }
    }

    /// What is shown is true, and a table of large numbers loses nothing.
    #[test]
    fn what_is_shown_is_as_it_was(rows in tables()) {
        let published = Table::new(&rows).publish();
        for (row, shown) in rows.iter().zip(&published.cells) {
            for (cell, shown) in row.iter().zip(shown) {
                prop_assert!(shown.is_none_or(|shown| shown == *cell));
                prop_assert!(cell.counted > 0 || shown.is_some(), "an empty cell is shown");
            }
        }
    }
}
