/* The matrix says at once how many questions a row can choose from, and how long the paper is. Without this the server
 * says the same when the form is sent.
 *
 * <fieldset data-matrix data-available='{"bank|topic": {"level": count}}' data-words="{count}" data-too-few="{count}">
 *   rows [data-row] with [data-source] [data-level] [data-count] [data-points] and [data-found]; [data-total] [data-score]
 */

const box = document.querySelector("[data-matrix]");
const available = JSON.parse(box?.dataset.available ?? "{}");
const locale = document.documentElement.lang;

function numberOf(input) {
  return Number(input.value.trim().replace(",", ".")) || 0;
}

function showRow(row) {
  const source = row.querySelector("[data-source]").value;
  const wanted = numberOf(row.querySelector("[data-count]"));
  const found = (available[source] ?? {})[row.querySelector("[data-level]").value] ?? 0;
  const words = found < wanted ? box.dataset.tooFew : box.dataset.words;
  const cell = row.querySelector("[data-found]");
  const shown = document.createElement("span");
  shown.className = found < wanted ? "text-danger strong" : "muted";
  shown.textContent = source ? words.replace("{count}", found.toLocaleString(locale)) : "";
  cell.replaceChildren(shown);
}

function showAll() {
  let questions = 0;
  let score = 0;
  for (const row of box.querySelectorAll("[data-row]")) {
    showRow(row);
    const count = numberOf(row.querySelector("[data-count]"));
    questions += count;
    score += count * numberOf(row.querySelector("[data-points]"));
  }
  box.querySelector("[data-total]").textContent = questions.toLocaleString(locale);
  box.querySelector("[data-score]").textContent = score.toLocaleString(locale, { maximumFractionDigits: 2 });
}

box?.addEventListener("input", showAll);
