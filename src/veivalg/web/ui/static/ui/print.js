// Shows a button that prints the page. Without this file the browser's own menu prints it.
const button = document.querySelector("#print");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
