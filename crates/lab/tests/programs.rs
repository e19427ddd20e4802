//! The labs' compiled programs are those of their sources.

use std::{fs, path::Path};

#[test]
fn compiled_programs_are_those_of_their_sources() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("programs");
    let mut stale = Vec::new();
    for entry in fs::read_dir(&folder).expect("a folder of programs") {
        let path = entry.expect("readable").path();
        if path.extension().is_none_or(|extension| extension != "py") {
            continue;
        }
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let source = fs::read_to_string(&path).expect("readable");
        let file = if name.ends_with("_client") { "client.py" } else { "server.py" };
        let code = netlab_python::compile(&source, file).unwrap_or_else(|errors| panic!("{name}: {errors}"));
        let bytes = postcard::to_allocvec(&code).expect("a program can be written");
        let compiled = path.with_extension("code");
        if fs::read(&compiled).ok().as_deref() != Some(&bytes[..]) {
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                fs::write(&compiled, &bytes).expect("writable");
            } else {
                stale.push(name);
            }
        }
    }
    assert!(
        stale.is_empty(),
        "compiled form is not that of the source: {stale:?}; UPDATE_EXPECT=1 writes it anew"
    );
}
