// Keeps what is typed in a form until it has been saved: in this browser, under the account and the form, and on a
// shared machine only as long as the tab is open. Saves in the background, so that a lost connection leaves the text
// where it is; then it tries again. The version that was read goes along, so nobody's change is written over unseen.
// Without this file the form is sent as any form.
const form = document.querySelector("form[data-keep]");
const PREFIX = "veivalg:kept:";
const LONGEST_MS = 7 * 24 * 3600 * 1000, LONGEST_WAIT_MS = 30000, PAUSE_MS = 400;

if (form) keep(form);

function keep(form) {
  const said = document.querySelector("#keep-said");
  const bar = document.querySelector("#keep-found");
  const words = said.dataset;
  const mine = `${PREFIX}${form.dataset.keep}:${location.pathname}:`;
  const key = mine + crypto.getRandomValues(new Uint32Array(2)).join("");
  const store = openStore(form.dataset.keepWhere);
  const values = () => [...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "key"].includes(name));
  const asText = (fields) => JSON.stringify(fields.filter(([name]) => name !== "version").map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]));
  // A page that asks for corrections shows what was typed, and none of that is saved.
  const untouched = form.querySelector(".vv-problems") ? "" : asText(values());
  let isLeaving = false, isSending = false, pause = 0, retry = 0, wait = 2000, waitsForNet = false;

  const isDirty = () => asText(values()) !== untouched;
  const tell = (text, isRefusal = false) => {
    said.textContent = text;
    said.classList.toggle("is-refusal", isRefusal);
    if (isRefusal) said.scrollIntoView({ block: "nearest" });
  };

  function write() {
    clearTimeout(pause);
    if (isLeaving) return;
    try {
      if (!isDirty()) delete store[key];
      else store[key] = JSON.stringify({ at: new Date().toISOString(), fields: values() });
    } catch {
      tell(words.full, true);
    }
  }

  function fill(fields) {
    for (const element of form.elements) {
      if (!element.name || ["csrfmiddlewaretoken", "key"].includes(element.name)) continue;
      const given = fields.filter(([name]) => name === element.name).map(([, value]) => value);
      if (["checkbox", "radio"].includes(element.type)) element.checked = given.includes(element.value);
      else if (element.multiple) for (const option of element.options) option.selected = given.includes(option.value);
      else if (given.length) element.value = given[0];
    }
  }

  // What an earlier page left behind. One that is still open in another tab holds a lock of its own.
  async function offer() {
    const open = navigator.locks ? (await navigator.locks.query()).held.map((lock) => lock.name) : [];
    const left = Object.keys(store)
      .filter((name) => name.startsWith(mine) && name !== key && !open.includes(name))
      .map((name) => ({ name, ...parsed(store[name]) }))
      .filter(({ name, fields }) => {
        if (fields && asText(fields) !== asText(values())) return true;
        delete store[name];
        return false;
      })
      .sort((a, b) => (a.at < b.at ? 1 : -1));
    bar.hidden = !left.length;
    if (!left.length) return;
    const [{ name, at, fields }] = left;
    const version = form.elements.version?.value ?? "";
    const isOlder = (fields.find(([field]) => field === "version")?.[1] ?? "") !== version;
    const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" }).format(new Date(at));
    bar.querySelector("p").textContent = words.found.replace("{when}", when) + (isOlder ? ` ${words.older}` : "");
    bar.querySelector("[data-use]").onclick = () => {
      fill(fields);
      store[key] = store[name];
      delete store[name];
      bar.hidden = true;
      tell(words.restored);
      form.querySelector(":is(input, textarea, select):not([type=hidden])")?.focus();
    };
    bar.querySelector("[data-drop]").onclick = () => {
      delete store[name];
      offer();
    };
  }

  // A token from the page as it is now: signing in again gives a new one. False when signed out or out of reach, and
  // when someone else is signed in: what one has written is never saved in another's name.
  async function takeToken() {
    try {
      const answer = await fetch(location.href, { redirect: "manual" });
      const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-keep] [name=csrfmiddlewaretoken]");
      const isMine = Boolean(fresh) && fresh.form?.dataset.keep === form.dataset.keep;
      if (isMine) form.elements.csrfmiddlewaretoken.value = fresh.value;
      return isMine;
    } catch {
      return false;
    }
  }

  function tryLater(text) {
    waitsForNet = true;
    tell(text, true);
    clearTimeout(retry);
    retry = setTimeout(send, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  async function send(isSecondTry = false) {
    if (isSending) return;
    isSending = true;
    clearTimeout(retry);
    write();
    if (!waitsForNet) tell(words.sending);
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual", headers: { "X-Sent-By": "script" } });
    } catch {
      isSending = false;
      return tryLater(words.offline);
    }
    isSending = waitsForNet = false;
    if (answer.type === "opaqueredirect") return tell(words.signedOut, true);
    if ([502, 503, 504].includes(answer.status)) return tryLater(words.away);
    if (answer.status === 403 && isSecondTry !== true) {
      return (await takeToken()) ? send(true) : tell(words.signedOut, true);
    }
    if (answer.status === 404) return tell(words.gone, true);
    if (![200, 409, 422].includes(answer.status)) return tell(words.broken, true);
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
      const { to } = await answer.json();
      isLeaving = true;
      delete store[key];
      return location.assign(to);
    }
    // Something is to be corrected, or someone else has changed it: nothing was stored, and the page itself says so.
    isLeaving = true;
    HTMLFormElement.prototype.submit.call(form);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    wait = 2000;
    send();
  });
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => { write(); if (!waitsForNet) tell(words.kept); }, PAUSE_MS);
  });
  addEventListener("online", () => { if (waitsForNet) send(); });
  addEventListener("pagehide", write);
  addEventListener("beforeunload", (event) => { if (!isLeaving && isDirty()) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && isDirty()) write(); });
  navigator.locks?.request(key, () => new Promise(() => {}));
  write();
  offer();
}

function openStore(where) {
  try {
    const store = where === "session" ? sessionStorage : localStorage;
    for (const name of Object.keys(store)) {
      const at = name.startsWith(PREFIX) ? Date.parse(parsed(store[name]).at) : Date.now();
      if (!(Date.now() - at < LONGEST_MS)) delete store[name];
    }
    return store;
  } catch {
    // The browser keeps nothing for any page: then it is kept as long as this one is open.
    return {};
  }
}

function parsed(text) {
  try {
    const { at, fields } = JSON.parse(text);
    return Array.isArray(fields) ? { at, fields } : {};
  } catch {
    return {};
  }
}
