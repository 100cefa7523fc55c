// A list of messages, with a line for each day and one before new messages.

import { make } from "/page/shell/dom.js";
import { updateList } from "/page/shell/keyed_list.js";
import { move } from "/page/shell/menu.js";
import { drawMessage } from "/page/shell/message.js";
import { store } from "/page/shell/state.js";
import { dateOf, dayKey, dayName } from "/page/shell/time.js";

/** @typedef {import("/page/shell/state.js").Message} Message */
/** @typedef {import("/page/shell/keyed_list.js").Entry} Entry */

const GROUP_SECONDS = 300;

/** @param {number} count of ephemeral messages that Slack would no longer show */
function drawFolded(count) {
  const words = `${count} earlier ${count === 1 ? "message" : "messages"} only visible to you`;
  return make(
    "li",
    { class: "folded" },
    make(
      "button",
      { type: "button", class: "link-button", onclick: () => store.set({ unfolded: true }) },
      `Show ${words}`,
    ),
  );
}

/** @param {Message} message @param {Message | undefined} before whether the second continues the first */
function isContinuation(message, before) {
  return Boolean(
    before &&
    before.user === message.user &&
    before.username === message.username &&
    !before.ephemeral &&
    !message.ephemeral &&
    !before.notice &&
    message.subtype !== "thread_broadcast" &&
    Number(message.ts) - Number(before.ts) < GROUP_SECONDS,
  );
}

/**
 * @param {Message[]} messages
 * @param {{inThread?: boolean, newAfter?: string | null}} [appearance]
 * @returns {Entry[]}
 */
export function messageEntries(messages, { inThread = false, newAfter = null } = {}) {
  const { me, target, channels, opened, unfolded } = store.state;
  const isOldEphemeral = (/** @type {Message} */ one) => one.ephemeral && !unfolded && Number(one.ts) < opened;
  const folded = messages.filter(isOldEphemeral).length;
  /** @type {Entry[]} */
  const entries = [];
  let day = "";
  let newLineDrawn = !newAfter;
  /** @type {Message | undefined} */
  let before;
  for (const message of messages) {
    if (isOldEphemeral(message)) {
      if (!entries.some((entry) => entry.key === "folded"))
        entries.push({ key: "folded", signature: String(folded), draw: () => drawFolded(folded) });
      continue;
    }
    const date = dateOf(message.ts);
    const key = dayKey(date);
    if (key !== day && !inThread) {
      const name = dayName(date);
      entries.push({
        key: `day ${key}`,
        signature: name,
        draw: () => make("li", { class: "day", role: "separator", "aria-label": name }, make("span", {}, name)),
      });
      before = undefined;
    }
    day = key;
    if (!newLineDrawn && newAfter && Number(message.ts) > Number(newAfter) && message.user !== me) {
      entries.push({
        key: "new",
        signature: "",
        draw: () =>
          make("li", { class: "new-line", role: "separator", "aria-label": "New messages" }, make("span", {}, "New")),
      });
      newLineDrawn = true;
      before = undefined;
    }
    const appearance = { compact: isContinuation(message, before), inThread, target: target === message.ts };
    const archived = channels.get(message.channel)?.archived;
    entries.push({
      key: message.ts,
      signature: JSON.stringify([message, appearance, archived, me]),
      draw: () => drawMessage(message, appearance),
    });
    before = message;
  }
  return entries;
}

/**
 * A list of messages in which the arrows move from one to the next.
 * @param {string} label
 */
export class MessageList {
  #pinned = true;
  #latest = "";
  #size = "";

  /** @param {string} label */
  constructor(label) {
    this.list = make("ol", { class: "messages", "aria-label": label });
    this.top = make("div", { class: "list-top" });
    this.below = make(
      "button",
      { type: "button", class: "below", hidden: true, onclick: () => this.toEnd() },
      "New messages below",
    );
    this.scroller = make("div", { class: "scroller", tabindex: "-1" }, this.top, this.list, this.below);
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.list.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.#key(event));
    this.list.addEventListener("focusin", (/** @type {FocusEvent} */ event) => this.#mark(event.target));
    const observer = new ResizeObserver(() => this.#resized());
    observer.observe(this.list);
    observer.observe(this.scroller);
  }

  /** Whether the latest message is visible. */
  atEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < 60;
  }

  toEnd() {
    this.#pinned = true;
    this.below.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#size = this.#measure();
  }

  #measure() {
    const { clientWidth, clientHeight, scrollHeight } = this.scroller;
    return `${clientWidth} ${clientHeight} ${scrollHeight}`;
  }

  #resized() {
    if (this.#pinned) this.toEnd();
    else this.#size = this.#measure();
  }

  #scrolled() {
    // A change of the list's size is no scrolling by the person; the observers handle it.
    if (this.#pinned && this.#size !== this.#measure()) return;
    this.#pinned = this.atEnd();
    if (this.#pinned) this.below.hidden = true;
  }

  /** @param {Entry[]} entries */
  show(entries) {
    this.#scrolled();
    const height = this.scroller.scrollHeight;
    const top = this.scroller.scrollTop;
    const first = /** @type {HTMLElement | null} */ (this.list.querySelector(".message"))?.dataset.ts;
    updateList(this.list, entries);
    const all = this.list.querySelectorAll(".message");
    if (all.length && !this.list.querySelector('.message[tabindex="0"]')) all[all.length - 1].tabIndex = 0;
    const latest = all[all.length - 1]?.dataset.ts ?? "";
    if (!this.#pinned && this.#latest && latest > this.#latest) this.below.hidden = false;
    this.#latest = latest;
    if (this.#pinned) this.toEnd();
    // Older messages inserted above must not move the visible ones.
    else if (first && all[0]?.dataset.ts < first) this.scroller.scrollTop = top + this.scroller.scrollHeight - height;
  }

  /** @param {string} selector scroll the first match into view */
  reveal(selector) {
    const element = this.list.querySelector(selector);
    this.#pinned = false;
    element?.scrollIntoView({ block: "center" });
    return element;
  }

  /** Focus the message that had the focus last, else the latest. */
  focus() {
    (this.list.querySelector('.message[tabindex="0"]') ?? this.scroller).focus();
  }

  /** @param {EventTarget | null} target */
  #mark(target) {
    const row = target instanceof Element ? target.closest(".message") : null;
    if (!row) return;
    for (const other of this.list.querySelectorAll('.message[tabindex="0"]')) other.tabIndex = -1;
    /** @type {HTMLElement} */ (row).tabIndex = 0;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const row = /** @type {HTMLElement} */ (event.target);
    if (!row.classList.contains("message") || event.altKey || event.ctrlKey || event.metaKey) return;
    move(this.list, ".message", event);
  }
}
