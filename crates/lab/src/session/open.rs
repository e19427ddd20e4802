//! An open lab: its futures, and where the reader stands in the one that is shown.

use super::future::Future;
use crate::{
    acts,
    catalogue::Lab,
    compare::compare,
    condition::Condition,
    history::{History, Present},
    lesson::{
        Facts, LessonState,
        tasks::{self, Need},
    },
    protocol::{Answer, Intervention, Opening, Problem, Tab},
    receipt,
    snapshot::{Selection, Shot, kernel_choice},
    steps,
    tools::{self, series, states},
    until::hosts,
    view::{
        FrameKind, Graphs, KernelChoice, LabName, PanelView, Plan, Receipt, RunView, Skipped, Source, States,
        TaskState, View,
    },
    withhold,
};
use netlab_wire::Instant;
use std::rc::Rc;

/// Futures kept at most; the oldest one that is not shown goes first.
const FUTURES: usize = 6;

/// What the open tab draws of the whole run beyond its lists.
#[derive(Default)]
struct TabLists {
    graphs: Option<Box<Graphs>>,
    states: Option<Box<States>>,
    recorded: bool,
    receipt: Option<Box<Receipt>>,
}

impl TabLists {
    /// What another tab had there goes.
    fn put(self, run: &mut RunView) {
        (run.graphs, run.states) = (self.graphs, self.states);
        (run.recorded, run.receipt) = (self.recorded, self.receipt);
    }
}

/// See the module's comment.
pub(super) struct Open {
    pub(super) lab: Lab,
    /// What it was opened with; interventions, branches, record and answer stand elsewhere.
    opening: Opening,
    pub(super) seed: u64,
    /// In the order of their letters.
    futures: Vec<Future>,
    /// The one that is shown.
    branch: usize,
    pub(super) present: Present,
    /// Now: later than the last record while frames fly.
    pub(super) at: Instant,
    /// How the question stands.
    answer: Answer,
    /// What the run says that it is about: the one to which nothing was done, where there is one.
    asked: Option<Facts>,
    /// While the question is open: records that may be shown.
    limit: Option<u64>,
    /// The needs of each task, read.
    tasks: Vec<Vec<Condition>>,
    /// Tasks whose moment the reader has stood at, since the question was settled.
    solved: usize,
}

impl Open {
    pub(super) fn new(lab: Lab, opening: Opening, seed: u64) -> Result<Open, Problem> {
        let make = |interventions: &Vec<(u64, Intervention)>| {
            Future::new(lab, &opening, seed, interventions.clone())
        };
        let branch = opening.branch.min(opening.others.len());
        let mut futures = opening.others.iter().take(FUTURES - 1).map(make).collect::<Result<Vec<_>, _>>()?;
        let branch = branch.min(futures.len());
        futures.insert(branch, make(&opening.interventions)?);
        let present = futures[branch].history.present(opening.record);
        let at = present.track().now;
        let answer = opening.answer;
        let untouched = futures.iter().find(|future| future.interventions.is_empty());
        let asked = untouched.unwrap_or(&futures[branch]).facts.clone();
        let names = hosts(&futures[branch].history);
        let read = |need: &Need| {
            let read = Condition::read(need.condition, &names);
            read.unwrap_or_else(|part| panic!("{}: {}: {part}", lab.id, need.condition))
        };
        let tasks = tasks::tasks(lab.id).iter().map(|task| task.needs.iter().map(read).collect()).collect();
        let mut open = Open {
            lab,
            opening,
            seed,
            futures,
            branch,
            present,
            at,
            answer,
            asked,
            limit: None,
            tasks,
            solved: 0,
        };
        if open.answer == Answer::Asked {
            open.limit = Some(open.present.records());
        }
        Ok(open)
    }

    pub(super) fn shown(&self) -> &Future {
        &self.futures[self.branch]
    }

    pub(super) fn history(&self) -> &History {
        &self.shown().history
    }

    /// Records that may be shown: all, or those before an open question.
    pub(super) fn last(&self) -> u64 {
        self.limit.unwrap_or(u64::MAX).min(self.history().len())
    }

    /// How the question stands.
    pub(super) fn answer(&self) -> Answer {
        self.answer
    }

