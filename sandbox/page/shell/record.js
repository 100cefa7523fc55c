// What the app called and how that was answered; what was sent to it; the raw last answer.

import { look } from "/page/shell/api.js";
import { fill, make } from "/page/shell/dom.js";
import { bringUpToDate } from "/page/shell/keyed.js";
import { move } from "/page/shell/menu.js";
import { store } from "/page/shell/state.js";
import { clockTime } from "/page/shell/time.js";

const EVERY = 1000;
const LAST = "40";
const TABS = { call: "Calls", delivery: "Deliveries", answer: "Last answer" };

/**
 * @param {HTMLElement} view
 * @param {HTMLElement} drawer while it is hidden nothing is asked
 * @param {() => Promise<void>} also what else to bring up to date
 */
export function mountRecord(view, drawer, also) {
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
    const wanted = tab;
    const { log } = await look("/log", { kind: wanted, last: LAST });
    if (wanted !== tab) return;
    bringUpToDate(list, log.reverse().map(entryOf));
    if (!log.length) fill(list, make("li", { class: "nothing", "data-key": "nothing" }, "Nothing yet."));
  }

  store.watch(["answer"], ({ answer }) => fill(raw, answer ? JSON.stringify(answer, null, 2) : "Nothing yet."));
  store.watch(["panel"], () => void refresh().catch(() => undefined));
  setInterval(() => {
    if (!drawer.hidden && !document.hidden) void Promise.all([refresh(), also()]).catch(() => undefined);
  }, EVERY);
  choose("call");
}

/** @param {any} entry @returns {import("/page/shell/keyed.js").Entry} */
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
  const good = entry.status === 200 && entry.answer?.ok !== false;
  const outcome = good ? "ok" : (entry.answer?.error ?? "failed");
  return drawEntry(entry, entry.method, `${entry.status} ${outcome}`, good, {
    arguments: entry.arguments,
    answer: entry.answer,
  });
}

/** @param {any} entry */
function drawDelivery(entry) {
  const { payload, attempts } = entry;
  const last = attempts.at(-1);
  const name =
    payload.command ??
    payload.event?.type ??
    payload.actions?.[0]?.action_id ??
    payload.callback_id ??
    payload.view?.callback_id ??
    "";
  const outcome = last ? (last.error ?? `${last.status} in ${last.elapsed_ms} ms`) : "under way";
  const count = attempts.length > 1 ? `, ${attempts.length} attempts` : "";
  return drawEntry(entry, `${payload.type ?? entry.type} ${name}`, `${outcome}${count}`, !last?.error, {
    attempts,
    payload,
  });
}

/** @param {any} entry @param {string} name @param {string} outcome @param {boolean} good @param {object} detail */
function drawEntry(entry, name, outcome, good, detail) {
  const raw = make("pre", { class: "raw" });
  const open = make(
    "details",
    { ontoggle: () => open.open && !raw.textContent && fill(raw, JSON.stringify(detail, null, 2)) },
    make(
      "summary",
      {},
      make("time", {}, clockTime(new Date(entry.at))),
      make("code", {}, name),
      make("span", { class: good ? "good" : "bad" }, outcome),
    ),
    raw,
  );
  return make("li", {}, open);
}
