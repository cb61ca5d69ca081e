import { get } from "./api.js";
import { act, adjust } from "./commands.js";
import { bytes, el, facts, hasEnded, heading, left, lines, plain, rate, redraw, say, state, table, time } from "./dom.js";

const most = 10_000;
export const happenings = [
  ["When", (e) => time(e.at)], ["What", (e) => e.kind], ["By", (e) => plain(e.by)],
  ["Facts", (e) => plain(Object.entries(e.data).filter(([name, value]) => !["id", "at", "by"].includes(name) && value !== null && typeof value !== "object").map(([name, value]) => `${name} ${value}`).join(", ")), "text"],
];

// One transfer: why it is where it is, its sessions, all that happened to it.
export function transferPage(main, id) {
  let busy = null;
  let again = false;
  const now = el("div");
  const story = el("tbody");
  const caption = el("caption");
  const past = el("div", { className: "scroll", hidden: true }, el("table", {}, caption, heading(happenings), story));
  let cursor = 0;
  main.replaceChildren(now, past);

  function load() {
    if (busy) { again = true; return; }
    busy = Promise.all([get(`/v1/transfers/${id}`), get(`/v1/transfers/${id}/explain`)])
      .then(show).then(tell)
      .catch((error) => say(error.message, true))
      .finally(() => {
        busy = null;
        if (again) { again = false; setTimeout(load, 300); }
      });
  }

  // A history only grows: what is shown already is not asked for again.
  async function tell() {
    let next = cursor;
    while (next !== null && story.rows.length < most) {
      const page = await get(`/v1/transfers/${id}/history?limit=1000&after=${next}`);
      story.append(...lines(happenings, page.items));
      cursor = page.items.at(-1)?.cursor ?? cursor;
      next = page.next;
    }
    caption.textContent = next === null ? "What happened" : `What happened, the first ${story.rows.length}; all of it: orchestrator history ${id}`;
    past.hidden = false;
  }

  function button(transfer, action) {
    return el("button", { type: "button", className: action === "cancel" ? "danger" : "", onclick: async () => { await act(transfer, action); load(); } }, action);
  }

  function show([transfer, why]) {
    const done = transfer.size === 0 ? Number(transfer.state === "Completed") : transfer.offset / transfer.size;
    redraw(now, [
      el("h2", {}, plain(transfer.name)),
      el("p", {}, state(transfer.state), ` ${transfer.direction}, ${bytes(transfer.offset)} of ${bytes(transfer.size)} `,
        el("progress", { max: 1, value: done, ariaLabel: `${Math.floor(100 * done)} %` }), ` ${rate(transfer.rate)} ${left(transfer.eta)}`),
      el("p", { className: "why" }, plain(why.text), why.mend ? ` What helps: ${plain(why.mend)}` : ""),
      hasEnded(transfer) ? "" : el("div", { className: "actions" },
        transfer.state === "Paused" ? button(transfer, "resume") : button(transfer, "pause"),
        button(transfer, "retry"),
        el("button", { type: "button", onclick: async () => { await adjust(transfer); load(); } }, "change…"),
        button(transfer, "cancel")),
      facts([
        ["Id", transfer.id], ["At the peer", transfer.remoteId], ["Account", transfer.account], ["Peer", plain(transfer.peer)], ["Path", plain(transfer.path)],
        ["Description", plain(transfer.description)], ["Reason", transfer.reason], ["In words", plain(transfer.detail)], ["Confirmed by", transfer.confirmedBy],
        ["SHA-256", transfer.sha256], ["Priority", transfer.priority || null], ["Rate limit", rate(transfer.maxRate)], ["Roads", transfer.roads],
        ["Accepted", time(transfer.createdAt)], ["Changed", time(transfer.updatedAt)], ["Next attempt", time(transfer.nextAttemptAt)], ["Deadline", time(transfer.deadline)],
      ]),
      table("Sessions", [
        ["No.", (s) => s.number, "number"], ["Began", (s) => time(s.startedAt)], ["Road", (s) => s.road], ["Why", (s) => plain(s.why), "text"], ["Proxy", (s) => plain(s.proxy)],
        ["From", (s) => bytes(s.fromOffset), "number"], ["To", (s) => bytes(s.toOffset), "number"], ["Ended", (s) => plain([s.reason, s.detail].filter(Boolean).join(": ")), "text"],
        ["Failed before", (s) => plain((s.failed ?? []).map((f) => Object.values(f).join(": ")).join("; ")), "text"],
        ["Milliseconds", (s) => Object.entries(s.phases ?? {}).filter(([, ms]) => ms !== null).map(([phase, ms]) => `${phase} ${ms}`).join(", ")],
      ], transfer.sessionHistory ?? []),
    ]);
  }

  load();
  return {
    onEvent: (happened) => { if (happened.transferId === id) load(); },
    onProgress: (running) => { if (running.some((transfer) => transfer.id === id)) load(); },
  };
}
