//! Which fields must be boxed so that no struct holds itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Kind, Member, Model, TypeName};

/// Boxes every field that leads back to a model on the way to it. Lists and boxed families lead nowhere: what they hold
/// stands elsewhere in memory. A union is as large as its models, so it leads to all of them.
pub(super) fn box_cycles(models: &mut [Model], unions: &[(TypeName, Vec<TypeName>)]) {
    let positions: BTreeMap<&TypeName, usize> =
        models.iter().enumerate().map(|(at, model)| (&model.name, at)).collect();
    let unions: BTreeMap<&TypeName, &Vec<TypeName>> = unions.iter().map(|(name, cases)| (name, cases)).collect();
    let targets = |member: &Member| -> Vec<usize> {
        let Member::Field(field) = member else {
            return Vec::new();
        };
        let names = match &field.kind {
            _ if field.boxed => return Vec::new(),
            Kind::Model(name) => vec![name],
            Kind::Union(name) => unions.get(name).map(|cases| cases.iter().collect()).unwrap_or_default(),
            Kind::Scalar(_) | Kind::ValueSet(_) | Kind::List(_) => Vec::new(),
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
    for (model, member) in closing_edges(&edges) {
        if let Some(Member::Field(field)) = models.get_mut(model).and_then(|model| model.members.get_mut(member)) {
            field.boxed = true;
        }
    }
}

/// The edges, by model and member, that lead to a model which is still on the way.
fn closing_edges(edges: &[Vec<(usize, Vec<usize>)>]) -> BTreeSet<(usize, usize)> {
    let mut search = Search {
        edges,
        state: vec![State::New; edges.len()],
        closing: BTreeSet::new(),
    };
    for start in 0..edges.len() {
        search.visit(start);
    }
    search.closing
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    OnTheWay,
    Done,
}

struct Search<'a> {
    edges: &'a [Vec<(usize, Vec<usize>)>],
    state: Vec<State>,
    closing: BTreeSet<(usize, usize)>,
}

impl Search<'_> {
    /// Goes depth first with a stack of its own: a chain of thousands of types must not overflow the thread's.
    fn visit(&mut self, start: usize) {
        if self.state[start] != State::New {
            return;
        }
        self.state[start] = State::OnTheWay;
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
                State::OnTheWay => drop(self.closing.insert((model, *at))),
                State::New => {
                    self.state[to] = State::OnTheWay;
                    stack.push((to, 0, 0));
                }
                State::Done => {}
            }
        }
    }
}
