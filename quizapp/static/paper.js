/* One person, one paper, one clock.
 *
 * The page is a plain form; this module shows it one question at a time, saves every change and minds the clock.
 * What must hold, whatever phone and network do:
 * - An answer is on the phone (localStorage) before anything is sent, so a lost network or a killed page loses nothing.
 * - Every request carries the whole state and a revision that only grows. The server keeps the newest, so a request may
 *   be lost, arrive twice or too late; whoever is in doubt sends again.
 * - The deadline is the server's. The phone's own clock is never asked: performance.now() only counts what has passed
 *   since the server last told its time.
 * The sentences are in the page, where they can be translated.
 */

const page = document.documentElement;
const part = (id) => document.getElementById(id);
const paper = part("paper");
const served = paper.dataset;
const words = part("words").dataset;
const questions = [...paper.querySelectorAll("[data-question]")];
const screens = [...paper.querySelectorAll(".screen")];
const prediction = part("prediction");

const WAIT_BEFORE_SAVING = 400; // several taps in a row are one request
const WAIT_WHILE_TYPING = 2000; // as long after the last letter …
const LONGEST_TYPING = 10000; // … but whoever never pauses is saved too
const PATIENCE = 15000; // a request without an answer is given up and sent again
const LONGEST_PAUSE = 15; // seconds between two tries
const SIGN_OF_LIFE = 60000; // where silence is watched: a save at least this often
const ONE_DAY = 86400000;

const CHOICES = ["single", "multiple", "truefalse"];
const IN_PARTS = ["statements", "matching", "cloze"];
const TYPED = ["text", "number", "essay"];

/* -- What is kept on the phone ------------------------------------------------------------------------------------ */

const PREFIX = "quizapp.paper.";
const KEY = PREFIX + served.attempt;
const PREDICTION = "prediction"; // stands among the changed questions, whose names are numbers

/* answers {question: [options] | "text"}; changed {question: number of its last change} is what no answer of the server
 * covers yet; revision the highest one ever used; seen the newest time that the server has told. */
const state = recall();

function recall() {
  paper.reset(); // some browsers fill in what was there before; the answers in the markup are the server's
  const fresh = { changed: {}, changes: 0, marks: [], screen: 0, submitting: false, signs: { left_page: 0, pasted: 0 } };
  const told = {
    answers: readAnswers(),
    prediction: prediction ? prediction.value : "",
    revision: Number(served.revision),
    ticket: served.ticket,
    deadline: served.deadline,
    seen: served.now,
  };
  const kept = readKept(KEY);
  if (!kept) return { ...fresh, ...told };
  // A page out of the browser's cache is older than what we keep.
  if (Date.parse(kept.seen) > Date.parse(told.seen)) return { ...fresh, ...told, ...kept };
  const revision = Math.max(kept.revision, told.revision);
  const predicted = PREDICTION in kept.changed ? kept.prediction : told.prediction;
  return { ...fresh, ...kept, ...told, revision, prediction: predicted, answers: withOwnChanges(told.answers, kept) };
}

function withOwnChanges(answers, { changed, answers: own }) {
  const merged = { ...answers };
  for (const id of Object.keys(changed)) {
    if (id in own) merged[id] = own[id];
    else delete merged[id];
  }
  return merged;
}

function readKept(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function keep() {
  try {
    localStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // Private mode or a full phone: memory has to do.
  }
}

function forget(key = KEY) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

/* Papers that ended on this phone without being submitted from it; phones are shared. */
function forgetEndedPapers() {
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX) || key === KEY) continue;
      const kept = readKept(key);
      if (!kept || Date.parse(kept.deadline) + ONE_DAY < Date.parse(served.now)) forget(key);
    }
  } catch {
    // No localStorage.
  }
}

const hasUnsaved = () => Object.keys(state.changed).length > 0;

/* -- The clock ------------------------------------------------------------------------------------------------------ */

