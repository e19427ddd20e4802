// Serves the built page as a plain static host would, under a sub-path and without isolation headers, and opens it in
// the system's Chromium. Everything that goes wrong in the page is collected, so that each test can ask for "nothing".

import { createReadStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const dist = process.env.NETLAB_DIST ?? join(root, "dist");
export const screens = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "screens");
export const prefix = "/lab/";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

/**
 * Sends bodies as a line of so many bits a second and so many milliseconds to and fro brings them: the whole of a piece
 * waits until the pieces that others asked for before it are through. The line is the server's and not the developer
 * tools', because those do not slow down what a worker fetches.
 */
function slowLine({ bits, latency }) {
  const PIECE = 8192;
  let free = 0;
  const wait = (until) => new Promise((resolve) => setTimeout(resolve, until - performance.now()));
  return async (body, response) => {
    await wait(performance.now() + latency);
    for (let at = 0; at < body.length; at += PIECE) {
      const piece = body.subarray(at, at + PIECE);
      free = Math.max(free, performance.now()) + (piece.length * 8000) / bits;
      await wait(free);
      response.write(piece);
    }
    response.end();
  };
}

/**
 * A static file server for `dist/` under the prefix; anything else is 404. With a `line`, files go out compressed, as hosts
 * send them, and no faster than that line.
 */
export async function serve(folder = dist, line = undefined) {
  const missing = [];
  const asked = [];
  const send = line && slowLine(line);
  const packed = new Map();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    let file = path.startsWith(prefix) ? normalize(join(folder, path.slice(prefix.length))) : "";
    if (file.startsWith(folder) && existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    if (!file.startsWith(folder) || !existsSync(file)) {
      missing.push(path);
      response.writeHead(404).end();
      return;
    }
    asked.push(path);
    if (send) {
      if (!packed.has(file)) packed.set(file, gzipSync(readFileSync(file), { level: 9 }));
      const body = packed.get(file);
      response.writeHead(200, {
        "content-type": TYPES[extname(file)] ?? "application/octet-stream",
        "content-encoding": "gzip",
        "content-length": body.length,
      });
      send(body, response);
      return;
    }
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "content-length": statSync(file).size,
    });
    if (request.method === "HEAD") response.end();
    else createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, url: origin + prefix, missing, asked, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** Starts Chromium with a profile of its own and without calls home. */
export async function launch() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const profile = mkdtempSync(join(tmpdir(), "netlab-chromium-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const browser = context.browser();
  return {
    context,
    version: () => browser.version(),
    newContext: (options) => browser.newContext(options),
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/**
 * A fresh page in a fresh context (empty storage), and the list of everything that went wrong in it.
 * `problems` holds console errors, uncaught errors, policy violations, requests elsewhere and failed requests.
 */
export async function open(browser, server, { path = "", wait = true, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB", ...options });
  const page = await context.newPage();
  const problems = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(server.url) && !url.startsWith("data:") && !url.startsWith("blob:")) {
      problems.push(`request elsewhere: ${url}`);
    }
  });
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  page.on("requestfailed", (request) => {
    problems.push(`request failed: ${request.url()} ${request.failure()?.errorText}`);
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  await page.goto(server.url + path);
  if (wait) await drawn(page);
  return { page, problems, close: () => context.close() };
}

/** Waits until the page says that the stage is drawn, as the worker has answered. */
export async function drawn(page) {
  await marked(page, "netlab:answered");
}

/** Waits until the page has set this mark. */
export async function marked(page, name) {
  await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, name, { timeout: 30_000 });
}

/** Keeps a picture of the page for people to look at. */
export async function picture(page, name) {
  mkdirSync(screens, { recursive: true });
  await page.screenshot({ path: join(screens, `${name}.png`) });
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core finds wrong in the page as it stands, a line each. */
export async function violations(page) {
  // Evaluated, not added as a script: the page's policy would forbid it, as it should.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}`));
  });
}
