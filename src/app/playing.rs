//! Playing: the view moves by itself, at the chosen pace, until a marker, a question or the end.

use gloo_render::{AnimationFrame, request_animation_frame};
use netlab_lab::protocol::{Command, Grain};
use netlab_lab::view::{Mark, MarkKind, Moment, RunView};
use yew::prelude::*;

use super::{App, Message};
use crate::platform::clock;
use crate::play::{Playhead, Tick};

/// A play under way.
#[derive(Debug)]
pub struct Playing {
    head: Playhead,
    /// Page time of the last tick, in milliseconds.
    last: f64,
    _frame: AnimationFrame,
}

fn next_frame(ctx: &Context<App>) -> AnimationFrame {
    let scope = ctx.link().clone();
    request_animation_frame(move |_| scope.send_message(Message::Frame(clock::now())))
}

impl App {
    /// Whether the view is at the end of the run.
    pub(super) fn at_end(&self) -> bool {
        self.view.as_ref().is_some_and(|view| view.moment.record >= view.moment.records)
    }

    pub(super) fn toggle_play(&mut self, ctx: &Context<Self>) {
        if self.playing.take().is_some() || self.view.is_none() {
            return;
        }
        if self.at_end() {
            self.session.send(Command::SeekRecord(0));
        }
        self.playing =
            Some(Playing { head: Playhead::default(), last: clock::now(), _frame: next_frame(ctx) });
    }

    /// One frame of playing; true when the page must be drawn anew (playing has ended).
    pub(super) fn play_on(&mut self, ctx: &Context<Self>, now: f64) -> bool {
        let (Some(playing), Some(view)) = (&mut self.playing, &self.view) else { return false };
        playing._frame = next_frame(ctx);
        if !self.session.idle() {
            // The last position is still being made; its time is not lost.
            return false;
        }
        let moment = view.moment;
        let stop = next_stop(&self.run, &moment);
        if moment.record >= moment.records || stop.is_some_and(|mark| mark.record == moment.record) {
            self.playing = None;
            return true;
        }
        let elapsed = ((now - playing.last).max(0.0) * 1000.0) as u64;
        playing.last = now;
        let idle = view.frames.is_empty();
        match playing.head.tick(self.settings.pace, elapsed, moment.at, moment.next_at, idle) {
            Tick::Wait => {}
            Tick::Records(1) => self.session.send(Command::Step { grain: Grain::Record, forward: true }),
            Tick::Records(count) => {
                let last = stop.map_or(moment.records, |mark| mark.record);
                self.session.send(Command::SeekRecord((moment.record + count).min(last)));
            }
            Tick::Time(at) => match stop {
                Some(mark) if mark.at <= at => self.session.send(Command::SeekRecord(mark.record)),
                Some(_) | None => self.session.send(Command::SeekTime(at)),
            },
        }
        false
    }
}

/// The next moment after this one at which playing stops.
fn next_stop<'a>(run: &'a RunView, moment: &Moment) -> Option<&'a Mark> {
    run.marks.iter().find(|mark| mark.record > moment.record && stops(&mark.kind))
}

/// Whether playing stops there: something that the reader should not miss. Ordinary calls and states would stop it at
/// every turn.
fn stops(kind: &MarkKind) -> bool {
    match kind {
        MarkKind::ZeroWindow | MarkKind::Drop | MarkKind::Reset => true,
        MarkKind::Connected
        | MarkKind::FirstData
        | MarkKind::FirstReceived
        | MarkKind::CallReturned { .. }
        | MarkKind::FirstBlock
        | MarkKind::WindowOpened
        | MarkKind::Retransmission
        | MarkKind::Probe
        | MarkKind::StateChange { .. }
        | MarkKind::Woken
        | MarkKind::Closed
        | MarkKind::ProcessEnd
        | MarkKind::Intervention => false,
    }
}
