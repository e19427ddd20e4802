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