    /// Whether the future is withheld.
    pub(super) fn withheld(&self) -> bool {
        self.limit.is_some()
    }

    /// Asks the question: from now on the future is withheld. Whether that changed something.
    pub(super) fn ask(&mut self) -> bool {
        let asks = self.answer == Answer::Unasked && self.shown().facts.is_some();
        if asks {
            self.answer = Answer::Asked;
            self.limit = Some(self.present.records());
        }
        asks
    }

    /// The question is settled, and the future open.
    pub(super) fn settle(&mut self, answer: Answer) {
        self.answer = answer;
        self.limit = None;
    }

    /// The run's lists as they may be sent, with the moments at which these lines are reached, and what the open tab draws of
    /// the whole run.
    pub(super) fn lists(
        &mut self,
        version: u32,
        breakpoints: &[(Rc<str>, u32)],
        selection: &Selection,
    ) -> Rc<RunView> {
        let shown = self.shown();
        let others = self.futures.iter().enumerate().filter(|(place, _)| *place != self.branch);
        let plan = Plan {
            interventions: shown.interventions.clone(),
            others: others.clone().map(|(_, future)| future.interventions.clone()).collect(),
            branch: self.branch,
            answer: self.answer,
        };
        let mut stops = steps::stops_at(&shown.history, breakpoints);
        stops.retain(|(happened, _)| *happened <= self.last());
        let tab = self.tab_lists(selection);
        if let Some(limit) = self.limit {
            let mut seen = withhold::until(&shown.run, limit, self.limit_time(limit));
            tab.put(&mut seen);
            return Rc::new(RunView { version, plan, stops, ..seen });
        }
        let others = others.map(|(place, future)| future.lane(place, shown)).collect();
        let kept = &mut self.futures[self.branch].run;
        // The lists of a long run are large: they are copied only when an earlier answer is still held somewhere.
        let run = Rc::make_mut(kept);
        (run.version, run.plan, run.stops, run.others) = (version, plan, stops, others);
        tab.put(run);
        kept.clone()
    }

    /// What the open tab draws of the whole run.
    fn tab_lists(&self, selection: &Selection) -> TabLists {
        let shown = self.shown();
        let linux = kernel_choice(shown.history.recipe().scenario.policy) == KernelChoice::Linux;
        let recorded = linux && tools::receipt::is_recorded(self.lab.id);
        let mut lists = TabLists { recorded, ..TabLists::default() };
        match selection.tab {
            Tab::Graphs => {
                lists.graphs = series::graphs(&shown.history, self.last(), selection.socket).map(Box::new);
            }
            Tab::Receipt => lists.receipt = self.receipt().map(Box::new),
            Tab::States => lists.states = Some(Box::new(states::states(&shown.history, self.last()))),
            Tab::Lesson
            | Tab::Bytes
            | Tab::Sequence
            | Tab::Packets
            | Tab::Strace
            | Tab::Ss
            | Tab::Branches => {}
        }
        lists
    }

    /// The lab's recording beside the shown run; while something is withheld the recording would tell it.
    fn receipt(&self) -> Option<Receipt> {
        let shown = self.shown();
        let own = !self.opening.programs.is_empty() || !self.opening.parameters.is_empty();
        let unchanged = shown.interventions.is_empty() && !own;
        let linux = kernel_choice(shown.history.recipe().scenario.policy) == KernelChoice::Linux;
        let receipt =
            || tools::receipt::receipt(self.lab.id, &shown.history, &shown.scene, &shown.journeys, unchanged);
        if linux && !self.withheld() { receipt() } else { None }
    }

    fn limit_time(&self, limit: u64) -> u64 {
        let last = limit.checked_sub(1).and_then(|at| self.history().records().get(at as usize));
        last.map_or(0, |record| record.at.as_nanos())
    }

    /// Moves to after so many records; an error where the question is in the way.
    pub(super) fn seek(&mut self, records: u64) -> Result<(), Problem> {
        let goal = records.min(self.last());
        if goal < records && goal == self.present.records() && self.withheld() {
            return Err(Problem::PredictFirst);
        }
        self.futures[self.branch].history.seek(&mut self.present, goal);
        self.at = self.present.track().now;
        self.judge();
        Ok(())
    }

