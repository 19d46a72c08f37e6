/* Keeps the pages that were opened, so that they can be read without a network. The cache's name changes with the files
 * that pages need; older caches of the same name are dropped. What is sent goes to the network. */
const NAME = {{ name|tojson }} + "-";
const PAGES = new RegExp({{ pages|tojson }});
const ASSETS = {{ assets|tojson }};
const CACHE = NAME + ASSETS.join("").replace(/[^a-z0-9]/g, "").slice(-64);
const MOST_PAGES = 40;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(ASSETS)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const dropOlder = caches.keys().then((names) =>
    Promise.all(names.filter((name) => name.startsWith(NAME) && name !== CACHE).map((name) => caches.delete(name))),
  );
  event.waitUntil(dropOlder.then(() => self.clients.claim()));
});

async function keep(path, response) {
  const cache = await caches.open(CACHE);
  await cache.put(path, response);
  const pages = (await cache.keys()).filter((one) => PAGES.test(new URL(one.url).pathname));
  await Promise.all(pages.slice(0, -MOST_PAGES).map((one) => cache.delete(one)));
}

async function networkFirst(event, path) {
  try {
    const response = await fetch(event.request);
    if (response.ok && !response.redirected) event.waitUntil(keep(path, response.clone()));
    // Signed out, or no longer for this person: what was kept is not theirs to read.
    else if (response.redirected || response.status === 404) {
      event.waitUntil(caches.open(CACHE).then((cache) => cache.delete(path)));
    }
    return response;
  } catch (error) {
    const kept = await caches.match(path);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (ASSETS.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then((kept) => kept || fetch(event.request)));
  } else if (PAGES.test(url.pathname)) {
    event.respondWith(networkFirst(event, url.pathname));
  }
});

/* Fetched once more only if the page was opened before this script watched over it. */
async function isKept(path) {
  if (await caches.match(path)) return true;
  const response = await fetch(path);
  if (!response.ok || response.redirected) return false;
  await keep(path, response);
  return true;
}

self.addEventListener("message", (event) => {
  if (typeof event.data === "string" && PAGES.test(event.data)) {
    event.waitUntil(isKept(event.data).then((is) => is && event.ports[0]?.postMessage("kept")));
  }
});
