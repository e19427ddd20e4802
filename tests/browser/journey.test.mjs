// The whole trip, with the keyboard alone: hello goes out, world comes back, and the way back is the way there.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, picture, serve } from "./harness.mjs";

const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
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

/** What the page shows of this moment. */
const moment = (page) =>
  page.evaluate(() => {
    const text = (selector) => document.querySelector(selector)?.textContent ?? "";
    return {
      record: Number(document.querySelector(".Readout-field").value),
      time: text(".Readout-t"),
      happened: text("#just-happened"),
      why: text(".Story-why p"),
      next: text(".Story-next p"),
      client: text(".Program-client .Program-output pre"),
      clientLine: text(".Program-client [aria-current]"),
      serverLine: text(".Program-server [aria-current]"),
    };
  });

/** Presses a key and waits until the readout shows another record; false if it does not move. */
async function press(page, key, from) {
  await page.keyboard.press(key);
  return page
    .waitForFunction((from) => Number(document.querySelector(".Readout-field").value) !== from, from, { timeout: 5000, polling: "raf" })
    .then(() => true, () => false);
}

const total = (page) =>
  page.evaluate(() => Number(/\/\s*(\d+)/.exec(document.querySelector(".Readout-r").textContent)?.[1] ?? Number.NaN));

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const [language, { locale, words }] of Object.entries(LANGUAGES)) {
    test(`hello and world by keyboard alone, ${size}, ${language}`, async () => {
      const { page, problems, close } = await open(browser, server, { viewport, locale });
      const name = `${size}-${language}`;
      await picture(page, `${name}-start`);
      const steps = [await moment(page)];
      assert.equal(steps[0].record, 0);
      assert.match(steps[0].happened, words);
      let seen = false;
      const records = await total(page);
      while (steps.at(-1).record < records) {
        const before = steps.at(-1);
        assert.ok(await press(page, "ArrowRight", before.record), `stuck at record ${before.record} of ${records}`);
        const now = await moment(page);
        assert.ok(now.record > before.record, `from ${before.record} to ${now.record}`);
        assert.match(now.happened, words, `record ${now.record} has no sentence`);
        steps.push(now);
        if (!seen && now.client.includes("world")) {
          seen = true;
          await picture(page, `${name}-world`);
        }
        if (steps.length === 40) await picture(page, `${name}-step-40`);
      }
      assert.ok(seen, "the client never printed world");
      await picture(page, `${name}-end`);

      // Home, and each step back shows what the step there showed.
      for (let at = steps.length - 2; at >= 0; at -= 1) {
        assert.ok(await press(page, "ArrowLeft", steps[at + 1].record), `stuck going back at ${steps[at + 1].record}`);
        assert.deepEqual(await moment(page), steps[at]);
      }
      // The ends, with one key each.
      assert.ok(await press(page, "End", 0));
      assert.deepEqual(await moment(page), steps.at(-1));
      assert.ok(await press(page, "Home", steps.at(-1).record));
      assert.deepEqual(await moment(page), steps[0]);
      assert.deepEqual(problems, []);
      await close();
    });
  }
}
