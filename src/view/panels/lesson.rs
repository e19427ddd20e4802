//! A lesson: question, prediction, run, explanation, task. The prediction is locked when the run begins and stays visible
//! beside the result; a wrong one gets a dashed rim and the words *your answer*, never red.

use crate::platform::event;
use crate::ui::Ui;
use crate::view::icon::{Icon, icon};
use crate::view::story::sentence;
use netlab_lab::protocol::Command;
use netlab_lab::view::{Lesson, LessonStage, TaskState};
use netlab_text::Lang;
use netlab_text::ui::labels as w;
use yew::prelude::*;

/// See [`LessonPanel`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct LessonProps {
    /// The lesson at the cursor.
    pub lesson: Lesson,
    /// The language of labels.
    pub lang: Lang,
    /// Where acts go.
    pub act: Callback<Ui>,
}

/// The lesson. Which option is marked before it is committed is this component's own state.
#[component]
pub fn LessonPanel(props: &LessonProps) -> Html {
    let LessonProps { lesson, lang, act } = props;
    let marked = use_state(|| None::<usize>);
    let commit = {
        let (marked, act) = (marked.clone(), act.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(choice) = *marked {
                act.emit(Ui::Do(Command::Predict(choice)));
            }
        })
    };
    html! {
        <div class="Lesson">
            <div class="Lesson-ask">
                <h3>{ lesson.title.to_string() }</h3>
                if !lesson.choices.is_empty() {
                    <fieldset class="Predict">
                        <legend>{ sentence(&lesson.question, act) }</legend>
                        { for (0..lesson.choices.len()).map(|index| option(lesson, index, &marked, *lang, act)) }
                    </fieldset>
                }
                if lesson.prediction.is_none() && !lesson.choices.is_empty() {
                    <button type="button" class="Button is-primary" disabled={marked.is_none()} onclick={commit}>{ w::COMMIT.get(*lang) }</button>
                    if lesson.stage == LessonStage::Question {
                        <button type="button" class="Button" onclick={act.reform(|_: MouseEvent| Ui::Do(Command::SkipQuestion))}>{ w::SKIP_QUESTION.get(*lang) }</button>
                    }
                }
            </div>
            <div class="Lesson-tell">
                { for lesson.body.iter().map(|words| html! { <p>{ sentence(words, act) }</p> }) }
                if let Some(task) = &lesson.task { { task_line(task, lesson, *lang, act) } }
                if !lesson.feedback.is_empty() { <p class="Lesson-feedback" role="status">{ sentence(&lesson.feedback, act) }</p> }
                if let Some((id, title)) = &lesson.next {
                    <button type="button" class="Button" data-next={id.to_string()} onclick={next(id, act)}>{ format!("{}: {title}", w::NEXT_LAB.get(*lang)) }</button>
                }
            </div>
        </div>
    }
}

/// Opens the next lab.
fn next(id: &str, act: &Callback<Ui>) -> Callback<MouseEvent> {
    let id = id.to_owned();
    act.reform(move |_: MouseEvent| Ui::Lab(id.clone()))
}

fn option(
    lesson: &Lesson,
    index: usize,
    marked: &UseStateHandle<Option<usize>>,
    lang: Lang,
    act: &Callback<Ui>,
) -> Html {
    let done = lesson.prediction;
    let chosen = done.map_or(**marked == Some(index), |done| done.chosen == index);
    let right = done.is_some_and(|done| done.right == Some(index));
    let mark = {
        let marked = marked.clone();
        Callback::from(move |event: Event| marked.set(event::value(&event).parse().ok()))
    };
    let committed = done.is_some();
    html! {
        <label class={classes!("Predict-option", (committed && chosen).then_some("is-chosen"), right.then_some("is-right"))}>
            <input type="radio" name="prediction" value={index.to_string()} checked={chosen} disabled={committed} onchange={mark} />
            <span>{ sentence(&lesson.choices[index], act) }</span>
            if committed && chosen { <em>{ w::YOUR_ANSWER.get(lang) }</em> }
            if right { <em>{ icon(Icon::Check) }{ w::THE_RUN.get(lang) }</em> }
        </label>
    }
}

fn task_line(task: &netlab_lab::view::Sentence, lesson: &Lesson, lang: Lang, act: &Callback<Ui>) -> Html {
    let state = match lesson.task_state {
        TaskState::None => "",
        TaskState::Open => w::TASK_OPEN.get(lang),
        TaskState::Solved => w::TASK_SOLVED.get(lang),
    };
    html! {
        <p class="Lesson-task"><strong>{ w::TASK.get(lang) }{ ": " }{ sentence(task, act) }</strong>
            <span>if lesson.task_state == TaskState::Solved { { icon(Icon::Check) } }{ state }if lesson.solved.1 > 1 { { format!(" ({} / {})", lesson.solved.0, lesson.solved.1) } }</span></p>
    }
}