    /// Notes which task is solved here.
    fn judge(&mut self) {
        if !matches!(self.answer, Answer::Chosen(_) | Answer::Skipped) {
            return;
        }
        let track = self.present.track();
        while self.tasks.get(self.solved).is_some_and(|needs| needs.iter().all(|need| need.holds(track))) {
            self.solved += 1;
        }
    }

    /// The lesson at the cursor.
    pub(super) fn lesson(&self) -> Option<LessonState> {
        let (chosen, settled) = match self.answer {
            Answer::Unasked | Answer::Asked => (None, false),
            Answer::Chosen(choice) => (Some(choice), true),
            Answer::Skipped => (None, true),
        };
        let all = tasks::tasks(self.lab.id);
        let open = self.solved < all.len();
        let at = self.solved.min(all.len().saturating_sub(1));
        let state = match (settled && !all.is_empty(), open) {
            (false, _) => TaskState::None,
            (true, true) => TaskState::Open,
            (true, false) => TaskState::Solved,
        };
        let lacks = |needs: &Vec<Condition>| needs.iter().position(|need| !need.holds(self.present.track()));
        let lacking = self.tasks.get(self.solved).filter(|_| settled).and_then(lacks);
        Some(LessonState {
            facts: self.shown().facts.clone()?,
            asked: self.asked.clone()?,
            chosen,
            settled,
            lab: self.lab.id,
            task: all.get(at).map(|task| task.key),
            state,
            solved: (self.solved, all.len()),
            missing: lacking.map(|need| all[self.solved].needs[need].key),
        })
    }

    pub(super) fn seek_time(&mut self, time: Instant) -> Result<(), Problem> {
        self.seek(self.history().records_at(time))?;
        let flying = !self.present.track().flights.is_empty();
        if flying && self.present.records() < self.last() {
            self.at = time.max(self.at);
        }
        Ok(())
    }

    /// Where the next or previous marker is.
    pub(super) fn marker(&self, forward: bool) -> u64 {
        let here = self.present.records();
        // A mark's record has happened when one more record than its number has.
        let mut places = self.shown().run.marks.iter().map(|mark| mark.record + 1);
        if forward {
            places.find(|place| *place > here).unwrap_or(self.history().len())
        } else {
            places.rfind(|place| *place < here).unwrap_or(0)
        }
    }

    /// Does something to the run at the present moment: the old future stays beside the new one.
    pub(super) fn intervene(&mut self, what: Intervention) -> Result<(), Problem> {
        if self.withheld() {
            return Err(Problem::PredictFirst);
        }
        // It happens when everything else of this moment has happened, so it is there that it has to fit.
        let records = self.history().records_at(self.at);
        let then = self.history().present(records);
        if !acts::fits(self.history().recipe(), &then, &what) {
            return Err(Problem::NotNow);
        }
        let now = self.at.as_nanos();
        let mut interventions = self.shown().interventions.clone();
        interventions.retain(|(at, _)| *at <= now);
        interventions.push((now, what));
        let future = Future::new(self.lab, &self.opening, self.seed, interventions)?;
        let same = future.history.divergence(&self.shown().history);
        assert!(
            same.is_none_or(|at| at >= records),
            "an intervention at record {records} changed record {same:?}"
        );
        if self.futures.len() == FUTURES {
            let oldest = usize::from(self.branch == 0);
            self.futures.remove(oldest);
        }
        self.futures.push(future);
        self.branch = self.futures.len() - 1;
        // What was done is seen: the reader stands after its record.
        self.present = self.history().present(records + 1);
        self.at = self.present.track().now;
        self.judge();
        Ok(())
    }

    /// Takes the last intervention back: its future goes, and the one without it is shown at the same moment.
    pub(super) fn undo(&mut self) -> Result<(), Problem> {
        let mut interventions = self.shown().interventions.clone();
        let (when, _) = interventions.pop().ok_or(Problem::NotNow)?;
        let found = self.futures.iter().position(|future| future.interventions == interventions);
        if found.is_none() {
            let future = Future::new(self.lab, &self.opening, self.seed, interventions)?;
            self.futures[self.branch] = future;
        }
        if let Some(to) = found {
            self.futures.remove(self.branch);
            self.branch = to - usize::from(to > self.branch);
        }
        self.stand_at(self.at.min(Instant::from_nanos(when)));
        Ok(())
    }

