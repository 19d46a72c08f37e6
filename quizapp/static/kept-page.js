/* Asks the service worker to keep this page, and says so only once the page lies in the cache. Where none is allowed
 * (Zalo's browser, a page without HTTPS) the page is read online. */

export async function keepOffline(worker, options = {}) {
  if (!("serviceWorker" in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register(worker, options);
    await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => (document.querySelector("[data-offline]").hidden = data !== "kept");
    registration.active.postMessage(location.pathname, [port2]);
  } catch {
    // Not allowed here.
  }
}
