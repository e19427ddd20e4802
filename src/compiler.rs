//! The compiler's worker: source in, errors or a compiled program out. Fetched only when a program is edited.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::platform::scope;

/// A program's source as edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Numbers requests.
    pub ticket: u64,
    /// The file's name (`client.py`), for tracebacks.
    pub file: Rc<str>,
    /// The text.
    pub text: Rc<str>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compiled {
    /// The request's number.
    pub ticket: u64,
    /// The program in the form that the session's worker reads, or what is wrong with the source.
    pub result: Result<Rc<[u8]>, Rc<[Diagnostic]>>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What is wrong, as the compiler says it.
    pub message: Rc<str>,
    /// What to write instead, as the compiler says it; empty when it has no advice.
    pub hint: Rc<str>,
}

/// Runs as a worker's main function.
pub fn run() {
    scope::serve(|source: Source| scope::post(compile(&source)));
}

/// Compiles a source.
pub fn compile(source: &Source) -> Compiled {
    let result = match netlab_python::compile(&source.text, &source.file) {
        Ok(code) => Ok(postcard::to_allocvec(&code).expect("every program can be written").into()),
        Err(errors) => Err(errors
            .errors
            .into_iter()
            .map(|error| Diagnostic {
                line: error.line.max(1),
                column: error.column.max(1),
                message: error.message.into(),
                hint: error.hint.into(),
            })
            .collect()),
    };
    Compiled { ticket: source.ticket, result }
}

#[cfg(test)]
mod tests {
    use super::*;
    use netlab_lab::Session;
    use netlab_lab::protocol::{Command, Opening, OwnProgram, Reply};

    fn compiled(text: &str) -> Result<Rc<[u8]>, Rc<[Diagnostic]>> {
        let source = Source { ticket: 3, file: "client.py".into(), text: text.into() };
        let answer = compile(&source);
        let bytes = postcard::to_allocvec(&answer).expect("every answer can be written");
        assert_eq!(postcard::from_bytes(&bytes), Ok(answer.clone()), "the answer arrives whole");
        assert_eq!(answer.ticket, 3);
        answer.result
    }

    #[test]
    fn what_it_makes_the_session_runs() {
        let source = "print('from a program of my own')\n";
        let bytes = compiled(source).expect("a good program");
        let own = OwnProgram { file: "client.py".into(), source: source.into(), compiled: Some(bytes) };
        let mut session = Session::new();
        let opening = Opening { lab: "hello".into(), programs: vec![own], ..Opening::default() };
        session.apply(Command::Open(opening));
        let Reply::View { view, .. } = session.apply(Command::End) else { panic!("the lab is open") };
        assert_eq!(&*view.programs[0].output, "from a program of my own\n");
    }

    /// The chapter's scripts as they stand, in Python 2.
    #[test]
    fn python_2_is_told_line_and_remedy() {
        let client = "# coding: utf-8\n# client\n\nimport socket\n\nsock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)\n\
            sock.connect((\"localhost\", 8080))  # \u{8fde}\u{63a5}\u{670d}\u{52a1}\u{5668}\nsock.sendall(\"hello\")\nprint sock.recv(1024)\nsock.close()\n";
        let wrong = compiled(client).expect_err("Python 2");
        assert_eq!(wrong.len(), 1, "{wrong:?}");
        assert_eq!(wrong[0].line, 9);
        assert!(wrong[0].message.contains("Missing parentheses"), "{wrong:?}");
        assert!(wrong[0].hint.contains("print(sock.recv(1024))"), "{wrong:?}");
        let wrong = compiled("while True:\n    print \"x\"\n").expect_err("Python 2");
        assert_eq!((wrong[0].line, &*wrong[0].hint), (2, "Python 3: print(\"x\")"));
    }

    #[test]
    fn any_text_is_compiled_or_refused() {
        let deep = format!("x = {}1{}", "(".repeat(150), ")".repeat(150));
        for text in ["", "\0", "\u{feff}x = 1", "def", "\t\u{5b57}", "'''", "f'{", "\r\n\r", &deep] {
            if let Err(wrong) = compiled(text) {
                assert!(!wrong.is_empty() && wrong.iter().all(|wrong| wrong.line >= 1), "{text:?}");
            }
        }
    }
}
