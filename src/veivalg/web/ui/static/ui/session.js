// Shows the warning in time when the page has been open for long. Without this file the warning comes with the next page.
const warning = document.querySelector(".vv-ending");
const WARN_S = 900;
if (warning) {
  const wait = Math.max(0, Number(warning.dataset.secondsLeft) - WARN_S) * 1000;
  setTimeout(() => { warning.hidden = false; warning.setAttribute("role", "alert"); }, wait);
}
