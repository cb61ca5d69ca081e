import { ask } from "./dialogs.js";

// The bearer token, where the daemon demands one; gone with the tab.
const token = () => sessionStorage.getItem("token");

// The question for it, one for all requests that need the answer. Refused, it stays: nothing is sent and nobody is asked until the page is loaded anew.
let question = null;

function askForToken() {
  question ??= ask(token() ? "This daemon has another token" : "This daemon demands a token", [{ name: "token", label: "Token", type: "password", required: true }], "Use it")
    .then((entered) => {
      if (!entered) {
        document.getElementById("token").hidden = false;
        throw new Error("Without its token this daemon shows nothing; press “Enter the token…”.");
      }
      // No token holds anything but visible ASCII; what else was pasted, no header could carry.
      sessionStorage.setItem("token", entered.token.replace(/[^!-~]/g, ""));
      question = null;
    });
  return question;
}

async function send(path, options) {
  await question;
  const sent = token();
  const response = await fetch(path, sent ? { ...options, headers: { ...options.headers, Authorization: `Bearer ${sent}` } } : options);
  if (response.status !== 401) return response;
  // Meanwhile another request may have brought a new one.
  if (token() === sent) await askForToken();
  return send(path, options);
}

async function request(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers = { "Content-Type": "application/json" };
  }
  return answered(await send(path, options));
}

async function answered(response) {
  const answer = await response.json();
  if (response.ok) return answer;
  throw new Error(`${answer.detail} (${answer.code})`);
}

export const get = (path) => request("GET", path);
export const post = (path, body) => request("POST", path, body);
export const patch = (path, body) => request("PATCH", path, body);

export async function submit(body, key) {
  const headers = { "Content-Type": "application/json" };
  if (key) headers["Idempotency-Key"] = key;
  return answered(await send("/v1/transfers", { method: "POST", body: JSON.stringify(body), headers }));
}

// The content goes along. Under the key of an upload that broke off it goes on where that was.
export async function upload(file, query, key) {
  const path = "/v1/transfers/upload";
  const headers = { "Content-Type": "application/octet-stream" };
  let from = 0;
  if (key) {
    headers["Idempotency-Key"] = key;
    const known = await send(path, { method: "HEAD", headers });
    // A range has at least one byte: what came whole ends with its last one again.
    from = Math.max(0, Math.min(Number(known.headers.get("Upload-Offset")), file.size - 1));
    if (from > 0) headers["Content-Range"] = `bytes ${from}-${file.size - 1}/${file.size}`;
  }
  return answered(await send(`${path}?${new URLSearchParams(query)}`, { method: "POST", headers, body: file.slice(from) }));
}

// Server-sent events by fetch, since EventSource can send no token. Goes on where it was when the connection breaks.
export async function follow(onEvent, onState, after) {
  let last = after;
  for (;;) {
    try {
      const response = await send("/v1/events", last === null ? {} : { headers: { "Last-Event-ID": last } });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      onState(true);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        text += value;
        const blocks = text.split("\n\n");
        text = blocks.pop();
        for (const block of blocks) {
          const item = parse(block);
          if (item.id) last = item.id;
          if (item.data) onEvent(item.event, JSON.parse(item.data));
        }
      }
    } catch (error) {
      console.warn(error);
    }
    onState(false);
    await new Promise((resume) => setTimeout(resume, 2000));
  }
}

function parse(block) {
  const item = { event: "message", data: "" };
  for (const line of block.split("\n")) {
    const [, name, value] = /^(id|event|data): ?(.*)$/.exec(line) ?? [];
    if (name === "data") item.data += value;
    else if (name) item[name] = value;
  }
  return item;
}
