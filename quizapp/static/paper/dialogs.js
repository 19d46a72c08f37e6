// Dialogs, also where the browser knows none.

import { part } from "./page.js";

export function openDialog(id) {
  const dialog = part(id);
  if (dialog.open) return;
  if (dialog.showModal) dialog.showModal();
  else dialog.setAttribute("open", "");
}

export function closeDialogs() {
  for (const dialog of document.querySelectorAll("dialog[open]")) {
    if (dialog.close) dialog.close();
    else dialog.removeAttribute("open");
  }
}