/* Server time minus performance.now(). An answer that was long on its way, and a phone that slept (which stops
 * performance.now()), can only make it too small: so the largest is the best. */
let offset = -Infinity;
let secondsBefore = Infinity;

function learnTime(now, at = performance.now()) {
  const time = Date.parse(now);
  if (time) offset = Math.max(offset, time - at);
}

function secondsLeft() {
  return Math.max(0, Math.ceil((Date.parse(state.deadline) - offset - performance.now()) / 1000));
}

function tick() {
  const left = secondsLeft();
  if (left === secondsBefore) return;
  part("time-left").textContent = asClock(left);
  part("clock").classList.toggle("is-ending", left <= 60);
  if (left <= 60 && secondsBefore > 60 && left > 0) announce(words.oneMinute);
  else if (left <= 300 && left > 60 && secondsBefore > 300 && secondsBefore < Infinity) announce(words.fiveMinutes);
  secondsBefore = left;
  if (left === 0) endByClock();
}

function asClock(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return (hours ? hours + ":" + two(minutes) : minutes) + ":" + two(seconds % 60);
}

function announce(text) {
  part("announcer").textContent = text;
}

/* -- Answers: page and state ---------------------------------------------------------------------------------------- */

function controlsOf(question) {
  return [...question.querySelectorAll("fieldset input, fieldset textarea, fieldset select")];
}

function isTyped(question) {
  return TYPED.includes(question.dataset.kind);
}

function orderOf(question) {
  return question.querySelector(".ordering");
}

function isChosen(control) {
  return control.matches("select") ? control.value !== "" : control.checked;
}

/* ["<option>", …], "text", or undefined for a question without an answer. */
function readAnswer(question) {
  const controls = controlsOf(question);
  if (isTyped(question)) return controls[0].value.trim() ? controls[0].value : undefined;
  const order = orderOf(question);
  const chosen = order
    ? order.dataset.given.split(" ").filter(Boolean)
    : controls.filter(isChosen).map((control) => control.value);
  return chosen.length ? chosen : undefined;
}

function readAnswers() {
  const found = questions.map((question) => [question.dataset.question, readAnswer(question)]);
  return Object.fromEntries(found.filter(([, answer]) => answer !== undefined));
}

function writeAnswers() {
  for (const question of questions) {
    const answer = state.answers[question.dataset.question];
    if (orderOf(question)) showOrder(question, answer || []);
    else for (const control of controlsOf(question)) writeControl(control, answer);
    countWords(question);
  }
  if (prediction) prediction.value = state.prediction;
}

function writeControl(control, answer) {
  const isGiven = ({ value }) => value !== "" && (answer || []).includes(value);
  if (control.matches("select")) control.value = ([...control.options].find(isGiven) || { value: "" }).value;
  else if (control.matches("textarea, [type=text]")) writeText(control, answer || "");
  else control.checked = isGiven(control);
}

/* To set a text, even to what it is, moves the caret and breaks off what an input method is composing. */
function writeText(control, text) {
  if (control.value !== text && control !== composing) control.value = text;
}

function countWords(question) {
  const shown = question.querySelector("[data-word-count]");
  if (!shown) return;
  const count = question.querySelector("textarea").value.split(/\s+/).filter(Boolean).length;
  shown.textContent = shown.dataset.words.replace("{count}", count);
}

/* -- Putting in order: the items stand in the order given, and the buttons move them -------------------------------- */

function showOrder(question, given) {
  const order = orderOf(question);
  order.dataset.given = given.join(" ");
  const items = [...order.children];
  const place = (item) => (given.includes(item.dataset.item) ? given.indexOf(item.dataset.item) : items.length);
  items.sort((one, other) => place(one) - place(other)).forEach((item) => order.append(item));
  items.forEach((item, position) => {
    item.querySelector(".place").textContent = position + 1;
    item.querySelector("[data-move='-1']").disabled = position === 0;
    item.querySelector("[data-move='1']").disabled = position === items.length - 1;
  });
  question.querySelector("[data-keep-order]").hidden = given.length > 0;
}

