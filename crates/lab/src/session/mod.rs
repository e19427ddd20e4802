//! The session: one open lab, where the reader stands in it, and what they do to it.

use crate::{
    capture,
    catalogue::Lab,
    history::{End, History, Present},
    journeys::Journeys,
    lesson::{Facts, LessonState},
    own,
    protocol::{Command, Intervention, Language, Opening, Problem, Reply, Tab},
    recipe::Recipe,
    run_view::run_view,
    scene::Scene,
    snapshot::{Selection, Shot, kernel_choice},
    steps,
    view::{FrameKind, LabName, RunView, TaskState, View},
};
use netlab_abi::{Pid, Signal};
use netlab_kernel::event::FrameId;
use netlab_wire::{Duration, Instant};
use netlab_world::{self as world, Action, FrameFault, Horizon, HostId, LinkId, Moment};
use std::rc::Rc;

/// How long the page's "corrupt" hits: the first bit of the payload's last byte is as good as any.
const CORRUPTED_BIT: u32 = 8 * 60;
/// How much further a run goes when it is told to run on, at least.
const RUN_ON: Duration = Duration::from_secs(60);
/// The seed of labs that are opened without one.
const DEFAULT_SEED: u64 = 1;

/// An open lab.
struct Open {
    lab: Lab,
    opening: Opening,
    seed: u64,
    history: History,
    scene: Scene,
    journeys: Journeys,
    present: Present,
    /// Now: later than the last record while frames fly.
    at: Instant,
    run: Rc<RunView>,
    facts: Option<Facts>,
    /// Whether the reader has stood at the moment that the lesson's task asks for, since the prediction.
    solved: bool,
}

/// A session. Without an open lab it only answers [`Command::Open`].
#[derive(Default)]
pub struct Session {
    open: Option<Open>,
    selection: Selection,
    language: Option<Language>,
    version: u32,
    /// The committed prediction, and the lab it is about.
    prediction: Option<(Lab, usize)>,
}

impl Session {
    /// A session in which no lab is open.
    pub fn new() -> Self {
        Session::default()
    }

    /// Obeys a command.
    pub fn apply(&mut self, command: Command) -> Reply {
        match self.perform(command) {
            Ok(reply) => reply,
            Err(problem) => Reply::Error(problem),
        }
    }

    /// The run, its index, and how things stand, for words.
    pub fn parts(&self) -> Option<(&History, &Scene, &Present)> {
        self.open.as_ref().map(|open| (&open.history, &open.scene, &open.present))
    }

    /// The moment the session stands at; later than the last record while frames fly.
    pub fn now(&self) -> Option<Instant> {
        self.open.as_ref().map(|open| open.at)
    }

    /// The language of sentences.
    pub fn language(&self) -> Language {
        self.language.unwrap_or(Language::English)
    }

    fn perform(&mut self, command: Command) -> Result<Reply, Problem> {
        match command {
            Command::Open(opening) => return self.open(opening),
            Command::Language(language) => self.language = Some(language),
            Command::Tab(tab) => self.selection.tab = tab,
            Command::SelectPacket(packet) => self.selection.packet = packet,
            Command::Follow(byte) => self.selection.follow = byte,
            Command::SelectFrame(frame) => self.selection.frame = frame,
            Command::Signal(signal) => self.selection.signal = signal,
            Command::PanicForTest => panic!("a panic on purpose"),
            Command::HangForTest => loop {
                std::hint::black_box(());
            },
            Command::Hash => {
                return Ok(self
                    .open
                    .as_ref()
                    .map_or(Reply::Done, |open| Reply::Hash(open.history.hash(), open.history.len())));
            }
            Command::Capture(interface) => return self.capture(interface.as_deref()),
            Command::Predict(choice) => self.predict(choice),
            Command::Intervene(what) => return self.intervene(what),
            Command::Undo => return self.undo(),
            Command::RunOn => return self.run_on(),
            Command::Step { grain, forward } => {
                self.go(|open| steps::step(&open.history, grain, open.present.records(), forward))
            }
            Command::SeekRecord(record) => self.go(|_| record),
            Command::RunTo { lines, forward } => return self.run_to(&lines, forward),
            Command::End => self.go(|open| open.history.len()),
            Command::Marker { forward } => self.go(|open| open.marker(forward)),
            Command::SeekTime(time) => self.seek_time(Instant::from_nanos(time)),
        }
        Ok(self.reply(false))
    }

