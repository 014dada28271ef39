//! Boxes fields so that no struct contains itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Kind, Member, Model, TypeName, Union};

/// Boxes every field that closes a cycle of models. Lists, maps and boxed families cannot, since their values are on the
/// heap. A union contains its models inline, so it has an edge to each of them.
pub(super) fn box_cycles(models: &mut [Model], unions: &[Union]) {
    let positions: BTreeMap<&TypeName, usize> =
        models.iter().enumerate().map(|(at, model)| (&model.name, at)).collect();
    let unions: BTreeMap<&TypeName, &Union> = unions.iter().map(|union| (&union.type_name, union)).collect();
    let targets = |member: &Member| -> Vec<usize> {
        let Member::Field(field) = member else {
            return Vec::new();
        };
        let names = match &field.kind {
            _ if field.boxed => return Vec::new(),
            Kind::Model(name) => vec![name],
            Kind::Union(name) => unions
                .get(name)
                .map(|union| union.cases.iter().map(|case| &case.model).collect())
                .unwrap_or_default(),
            Kind::Scalar(_) | Kind::ValueSet(_) | Kind::List(_) | Kind::Map(_) => Vec::new(),
        };
        names
            .into_iter()
            .filter_map(|name| positions.get(name).copied())
            .collect()
    };
    let edges: Vec<Vec<(usize, Vec<usize>)>> = models
        .iter()
        .map(|model| {
            model
                .members
                .iter()
                .map(targets)
                .enumerate()
                .filter(|(_, to)| !to.is_empty())
                .collect()
        })
        .collect();
    for (model, member) in back_edges(&edges) {
        if let Some(Member::Field(field)) = models.get_mut(model).and_then(|model| model.members.get_mut(member)) {
            field.boxed = true;
        }
    }
}

/// Returns the back edges of a depth-first search, by model and member.
fn back_edges(edges: &[Vec<(usize, Vec<usize>)>]) -> BTreeSet<(usize, usize)> {
    let mut search = Search {
        edges,
        state: vec![State::New; edges.len()],
        back_edges: BTreeSet::new(),
    };
    for start in 0..edges.len() {
        search.visit(start);
    }
    search.back_edges
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Active,
    Done,
}

struct Search<'a> {
    edges: &'a [Vec<(usize, Vec<usize>)>],
    state: Vec<State>,
    back_edges: BTreeSet<(usize, usize)>,
}

impl Search<'_> {
    /// Searches depth first. Uses an explicit stack, so that a chain of thousands of types does not overflow the
    /// thread's.
    fn visit(&mut self, start: usize) {
        if self.state[start] != State::New {
            return;
        }
        self.state[start] = State::Active;
        let mut stack = vec![(start, 0, 0)];
        while let Some((model, member, target)) = stack.pop() {
            let Some((at, targets)) = self.edges[model].get(member) else {
                self.state[model] = State::Done;
                continue;
            };
            let Some(&to) = targets.get(target) else {
                stack.push((model, member + 1, 0));
                continue;
            };
            stack.push((model, member, target + 1));
            match self.state[to] {
                State::Active => drop(self.back_edges.insert((model, *at))),
                State::New => {
                    self.state[to] = State::Active;
                    stack.push((to, 0, 0));
                }
                State::Done => {}
            }
        }
    }
}
