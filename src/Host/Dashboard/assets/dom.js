// Makes elements. Text is only ever set as text: what a peer named its file can never become markup.

export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key in element && key !== "list") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

export const field = (label, input) => el("label", {}, label, input);

export function facts(pairs) {
  const shown = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return el("dl", {}, shown.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

// columns: [title, row => text or element, class?]
export const heading = (columns) => el("thead", {}, el("tr", {}, columns.map(([title]) => el("th", { scope: "col" }, title))));
export const lines = (columns, rows) => rows.map((row) => el("tr", {}, columns.map(([, cell, kind]) => el("td", { className: kind ?? "" }, cell(row) ?? ""))));
export const table = (caption, columns, rows) =>
  el("div", { className: "scroll" }, el("table", {}, el("caption", {}, caption), heading(columns), el("tbody", {}, lines(columns, rows))));

// Shows the content instead of what was there; the keyboard stays at the button where it was.
export function redraw(parent, content) {
  const name = (element) => element.ariaLabel ?? element.textContent;
  const focused = parent.contains(document.activeElement) ? name(document.activeElement) : null;
  parent.replaceChildren(...content);
  if (focused !== null) [...parent.querySelectorAll("button")].find((button) => name(button) === focused)?.focus();
}

// C0 and C1 controls, and characters that turn the direction of text: shown, not obeyed.
export const plain = (text) => String(text ?? "").replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
  (c) => `\\u{${c.codePointAt(0).toString(16)}}`);

export function bytes(count) {
  if (count === null || count === undefined) return "";
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  while (count >= 1024 && unit < units.length - 1) { count /= 1024; unit++; }
  return `${unit === 0 ? count : count.toFixed(count < 10 ? 1 : 0)} ${units[unit]}`;
}

export const rate = (perSecond) => (perSecond ? `${bytes(perSecond)}/s` : "");
export const time = (text) => (text ? new Date(text).toLocaleString() : "");

export function left(eta) {
  if (!eta) return "";
  const seconds = Math.max(0, Math.round((new Date(eta) - Date.now()) / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${String(s).padStart(2, "0")}` : `${m}:${String(s).padStart(2, "0")}`;
}

const kinds = {
  Completed: "good", Failed: "bad", Declined: "bad", Expired: "bad", Cancelled: "faint", Interrupted: "wait", WaitingForPeer: "wait", Paused: "wait",
};
export const state = (name) => el("span", { className: kinds[name] ?? "" }, name);
export const hasEnded = (transfer) => ["Completed", "Failed", "Declined", "Expired", "Cancelled"].includes(transfer.state);

// Tells what was done, or why not; screen readers say it.
export function say(text, isError = false) {
  const said = document.getElementById("said");
  said.textContent = plain(text);
  said.className = isError ? "said bad" : "said";
}
