import { get } from "./api.js";
import { act, actOnAll, adjustAll } from "./commands.js";
import { bytes, el, hasEnded, left, plain, rate, redraw, say, state, table } from "./dom.js";
import { filterForm } from "./filter.js";

const most = 1000;
const columns = ["State", "Done", "Name", "Peer", "Size", "Rate", "Left", "Road", "Reason", "Actions"];

// A table that keeps its rows by id and changes only what changed, so that a thousand rows stay quick.
export function transfersPage(main, stuck) {
  const rows = new Map();
  const body = el("tbody");
  const caption = el("caption", {}, "Loading…");
  const counted = el("div");
  const filter = filterForm(stuck, () => { from = null; load(); });
  const more = el("button", { type: "button", hidden: true, onclick: () => { if (limit < most) limit = Math.min(most, limit * 5); else from = next; load(); } });
  const back = el("button", { type: "button", hidden: true, onclick: () => { from = null; load(); } }, "Back to the first");
  let limit = 100;
  let from = null;
  let next = null;
  let loading = null;
  let again = false;

  const forAll = (name, command) => el("button", { type: "button", className: name === "cancel" ? "danger" : "", onclick: async () => { await command(); load(); } }, `${name}…`);
  main.replaceChildren(
    el("h2", {}, stuck ? "What needs a look" : "Transfers"),
    filter.element,
    el("div", { className: "actions" },
      el("span", { className: "faint" }, "All that the filter shows:"),
      ["pause", "resume", "retry"].map((action) => forAll(action, () => actOnAll(action, filter.body()))),
      forAll("change", () => adjustAll(filter.body())),
      forAll("cancel", () => actOnAll("cancel", filter.body()))),
    counted,
    el("div", { className: "scroll" }, el("table", {}, caption,
      el("thead", {}, el("tr", {}, columns.map((title) => el("th", { scope: "col" }, title)))), body)),
    el("div", { className: "actions" }, more, back));

  async function ask() {
    const [by, at] = [filter.by(), from];
    const [page, counts] = await Promise.all([
      get(`/v1/transfers?${filter.query({ sort: filter.sort(), limit, ...(at ? { cursor: at } : {}) })}`),
      by ? get(`/v1/counts?${filter.query({ by })}`) : null,
    ]);
    show(page, at);
    redraw(counted, counts ? [table(`${counts.total.count} transfers by ${by}`, [
      ["", (g) => plain(g.key) || "none", "text"], ["Transfers", (g) => g.count, "number"], ["Bytes", (g) => bytes(g.bytes), "number"], ["Moved", (g) => bytes(g.moved), "number"],
      ["Now", (g) => rate(g.bytesPerSecond), "number"],
    ], counts.groups)] : []);
  }

  // At most one request under way; what comes in meanwhile is one more.
  function load() {
    if (loading) { again = true; return loading; }
    loading = ask().catch((error) => say(error.message, true)).finally(() => {
      loading = null;
      if (again) { again = false; setTimeout(load, rows.size > 200 ? 2000 : 300); }
    });
    return loading;
  }

  function show(page, at) {
    const seen = new Set(page.items.map(({ id }) => id));
    for (const [id, row] of rows) if (!seen.has(id)) { row.element.remove(); rows.delete(id); }
    page.items.forEach((transfer, index) => {
      const row = rows.get(transfer.id) ?? newRow(transfer.id);
      row.show(transfer);
      if (body.children[index] !== row.element) body.insertBefore(row.element, body.children[index] ?? null);
    });
    next = page.next;
    caption.textContent = page.items.length === 0 ? "Nothing." : at ? `${page.items.length} more.` : next ? `The first ${page.items.length}.` : `${page.items.length} in all.`;
    more.hidden = !next;
    more.textContent = limit < most ? "Show more" : `The next ${most}`;
    back.hidden = !at;
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
