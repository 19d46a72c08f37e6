// The clock. The deadline is the server's; the phone's own clock is never asked: performance.now() only counts what has
// passed since the server last told its time.

import { state } from "./kept.js";
import { announce, part, words } from "./page.js";

/* Server time minus performance.now(). An answer that was long on its way, and a phone that slept (which stops
 * performance.now()), can only make it too small: so the largest is the best. */
let offset = -Infinity;
let secondsBefore = Infinity;
let endByClock;

export function learnTime(now, at = performance.now()) {
  const time = Date.parse(now);
  if (time) offset = Math.max(offset, time - at);
}

export function secondsLeft() {
  return Math.max(0, Math.ceil((Date.parse(state.deadline) - offset - performance.now()) / 1000));
}

/* Whoever begins says what is to happen when the time is over. */
export function startClock(whenOver) {
  endByClock = whenOver;
  tick();
  setInterval(tick, 250);
}

export function tick() {
  const left = secondsLeft();
  if (left === secondsBefore) return;
  part("time-left").textContent = asClock(left);
  part("clock").classList.toggle("is-ending", left <= 60);
  if (left <= 60 && secondsBefore > 60 && left > 0) announce(words.oneMinute);
  else if (left <= 300 && left > 60 && secondsBefore > 300 && secondsBefore < Infinity) announce(words.fiveMinutes);
  secondsBefore = left;
  if (left === 0) endByClock();
}

function asClock(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return (hours ? hours + ":" + two(minutes) : minutes) + ":" + two(seconds % 60);
}
