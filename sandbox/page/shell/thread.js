// The thread panel, with a composer to reply.

import { Composer } from "/page/shell/composer.js";
import { fill, make } from "/page/shell/dom.js";
import { MessageList, messageEntries } from "/page/shell/message_list.js";
import { mentionOfChannel, store } from "/page/shell/state.js";

/** @param {HTMLElement} view */
export function mountThread(view) {
  const list = new MessageList("Thread");
  const composer = new Composer("Reply", { inThread: true });
  const foot = make("div", { class: "foot" });
  let shownKey = "";
  view.append(list.scroller, foot);

  store.watch(["thread", "panel", "channels", "people", "me", "offset"], ({ thread, panel, channels, me }) => {
    if (panel?.kind !== "thread") {
      shownKey = "";
      return;
    }
    const key = `${me}/${panel.ts}`;
    const isNewThread = key !== shownKey;
    const channel = channels.get(panel.channel);
    const [parent, ...replies] = thread;
    const entries = messageEntries(parent ? [parent] : [], { inThread: true });
    if (replies.length)
      entries.push({ key: "count", signature: String(replies.length), draw: () => countLine(replies.length) });
    list.show([...entries, ...messageEntries(replies, { inThread: true })]);
    if (isNewThread) list.toEnd();
    const open = channel?.member && !channel.archived;
    if (open) composer.show({ channel: panel.channel, thread: panel.ts }, "Reply…", mentionOfChannel(channel));
    const footer = open ? composer.form : (foot.firstChild ?? "");
    if (foot.firstChild !== footer) fill(foot, footer);
    foot.hidden = !open;
    if (isNewThread && open) composer.focus();
    shownKey = key;
  });
}

/** @param {number} count */
const countLine = (count) =>
  make(
    "li",
    { class: "reply-count", role: "separator", "aria-label": `${count} replies` },
    make("span", {}, `${count} ${count === 1 ? "reply" : "replies"}`),
  );