    fn reply(&self, with_run: bool) -> Reply {
        match &self.open {
            None => Reply::Done,
            Some(open) => Reply::View {
                view: Box::new(open.view(&self.selection)),
                run: with_run.then(|| open.run.clone()),
            },
        }
    }

    /// Commits a prediction; the first one stays.
    fn predict(&mut self, choice: usize) {
        if let Some(open) = &self.open
            && self.prediction.is_none_or(|(lab, _)| lab != open.lab)
        {
            self.prediction = Some((open.lab, choice));
        }
    }

    /// The lesson, while its tab is open.
    pub fn open_lesson(&self) -> Option<LessonState> {
        if self.selection.tab == Tab::Lesson { self.lesson() } else { None }
    }

    /// The open lab's lesson at the cursor, if it has one.
    pub fn lesson(&self) -> Option<LessonState> {
        let open = self.open.as_ref()?;
        let chosen = self.prediction.filter(|(lab, _)| *lab == open.lab).map(|(_, choice)| choice);
        let task = match (chosen, open.solved) {
            (None, _) => TaskState::None,
            (Some(_), false) => TaskState::Open,
            (Some(_), true) => TaskState::Solved,
        };
        Some(LessonState { facts: open.facts.clone()?, chosen, task })
    }

    fn go(&mut self, goal: impl FnOnce(&Open) -> u64) {
        if let Some(open) = &mut self.open {
            let goal = goal(open);
            open.seek(goal);
            let predicted = self.prediction.is_some_and(|(lab, _)| lab == open.lab);
            let solves = open.facts.as_ref().is_some_and(|facts| facts.solves(&open.present));
            open.solved |= predicted && solves;
        }
    }

    fn run_to(&mut self, lines: &[(usize, u32)], forward: bool) -> Result<Reply, Problem> {
        let Some(open) = &self.open else { return Ok(Reply::Done) };
        let goal = steps::reached(&open.history, lines, open.present.records(), forward);
        let goal = goal.ok_or(Problem::NotReached)?;
        self.go(|_| goal);
        Ok(self.reply(false))
    }

    fn seek_time(&mut self, time: Instant) {
        let Some(open) = &mut self.open else { return };
        open.seek(open.history.records_at(time));
        if !open.present.track().flights.is_empty() && open.present.records() < open.history.len() {
            open.at = time.max(open.at);
        }
    }

    fn open(&mut self, opening: Opening) -> Result<Reply, Problem> {
        let lab = Lab::find(&opening.lab)?;
        let seed = opening.seed.unwrap_or(DEFAULT_SEED);
        let open = Open::new(lab, opening, seed, self.version + 1)?;
        self.version += 1;
        self.selection = Selection { tab: self.selection.tab, ..Selection::default() };
        self.open = Some(open);
        Ok(self.reply(true))
    }

    /// The same lab with other interventions; the reader stays where they are.
    fn remake(&mut self, interventions: Vec<(u64, Intervention)>) -> Result<Reply, Problem> {
        let Some(open) = &self.open else { return Ok(Reply::Done) };
        let opening = Opening { interventions, record: open.present.records(), ..open.opening.clone() };
        let at = open.at;
        let mut open = Open::new(open.lab, opening, open.seed, self.version + 1)?;
        if !open.present.track().flights.is_empty() {
            open.at = at;
        }
        self.version += 1;
        self.open = Some(open);
        Ok(self.reply(true))
    }

