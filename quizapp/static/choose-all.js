/* One button that ticks all boxes of a list, and counts what is ticked on the buttons that go on with them.
 *
 * <button data-choose-all="chosen" hidden>, <span data-chosen-count="chosen"></span>: the name of the boxes.
 */

function start(button) {
  const boxes = [...document.querySelectorAll(`input[type=checkbox][name="${button.dataset.chooseAll}"]`)];
  const counts = document.querySelectorAll(`[data-chosen-count="${button.dataset.chooseAll}"]`);

  function show() {
    const chosen = boxes.filter((box) => box.checked).length;
    button.setAttribute("aria-pressed", String(chosen === boxes.length));
    for (const count of counts) count.textContent = chosen ? ` (${chosen})` : "";
  }

  button.hidden = !boxes.length;
  button.addEventListener("click", () => {
    const areAll = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !areAll;
    show();
  });
  document.addEventListener("change", show);
  show();
}

for (const button of document.querySelectorAll("[data-choose-all]")) start(button);
