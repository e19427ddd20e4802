//! Time travel: one run from its start to its end, and how things stood after any of its records.
//!
//! Truth is the recipe (scenario, seed, programs) and the interventions. The records of the whole run are kept; worlds
//! are kept at checkpoints whose distance grows with the run. Going back restores the checkpoint before and runs from
//! there; what comes out again is the same, record for record.

use crate::{progress, recipe::Recipe, track::Track};
use netlab_kernel::record::RecordId;
use netlab_wire::Instant;
use netlab_world::{Horizon, Intervention, RecordHash, Step, World, WorldError, WorldRecord};

/// Checkpoints kept at most; when there are more every second one is dropped and the distance doubles.
const CHECKPOINTS: usize = 64;
/// Distance of the first checkpoints, records.
const FIRST_SPACING: u64 = 64;

/// Why a run ends where it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Nothing is left to happen.
    Quiescent,
    /// The horizon in time.
    Time,
    /// The horizon in records.
    Records,
}

/// The world between two events, and how things stand after a record of the event before.
#[derive(Clone)]
pub struct Present {
    world: World,
    /// Records the world has emitted.
    emitted: u64,
    track: Track,
}

impl Present {
    /// The world after the event that emitted the record the present stands at.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// How things stand after exactly that record.
    pub fn track(&self) -> &Track {
        &self.track
    }

    /// So many records have happened.
    pub fn records(&self) -> u64 {
        self.track.records
    }
}

/// One run.
#[derive(Clone)]
pub struct History {
    recipe: Recipe,
    interventions: Vec<Intervention>,
    horizon: Horizon,
    records: Vec<WorldRecord>,
    /// Ascending by records; the first has none.
    checkpoints: Vec<Present>,
    spacing: u64,
    end: End,
}

impl History {
    /// Runs a recipe to its end.
    ///
    /// # Errors
    /// [`WorldError`] when the scenario cannot be built.
    pub fn new(recipe: Recipe, interventions: Vec<Intervention>) -> Result<History, WorldError> {
        let mut world = World::new(&recipe.scenario, true)?;
        for program in &recipe.programs {
            world.start(program.start, program.host, &program.file, program.machine(recipe.scenario.seed));
        }
        for intervention in &interventions {
            world.intervene(intervention.clone());
        }
        let first = Present { world, emitted: 0, track: Track::default() };
        let horizon = recipe.scenario.horizon;
        let mut history = History {
            recipe,
            interventions,
            horizon,
            records: Vec::new(),
            checkpoints: vec![first.clone()],
            spacing: FIRST_SPACING,
            end: End::Quiescent,
        };
        history.run_on(first);
        Ok(history)
    }

    /// Runs from a present at the end of all known records to the horizon.
    fn run_on(&mut self, mut head: Present) {
        self.end = loop {
            progress::set(Some(head.emitted));
            match head.world.next_moment() {
                None => break End::Quiescent,
                Some(at) if at > self.horizon.time => break End::Time,
                Some(_) if head.emitted >= self.horizon.records => break End::Records,
                Some(_) => {}
            }
            assert!(matches!(head.world.step(), Step::Event(_)), "an event was announced");
            let new = head.world.take_records();
            for record in &new {
                head.track.apply(record);
            }
            // A long run's records are most of its memory: room for an eighth more at a time, not for as many again.
            if self.records.capacity() - self.records.len() < new.len() {
                self.records.reserve_exact(new.len().max(self.records.len() / 8));
            }
            self.records.extend(new);
            head.emitted = self.records.len() as u64;
            let last = self.checkpoints.last().map_or(0, |checkpoint| checkpoint.emitted);
            if head.emitted - last >= self.spacing {
                self.add_checkpoint(head.clone());
            }
        };
        progress::set(None);
    }

    fn add_checkpoint(&mut self, present: Present) {
        self.checkpoints.push(present);
        if self.checkpoints.len() > CHECKPOINTS {
            let mut index = 0;
            self.checkpoints.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.spacing *= 2;
        }
    }

    /// What the run is made of.
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// Everything done to it.
    pub fn interventions(&self) -> &[Intervention] {
        &self.interventions
    }

    /// Why it ends where it does.
    pub fn end(&self) -> End {
        self.end
    }

