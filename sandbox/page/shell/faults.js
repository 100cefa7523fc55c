// The drawer "Make something go wrong": what fails next, and the state of channel and app.

import { sentenceOf } from "/page/shell/acting.js";
import { drop, look, post } from "/page/shell/api.js";
import { fill, make } from "/page/shell/dom.js";
import { loadChannels, loadWorkspace } from "/page/shell/loading.js";
import { mountRecord } from "/page/shell/record.js";
import { mentionOfChannel, openChannel, store } from "/page/shell/state.js";
import { tell } from "/page/shell/toast.js";

const METHODS = [
  ["chat.postMessage", "posts a message"],
  ["chat.update", "changes a message"],
  ["views.open", "opens a modal"],
  ["views.publish", "publishes its Home"],
  ["*", "calls anything"],
];
/** @type {[string, string, Record<string, any>][]} */
const FAULTS = [
  ["429", "Too many requests, Retry-After 3 s", { kind: "status", status: 429, retry_after: 3 }],
  ["500", "Slack's own failure, nothing stored", { kind: "status", status: 500 }],
  ["Time-out", "No answer for a minute", { kind: "hang", seconds: 60 }],
  ["Connection lost", "After it was stored: the app cannot know", { kind: "reset", when: "after" }],
];

const method = make(
  "select",
  { "aria-label": "Call" },
  ...METHODS.map(([value, label]) => make("option", { value }, `the app ${label}`)),
);
const planned = make("div", { class: "planned", role: "status" });
const channelPart = make("section");
const appPart = make("section");
const blocks = make("input", {
  type: "checkbox",
  role: "switch",
  onchange: () => arrange("/settings", { data_blocks: blocks.checked }),
});

/** @param {HTMLElement} view */
export function mountFaults(view) {
  const buttons = FAULTS.map(([name, detail, fault]) =>
    make("button", { type: "button", class: "pill wide", onclick: () => plan(fault) }, name, make("small", {}, detail)),
  );
  const record = make("section", { class: "record" });
  view.append(
    make(
      "section",
      {},
      make("h3", {}, "The next time"),
      method,
      make("div", { class: "fault-grid" }, ...buttons),
      planned,
    ),
    channelPart,
    appPart,
    make(
      "section",
      {},
      make("h3", {}, "Roll-out"),
      make(
        "label",
        { class: "switch" },
        blocks,
        make("span", {}, "Block kinds of 2026 (data_blocks)"),
        make("small", {}, "Off: charts and data tables are refused with invalid_blocks"),
      ),
    ),
    record,
  );
  mountRecord(record, view, refresh);
  document.addEventListener("arranged", () => void refresh());
  store.watch(["channels", "place", "about", "people", "me"], drawParts);
  store.watch(["panel"], ({ panel }) => panel?.kind === "faults" && void refresh());
}

/** @param {string} path @param {object} content @param {string} [done] */
async function arrange(path, content, done = "") {
  try {
    store.set({ answer: { did: path, ...(await post(path, content)) } });
    if (done) tell(done);
  } catch (error) {
    tell(sentenceOf(error), "bad");
  }
  await Promise.all([refresh(), loadChannels(), loadWorkspace()]).catch(() => undefined);
}

/** @param {Record<string, any>} fault */
const plan = (fault) => arrange("/faults", { method: method.value, ...fault });

async function refresh() {
  const [{ faults }, { settings }] = await Promise.all([look("/faults"), look("/settings")]);
  blocks.checked = settings.data_blocks;
  const clear = async () => {
    await drop("/faults");
    await refresh();
  };
  const words = faults.map((/** @type {any} */ fault) =>
    make("li", {}, `${fault.method === "*" ? "any call" : fault.method}: ${nameOf(fault)}`),
  );
  if (faults.length)
    fill(
      planned,
      make("strong", {}, "Waiting to happen"),
      make("ul", {}, ...words),
      make("button", { type: "button", class: "pill", onclick: clear }, "Let it be"),
    );
  else fill(planned, "Nothing is about to fail.");
}

/** @param {any} fault */
function nameOf(fault) {
  if (fault.kind === "status") return `status ${fault.status}`;
  return (
    { hang: `time-out (${fault.seconds} s)`, reset: `connection lost ${fault.when}`, error: fault.error }[
      /** @type {string} */ (fault.kind)
    ] ?? fault.kind
  );
}

function drawParts() {
  const channel = openChannel();
  const { about } = store.state;
  if (!about) return;
  channelPart.hidden = !channel || channel.kind === "im";
  if (channel && channel.kind !== "im") {
    const name = mentionOfChannel(channel);
    const at = { channel: channel.id };
    fill(
      channelPart,
      make("h3", {}, name),
      channel.archived
        ? choice("Bring the channel back", "/channel/unarchive", at)
        : choice("Archive the channel", "/channel/archive", at),
      channel.bot_in
        ? choice(`Remove ${about.app.name} from it`, "/channel/remove", at)
        : choice(`Invite ${about.app.name} to it`, "/channel/invite", at),
    );
  }
  const state =
    { active: "installed", revoked: "its token is revoked", uninstalled: "not installed" }[about.token] ?? about.token;
  fill(
    appPart,
    make("h3", {}, `${about.app.name}: ${state}`),
    about.token === "active" ? choice("Revoke the token", "/revoke", {}) : null,
    about.token === "active"
      ? choice("Remove the app", "/uninstall", {})
      : choice("Install the app again", "/install", {}),
  );
}

/** @param {string} label @param {string} path @param {object} content */
const choice = (label, path, content) =>
  make("button", { type: "button", class: "pill", onclick: () => arrange(path, content, `${label}: done`) }, label);
