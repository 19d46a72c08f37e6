/* Whoever sees the sign-in page is signed out. On a shared phone the pages kept for times without a network are not the
 * next person's to read: they go. What every page needs stays, and so does what was answered and not yet sent. */

async function forgetPages() {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const pages = (await cache.keys()).filter(({ url }) => !new URL(url).pathname.startsWith("/static/"));
    await Promise.all(pages.map((one) => cache.delete(one)));
  }
}

if ("caches" in window) forgetPages();
