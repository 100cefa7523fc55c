// The panel "Make something go wrong": planned faults, and the state of channel and app.

import { errorText } from "/page/shell/user_actions.js";
import { del, get, post } from "/page/shell/api.js";
import { fill, make } from "/page/shell/dom.js";
import { loadChannels, loadWorkspace } from "/page/shell/loading.js";
import { mountLogPanel } from "/page/shell/log_panel.js";
import { mentionOfChannel, openChannel, store } from "/page/shell/state.js";
import { showToast } from "/page/shell/notifications.js";

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
  ["500", "Slack fails and stores nothing", { kind: "status", status: 500 }],
  ["Time-out", "No answer for a minute", { kind: "hang", seconds: 60 }],
  ["Connection lost", "After it was stored, so the app can't know", { kind: "reset", when: "after" }],
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
  onchange: () => callControl("/settings", { data_blocks: blocks.checked }),
});

/** @param {HTMLElement} view */
export function mountFaultPanel(view) {
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
      make("h3", {}, "New block types"),
      make(
        "label",
        { class: "switch" },
        blocks,
        make("span", {}, "Allow the blocks of 2026 (data_blocks)"),
        make("small", {}, "Off: charts and data tables are rejected with invalid_blocks"),
      ),
    ),
    record,
  );
  mountLogPanel(record, view, refresh);
  document.addEventListener("settings-changed", () => void refresh());
  store.watch(["channels", "place", "about", "people", "me"], drawParts);
  store.watch(["panel"], ({ panel }) => panel?.kind === "faults" && void refresh());
}

/** @param {string} path @param {object} content @param {string} [done] */
async function callControl(path, content, done = "") {
  try {
    store.set({ answer: { did: path, ...(await post(path, content)) } });
    if (done) showToast(done);
  } catch (error) {
    showToast(errorText(error), "bad");
  }
  await Promise.all([refresh(), loadChannels(), loadWorkspace()]).catch(() => undefined);
}

/** @param {Record<string, any>} fault */
const plan = (fault) => callControl("/faults", { method: method.value, ...fault });

async function refresh() {
  const [{ faults }, { settings }] = await Promise.all([get("/faults"), get("/settings")]);
  blocks.checked = settings.data_blocks;
  const clear = async () => {
    await del("/faults");
    await refresh();
  };
  const items = faults.map((/** @type {any} */ fault) =>
    make("li", {}, `${fault.method === "*" ? "any call" : fault.method}: ${nameOf(fault)}`),
  );
  if (faults.length)
    fill(
      planned,
      make("strong", {}, "Planned failures"),
      make("ul", {}, ...items),
      make("button", { type: "button", class: "pill", onclick: clear }, "Cancel failures"),
    );
  else fill(planned, "No failures planned.");
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
    const target = { channel: channel.id };
    fill(
      channelPart,
      make("h3", {}, name),
      channel.archived
        ? actionButton("Unarchive the channel", "/channel/unarchive", target)
        : actionButton("Archive the channel", "/channel/archive", target),
      channel.bot_in
        ? actionButton(`Remove ${about.app.name} from it`, "/channel/remove", target)
        : actionButton(`Invite ${about.app.name} to it`, "/channel/invite", target),
    );
  }
  const state =
    { active: "installed", revoked: "its token is revoked", uninstalled: "not installed" }[about.token] ?? about.token;
  fill(
    appPart,
    make("h3", {}, `${about.app.name}: ${state}`),
    about.token === "active" ? actionButton("Revoke the token", "/revoke", {}) : null,
    about.token === "active"
      ? actionButton("Remove the app", "/uninstall", {})
      : actionButton("Install the app again", "/install", {}),
  );
}

/** @param {string} label @param {string} path @param {object} content */
const actionButton = (label, path, content) =>
  make("button", { type: "button", class: "pill", onclick: () => callControl(path, content, `${label}: done`) }, label);
