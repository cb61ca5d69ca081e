import { el, field } from "./dom.js";

const states = ["Queued", "WaitingForPeer", "Negotiating", "Streaming", "Verifying", "Interrupted", "Paused", "Completed", "Failed", "Cancelled", "Declined", "Expired"];
const orders = {
  "-created": "newest first", created: "oldest first", "-updated": "last changed first", updated: "longest unchanged first", "-size": "largest first", size: "smallest first",
  "-priority": "highest priority first", priority: "lowest priority first", peer: "by peer", name: "by name",
};
const groups = ["state", "account", "peer", "road", "proxy", "reason", "direction"];

const choice = (names, none) => el("select", {}, ["", ...names].map((name) => el("option", { value: name }, name || none)));
const text = (size = 18) => el("input", { type: "text", size });
const moment = () => el("input", { type: "datetime-local" });

// Which transfers: for the list, for counts, and for commands to all of them. What is rarely asked for is folded away.
export function filterForm(stuck, onChange) {
  const first = {
    state: choice(states, "any"), direction: choice(["outgoing", "incoming"], "either"), peer: text(),
    q: el("input", { type: "search", id: "search", placeholder: "name, path, peer, id", size: 22 }),
  };
  const more = {
    account: text(), road: choice(["s5b-direct", "s5b-proxy", "ibb", "oob"], "any"), reason: text(), createdAfter: moment(), createdBefore: moment(), updatedBefore: moment(),
  };
  const sort = el("select", {}, Object.entries(orders).map(([value, words]) => el("option", { value }, words)));
  const by = choice(groups, "not");
  const summary = el("summary");

  const value = ({ type, value: written }) => (type === "datetime-local" && written ? new Date(written).toISOString() : written.trim());
  const read = (inputs) => Object.entries(inputs).map(([name, input]) => [name, value(input)]).filter(([, written]) => written);
  const all = () => [...read(first), ...read(more), ...(stuck ? [["stuck", "true"]] : [])];

  function changed() {
    const used = read(more).length;
    summary.textContent = used ? `More (${used} in use)` : "More";
    onChange();
  }

  const element = el("form", { className: "row", role: "search", onsubmit: (event) => { event.preventDefault(); changed(); }, onchange: changed },
    field("State", first.state), field("Direction", first.direction), field("Peer", first.peer), field("With the text  ( / )", first.q), el("button", {}, "Filter"),
    el("details", {}, summary, el("div", { className: "row" },
      field("Order", sort), field("Count by", by), field("Account", more.account), field("Road", more.road), field("Last failure", more.reason),
      field("Accepted since", more.createdAfter), field("Accepted before", more.createdBefore), field("Unchanged since", more.updatedBefore))));
  summary.textContent = "More";
  return {
    element,
    by: () => by.value,
    sort: () => sort.value,
    query: (also = {}) => new URLSearchParams([...all(), ...Object.entries(also)]).toString(),
    body: () => Object.fromEntries(all().map(([name, written]) => [name, name === "state" ? [written] : name === "stuck" ? true : written])),
  };
}
