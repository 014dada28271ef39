//! Model tests: an authorization is lost only if the response itself was lost. Programs, stores and a service with
//! strict rotation run through random sequences of steps and faults.
//!
//! Each sequence is determined by its seed. `TOKENS_MODEL_SEQUENCES` sets the number of sequences, `TOKENS_MODEL_SEED`
//! the first seed. A failure prints the seed that reproduces it.

mod program;
mod world;

use std::{env, time::Duration};

use program::{Op, Outcome, Program};
use world::{Kind, World};

/// The default number of sequences for each kind of store.
const SEQUENCES: u64 = 500;

fn number(variable: &str, default: u64) -> u64 {
    env::var(variable).map_or(default, |text| text.parse().unwrap())
}

fn sequences(kind: Kind) {
    let first = number("TOKENS_MODEL_SEED", 1);
    for seed in first..first + number("TOKENS_MODEL_SEQUENCES", SEQUENCES) {
        // This is only printed if the sequence fails.
        println!("TOKENS_MODEL_SEED={seed} TOKENS_MODEL_SEQUENCES=1");
        sequence(kind, seed);
    }
}

#[test]
fn an_authorization_in_memory_is_lost_only_with_the_response() {
    sequences(Kind::Memory);
}

#[test]
fn an_authorization_in_a_file_is_lost_only_with_the_response() {
    sequences(Kind::File);
}

#[test]
fn a_leased_authorization_is_lost_only_with_the_response() {
    sequences(Kind::Leased);
}

fn sequence(kind: Kind, seed: u64) {
    let mut rng = fastrand::Rng::with_seed(seed);
    let world = World::new(kind);
    let mut programs: Vec<_> = (0..3).map(|_| Program::start(&world)).collect();
    for _ in 0..rng.usize(20..120) {
        let chosen = rng.usize(..programs.len());
        let program = &mut programs[chosen];
        match rng.u32(..100) {
            0..65 if program.is_busy() => drop(program.step()),
            0..65 => drop(program.begin(match rng.u32(..8) {
                0..4 => Op::Token,
                4..6 => Op::Refresh,
                6 => Op::Rejected,
                _ => Op::Settled,
            })),
            65..70 => program.cancel(),
            // A store in memory ends with the program.
            70..75 if kind != Kind::Memory => {
                program.crash();
                *program = Program::start(&world);
            }
            75..79 => program.shift_clock(rng.i64(-10_000..10_000)),
            79..83 => programs
                .iter()
                .for_each(|program| program.advance(Duration::from_secs(rng.u64(..4000)))),
            83..86 => world.faults().saves_failing = rng.u32(1..4),
            86..88 => world.faults().save_reports_failure = true,
            88..91 => world.faults().disk_full ^= true,
            91..93 => world.faults().response_lost = true,
            93..95 => world.steal_lease(),
            95..97 => world.authorize(rng.u64(30..8000)),
            _ if kind == Kind::File => world.faults().killed_in_save = true,
            _ => world.faults().lifetime = rng.u64(1..8000),
        }
        for program in &mut programs {
            if program.is_dead() {
                program.crash();
                *program = Program::start(&world);
            }
        }
    }
    recover(&world, &mut programs);
}

/// Ends all faults. A token that was not lost with its response must then be in the store and usable.
fn recover(world: &World, programs: &mut [Program]) {
    *world.faults() = world::Faults::default();
    // The lease of a killed program expires.
    world.steal_lease();
    programs.iter().for_each(Program::reset_clock);
    // A renewal whose caller was canceled may hold the lock.
    for program in programs.iter_mut().filter(|program| !program.is_busy()) {
        program.begin(Op::Settled);
    }
    step_all(programs, |_| {});
    for program in &mut *programs {
        program.begin(Op::Settled).into_iter().for_each(assert_settled);
    }
    step_all(programs, assert_settled);
    // The next program recovers what the others left behind.
    Program::start(world).run(Op::Refresh);
    let usable = world.check();
    for program in &mut *programs {
        program.advance(Duration::from_secs(100));
        match program.run(Op::Token) {
            Outcome::Token(Ok(_)) => {}
            outcome => assert!(!usable, "the token in the store is valid: {outcome:?}"),
        }
    }
}

/// Steps all programs in turn until none is busy, since one may have to wait for another.
fn step_all(programs: &mut [Program], outcome: impl Fn(Outcome)) {
    while programs.iter().any(Program::is_busy) {
        for program in &mut *programs {
            if program.is_busy() {
                program.step().into_iter().for_each(&outcome);
            }
        }
    }
}

fn assert_settled(outcome: Outcome) {
    let Outcome::Settled(result) = outcome else {
        panic!("unexpected outcome")
    };
    result.unwrap();
}
