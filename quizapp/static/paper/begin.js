// One person, one paper, one clock.
//
// The page is a plain form; these modules show it one question at a time, save every change and mind the clock,
// whatever phone and network do. They reach the browser as one script.

import { takeInput } from "./answering.js";
import { learnTime, startClock } from "./clock.js";
import { noteComposing } from "./composing.js";
import { closeDialogs, openDialog } from "./dialogs.js";
import { takeOver } from "./elsewhere.js";
import { forgetEndedPapers, hasUnsaved, state } from "./kept.js";
import { keepHeadInSight, noteTyping } from "./keyboard.js";
import { chooseByKey } from "./keys.js";
import { leaveNothingBehind, noteSign, wake } from "./leaving.js";
import { keepOrder, move } from "./moving.js";
import { followOtherTab } from "./other-tab.js";
import { page, paper, part, screens, served } from "./page.js";
import { toggleMark } from "./progress.js";
import { render } from "./render.js";
import { receive } from "./replies.js";
import { showScreen } from "./screens.js";
import { deliver, hasFailed, isUnderway, receiveWith, showLife } from "./sending.js";
import { askToSubmit, showSending, submit } from "./submission.js";
import { endByClock } from "./time-over.js";

function handleClick({ target }) {
  const link = target.closest("[data-screen]");
  const mark = target.closest("[data-mark]");
  const moved = target.closest("[data-move]");
  const kept = target.closest("[data-keep-order]");
  if (mark) toggleMark(mark);
  if (moved) move(moved);
  if (kept) keepOrder(kept.closest("[data-question]"));
  if (target.closest("[data-close]") || target.matches("dialog:not([data-stays])")) closeDialogs();
  if (!link) return false;
  closeDialogs();
  showScreen(link.dataset.screen === "last" ? screens.length - 1 : Number(link.dataset.screen));
  return true;
}

function listen() {
  paper.addEventListener("input", takeInput);
  paper.addEventListener("change", takeInput);
  paper.addEventListener("submit", askToSubmit);
  paper.addEventListener("keydown", chooseByKey);
  paper.addEventListener("focusin", noteTyping);
  paper.addEventListener("focusout", noteTyping);
  paper.addEventListener("paste", () => noteSign("pasted"));
  paper.addEventListener("compositionstart", noteComposing);
  paper.addEventListener("compositionend", noteComposing);
  document.addEventListener("click", (event) => handleClick(event) && event.preventDefault());
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("pagehide", leaveNothingBehind);
  window.addEventListener("pageshow", (event) => event.persisted && deliver());
  window.addEventListener("online", () => (hasFailed() || hasUnsaved()) && deliver());
  window.addEventListener("storage", followOtherTab);
  part("previous").addEventListener("click", () => showScreen(state.screen - 1));
  part("next").addEventListener("click", () => showScreen(state.screen + 1));
  part("open-sheet").addEventListener("click", () => openDialog("sheet"));
  part("confirm-submit").addEventListener("click", submit);
  part("take-over").addEventListener("click", takeOver);
  part("reload").addEventListener("click", () => location.reload());
  for (const dialog of document.querySelectorAll("[data-stays]")) {
    dialog.addEventListener("cancel", (event) => event.preventDefault());
  }
}

function begin() {
  const [navigation] = performance.getEntriesByType("navigation");
  learnTime(served.now, navigation ? navigation.responseStart : 0);
  const isOldPage = state.seen !== served.now; // it came out of a cache: what we keep is newer
  if (isOldPage) learnTime(state.seen, 0);
  page.classList.add("has-script");
  receiveWith(receive);
  listen();
  keepHeadInSight();
  render();
  showScreen(state.screen, { focus: false });
  startClock(endByClock);
  forgetEndedPapers();
  if (state.submitting) showSending();
  if (!isUnderway() && (state.submitting || hasUnsaved() || isOldPage)) deliver();
  else if (!isUnderway()) showLife();
}

begin();
