//! Playing: the view moves by itself, at the chosen pace, until a marker, a breakpoint, a question or the end.

use gloo_render::{AnimationFrame, request_animation_frame};
use netlab_lab::protocol::{Command, Grain};
use yew::prelude::*;

use super::{App, Message};
use crate::platform::clock;
use crate::play::{Playhead, Tick, next_stop};

/// A play under way.
#[derive(Debug)]
pub struct Playing {
    head: Playhead,
    /// Page time of the last tick, in milliseconds.
    last: f64,
    /// Where this play stops next, in records that have happened.
    until: Option<u64>,
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
            if self.view.as_ref().is_some_and(|view| view.moment.withheld) {
                // The question is in the way; the session says so.
                self.command(Command::Step { grain: Grain::Record, forward: true });
                return;
            }
            self.session.send(Command::SeekRecord(0));
        }
        self.playing = Some(Playing {
            head: Playhead::default(),
            last: clock::now(),
            until: None,
            _frame: next_frame(ctx),
        });
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
        let elapsed = ((now - playing.last).max(0.0) * 1000.0) as u64;
        playing.last = now;
        if moment.record >= moment.records || playing.until == Some(moment.record) {
            self.playing = None;
            return true;
        }
        playing.until = stop.map(|(record, _)| record);
        let idle = view.frames.is_empty();
        match playing.head.tick(self.settings.pace, elapsed, self.now, moment.next_at, idle) {
            Tick::Wait => false,
            Tick::Records(1) => {
                self.session.send(Command::Step { grain: Grain::Record, forward: true });
                false
            }
            Tick::Records(count) => {
                let last = stop.map_or(moment.records, |(record, _)| record);
                self.session.send(Command::SeekRecord((moment.record + count).min(last)));
                false
            }
            // Until the next record nothing changes but the places of frames, which the views find by themselves.
            Tick::Time(at) if moment.next_at.is_some_and(|next| at < next) => {
                self.now = at;
                !self.reduced
            }
            Tick::Time(at) => {
                self.session.send(match stop {
                    Some((record, time)) if time <= at => Command::SeekRecord(record),
                    Some(_) | None => Command::SeekTime(at),
                });
                false
            }
        }
    }
}