function move(button) {
  const item = button.closest("[data-item]");
  const question = item.closest("[data-question]");
  const isUp = button.dataset.move === "-1";
  const neighbour = isUp ? item.previousElementSibling : item.nextElementSibling;
  if (!neighbour) return;
  if (isUp) neighbour.before(item);
  else neighbour.after(item);
  keepOrder(question);
  (button.disabled ? item.querySelector("button:enabled") : button).focus();
  const items = [...orderOf(question).children];
  announce(words.moved.replace("{place}", items.indexOf(item) + 1).replace("{count}", items.length));
}

function keepOrder(question) {
  showOrder(
    question,
    [...orderOf(question).children].map((item) => item.dataset.item),
  );
  takeAnswer(question);
}

function takeAnswer(question) {
  const id = question.dataset.question;
  const answer = readAnswer(question);
  if (JSON.stringify(answer) === JSON.stringify(state.answers[id])) return;
  if (answer === undefined) delete state.answers[id];
  else state.answers[id] = answer;
  state.changed[id] = ++state.changes;
  keep();
  renderProgress();
  saveSoon(isTyped(question) ? waitWhileTyping() : WAIT_BEFORE_SAVING);
}

function takeInput({ target }) {
  const question = target.closest("[data-question]");
  if (question) countWords(question);
  if (question && !orderOf(question)) takeAnswer(question);
  if (target !== prediction || state.prediction === prediction.value) return;
  state.prediction = prediction.value;
  state.changed[PREDICTION] = ++state.changes;
  part("prediction-error").hidden = true;
  keep();
  saveSoon();
}

function toggleMark(button) {
  const id = button.closest("[data-question]").dataset.question;
  state.marks = state.marks.includes(id) ? state.marks.filter((mark) => mark !== id) : [...state.marks, id];
  keep();
  renderProgress();
}

