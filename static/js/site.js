// Small comforts. Every page works without this file.
const root = document.documentElement;
root.classList.add("scripted");

/** Call `act(element)` for each element that carries `attribute`, now and in pieces that htmx brings later. */
function each(attribute, act) {
  const run = (scope) => {
    if (scope.matches?.(`[${attribute}]`)) act(scope);
    scope.querySelectorAll(`[${attribute}]`).forEach(act);
  };
  run(document.body);
  document.body.addEventListener("htmx:load", (event) => {
    if (event.target !== document.body) run(event.target);
  });
}

// A form that is on its way is not sent twice. The server refuses repeats too.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  // A lost line or a download leaves the page standing: then it may be sent again.
  setTimeout(() => release(form), 8000);
});

function release(form) {
  delete form.dataset.sending;
  [...form.elements].forEach((element) => element.removeAttribute("aria-busy"));
}

// Coming back by the browser's button finds the form open again.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));

// data-autosubmit: filters apply as soon as one changes.
each("data-autosubmit", (form) => {
  form.addEventListener("change", () => form.requestSubmit());
  form.querySelectorAll("[data-autosubmit-hide]").forEach((button) => (button.hidden = true));
});

// data-preview="id": shows the chosen pictures in the element with that id, and how many they are.
each("data-preview", (input) => {
  const place = document.getElementById(input.dataset.preview);
  if (!place) return;
  input.addEventListener("change", () => {
    place.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
    place.replaceChildren(
      ...[...input.files].map((file) => {
        const image = document.createElement("img");
        image.src = URL.createObjectURL(file);
        image.alt = file.name;
        image.className = "thumb full";
        return image;
      }),
    );
    const count = document.querySelector(`[data-preview-count="${input.dataset.preview}"]`);
    if (count) count.textContent = input.files.length ? (count.dataset.words || "{n}").replace("{n}", input.files.length) : "";
  });
});

// data-quantity: the − and + beside a number that is sent later with its form.
each("data-quantity", (box) => {
  const input = box.querySelector("input");
  const step = Number(input.dataset.step || 1);
  const least = Number(input.dataset.least || step);
  const most = Number(input.dataset.most || Infinity);
  const change = (by) => {
    const places = (String(step).split(".")[1] || "").length;
    const next = Math.min(most, Math.max(least, (Number(input.value) || 0) + by));
    input.value = next.toFixed(places);
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  box.querySelector("[data-less]").addEventListener("click", () => change(-step));
  box.querySelector("[data-more]").addEventListener("click", () => change(step));
});

/** Let a button say something else for two seconds. */
function say(button, words) {
  const place = button.querySelector("[data-words]") || button;
  const before = place.textContent;
  place.textContent = words;
  setTimeout(() => (place.textContent = before), 2000);
}

// data-share: the phone's own share sheet, where there is one. Without it the link copies itself.
each("data-share", (button) => {
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    const url = new URL(button.dataset.share || location.href, location.href).href;
    if (navigator.share) {
      await navigator.share({ title: button.dataset.title || document.title, url }).catch(() => {});
    } else if (navigator.clipboard) {
      await navigator.clipboard.writeText(url);
      say(button, button.dataset.done);
    }
  });
});

// data-copy="text": puts the text on the clipboard.
each("data-copy", (button) => {
  button.addEventListener("click", async () => {
    if (!navigator.clipboard) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    say(button, button.dataset.done);
  });
});

// data-print: prints the page.
each("data-print", (button) => button.addEventListener("click", () => window.print()));

// data-keep="name": what was typed is kept in this tab until the form is sent, so a lost line loses nothing.
const KEPT = "kept:";
const SENT = "sent:";
const isKept = (field) => field.name && !["hidden", "password", "file"].includes(field.type) && field.type !== "submit";

function keptValues(form) {
  return [...form.elements].filter(isKept).map((field) => [
    field.name, field.value, ["checkbox", "radio"].includes(field.type) ? field.checked : null,
  ]);
}

function restore(form, values) {
  for (const [name, value, checked] of values) {
    const fields = [...form.elements].filter((field) => field.name === name && isKept(field));
    const field = checked === null ? fields[0] : fields.find((candidate) => candidate.value === value);
    if (!field) continue;
    if (checked === null) field.value = value;
    else field.checked = checked;
  }
}

// A sent form has arrived when the next page is another one, or says that it went well. (Error pages do not load this file.)
for (const mark of Object.keys(sessionStorage).filter((key) => key.startsWith(SENT))) {
  const name = mark.slice(SENT.length);
  const isBack = document.querySelector(`[data-keep="${CSS.escape(name)}"]`) && !document.querySelector(".message-success");
  if (!isBack) sessionStorage.removeItem(KEPT + name);
  sessionStorage.removeItem(mark);
}

each("data-keep", (form) => {
  const key = KEPT + form.dataset.keep;
  const kept = sessionStorage.getItem(key);
  // A form that came back with errors already holds what was typed.
  if (kept && !form.querySelector("[aria-invalid]")) restore(form, JSON.parse(kept));
  form.addEventListener("input", () => sessionStorage.setItem(key, JSON.stringify(keptValues(form))));
  form.addEventListener("submit", () => sessionStorage.setItem(SENT + form.dataset.keep, "yes"));
});

// data-open-wide: a folded part (filters) stands open where there is room beside the goods.
each("data-open-wide", (details) => {
  if (matchMedia("(min-width: 62rem)").matches) details.open = true;
});

// data-suggestions: Escape and leaving the search close the list; the arrow keys walk through it.
each("data-suggestions", (search) => {
  const place = search.querySelector(".suggestions");
  const close = () => place.replaceChildren();
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
      search.querySelector("input").focus();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [search.querySelector("input"), ...place.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });
  document.addEventListener("click", (event) => search.contains(event.target) || close());
  search.addEventListener("focusout", (event) => event.relatedTarget && !search.contains(event.relatedTarget) && close());
});
