/* <input type="datetime-local" id="a"> and <p data-spells="a">: the chosen time in words. A browser shows the field in the
 * order of its own language, where 11/12 may be either day; the words cannot be mistaken.
 */

const locale = document.documentElement.lang;
const weekday = new Intl.DateTimeFormat(locale, { weekday: "long" });

function two(number) {
  return String(number).padStart(2, "0");
}

function spell(value) {
  const time = new Date(value);
  if (Number.isNaN(time.getTime())) return "";
  const day = weekday.format(time);
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}`;
  const date = `${two(time.getDate())}/${two(time.getMonth() + 1)}/${time.getFullYear()}`;
  return `${day[0].toUpperCase()}${day.slice(1)}, ${clock}, ${date}`;
}

for (const line of document.querySelectorAll("[data-spells]")) {
  const input = document.getElementById(line.dataset.spells);
  input.addEventListener("input", () => (line.textContent = spell(input.value)));
}