/* Keys for those at a computer, only while the focus is within a question: 1-9 or A-I choose. */
function chooseByKey(event) {
  const question = event.target.closest("[data-question]");
  if (!question || !CHOICES.includes(question.dataset.kind) || event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return;
  if (event.target.matches("textarea, [type=text]")) return;
  const index = "123456789".indexOf(event.key) + 1 || "abcdefghi".indexOf(event.key.toLowerCase()) + 1;
  const control = question.querySelectorAll(".option input")[index - 1];
  if (!control) return;
  control.focus();
  control.click();
}

/* -- Sending: one request on its way, and after it the newest state ------------------------------------------------ */

let underway = null; // the AbortController of the request on its way
let timer = 0;
let failures = 0;
let hasStopped = false;

let typingSince = 0;

function waitWhileTyping() {
  const now = performance.now();
  typingSince = typingSince || now;
  return Math.max(0, Math.min(WAIT_WHILE_TYPING, typingSince + LONGEST_TYPING - now));
}

function saveSoon(wait) {
  // After a failure a try is already due, and a request on its way is followed by another if need be.
  if (failures || underway) return;
  clearTimeout(timer);
  timer = setTimeout(deliver, wait);
}

/* Send now. A request on its way is given up: the new one says all that it said, under a higher revision. */
async function deliver({ keepalive = false } = {}) {
  clearTimeout(timer);
  typingSince = 0;
  if (hasStopped) return;
  if (underway) underway.abort();
  const mine = (underway = new AbortController());
  const upTo = state.changes;
  const isSubmission = state.submitting;
  state.revision += 1;
  keep();
  if (!failures) tell("saving", words.saving);
  const reply = isSubmission
    ? await send("POST", served.api + "/submission", { ...content(), prediction: predictedNumber() }, mine, keepalive)
    : await send("PUT", served.api + "/answers", { ...content(), ...ownPrediction() }, mine, keepalive);
  if (mine !== underway) return;
  underway = null;
  receive(reply, upTo, isSubmission);
}

const content = () => ({ revision: state.revision, answers: state.answers, ...ownSigns() });

/* Only where somebody watches. The server keeps the higher number, so another device may begin at nought. */
const ownSigns = () => ("watched" in served ? { signs: state.signs } : {});

/* Only while it is news: another device may have saved a number that this one does not know. */
const ownPrediction = () => (PREDICTION in state.changed ? { prediction: predictedNumber() } : {});

function predictedNumber() {
  const digits = state.prediction.replace(/\D/g, "");
  return digits ? Number(digits) : null;
}

function send(method, url, body, controller, keepalive) {
  const headers = { "X-Attempt-Ticket": state.ticket };
  // The ticket is the right to save; nothing else is looked up.
  return request(url, { method, headers, keepalive, credentials: "omit", body: JSON.stringify(body) }, controller);
}

/* {status, body, retryAfter}; status 0 stands for everything that is not an answer of our server: no network, no answer
 * in time, the sign-in page of a hotel's Wi-Fi. */
async function request(url, options, controller = new AbortController()) {
  const giveUp = setTimeout(() => controller.abort(), PATIENCE);
  const headers = { "Content-Type": "application/json", ...options.headers };
  try {
    const response = await fetch(url, {
      ...options,
      headers,
      cache: "no-store",
      redirect: "error",
      signal: controller.signal,
    });
    const body = await response.json().catch(() => null);
    const retryAfter = Math.min(Number(response.headers.get("Retry-After")) || 0, 60);
    return { status: response.ok && !body ? 0 : response.status, body: body || {}, retryAfter };
  } catch {
    return { status: 0, body: {}, retryAfter: 0 };
  } finally {
    clearTimeout(giveUp);
  }
}

function receive(reply, upTo, isSubmission) {
  const { status, body } = reply;
  const type = String(body.type);
  if (status === 410) leave();
  else if (status === 200) isSubmission ? leave() : acknowledge(body, upTo);
  else if (status === 409 && type.endsWith("stale-revision")) catchUp(body);
  else if (status === 409 && type.endsWith("continued-elsewhere")) giveWay();
  else if (isPassing(status)) tryAgain(reply);
  else stop(body.detail);
}

const isPassing = (status) => status === 0 || status === 408 || status === 429 || status >= 500;

function acknowledge(body, upTo) {
  failures = 0;
  learnTime(body.now);
  for (const [id, change] of Object.entries(state.changed)) if (change <= upTo) delete state.changed[id];
  Object.assign(state, { deadline: body.deadline, seen: body.now, revision: Math.max(state.revision, body.revision) });
  keep();
  part("no-network").hidden = true;
  tell("saved", words.saved.replace("{time}", asTimeOfDay(body.saved_at)));
  tick();
  if (hasAskedForTime() && !secondsLeft()) endByClock();
  else if (hasUnsaved()) deliver();
  else showLife();
}

/* Silence can only be told from thinking where the phone speaks now and then. */
function showLife() {
  if ("watched" in served && !hasStopped) timer = setTimeout(deliver, SIGN_OF_LIFE);
}

/* The ticket is ours, so what the server has is an older state of this phone under a higher number. */
function catchUp(body) {
  state.revision = Math.max(state.revision, Number(body.revision) || 0);
  timer = setTimeout(deliver, WAIT_BEFORE_SAVING);
}

function tryAgain({ status, retryAfter }) {
  if (hasAskedForTime() && !secondsLeft() && !state.submitting) {
    submit();
    return;
  }
  failures += 1;
  const pause = Math.min(2 ** (failures - 1), LONGEST_PAUSE) * (0.5 + Math.random() / 2);
  timer = setTimeout(deliver, Math.max(pause, retryAfter) * 1000);
  tell("offline", status ? words.busy : words.offline);
  const sentence = status ? words.keptUntilFree : words.keptUntilOnline;
  part("no-network").lastElementChild.textContent = sentence;
  part("no-network").hidden = false;
  if (state.submitting) part("sending-text").textContent = secondsLeft() ? sentence : words.timeOverOffline;
}

/* The server does not take it and trying again would not help. Nothing is thrown away. */
function stop(detail) {
  pause();
  part("trouble-detail").textContent = detail || "";
  part("trouble-detail").hidden = !detail;
  openDialog("trouble");
}

function pause() {
  hasStopped = true;
  state.submitting = false;
  keep();
  tell("offline", words.stopped);
  closeDialogs();
}

/* Submitted, or over: the same address now shows the result, and "back" must not lead to the old paper. */
function leave() {
  hasStopped = true;
  clearTimeout(timer);
  forget();
  location.replace(served.attemptsUrl + served.attempt);
}

function tell(name, text) {
  part("save-state").dataset.state = name;
  part("save-state").lastElementChild.textContent = text;
}

function asTimeOfDay(instant) {
  const parts = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: served.timeZone };
  return new Intl.DateTimeFormat(page.lang, parts).format(new Date(instant));
}

