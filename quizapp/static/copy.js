/* <button hidden data-copy="id of the text" data-copied="…"><span role="status">Chép</span></button>
 * The button shows itself where copying works, and says when it is done. */

function textOf(button) {
  return document.getElementById(button.dataset.copy).textContent.trim();
}

/* Zalo's browser and pages without HTTPS have no navigator.clipboard: there the text is selected and copied as by hand. */
async function copy(text, source) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Not allowed here: by hand.
    }
  }
  getSelection().selectAllChildren(source);
  return document.execCommand("copy");
}

async function handleClick(button) {
  const label = button.querySelector("span");
  const usual = button.dataset.usual || (button.dataset.usual = label.textContent);
  if (!(await copy(textOf(button), document.getElementById(button.dataset.copy)))) return;
  label.textContent = button.dataset.copied;
  setTimeout(() => (label.textContent = usual), 3000);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => handleClick(button));
}
