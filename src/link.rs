//! The address's fragment as a link to a moment of a lab:
//! `#lab=hello&kernel=textbook&seed=7&do=61709000.drop.27&step=214&detail=buffers&lang=zh`.
//!
//! A program of the reader's own is `code=client.py.` and its text, packed; a link with one is of form 2.
//!
//! `lab`, `seed`, `do`, `other`, `branch`, `answer`, `code`, `step`, `detail`, `lang` and `v` are ours; every other name is
//! a parameter of the lab, which knows whether it exists and what it may be. A link is understood whole or not at all: half
//! a lab would be another lab.

mod acts;

use netlab_lab::protocol::{Answer, Language, Opening, OwnProgram, Problem};

use crate::packing;
use crate::settings::{Detail, Named};

/// The newest form of links that this build reads: with programs. A link without `v` is of form 1.
const FORM: u32 = 2;

/// The lab that an empty link opens.
pub const DEFAULT_LAB: &str = "hello";

/// A link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// What to open; an empty lab name stands for [`DEFAULT_LAB`].
    pub opening: Opening,
    /// The level of detail, if the link says one.
    pub detail: Option<Detail>,
    /// The language, if the link says one.
    pub language: Option<Language>,
}

impl Link {
    /// Reads a fragment without its `#`. An empty one says nothing.
    ///
    /// # Errors
    /// The first thing that is not understood.
    pub fn read(fragment: &str) -> Result<Self, Problem> {
        let mut link = Self::default();
        let mut seen = Vec::new();
        for part in fragment.split('&').filter(|part| !part.is_empty()) {
            let bad = || Problem::BadLink(part.chars().take(60).collect());
            let (name, value) = form_urlencoded::parse(part.as_bytes()).next().ok_or_else(bad)?;
            let repeated = seen.contains(&name) && !matches!(&*name, "do" | "other" | "code");
            if !part.contains('=') || name.is_empty() || repeated {
                return Err(bad());
            }
            link.set(&name, value.into_owned())?;
            seen.push(name);
        }
        link.opening.parameters.sort();
        Ok(link)
    }

    fn set(&mut self, name: &str, value: String) -> Result<(), Problem> {
        let opening = &mut self.opening;
        match name {
            "lab" => opening.lab = value,
            "seed" => opening.seed = Some(number(name, value)?),
            "step" => opening.record = number(name, value)?,
            "do" => opening.interventions.push(acts::read(&value).ok_or(Problem::BadLink(value))?),
            "other" => opening.others.push(acts::read_future(&value).ok_or(Problem::BadLink(value))?),
            "branch" => opening.branch = usize::try_from(number(name, value)?).unwrap_or(usize::MAX),
            "answer" => opening.answer = acts::read_answer(&value).ok_or(Problem::BadLink(value))?,
            "code" => opening.programs.push(program(&value)?),
            "detail" => self.detail = Some(choice(name, value)?),
            "lang" => self.language = Some(choice(name, value)?),
            "v" => match number(name, value)? {
                form if form > u64::from(FORM) => {
                    return Err(Problem::NewerLink(u32::try_from(form).unwrap_or(u32::MAX)));
                }
                _ => {}
            },
            _ => opening.parameters.push((name.to_owned(), value)),
        }
        Ok(())
    }

    /// Writes the fragment, without `#`; [`Link::read`] gives the same link back.
    pub fn write(&self) -> String {
        let opening = &self.opening;
        let mut fragment = form_urlencoded::Serializer::new(String::new());
        if !opening.programs.is_empty() {
            fragment.append_pair("v", &FORM.to_string());
        }
        if !opening.lab.is_empty() {
            fragment.append_pair("lab", &opening.lab);
        }
        for (name, value) in &opening.parameters {
            fragment.append_pair(name, value);
        }
        if let Some(seed) = opening.seed {
            fragment.append_pair("seed", &seed.to_string());
        }
        for (at, what) in &opening.interventions {
            fragment.append_pair("do", &acts::write(*at, what));
        }
        for other in &opening.others {
            fragment.append_pair("other", &acts::write_future(other));
        }
        if opening.branch > 0 {
            fragment.append_pair("branch", &opening.branch.to_string());
        }
        if let Some(answer) = acts::write_answer(opening.answer) {
            fragment.append_pair("answer", &answer);
        }
        for program in &opening.programs {
            fragment.append_pair("code", &format!("{}.{}", program.file, packing::pack(&program.source)));
        }
        if opening.record > 0 {
            fragment.append_pair("step", &opening.record.to_string());
        }
        if let Some(detail) = self.detail {
            fragment.append_pair("detail", detail.name());
        }
        if let Some(language) = self.language {
            fragment.append_pair("lang", language.name());
        }
        fragment.finish()
    }

    /// What to open, with the default lab filled in.
    pub fn opening(&self) -> Opening {
        let mut opening = self.opening.clone();
        if opening.lab.is_empty() {
            opening.lab = DEFAULT_LAB.to_owned();
        }
        opening
    }

    /// Whether both links are of the same run: only step, detail and language may differ.
    pub fn same_run(&self, other: &Self) -> bool {
        let run =
            |link: &Self| Opening { record: 0, stop_at: None, answer: Answer::default(), ..link.opening() };
        run(self) == run(other)
    }
}