/* -- Another device has taken over, and back ------------------------------------------------------------------------ */

function giveWay() {
  pause();
  openDialog("elsewhere");
}

async function takeOver() {
  const button = part("take-over");
  button.disabled = true;
  const { status, body } = await askForPaper();
  button.disabled = false;
  if (status === 200 || status === 201) continueHere(body);
  else if (isPassing(status)) part("elsewhere-error").hidden = false;
  else if (status === 401 || status === 400) stop(body.detail);
  else leave();
}

/* Asked to start when the other device has submitted, the server would begin the next attempt, and use it up. */
async function askForPaper() {
  const current = await request(served.api, { method: "GET" });
  if (current.status !== 200) return current;
  if (!current.body.questions) return { ...current, status: 410 };
  const headers = { "X-CSRFToken": served.csrf };
  return request(served.startUrl, { method: "POST", headers, body: "{}" });
}

function continueHere(body) {
  if (String(body.id) !== served.attempt) {
    location.replace(served.attemptsUrl + body.id); // submitted in between: this is the next attempt
    return;
  }
  learnTime(body.now);
  Object.assign(state, {
    answers: withOwnChanges(body.answers, state),
    ticket: body.ticket,
    deadline: body.deadline,
    seen: body.now,
    revision: Math.max(state.revision, body.revision),
  });
  hasStopped = false;
  failures = 0;
  part("elsewhere-error").hidden = true;
  closeDialogs();
  render();
  deliver();
}

/* The same paper in a second tab: both show and send the same state. */
function followOtherTab({ key, newValue }) {
  if (key !== KEY || hasStopped) return;
  if (!newValue) {
    leave();
    return;
  }
  Object.assign(state, JSON.parse(newValue), { screen: state.screen });
  render();
}

/* -- Screens -------------------------------------------------------------------------------------------------------- */

function showScreen(index, { focus = true } = {}) {
  state.screen = Math.max(0, Math.min(index, screens.length - 1));
  screens.forEach((screen, position) => (screen.hidden = position !== state.screen));
  const isLast = state.screen === screens.length - 1;
  part("previous").disabled = state.screen === 0;
  part("next").hidden = isLast;
  part("submit").hidden = !isLast;
  keep();
  renderProgress();
  if (!focus) return;
  scrollTo(0, 0);
  screens[state.screen].querySelector("legend, h2").focus({ preventScroll: true });
}

function render() {
  writeAnswers();
  renderProgress();
}

