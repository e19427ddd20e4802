//! Which lab is open, and how it is opened anew.

use std::rc::Rc;

use netlab_lab::protocol::Opening;
use netlab_lab::view::KernelChoice;

use super::App;
use super::session::Setup;
use crate::first;
use crate::link::Link;
use crate::settings::{Detail, Settings};
use crate::zoom::Zoom;

impl App {
    pub(super) fn go_back(&mut self) {
        let setup = self.setup();
        self.session.go_back(Link::default().opening(), setup);
    }

    pub(super) fn open(&mut self, opening: Opening) {
        self.playing = None;
        self.zoom = Zoom::default();
        let setup = self.setup();
        self.draw_beforehand(&opening, &setup);
        self.session.open(opening, setup);
    }

    /// Draws what the worker is going to answer, where that is known while nothing else is there to be drawn.
    fn draw_beforehand(&mut self, opening: &Opening, setup: &Setup) {
        if self.view.is_some() {
            return;
        }
        let Some((view, run)) = first::moment(opening, setup) else { return };
        self.run = Rc::new(run);
        self.follow_run(&view);
        self.now = view.moment.at;
        self.view = Some(Rc::new(view));
    }

    pub(super) fn setup(&self) -> Setup {
        let Settings { language, tab, detail, .. } = self.settings;
        let breakpoints = self.breakpoints().to_vec();
        Setup { language, tab, signal: detail == Detail::Everything, breakpoints }
    }

    /// The kernel is a parameter of a lab; its other parameters stay.
    pub(super) fn reopen_under(&mut self, kernel: KernelChoice) {
        let Some(mut opening) = self.session.opening() else { return };
        opening.parameters.retain(|(name, _)| name != "kernel");
        if kernel == KernelChoice::Textbook {
            opening.parameters.push(("kernel".to_owned(), "textbook".to_owned()));
            opening.parameters.sort();
        }
        self.open(Opening {
            interventions: Vec::new(),
            others: Vec::new(),
            branch: 0,
            record: 0,
            stop_at: None,
            ..opening
        });
    }
}
