// Passkeys: asks the site what to ask, asks the device, and sends its answer with the form.
// A module, so that its names are its own. Without scripts, or in a browser that has no passkeys, the form stays hidden and the other ways remain.
const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const toText = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withBytes = (credentials) => (credentials || []).map((one) => ({ ...one, id: toBytes(one.id) }));

async function askDevice(kind, options) {
  const publicKey = { ...options, challenge: toBytes(options.challenge) };
  if (kind === "create") {
    publicKey.user = { ...options.user, id: toBytes(options.user.id) };
    publicKey.excludeCredentials = withBytes(options.excludeCredentials);
    return navigator.credentials.create({ publicKey });
  }
  publicKey.allowCredentials = withBytes(options.allowCredentials);
  return navigator.credentials.get({ publicKey });
}

function asJson(credential) {
  const { response } = credential;
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"]) {
    if (response[name]) parts[name] = toText(response[name]);
  }
  // A new passkey tells its authenticator data twice; the site reads them from the attestation object.
  if (parts.attestationObject) delete parts.authenticatorData;
  if (response.getTransports) parts.transports = response.getTransports();
  const id = toText(credential.rawId);
  return JSON.stringify({ id, rawId: id, type: credential.type, response: parts, clientExtensionResults: {} });
}

function prepare(form) {
  const status = form.querySelector("[data-passkey-status]");
  const button = form.querySelector("button[type=submit]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;

  async function run() {
    const asked = await fetch(form.dataset.options, { method: "POST", headers: { "X-CSRFToken": token } });
    const options = await asked.json();
    if (!asked.ok) return options.message;
    const credential = await askDevice(form.dataset.passkey, options);
    form.querySelector("[name$=answer]").value = asJson(credential);
    form.submit();
    return form.dataset.waiting;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    status.textContent = form.dataset.waiting;
    try {
      status.textContent = await run();
    } catch (error) {
      const words = { NotAllowedError: form.dataset.cancelled, InvalidStateError: form.dataset.known };
      status.textContent = words[error.name] || form.dataset.failed;
    }
    button.disabled = false;
  });
  form.hidden = false;
}

if (window.PublicKeyCredential && navigator.credentials) {
  document.querySelectorAll("form[data-passkey]").forEach(prepare);
  document.querySelectorAll("[data-passkey-without]").forEach((text) => { text.hidden = true; });
}
