// A button beneath the passwords of a form that shows what is typed: for fingers that miss keys. Its words come with the
// fields (data-show, data-hide), so this file knows no language.
for (const form of document.forms) {
  const fields = [...form.querySelectorAll("input[data-show]")];
  const last = fields[fields.length - 1];
  if (!last) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  const show = (isShown) => {
    for (const field of fields) field.type = isShown ? "text" : "password";
    button.textContent = isShown ? last.dataset.hide : last.dataset.show;
  };
  button.addEventListener("click", () => show(last.type === "password"));
  form.addEventListener("submit", () => show(false));
  show(false);
  last.after(button);
}
