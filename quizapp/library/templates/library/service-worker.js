/* Keeps the documents that were opened, so that they can be read without a network. The cache's name changes with the
 * files that pages need; older caches are dropped. Pages that were never opened, and everything that is sent, go to the
 * network. */
const ASSETS = {{ assets|tojson }};
const CACHE = "documents-" + ASSETS.join("").replace(/[^a-z0-9]/g, "").slice(-64);
const MOST_PAGES = 40;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(ASSETS)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const dropOlder = caches.keys().then((names) =>
    Promise.all(names.filter((name) => name.startsWith("documents-") && name !== CACHE).map((name) => caches.delete(name))),
  );
  event.waitUntil(dropOlder.then(() => self.clients.claim()));
});

function isPage(url) {
  return /^\/documents\/\d+$/.test(url.pathname);
}

async function keep(request, response) {
  const cache = await caches.open(CACHE);
  await cache.put(new URL(request.url).pathname, response);
  const pages = (await cache.keys()).filter((one) => isPage(new URL(one.url)));
  await Promise.all(pages.slice(0, -MOST_PAGES).map((one) => cache.delete(one)));
}

async function networkFirst(event) {
  try {
    const response = await fetch(event.request);
    if (response.ok && !response.redirected) event.waitUntil(keep(event.request, response.clone()));
    // Signed out, or the document is gone: what was kept is no longer this person's to read.
    else if (response.redirected || response.status === 404) {
      event.waitUntil(caches.open(CACHE).then((cache) => cache.delete(new URL(event.request.url).pathname)));
    }
    return response;
  } catch (error) {
    const kept = await caches.match(new URL(event.request.url).pathname);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (ASSETS.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then((kept) => kept || fetch(event.request)));
  } else if (isPage(url)) {
    event.respondWith(networkFirst(event));
  }
});

/* Fetched once more only if the page was opened before this script watched over it. */
async function isKept(path) {
  if (await caches.match(path)) return true;
  const response = await fetch(path);
  if (!response.ok || response.redirected) return false;
  await keep(new Request(path), response);
  return true;
}

self.addEventListener("message", (event) => {
  if (typeof event.data === "string" && isPage(new URL(event.data, location.origin))) {
    event.waitUntil(isKept(event.data).then((is) => is && event.ports[0]?.postMessage("kept")));
  }
});