function renderProgress() {
  const answered = countAnswered();
  part("progress").value = answered;
  part("answered-count").textContent = part("review-count").textContent = answered + "/" + questions.length;
  const links = part("sheet-grid").querySelectorAll("a");
  questions.forEach((question, index) => {
    const { isAnswered, isMarked } = progressOf(question);
    links[index].classList.toggle("is-answered", isAnswered);
    links[index].classList.toggle("is-marked", isMarked);
    if (index === state.screen) links[index].setAttribute("aria-current", "step");
    else links[index].removeAttribute("aria-current");
    question.querySelector("[data-mark]").setAttribute("aria-pressed", isMarked);
  });
  listQuestions("review-empty", (question) => !progressOf(question).isAnswered);
  listQuestions("review-marked", (question) => progressOf(question).isMarked);
  part("review-done").hidden = answered < questions.length;
}

function progressOf(question) {
  const id = question.dataset.question;
  return { isAnswered: isAnswered(question), isMarked: state.marks.includes(id) };
}

/* A question of several parts is answered when all of them are. */
function isAnswered(question) {
  const answer = state.answers[question.dataset.question];
  const hasParts = IN_PARTS.includes(question.dataset.kind);
  return answer !== undefined && (!hasParts || answer.length >= Number(question.dataset.parts));
}

const countAnswered = () => questions.filter(isAnswered).length;

/* "Còn 3 câu chưa trả lời: 4, 9, 17", each a copy of its link in the sheet. */
function listQuestions(id, isListed) {
  const box = part(id);
  const listed = questions.map((question, index) => (isListed(question) ? index : -1)).filter((index) => index >= 0);
  box.hidden = !listed.length;
  fillIn(box, { count: listed.length });
  const links = part("sheet-grid").querySelectorAll("a");
  const items = listed.map((index) => {
    const item = document.createElement("li");
    const link = links[index].cloneNode(true);
    link.removeAttribute("aria-current");
    item.append(link);
    return item;
  });
  box.querySelector("ul").replaceChildren(...items);
}

function fillIn(box, values) {
  const target = box.querySelector("[data-words]");
  target.textContent = target.dataset.words.replace(/{(\w+)}/g, (_, name) => values[name]);
}

/* -- Submitting ----------------------------------------------------------------------------------------------------- */

function askToSubmit(event) {
  event.preventDefault();
  if (state.screen < screens.length - 1) {
    showScreen(state.screen + 1); // Enter in a text field
    return;
  }
  if (prediction && prediction.hasAttribute("aria-required") && predictedNumber() === null) {
    showScreen(questions.length);
    part("prediction-error").hidden = false;
    prediction.focus();
    return;
  }
  fillIn(part("confirm"), { answered: countAnswered(), total: questions.length });
  openDialog("confirm");
}

function submit() {
  if (state.submitting || hasStopped) return; // a double tap
  state.submitting = true;
  failures = 0;
  keep();
  showSending();
  deliver();
}

function showSending() {
  closeDialogs();
  part("sending-text").textContent = secondsLeft() ? words.sending : words.timeOver;
  openDialog("sending");
}

/* What was saved counts in any case: the server closes the attempt by itself. This only makes it sooner, with what has
 * not been saved yet, as long as the server's grace lasts; then it answers 410 and we go to the result. */
function endByClock() {
  if (hasStopped) return;
  if (state.submitting) showSending();
  else if (hasAskedForTime()) submit();
  else askForTime();
}

/* Somebody in charge may have given more time that this phone has not heard of: one save before the end asks for it. */
let askedAt = "";

const hasAskedForTime = () => askedAt === state.deadline;

function askForTime() {
  askedAt = state.deadline;
  failures = 0;
  deliver();
}

/* -- Dialogs -------------------------------------------------------------------------------------------------------- */

function openDialog(id) {
  const dialog = part(id);
  if (dialog.open) return;
  if (dialog.showModal) dialog.showModal();
  else dialog.setAttribute("open", "");
}

function closeDialogs() {
  for (const dialog of document.querySelectorAll("dialog[open]")) {
    if (dialog.close) dialog.close();
    else dialog.removeAttribute("open");
  }
}

/* -- Phone: sleeping, waking, typing ---------------------------------------------------------------------------------- */

/* Leaving the page and pasting are counted for people to judge; nothing is forbidden. */
function noteSign(name) {
  state.signs[name] += 1;
  keep();
}

