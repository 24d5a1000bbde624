// The page that adds a photograph: says what is wrong before sending, and sends without leaving the page, so that a
// lost connection costs nothing. Without it the form is sent as any form is.
"use strict";

const form = document.getElementById("upload");
const waiting = document.getElementById("waiting");

function wrong(file) {
  if (!file) return form.dataset.none;
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return form.dataset.kind;
  return file.size > Number(form.dataset.largest) ? form.dataset.large : "";
}

async function send(file) {
  const data = new FormData(form);
  data.set("Content-Type", file.type);
  data.delete("file"); // it has to be the last one
  data.append("file", file);
  // The storage answers what it has taken by a redirect to us; we go there ourselves.
  const answer = await fetch(form.action, { method: "POST", body: data, redirect: "manual" });
  if (answer.type !== "opaqueredirect") throw new Error("refused");
  const next = new URL(data.get("success_action_redirect"));
  next.searchParams.set("key", data.get("key"));
  location.assign(next.pathname + next.search);
}

if (form) {
  const said = document.getElementById("file-said");
  const sending = document.getElementById("sending");
  const button = form.querySelector("button");
  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (button.disabled) return;
    const file = form.elements.file.files[0];
    const tell = (text) => {
      said.textContent = text;
      said.hidden = !text;
    };
    const mistake = wrong(file);
    tell(mistake);
    if (mistake) return;
    button.disabled = true;
    sending.textContent = form.dataset.sending;
    send(file).catch(() => {
      button.disabled = false;
      sending.textContent = "";
      tell(form.dataset.failed);
    });
  });
}

// Look again until it has been looked at, a minute at most; the link does the same.
async function look(left) {
  const answer = await fetch(location.href);
  if (!answer.ok || !(await answer.text()).includes('id="waiting"')) location.reload();
  else if (left) setTimeout(look, 2000, left - 1);
}

if (waiting) setTimeout(look, 1000, 30);
