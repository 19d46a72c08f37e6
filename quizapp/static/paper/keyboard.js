// The keyboard on the screen.

import { paper } from "./page.js";

/* Where the keyboard lies over the page (iOS), the head would scroll away with it: move it along. */
export function keepHeadInSight() {
  const view = window.visualViewport;
  if (!view) return;
  const follow = () => {
    const isZoomed = view.scale > 1.01;
    paper.style.setProperty("--shift", isZoomed ? "0" : view.offsetTop + "px");
  };
  view.addEventListener("resize", follow);
  view.addEventListener("scroll", follow);
}

export function noteTyping({ type, target }) {
  paper.classList.toggle("is-typing", type === "focusin" && target.matches("textarea, [type=text]"));
}
