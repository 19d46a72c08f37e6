/* Shows what the server sends as a notification, and opens the page that it leads to. A new one takes the place of the
 * one before. */
self.addEventListener("push", (event) => {
  let sent = {};
  try {
    sent = event.data?.json() ?? {};
  } catch {
    // Not ours: the browser still wants a notification to be shown.
  }
  const options = { body: sent.body ?? "", tag: "reminder", data: { address: sent.address ?? "/" } };
  event.waitUntil(self.registration.showNotification(sent.title ?? {{ title|tojson }}, options));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data?.address ?? "/", self.location.origin);
  const mine = address.origin === self.location.origin ? address.href : self.location.origin;
  event.waitUntil(self.clients.openWindow(mine));
});
