/* Comfort for the page on which questions are written; without it every button posts the form and works the same.
 *
 * <form data-authoring data-preview data-similar data-drafts data-pictures data-offline> with [data-rows] > [data-row],
 * [data-add] [data-remove] [data-move] [data-change-kind] [data-save] [data-similar-list] [data-kept]; [data-preview-box].
 */

const form = document.querySelector("[data-authoring]");
const PREVIEW_AFTER = 400;
const REMOTE_AFTER = 1500;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

async function send(address) {
  const body = new FormData(form);
  body.delete("picture");
  const answer = await fetch(address, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer;
}

/* -- What follows typing ------------------------------------------------------------------------------------------- */

/* Runs once typing pauses; of answers that cross only that of the last question counts. */
function debounced(work, delay) {
  let timer = 0;
  let latest = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const number = ++latest;
      await work(() => number === latest);
    }, delay);
  };
}

async function fill(box, address, isLatest) {
  try {
    const html = await (await send(address)).text();
    if (isLatest()) box.innerHTML = html;
  } catch {
    // The page goes on without it; the next pause asks again.
  }
}

const refreshPreview = debounced(
  (isLatest) => fill(document.querySelector("[data-preview-box]"), form.dataset.preview, isLatest),
  PREVIEW_AFTER,
);

const refreshSimilar = debounced(async (isLatest) => {
  const box = form.querySelector("[data-similar-list]");
  await fill(box, form.dataset.similar, isLatest);
  if (box.querySelector("li")) form.elements.seen_similar.value = "1";
}, REMOTE_AFTER);

const keepDraft = debounced(async () => {
  const status = form.querySelector("[data-kept]");
  form.elements.revision.value = Number(form.elements.revision.value) + 1;
  try {
    const answer = await (await send(form.dataset.drafts)).json();
    if (answer.kept) status.textContent = answer.words;
  } catch {
    status.textContent = form.dataset.offline;
  }
}, REMOTE_AFTER);

function handleChange() {
  refreshPreview();
  refreshSimilar();
  keepDraft();
}

/* -- Rows ---------------------------------------------------------------------------------------------------------- */

const rowsOf = (box) => [...box.querySelectorAll("[data-row]")];

/* Rows are numbered by their place, as the server reads them; a marked radio must not lose its mark to another's name. */
function renumber(box) {
  const rows = rowsOf(box);
  const marks = rows.map((row) => row.querySelector("[name=right]")?.checked);
  rows.forEach((row, place) => {
    for (const field of row.querySelectorAll("input, textarea")) {
      if (field.name === "right") field.value = place;
      else field.name = field.id = field.name.replace(/-\d+-/, `-${place}-`);
    }
    const letter = row.querySelector("[data-letter]");
    if (letter) letter.textContent = /^\d+$/.test(letter.textContent) ? place + 1 : LETTERS[place];
    for (const button of row.querySelectorAll("button[name=action]")) {
      button.value = button.value.replace(/:\d+$/, `:${place}`);
      if (button.dataset.move) button.disabled = place === (button.dataset.move === "-1" ? 0 : rows.length - 1);
    }
  });
  rows.forEach((row, place) => {
    const mark = row.querySelector("[name=right]");
    if (mark) mark.checked = Boolean(marks[place]);
  });
  handleChange();
}

function addRow(box, after) {
  const rows = rowsOf(box);
  if (!rows.length || rows.length >= LETTERS.length) return false;
  const row = rows[0].cloneNode(true);
  for (const field of row.querySelectorAll("input, textarea")) {
    if (field.name === "right") field.checked = false;
    else field.value = "";
  }
  (after ?? rows[rows.length - 1]).after(row);
  renumber(box);
  row.querySelector("textarea, input:not([name=right])").focus();
  return true;
}

function removeRow(row) {
  const box = row.closest("[data-rows]");
  if (rowsOf(box).length < 2) return false;
  const next = row.nextElementSibling?.matches("[data-row]") ? row.nextElementSibling : row.previousElementSibling;
  row.remove();
  renumber(box);
  next.querySelector("textarea, input:not([name=right])").focus();
  return true;
}

function moveRow(row, by) {
  const box = row.closest("[data-rows]");
  const rows = rowsOf(box);
  const other = rows[rows.indexOf(row) + by];
  if (!other) return;
  const held = document.activeElement;
  if (by > 0) other.after(row);
  else other.before(row);
  renumber(box);
  held.focus();
}

function handleClick(event) {
  const button = event.target.closest("button");
  const row = button?.closest("[data-row]");
  if (button?.matches("[data-add]") && addRow(button.closest("[data-rows]"))) event.preventDefault();
  else if (button?.matches("[data-remove]") && removeRow(row)) event.preventDefault();
  else if (button?.matches("[data-move]")) {
    event.preventDefault();
    moveRow(row, Number(button.dataset.move));
  }
}

function handleKey(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-save]"));
    return;
  }
  const row = event.target.closest("[data-row]");
  if (!row || event.isComposing) return;
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    moveRow(row, event.key === "ArrowUp" ? -1 : 1);
  } else if (event.key === "Enter" && !event.shiftKey && event.target.rows === 1 && row.querySelector("[data-move]")) {
    event.preventDefault();
    addRow(row.closest("[data-rows]"), row);
  }
}

/* -- Pictures ------------------------------------------------------------------------------------------------------ */

function keepPicture(source, area) {
  const number = form.querySelectorAll('[name^="pictures-"]').length + 1;
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: `pictures-${number - 1}`, value: source });
  form.append(field);
  area.setRangeText(`![](hinh-${number})`, area.selectionStart, area.selectionEnd, "end");
  handleChange();
}

async function handlePaste(event) {
  const file = [...(event.clipboardData?.files ?? [])].find((one) => one.type.startsWith("image/"));
  if (!file || event.target.tagName !== "TEXTAREA") return;
  event.preventDefault();
  const fault = form.querySelector("[data-picture-fault]");
  const body = new FormData();
  body.append("csrf_token", form.elements.csrf_token.value);
  body.append("picture", file);
  const answer = await fetch(form.dataset.pictures, { method: "POST", body });
  const told = await answer.json();
  fault.hidden = answer.ok;
  fault.textContent = told.fault ?? "";
  if (answer.ok) keepPicture(told.source, event.target);
}

if (form) {
  form.addEventListener("input", handleChange);
  form.addEventListener("click", handleClick);
  form.addEventListener("keydown", handleKey);
  form.addEventListener("paste", handlePaste);
  form.elements.kind.addEventListener("change", () => form.requestSubmit(form.querySelector("[data-change-kind]")));
}