/* A save on waking also tells the time, which a sleeping phone has stopped counting. */
function wake() {
  if (document.visibilityState === "visible") {
    deliver();
    return;
  }
  noteSign("left_page");
  leaveNothingBehind();
}

/* The page may be killed now without another word. */
function leaveNothingBehind() {
  if (hasUnsaved() || state.submitting) deliver({ keepalive: true });
}

/* Where the keyboard lies over the page (iOS), the head would scroll away with it: move it along. */
function keepHeadInSight() {
  const view = window.visualViewport;
  if (!view) return;
  const follow = () => {
    const isZoomed = view.scale > 1.01;
    paper.style.setProperty("--shift", isZoomed ? "0" : view.offsetTop + "px");
  };
  view.addEventListener("resize", follow);
  view.addEventListener("scroll", follow);
}

let composing = null; // the field in which an input method (Telex, VNI) is at work

function noteComposing({ type, target }) {
  composing = type === "compositionstart" ? target : null;
}

function noteTyping({ type, target }) {
  paper.classList.toggle("is-typing", type === "focusin" && target.matches("textarea, [type=text]"));
}

/* -- Begin ---------------------------------------------------------------------------------------------------------- */

function handleClick({ target }) {
  const link = target.closest("[data-screen]");
  const mark = target.closest("[data-mark]");
  const moved = target.closest("[data-move]");
  const kept = target.closest("[data-keep-order]");
  if (mark) toggleMark(mark);
  if (moved) move(moved);
  if (kept) keepOrder(kept.closest("[data-question]"));
  if (target.closest("[data-close]") || target.matches("dialog:not([data-stays])")) closeDialogs();
  if (!link) return false;
  closeDialogs();
  showScreen(link.dataset.screen === "last" ? screens.length - 1 : Number(link.dataset.screen));
  return true;
}

function listen() {
  paper.addEventListener("input", takeInput);
  paper.addEventListener("change", takeInput);
  paper.addEventListener("submit", askToSubmit);
  paper.addEventListener("keydown", chooseByKey);
  paper.addEventListener("focusin", noteTyping);
  paper.addEventListener("focusout", noteTyping);
  paper.addEventListener("paste", () => noteSign("pasted"));
  paper.addEventListener("compositionstart", noteComposing);
  paper.addEventListener("compositionend", noteComposing);
  document.addEventListener("click", (event) => handleClick(event) && event.preventDefault());
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("pagehide", leaveNothingBehind);
  window.addEventListener("pageshow", (event) => event.persisted && deliver());
  window.addEventListener("online", () => (failures || hasUnsaved()) && deliver());
  window.addEventListener("storage", followOtherTab);
  part("previous").addEventListener("click", () => showScreen(state.screen - 1));
  part("next").addEventListener("click", () => showScreen(state.screen + 1));
  part("open-sheet").addEventListener("click", () => openDialog("sheet"));
  part("confirm-submit").addEventListener("click", submit);
  part("take-over").addEventListener("click", takeOver);
  part("reload").addEventListener("click", () => location.reload());
  for (const dialog of document.querySelectorAll("[data-stays]")) {
    dialog.addEventListener("cancel", (event) => event.preventDefault());
  }
}

function begin() {
  const [navigation] = performance.getEntriesByType("navigation");
  learnTime(served.now, navigation ? navigation.responseStart : 0);
  const isOldPage = state.seen !== served.now; // it came out of a cache: what we keep is newer
  if (isOldPage) learnTime(state.seen, 0);
  page.classList.add("has-script");
  listen();
  keepHeadInSight();
  writeAnswers();
  showScreen(state.screen, { focus: false });
  tick();
  setInterval(tick, 250);
  forgetEndedPapers();
  if (state.submitting) showSending();
  if (!underway && (state.submitting || hasUnsaved() || isOldPage)) deliver();
  else if (!underway) showLife();
}

begin();
