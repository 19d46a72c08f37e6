// Draws the charts of the leader's page: on a wide screen when they come into view, on a phone when one is opened.
// The figures and plotly itself (1.1 MB) are loaded only then; the tables beside the charts say the same.

const root = document.querySelector("[data-charts]");
const wide = matchMedia("(min-width: 48em)");
const settings = { displayModeBar: false, responsive: true, showTips: false };
// Plotly brings the styles of its maps along, which the CSP refuses; where this id is taken it does not try.
const STYLE_OF_MAPS = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";
let loading = null;

function load() {
  loading ??= Promise.all([fetchFigures(), addPlotly()]).then(([figures]) => figures);
  return loading;
}

async function fetchFigures() {
  const answer = await fetch(root.dataset.charts, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`charts: ${answer.status}`);
  return answer.json();
}

function addPlotly() {
  const placeholder = document.createElement("meta");
  placeholder.id = STYLE_OF_MAPS;
  const script = document.createElement("script");
  script.src = root.dataset.plotly;
  const loaded = new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Error("plotly"));
  });
  document.head.append(placeholder, script);
  return loaded;
}

// "var(--blue)" -> the colour of the theme that is shown.
function inTheme(value, style) {
  if (Array.isArray(value)) return value.map((part) => inTheme(part, style));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inTheme(part, style)]));
  }
  const name = typeof value === "string" && value.match(/^var\((--[\w-]+)\)$/);
  return name ? style.getPropertyValue(name[1]).trim() : value;
}

async function draw(chart) {
  const place = chart.querySelector(".chart-place");
  if (place.dataset.state) return;
  place.dataset.state = "loading";
  try {
    const figure = inTheme((await load())[chart.dataset.chart], getComputedStyle(document.documentElement));
    const family = getComputedStyle(document.body).fontFamily;
    place.replaceChildren();
    await window.Plotly.newPlot(place, figure.data, { ...figure.layout, font: { ...figure.layout.font, family } }, settings);
    place.dataset.state = "drawn";
  } catch {
    delete place.dataset.state;
    loading = null;
    place.textContent = root.dataset.failed;
  }
}

function redraw() {
  for (const chart of root.querySelectorAll("[data-chart]")) {
    const place = chart.querySelector(".chart-place");
    if (place.dataset.state !== "drawn") continue;
    delete place.dataset.state;
    draw(chart);
  }
}

if (root) {
  const charts = [...root.querySelectorAll("[data-chart]")];
  for (const chart of charts) chart.addEventListener("toggle", () => chart.open && draw(chart));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  if (wide.matches) {
    const watcher = new IntersectionObserver((entries) => {
      for (const entry of entries.filter((seen) => seen.isIntersecting)) {
        watcher.unobserve(entry.target);
        entry.target.open = true;
      }
    }, { rootMargin: "200px" });
    for (const chart of charts) watcher.observe(chart);
  }
}
