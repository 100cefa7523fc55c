// Reload what changes in the workspace, and announce new messages.

import { follow } from "/page/shell/api.js";
import { announceMessage } from "/page/shell/notifications.js";
import {
  loadAll,
  loadChannels,
  loadClock,
  loadHome,
  loadMessage,
  loadModals,
  loadThread,
  loadWorkspace,
} from "/page/shell/loading.js";
import { store } from "/page/shell/state.js";

let channelsTimer = 0;

/** Load the channels once for many changes. */
function scheduleChannels() {
  clearTimeout(channelsTimer);
  channelsTimer = setTimeout(() => ignoreErrors(loadChannels()), 40);
}

/** @param {Promise<unknown>} work the stream reports a lost connection */
const ignoreErrors = (work) => work.catch(() => undefined);

/** @param {any} change */
async function messageChange(change) {
  const { panel } = store.state;
  scheduleChannels();
  if (change.only_for && change.only_for !== store.state.me) return;
  if (change.kind === "ephemeral" && change.user !== store.state.me) return;
  if (change.kind === "message") clearStatus(change.channel);
  const isNew = change.kind === "message" || change.kind === "ephemeral";
  const work = [loadMessage(change.channel, change.ts)];
  if (panel?.kind === "thread" && panel.channel === change.channel) work.push(/** @type {any} */ (loadThread()));
  if (change.before?.thread_ts) work.push(loadMessage(change.channel, change.before.thread_ts));
  const [message] = await Promise.all(work);
  if (isNew && message) announceMessage(message);
}

/** @param {string} channel */
function clearStatus(channel) {
  const statuses = new Map(store.state.statuses);
  if (statuses.delete(channel)) store.set({ statuses });
}

/** @param {any} change */
function statusChange(change) {
  const statuses = new Map(store.state.statuses);
  if (change.status) statuses.set(change.channel, change.status);
  else statuses.delete(change.channel);
  store.set({ statuses });
}

/** @param {any} change */
const isMine = (change) => change.user === store.state.me;

/** @type {Record<string, (change: any) => unknown>} */
const HANDLERS = {
  message: messageChange,
  message_changed: messageChange,
  message_deleted: messageChange,
  ephemeral: messageChange,
  reaction_added: messageChange,
  reaction_removed: messageChange,
  view: (change) => isMine(change) && ignoreErrors(loadModals()),
  home: (change) => isMine(change) && ignoreErrors(loadHome()),
  read: (change) => isMine(change) && scheduleChannels(),
  channel: scheduleChannels,
  member_joined: scheduleChannels,
  member_left: scheduleChannels,
  status: statusChange,
  clock: () => ignoreErrors(loadClock()),
  settings: () => document.dispatchEvent(new Event("settings-changed")),
  installed: () => ignoreErrors(loadWorkspace()),
  uninstalled: () => ignoreErrors(loadWorkspace()),
  revoked: () => ignoreErrors(loadWorkspace()),
};

/** Start following the workspace. */
export function startLiveUpdates() {
  follow({
    onChange: (change) => void ignoreErrors(Promise.resolve(HANDLERS[change.kind]?.(change))),
    onOpen: () => {
      store.set({ connection: "live" });
      // Changes before the stream opened, or while it was lost, were missed.
      ignoreErrors(loadWorkspace().then(loadAll));
    },
    onLost: () => store.set({ connection: "lost" }),
  });
}
