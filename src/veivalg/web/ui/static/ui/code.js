// Types the code that stands after "#" in a personal link or a QR code, and goes on. The browser never sends that part of
// an address. Without this file one types the code oneself.
const form = document.querySelector("#code-form");
const use = () => {
  const code = location.hash.slice(1);
  if (!form || !/^[0-9A-Za-z-]{8,20}$/.test(code)) return;
  history.replaceState(null, "", location.pathname);
  form.elements.code.value = code;
  form.requestSubmit();
};
use();
window.addEventListener("hashchange", use);
