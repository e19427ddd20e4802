//! The address: what the page shows, as a link that opens it again; back and forward.

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use netlab_lab::protocol::{Command, Opening};
use yew::html::Scope;
use yew::prelude::*;

use super::editing::without_compiled;
use super::{App, Message, Notice};
use crate::link::Link;
use crate::platform::address::{self as platform, Entry};
use crate::platform::document;
use crate::settings::tag;

/// Browsers refuse to have the address changed too often, so it follows the view at this distance, in milliseconds.
const DISTANCE: u32 = 400;

/// The address as it was written last.
#[derive(Debug, Default)]
pub struct Address {
    written: Link,
    /// Set while the address waits to be written.
    timer: Option<Timeout>,
}

impl Address {
    /// Listens for back, forward and edits.
    pub fn listen(scope: &Scope<App>) -> (Self, EventListener) {
        let scope = scope.clone();
        (Self::default(), platform::on_change(move || scope.send_message(Message::Address)))
    }

    /// Writes the link into the address: another run is a new entry in the history, another moment is not.
    pub fn write(&mut self, link: &Link) {
        self.timer = None;
        if *link == self.written {
            return;
        }
        let entry = if link.same_run(&self.written) { Entry::Replace } else { Entry::Push };
        platform::set_fragment(&link.write(), entry);
        self.written = link.clone();
    }
}

impl App {
    /// What the address should say has changed.
    pub(super) fn address_changed(&mut self) {
        let Some(opening) = self.session.opening() else { return };
        let opening = Opening { stop_at: None, ..opening };
        let (detail, language) = (Some(self.settings.detail), Some(self.settings.language));
        self.link = without_compiled(Link { opening, detail, language });
    }

    /// Has the address written soon, unless that is already so.
    pub(super) fn schedule_address(&mut self, ctx: &Context<Self>) {
        if self.address.timer.is_none() && self.link != self.address.written {
            let scope = ctx.link().clone();
            self.address.timer =
                Some(Timeout::new(DISTANCE, move || scope.send_message(Message::WriteAddress)));
        }
    }

    /// Goes where the address says. What is not understood is said, and the lab that is open stays as it was.
    pub(super) fn follow_address(&mut self, ctx: &Context<Self>) -> bool {
        let read = Link::read(&platform::fragment());
        let link = match read {
            Ok(link) => link,
            Err(problem) => {
                self.notice = Some(Notice::Problem(problem));
                self.restore_address();
                return true;
            }
        };
        self.notice = None;
        if let Some(detail) = link.detail {
            self.set_detail(detail);
        }
        if let Some(language) = link.language.filter(|language| *language != self.settings.language) {
            self.settings.language = language;
            document::set_root_attribute("lang", tag(language));
            if self.view.is_some() {
                self.session.send(Command::Language(language));
            }
        }
        let here = self.view.is_some() && link.same_run(&self.link);
        // The reader chose this entry of the history: what follows is no new one.
        self.address.written = link.clone();
        if here {
            self.command(Command::SeekRecord(link.opening.record));
        } else {
            self.open_link(ctx, link.opening());
        }
        true
    }

    fn restore_address(&mut self) {
        if self.view.is_none() {
            self.address.written = Link::default();
            self.open(Link::default().opening());
        } else {
            platform::set_fragment(&self.link.write(), Entry::Replace);
            self.address.written = self.link.clone();
        }
    }
}
