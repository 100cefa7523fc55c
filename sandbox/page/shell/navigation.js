// Navigate to another person, channel, thread or panel.

import { tryAction } from "/page/shell/user_actions.js";
import { loadAll, loadMessage, loadMessages, loadThread, directMessage } from "/page/shell/loading.js";
import { hashOf, readRoute } from "/page/shell/route.js";
import { appUser, openChannel, store } from "/page/shell/state.js";

/** @typedef {import("/page/shell/state.js").Place} Place */
/** @typedef {import("/page/shell/state.js").Panel} Panel */

const NO_PERSON = {
  unfolded: false,
  channels: new Map(),
  panel: null,
  thread: [],
  home: null,
  homeAsked: false,
  modals: [],
};
const NO_MESSAGES = { channel: null, list: [], earlier: false, newAfter: null };

/** @param {Place} place @param {Panel} [panel] */
export async function goTo(place, panel = store.state.panel?.kind === "faults" ? store.state.panel : null) {
  store.set({ place, panel, messages: NO_MESSAGES, target: null });
  document.body.classList.remove("drawer-open");
  if (place.kind === "app") await openApp(place.tab);
  await Promise.all([loadMessages(), loadThread()]);
}

/** @param {"home" | "messages" | "about"} tab */
async function openApp(tab) {
  const { about } = store.state;
  if (tab === "messages" && about?.messages_tab) await directMessage(appUser());
  if (tab === "about" || !about?.home_tab) return;
  store.set({ homeAsked: true });
  await tryAction("/home/open", { tab });
}

/** @param {string} id of a channel */
export const goToChannel = (id) => goTo({ kind: "channel", id });

/** @param {string} id of a person */
export const goToPerson = async (id) =>
  id === appUser()
    ? goTo({ kind: "app", tab: store.state.about?.home_tab ? "home" : "messages" })
    : goToChannel(await directMessage(id));

/** @param {string} channel @param {string} ts of the thread's parent */
export function openThread(channel, ts) {
  store.set({ panel: { kind: "thread", channel, ts }, thread: [] });
  return loadThread();
}

/** @param {Panel} panel */
export const openPanel = (panel) => store.set({ panel });
export const closePanel = () => store.set({ panel: null, thread: [] });

/** @param {string} id switch person; stay in the same place if they can see it */
export function switchPerson(id) {
  location.hash = hashOf(id, store.state.place);
}

/** @param {Place | null} place the place, or the first channel if the person cannot see it @returns {Place} */
function resolvePlace(place) {
  const { channels } = store.state;
  if (place?.kind === "app") return place;
  const channel =
    place?.kind === "channel"
      ? [...channels.values()].find(
          (channel) => channel.id === place.id || (channel.kind !== "im" && channel.name === place.id),
        )
      : undefined;
  if (channel) return { kind: "channel", id: channel.id };
  const first = [...channels.values()].find((channel) => channel.member && channel.kind !== "im");
  return first ? { kind: "channel", id: first.id } : { kind: "app", tab: "home" };
}

/** Go to the place in the address, if it exists. */
export async function goToAddress(route = readRoute()) {
  const { people } = store.state;
  const humans = [...people.values()].filter((person) => !person.is_bot);
  const requested = humans.find((person) => route.user === person.id || route.user === person.name);
  const user =
    requested?.id ?? (people.has(store.state.me ?? "") ? store.state.me : null) ?? lastPerson(humans) ?? humans[0].id;
  if (user !== store.state.me) {
    store.set({ ...NO_PERSON, me: user });
    await loadAll();
  }
  sessionStorage.setItem("person", user);
  const place = resolvePlace(route.place);
  if (route.target) return goToMessage(place, route.target);
  const thread =
    route.thread && place.kind === "channel"
      ? { kind: /** @type {const} */ ("thread"), channel: place.id, ts: route.thread }
      : undefined;
  return goTo(place, thread);
}

/** @param {import("/page/shell/state.js").Person[]} humans */
const lastPerson = (humans) => humans.find((person) => person.id === sessionStorage.getItem("person"))?.id;

/** @param {Place} place @param {string} ts */
async function goToMessage(place, ts) {
  await goTo(place);
  const channel = openChannel();
  const message = channel && (await loadMessage(channel.id, ts));
  store.set({ target: ts });
  if (message?.thread_ts && message.thread_ts !== ts) await openThread(message.channel, message.thread_ts);
}

/** @param {Place} place its address for the current person */
export const addressOf = (place) => hashOf(store.state.me, place);
