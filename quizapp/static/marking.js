/* Comfort for markers: the sum, drafts that save themselves, Enter to go on. Without it every button posts the form.
 *
 * <form data-marking data-offline data-stale> with [data-points] (data-most), [data-sum], [data-kept], [data-finish].
 */

const form = document.querySelector("[data-marking]");
const fields = [...form.querySelectorAll("[data-points]")];
const sum = form.querySelector("[data-sum]");
const kept = form.querySelector("[data-kept]");
const SAVE_AFTER = 1500;

const numbers = new Intl.NumberFormat("vi", { maximumFractionDigits: 2 });

function read(field) {
  const text = field.value.trim().replace(",", ".");
  return text === "" ? null : Number(text);
}

function showSum() {
  const given = fields.map(read).filter((value) => value !== null);
  const isWrong = (field) => read(field) !== null && !(read(field) >= 0 && read(field) <= Number(field.dataset.most));
  for (const field of fields) field.toggleAttribute("aria-invalid", isWrong(field));
  const most = fields.reduce((total, field) => total + Number(field.dataset.most), 0);
  const total = given.reduce((one, other) => one + other, 0);
  sum.textContent = given.length && !Number.isNaN(total) ? `${numbers.format(total)} / ${numbers.format(most)}` : "–";
}

/* -- Drafts: one save at a time, so that each knows the revision of the one before ---------------------------------- */

let timer = 0;
let isSaving = false;
let isChanged = false;
let isOver = false;

async function save() {
  if (isSaving || isOver || fields.some((field) => field.hasAttribute("aria-invalid"))) return;
  isSaving = true;
  isChanged = false;
  const body = new FormData(form);
  body.set("action", "draft");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    if (answer.status === 409) {
      isOver = true;
      kept.textContent = form.dataset.stale;
    } else if (answer.ok && !answer.redirected) {
      const said = await answer.json();
      form.elements.revision.value = said.revision;
      kept.textContent = said.words;
    } else {
      throw new Error(String(answer.status));
    }
  } catch {
    isChanged = true;
    kept.textContent = form.dataset.offline;
  }
  isSaving = false;
  if (isChanged) saveSoon();
}

function saveSoon() {
  isChanged = true;
  clearTimeout(timer);
  timer = setTimeout(save, SAVE_AFTER);
}

form.addEventListener("input", () => {
  showSum();
  saveSoon();
});

/* -- Keys ----------------------------------------------------------------------------------------------------------- */

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-finish]"));
  } else if (event.target.matches("[data-points]")) {
    event.preventDefault();
    (fields[fields.indexOf(event.target) + 1] ?? form.elements.comment).focus();
  }
});

/* What is on its way would take the revision that the form knows. */
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  isOver = true;
  if (!isSaving) return;
  event.preventDefault();
  setTimeout(() => form.requestSubmit(event.submitter), 200);
});

showSum();
// On a phone the keyboard would cover the essay that is to be read first.
if (matchMedia("(pointer: fine)").matches) fields.find((field) => field.value === "")?.focus({ preventScroll: true });
