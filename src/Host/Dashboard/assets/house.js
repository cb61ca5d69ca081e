import { get, post } from "./api.js";
import { attempt } from "./commands.js";
import { confirm } from "./dialogs.js";
import { bytes, el, facts, plain, rate, redraw, say, table, time } from "./dom.js";

// Pages that are asked for anew: peers, proxies, accounts, the daemon.
function page(main, draw) {
  // An answer that comes when another page is open shows nowhere.
  const shown = el("div");
  main.replaceChildren(shown);
  const load = () => draw().then((content) => redraw(shown, content.flat()), (error) => say(error.message, true));
  const timer = setInterval(load, 5000);
  load();
  return { onEvent() {}, onProgress() {}, end: () => clearInterval(timer), load };
}

export function peersPage(main) {
  return page(main, async () => [
    el("h2", {}, "Peers"),
    table("By transfers, the hundred with the most", [
      ["Peer", (g) => plain(g.key), "text"], ["Transfers", (g) => g.count, "number"], ["Bytes", (g) => bytes(g.bytes), "number"], ["Moved", (g) => bytes(g.moved), "number"], ["Now", (g) => rate(g.bytesPerSecond), "number"],
    ], (await get("/v1/counts?by=peer")).groups),
    table("Roads", [
      ["Road", (g) => g.key || "none yet"], ["Transfers", (g) => g.count, "number"], ["Moved", (g) => bytes(g.moved), "number"], ["Now", (g) => rate(g.bytesPerSecond), "number"],
    ], (await get("/v1/counts?by=road")).groups),
    table("Last failures", [["Reason", (g) => g.key || "none"], ["Transfers", (g) => g.count, "number"]], (await get("/v1/counts?by=reason")).groups),
  ]);
}

export function proxiesPage(main) {
  const here = page(main, async () => [
    el("h2", {}, "Proxies"),
    table("SOCKS5 proxies for peers that cannot reach us", [
      ["JID", (p) => plain(p.jid), "text"], ["State", (p) => p.state], ["Address", (p) => plain(p.hosts.join(" "))], ["Streams", (p) => p.streams, "number"], ["Good", (p) => p.successes, "number"],
      ["Bad", (p) => p.failures, "number"], ["Latency", (p) => (p.latencyMs ? `${Math.round(p.latencyMs)} ms` : ""), "number"], ["Rate", (p) => rate(p.bytesPerSecond), "number"],
      ["Last error", (p) => plain([p.lastError, p.mend].filter(Boolean).join(" ")), "text"], ["", (p) => toggle("proxies", p.jid, p.state === "disabled", here)],
    ], await get("/v1/proxies")),
  ]);
  return here;
}

export function accountsPage(main) {
  const here = page(main, async () => [
    el("h2", {}, "Accounts"),
    table("Our XMPP accounts and components", [
      ["JID", (a) => plain(a.jid), "text"], ["State", (a) => a.state], ["Since", (a) => time(a.since)], ["Detail", (a) => plain(a.detail), "text"], ["Inbox", (a) => plain(a.inbox), "text"], ["Roads", (a) => a.roads],
      ["", (a) => toggle("accounts", a.jid, a.state === "disabled", here)],
    ], await get("/v1/accounts")),
  ]);
  return here;
}

function toggle(what, jid, isDisabled, here) {
  const verb = isDisabled ? "enable" : "disable";
  return el("button", {
    type: "button",
    ariaLabel: `${verb} ${plain(jid)}`,
    onclick: async () => {
      if (!isDisabled && !await confirm(`Disable ${plain(jid)}?`, "It stays disabled after a restart, too, until it is enabled.", "Disable it")) return;
      await attempt(() => `${jid}: ${verb}d.`, () => post(`/v1/${what}/${encodeURIComponent(jid)}/${verb}`));
      here.load();
    },
  }, verb);
}

export function nodePage(main) {
  const here = page(main, async () => {
    const node = await get("/v1/node");
    const verb = node.draining ? "undrain" : "drain";
    return [
      el("h2", {}, "The daemon"),
      el("div", { className: "actions" }, el("button", {
        type: "button",
        onclick: async () => {
          if (verb === "drain" && !await confirm("Drain?", "What runs ends; nothing begins until the drain is ended or the daemon is restarted.", "Drain")) return;
          await attempt(() => (verb === "drain" ? "Draining." : "Sessions begin again."), () => post(`/v1/node/${verb}`));
          here.load();
        },
      }, verb)),
      facts([
        ["Version", node.version], ["Started", time(node.startedAt)], ["Draining", node.draining ? "yes" : "no"], ["Sending", `${node.active} of ${node.limits.maxActive}, ${node.queueDepth} wait`],
        ["Receiving", `${node.receiving} of ${node.limits.maxActive}`], ["Memory", `${bytes(node.rssBytes)} resident, ${bytes(node.managedBytes)} managed`], ["Bytestreams", node.listening], ["Data", node.dataDir],
        ["Limits (seconds, bytes)", Object.entries({ ...node.limits, ...node.limits.retry, ...node.limits.checkpoint }).filter(([, limit]) => typeof limit !== "object").map(([name, limit]) => `${name} ${limit}`).join(", ")],
        ...Object.entries(node.freeDiskBytes).map(([folder, free]) => [`Free at ${folder}`, bytes(free)]),
      ]),
    ];
  });
  return here;
}
