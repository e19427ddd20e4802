//! Icons, drawn on a 20 px grid with 1.5 px strokes.

use yew::prelude::*;

/// The icons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Icon {
    First,
    Back,
    Play,
    Pause,
    Forward,
    Last,
    Share,
    Export,
    Menu,
    Theme,
    Check,
    Close,
    Down,
    Edit,
}

impl Icon {
    const fn drawing(self) -> (&'static str, &'static str) {
        match self {
            Self::First => ("first", "M5 4v12M16 4.5 8 10l8 5.5z"),
            Self::Back => ("back", "M14 4.5 6 10l8 5.5z"),
            Self::Play => ("play", "M6 4l10 6-10 6z"),
            Self::Pause => ("pause", "M6 4h3v12H6zM11.500 4h3v12h-3z"),
            Self::Forward => ("forward", "M6 4.5 14 10l-8 5.5z"),
            Self::Last => ("last", "M15 4v12M4 4.5 12 10l-8 5.5z"),
            Self::Share => {
                ("share", "M8 12l4-4M9 6l2-2a3.5 3.5 0 0 1 5 5l-2 2M11 14l-2 2a3.5 3.5 0 0 1-5-5l2-2")
            }
            Self::Export => ("export", "M10 3v9M6.5 8.5 10 12l3.500-3.500M4 13v3.500h12V13"),
            Self::Menu => ("menu", "M3 6h14M3 10h14M3 14h14"),
            Self::Theme => ("theme", "M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14"),
            Self::Check => ("check", "M4 10.500 8.500 15 16 6"),
            Self::Close => ("close", "M5 5l10 10M15 5 5 15"),
            Self::Edit => ("edit", "M4 16l1-4 8-8 3 3-8 8zM11 6l3 3"),
            Self::Down => ("down", "M6 8l4 4 4-4"),
        }
    }
}

/// One icon, hidden from the ear.
pub(super) fn icon(which: Icon) -> Html {
    let (name, path) = which.drawing();
    html! { <svg class={format!("Icon Icon-{name}")} viewBox="0 0 20 20" aria-hidden="true"><path d={path} /></svg> }
}

/// The logo: the U and the answer inside it.
pub(super) fn logo() -> Html {
    html! {
        <svg class="Mark" viewBox="0 0 28 22" aria-hidden="true">
            <path class="Mark-out" d="M3 2v10a7 7 0 0 0 7 7h8a7 7 0 0 0 7-7V2" />
            <path class="Mark-back" d="M9 2v9a2 2 0 0 0 2 2h6a2 2 0 0 0 2-2V2" />
        </svg>
    }
}
