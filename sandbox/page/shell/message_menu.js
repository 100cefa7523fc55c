// Actions on a message: its toolbar, and its menu by right click or key.

import { tryAction, markRead, deleteMessage, shortcut, toggleReaction } from "/page/shell/user_actions.js";
import { iconButton, make } from "/page/shell/dom.js";
import { QUICK_REACTIONS, emoji } from "/page/shell/emoji.js";
import { openThread } from "/page/shell/navigation.js";
import { icon } from "/page/shell/icons.js";
import { openMenu } from "/page/shell/menu.js";
import { openReactionPicker } from "/page/shell/reactions.js";
import { store } from "/page/shell/state.js";
import { showToast } from "/page/shell/notifications.js";

/** @typedef {import("/page/shell/state.js").Message} Message */

const threadOf = (/** @type {Message} */ message) => message.thread_ts ?? message.ts;

/** @param {string} text @param {string} confirmation */
async function copy(text, confirmation) {
  try {
    await navigator.clipboard.writeText(text);
    showToast(confirmation);
  } catch {
    showToast("Your browser does not allow this page to copy", "bad");
  }
}

/** @param {Message} message @param {HTMLElement} row @returns {Promise<void>} */
async function deleteAndFocusNext(message, row) {
  const next = /** @type {HTMLElement | null} */ (row.nextElementSibling ?? row.previousElementSibling);
  if (await tryAction("/message/delete", { channel: message.channel, ts: message.ts })) next?.focus();
}

/** @param {Message} message @param {HTMLElement} row */
function confirmDelete(message, row) {
  const dialog = make(
    "dialog",
    { class: "ask", "aria-label": "Delete message", onclose: () => dialog.remove() },
    make("h2", {}, "Delete message"),
    make("p", {}, "Are you sure you want to delete this message? This cannot be undone."),
    make("blockquote", {}, message.text.slice(0, 300)),
    make(
      "div",
      { class: "ask-buttons" },
      make("button", { type: "button", class: "pill", onclick: () => dialog.close() }, "Cancel"),
      make(
        "button",
        {
          type: "button",
          class: "pill danger",
          onclick: () => {
            dialog.close();
            void deleteAndFocusNext(message, row);
          },
        },
        "Delete",
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector(".pill.danger").focus();
}

/**
 * @param {Message} message
 * @param {HTMLElement} row
 * @param {boolean} inThread
 * @returns {import("/page/shell/menu.js").Entry[]}
 */
function entries(message, row, inThread) {
  const { about, me, channels } = store.state;
  const key = { channel: message.channel, ts: message.ts };
  const archived = channels.get(message.channel)?.archived;
  if (message.ephemeral) {
    return [
      { label: "Copy text", icon: icon("copy"), act: () => copy(textOf(row), "Text copied") },
      { label: "Dismiss message", icon: icon("close"), act: () => deleteMessage(key) },
    ];
  }
  /** @type {import("/page/shell/menu.js").Entry[]} */
  const list = [
    {
      label: "Add reaction…",
      icon: icon("smile"),
      keys: "R",
      disabled: archived,
      act: () => openReactionPicker(row, message, row),
    },
    { label: "Copy text", icon: icon("copy"), keys: "C", act: () => copy(textOf(row), "Text copied") },
    {
      label: "Copy link",
      icon: icon("link"),
      act: () => copy(`${location.origin}/archives/${key.channel}/p${key.ts.replace(".", "")}`, "Link copied"),
    },
  ];
  if (!inThread) {
    list.splice(1, 0, {
      label: "Reply in thread",
      icon: icon("reply"),
      keys: "T",
      act: () => openThread(key.channel, threadOf(message)),
    });
    list.push({ label: "Mark unread from here", icon: icon("unread"), keys: "U", act: () => markUnread(message) });
  }
  const shortcuts = (about?.shortcuts ?? []).filter((one) => one.type === "message");
  if (shortcuts.length && !archived) list.push("line", { heading: "Message shortcuts" });
  for (const one of archived ? [] : shortcuts) {
    list.push({
      label: one.name,
      detail: `${about?.app.name}${one.description ? ` · ${one.description}` : ""}`,
      icon: icon("bolt"),
      act: () => shortcut(one.callback_id, key),
    });
  }
  if (message.user === me && !archived)
    list.push("line", {
      label: "Delete message…",
      icon: icon("trash"),
      danger: true,
      keys: "Del",
      act: () => confirmDelete(message, row),
    });
  return list;
}

/** @param {HTMLElement} row the visible text of the message */
const textOf = (row) => /** @type {HTMLElement} */ (row.querySelector(".content")).innerText.trim();

/** @param {Message} message */
async function markUnread(message) {
  const before = (Number(message.ts) - 0.000001).toFixed(6);
  await markRead(message.channel, before);
  store.set({ messages: { ...store.state.messages, newAfter: before } });
}

/** @param {Message} message @param {HTMLElement} row @param {boolean} inThread @param {import("/page/shell/popup.js").Anchor} anchor */
export function openMessageMenu(message, row, inThread, anchor) {
  openMenu(anchor, entries(message, row, inThread), { label: "Message actions", back: row });
}

/** @param {Message} message @param {HTMLElement} row @param {boolean} inThread */
export function drawToolbar(message, row, inThread) {
  const archived = store.state.channels.get(message.channel)?.archived;
  const quick = QUICK_REACTIONS.map((name) =>
    make(
      "button",
      {
        type: "button",
        class: "tool-button quick",
        title: `React with :${name}:`,
        "aria-label": `React with ${name}`,
        tabindex: "-1",
        onclick: () => toggleReaction(message, name),
      },
      emoji(name),
    ),
  );
  const buttonOf = (/** @type {MouseEvent} */ event) => /** @type {HTMLElement} */ (event.currentTarget);
  const notTabbable = { tabindex: "-1" };
  const buttons =
    message.ephemeral || archived
      ? []
      : [
          ...quick,
          iconButton("Add reaction", icon("smile"), (event) => openReactionPicker(buttonOf(event), message, row), notTabbable),
          inThread
            ? null
            : iconButton("Reply in thread", icon("reply"), () => openThread(message.channel, threadOf(message)), notTabbable),
        ];
  const more = iconButton(
    "More actions",
    icon("more"),
    (event) => openMessageMenu(message, row, inThread, buttonOf(event)),
    { ...notTabbable, "aria-haspopup": "menu", class: "tool-button more" },
  );
  return make("div", { class: "toolbar", role: "group", "aria-label": "Message actions" }, ...buttons, more);
}

/** @param {KeyboardEvent} event @param {Message} message @param {HTMLElement} row @param {boolean} inThread */
export function messageKey(event, message, row, inThread) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target !== row) return;
  const menuKey =
    event.key === "ContextMenu" ||
    (event.key === "F10" && event.shiftKey) ||
    event.key === "m" ||
    event.key === "Enter";
  const list = entries(message, row, inThread);
  const key = event.key === "Delete" ? "Del" : event.key.toUpperCase();
  const entry = list.find(
    (entry) => typeof entry === "object" && "act" in entry && entry.keys === key && !entry.disabled,
  );
  if (menuKey) openMessageMenu(message, row, inThread, row.querySelector(".more") ?? row);
  else if (typeof entry === "object" && "act" in entry) entry.act();
  else return;
  event.preventDefault();
}
