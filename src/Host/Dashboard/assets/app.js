import { follow, get } from "./api.js";
import { sendFile } from "./commands.js";
import { bytes, rate } from "./dom.js";
import { eventsPage, keep, kept } from "./events.js";
import { accountsPage, nodePage, peersPage, proxiesPage } from "./house.js";
import { transferPage } from "./transfer.js";
import { transfersPage } from "./transfers.js";

const main = document.getElementById("main");
const live = document.getElementById("live");
let page = null;

// ---- pages, by what stands behind #

function open() {
  const [, name = "transfers", id] = location.hash.split("/");
  page?.end?.();
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#/${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  main.replaceChildren();
  page = name === "transfers" && id ? transferPage(main, decodeURIComponent(id))
    : name === "stuck" ? transfersPage(main, true)
    : name === "events" ? eventsPage(main)
    : name === "peers" ? peersPage(main)
    : name === "proxies" ? proxiesPage(main)
    : name === "accounts" ? accountsPage(main)
    : name === "node" ? nodePage(main)
    : transfersPage(main, false);
}

addEventListener("hashchange", () => { open(); main.focus(); });
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input, select, dialog")) return;
  const search = document.getElementById("search");
  if (search) { event.preventDefault(); search.focus(); }
});
document.getElementById("token").addEventListener("click", () => location.reload());
document.getElementById("send").addEventListener("click", async () => {
  const transfer = await sendFile();
  if (transfer) location.hash = `#/transfers/${transfer.id}`;
});

// ---- load: a summary, and the throughput of the last five minutes, a point a second

const points = new Array(300).fill(0);
let running = [];

async function summarize() {
  try {
    const [node, counts] = await Promise.all([get("/v1/node"), get("/v1/counts?by=state")]);
    const states = counts.groups.map((group) => `${group.count} ${group.key}`).join(", ");
    document.getElementById("summary").textContent =
      `${node.draining ? "DRAINING. " : ""}${node.active} sending, ${node.receiving} receiving, ${node.queueDepth} waiting. ${states || "No transfers"}. ${bytes(node.rssBytes)} resident.`;
  } catch (error) {
    document.getElementById("summary").textContent = error.message;
  }
}

function draw() {
  points.shift();
  points.push(running.reduce((sum, transfer) => sum + (transfer.rate ?? 0), 0));
  running = [];
  const most = Math.max(...points, 1);
  const chart = document.getElementById("chart");
  let line = chart.querySelector("polyline");
  if (!line) chart.append(line = document.createElementNS("http://www.w3.org/2000/svg", "polyline"));
  line.setAttribute("points", points.map((value, x) => `${x},${39 - 38 * value / most}`).join(" "));
  const [now, peak] = [rate(points.at(-1)) || "nothing moves", rate(Math.max(...points)) || "nothing"];
  chart.setAttribute("aria-label", `Throughput: now ${now}, at most ${peak} in the last five minutes`);
}

// ---- what happens, as it happens

let due = false;
function happened(kind, data) {
  if (kind === "progress") {
    running = Array.isArray(data) ? data : data.running ?? [];
    page?.onProgress(running);
    return;
  }
  keep(data);
  page?.onEvent(data);
  if (due) return;
  due = true;
  setTimeout(() => { due = false; summarize(); }, 1000);
}

open();
summarize();
setInterval(draw, 1000);
setInterval(summarize, 10_000);
const after = await get("/v1/node").then((node) => Math.max(0, node.lastEvent - kept), () => null);
follow(happened, (isLive) => {
  live.textContent = isLive ? "live" : "connecting";
  live.className = isLive ? "badge good" : "badge wait";
  if (isLive) { page?.onEvent({}); summarize(); }
}, after);
