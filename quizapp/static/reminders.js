/* Turns notifications on for this browser. The button is shown only where it works; elsewhere a sentence says why not. */

const box = document.querySelector("[data-push]");
const button = box.querySelector("[data-turn-on]");

function show(name) {
  for (const one of box.querySelectorAll("[data-state]")) one.hidden = one.dataset.state !== name;
  button.hidden = name !== "off" && name !== "failed";
}

function reason() {
  if (/Zalo/i.test(navigator.userAgent)) return "zalo";
  if ("serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
    return Notification.permission === "denied" ? "denied" : null;
  }
  const isApple = /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
  return isApple ? "apple" : "unsupported";
}

function bytesOf(text) {
  const padded = (text + "=".repeat((4 - (text.length % 4)) % 4)).replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
}

function textOf(buffer) {
  const letters = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

async function tell(subscription) {
  const told = {
    endpoint: subscription.endpoint,
    public_key: textOf(subscription.getKey("p256dh")),
    secret: textOf(subscription.getKey("auth")),
  };
  const headers = { "Content-Type": "application/json", "X-CSRFToken": box.dataset.csrf };
  const answer = await fetch(box.dataset.address, { method: "PUT", headers, body: JSON.stringify(told) });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
}

async function turnOn() {
  button.disabled = true;
  try {
    const permission = await Notification.requestPermission();
    if (permission !== "granted") return show(permission === "denied" ? "denied" : "off");
    const registration = await navigator.serviceWorker.register(box.dataset.worker);
    while (!registration.active) await new Promise((resolve) => setTimeout(resolve, 50));
    const options = { userVisibleOnly: true, applicationServerKey: bytesOf(box.dataset.key) };
    await tell(await registration.pushManager.subscribe(options));
    location.reload();
  } catch {
    show("failed");
  } finally {
    button.disabled = false;
  }
}

const why = reason();
if (why) {
  show(why);
} else {
  const registration = await navigator.serviceWorker.getRegistration(box.dataset.worker);
  const isOn = box.dataset.devices !== "0" && (await registration?.pushManager.getSubscription());
  show(isOn ? "on" : "off");
  button.addEventListener("click", turnOn);
}
