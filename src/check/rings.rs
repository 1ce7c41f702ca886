//! Rings in what records say of one another: which records lead back to themselves, in time linear in what they say.

/// The number of the ring that each node lies on, or `None` where no way from it leads back. Two nodes lie on one ring
/// where each can be reached from the other. `edges` are the nodes that each node names.
///
/// This is Tarjan's algorithm with a stack of its own, since chains are as long as a file.
pub(super) fn rings(edges: &[Vec<usize>]) -> Vec<Option<usize>> {
    const NEW: usize = usize::MAX;
    let mut found = Found { order: vec![NEW; edges.len()], lowest: vec![NEW; edges.len()], open: Vec::new(), next: 0 };
    let mut is_open = vec![false; edges.len()];
    let mut rings = vec![None; edges.len()];
    let mut number = 0;
    // A node, and how many of its edges have been followed.
    let mut way: Vec<(usize, usize)> = Vec::new();
    for start in 0..edges.len() {
        if found.order[start] != NEW {
            continue;
        }
        way.push((start, 0));
        while let Some((node, followed)) = way.pop() {
            if followed == 0 {
                found.enter(node);
                is_open[node] = true;
            }
            if let Some(&next) = edges[node].get(followed) {
                way.push((node, followed + 1));
                if found.order[next] == NEW {
                    way.push((next, 0));
                } else if is_open[next] {
                    found.lowest[node] = found.lowest[node].min(found.order[next]);
                }
                continue;
            }
            if let Some(&(above, _)) = way.last() {
                found.lowest[above] = found.lowest[above].min(found.lowest[node]);
            }
            if found.lowest[node] == found.order[node] {
                let members = found.leave(node);
                let is_ring = members.len() > 1 || edges[node].contains(&node);
                for member in members {
                    is_open[member] = false;
                    rings[member] = is_ring.then_some(number);
                }
                number += 1;
            }
        }
    }
    rings
}

struct Found {
    /// When each node was first met.
    order: Vec<usize>,
    /// The earliest node that each leads back to, by order.
    lowest: Vec<usize>,
    /// Nodes that have been met and belong to no finished ring.
    open: Vec<usize>,
    next: usize,
}

impl Found {
    fn enter(&mut self, node: usize) {
        self.order[node] = self.next;
        self.lowest[node] = self.next;
        self.next += 1;
        self.open.push(node);
    }

    /// Takes out the nodes that were met since `node`, with it.
    fn leave(&mut self, node: usize) -> Vec<usize> {
        let at = self.open.iter().rposition(|open| *open == node).unwrap_or(self.open.len());
        self.open.split_off(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings_are_told_from_what_leads_to_them() {
        // 0 -> 1 -> 2 -> 1, 3 alone, 4 names itself, 5 -> 4, 6 <-> 7, 8 leads nowhere
        let edges = [vec![1], vec![2], vec![1], vec![], vec![4], vec![4], vec![7], vec![6, 8], vec![]];
        let rings = rings(&edges);
        let on_one = |a: usize, b: usize| rings[a].is_some() && rings[a] == rings[b];
        assert!(on_one(1, 2) && on_one(6, 7) && on_one(4, 4));
        assert!(!on_one(1, 4) && !on_one(1, 6));
        assert!([0, 3, 5, 8].iter().all(|node| rings[*node].is_none()), "{rings:?}");
    }

    #[test]
    fn a_long_chain_and_a_long_ring_need_no_deep_stack() {
        let length = 300_000;
        let chain: Vec<Vec<usize>> = (0..length).map(|n| if n + 1 < length { vec![n + 1] } else { vec![] }).collect();
        assert!(rings(&chain).iter().all(Option::is_none));
        let ring: Vec<Vec<usize>> = (0..length).map(|n| vec![(n + 1) % length]).collect();
        assert!(rings(&ring).iter().all(|ring| *ring == Some(0)));
    }
}
