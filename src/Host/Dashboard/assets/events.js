import { el, heading, lines, plain } from "./dom.js";
import { happenings } from "./transfer.js";

// The last events of all transfers, newest first; those from before the page was opened come first through the same stream.
export const kept = 200;
const newest = [];

const columns = [happenings[0], ["Transfer", (e) => el("a", { href: `#/transfers/${e.transferId}` }, plain(e.transferId))], ...happenings.slice(1)];

export function keep(happened) {
  if (!happened.transferId) return;
  newest.unshift(happened);
  newest.length = Math.min(newest.length, kept);
}

export function eventsPage(main) {
  const body = el("tbody", {}, lines(columns, newest));
  main.replaceChildren(
    el("h2", {}, "Events"),
    el("div", { className: "scroll" }, el("table", {}, el("caption", {}, `The last ${kept}, the newest first; all of them: orchestrator events --after 0`), heading(columns), body)));
  return {
    onEvent: (happened) => {
      if (!happened.transferId) return;
      body.prepend(...lines(columns, [happened]));
      if (body.rows.length > kept) body.lastChild.remove();
    },
    onProgress() {},
  };
}
