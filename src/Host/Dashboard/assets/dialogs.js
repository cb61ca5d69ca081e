import { el, field } from "./dom.js";

// Asks for some values; null when it was closed without an answer. One dialog at a time.
let last = Promise.resolve();

export function ask(title, fields, action, { danger = false, text = null } = {}) {
  const answer = last.then(() => show(title, fields, action, danger, text));
  last = answer.catch(() => null);
  return answer;
}

export const confirm = (title, text, action) => ask(title, [], action, { danger: true, text });

function show(title, fields, action, danger, text) {
  const dialog = document.getElementById("dialog");
  const inputs = fields.map(({ name, label, type = "text", options, none = "as configured", value, required = false, placeholder }) => {
    const input = options
      ? el("select", { name }, options.map((option) => el("option", { value: option }, option || none)))
      : el("input", { name, type, required, placeholder, autocomplete: "off" });
    input.value = value ?? "";
    return field(label, input);
  });
  return new Promise((resolve) => {
    let result = null;
    const form = el("form", {
      method: "dialog",
      onsubmit: () => { result = Object.fromEntries(new FormData(form)); },
    },
    el("h2", { id: "dialog-title" }, title),
    text ? el("p", {}, text) : null,
    inputs,
    el("div", { className: "actions" },
      el("button", { type: "submit", className: danger ? "danger" : "" }, action),
      el("button", { type: "button", onclick: () => dialog.close() }, "Do nothing")));
    dialog.setAttribute("aria-labelledby", "dialog-title");
    dialog.replaceChildren(form);
    dialog.addEventListener("close", () => resolve(result), { once: true });
    dialog.showModal();
  });
}
