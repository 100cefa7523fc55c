// What changes in the workspace comes in here and is fetched anew; new messages are announced.

import { follow } from "/page/shell/api.js";
import { announceMessage } from "/page/shell/announcer.js";
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

let channelsDue = 0;

/** Many changes at once ask for the channels once. */
function channelsSoon() {
  clearTimeout(channelsDue);
  channelsDue = setTimeout(() => quietly(loadChannels()), 40);
}

/** @param {Promise<unknown>} work the stream tells of a lost connection, nobody else need */
const quietly = (work) => work.catch(() => undefined);

/** @param {any} change */
async function messageChange(change) {
  const { panel } = store.state;
  channelsSoon();
  if (change.only_for && change.only_for !== store.state.me) return;
  if (change.kind === "ephemeral" && change.user !== store.state.me) return;
  if (change.kind === "message") forgetStatus(change.channel);
  const isNew = change.kind === "message" || change.kind === "ephemeral";
  const work = [loadMessage(change.channel, change.ts)];
  if (panel?.kind === "thread" && panel.channel === change.channel) work.push(/** @type {any} */ (loadThread()));
  if (change.before?.thread_ts) work.push(loadMessage(change.channel, change.before.thread_ts));
  const [message] = await Promise.all(work);
  if (isNew && message) announceMessage(message);
}

/** @param {string} channel */
function forgetStatus(channel) {
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
const mine = (change) => change.user === store.state.me;

/** @type {Record<string, (change: any) => unknown>} */
const HANDLERS = {
  message: messageChange,
  message_changed: messageChange,
  message_deleted: messageChange,
  ephemeral: messageChange,
  reaction_added: messageChange,
  reaction_removed: messageChange,
  view: (change) => mine(change) && quietly(loadModals()),
  home: (change) => mine(change) && quietly(loadHome()),
  read: (change) => mine(change) && channelsSoon(),
  channel: channelsSoon,
  member_joined: channelsSoon,
  member_left: channelsSoon,
  status: statusChange,
  clock: () => quietly(loadClock()),
  settings: () => document.dispatchEvent(new Event("arranged")),
  installed: () => quietly(loadWorkspace()),
  uninstalled: () => quietly(loadWorkspace()),
  revoked: () => quietly(loadWorkspace()),
};

/** Follow the workspace from now on. */
export function followWorkspace() {
  follow({
    onChange: (change) => void quietly(Promise.resolve(HANDLERS[change.kind]?.(change))),
    onOpen: () => {
      store.set({ connection: "live" });
      // What happened before the stream was open, or while it was lost, was not told.
      quietly(loadWorkspace().then(loadAll));
    },
    onLost: () => store.set({ connection: "lost" }),
  });
}
