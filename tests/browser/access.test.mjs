// axe-core looks at the page at several moments and finds nothing.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, serve, violations } from "./harness.mjs";

const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

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

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"]) {
    for (const locale of ["en-GB", "zh-CN"]) {
      test(`axe-core finds nothing, ${size}, ${colorScheme}, ${locale}`, async () => {
        const { page, close } = await open(browser, server, { viewport, colorScheme, locale });
        const found = {};
        for (const [moment, keys] of Object.entries({ start: [], middle: Array(12).fill("Shift+ArrowRight"), end: ["End"] })) {
          for (const key of keys) await page.keyboard.press(key);
          await page.waitForTimeout(600);
          const list = await violations(page);
          if (list.length > 0) found[moment] = list;
        }
        assert.deepEqual(found, {});
        await close();
      });
    }
  }
}