/// A program of the reader's own: the file's name, a full stop, and the packed text.
fn program(value: &str) -> Result<OwnProgram, Problem> {
    let (file, packed) =
        value.rsplit_once('.').ok_or_else(|| Problem::BadLink(value.chars().take(60).collect()))?;
    let source =
        packing::unpack(packed).ok_or_else(|| Problem::DamagedProgram(file.chars().take(60).collect()))?;
    Ok(OwnProgram { file: file.into(), source: source.into(), compiled: None })
}

fn number(name: &str, value: String) -> Result<u64, Problem> {
    value.parse().map_err(|_| Problem::BadParameter(name.to_owned(), value, format!("0..={}", u64::MAX)))
}

fn choice<T: Named>(name: &str, value: String) -> Result<T, Problem> {
    T::named(&value).ok_or_else(|| Problem::BadParameter(name.to_owned(), value, T::choices()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use netlab_lab::protocol::{Intervention, OptionName};

    fn own(file: &str) -> OwnProgram {
        OwnProgram { file: file.into(), source: format!("print('{file} \u{5b57}')\n").into(), compiled: None }
    }

    #[test]
    fn a_damaged_program_is_named() {
        let programs = vec![own("client.py")];
        let link = Link { opening: Opening { programs, ..Opening::default() }, ..Link::default() };
        let whole = link.write();
        assert!(whole.starts_with("v=2&"), "{whole}");
        let damaged = Problem::DamagedProgram("client.py".into());
        assert_eq!(Link::read(&whole[..whole.len() - 4]), Err(damaged));
        assert_eq!(Link::read("code=client"), Err(Problem::BadLink("client".into())));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let interventions = vec![
            (0, Intervention::DropFrame(1)),
            (1, Intervention::CorruptFrame(2)),
            (2, Intervention::DelayFrame(3, 4)),
            (3, Intervention::DuplicateFrame(5)),
            (4, Intervention::Cable(0, false)),
            (5, Intervention::Cable(2, true)),
            (6, Intervention::Kill(1)),
            (7, Intervention::Stop(0, true)),
            (8, Intervention::Stop(0, false)),
            (u64::MAX, Intervention::ReadNow(1, 100)),
            (9, Intervention::ReorderFrame(5)),
            (9, Intervention::SetOption(1, OptionName::ReceiveBuffer, -1)),
            (9, Intervention::SetDelay(2, 100_000_000)),
            (9, Intervention::SetRate(2, 1_000_000)),
            (9, Intervention::SetQueue(2, 4)),
            (9, Intervention::Unplug(0, true)),
            (9, Intervention::Unplug(0, false)),
            (9, Intervention::SetSysctl(1, "net.ipv4.tcp_rmem".into(), "4096 131072 6291456".into())),
        ];
        let others = vec![Vec::new(), interventions.clone()];
        let parameters =
            vec![("kernel".into(), "textbook".into()), ("note".into(), "a&b=c #\u{fc} \u{5b57}".into())];
        let link = Link {
            opening: Opening {
                lab: "hello".into(),
                parameters,
                seed: Some(u64::MAX),
                interventions,
                programs: ["client.py", "server2.py"].map(own).into(),
                record: 27,
                stop_at: None,
                others,
                branch: 1,
                answer: Answer::Chosen(2),
            },
            detail: Some(Detail::Everything),
            language: Some(Language::Chinese),
        };
        assert_eq!(Link::read(&link.write()), Ok(link));
        assert_eq!(Link::read(""), Ok(Link::default()));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        let bad = |part: &str| Err(Problem::BadLink(part.to_owned()));
        assert_eq!(Link::read("lab"), bad("lab"));
        assert_eq!(Link::read("=hello"), bad("=hello"));
        assert_eq!(Link::read("lab=a&lab=b"), bad("lab=b"));
        assert_eq!(Link::read("do=5.explode.1"), bad("5.explode.1"));
        assert_eq!(Link::read("do=5.drop"), bad("5.drop"));
        assert_eq!(Link::read("v=3"), Err(Problem::NewerLink(3)));
        let whole = |name: &str, value: &str| {
            let allowed = "0..=18446744073709551615".to_owned();
            Err(Problem::BadParameter(name.to_owned(), value.to_owned(), allowed))
        };
        assert_eq!(Link::read("lab=hello&step=x"), whole("step", "x"));
        assert_eq!(Link::read("seed=18446744073709551616"), whole("seed", "18446744073709551616"));
        assert_eq!(Link::read("step=-1"), whole("step", "-1"));
        let choice = Problem::BadParameter("lang".into(), "fr".into(), "en | zh".into());
        assert_eq!(Link::read("lang=fr"), Err(choice));
    }

    #[test]
    fn any_text_is_read_or_refused() {
        for fragment in
            ["%", "%zz=1", "%ff=%fe", "&&&", "a=b=c", "lab=%E5%AD%97", "+=+", "do=", "do=....", "\u{5b57}"]
        {
            if let Ok(link) = Link::read(fragment) {
                assert_eq!(Link::read(&link.write()), Ok(link), "{fragment}");
            }
        }
    }

    #[test]
    fn step_and_detail_are_not_another_run() {
        let read = |text| Link::read(text).expect("a link");
        assert!(read("lab=hello&step=3").same_run(&read("detail=simple")));
        assert!(!read("lab=hello").same_run(&read("lab=flood")));
        assert!(!read("seed=1").same_run(&read("seed=2")));
        let with = |file| Link {
            opening: Opening { programs: vec![own(file)], ..Opening::default() },
            ..Link::default()
        };
        assert!(!with("client.py").same_run(&with("server.py")));
    }
}
