// A button beneath each password that shows what is typed: for fingers that miss keys. Its words come with the field
// (data-password), so this file knows no language.
for (const field of document.querySelectorAll("input[data-password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.textContent = field.dataset.password;
  button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => {
    const isShown = field.type === "text";
    field.type = isShown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!isShown));
  });
  field.form.addEventListener("submit", () => {
    field.type = "password";
  });
  field.after(button);
}