    fn intervene(&mut self, what: Intervention) -> Result<Reply, Problem> {
        let Some(open) = &self.open else { return Ok(Reply::Done) };
        let now = open.at.as_nanos();
        // What is no longer there cannot be changed.
        if !open.fits(&what) {
            return Err(Problem::NotNow);
        }
        let mut interventions = open.opening.interventions.clone();
        interventions.retain(|(at, _)| *at <= now);
        interventions.push((now, what));
        self.remake(interventions)
    }

    fn undo(&mut self) -> Result<Reply, Problem> {
        let Some(open) = &self.open else { return Ok(Reply::Done) };
        let mut interventions = open.opening.interventions.clone();
        interventions.pop().ok_or(Problem::NotNow)?;
        self.remake(interventions)
    }

    fn run_on(&mut self) -> Result<Reply, Problem> {
        let Some(open) = &mut self.open else { return Ok(Reply::Done) };
        if open.history.end() == End::Quiescent {
            return Err(Problem::NotNow);
        }
        let end = open.history.end_time();
        let time = end + RUN_ON.max(end - Instant::ZERO);
        open.history.extend(Horizon { time, records: open.history.len() * 2 });
        self.version += 1;
        open.index(self.version);
        Ok(self.reply(true))
    }

    fn capture(&self, interface: Option<&str>) -> Result<Reply, Problem> {
        let Some(open) = &self.open else { return Ok(Reply::Done) };
        let capture = capture::capture(&open.history, interface).ok_or_else(|| {
            let names = capture::interfaces(&open.history).join(", ");
            Problem::BadParameter("interface".into(), interface.unwrap_or_default().to_owned(), names)
        })?;
        Ok(Reply::Capture(capture.to_pcapng()))
    }
}

impl Open {
    fn new(lab: Lab, opening: Opening, seed: u64, version: u32) -> Result<Open, Problem> {
        let mut recipe = lab.recipe(&opening.parameters, seed)?;
        own::place(&mut recipe, &opening.programs)?;
        if let Some(stop) = opening.stop_at {
            recipe.scenario.horizon.records = recipe.scenario.horizon.records.min(stop);
        }
        let links = recipe.scenario.topology.links.len();
        let mut actions = Vec::new();
        for (at, what) in &opening.interventions {
            let action = action(&recipe, what, links).ok_or(Problem::NotNow)?;
            let when = Moment::Time(Instant::from_nanos(*at));
            actions.push(world::Intervention { when, action });
        }
        let history = History::new(recipe, actions)
            .map_err(|error| Problem::BadParameter("lab".into(), lab.id.to_owned(), format!("{error:?}")))?;
        let present = history.present(opening.record);
        let at = present.track().now;
        let scene = Scene::new(&history);
        let mut open = Open {
            lab,
            opening,
            seed,
            history,
            scene,
            journeys: Journeys::default(),
            present,
            at,
            run: Rc::new(RunView::default()),
            facts: None,
            solved: false,
        };
        open.index(version);
        Ok(open)
    }

    /// Makes the index and lists of the whole run.
    fn index(&mut self, version: u32) {
        self.scene.index(&self.history);
        let topology = &self.history.recipe().scenario.topology;
        let mut journeys = Journeys::default();
        let records = self.history.records();
        for (at, record) in records.iter().enumerate() {
            let is_router = |host: HostId| topology.computers[usize::from(host.0)].forwarding;
            journeys.take(record, &records[..at], topology.links.len(), is_router);
        }
        self.journeys = journeys;
        self.facts = Facts::new(self.lab.id, &self.history);
        self.run = Rc::new(run_view(&self.history, &self.scene, &self.journeys, version));
    }

    fn seek(&mut self, records: u64) {
        self.history.seek(&mut self.present, records);
        self.at = self.present.track().now;
    }

    /// Where the next or previous marker is.
    fn marker(&self, forward: bool) -> u64 {
        let here = self.present.records();
        // A mark's record has happened when one more record than its number has.
        let mut places = self.run.marks.iter().map(|mark| mark.record + 1);
        if forward {
            places.find(|place| *place > here).unwrap_or(self.history.len())
        } else {
            places.rfind(|place| *place < here).unwrap_or(0)
        }
    }

