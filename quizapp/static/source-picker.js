/* Choosing the document that a question is about while typing; without it the buttons of the form do the same.
 *
 * <fieldset data-sources data-documents data-none> with [data-words] [data-find] [data-found] [data-picks] [data-document]
 * [data-section].
 */

const box = document.querySelector("[data-sources]");
const SEARCH_AFTER = 300;

async function ask(address) {
  const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer.json();
}

/* The first choice, "nothing chosen", stays. */
function offer(select, choices) {
  select.replaceChildren(select.options[0], ...choices.map((one) => new Option(one.name, one.id)));
}

function startPicking() {
  const [words, found, picks] = ["words", "found", "picks"].map((name) => box.querySelector(`[data-${name}]`));
  const [documents, sections] = ["document", "section"].map((name) => box.querySelector(`[data-${name}]`));
  let timer = 0;
  let latest = 0;

  async function findSections() {
    offer(sections, []);
    const chosen = documents.value;
    if (!chosen) return;
    const told = await ask(`${box.dataset.documents}/${chosen}`);
    if (documents.value === chosen) offer(sections, told.sections);
  }

  async function find() {
    clearTimeout(timer);
    const number = ++latest;
    if (!words.value.trim()) return;
    const told = await ask(`${box.dataset.documents}?words=${encodeURIComponent(words.value)}`);
    if (number !== latest) return;
    offer(documents, told.documents);
    picks.hidden = !told.documents.length;
    found.textContent = told.documents.length ? "" : box.dataset.none;
    // One that is found alone is meant.
    if (told.documents.length === 1) documents.selectedIndex = 1;
    await findSections();
  }

  // The page goes on without it where the network fails: the form's own buttons are still there.
  const tried = (work) => work().catch(() => {});
  words.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => tried(find), SEARCH_AFTER);
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey) return;
    event.preventDefault();
    tried(find);
  });
  box.querySelector("[data-find]").addEventListener("click", (event) => {
    event.preventDefault();
    tried(find);
  });
  documents.addEventListener("change", () => tried(findSections));
  box.classList.add("has-script");
}

if (box) startPicking();
