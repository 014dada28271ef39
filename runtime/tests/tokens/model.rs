//! An authorization is lost only when the answer itself was lost: programs, stores and a service with strict rotation, in
//! random sequences of steps and faults.
//!
//! Each sequence follows from its seed. `TOKENS_MODEL_SEQUENCES` says how many there are, `TOKENS_MODEL_SEED` which is the
//! first: a failure names the seed that repeats it.

mod program;
mod world;

use std::{env, time::Duration};

use program::{Op, Outcome, Program};
use world::{Kind, World};

/// How many sequences there are for each kind of store, unless somebody says otherwise.
const SEQUENCES: u64 = 500;

fn number(variable: &str, otherwise: u64) -> u64 {
    env::var(variable).map_or(otherwise, |text| text.parse().unwrap())
}

fn sequences(kind: Kind) {
    let first = number("TOKENS_MODEL_SEED", 1);
    for seed in first..first + number("TOKENS_MODEL_SEQUENCES", SEQUENCES) {
        // It is printed when the sequence fails.
        println!("TOKENS_MODEL_SEED={seed} TOKENS_MODEL_SEQUENCES=1");
        sequence(kind, seed);
    }
}

#[test]
fn an_authorization_in_memory_is_lost_only_with_the_answer() {
    sequences(Kind::Memory);
}

#[test]
fn an_authorization_in_a_file_is_lost_only_with_the_answer() {
    sequences(Kind::File);
}

#[test]
fn an_authorization_in_a_store_with_leases_is_lost_only_with_the_answer() {
    sequences(Kind::Leased);
}

fn sequence(kind: Kind, seed: u64) {
    let mut chance = fastrand::Rng::with_seed(seed);
    let world = World::new(kind);
    let mut programs: Vec<_> = (0..3).map(|_| Program::start(&world)).collect();
    for _ in 0..chance.usize(20..120) {
        let chosen = chance.usize(..programs.len());
        let program = &mut programs[chosen];
        match chance.u32(..100) {
            0..65 if program.is_busy() => drop(program.step()),
            0..65 => drop(program.begin(match chance.u32(..8) {
                0..4 => Op::Token,
                4..6 => Op::Refresh,
                6 => Op::Rejected,
                _ => Op::Settled,
            })),
            65..70 => program.cancel(),
            // What is kept in memory ends with the program.
            70..75 if kind != Kind::Memory => {
                program.crash();
                *program = Program::start(&world);
            }
            75..79 => program.jump(chance.i64(-10_000..10_000)),
            79..83 => programs
                .iter()
                .for_each(|program| program.pass(Duration::from_secs(chance.u64(..4000)))),
            83..86 => world.faults().saves_failing = chance.u32(1..4),
            86..88 => world.faults().save_told_failed = true,
            88..91 => world.faults().full ^= true,
            91..93 => world.faults().answer_lost = true,
            93..95 => world.steal_lease(),
            95..97 => world.authorize(chance.u64(30..8000)),
            _ if kind == Kind::File => world.faults().dies_in_save = true,
            _ => world.faults().lives = chance.u64(1..8000),
        }
        for program in &mut programs {
            if program.is_dead() {
                program.crash();
                *program = Program::start(&world);
            }
        }
    }
    heal(&world, &mut programs);
}

/// All faults end. What was not lost with its answer is in the store then, and can be used.
fn heal(world: &World, programs: &mut [Program]) {
    *world.faults() = world::Faults::default();
    // That of a program that was killed runs out.
    world.steal_lease();
    programs.iter().for_each(Program::right_clock);
    // One that a caller has left may hold the lock.
    for program in programs.iter_mut().filter(|program| !program.is_busy()) {
        program.begin(Op::Settled);
    }
    all_go_on(programs, |_| {});
    for program in &mut *programs {
        program.begin(Op::Settled).into_iter().for_each(settled);
    }
    all_go_on(programs, settled);
    // Whatever a program has left is found by the next.
    Program::start(world).run(Op::Refresh);
    let usable = world.check();
    for program in &mut *programs {
        program.pass(Duration::from_secs(100));
        match program.run(Op::Token) {
            Outcome::Token(Ok(_)) => {}
            ended => assert!(!usable, "the token in the store is good: {ended:?}"),
        }
    }
}

/// One step each, for one may have to wait for another.
fn all_go_on(programs: &mut [Program], ended: impl Fn(Outcome)) {
    while programs.iter().any(Program::is_busy) {
        for program in &mut *programs {
            if program.is_busy() {
                program.step().into_iter().for_each(&ended);
            }
        }
    }
}

fn settled(ended: Outcome) {
    let Outcome::Settled(settled) = ended else {
        panic!("another end")
    };
    settled.unwrap();
}
