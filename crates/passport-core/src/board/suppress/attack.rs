//! What somebody with the published table can work out, and what to keep back so that
//! they cannot.
//!
//! Every sum of the table says that what flows into a vertex flows out of it. Whoever
//! knows the cells that are shown can change the hidden ones only along closed ways: up
//! by one here, down by one there, all sums as before. A hidden value on no closed way is
//! the only one that fits, however clever the sums. A way may go up through any cell,
//! but down only through one that has something left to lose, since nobody takes a count
//! below nothing for possible, nor a hidden cell for empty: cells of 0 are shown.
//!
//! So a hidden cell is safe where a closed way runs through it, in each of its three
//! values; and where it is not, the cells of the cheapest such way are hidden too. One
//! can always be found: up through the cell, its row's total, the total of all and its
//! column's total, which are hidden last because they cost most.

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
    /// Counted, compliant, not compliant.
    pub(super) values: [u64; 3],
    pub(super) hidden: bool,
}

/// The least that each value of a hidden cell can be.
const LEAST: [u64; 3] = [1, 0, 0];

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

    /// Hides more until no small value follows from what is shown.
    pub(super) fn close(&mut self) {
        loop {
            let mut grew = false;
            for place in 0..self.arcs.len() {
                while self.arcs[place].hidden
                    && let Some(value) = self.exposed(place)
                    && self.hide_way(place, value)
                {
                    grew = true;
                }
            }
            if !grew {
                return;
            }
        }
    }

    /// A value of a hidden cell to which a way must be found: it is the only one that
    /// fits, and it is small or tells a small one, as the sum or difference of two does.
    fn exposed(&self, place: usize) -> Option<usize> {
        let small = self.arcs[place].values.map(is_small);
        if !small.contains(&true) {
            return None;
        }
        let fixed = [0, 1, 2].map(|value| !self.moves(place, value));
        let follows = |value: usize| (0..3).all(|other| other == value || fixed[other]);
        let told = (0..3).any(|value| small[value] && (fixed[value] || follows(value)));
        fixed.iter().position(|fixed| told && *fixed)
    }

    /// Whether a value of a hidden cell could be another.
    fn moves(&self, place: usize, value: usize) -> bool {
        let cost = |arc: &Arc| arc.hidden.then_some(0);
        self.way(place, value, &cost).is_some()
    }

    /// Hides the cheapest closed way through a cell; false if it is hidden already.
    fn hide_way(&mut self, place: usize, value: usize) -> bool {
        // A cell of nothing is never hidden, so it is no part of a way.
        let cost = |arc: &Arc| match arc.values[0] {
            _ if arc.hidden => Some(0),
            0 => None,
            counted => Some(counted),
        };
        let Some(way) = self.way(place, value, &cost) else { return false };
        let before = self.arcs.iter().filter(|arc| arc.hidden).count();
        for arc in way {
            self.arcs[arc].hidden = true;
        }
        self.arcs.iter().filter(|arc| arc.hidden).count() > before
    }

    /// The cheapest closed way through a cell, up or down, along which a value may move.
    fn way(
        &self,
        place: usize,
        value: usize,
        cost: &dyn Fn(&Arc) -> Option<u64>,
    ) -> Option<Vec<usize>> {
        let Arc { from, to, values, .. } = self.arcs[place];
        let up = self.cheapest(to, from, place, value, cost);
        let down = (values[value] > LEAST[value])
            .then(|| self.cheapest(from, to, place, value, cost))
            .flatten();
        [up, down].into_iter().flatten().min_by_key(|(price, _)| *price).map(|(_, way)| way)
    }

    /// The cheapest way from a vertex to another that leaves out one arc, with its price.
    fn cheapest(
        &self,
        from: usize,
        to: usize,
        without: usize,
        value: usize,
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
                if !along && arc.values[value] <= LEAST[value] {
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
