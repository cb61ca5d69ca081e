import { get, patch, post, submit, upload } from "./api.js";
import { ask, confirm } from "./dialogs.js";
import { plain, say } from "./dom.js";

const roads = ["", "any", "direct-only", "proxy-only", "no-ibb", "ibb-only", "oob-only"];

// What may be wished for a transfer, when it is sent and later.
const wishes = (transfer, none) => [
  { name: "priority", label: "Priority, -100 to 100", type: "number", value: transfer.priority },
  { name: "maxRate", label: "Bytes per second; 0: as configured", type: "number", value: transfer.maxRate },
  { name: "deadline", label: "Deadline", type: "datetime-local" },
  { name: "roads", label: "Roads", options: roads, value: transfer.roads, none },
];

// Only what is other than it was.
function changes(wish, transfer) {
  const change = {};
  if (wish.priority !== "" && Number(wish.priority) !== transfer.priority) change.priority = Number(wish.priority);
  if (wish.maxRate !== "" && Number(wish.maxRate) !== transfer.maxRate) change.maxRate = Number(wish.maxRate);
  if (wish.deadline) change.deadline = new Date(wish.deadline).toISOString();
  if (wish.roads && wish.roads !== transfer.roads) change.roads = wish.roads;
  return change;
}

// Does it and says so; a refusal is said, too, and changes nothing.
export async function attempt(what, command) {
  try {
    const answer = await command();
    say(what(answer));
    return answer;
  } catch (error) {
    say(error.message, true);
    return null;
  }
}

export async function act(transfer, action) {
  if (action === "cancel" && !await confirm("Cancel this transfer?", `${plain(transfer.name)} to ${plain(transfer.peer)}. This is final.`, "Cancel the transfer")) return null;
  return attempt((now) => `${plain(now.name)} is ${now.state}.`, () => post(`/v1/transfers/${transfer.id}/${action}`));
}

// Only what is sent: many at once by a filter, told how many before.
export async function actOnAll(action, filter, adjust) {
  const body = { action, filter, adjust, confirm: true };
  const verb = adjust ? "change" : action;
  const dry = await attempt((found) => `${found.matched} transfers match.`, () => post("/v1/transfers/actions", { ...body, dryRun: true }));
  if (!dry || !await confirm(`${verb} ${dry.matched} transfers?`, "Those that have ended are left alone.", `${verb} ${dry.matched} transfers`)) return null;
  return attempt((done) => `${verb}: ${done.changed} of ${done.matched} transfers.`, () => post("/v1/transfers/actions", body));
}

export async function adjust(transfer) {
  const wish = await ask("Change this transfer", wishes(transfer), "Change it");
  return wish && attempt(() => "Changed.", () => patch(`/v1/transfers/${transfer.id}`, changes(wish, transfer)));
}

export async function adjustAll(filter) {
  const wish = await ask("Change all that the filter shows", wishes({}, "as they are"), "Count them");
  return wish && actOnAll("adjust", filter, changes(wish, {}));
}

export async function sendFile() {
  const fresh = { priority: 0 };
  const accounts = await get("/v1/accounts").catch(() => []);
  const wish = await ask("Send a file", [
    { name: "path", label: "File: its absolute path on the daemon's machine", placeholder: "/srv/out/report.pdf" },
    { name: "content", label: "Or one of this computer, which is uploaded", type: "file" },
    { name: "peer", label: "Receiver", required: true, placeholder: "bob@example.org" },
    { name: "account", label: "Our account", options: accounts.length === 1 ? [accounts[0].jid] : accounts.map((a) => a.jid), value: accounts[0]?.jid ?? "" },
    { name: "key", label: "Idempotency key (may be empty)" },
    { name: "description", label: "Description (may be empty)" },
    ...wishes(fresh),
  ], "Send it");
  if (!wish) return null;
  const wanted = { peer: wish.peer, ...changes(wish, fresh) };
  if (wish.account) wanted.account = wish.account;
  if (wish.description) wanted.description = wish.description;
  const { name } = wish.content;
  if (name) say(`Uploading ${name}…`);
  return attempt((transfer) => `Accepted as ${transfer.id}.`, () => (name ? upload(wish.content, { ...wanted, name }, wish.key) : submit({ ...wanted, path: wish.path }, wish.key)));
}