    /// All records, in order.
    pub fn records(&self) -> &[WorldRecord] {
        &self.records
    }

    /// The number of records.
    pub fn len(&self) -> u64 {
        self.records.len() as u64
    }

    /// Whether nothing happens at all.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The moment of the last record; the start of the run when there is none.
    pub fn end_time(&self) -> Instant {
        self.records.last().map_or(Instant::ZERO, |record| record.at)
    }

    /// How many records have happened at `time`, those of that very moment included.
    pub fn records_at(&self, time: Instant) -> u64 {
        self.records.partition_point(|record| record.at <= time) as u64
    }

    /// The digest of all records.
    pub fn hash(&self) -> u64 {
        let mut hash = RecordHash::default();
        self.records.iter().for_each(|record| hash.add(record));
        hash.value()
    }

    /// How things stand after the first `records` records (more than there are: at the end).
    pub fn present(&self, records: u64) -> Present {
        let records = records.min(self.len());
        let at = self.checkpoints.partition_point(|checkpoint| checkpoint.emitted <= records);
        let mut present = self.checkpoints[at - 1].clone();
        self.advance(&mut present, records);
        present
    }

    /// Runs the run once more from its start to after `records` records: `each` sees the world after every event that
    /// emitted some, and these.
    pub fn replay(&self, records: u64, mut each: impl FnMut(&World, &[WorldRecord])) {
        let mut world = self.checkpoints[0].world.clone();
        let mut emitted = 0;
        while emitted < records.min(self.len()) {
            assert!(matches!(world.step(), Step::Event(_)), "the run had more records than it has now");
            let before = emitted;
            emitted += world.take_records().len() as u64;
            // An event that goes on beyond the last record is not over then.
            if emitted > before && emitted <= records {
                each(&world, &self.records[before as usize..emitted as usize]);
            }
        }
    }

    /// Moves a present of this run to after `records` records, forward from where it is or from a checkpoint.
    pub fn seek(&self, present: &mut Present, records: u64) {
        let records = records.min(self.len());
        let at = self.checkpoints.partition_point(|checkpoint| checkpoint.emitted <= records);
        let checkpoint = &self.checkpoints[at - 1];
        // The present is no use when it lies behind the goal, or when a checkpoint lies between.
        if present.track.records > records || checkpoint.emitted > present.emitted {
            *present = checkpoint.clone();
        }
        self.advance(present, records);
    }

    fn advance(&self, present: &mut Present, records: u64) {
        while present.emitted < records {
            assert!(
                matches!(present.world.step(), Step::Event(_)),
                "the run had more records than it has now"
            );
            for record in present.world.take_records() {
                let first = self.records.get(record.id.0 as usize);
                assert!(first == Some(&record), "record {:?} differs from its first run", record.id);
                present.emitted += 1;
            }
        }
        while present.track.records < records {
            present.track.apply(&self.records[present.track.records as usize]);
        }
    }

    /// The same run, changed after the record the present stands at: `action` happens directly after the event that
    /// emitted it, and everything later is computed anew.
    ///
    /// # Errors
    /// [`WorldError`] when the scenario cannot be built.
    pub fn branch(&self, intervention: Intervention) -> Result<History, WorldError> {
        let mut interventions = self.interventions.clone();
        interventions.push(intervention);
        History::new(self.recipe.clone(), interventions)
    }

    /// The first record in which two runs differ; `None` when one is the beginning of the other.
    pub fn first_difference(&self, other: &History) -> Option<RecordId> {
        let at = self.divergence(other)?;
        (at < self.len().min(other.len())).then_some(RecordId(at))
    }

    /// How many records two runs share, unless they are equal. When one is the beginning of the other they differ where
    /// the shorter one ends.
    pub fn divergence(&self, other: &History) -> Option<u64> {
        let shared =
            self.records.iter().zip(&other.records).take_while(|(mine, theirs)| mine == theirs).count();
        (shared < self.records.len().max(other.records.len())).then_some(shared as u64)
    }

    /// Goes on beyond the horizon.
    pub fn extend(&mut self, horizon: Horizon) {
        let head = self.present(self.len());
        self.horizon = horizon;
        self.run_on(head);
    }
}
