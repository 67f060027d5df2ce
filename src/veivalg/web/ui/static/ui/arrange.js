// Moves goals, paths and actions of a plan by hand: dragged by mouse or finger, or lifted with space and moved with the
// arrow keys. Nothing on the page moves before the server has said yes; then the page is read again, numbers and all.
// Without this file the links called "Move" do the same.
const parts = document.querySelector("#plan-parts");
const settings = document.querySelector("#arrange");
const said = document.querySelector("#arrange-said");
const EDGE_PX = 70, STEP_PX = 14, FAR_ENOUGH_PX = 4;
let held = null;
let wasDragged = false;

const words = (name, values = {}) =>
  settings.dataset[name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
const tell = (text, isRefusal = false) => {
  said.textContent = text;
  said.classList.toggle("is-refusal", isRefusal);
};
const isShown = (element) => element.getClientRects().length > 0;

// What a part of this kind stands among: groups, and in each the parts with their elements, in order.
function groupsFor(kind) {
  if (kind === "goal") {
    const goals = [...parts.querySelectorAll("[data-goal]")];
    return [{ to: "", name: "", element: parts, items: goals.map((each) => ({ pk: each.dataset.goal, element: each })) }];
  }
  if (kind === "path") {
    return [...parts.querySelectorAll("[data-goal]")].map((goal) => ({
      to: goal.dataset.goal, name: goal.dataset.name, element: goal,
      items: [...goal.querySelectorAll("[data-path]")].map((each) => ({ pk: each.dataset.path, element: each })),
    }));
  }
  return [...parts.querySelectorAll("[data-path]")].map((path) => ({
    to: path.dataset.path, name: path.dataset.name, element: path,
    items: [...path.querySelectorAll("[data-action]")].map((each) => ({ pk: each.dataset.action, element: each })),
  }));
}

// Every place where it can be laid down, from the top, with the height on the page. One of them is where it stands.
function placesFor(kind, pk) {
  const places = [];
  const top = (element) => element.getBoundingClientRect().top + scrollY;
  const bottom = (element) => element.getBoundingClientRect().bottom + scrollY;
  for (const group of groupsFor(kind)) {
    const shown = group.items.filter((item) => isShown(item.element));
    const last = group.items.at(-1);
    if (!shown.length || (kind === "action" && shown.length < group.items.length)) {
      // An empty one, or one that is folded on a phone: at its end.
      places.push({ to: group.to, name: group.name, after: last?.pk ?? "", item: last, y: bottom(group.element), box: group.element });
      continue;
    }
    const first = shown[0];
    if (!("continued" in first.element.dataset)) {
      places.push({ to: group.to, name: group.name, before: first.pk, y: top(first.element), box: first.element });
    }
    for (const item of shown) {
      places.push({ to: group.to, name: group.name, after: item.pk, item, y: bottom(item.element), box: item.element });
    }
  }
  const home = places.findIndex((place) => place.after === pk);
  if (home > 0 && places[home - 1].to === places[home].to) places.splice(home - 1, 1);
  return { places, home: places.findIndex((place) => place.after === pk) };
}

function describe(place) {
  if (held.places.indexOf(place) === held.home) return words("home");
  const values = { other: place.item?.element.dataset.name, place: place.name };
  return words((place.item ? "after" : "first") + (place.name ? "" : "Alone"), values);
}

function lift(grip) {
  const element = grip.closest({ goal: "[data-goal]", path: "[data-path]", action: "[data-action]" }[grip.dataset.kind]);
  held = { grip, element, ...placesFor(grip.dataset.kind, grip.dataset.pk) };
  held.at = held.home;
  held.marker = document.createElement("div");
  held.marker.className = "vv-drop";
  document.body.append(held.marker);
  element.classList.add("is-lifted");
  grip.setAttribute("aria-pressed", "true");
}

function liftByKey(grip) {
  lift(grip);
  const name = held.element.dataset.name;
  tell(words("lifted", { name: name.charAt(0).toUpperCase() + name.slice(1) }));
}

function aim(index, isByKeyboard) {
  held.at = index;
  const place = held.places[index];
  const whole = place.box.getBoundingClientRect();
  const cell = place.box.querySelector(":scope > td")?.getBoundingClientRect() ?? whole;
  // Set one by one: the page's policy forbids a style attribute.
  held.marker.style.top = `${place.y}px`;
  held.marker.style.left = `${cell.left + scrollX}px`;
  held.marker.style.width = `${whole.right - cell.left}px`;
  held.marker.hidden = index === held.home;
  if (isByKeyboard) {
    held.marker.scrollIntoView({ block: "center" });
    tell(describe(place));
  }
}

function letGo() {
  const was = held;
  held = null;
  was.marker.remove();
  was.carried?.remove();
  was.element.classList.remove("is-lifted");
  was.grip.setAttribute("aria-pressed", "false");
  document.body.classList.remove("is-dragging");
  return was;
}

function cancel() {
  letGo();
  tell(words("cancelled"));
}

async function drop() {
  const { grip, places, at, home } = letGo();
  if (at === home || at < 0) return tell(words("cancelled"));
  const place = places[at];
  const { kind, pk, version, url } = grip.dataset;
  tell(words("sending"));
  const body = new URLSearchParams({
    csrfmiddlewaretoken: settings.querySelector("input").value,
    place: "beside", version, to: place.to, after: place.after ?? "", before: place.before ?? "",
  });
  let answer;
  try {
    answer = await fetch(url, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
  } catch {
    return tell(words("offline"), true);
  }
  const why = { 403: "forbidden", 404: "gone" }[answer.status];
  if (answer.type === "opaqueredirect") return tell(words("signedOut"), true);
  if (why) return tell(words(why), true);
  if (![200, 400, 409].includes(answer.status)) return tell(words("broken"), true);
  const text = (await answer.json()).said;
  if (!(await readAgain())) return tell(answer.ok ? words("unread") : text, true);
  const moved = parts.querySelector(`.vv-grip[data-kind="${kind}"][data-pk="${pk}"]`);
  tell(answer.ok && !moved ? `${text} ${words("elsewhere")}` : text, !answer.ok);
  if (!moved) return;
  moved.focus();
  if (answer.ok) moved.closest("[data-action], [data-path], [data-goal]").classList.add("is-moved");
}

// The parts as they stand now, from the server; what was folded out stays so. False when that fails.
async function readAgain() {
  const open = new Set([...parts.querySelectorAll("[data-path] .vv-fold input:checked")].map((box) => box.closest("[data-path]").dataset.path));
  try {
    const answer = await fetch(location.href, { redirect: "manual" });
    const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#plan-parts");
    if (!fresh) return false;
    parts.replaceChildren(...fresh.childNodes);
  } catch {
    return false;
  }
  for (const box of parts.querySelectorAll("[data-path] .vv-fold input")) box.checked = open.has(box.closest("[data-path]").dataset.path);
  show();
  return true;
}

function show() {
  for (const grip of parts.querySelectorAll(".vv-grip")) grip.hidden = false;
}

function follow(event) {
  if (!held) return;
  held.pointer = { x: event.clientX, y: event.clientY };
  held.carried.style.transform = `translate(${event.clientX + 14}px, ${event.clientY + 10}px)`;
  nearest();
}

function nearest() {
  const y = held.pointer.y + scrollY;
  let best = 0;
  held.places.forEach((place, index) => {
    if (Math.abs(place.y - y) < Math.abs(held.places[best].y - y)) best = index;
  });
  aim(best, false);
}

// The page follows along while it is held near the upper or lower edge.
function scrollAlong() {
  if (!held?.pointer) return;
  const { y } = held.pointer;
  const step = y < EDGE_PX ? -STEP_PX : y > innerHeight - EDGE_PX ? STEP_PX : 0;
  if (step) {
    scrollBy(0, step);
    nearest();
  }
  requestAnimationFrame(scrollAlong);
}

function startDrag(grip, event) {
  tell("");
  lift(grip);
  held.carried = document.createElement("div");
  held.carried.className = "vv-carried";
  const text = held.element.querySelector(".act a")?.textContent ?? held.element.dataset.name;
  held.carried.textContent = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  document.body.append(held.carried);
  document.body.classList.add("is-dragging");
  follow(event);
  scrollAlong();
}

function onPointerDown(event) {
  const grip = event.target.closest(".vv-grip");
  wasDragged = false;
  if (!grip || event.button !== 0 || held) return;
  grip.setPointerCapture(event.pointerId);
  const from = { x: event.clientX, y: event.clientY };
  const move = (next) => {
    if (held?.carried) return follow(next);
    if (Math.hypot(next.clientX - from.x, next.clientY - from.y) < FAR_ENOUGH_PX) return;
    wasDragged = true;
    startDrag(grip, next);
  };
  const end = (next) => {
    grip.removeEventListener("pointermove", move);
    grip.removeEventListener("pointerup", end);
    grip.removeEventListener("pointercancel", end);
    if (held?.carried) next.type === "pointerup" ? drop() : cancel();
  };
  grip.addEventListener("pointermove", move);
  grip.addEventListener("pointerup", end);
  grip.addEventListener("pointercancel", end);
}

function onClick(event) {
  const grip = event.target.closest(".vv-grip");
  if (!grip || wasDragged) return;
  // A screen reader's click has no pointer: it lifts and lays down as space does.
  if (event.detail === 0) held ? drop() : liftByKey(grip);
  else tell(document.querySelector("#arrange-how").textContent);
}

function onKeyDown(event) {
  const grip = event.target.closest?.(".vv-grip");
  if (event.key === "Escape" && held) {
    event.preventDefault();
    return cancel();
  }
  if (!grip) return;
  if (event.key === " " || event.key === "Enter") {
    event.preventDefault();
    if (!event.repeat) held ? drop() : liftByKey(grip);
  } else if (held && !held.carried && ["ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft"].includes(event.key)) {
    event.preventDefault();
    const next = held.at + (event.key === "ArrowDown" || event.key === "ArrowRight" ? 1 : -1);
    if (next < 0 || next >= held.places.length) tell(words("end"));
    else aim(next, true);
  }
}

if (parts && settings) {
  parts.addEventListener("pointerdown", onPointerDown);
  parts.addEventListener("click", onClick);
  document.addEventListener("keydown", onKeyDown);
  // Who tabs away has let go.
  parts.addEventListener("focusout", (event) => { if (held && !held.carried && event.target === held.grip) cancel(); });
  show();
}
