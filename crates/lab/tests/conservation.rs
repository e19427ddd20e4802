//! Every byte has one furthest place at every record: the places sum to what the programs have written, in every lab and
//! in random runs with random interventions.

use netlab_lab::{
    Session,
    catalogue::LABS,
    protocol::{Command, Intervention, Opening, Reply},
    view::View,
};

fn view(reply: Reply) -> Option<View> {
    match reply {
        Reply::View { view, .. } => Some(*view),
        _ => None,
    }
}

/// At every record of the open run, in steps of so many; `name` says how to repeat it.
fn conserved(session: &mut Session, step: usize, name: &str) {
    let records = session.parts().expect("open").0.len();
    for at in (0..=records).step_by(step) {
        view(session.apply(Command::SeekRecord(at))).expect("a view");
        for place in session.furthest() {
            assert_eq!(place.sum(), place.written, "{name}, record {at}: {place:?}");
        }
    }
}

fn opening(lab: &str, kernel: &str, seed: u64) -> Opening {
    let parameters = vec![("kernel".to_owned(), kernel.to_owned())];
    Opening { lab: lab.into(), parameters, seed: Some(seed), ..Opening::default() }
}

#[test]
fn in_every_lab_at_every_record() {
    for lab in LABS {
        for kernel in ["linux", "textbook"] {
            let mut session = Session::new();
            assert!(
                view(session.apply(Command::Open(opening(lab.id, kernel, 1)))).is_some(),
                "{} opens",
                lab.id
            );
            conserved(&mut session, 1, &format!("{} {kernel}", lab.id));
        }
    }
}

/// SplitMix64: the choices of a case follow from its number.
struct Choices(u64);

impl Choices {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % below.max(1)
    }
}

/// An act on offer, its number changed.
fn vary(act: &Intervention, choices: &mut Choices) -> Intervention {
    match act {
        Intervention::DelayFrame(frame, _) => Intervention::DelayFrame(*frame, choices.next(2_000_000_000)),
        Intervention::ReadNow(program, _) => Intervention::ReadNow(*program, choices.next(8000) as u32 + 1),
        Intervention::SetDelay(cable, _) => Intervention::SetDelay(*cable, choices.next(500_000_000)),
        Intervention::SetRate(cable, _) => Intervention::SetRate(*cable, choices.next(1_000_000)),
        Intervention::SetOption(program, name, value) => {
            Intervention::SetOption(*program, *name, value.saturating_mul(choices.next(4) as i32 + 1))
        }
        other => other.clone(),
    }
}

#[test]
fn in_random_runs_with_interventions() {
    // `NETLAB_CASES=1000` for the long campaign; `NETLAB_CASE=17` repeats one.
    let number = |name| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let cases = match number("NETLAB_CASE") {
        Some(case) => case..case + 1,
        None => 0..number("NETLAB_CASES").unwrap_or(40),
    };
    for case in cases {
        let mut choices = Choices(case);
        let lab = LABS[choices.next(LABS.len() as u64) as usize].id;
        let kernel = ["linux", "textbook"][choices.next(2) as usize];
        let mut session = Session::new();
        let mut opening = opening(lab, kernel, choices.next(1000));
        if choices.next(3) == 0 {
            opening.parameters.push(("loss".to_owned(), choices.next(200).to_string()));
        }
        session.apply(Command::Open(opening));
        let mut done = Vec::new();
        for _ in 0..=choices.next(4) {
            let records = session.parts().expect("open").0.len();
            // Mostly early: that is where things happen.
            let at = choices.next(records.min(400) + 1);
            let Some(shown) = view(session.apply(Command::SeekRecord(at))) else { continue };
            let Some(offer) = shown.offers.get(choices.next(shown.offers.len() as u64) as usize) else {
                continue;
            };
            let act = vary(&offer.act, &mut choices);
            if view(session.apply(Command::Intervene(act.clone()))).is_some() {
                done.push(act);
            }
        }
        let name = format!("NETLAB_CASE={case} ({lab}, {kernel}, {done:?})");
        conserved(&mut session, 1 + choices.next(5) as usize, &name);
    }
}
