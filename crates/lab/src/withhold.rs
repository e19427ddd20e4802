//! A run's lists as far as an open question lets them be seen.

use crate::view::RunView;

/// The lists after so many records, the last of them at `time` nanoseconds: everything later is missing, not hidden.
pub(crate) fn until(run: &RunView, records: u64, time: u64) -> RunView {
    let mut cut = RunView { end: time, records, logarithmic: false, ..run.clone() };
    cut.idle.retain(|(_, to)| *to <= time);
    cut.calls.retain(|call| call.record < records);
    for call in &mut cut.calls {
        call.until = call.until.filter(|until| *until <= time);
    }
    cut.flights.retain(|flight| flight.record < records);
    for flight in &mut cut.flights {
        let over = flight.until.filter(|until| *until <= time);
        if over.is_none() {
            flight.lost_at = None;
        }
        flight.until = over;
    }
    cut.marks.retain(|mark| mark.record < records);
    cut.packets.retain(|packet| packet.record < records);
    cut.strace.retain(|line| line.record < records);
    cut.places.retain(|place| place.from <= time && records > 0);
    for place in &mut cut.places {
        place.until = place.until.filter(|until| *until <= time);
    }
    cut
}
