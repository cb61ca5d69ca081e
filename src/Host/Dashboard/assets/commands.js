import { get, patch, post, submit } from "./api.js";
import { ask, confirm } from "./dialogs.js";
import { plain, say } from "./dom.js";

const roads = ["", "any", "direct-only", "proxy-only", "no-ibb", "ibb-only", "oob-only"];

// What may be wished for a transfer, when it is sent and later.
const wishes = (transfer) => [
  { name: "priority", label: "Priority, -100 to 100", type: "number", value: transfer.priority },
  { name: "maxRate", label: "Bytes per second; 0: as configured", type: "number", value: transfer.maxRate ?? "" },
  { name: "deadline", label: "Deadline", type: "datetime-local" },
  { name: "roads", label: "Roads", options: roads, value: transfer.roads ?? "" },
];

// Only what is other than it was.
function changes(wish, transfer) {
  const change = {};
  if (wish.priority !== "" && Number(wish.priority) !== transfer.priority) change.priority = Number(wish.priority);
  if (wish.maxRate !== "" && Number(wish.maxRate) !== (transfer.maxRate ?? 0)) change.maxRate = Number(wish.maxRate);
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
export async function actOnAll(action, filter) {
  const body = { action, filter, confirm: true };
  const dry = await attempt((found) => `${found.matched} transfers match.`, () => post("/v1/transfers/actions", { ...body, dryRun: true }));
  if (!dry || !await confirm(`${action} ${dry.matched} transfers?`, "Those that have ended are left alone.", `${action} ${dry.matched} transfers`)) return null;
  return attempt((done) => `${action}: ${done.changed} of ${done.matched} transfers.`, () => post("/v1/transfers/actions", body));
}

export async function adjust(transfer) {
  const wish = await ask("Change this transfer", wishes(transfer), "Change it");
  return wish && attempt(() => "Changed.", () => patch(`/v1/transfers/${transfer.id}`, changes(wish, transfer)));
}

export async function sendFile() {
  const fresh = { priority: 0 };
  const accounts = await get("/v1/accounts").catch(() => []);
  const wish = await ask("Send a file", [
    { name: "path", label: "File: its absolute path on the daemon's machine", required: true, placeholder: "/srv/out/report.pdf" },
    { name: "peer", label: "Receiver", required: true, placeholder: "bob@example.org" },
    { name: "account", label: "Our account", options: accounts.length === 1 ? [accounts[0].jid] : accounts.map((a) => a.jid), value: accounts[0]?.jid ?? "" },
    { name: "key", label: "Idempotency key (may be empty)" },
    { name: "description", label: "Description (may be empty)" },
    ...wishes(fresh),
  ], "Send it");
  if (!wish) return null;
  const body = { path: wish.path, peer: wish.peer, ...changes(wish, fresh) };
  if (wish.account) body.account = wish.account;
  if (wish.description) body.description = wish.description;
  return attempt((transfer) => `Accepted as ${transfer.id}.`, () => submit(body, wish.key));
}
