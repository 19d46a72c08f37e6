/* Keys for whoever reviews many questions: D approves, T goes to the comment that gives it back, → shows the next. */

const ACTIONS = {
  d: () => document.querySelector("[data-approve]")?.click(),
  t: () => document.querySelector("textarea[name=text]")?.focus(),
  ArrowRight: () => document.querySelector("[data-next]")?.click(),
};

function handleKey(event) {
  const isTyping = event.target.closest("input, textarea, select");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const action = ACTIONS[event.key] ?? ACTIONS[event.key.toLowerCase()];
  if (!action) return;
  event.preventDefault();
  action();
}

document.addEventListener("keydown", handleKey);
