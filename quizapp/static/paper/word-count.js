// An essay tells how many words it has.

export function countWords(question) {
  const shown = question.querySelector("[data-word-count]");
  if (!shown) return;
  const count = question.querySelector("textarea").value.split(/\s+/).filter(Boolean).length;
  shown.textContent = shown.dataset.words.replace("{count}", count);
}
