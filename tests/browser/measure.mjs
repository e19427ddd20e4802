// Measures the built page in Chromium and prints one JSON object; `cargo xtask bench` puts it into the README.
// Times are medians of several loads, each with an empty cache, from this machine's own static server.
// `node measure.mjs --playing` measures playing alone.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { dist, launch, marked, open, prefix, serve } from "./harness.mjs";

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
  const { page, problems, close } = await open(browser, server, { path: "index.html", wait: false });
  await marked(page, "netlab:stage");
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const times = await page.evaluate(() => {
    const start = (name) => performance.getEntriesByName(name)[0]?.startTime;
    return { paint: start("first-contentful-paint"), stage: start("netlab:stage") };
  });
  // The first step: its key is pressed as soon as there is a stage, whether or not the worker is there.
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => performance.getEntriesByName("netlab:first-step").length > 0);
  times.step = await page.evaluate(() => performance.getEntriesByName("netlab:first-step")[0].startTime);
  await close();
  return times;
}

/** Milliseconds from a key to the next frame after the page has changed; the median of several presses. */
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
          }).observe(document.querySelector("main") ?? document.body, { subtree: true, childList: true, characterData: true, attributes: true });
        }),
    );
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    await page.keyboard.press(key);
    return time;
  };
  const steps = [];
  const ends = [];
  const starts = [];
  for (let run = 0; run < LOADS; run += 1) {
    ends.push(await timed("End"));
    starts.push(await timed("Home"));
    steps.push(await timed("ArrowRight"));
  }
  await close();
  return { step_ms: median(steps), seek_end_ms: median(ends), seek_start_ms: median(starts) };
}

/** The same first load over a line of 10 Mbit/s with 40 ms to and fro. */
async function slowly(browser) {
  const server = await serve(dist, { bits: 10_000_000, latency: 40 });
  await load(browser, server); // The server has compressed its files now.
  const runs = [];
  for (let run = 0; run < LOADS; run += 1) runs.push(await load(browser, server));
  await server.close();
  return {
    slow_paint_ms: median(runs.map((run) => run.paint)),
    slow_stage_ms: median(runs.map((run) => run.stage)),
    slow_first_step_ms: median(runs.map((run) => run.step)),
  };
}

/** How long the flood is played for each measurement, in milliseconds, after so long to warm up. */
const PLAYED = 8_000;
const WARM = 3_000;

/** What Chromium's trace calls the running of a page's script; outermost ones are counted. */
const SCRIPT = new Set(["FunctionCall", "EvaluateScript", "RunMicrotasks", "FireAnimationFrame", "TimerFire", "EventDispatch", "HandlePostMessage"]);

/** Milliseconds of script in each frame that had any, from a trace's events. */
function scriptPerFrame(events) {
  const lanes = new Map();
  for (const event of events) {
    const lane = `${event.pid} ${event.tid}`;
    if (!lanes.has(lane)) lanes.set(lane, []);
    lanes.get(lane).push(event);
  }
  const frames = (lane) => lane.filter((event) => event.name === "FireAnimationFrame").length;
  const main = [...lanes.values()].sort((a, b) => frames(b) - frames(a))[0].sort((a, b) => a.ts - b.ts);
  const begins = main.filter((event) => event.name === "FireAnimationFrame").map((event) => event.ts);
  const sums = begins.map(() => 0);
  let outermost = -Infinity;
  let frame = -1;
  for (const { name, ph, ts, dur = 0 } of main) {
    if (ph !== "X" || !SCRIPT.has(name) || ts < outermost) continue;
    outermost = ts + dur;
    while (frame + 1 < begins.length && begins[frame + 1] <= ts) frame += 1;
    if (frame >= 0) sums[frame] += dur / 1000;
  }
  return sums;
}

/** Script of each frame while the default flood plays at the fastest pace that draws each step. */
async function played(browser, server, { slowdown, ...options }) {
  const { page, problems, close } = await open(browser, server, { path: "index.html#lab=flood&step=20", ...options });
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  // The one before the clock's paces is the fastest that draws each step. On a phone its menu is not shown.
  await page.evaluate(() => {
    const select = document.querySelector(".Speed select");
    const fastest = [...select.options].findIndex((option) => option.textContent.includes("×")) - 1;
    select.value = select.options[fastest].value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await page.evaluate(() => document.querySelector(".Key.is-play").click());
  await page.waitForTimeout(WARM);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const over = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  const readout = () => page.evaluate(() => Number(document.querySelector(".Readout-field").value));
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["devtools.timeline", "v8"] } });
  const before = await readout();
  await page.waitForTimeout(PLAYED);
  const steps = (await readout()) - before;
  await session.send("Tracing.end");
  await over;
  if (problems.length > 0) throw new Error(problems.join("\n"));
  await close();
  const all = scriptPerFrame(events).sort((a, b) => a - b);
  if (steps < 10 || all.length < 30) throw new Error(`only ${steps} steps and ${all.length} frames were played`);
  const at = (list, share) => list[Math.floor((list.length - 1) * share)];
  // Frames in which a step was drawn are the dearest ones; there is one for each step.
  const drawn = all.slice(-steps);
  return { p95: at(all, 0.95), drawn_median: at(drawn, 0.5), drawn_p95: at(drawn, 0.95), frames: all.length, steps };
}

async function playing(browser, server) {
  const wide = await played(browser, server, { slowdown: 1 });
  const phone = await played(browser, server, { slowdown: 4, viewport: { width: 390, height: 844 } });
  return { playing: wide, playing_phone: phone };
}

const server = await serve();
const browser = await launch();
if (process.argv.includes("--playing")) {
  try {
    console.log(JSON.stringify(await playing(browser, server)));
  } finally {
    await browser.close();
    await server.close();
  }
  process.exit(0);
}
try {
  server.asked.length = 0;
  const runs = [await load(browser, server)];
  const sizes = compressed(server.asked);
  for (let run = 1; run < LOADS; run += 1) runs.push(await load(browser, server));
  const beforeStage = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  const worker = Object.entries(sizes).filter(([name]) => name.startsWith("netlab-worker") || name === "worker.js");
  const workerBytes = worker.reduce((sum, [, size]) => sum + size, 0);
  const seek = await seeks(browser, server);
  const play = await playing(browser, server);
  const slow = await slowly(browser);
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
      play_script_p95_ms: play.playing.p95,
      play_drawn_p95_ms: play.playing.drawn_p95,
      play_phone_script_p95_ms: play.playing_phone.p95,
      play_phone_drawn_p95_ms: play.playing_phone.drawn_p95,
      ...slow,
      loads: LOADS,
    }),
  );
} finally {
  await browser.close();
  await server.close();
}
