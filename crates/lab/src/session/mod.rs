//! The session: one open lab, where the reader stands in it, and what they do to it.

mod future;
mod open;

use crate::{
    capture,
    catalogue::Lab,
    furthest::{Bytes, Furthest},
    history::{End, History, Present},
    lesson::LessonState,
    protocol::{Answer, Command, Language, Opening, Problem, Reply, Tab, Until},
    scene::Scene,
    snapshot::Selection,
    steps,
    until::{self, skipped},
    view::Skipped,
};
use netlab_wire::{Duration, Instant};
use netlab_world::Horizon;
use open::Open;
use std::rc::Rc;

/// How much further a run goes when it is told to run on, at least.
const RUN_ON: Duration = Duration::from_secs(60);
/// The seed of labs that are opened without one.
const DEFAULT_SEED: u64 = 1;

/// Whether a tab draws something of the whole run that is not among its lists.
const fn whole_run(tab: Tab) -> bool {
    match tab {
        Tab::Graphs | Tab::States | Tab::Receipt => true,
        Tab::Lesson | Tab::Bytes | Tab::Sequence | Tab::Packets | Tab::Strace | Tab::Ss | Tab::Branches => {
            false
        }
    }
}

/// A session. Without an open lab it only answers [`Command::Open`].
#[derive(Default)]
pub struct Session {
    open: Option<Open>,
    selection: Selection,
    language: Option<Language>,
    /// Lines at which playing is to stop: file and line.
    breakpoints: Vec<(Rc<str>, u32)>,
    version: u32,
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
        self.open.as_ref().map(|open| (open.history(), &open.shown().scene, &open.present))
    }

    /// Where the bytes of every stream are.
    pub fn furthest(&self) -> Vec<Furthest> {
        let Some((history, scene, present)) = self.parts() else { return Vec::new() };
        let bytes = Bytes { history, scene, present };
        present.track().payload.streams.iter().map(|(key, stream)| bytes.furthest(*key, stream)).collect()
    }

    /// Another future's run and index, by its place, for words.
    pub fn future(&self, place: usize) -> Option<(&History, &Scene)> {
        let future = self.open.as_ref()?.future(place)?;
        Some((&future.history, &future.scene))
    }

    /// So many records may be shown: all, or those before an open question.
    pub fn last(&self) -> u64 {
        self.open.as_ref().map_or(0, Open::last)
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
        let mut skipped = None;
        match command {
            Command::Open(opening) => return self.open(opening),
            Command::Language(language) => self.language = Some(language),
            Command::Tab(tab) => {
                let before = std::mem::replace(&mut self.selection.tab, tab);
                if tab == Tab::Lesson && self.open.as_mut().is_some_and(Open::ask) {
                    return Ok(self.changed(None));
                }
                // What these draw of the whole run is made only while they are open.
                if tab != before && whole_run(tab) {
                    return Ok(self.changed(None));
                }
            }
            Command::GraphSocket(socket) => {
                self.selection.socket = Some(socket);
                return Ok(self.changed(None));
            }
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
                    .map_or(Reply::Done, |open| Reply::Hash(open.history().hash(), open.history().len())));
            }
            Command::Capture(interface) => return self.capture(interface.as_deref()),
            Command::Predict(choice) => return self.settle(Answer::Chosen(choice)),
            Command::SkipQuestion => return self.settle(Answer::Skipped),
            Command::Intervene(what) => {
                let Some(open) = &mut self.open else { return Ok(Reply::Done) };
                open.intervene(what)?;
                return Ok(self.changed(None));
            }
            Command::Undo => {
                let Some(open) = &mut self.open else { return Ok(Reply::Done) };
                open.undo()?;
                return Ok(self.changed(None));
            }
            Command::Branch(place) => {
                let Some(open) = &mut self.open else { return Ok(Reply::Done) };
                open.switch(place)?;
                return Ok(self.changed(None));
            }
            Command::Breakpoints(lines) => {
                self.breakpoints = lines;
                return Ok(self.changed(None));
            }
            Command::Beside(place) => self.selection.beside = Some(place),
            Command::RunOn => return self.run_on(),
            Command::RunUntil(goal) => {
                let Some(open) = &mut self.open else { return Ok(Reply::Done) };
                let before = open.present.track().clone();
                let found = until::until(open.history(), &open.present, &goal, open.last());
                let found = match found {
                    Err(Problem::NeverHappens) if open.withheld() => return Err(Problem::PredictFirst),
                    found => found?,
                };
                match goal {
                    // Nothing need happen at that time.
                    Until::Time(time) => open.seek_time(Instant::from_nanos(time))?,
                    Until::Block
                    | Until::WakeUp
                    | Until::ZeroWindow
                    | Until::Drop
                    | Until::Retransmission
                    | Until::StateChange
                    | Until::Condition(_)
                    | Until::Line(..) => open.seek(found)?,
                }
                skipped = Some(self::skipped(&before, open.present.track()));
            }
            Command::Step { grain, forward } => {
                self.go(|open| steps::step(open.history(), grain, open.present.records(), forward))?;
            }
            Command::SeekRecord(record) => self.go(|_| record)?,
            Command::RunTo { lines, forward } => {
                let Some(open) = &mut self.open else { return Ok(Reply::Done) };
                let goal = steps::reached(open.history(), &lines, open.present.records(), forward);
                open.seek(match goal {
                    None if forward && open.withheld() => return Err(Problem::PredictFirst),
                    goal => goal.ok_or(Problem::NotReached)?,
                })?;
            }
            Command::End => self.go(|open| open.history().len())?,
            Command::Marker { forward } => self.go(|open| open.marker(forward))?,
            Command::SeekTime(time) => {
                if let Some(open) = &mut self.open {
                    open.seek_time(Instant::from_nanos(time))?;
                }
            }
        }
        Ok(self.reply(false, skipped))
    }

    fn reply(&mut self, with_run: bool, skipped: Option<Skipped>) -> Reply {
        let Some(open) = &mut self.open else { return Reply::Done };
        let view = Box::new(open.view(&self.selection, skipped));
        let run = with_run.then(|| open.lists(self.version, &self.breakpoints, &self.selection));
        Reply::View { view, run }
    }

    /// The answer to what has changed the run, or what may be seen of it.
    fn changed(&mut self, skipped: Option<Skipped>) -> Reply {
        self.version += 1;
        self.reply(true, skipped)
    }

    /// The question is answered or skipped; the first answer stays.
    fn settle(&mut self, answer: Answer) -> Result<Reply, Problem> {
        let Some(open) = &mut self.open else { return Ok(Reply::Done) };
        match open.answer() {
            Answer::Unasked | Answer::Asked => open.settle(answer),
            // Who has looked first may still say what they would have said.
            Answer::Skipped if answer != Answer::Skipped => open.settle(answer),
            Answer::Skipped | Answer::Chosen(_) => {}
        }
        Ok(self.changed(None))
    }

    /// The lesson, while its tab is open.
    pub fn open_lesson(&self) -> Option<LessonState> {
        if self.selection.tab == Tab::Lesson { self.lesson() } else { None }
    }

    /// The open lab's lesson at the cursor, if it has one.
    pub fn lesson(&self) -> Option<LessonState> {
        self.open.as_ref()?.lesson()
    }

    fn go(&mut self, goal: impl FnOnce(&Open) -> u64) -> Result<(), Problem> {
        if let Some(open) = &mut self.open {
            let goal = goal(open);
            open.seek(goal)?;
        }
        Ok(())
    }

    fn open(&mut self, opening: Opening) -> Result<Reply, Problem> {
        let lab = Lab::find(&opening.lab)?;
        let seed = opening.seed.unwrap_or(DEFAULT_SEED);
        let asks = self.selection.tab == Tab::Lesson && opening.record == 0;
        let mut open = Open::new(lab, opening, seed)?;
        if asks {
            open.ask();
        }
        // What concerns another run is forgotten; how things are shown stays.
        let Selection { tab, signal, .. } = self.selection;
        self.selection = Selection { tab, signal, ..Selection::default() };
        self.open = Some(open);
        Ok(self.changed(None))
    }

    fn run_on(&mut self) -> Result<Reply, Problem> {
        let Some(open) = &mut self.open else { return Ok(Reply::Done) };
        if open.withheld() {
            return Err(Problem::PredictFirst);
        }
        if open.history().end() == End::Quiescent {
            return Err(Problem::NotNow);
        }
        let end = open.history().end_time();
        let time = end + RUN_ON.max(end - Instant::ZERO);
        open.extend(Horizon { time, records: open.history().len() * 2 });
        Ok(self.changed(None))
    }

    fn capture(&self, interface: Option<&str>) -> Result<Reply, Problem> {
        let Some(open) = &self.open else { return Ok(Reply::Done) };
        if open.withheld() {
            return Err(Problem::PredictFirst);
        }
        let capture = capture::capture(open.history(), interface).ok_or_else(|| {
            let names = capture::interfaces(open.history()).join(", ");
            Problem::BadParameter("interface".into(), interface.unwrap_or_default().to_owned(), names)
        })?;
        Ok(Reply::Capture(capture.to_pcapng()))
    }
}
