// The service worker: with a network everything comes from it and is kept; without one, what was kept serves.
const kept = caches.open("netlab");

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(registration.scope)) return;
  event.respondWith((async () => {
    const cache = await kept;
    try {
      const answer = await fetch(request);
      if (answer.ok) event.waitUntil(cache.put(request, answer.clone()));
      return answer;
    } catch (error) {
      const answer = await cache.match(request);
      if (answer) return answer;
      throw error;
    }
  })());
});

// The page names the files of its build: what is missing is fetched, what belongs to no build any more is dropped.
addEventListener("message", (event) => {
  event.waitUntil((async () => {
    const cache = await kept;
    const wanted = new Set(event.data.map((name) => new URL(name, registration.scope).href));
    for (const url of wanted) if (!(await cache.match(url))) await cache.add(url);
    for (const { url } of await cache.keys()) {
      const { hash, href } = new URL(url);
      const plain = href.slice(0, href.length - hash.length);
      if (!wanted.has(plain) && !plain.includes("netlab-compiler")) await cache.delete(url);
    }
  })());
});
