//! The picture before the first view: the same markup that the document brings, so that nothing moves when the app takes over.

use yew::prelude::*;

/// Both grounds and the dotted U.
#[component]
pub fn Loading() -> Html {
    Html::from_html_unchecked(AttrValue::Static(include_str!("../../static/frame.html")))
}
