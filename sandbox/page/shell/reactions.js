// Reactions of a message, and the emoji picker.

import { toggleReaction } from "/page/shell/user_actions.js";
import { iconButton, make } from "/page/shell/dom.js";
import { emoji, searchEmoji } from "/page/shell/emoji.js";
import { icon } from "/page/shell/icons.js";
import { openPopup } from "/page/shell/popup.js";
import { nameOfPerson, store } from "/page/shell/state.js";

/** @typedef {import("/page/shell/state.js").Message} Message */

const COLUMNS = 8;

/** @param {Message} message @param {boolean} readOnly whether reacting is disabled */
export function drawReactions(message, readOnly) {
  if (!message.reactions?.length) return null;
  const chips = message.reactions.map((reaction) => drawChip(message, reaction, readOnly));
  const add = iconButton(
    "Add reaction",
    icon("smile"),
    (event) => openReactionPicker(/** @type {Element} */ (event.currentTarget), message),
    { class: "reaction add" },
  );
  return make("div", { class: "reactions", role: "group", "aria-label": "Reactions" }, ...chips, readOnly ? null : add);
}

/** @param {Message} message @param {{name: string, users: string[], count: number}} reaction @param {boolean} readOnly */
function drawChip(message, { name, users, count }, readOnly) {
  const mine = users.includes(store.state.me ?? "");
  const names = users.map((user) => (user === store.state.me ? "You" : nameOfPerson(user)));
  const who = names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];
  return make(
    "button",
    {
      type: "button",
      class: `reaction${mine ? " mine" : ""}`,
      "aria-pressed": String(mine),
      disabled: readOnly,
      "data-action-id": `reaction ${name}`,
      title: `${who} reacted with :${name}:`,
      "aria-label": `${count} ${name}: ${who}`,
      onclick: () => toggleReaction(message, name),
    },
    make("span", {}, emoji(name)),
    make("span", { class: "count" }, String(count)),
  );
}

/**
 * Open the emoji picker.
 * @param {Element | {x: number, y: number}} anchor
 * @param {(name: string) => void} onPick
 * @param {HTMLElement | null} [back]
 */
export function openEmojiPicker(anchor, onPick, back) {
  const grid = make("div", { class: "emoji-grid", role: "group", "aria-label": "Emoji" });
  const search = make("input", {
    type: "search",
    placeholder: "Search emoji",
    "aria-label": "Search emoji",
    oninput: draw,
  });
  const body = make("div", { class: "emoji-picker", role: "dialog", "aria-label": "Choose an emoji" }, search, grid);

  function pick(/** @type {string} */ name) {
    close();
    onPick(name);
  }

  function draw() {
    const query = search.value.trim().toLowerCase().replaceAll(":", "").replaceAll(" ", "_");
    const buttons = searchEmoji(query).map(([name, sign]) =>
      make(
        "button",
        { type: "button", tabindex: "-1", title: `:${name}:`, "aria-label": name, onclick: () => pick(name) },
        sign,
      ),
    );
    grid.replaceChildren(...buttons);
    if (grid.firstElementChild) grid.firstElementChild.tabIndex = 0;
    else grid.append("No emoji found");
  }

  body.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const all = /** @type {HTMLElement[]} */ ([...grid.querySelectorAll("button")]);
    const at = all.indexOf(/** @type {any} */ (document.activeElement));
    const steps = { ArrowDown: at < 0 ? 1 : COLUMNS, ArrowUp: -COLUMNS, ArrowRight: 1, ArrowLeft: -1 };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (event.key === "Enter" && at < 0 && all.length) {
      event.preventDefault();
      all[0].click();
    } else if (step && (at >= 0 || event.key === "ArrowDown")) {
      event.preventDefault();
      const next = at + step;
      if (next < 0) search.focus();
      else all[Math.min(next, all.length - 1)]?.focus();
    }
  });
  draw();
  const close = openPopup(anchor, body, { back });
  search.focus();
}

/** @param {Element | {x: number, y: number}} anchor @param {Message} message @param {HTMLElement | null} [back] */
export const openReactionPicker = (anchor, message, back) =>
  openEmojiPicker(anchor, (name) => void toggleReaction(message, name), back);
