//! Finds cycles of references between records, in time linear in the number of references.

/// Returns the number of the cycle of each node, or `None` if no path leads back to it. Nodes that can be reached from each
/// other have the same number. `edges` lists the nodes that each node refers to.
///
/// This is Tarjan's algorithm for strongly connected components with an explicit stack, because chains can be as long as a
/// file.
pub(super) fn cycles(edges: &[Vec<usize>]) -> Vec<Option<usize>> {
    const NEW: usize = usize::MAX;
    let mut search =
        Search { order: vec![NEW; edges.len()], lowest: vec![NEW; edges.len()], open: Vec::new(), next: 0 };
    let mut is_open = vec![false; edges.len()];
    let mut cycles = vec![None; edges.len()];
    let mut number = 0;
    // A node, and the number of its edges that have been followed.
    let mut path: Vec<(usize, usize)> = Vec::new();
    for start in 0..edges.len() {
        if search.order[start] != NEW {
            continue;
        }
        path.push((start, 0));
        while let Some((node, followed)) = path.pop() {
            if followed == 0 {
                search.enter(node);
                is_open[node] = true;
            }
            if let Some(&next) = edges[node].get(followed) {
                path.push((node, followed + 1));
                if search.order[next] == NEW {
                    path.push((next, 0));
                } else if is_open[next] {
                    search.lowest[node] = search.lowest[node].min(search.order[next]);
                }
                continue;
            }
            if let Some(&(above, _)) = path.last() {
                search.lowest[above] = search.lowest[above].min(search.lowest[node]);
            }
            if search.lowest[node] == search.order[node] {
                let members = search.leave(node);
                let is_cycle = members.len() > 1 || edges[node].contains(&node);
                for member in members {
                    is_open[member] = false;
                    cycles[member] = is_cycle.then_some(number);
                }
                number += 1;
            }
        }
    }
    cycles
}

struct Search {
    /// The order in which nodes were first visited.
    order: Vec<usize>,
    /// The order of the earliest node that each leads back to.
    lowest: Vec<usize>,
    /// Visited nodes that are not yet part of a finished component.
    open: Vec<usize>,
    next: usize,
}

impl Search {
    fn enter(&mut self, node: usize) {
        self.order[node] = self.next;
        self.lowest[node] = self.next;
        self.next += 1;
        self.open.push(node);
    }

    /// Removes and returns `node` and the open nodes visited after it.
    fn leave(&mut self, node: usize) -> Vec<usize> {
        let at = self.open.iter().rposition(|open| *open == node).unwrap_or(self.open.len());
        self.open.split_off(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cycles_are_distinguished_from_chains_that_lead_to_them() {
        // 0 -> 1 -> 2 -> 1, 3 alone, 4 names itself, 5 -> 4, 6 <-> 7, 8 is unknown
        let edges = [vec![1], vec![2], vec![1], vec![], vec![4], vec![4], vec![7], vec![6, 8], vec![]];
        let cycles = cycles(&edges);
        let in_one = |a: usize, b: usize| cycles[a].is_some() && cycles[a] == cycles[b];
        assert!(in_one(1, 2) && in_one(6, 7) && in_one(4, 4));
        assert!(!in_one(1, 4) && !in_one(1, 6));
        assert!([0, 3, 5, 8].iter().all(|node| cycles[*node].is_none()), "{cycles:?}");
    }

    #[test]
    fn a_long_chain_and_a_long_cycle_need_no_deep_stack() {
        let length = 300_000;
        let chain: Vec<Vec<usize>> = (0..length).map(|n| if n + 1 < length { vec![n + 1] } else { vec![] }).collect();
        assert!(cycles(&chain).iter().all(Option::is_none));
        let cycle: Vec<Vec<usize>> = (0..length).map(|n| vec![(n + 1) % length]).collect();
        assert!(cycles(&cycle).iter().all(|number| *number == Some(0)));
    }
}
