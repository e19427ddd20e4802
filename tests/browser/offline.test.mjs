// After one visit the page works without a network.

import { after, before, test } from "node:test";
import { drawn, launch, open, serve } from "./harness.mjs";

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

test("works offline after the first visit", { timeout: 60_000 }, async () => {
  const { page, close } = await open(browser, server);
  const kept = () => page.evaluate(async () => {
    const keys = await (await caches.open("netlab")).keys();
    return navigator.serviceWorker.controller ? keys.length : 0;
  });
  while ((await kept()) < 12) await page.waitForTimeout(100);
  await page.context().setOffline(true);
  await page.reload();
  await drawn(page);
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => location.hash.includes("step=1&"));
  await close();
});
