// Measures the built page in Chromium and prints one JSON object; `cargo xtask bench` puts it into the README.
// Times are medians of several loads, each with an empty cache, from this machine's own static server.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { dist, launch, open, prefix, serve } from "./harness.mjs";

const LOADS = 7;

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Bytes after gzip -9 of the files that one load of the page asks for until the stage is drawn. */
function compressed(paths) {
  const sizes = {};
  for (const path of new Set(paths)) {
    const name = path.slice(prefix.length) || "index.html";
    sizes[name] = gzipSync(readFileSync(join(dist, name)), { level: 9 }).length;
  }
  return sizes;
}

async function load(browser, server) {
  const { page, problems, close } = await open(browser, server, { path: "index.html" });
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const times = await page.evaluate(() => {
    const start = (name) => performance.getEntriesByName(name)[0]?.startTime;
    return { paint: start("first-contentful-paint"), stage: start("netlab:stage") };
  });
  // The first step: from the key to the picture that shows its result.
  await page.evaluate(() => {
    addEventListener("keydown", (event) => { window.pressedAt = event.timeStamp; }, { capture: true, once: true });
  });
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => performance.getEntriesByName("netlab:first-step").length > 0);
  times.step = await page.evaluate(() => performance.getEntriesByName("netlab:first-step")[0].startTime - window.pressedAt);
  await close();
  return times;
}

/** Milliseconds from a key to the next frame after the readout has changed; the median of several presses. */
async function seeks(browser, server) {
  const { page, close } = await open(browser, server, { path: "index.html" });
  const timed = async (key) => {
    const time = page.evaluate(
      () =>
        new Promise((resolve) => {
          let pressed = 0;
          addEventListener("keydown", (event) => { pressed = event.timeStamp; }, { capture: true, once: true });
          new MutationObserver((_, observer) => {
            observer.disconnect();
            requestAnimationFrame((now) => resolve(Math.max(now, performance.now()) - pressed));
          }).observe(document.querySelector(".Readout"), { subtree: true, childList: true, characterData: true, attributes: true });
        }),
    );
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    await page.keyboard.press(key);
    return time;
  };
  const ends = [];
  const starts = [];
  for (let run = 0; run < LOADS; run += 1) {
    ends.push(await timed("End"));
    starts.push(await timed("Home"));
  }
  await close();
  return { seek_end_ms: median(ends), seek_start_ms: median(starts) };
}

const server = await serve();
const browser = await launch();
try {
  server.asked.length = 0;
  const runs = [await load(browser, server)];
  const sizes = compressed(server.asked);
  for (let run = 1; run < LOADS; run += 1) runs.push(await load(browser, server));
  const beforeStage = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  const worker = Object.entries(sizes).filter(([name]) => name.startsWith("netlab-worker") || name === "worker.js");
  const workerBytes = worker.reduce((sum, [, size]) => sum + size, 0);
  const seek = await seeks(browser, server);
  console.log(
    JSON.stringify({
      chromium: browser.version(),
      files: sizes,
      page_bytes: beforeStage - workerBytes,
      worker_bytes: workerBytes,
      first_contentful_paint_ms: median(runs.map((run) => run.paint)),
      stage_ms: median(runs.map((run) => run.stage)),
      first_step_ms: median(runs.map((run) => run.step)),
      ...seek,
      loads: LOADS,
    }),
  );
} finally {
  await browser.close();
  await server.close();
}
