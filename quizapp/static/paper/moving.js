// Putting in order: the buttons move the items.

import { takeAnswer } from "./answering.js";
import { orderOf, showOrder } from "./order.js";
import { announce, words } from "./page.js";

export function move(button) {
  const item = button.closest("[data-item]");
  const question = item.closest("[data-question]");
  const isUp = button.dataset.move === "-1";
  const neighbour = isUp ? item.previousElementSibling : item.nextElementSibling;
  if (!neighbour) return;
  if (isUp) neighbour.before(item);
  else neighbour.after(item);
  keepOrder(question);
  (button.disabled ? item.querySelector("button:enabled") : button).focus();
  const items = [...orderOf(question).children];
  announce(words.moved.replace("{place}", items.indexOf(item) + 1).replace("{count}", items.length));
}

export function keepOrder(question) {
  showOrder(
    question,
    [...orderOf(question).children].map((item) => item.dataset.item),
  );
  takeAnswer(question);
}
