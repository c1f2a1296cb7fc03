// Writing down without a net: each entry stays in the phone, with its own key, until the server says its code.
const form = document.querySelector("[data-offline]");
const root = "offline-entry:";
const prefix = form ? `${root}${form.dataset.account}:${form.dataset.offline}:` : root;
const KEPT = "offline-entry";
const SECONDS = 20_000;
let isSending = false;

/** Every entry of this account for this community, the oldest first. */
function entries() {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  const found = names.map((name) => ({ name, ...JSON.parse(localStorage.getItem(name)) }));
  return found.sort((one, other) => (one.typed_at < other.typed_at ? -1 : 1));
}

function keep(entry) {
  const { name, ...rest } = entry;
  localStorage.setItem(name, JSON.stringify(rest));
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What the form holds, without what belongs to this visit alone. */
function typed() {
  const left = ["csrfmiddlewaretoken", "key", "mark", "typed_at"];
  return Object.fromEntries([...new FormData(form)].filter(([name]) => !left.includes(name)));
}

function fill(fields) {
  form.reset();
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements[name];
    if (field) field.value = value;
  }
}

function say(words) {
  document.querySelector("[data-offline-said]").textContent = words;
}

/** The list of what waits, with the reason where one was refused. */
function show() {
  const waiting = entries();
  const list = document.querySelector("[data-offline-list]");
  const pattern = document.querySelector("[data-offline-row]");
  list.replaceChildren(
    ...waiting.map((entry) => {
      const row = pattern.content.firstElementChild.cloneNode(true);
      const kind = form.elements.kind.querySelector(`option[value="${CSS.escape(entry.fields.kind)}"]`);
      row.querySelector("[data-what]").textContent = `${kind ? kind.textContent : ""}: ${entry.fields.for_whom}`;
      row.querySelector("[data-when]").textContent = new Date(entry.typed_at).toLocaleString(document.documentElement.lang);
      row.querySelector("[data-reason]").textContent = entry.refused || "";
      const button = row.querySelector("[data-mend]");
      // What waits may have arrived already, its answer lost: only what was refused is changed.
      button.hidden = !entry.refused;
      button.addEventListener("click", () => mend(entry));
      return row;
    }),
  );
  document.querySelector("[data-offline-count]").textContent = waiting.length;
  document.querySelector("[data-offline-waiting]").hidden = !waiting.length;
}

/** Back into the form, under the same key: sent twice it would still be one. */
function mend(entry) {
  if (form.elements.for_whom.value && form.dataset.key !== entry.key) {
    say(form.dataset.full);
    return;
  }
  fill(entry.fields);
  form.dataset.key = entry.key;
  form.dataset.typedAt = entry.typed_at;
  form.elements.for_whom.focus();
}

/** Send one entry. True when the server has it, false when it waits on, null when sending any more has no sense now. */
async function send(entry) {
  const body = new FormData();
  const token = form.elements.csrfmiddlewaretoken.value;
  const more = { csrfmiddlewaretoken: token, key: entry.key, mark: form.dataset.account, typed_at: entry.typed_at };
  for (const [name, value] of Object.entries({ ...entry.fields, ...more })) body.set(name, value);
  const options = { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual", signal: AbortSignal.timeout?.(SECONDS) };
  let answer, told;
  try {
    answer = await fetch(form.action, options);
    told = answer.type === "opaqueredirect" ? { signed_out: true } : await answer.json();
  } catch {
    // No net, or a page instead of an answer: a session that ended, a busy server.
    say(answer ? form.dataset.signIn : form.dataset.away);
    return null;
  }
  if (answer.ok && told.received) {
    localStorage.removeItem(entry.name);
    say(form.dataset.received.replace("{code}", told.received));
    return true;
  }
  if (told.signed_out) {
    say(told.words || form.dataset.signIn);
    return null;
  }
  // Somebody mended it meanwhile: what stands there now is newer.
  if (told.refused && localStorage.getItem(entry.name)) keep({ ...entry, refused: told.refused });
  return told.refused ? false : null;
}

async function sendAll() {
  if (isSending || !navigator.onLine) return;
  isSending = true;
  try {
    for (const entry of entries().filter((entry) => !entry.refused)) if ((await send(entry)) === null) break;
  } finally {
    isSending = false;
    show();
  }
}

/** The page and what it loads, kept in the phone, so that it opens again without a net. */
async function keepPage() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(form.dataset.worker);
  const store = await caches.open(KEPT);
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  const files = loaded.filter((name) => new URL(name).origin === location.origin && new URL(name).pathname.startsWith("/static/"));
  const put = async (name) => {
    const response = await fetch(name);
    if (response.ok && !response.redirected) await store.put(name, response);
  };
  await Promise.all([location.pathname, ...new Set(files)].map((name) => put(name).catch(() => {})));
  document.querySelector("[data-offline-ready]").hidden = false;
}

/** On the way out: say how many would be lost with the phone's memory. */
function warn(place) {
  const count = Object.keys(localStorage).filter((name) => name.startsWith(root)).length;
  place.hidden = !count;
  place.querySelector("[data-offline-count]").textContent = count;
}

if (form) {
  form.noValidate = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // The page's own guard against sending twice is for forms that leave the page.
    event.stopImmediatePropagation();
    const key = form.dataset.key || newKey();
    const entry = { name: prefix + key, key, typed_at: form.dataset.typedAt || new Date().toISOString(), fields: typed() };
    try {
      keep(entry);
    } catch {
      say(form.dataset.noRoom);
      return;
    }
    delete form.dataset.key;
    delete form.dataset.typedAt;
    form.reset();
    say(form.dataset.kept);
    show();
    sendAll();
    form.elements.kind.focus();
  });
  window.addEventListener("online", sendAll);
  window.addEventListener("storage", show);
  setInterval(sendAll, 30_000);
  document.querySelector("[data-offline-send]").addEventListener("click", sendAll);
  show();
  sendAll();
  if (navigator.onLine) keepPage();
}
document.querySelectorAll("[data-offline-warning]").forEach(warn);
