// Shows how much of a file has been sent, and that the server is at work, without guessing how much is left of that.
// Without this file the form is sent as any form, and the browser shows that it waits.
function watch() {
  const form = document.querySelector("form[data-progress]");
  const panel = document.querySelector("#progress");
  if (!form || !panel) return;
  const words = panel.dataset;
  const bar = panel.querySelector("progress"), text = panel.querySelector("[role=status]"), clock = panel.querySelector("[aria-hidden]");
  let ticking = 0;

  function stop(told, isRefusal) {
    clearInterval(ticking);
    bar.hidden = true;
    clock.textContent = "";
    text.textContent = told;
    panel.classList.toggle("is-refusal", isRefusal);
    form.removeAttribute("aria-busy");
  }

  function startWork() {
    bar.removeAttribute("value");
    text.textContent = words.working;
    const from = Date.now();
    ticking = setInterval(() => { clock.textContent = ` ${Math.round((Date.now() - from) / 1000)} s`; }, 1000);
  }

  form.addEventListener("submit", (event) => {
    if (form.getAttribute("aria-busy") === "true") return event.preventDefault();
    // Only what takes time: not to cancel, and not to keep the answers.
    if (event.submitter?.name === "do" && event.submitter.value !== "import") return;
    event.preventDefault();
    const body = new FormData(form);
    if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
    const file = form.querySelector("input[type=file]")?.files[0];
    const request = new XMLHttpRequest();
    request.open("POST", location.href);
    request.setRequestHeader("X-Sent-By", "script");
    panel.hidden = bar.hidden = false;
    panel.classList.remove("is-refusal");
    form.setAttribute("aria-busy", "true");
    if (file) {
      text.textContent = words.sending.replace("{name}", file.name);
      bar.value = 0;
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        bar.value = loaded / total;
        clock.textContent = ` ${Math.floor((100 * loaded) / total)} %`;
      });
      request.upload.addEventListener("load", () => { clock.textContent = ""; startWork(); });
    } else startWork();
    request.addEventListener("error", () => stop(words.offline, true));
    request.addEventListener("load", () => {
      clearInterval(ticking);
      taken(request, stop, words);
    });
    request.send(body);
  });
}

function taken(request, stop, words) {
  if (request.getResponseHeader("Content-Type")?.startsWith("application/json")) {
    return location.assign(JSON.parse(request.responseText).to);
  }
  // Signed out meanwhile: the request was led to another page.
  if (new URL(request.responseURL).pathname !== location.pathname) return location.assign(request.responseURL);
  const main = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
  if (!main || ![200, 409, 422].includes(request.status)) return stop(words.broken, true);
  document.querySelector("main").replaceWith(main);
  watch();
  (main.querySelector(".vv-problems") ?? main).focus();
}

watch();
