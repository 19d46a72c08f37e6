/* <section data-job="address of the progress"> with [data-stage], <progress> and [data-offline].
 * Asks every two seconds how far the job has come; when it is over, the page is loaded anew and shows the result. */

const EVERY = 2000;
const place = document.querySelector("[data-job]");

function show(found) {
  const stage = place.querySelector("[data-stage]");
  if (stage.textContent !== found.stage) stage.textContent = found.stage;
  const bar = place.querySelector("progress");
  if (found.percent === null) bar.removeAttribute("value");
  else bar.value = found.percent;
}

async function ask() {
  try {
    const answer = await fetch(place.dataset.job, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const found = await answer.json();
    if (found.is_over) return location.reload();
    place.querySelector("[data-offline]").hidden = true;
    show(found);
  } catch {
    place.querySelector("[data-offline]").hidden = false;
  }
  setTimeout(ask, EVERY);
}

if (place) setTimeout(ask, EVERY);
