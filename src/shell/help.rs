//! The help: keys, and what the lab is and is not.

use netlab_text::Lang;
use netlab_text::shell::Shell;
use yew::prelude::*;

/// The dialog's id.
pub const HELP: &str = "help";

/// See [`Help`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct HelpProps {
    /// The language.
    pub lang: Lang,
    /// Whether single characters work as keys.
    pub letters: bool,
    /// Turns single characters on or off.
    pub on_letters: Callback<bool>,
    /// Closes the dialog.
    pub on_close: Callback<()>,
}

/// The help, as a dialog element that the browser opens and closes.
#[component]
pub fn Help(props: &HelpProps) -> Html {
    let words = Shell::of(props.lang);
    let keys: [(&[&str], &str); 13] = [
        (&["Space"], words.key_play),
        (&["←", "→"], words.key_step),
        (&["Shift ←", "Shift →"], words.key_coarser),
        (&["Home", "End"], words.key_ends),
        (&["[", "]"], words.key_markers),
        (&["i"], words.key_change),
        (&["u"], words.key_until),
        (&["Ctrl Z"], words.key_undo),
        (&["+", "-", "0"], words.key_zoom),
        (&["/"], words.key_find),
        (&["Enter"], words.key_stations),
        (&["?"], words.key_help),
        (&["Esc"], words.key_escape),
    ];
    let toggle = {
        let (on_letters, letters) = (props.on_letters.clone(), props.letters);
        Callback::from(move |_: Event| on_letters.emit(!letters))
    };
    let close = props.on_close.reform(|_: MouseEvent| ());
    let closed = props.on_close.reform(|_: Event| ());
    html! {
        <dialog id={HELP} class="Help" aria-labelledby="help-title" onclose={closed}>
            <div class="Help-head">
                <h2 id="help-title">{ words.help }</h2>
                <button type="button" class="Bar-button" data-action="close-help" onclick={close}>{ words.close }</button>
            </div>
            <h3>{ words.keys }</h3>
            <table class="Help-keys"><tbody>
                { for keys.iter().map(|(names, means)| html! {
                    <tr>
                        <th scope="row">{ for names.iter().map(|name| html! { <kbd>{ *name }</kbd> }) }</th>
                        <td>{ *means }</td>
                    </tr>
                }) }
            </tbody></table>
            <label class="Help-switch">
                <input type="checkbox" checked={props.letters} onchange={toggle} />
                <span>{ words.single_keys }</span>
            </label>
            <h3>{ words.about }</h3>
            <p>{ words.about_text }</p>
            <h3>{ words.left_out }</h3>
            <p>{ words.left_out_list }</p>
        </dialog>
    }
}
