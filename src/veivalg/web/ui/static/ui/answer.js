// Keeps what is filled in until it has been counted, and sends it again when the network fails: always with the same key,
// so that it is counted once. Without this file the form is sent as any other.
const OWN = ["csrfmiddlewaretoken", "round", "code", "turn", "sending"];
const LONGEST_WAIT = 15000;
const place = (round) => `round-${round}`;
const theForm = () => document.querySelector("#answer-form");

function say(words) {
  const state = document.querySelector("#sending-state");
  state.textContent = words;
  state.hidden = !words;
}

function tellWhatIsLeft(form) {
  for (const line of form.querySelectorAll("[data-left]")) {
    const boxes = [...line.closest("fieldset").querySelectorAll("[data-dots], [data-cost]:checked")];
    const used = boxes.reduce((sum, box) => sum + Number(box.dataset.cost || box.value || 0), 0);
    line.textContent = `${Number(line.dataset.left) - used} ${line.dataset.words}.`;
  }
}

function remember(form) {
  const answers = [...new FormData(form)].filter(([name]) => !OWN.includes(name));
  try {
    sessionStorage.setItem(place(form.dataset.round), JSON.stringify([form.elements.code.value, answers]));
  } catch { /* the browser keeps nothing: it goes without */ }
  tellWhatIsLeft(form);
}

function bringBack(form) {
  let kept = null;
  try { kept = JSON.parse(sessionStorage.getItem(place(form.dataset.round))); } catch { /* nothing was kept */ }
  if (!kept) return;
  const [code, answers] = kept;
  // Another slip in the same browser begins with an empty form.
  if (code !== form.elements.code.value) { sessionStorage.removeItem(place(form.dataset.round)); return; }
  for (const box of form.querySelectorAll("input, textarea")) {
    if (OWN.includes(box.name)) continue;
    const values = answers.filter(([name]) => name === box.name).map(([, value]) => value);
    if (box.type === "radio" || box.type === "checkbox") box.checked = values.includes(box.value);
    else box.value = values[0] || "";
  }
  say(form.dataset.restored);
}

async function send(form) {
  const body = new URLSearchParams(new FormData(form));
  for (let wait = 1000; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      const response = await fetch(form.action, { method: "POST", body });
      // A server that is restarted or overloaded will take it in a moment.
      if (response.status >= 500) throw new Error(String(response.status));
      if (response.redirected) { location.assign(response.url); return; }
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      document.querySelector("main").replaceWith(page.querySelector("main"));
      document.querySelector(".vv-problems, main").focus();
      if (theForm()) begin(theForm());
      return;
    } catch {
      say(form.dataset.failed);
      await new Promise((again) => { setTimeout(again, wait + Math.random() * 1000); });
    }
  }
}

function begin(form) {
  if (!document.querySelector(".vv-problems")) {
    if (window.crypto && crypto.randomUUID) form.elements.sending.value = crypto.randomUUID();
    bringBack(form);
  }
  tellWhatIsLeft(form);
  form.addEventListener("input", () => remember(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    remember(form);
    form.querySelector("button").disabled = true;
    say(form.dataset.sending);
    send(form);
  });
}

// Another link that is opened in this tab only changes what stands after "#".
function useLink() {
  const form = theForm();
  if (!form || !location.hash) return;
  const other = document.createElement("form");
  const values = { csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, code: location.hash.slice(1) };
  history.replaceState(null, "", location.pathname);
  Object.assign(other, { method: "post", action: form.dataset.codes, hidden: true });
  for (const [name, value] of Object.entries(values)) {
    other.append(Object.assign(document.createElement("input"), { name, value }));
  }
  document.body.append(other);
  other.submit();
}

const done = document.querySelector("[data-forget-round]");
if (done) {
  try { sessionStorage.removeItem(place(done.dataset.forgetRound)); } catch { /* nothing was kept */ }
}
if (theForm()) {
  begin(theForm());
  window.addEventListener("hashchange", useLink);
}
