/* The secretary's list: a tap is sent at once and the page stays where it is. Without scripts the form does the same. */

const roll = document.querySelector("[data-roll]");

roll?.addEventListener("submit", async (event) => {
  const button = event.submitter;
  const form = event.target;
  if (!button || !["attended", "excused", "unexcused"].includes(button.value) || button.closest("details")) return;
  event.preventDefault();
  const row = form.closest("li");
  const said = row.querySelector(".roll-said");
  const before = pressed(form);
  press(form, button.value);
  said.textContent = "";
  const body = new FormData(form);
  body.set("state", button.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) throw new Error(String(answer.status));
    showFigures(await answer.json());
  } catch {
    press(form, before);
    said.textContent = roll.dataset.failed;
  }
});

function pressed(form) {
  return form.querySelector(':scope > button[aria-pressed="true"]')?.value ?? "";
}

function press(form, state) {
  for (const button of form.querySelectorAll(":scope > button")) {
    button.setAttribute("aria-pressed", String(button.value === state));
  }
}

function showFigures(figures) {
  for (const place of document.querySelectorAll("[data-figure]")) {
    place.textContent = figures[place.dataset.figure].toLocaleString(document.documentElement.lang);
  }
}
