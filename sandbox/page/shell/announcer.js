// Says aloud, for those who cannot see the page, what has just come in.

import { byId } from "/page/shell/dom.js";
import { mentionOfChannel, nameOfPerson, store } from "/page/shell/state.js";

/** @typedef {import("/page/shell/state.js").Message} Message */

const LONGEST = 200;

/** @param {string} text */
export function announce(text) {
  const region = byId("announcer");
  // The same words twice in a row would not be said again.
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}

/** @param {Message} message */
export function announceMessage(message) {
  if (message.user === store.state.me) return;
  const channel = store.state.channels.get(message.channel);
  const where = channel && channel.kind !== "im" ? ` in ${mentionOfChannel(channel)}` : "";
  const thread = message.thread_ts && message.thread_ts !== message.ts ? ", in a thread" : "";
  const only = message.ephemeral ? ", only visible to you" : "";
  announce(`${nameOfPerson(message.user)}${where}${thread}${only}: ${message.text.slice(0, LONGEST)}`);
}
