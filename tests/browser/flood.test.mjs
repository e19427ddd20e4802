// The flood's lesson from its question to the last solved task, with the keyboard alone, in both languages.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, picture, serve } from "./harness.mjs";

const LANGUAGES = { en: { locale: "en-GB", words: /[a-z]{3}/i }, zh: { locale: "zh-CN", words: /[\u4e00-\u9fff]/ } };

let server;
let browser;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** Presses Tab until the focus is where it is wanted. */
async function tabTo(page, wanted, argument) {
  for (let presses = 0; presses < 150; presses += 1) {
    if (await page.evaluate(wanted, argument)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`no Tab leads to ${wanted}`);
}

const record = (page) => page.evaluate(() => Number(document.querySelector(".Readout-field").value));
const feedback = (page) => page.evaluate(() => document.querySelector(".Lesson-feedback")?.textContent ?? "");

async function solved(page, count) {
  await page.waitForFunction((count) => document.querySelector(".Lesson-task")?.textContent.includes(`(${count} / 2)`), count, { timeout: 10_000 });
}

/** Runs until a condition holds. */
async function until(page, condition) {
  const from = await record(page);
  await page.keyboard.press("u");
  await page.waitForSelector("#until[open]");
  await tabTo(page, () => document.activeElement.id === "goal-condition");
  await page.keyboard.press("Control+a");
  await page.keyboard.type(condition);
  await page.keyboard.press("Enter");
  await page.waitForFunction((from) => Number(document.querySelector(".Readout-field").value) > from, from, { timeout: 10_000 });
  assert.equal(await page.evaluate(() => document.querySelector("#until").open), false, "the menu is closed");
}

for (const [language, { locale, words }] of Object.entries(LANGUAGES)) {
  test(`the flood, from question to solved task, ${language}`, async () => {
    const { page, problems, close } = await open(browser, server, { path: "#lab=flood", locale });
    // To the lesson: the question is asked, and the future is withheld.
    await tabTo(page, () => document.activeElement.id.startsWith("tab-"));
    await page.keyboard.press("Home");
    await page.waitForSelector("input[name=prediction]");
    await page.waitForFunction(() => document.querySelectorAll(".Tl-flight").length === 0);
    assert.equal(await page.evaluate(() => document.querySelectorAll(".Lesson-task").length), 0);
    // Committing: mark a choice, then the button.
    await tabTo(page, () => document.activeElement.name === "prediction");
    await page.keyboard.press("Space");
    await tabTo(page, () => document.activeElement.matches("#panel .Button.is-primary:not(:disabled)"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(".Predict-option.is-right");
    await page.waitForFunction(() => document.querySelectorAll(".Tl-flight").length > 0);
    assert.match(await feedback(page), words, "it says what is missing");
    await picture(page, `flood-${language}-question`);

    await until(page, "client.asleep and client.call == send and server.window == 0 and server.recvq > 4000");
    await solved(page, 1);
    await until(page, "client.probes > 0");

    // The server reads, by hand.
    await page.keyboard.press("i");
    await page.waitForFunction(() => document.activeElement.id === "act-first");
    await tabTo(page, () => {
      const target = document.activeElement.closest(".Act-target");
      return document.activeElement.matches("input") && target?.querySelector("h3").textContent === "server.py"
        && document.activeElement.closest(".Act-line").querySelector("[data-act=ReadNow]") !== null;
    });
    await page.keyboard.press("Control+a");
    await page.keyboard.type("100000");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".Future[aria-pressed=true]");
    await until(page, "server.updates > 0");
    // On to a cable, among a probe perhaps, and it is lost.
    const dropsUpdate = () => {
      const name = document.activeElement.closest(".Act-target")?.querySelector("h3").textContent ?? "";
      return document.activeElement.dataset.act === "DropFrame" && /window update|窗口更新/.test(name);
    };
    for (let steps = 0; steps < 40; steps += 1) {
      await page.keyboard.press("i");
      await page.waitForFunction(() => document.activeElement.id === "act-first");
      const names = await page.$$eval("#change .Act-target h3", (list) => list.map((name) => name.textContent));
      if (names.some((name) => /window update|窗口更新/.test(name))) break;
      await page.keyboard.press("Escape");
      const from = await record(page);
      await page.keyboard.press("ArrowRight");
      await page.waitForFunction((from) => Number(document.querySelector(".Readout-field").value) > from, from);
    }
    await tabTo(page, dropsUpdate);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelectorAll(".Hands .Future").length === 3);
    await until(page, "updateslost > 0 and not client.asleep");
    await solved(page, 2);
    assert.match(await feedback(page), words, "it says what was shown");
    await picture(page, `flood-${language}-solved`);

    // Undone: the update is not lost, and that future is gone.
    await page.keyboard.press("Control+z");
    await page.waitForFunction(() => document.querySelectorAll(".Hands .Future").length === 2);
    assert.deepEqual(problems, []);
    await close();
  });
}
