// One screen at a time.

import { keep, state } from "./kept.js";
import { part, screens } from "./page.js";
import { renderProgress } from "./progress.js";

export function showScreen(index, { focus = true } = {}) {
  state.screen = Math.max(0, Math.min(index, screens.length - 1));
  screens.forEach((screen, position) => (screen.hidden = position !== state.screen));
  const isLast = state.screen === screens.length - 1;
  part("previous").disabled = state.screen === 0;
  part("next").hidden = isLast;
  part("submit").hidden = !isLast;
  keep();
  renderProgress();
  if (!focus) return;
  scrollTo(0, 0);
  screens[state.screen].querySelector("legend, h2").focus({ preventScroll: true });
}
