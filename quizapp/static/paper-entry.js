// Counts the answers while a paper is typed in, so that the eyes can stay on the sheet.

const shown = document.querySelector("[data-counted]");
const answers = document.querySelector("[name=answers]");
const code = document.querySelector("[name=code]");
const wanted = JSON.parse(shown.dataset.counted);

// As the server reads them: one letter a question, or parts set apart where a question has several.
function count(text) {
  const parts = text.trim().split(/[\s,;]+/).filter(Boolean);
  return parts.length > 1 ? parts.length : (parts[0] || "").length;
}

function show() {
  const given = count(answers.value);
  const most = wanted[code.value];
  const words = given === most ? shown.dataset.fits : given > most ? shown.dataset.exceeds : shown.dataset.words;
  shown.textContent = most === undefined ? "" : words.replace("{given}", given).replace("{wanted}", most);
}

answers.addEventListener("input", show);
code.addEventListener("change", show);
show();