    /// Shows another future, at the same moment.
    pub(super) fn switch(&mut self, place: usize) -> Result<(), Problem> {
        if place >= self.futures.len() {
            return Err(Problem::NotNow);
        }
        let shared = self.futures[place].history.divergence(self.history());
        let records = self.present.records();
        self.branch = place;
        if shared.is_none_or(|shared| records <= shared) {
            self.present = self.history().present(records);
            self.at = self.at.max(self.present.track().now);
        } else {
            self.stand_at(self.at);
        }
        self.judge();
        Ok(())
    }

    fn stand_at(&mut self, time: Instant) {
        self.present = self.history().present(self.history().records_at(time));
        let flying = !self.present.track().flights.is_empty();
        self.at = if flying && self.present.records() < self.history().len() {
            time.max(self.present.track().now)
        } else {
            self.present.track().now
        };
    }

    /// Goes on beyond the horizon.
    pub(super) fn extend(&mut self, horizon: netlab_world::Horizon) {
        let future = &mut self.futures[self.branch];
        future.history.extend(horizon);
        future.index(self.lab);
    }

    /// The first TCP or UDP frame at the client's NIC.
    fn origin(&self) -> Instant {
        let journeys = &self.shown().journeys;
        let first = journeys.captured.iter().find(|captured| {
            journeys.of(captured.frame).is_some_and(|journey| journey.kind != FrameKind::Arp)
        });
        let first = first.filter(|captured| captured.record < self.last() || !self.withheld());
        first.map_or(Instant::ZERO, |captured| captured.at)
    }

    pub(super) fn view(&self, selection: &Selection, skipped: Option<Skipped>) -> View {
        let mut parameters = self.opening.parameters.clone();
        parameters.sort();
        let shown = self.shown();
        let shot = Shot {
            lab: LabName {
                id: self.lab.id.into(),
                has_lesson: shown.facts.is_some(),
                kernel: kernel_choice(self.history().recipe().scenario.policy),
                parameters,
                seed: self.seed,
            },
            history: &shown.history,
            scene: &shown.scene,
            journeys: &shown.journeys,
            present: &self.present,
            at: self.at,
            origin: self.origin(),
            limit: self.limit,
            selection,
        };
        let mut view = shot.view();
        view.skipped = skipped;
        view.source = Some(match kernel_choice(self.history().recipe().scenario.policy) {
            KernelChoice::Linux => Source::Linux(self.recording().map(Into::into)),
            KernelChoice::Textbook => Source::Textbook,
        });
        if !self.withheld() {
            view.offers = acts::offers(self.history().recipe(), &self.present);
            if selection.tab == Tab::Branches {
                view.panel = self.comparison(selection).map_or(PanelView::Plain, PanelView::Branches);
            }
        }
        view
    }

    /// The recording that this run's totals equal, while nothing was changed and nothing is withheld.
    fn recording(&self) -> Option<&'static str> {
        let shown = self.shown();
        if self.withheld() || !shown.interventions.is_empty() {
            return None;
        }
        shown.facts.as_ref().and_then(receipt::equal_to)
    }

    /// The shown future beside the chosen one, or beside the newest other.
    fn comparison(&self, selection: &Selection) -> Option<Box<crate::view::Comparison>> {
        let others = || (0..self.futures.len()).filter(|place| *place != self.branch);
        let chosen = selection.beside.filter(|place| others().any(|other| other == *place));
        let beside = chosen.or_else(|| others().next_back())?;
        let (mine, theirs) = (self.shown(), &self.futures[beside]);
        let differs = mine.differs(theirs).map(|(record, _)| record);
        let mut comparison = compare(&mine.history, &theirs.history, differs, self.at);
        comparison.places = (self.branch, beside);
        Some(Box::new(comparison))
    }

    /// History and index of a future, for words.
    pub(super) fn future(&self, place: usize) -> Option<&Future> {
        self.futures.get(place)
    }
}