    /// The first TCP or UDP frame at the client's NIC.
    fn origin(&self) -> Instant {
        let first = self.journeys.captured.iter().find(|captured| {
            self.journeys.of(captured.frame).is_some_and(|journey| journey.kind != FrameKind::Arp)
        });
        first.map_or(Instant::ZERO, |captured| captured.at)
    }

    /// Whether an intervention fits the present moment.
    fn fits(&self, what: &Intervention) -> bool {
        let flies =
            |frame: &u64| self.present.track().flights.values().any(|flight| flight.frame.id.0 == *frame);
        let lives = |program: &usize| {
            let program = program_at(self.history.recipe(), *program);
            let process = program.and_then(|(host, file)| {
                let host = self.present.track().hosts.get(&host)?;
                host.processes.values().find(|process| *process.name == *file)
            });
            process.is_some_and(|process| process.exited.is_none())
        };
        match what {
            Intervention::DropFrame(frame)
            | Intervention::CorruptFrame(frame)
            | Intervention::DelayFrame(frame, _)
            | Intervention::DuplicateFrame(frame) => flies(frame),
            Intervention::Cable(cable, _) => *cable < self.history.recipe().scenario.topology.links.len(),
            Intervention::Kill(program)
            | Intervention::Stop(program, _)
            | Intervention::ReadNow(program, _) => lives(program),
        }
    }

    fn view(&self, selection: &Selection) -> View {
        let mut parameters = self.opening.parameters.clone();
        parameters.sort();
        let shot = Shot {
            lab: LabName {
                id: self.lab.id.into(),
                has_lesson: self.facts.is_some(),
                kernel: kernel_choice(self.history.recipe().scenario.policy),
                parameters,
                seed: self.seed,
            },
            history: &self.history,
            scene: &self.scene,
            journeys: &self.journeys,
            present: &self.present,
            at: self.at,
            origin: self.origin(),
            selection,
        };
        shot.view()
    }
}

/// Programs are numbered by computer.
fn program_at(recipe: &Recipe, number: usize) -> Option<(HostId, Rc<str>)> {
    recipe.in_order().get(number).map(|program| (program.host, program.file.clone()))
}

/// What an intervention of the page is in the world; `None` when it names something that is not there.
fn action(recipe: &Recipe, what: &Intervention, links: usize) -> Option<Action> {
    let frame = |frame: u64, fault| Some(Action::Frame { frame: FrameId(frame), fault });
    let signal = |program: usize, signal| {
        // One program a computer: it is the first process there.
        let (host, _) = program_at(recipe, program)?;
        Some(Action::Signal { host, pid: FIRST_PID, signal })
    };
    match *what {
        Intervention::DropFrame(id) => frame(id, FrameFault::Drop),
        Intervention::CorruptFrame(id) => frame(id, FrameFault::Corrupt { bit: CORRUPTED_BIT }),
        Intervention::DelayFrame(id, by) => frame(id, FrameFault::Delay(Duration::from_nanos(by))),
        Intervention::DuplicateFrame(id) => frame(id, FrameFault::Duplicate),
        Intervention::Cable(cable, whole) => {
            let link = LinkId(u16::try_from(cable).ok().filter(|_| cable < links)?);
            Some(if whole { Action::MendLink(link) } else { Action::CutLink(link) })
        }
        Intervention::Kill(program) => signal(program, Signal::SIGKILL),
        Intervention::Stop(program, true) => signal(program, Signal::SIGSTOP),
        Intervention::Stop(program, false) => signal(program, Signal::SIGCONT),
        Intervention::ReadNow(program, length) => {
            let (host, _) = program_at(recipe, program)?;
            Some(Action::Read { host, pid: FIRST_PID, length })
        }
    }
}

/// The number of a computer's first process.
const FIRST_PID: Pid = Pid(1000);
