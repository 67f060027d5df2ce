// Keeps what is filled in until it has been counted, and sends it again when the network fails: always with the same key,
// so that it is counted once. Without this file the form is sent as any other.
const form = document.querySelector("#answer-form");
const kept = (round) => `round-${round}`;
const done = document.querySelector("[data-forget-round]");
if (done) {
  try { sessionStorage.removeItem(kept(done.dataset.forgetRound)); } catch { /* nothing was kept */ }
}
if (form) {
  const place = kept(form.dataset.round);
  const state = document.querySelector("#sending-state");
  const own = ["csrfmiddlewaretoken", "round", "code", "turn", "sending"];
  const say = (words) => { state.textContent = words; state.hidden = !words; };
  const answers = () => [...new FormData(form)].filter(([name]) => !own.includes(name));
  const left = () => form.querySelectorAll("[data-left]").forEach((line) => {
    const boxes = [...line.closest("fieldset").querySelectorAll("[data-dots], [data-cost]:checked")];
    const used = boxes.reduce((sum, box) => sum + Number(box.dataset.cost || box.value || 0), 0);
    line.textContent = `${Number(line.dataset.left) - used} ${line.dataset.words}.`;
  });
  const remember = () => {
    try { sessionStorage.setItem(place, JSON.stringify([form.elements.code.value, answers()])); } catch { /* goes without */ }
    left();
  };
  if (window.crypto && crypto.randomUUID && !document.querySelector(".vv-problems")) form.elements.sending.value = crypto.randomUUID();
  try {
    const [code, filled] = JSON.parse(sessionStorage.getItem(place)) || ["", []];
    // Another slip in the same browser begins with an empty form.
    if (code !== form.elements.code.value) sessionStorage.removeItem(place);
    else if (filled.length) {
      for (const box of form.querySelectorAll("input, textarea")) {
        if (own.includes(box.name)) continue;
        const values = filled.filter(([name]) => name === box.name).map(([, value]) => value);
        if (box.type === "radio" || box.type === "checkbox") box.checked = values.includes(box.value);
        else if (values.length) box.value = values[0];
      }
      say(form.dataset.restored);
    }
  } catch { /* nothing was kept */ }
  left();
  form.addEventListener("input", remember);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    remember();
    const button = form.querySelector("button");
    button.disabled = true;
    say(form.dataset.sending);
    const body = new URLSearchParams(new FormData(form));
    for (let wait = 1000; ; wait = Math.min(wait * 2, 15000)) {
      try {
        const response = await fetch(form.action, { method: "POST", body });
        // A server that is restarted or overloaded will take it in a moment.
        if (response.status >= 500) throw new Error(String(response.status));
        if (response.redirected) { location.assign(response.url); return; }
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        document.querySelector("main").replaceWith(page.querySelector("main"));
        document.querySelector("main h1").scrollIntoView();
        return;
      } catch {
        say(form.dataset.failed);
        await new Promise((again) => { setTimeout(again, wait + Math.random() * 1000); });
      }
    }
  });
}
