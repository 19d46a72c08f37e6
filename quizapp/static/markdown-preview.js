/* Shows beside the field what learners will see. The server makes the HTML clean. */

const field = document.querySelector("[data-preview]");
const pane = document.querySelector("#preview");
let timer = 0;
let latest = 0;

async function draw() {
  const mine = (latest += 1);
  const body = new FormData();
  body.set("text", field.value);
  body.set("csrf_token", field.form.elements.csrf_token.value);
  try {
    const response = await fetch(field.dataset.preview, { method: "POST", body });
    if (!response.ok || mine !== latest) return;
    const { html } = await response.json();
    if (html) pane.innerHTML = html;
    else pane.textContent = pane.dataset.empty;
  } catch {
    // Without a network the last preview stays.
  }
}

field?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(draw, 400);
});
