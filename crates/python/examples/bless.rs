//! Writes `stdlib.bin` from `stdlib/*.py`: `cargo run -p netlab-python --features compiler --example bless`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut modules = Vec::new();
    for entry in std::fs::read_dir(folder.join("stdlib"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "py") {
            let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
            modules.push((name, std::fs::read_to_string(&path)?));
        }
    }
    modules.sort();
    let library = netlab_python::compile_library(&modules)?;
    println!("{} modules, {} bytes", modules.len(), library.len());
    std::fs::write(folder.join("stdlib.bin"), library)?;
    Ok(())
}
