//! What is drawn: bars, views, help.

use std::rc::Rc;

use netlab_lab::view::View;
use netlab_text::shell::{self, Shell};
use yew::prelude::*;

use super::{App, Notice};
use crate::client::PATIENCE;
use crate::report::Cause;
use crate::shell::{Bar, BarAction, BarKind, FindBar, Help, Loading};
use crate::ui::Ui;
use crate::view::{Page, Surroundings};

impl App {
    pub(super) fn draw(&self) -> Html {
        let lang = self.settings.language;
        html! {
            <>
                if let Some(view) = &self.view {
                    { self.draw_page(view) }
                } else {
                    { self.draw_bars() }
                    <Loading />
                }
                { self.draw_editor() }
                <Help {lang} letters={self.settings.letters}
                    on_letters={self.ui.reform(Ui::Letters)}
                    on_close={self.ui.reform(|()| Ui::CloseHelp)} />
            </>
        }
    }

    fn action(&self, name: &'static str, label: impl Into<AttrValue>, ui: Ui) -> BarAction {
        BarAction { name, label: label.into(), act: self.ui.reform(move |_| ui.clone()) }
    }

    fn draw_bars(&self) -> Html {
        html! { <>{ self.draw_breakdown() }{ self.draw_notice() }{ self.draw_find() }</> }
    }

    fn draw_breakdown(&self) -> Html {
        let Some(breakdown) = self.session.breakdown() else { return Html::default() };
        let lang = self.settings.language;
        let words = Shell::of(lang);
        let (sentence, back) = match breakdown.cause {
            Cause::Panic(_) => {
                (shell::broke(lang, breakdown.record), shell::go_back(lang, breakdown.before()))
            }
            Cause::Died(_) => (shell::died(lang), words.restart.to_owned()),
            Cause::Silent => (shell::silent(lang, (PATIENCE / 1000.0) as u64), words.restart.to_owned()),
        };
        let actions = vec![
            self.action("copy-report", words.copy_report, Ui::CopyReport),
            self.action("go-back", back, Ui::GoBack),
        ];
        html! { <Bar kind={BarKind::Breakdown} {sentence} {actions} /> }
    }

    fn draw_find(&self) -> Html {
        let (Some(find), Some(view)) = (&self.find, &self.view) else { return Html::default() };
        html! {
            <FindBar lang={self.settings.language} wanted={find.wanted.clone()} hits={find.hits.clone()} record={view.moment.record} act={self.ui.clone()} />
        }
    }

    fn draw_notice(&self) -> Html {
        let Some(notice) = &self.notice else { return Html::default() };
        let lang = self.settings.language;
        let words = Shell::of(lang);
        let (kind, sentence, text) = match notice {
            Notice::Problem(problem) => (BarKind::Refusal, shell::problem(lang, problem), None),
            Notice::LinkCopied => (BarKind::Note, words.link_copied.to_owned(), None),
            Notice::ReportCopied => (BarKind::Note, words.report_copied.to_owned(), None),
            Notice::ByHand(text) => {
                (BarKind::Note, words.by_hand.to_owned(), Some(AttrValue::from(text.clone())))
            }
        };
        let actions = vec![self.action("dismiss", words.dismiss, Ui::Dismiss)];
        html! { <Bar {kind} {sentence} {text} {actions} /> }
    }

    fn draw_page(&self, view: &Rc<View>) -> Html {
        let at = Surroundings {
            lang: self.settings.language,
            theme: self.settings.theme,
            detail: self.settings.detail,
            grain: self.settings.grain,
            pace: self.settings.pace,
            tab: self.settings.tab,
            playing: self.playing.is_some(),
            phone: self.width < super::PHONE,
            width: self.width,
            menu: self.menu,
            target: self.target,
            zoom: self.zoom,
            changing: self.changing,
        };
        // With less motion frames stand where they were at the last record; nothing glides.
        let now = if self.reduced { view.moment.at } else { self.now };
        html! { <Page view={view.clone()} run={self.run.clone()} {now} {at} act={self.ui.clone()} breakpoints={self.breakpoints()}>{ self.draw_bars() }</Page> }
    }
}
