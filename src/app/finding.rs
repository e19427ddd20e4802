//! Looking around in the run: the search, the stretch of the timeline, changed words, lines brought into sight.

use netlab_lab::protocol::Command;
use netlab_lab::view::{PanelView, View};

use super::App;
use crate::platform::{document, event};
use crate::shell::FIND;
use crate::view::cursor_place;
use crate::zoom::Zooming;
use crate::{changes, find};

/// An open search.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Find {
    /// What is looked for.
    pub wanted: String,
    /// The records at which it is said.
    pub hits: Vec<u64>,
}

impl App {
    pub(super) fn open_find(&mut self) {
        self.find.get_or_insert_with(Find::default);
        event::focus_later(FIND);
    }

    pub(super) fn look_for(&mut self, wanted: String) {
        let hits = find::hits(&self.run, &wanted);
        self.find = Some(Find { wanted, hits });
    }

    /// Goes to the next or previous place that was found.
    pub(super) fn find_next(&mut self, forward: bool) {
        let Some(wanted) = self.find.as_ref().map(|find| find.wanted.clone()) else { return };
        // The run may be another one by now.
        self.look_for(wanted);
        let here = self.view.as_ref().map_or(0, |view| view.moment.record);
        let hits = self.find.as_ref().map(|find| find.hits.as_slice()).unwrap_or_default();
        if let Some(record) = find::next(hits, here, forward) {
            self.command(Command::SeekRecord(record));
        }
    }

    pub(super) fn press_zoom(&mut self, key: Zooming) {
        let Some(view) = &self.view else { return };
        let cursor = cursor_place(&self.run, view.moment.origin, self.now);
        self.zoom = self.zoom.pressed(key, cursor);
    }

    /// Marks the words of `ss` that differ from those at the record before; another look at the same record keeps them.
    pub(super) fn mark_changes(&self, view: &mut View) {
        let Some(old) = &self.view else { return };
        let (PanelView::Ss(before), PanelView::Ss(now)) = (&old.panel, &mut view.panel) else { return };
        if old.lab != view.lab {
            return;
        }
        if old.moment == view.moment {
            now.clone_from(before);
        } else {
            changes::mark(before, now);
        }
    }

    /// Brings the current lines into sight, once for each record and tab.
    pub(super) fn reveal(&mut self) {
        let Some(view) = &self.view else { return };
        let here = (view.moment.record, self.settings.tab);
        if self.revealed != Some(here) {
            self.revealed = Some(here);
            document::reveal(".Program-lines .is-current", ".Program-lines");
            document::reveal(".Tabs-panel tr.is-current", ".Packets-list, .Tabs-panel");
            document::reveal(".Tabs-panel .Sequence-row.is-current", ".Tabs-panel");
        }
    }
}
