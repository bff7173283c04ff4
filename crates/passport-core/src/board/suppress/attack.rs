//! What somebody with the published table can work out, and what to keep back so that
//! they cannot.
//!
//! Every sum of the table says that what flows into a vertex flows out of it. Whoever
//! knows the cells that are shown can change the hidden ones only along closed ways: up
//! by one here, down by one there, all sums as before. Lines compliant and lines that are
//! not move apart from each other, and a count moves if either does. A way may go up
//! through any cell, but down only through one that keeps something: nobody takes a count
//! below nothing for possible, nor a hidden cell for empty, since cells of 0 are shown.
//!
//! So a hidden value is free where a closed way runs through it: then another table, with
//! the same sums and the same shown cells, holds another value there, and no reckoning
//! can tell the two apart. Where there is none, the cells of the cheapest way are hidden
//! too. One can always be found: up through the cell, its row's total, the total of all
//! and its column's total, which are hidden last because they cost most.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::is_small;

/// A cell between two sums.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    /// Lines compliant, and lines that are not.
    pub(super) parts: [u64; 2],
    pub(super) hidden: bool,
    /// Kept back whatever it holds.
    pub(super) asked: bool,
}

impl Arc {
    fn counted(&self) -> u64 {
        self.parts[0] + self.parts[1]
    }

    /// Whether a part of a hidden cell could be one less.
    fn can_fall(&self, part: usize) -> bool {
        self.parts[part] >= 1 && self.counted() >= 2
    }

    fn is_secret(&self, count: u64) -> bool {
        is_small(count) || (self.asked && count > 0)
    }
}

/// All cells and totals of a table, and the sums between them.
#[derive(Debug)]
pub(super) struct Web {
    arcs: Vec<Arc>,
    /// The arcs at each vertex.
    at: Vec<Vec<usize>>,
}

impl Web {
    pub(super) fn new(vertices: usize) -> Self {
        Self { arcs: Vec::new(), at: vec![Vec::new(); vertices] }
    }

    pub(super) fn add(&mut self, arc: Arc) {
        for vertex in [arc.from, arc.to] {
            self.at[vertex].push(self.arcs.len());
        }
        self.arcs.push(arc);
    }

    /// Where the cells stand.
    pub(super) fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        self.arcs.iter().map(|arc| (arc.row, arc.column))
    }

    /// Where the hidden cells stand.
    pub(super) fn hidden(&self) -> impl Iterator<Item = (usize, usize)> {
        self.arcs.iter().filter(|arc| arc.hidden).map(|arc| (arc.row, arc.column))
    }

    pub(super) fn hide(&mut self, row: usize, column: usize) {
        for arc in &mut self.arcs {
            arc.hidden |= (arc.row, arc.column) == (row, column);
        }
    }

    /// Hides more until no secret follows from what is shown.
    pub(super) fn close(&mut self) {
        loop {
            let mut grew = false;
            for place in 0..self.arcs.len() {
                while self.arcs[place].hidden
                    && let Some(parts) = self.told(place)
                {
                    let ways = parts.iter().filter_map(|part| self.way(place, *part, &by_size));
                    let Some((_, way)) = ways.min_by_key(|(price, _)| *price) else { break };
                    for arc in way {
                        grew |= !self.arcs[arc].hidden;
                        self.arcs[arc].hidden = true;
                    }
                }
            }
            if !grew {
                return;
            }
        }
    }

    /// The parts of a hidden cell of which one must be freed, because a secret of the cell
    /// can be nothing else.
    fn told(&self, place: usize) -> Option<&'static [usize]> {
        let arc = &self.arcs[place];
        let secret = [0, 1].map(|part| arc.is_secret(arc.parts[part]));
        let whole = arc.is_secret(arc.counted());
        if !whole && secret == [false, false] {
            return None;
        }
        let fixed = [0, 1].map(|part| self.way(place, part, &if_hidden).is_none());
        match (secret, fixed) {
            ([true, _], [true, _]) => Some(&[0]),
            ([_, true], [_, true]) => Some(&[1]),
            (_, [true, true]) if whole => Some(&[0, 1]),
            _ => None,
        }
    }

    /// The cheapest closed way through a cell, up or down, along which a part may move,
    /// with its price.
    fn way(
        &self,
        place: usize,
        part: usize,
        cost: &dyn Fn(&Arc) -> Option<u64>,
    ) -> Option<(u64, Vec<usize>)> {
        let arc = &self.arcs[place];
        let up = self.cheapest(arc.to, arc.from, place, part, cost);
        let down = arc
            .can_fall(part)
            .then(|| self.cheapest(arc.from, arc.to, place, part, cost))
            .flatten();
        [up, down].into_iter().flatten().min_by_key(|(price, _)| *price)
    }

    /// The cheapest way from a vertex to another that leaves out one arc, with its price.
    fn cheapest(
        &self,
        from: usize,
        to: usize,
        without: usize,
        part: usize,
        cost: &dyn Fn(&Arc) -> Option<u64>,
    ) -> Option<(u64, Vec<usize>)> {
        let mut best: Vec<Option<(u64, usize)>> = vec![None; self.at.len()];
        let mut done = vec![false; self.at.len()];
        let mut queue = BinaryHeap::from([Reverse((0, from))]);
        while let Some(Reverse((price, vertex))) = queue.pop() {
            if vertex == to {
                return Some((price, self.back(&best, from, to)));
            }
            if std::mem::replace(&mut done[vertex], true) {
                continue;
            }
            for &place in self.at[vertex].iter().filter(|place| **place != without) {
                let arc = &self.arcs[place];
                let along = arc.from == vertex;
                if !along && !arc.can_fall(part) {
                    continue;
                }
                let Some(more) = cost(arc) else { continue };
                let (next, price) = (if along { arc.to } else { arc.from }, price + more);
                if next != from && best[next].is_none_or(|(least, _)| price < least) {
                    best[next] = Some((price, place));
                    queue.push(Reverse((price, next)));
                }
            }
        }
        None
    }

    fn back(&self, best: &[Option<(u64, usize)>], from: usize, to: usize) -> Vec<usize> {
        let mut way = Vec::new();
        let mut vertex = to;
        while vertex != from
            && let Some((_, place)) = best[vertex]
        {
            way.push(place);
            let arc = &self.arcs[place];
            vertex = if arc.to == vertex { arc.from } else { arc.to };
        }
        way
    }
}

/// Only through what is hidden already.
fn if_hidden(arc: &Arc) -> Option<u64> {
    arc.hidden.then_some(0)
}

/// Through anything that holds something: the smaller, the cheaper.
fn by_size(arc: &Arc) -> Option<u64> {
    match arc.counted() {
        _ if arc.hidden => Some(0),
        0 => None,
        counted => Some(counted),
    }
}
