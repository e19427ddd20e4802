//! One future of an open lab: a run with everything that was done to it, and its index.

use crate::{
    acts,
    catalogue::Lab,
    history::History,
    journeys::Journeys,
    lesson::Facts,
    own,
    protocol::{Intervention, Opening, Problem},
    run_view::run_view,
    scene::Scene,
    view::{Lane, RunView},
};
use netlab_wire::Instant;
use netlab_world::{self as world, HostId, Moment};
use std::rc::Rc;

/// A run.
pub(super) struct Future {
    pub(super) interventions: Vec<(u64, Intervention)>,
    pub(super) history: History,
    pub(super) scene: Scene,
    pub(super) journeys: Journeys,
    pub(super) run: Rc<RunView>,
    pub(super) facts: Option<Facts>,
}

impl Future {
    /// Makes the run. `opening` says all but the interventions.
    pub(super) fn new(
        lab: Lab,
        opening: &Opening,
        seed: u64,
        interventions: Vec<(u64, Intervention)>,
    ) -> Result<Future, Problem> {
        let mut recipe = lab.recipe(&opening.parameters, seed)?;
        own::place(&mut recipe, &opening.programs)?;
        if let Some(stop) = opening.stop_at {
            recipe.scenario.horizon.records = recipe.scenario.horizon.records.min(stop);
        }
        let mut actions = Vec::new();
        for (at, what) in &interventions {
            let action = acts::action(&recipe, what).ok_or(Problem::NotNow)?;
            let when = Moment::Time(Instant::from_nanos(*at));
            actions.push(world::Intervention { when, action });
        }
        let history = History::new(recipe, actions)
            .map_err(|error| Problem::BadParameter("lab".into(), lab.id.to_owned(), format!("{error:?}")))?;
        let scene = Scene::new(&history);
        let mut future = Future {
            interventions,
            history,
            scene,
            journeys: Journeys::default(),
            run: Rc::new(RunView::default()),
            facts: None,
        };
        future.index(lab);
        Ok(future)
    }

    /// Makes the index and lists of the whole run.
    pub(super) fn index(&mut self, lab: Lab) {
        self.scene.index(&self.history);
        self.journeys = Journeys::default();
        let topology = &self.history.recipe().scenario.topology;
        let mut journeys = Journeys::default();
        let records = self.history.records();
        for (at, record) in records.iter().enumerate() {
            let is_router = |host: HostId| topology.computers[usize::from(host.0)].forwarding;
            journeys.take(record, &records[..at], topology.links.len(), is_router);
        }
        self.journeys = journeys;
        // What there was before is not kept beside what comes.
        self.run = Rc::default();
        self.facts = Facts::new(lab.id, &self.history);
        self.run = Rc::new(run_view(&self.history, &self.scene, &self.journeys));
    }

    /// Its lane of the timeline beside the shown future.
    pub(super) fn lane(&self, place: usize, shown: &Future) -> Lane {
        Lane {
            place,
            end: self.run.end,
            records: self.run.records,
            idle: self.run.idle.clone(),
            calls: self.run.calls.clone(),
            flights: self.run.flights.clone(),
            marks: self.run.marks.clone(),
            differs: self.differs(shown),
        }
    }

    /// The first record that two futures do not share, and its moment.
    pub(super) fn differs(&self, other: &Future) -> Option<(u64, u64)> {
        let at = self.history.divergence(&other.history)?;
        let moment = |history: &History| history.records().get(at as usize).map(|record| record.at);
        let when = [moment(&self.history), moment(&other.history)].into_iter().flatten().min()?;
        Some((at, when.as_nanos()))
    }
}
