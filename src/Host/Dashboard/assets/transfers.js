import { get } from "./api.js";
import { act, actOnAll } from "./commands.js";
import { bytes, el, field, hasEnded, left, plain, rate, say, state } from "./dom.js";

const states = ["Queued", "WaitingForPeer", "Negotiating", "Streaming", "Verifying", "Interrupted", "Paused", "Completed", "Failed", "Cancelled", "Declined", "Expired"];
const columns = ["State", "Done", "Name", "Peer", "Size", "Rate", "Left", "Road", "Reason", "Actions"];

// A table that keeps its rows by id and changes only what changed, so that a thousand rows stay quick.
export function transfersPage(main, stuck) {
  const rows = new Map();
  const body = el("tbody");
  const caption = el("caption", {}, "Loading…");
  const filter = form();
  const more = el("button", { type: "button", hidden: true, onclick: () => { limit = Math.min(1000, limit * 5); load(); } }, "Show more");
  let limit = 100;
  let loading = null;
  let again = false;

  main.replaceChildren(
    el("h2", {}, stuck ? "What needs a look" : "Transfers"),
    filter.element,
    el("div", { className: "actions" },
      el("span", { className: "faint" }, "All that the filter shows:"),
      ["pause", "resume", "retry", "cancel"].map((action) => el("button", {
        type: "button", className: action === "cancel" ? "danger" : "", onclick: async () => { await actOnAll(action, filter.body()); load(); },
      }, `${action}…`))),
    el("div", { className: "scroll" }, el("table", {}, caption,
      el("thead", {}, el("tr", {}, columns.map((title) => el("th", { scope: "col" }, title)))), body)),
    more);

  function form() {
    const input = {
      state: el("select", {}, el("option", { value: "" }, "any"), states.map((name) => el("option", { value: name }, name))),
      direction: el("select", {}, ["", "outgoing", "incoming"].map((way) => el("option", { value: way }, way || "either"))),
      peer: el("input", { type: "text", size: 18 }),
      q: el("input", { type: "search", id: "search", placeholder: "name, path, peer, id", size: 22 }),
    };
    const read = () => Object.entries(input).map(([name, { value }]) => [name, value.trim()]).filter(([, value]) => value);
    const element = el("form", { className: "row", role: "search", onsubmit: (event) => { event.preventDefault(); load(); }, onchange: () => load() },
      field("State", input.state), field("Direction", input.direction), field("Peer", input.peer), field("With the text  ( / )", input.q), el("button", {}, "Filter"));
    return {
      element,
      query: () => new URLSearchParams([...read(), ...(stuck ? [["stuck", "true"]] : []), ["limit", limit]]).toString(),
      body: () => ({ ...Object.fromEntries(read().map(([name, value]) => [name, name === "state" ? [value] : value])), ...(stuck ? { stuck: true } : {}) }),
    };
  }

  // At most one request under way; what comes in meanwhile is one more.
  function load() {
    if (loading) { again = true; return loading; }
    loading = get(`/v1/transfers?${filter.query()}`).then(show, (error) => say(error.message, true)).finally(() => {
      loading = null;
      if (again) { again = false; setTimeout(load, rows.size > 200 ? 2000 : 300); }
    });
    return loading;
  }

  function show(page) {
    const seen = new Set(page.items.map(({ id }) => id));
    for (const [id, row] of rows) if (!seen.has(id)) { row.element.remove(); rows.delete(id); }
    page.items.forEach((transfer, index) => {
      const row = rows.get(transfer.id) ?? newRow(transfer.id);
      row.show(transfer);
      if (body.children[index] !== row.element) body.insertBefore(row.element, body.children[index] ?? null);
    });
    caption.textContent = page.items.length === 0 ? "Nothing." : page.next ? `The first ${page.items.length}.` : `${page.items.length} in all.`;
    more.hidden = !page.next || limit >= 1000;
  }

  function newRow(id) {
    const cells = columns.map((_, index) => el("td", { className: index === 4 || index === 5 || index === 6 ? "number" : index === 2 || index === 3 || index === 8 ? "text" : "" }));
    const row = { element: el("tr", {}, cells), last: "", transfer: null };
    const bar = el("progress", { max: 1 });
    const link = el("a", { href: `#/transfers/${id}` });
    cells[1].append(bar);
    cells[2].append(link);
    row.show = (transfer) => {
      row.transfer = transfer;
      bar.value = transfer.size === 0 ? Number(transfer.state === "Completed") : transfer.offset / transfer.size;
      bar.setAttribute("aria-label", `${Math.floor(100 * bar.value)} % of ${plain(transfer.name)}`);
      const [speed, remaining] = [rate(transfer.rate), left(transfer.eta)];
      if (cells[5].textContent !== speed) cells[5].textContent = speed;
      if (cells[6].textContent !== remaining) cells[6].textContent = remaining;
      const now = [transfer.state, transfer.direction, transfer.name, transfer.peer, transfer.road, transfer.reason].join("\n");
      if (row.last === now) return;
      row.last = now;
      cells[0].replaceChildren(state(transfer.state), transfer.direction === "incoming" ? " ↓" : " ↑");
      link.textContent = plain(transfer.name);
      cells[3].textContent = plain(transfer.peer);
      cells[4].textContent = bytes(transfer.size);
      cells[7].textContent = transfer.road ?? "";
      cells[8].textContent = transfer.reason ?? "";
      const possible = hasEnded(transfer) ? [] : transfer.state === "Paused" ? ["resume", "cancel"] : ["pause", "cancel"];
      cells[9].replaceChildren(...possible.map((action) => el("button", {
        type: "button", className: action === "cancel" ? "danger" : "", ariaLabel: `${action} ${plain(transfer.name)}`, onclick: async () => { await act(row.transfer, action); load(); },
      }, action)));
    };
    rows.set(id, row);
    return row;
  }

  load();
  return {
    onEvent: () => load(),
    onProgress: (running) => running.forEach((transfer) => rows.get(transfer.id)?.show(transfer)),
  };
}
