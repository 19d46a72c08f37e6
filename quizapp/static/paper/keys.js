// Keys for those at a computer, only while the focus is within a question: 1-9 or A-I choose.

const CHOICES = ["single", "multiple", "truefalse"];

export function chooseByKey(event) {
  const question = event.target.closest("[data-question]");
  if (!question || !CHOICES.includes(question.dataset.kind) || !isPlainKey(event)) return;
  const index = "123456789".indexOf(event.key) + 1 || "abcdefghi".indexOf(event.key.toLowerCase()) + 1;
  const control = question.querySelectorAll(".option input")[index - 1];
  if (!control) return;
  control.focus();
  control.click();
}

function isPlainKey({ altKey, ctrlKey, key, metaKey, target }) {
  return key.length === 1 && !ctrlKey && !altKey && !metaKey && !target.matches("textarea, [type=text]");
}
