// The log: the app's calls and their answers, deliveries to it, the raw last answer.

import { get } from "/page/shell/api.js";
import { fill, make } from "/page/shell/dom.js";
import { updateList } from "/page/shell/keyed_list.js";
import { move } from "/page/shell/menu.js";
import { store } from "/page/shell/state.js";
import { clockTime } from "/page/shell/time.js";

const REFRESH_MS = 400;
const MAX_ENTRIES = "40";
const TABS = { call: "Calls", delivery: "Deliveries", answer: "Last answer" };

/**
 * @param {HTMLElement} view
 * @param {HTMLElement} drawer nothing is loaded while it is hidden
 * @param {() => Promise<void>} onRefresh called with every refresh
 */
export function mountLogPanel(view, drawer, onRefresh) {
  /** @type {keyof typeof TABS} */
  let tab = "call";
  const bar = make("div", { role: "tablist", class: "tabs", "aria-label": "Record" });
  const list = make("ol", { class: "entries" });
  const raw = make("pre", { class: "raw", tabindex: "0" });
  const body = make("div", { role: "tabpanel", "aria-label": "Record" }, list, raw);
  view.append(make("h3", {}, "What happened"), bar, body);

  function choose(/** @type {keyof typeof TABS} */ name) {
    tab = name;
    fill(
      bar,
      ...Object.entries(TABS).map(([key, label]) =>
        make(
          "button",
          {
            type: "button",
            role: "tab",
            "aria-selected": String(key === tab),
            tabindex: key === tab ? "0" : "-1",
            onclick: () => choose(/** @type {any} */ (key)),
          },
          label,
        ),
      ),
    );
    list.hidden = tab === "answer";
    raw.hidden = tab !== "answer";
    list.replaceChildren();
    void refresh();
  }

  bar.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const key = { ArrowRight: "ArrowDown", ArrowLeft: "ArrowUp" }[event.key];
    if (!key) return;
    move(bar, '[role="tab"]', new KeyboardEvent("keydown", { key }))?.click();
    /** @type {HTMLElement} */ (bar.querySelector('[aria-selected="true"]')).focus();
  });

  async function refresh() {
    if (drawer.hidden || tab === "answer") return;
    const requestedTab = tab;
    const { log } = await get("/log", { kind: requestedTab, last: MAX_ENTRIES });
    if (requestedTab !== tab) return;
    updateList(list, log.reverse().map(entryOf));
    if (!log.length) fill(list, make("li", { class: "nothing", "data-key": "nothing" }, "Nothing yet."));
  }

  store.watch(["answer"], ({ answer }) => fill(raw, answer ? JSON.stringify(answer, null, 2) : "Nothing yet."));
  store.watch(["panel"], () => void refresh().catch(() => undefined));
  setInterval(() => {
    if (!drawer.hidden && !document.hidden) void Promise.all([refresh(), onRefresh()]).catch(() => undefined);
  }, REFRESH_MS);
  choose("call");
}

/** @param {any} entry @returns {import("/page/shell/keyed_list.js").Entry} */
function entryOf(entry) {
  const signature = `${entry.n} ${entry.attempts?.length ?? ""}`;
  return {
    key: String(entry.n),
    signature,
    draw: () => (entry.kind === "call" ? drawCall(entry) : drawDelivery(entry)),
  };
}

/** @param {any} entry */
function drawCall(entry) {
  const succeeded = entry.status === 200 && entry.answer?.ok !== false;
  const outcome = succeeded ? "ok" : (entry.answer?.error ?? "failed");
  return drawEntry(entry, entry.method, `${entry.status} ${outcome}`, succeeded, {
    arguments: entry.arguments,
    answer: entry.answer,
  });
}

/** @param {any} entry */
function drawDelivery(entry) {
  const { payload, attempts } = entry;
  const lastAttempt = attempts.at(-1);
  const name =
    payload.command ??
    payload.event?.type ??
    payload.actions?.[0]?.action_id ??
    payload.callback_id ??
    payload.view?.callback_id ??
    "";
  const outcome = lastAttempt ? (lastAttempt.error ?? `${lastAttempt.status} in ${lastAttempt.elapsed_ms} ms`) : "under way";
  const count = attempts.length > 1 ? `, ${attempts.length} attempts` : "";
  return drawEntry(entry, `${payload.type ?? entry.type} ${name}`, `${outcome}${count}`, !lastAttempt?.error, {
    attempts,
    payload,
  });
}

/** @param {any} entry @param {string} name @param {string} outcome @param {boolean} succeeded @param {object} detail */
function drawEntry(entry, name, outcome, succeeded, detail) {
  const raw = make("pre", { class: "raw" });
  const open = make(
    "details",
    { ontoggle: () => open.open && !raw.textContent && fill(raw, JSON.stringify(detail, null, 2)) },
    make(
      "summary",
      {},
      make("time", {}, clockTime(new Date(entry.at))),
      make("code", {}, name),
      make("span", { class: succeeded ? "good" : "bad" }, outcome),
    ),
    raw,
  );
  return make("li", {}, open);
}
