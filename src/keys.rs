//! What a key means, given what has the focus. A key never means two things: arrows step, unless what has the focus takes
//! them for itself.

use crate::zoom::Zooming;

/// What has the focus, as far as keys care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// Nothing that takes keys for itself.
    Page,
    /// A button or a link: space and Enter press it.
    Button,
    /// A text field, a menu, a radio group, a tab bar, a slider, an entered picture: all keys but Escape are its own.
    Field,
}

/// A key pressed anywhere on the page, without alt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The key's value as the browser names it (`ArrowRight`, ` `, `?`).
    pub value: String,
    /// Shift is held.
    pub shift: bool,
    /// Ctrl, or the Mac's command key, is held.
    pub command: bool,
    /// What has the focus.
    pub focus: Focus,
}

/// What the reader wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Play, or pause.
    Play,
    /// One step; `coarser` takes the next coarser grain once.
    Step {
        /// Forwards in time.
        forward: bool,
        /// By the next coarser grain.
        coarser: bool,
    },
    /// To the first record.
    Start,
    /// To the end of the run.
    End,
    /// To the nearest marker.
    Marker {
        /// Forwards in time.
        forward: bool,
    },
    /// Opens the search.
    Find,
    /// Opens the menu of what can be changed now.
    Change,
    /// Opens the menu of moments to run to.
    RunUntil,
    /// Takes the last intervention back.
    Undo,
    /// Another stretch of the timeline.
    Zoom(Zooming),
    /// Opens or closes the help.
    Help,
    /// Lets go: closes what is open, or stops following a byte.
    Escape,
}

/// What the key means; `None` when it is not ours. `letters` is false when the reader turned off single keys in Help;
/// Escape, arrows, Home and End stay.
pub fn action(key: &Key, letters: bool) -> Option<Action> {
    if key.value == "Escape" && !key.command {
        return Some(Action::Escape);
    }
    if key.focus == Focus::Field {
        return None;
    }
    if key.command {
        return (!key.shift && key.value.eq_ignore_ascii_case("z")).then_some(Action::Undo);
    }
    match key.value.as_str() {
        "ArrowRight" => Some(Action::Step { forward: true, coarser: key.shift }),
        "ArrowLeft" => Some(Action::Step { forward: false, coarser: key.shift }),
        "Home" => Some(Action::Start),
        "End" => Some(Action::End),
        " " => (letters && key.focus == Focus::Page).then_some(Action::Play),
        "[" => letters.then_some(Action::Marker { forward: false }),
        "]" => letters.then_some(Action::Marker { forward: true }),
        "+" | "=" => letters.then_some(Action::Zoom(Zooming::In)),
        "-" => letters.then_some(Action::Zoom(Zooming::Out)),
        "0" => letters.then_some(Action::Zoom(Zooming::All)),
        "/" => letters.then_some(Action::Find),
        "i" => letters.then_some(Action::Change),
        "u" => letters.then_some(Action::RunUntil),
        "?" => letters.then_some(Action::Help),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(value: &str, shift: bool, focus: Focus) -> Option<Action> {
        action(&Key { value: value.to_owned(), shift, command: false, focus }, true)
    }

    #[test]
    fn space_plays_unless_a_button_has_the_focus() {
        assert_eq!(press(" ", false, Focus::Page), Some(Action::Play));
        assert_eq!(press(" ", false, Focus::Button), None);
        assert_eq!(press(" ", false, Focus::Field), None);
    }

    #[test]
    fn the_timeline_zooms_unless_a_field_takes_the_key() {
        assert_eq!(press("+", true, Focus::Page), Some(Action::Zoom(Zooming::In)));
        assert_eq!(press("-", false, Focus::Button), Some(Action::Zoom(Zooming::Out)));
        assert_eq!(press("0", false, Focus::Page), Some(Action::Zoom(Zooming::All)));
        assert_eq!(press("0", false, Focus::Field), None);
    }

    #[test]
    fn arrows_step_unless_a_field_takes_them() {
        let right = Some(Action::Step { forward: true, coarser: false });
        assert_eq!(press("ArrowRight", false, Focus::Page), right);
        assert_eq!(press("ArrowRight", false, Focus::Button), right);
        assert_eq!(press("ArrowRight", false, Focus::Field), None);
        assert_eq!(
            press("ArrowLeft", true, Focus::Page),
            Some(Action::Step { forward: false, coarser: true })
        );
    }

    #[test]
    fn ctrl_z_undoes_and_no_other_key_is_taken_from_the_browser() {
        let held = |value: &str, focus| {
            action(&Key { value: value.to_owned(), shift: false, command: true, focus }, false)
        };
        assert_eq!(held("z", Focus::Page), Some(Action::Undo));
        assert_eq!(held("z", Focus::Field), None, "a field undoes what was typed");
        assert_eq!(held("i", Focus::Page), None);
        assert_eq!(held("ArrowLeft", Focus::Page), None);
    }

    #[test]
    fn escape_works_everywhere_and_letters_can_be_turned_off() {
        assert_eq!(press("Escape", false, Focus::Field), Some(Action::Escape));
        let off = |value: &str| {
            action(&Key { value: value.to_owned(), shift: false, command: false, focus: Focus::Page }, false)
        };
        assert_eq!(off("?"), None);
        assert_eq!(off(" "), None);
        assert_eq!(off("0"), None);
        assert_eq!(off("Home"), Some(Action::Start));
    }
}
