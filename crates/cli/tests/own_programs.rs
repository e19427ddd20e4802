//! `netlab run --client FILE --server FILE`: programs from files, from the command line to what is printed.

use netlab_cli::{
    arguments::{Command, parse},
    run,
};
use std::{ffi::OsString, fs, path::PathBuf};

/// A folder of this test's own, with these files; removed when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Folder {
        let folder = std::env::temp_dir().join(format!("netlab-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder for the test's files");
        for (file, text) in files {
            fs::write(folder.join(file), text).expect("the test's file");
        }
        Folder(folder)
    }

    /// What the command prints, or its one sentence; `@` stands before the names of files in the folder.
    fn netlab(&self, words: &str) -> Result<String, String> {
        let words = words.split(' ').map(|word| match word.strip_prefix('@') {
            Some(file) => self.0.join(file).into_os_string(),
            None => OsString::from(word),
        });
        let sentence = |error: netlab_cli::error::Failure| {
            error.to_string().replace(&format!("{}/", self.0.display()), "")
        };
        match parse(words).map_err(sentence)? {
            Command::Run(options) => run::run(&options).map_err(sentence),
            other => panic!("{other:?}"),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const CLIENT: &str = "import socket\nsock = socket.create_connection((\"server\", 8080))\nsock.sendall(b\"good day\")\nprint(sock.recv(1024))\n";
const SERVER: &str = "import socket\nsock = socket.create_server((\"0.0.0.0\", 8080))\nwhile True:\n    conn, addr = sock.accept()\n    conn.sendall(conn.recv(1024).upper())\n    conn.close()\n";

#[test]
fn both_programs_run_and_their_calls_and_output_are_printed() {
    let folder = Folder::new("both", &[("c.py", CLIENT), ("s.py", SERVER)]);
    for kernel in ["linux", "textbook"] {
        let text = folder
            .netlab(&format!("run --client @c.py --server @s.py --param kernel={kernel}"))
            .expect("a run");
        assert!(text.contains("| b'GOOD DAY'\n"), "{text}");
        assert!(text.contains("sendto(3, \"good day\"") || text.contains("send"), "{text}");
        assert!(text.contains("server.py: system calls"), "{text}");
    }
}

#[test]
fn one_program_beside_the_labs_own() {
    let folder = Folder::new("one", &[("c.py", CLIENT)]);
    let text = folder.netlab("run hello --client @c.py").expect("a run");
    assert!(text.contains("| b'world'\n") && text.contains("| b'good day'\n"), "{text}");
}

#[test]
fn a_program_given_again_is_a_further_process() {
    let folder = Folder::new("again", &[("c.py", CLIENT), ("s.py", SERVER)]);
    let text = folder.netlab("run --client @c.py --client @c.py --server @s.py").expect("a run");
    assert!(text.contains("client2.py: system calls"), "{text}");
    assert_eq!(text.matches("| b'GOOD DAY'\n").count(), 2, "{text}");
}

#[test]
fn localhost_is_one_computer_unless_they_are_kept_apart() {
    let client = CLIENT.replace("\"server\"", "\"localhost\"");
    let folder = Folder::new("localhost", &[("c.py", &client), ("s.py", SERVER)]);
    let together = folder.netlab("run --client @c.py --server @s.py").expect("a run");
    assert!(together.contains("| b'GOOD DAY'\n"), "{together}");
    let apart = folder.netlab("run --client @c.py --server @s.py --param place=apart").expect("a run");
    assert!(apart.contains("| ConnectionRefusedError: [Errno 111] Connection refused\n"), "{apart}");
}

#[test]
fn what_is_wrong_is_one_sentence_with_its_line() {
    let folder =
        Folder::new("wrong", &[("c.py", "import socket\nprint \"hello\"\n"), ("x.py", "import asyncio\n")]);
    let says = |words: &str| folder.netlab(words).expect_err("it is wrong");
    let python_2 = says("run --client @c.py");
    assert!(
        python_2.starts_with("c.py: line 2, column") && python_2.contains("Python 3: print(\"hello\")"),
        "{python_2}"
    );
    assert!(says("run --server @x.py").contains("use threading"));
    assert!(says("run --client @absent.py").starts_with("cannot read absent.py: "));
    assert!(says("run hello --param colour=red").contains("no parameter \"colour\""));
    assert!(says("run --param delay=1").contains("which lab?"));
}
