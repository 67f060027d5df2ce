// Pointing at the map ticks the box beside it at once; without this script the link does the same by asking the server.
const form = document.querySelector("[data-pick]");
form.querySelector(".vv-map").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  const code = new URLSearchParams(link.href.baseVal.replace(/#.*$/, "")).get("bytt");
  const box = form.querySelector(`input[name="k"][value="${CSS.escape(code)}"]`);
  if (!box) return;
  event.preventDefault();
  box.checked = !box.checked;
  box.closest("details").open = true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
});
form.addEventListener("change", (event) => {
  if (event.target.name !== "k") return;
  const mark = `bytt=${event.target.value}#kart`;
  for (const link of form.querySelectorAll(".vv-map a")) {
    if (!link.href.baseVal.endsWith(mark)) continue;
    const told = event.target.checked ? form.dataset.chosen : form.dataset.notChosen;
    const name = link.getAttribute("aria-label").replace(/: .*$/, "");
    link.setAttribute("aria-label", `${name}: ${told}`);
    for (const label of form.querySelectorAll(".vv-map text")) {
      if (label.textContent === name) label.setAttribute("class", `${event.target.checked ? "on-k4" : "on-k2"} name`);
    }
    link.querySelector("title").textContent = link.getAttribute("aria-label");
    link.querySelector("path").setAttribute("class", event.target.checked ? "k4" : "k2");
  }
});
