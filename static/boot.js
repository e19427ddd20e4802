// Starts the page's module. A file of its own, because the content-security policy allows no inline script; the build writes
// the names of the module's two files into the tag that loads this.
performance.mark("netlab:fcp-shell");
const tag = document.querySelector("script[data-wasm]");
const at = (name) => new URL(tag.dataset[name], document.baseURI);
try {
  const bindings = await import(at("js"));
  await bindings.default({ module_or_path: at("wasm") });
} catch (error) {
  document.getElementById("boot-failed").hidden = false;
  throw error;
}

// Everything is here now; keep it for when there is no network. Not having that is no loss for this visit.
try {
  const registration = await navigator.serviceWorker?.register("./offline.js");
  if (registration) {
    const build = tag.dataset.wasm.replace(/[^0-9a-z]/gi, "");
    const session = "netlab-worker";
    const files = [
      "./", tag.dataset.js, tag.dataset.wasm, "./boot.js", "./early.js", "./icon.svg",
      ...Array.from(document.querySelectorAll("link[rel=stylesheet]"), (link) => link.getAttribute("href")),
      `./worker.js?program=${session}&build=${build}`, `./${session}.js?build=${build}`, `./${session}_bg.wasm?build=${build}`,
    ];
    (await navigator.serviceWorker.ready).active.postMessage(files);
  }
} catch { /* forbidden, or not a secure context */ }
