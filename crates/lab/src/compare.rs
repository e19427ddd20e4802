//! Two futures side by side on one clock.

use crate::{
    history::History,
    view::{ComparedRow, Comparison},
};
use netlab_wire::Instant;
use netlab_world::WorldRecord;

/// Rows shown at once, around the cursor.
const ROWS: usize = 120;
/// Shared rows shown before the first difference.
const LEAD: u64 = 3;

/// Rows of two runs from shortly before their first difference, merged by time; sentences are `text`'s.
pub(crate) fn compare(mine: &History, theirs: &History, differs: Option<u64>, now: Instant) -> Comparison {
    let from = differs.unwrap_or(mine.len()).saturating_sub(LEAD);
    let rest = |history: &History| history.records().get(from as usize..).unwrap_or_default().to_vec();
    let rows = merge(&rest(mine), &rest(theirs), differs);
    let here = rows.partition_point(|row| row.at <= now.as_nanos());
    let first = here.saturating_sub(ROWS / 2).min(rows.len().saturating_sub(ROWS));
    let shown: Vec<ComparedRow> = rows.iter().skip(first).take(ROWS).cloned().collect();
    let after = rows.len() - first - shown.len();
    Comparison { places: (0, 0), differs, left_out: (from + first as u64, after as u64), rows: shown }
}

fn merge(mine: &[WorldRecord], theirs: &[WorldRecord], differs: Option<u64>) -> Vec<ComparedRow> {
    let (mut left, mut right) = (mine.iter().peekable(), theirs.iter().peekable());
    let mut rows = Vec::new();
    let mut marked = false;
    loop {
        let (take_left, take_right) = match (left.peek(), right.peek()) {
            (None, None) => return rows,
            (Some(_), None) => (true, false),
            (None, Some(_)) => (false, true),
            // The same moment stands in one row.
            (Some(l), Some(r)) => (l.at <= r.at, r.at <= l.at),
        };
        let l = if take_left { left.next() } else { None };
        let r = if take_right { right.next() } else { None };
        let id = |record: Option<&WorldRecord>| record.map(|record| record.id.0);
        let at = l.or(r).map_or(0, |record| record.at.as_nanos());
        let reached = |record: Option<u64>| record.is_some_and(|record| Some(record) == differs);
        let first = !marked && (reached(id(l)) || reached(id(r)));
        marked |= first;
        let side = |id: Option<u64>| id.map(|id| (id, Vec::new()));
        rows.push(ComparedRow { at, mine: side(id(l)), theirs: side(id(r)), first });
    }
}
