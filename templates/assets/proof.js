// The proof of work of the report form, asked for only when very much is coming: ALTCHA's protocol, version 2.
// One file for the page and for its worker. Nothing waits for it but sending, and that for ten seconds at most;
// without it the form is sent all the same, and the desk looks first.
"use strict";

const LONGEST = 10000; // ms that sending waits

const bytes = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

// Count until the key derived from nonce and count begins as the challenge says. Base64 of what ALTCHA calls payload.
async function solve(challenge) {
  const { algorithm, nonce, salt, cost, keyLength, keyPrefix } = challenge.parameters;
  const hash = algorithm.split("/")[1];
  const password = new Uint8Array([...bytes(nonce), 0, 0, 0, 0]);
  const counted = new DataView(password.buffer, password.length - 4);
  for (let counter = 0; ; counter++) {
    counted.setUint32(0, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash, salt: bytes(salt), iterations: cost };
    const derivedKey = hex(await crypto.subtle.deriveBits(how, key, keyLength * 8));
    if (derivedKey.startsWith(keyPrefix)) {
      return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
    }
  }
}

// In a worker, so that typing never stutters; where there is none, here: each derivation gives way to the page.
function solved(challenge, script) {
  return new Promise((resolve, reject) => {
    const here = () => solve(challenge).then(resolve, reject);
    try {
      const worker = new Worker(script);
      worker.onmessage = ({ data }) => {
        worker.terminate();
        resolve(data);
      };
      worker.onerror = here;
      worker.postMessage(challenge);
    } catch {
      here();
    }
  });
}

function onPage(field, script) {
  const form = field.form;
  const status = document.getElementById("proof");
  let done = false;
  let waits = false;
  let pressed = null; // the button, also one that stands outside; a submit event tells it in newer browsers alone
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button && button.form === form) pressed = button;
  }, true);
  const send = () => {
    if (pressed && pressed.name) { // form.submit() leaves out whose press it was
      const kept = document.createElement("input");
      [kept.type, kept.name, kept.value] = ["hidden", pressed.name, pressed.value];
      form.append(kept);
    }
    form.submit();
  };
  status.textContent = ""; // it told what happens without us
  const finish = (proof) => {
    if (done) return;
    done = true;
    field.value = proof;
    if (waits) send();
  };
  const without = () => finish("");
  solved(JSON.parse(field.dataset.challenge), script).then(finish, without);
  form.addEventListener("submit", (event) => {
    if (done || (pressed && pressed.hasAttribute("formaction"))) return; // another page's button sends nothing
    event.preventDefault();
    if (waits) return;
    waits = true;
    status.textContent = field.dataset.wait;
    setTimeout(without, LONGEST);
  });
}

if (typeof document === "undefined") {
  onmessage = ({ data }) => solve(data).then(postMessage, () => postMessage(""));
} else if (globalThis.crypto && crypto.subtle) {
  const field = document.querySelector("input[data-challenge]");
  if (field) onPage(field, document.currentScript.src);
}
