// Ctrl+K: go to a channel or person by part of the name.

import { avatar } from "/page/shell/avatar.js";
import { byId, fill, uniqueId, make } from "/page/shell/dom.js";
import { goToChannel, goToPerson } from "/page/shell/navigation.js";
import { icon } from "/page/shell/icons.js";
import { appUser, visiblePeople, store } from "/page/shell/state.js";

const MAX_RESULTS = 9;

/** @typedef {{name: string, detail: string, mark: Node, go: () => unknown}} Destination */

/** @returns {Destination[]} */
function destinations() {
  const { channels, people } = store.state;
  const app = people.get(appUser());
  const channelList = [...channels.values()].filter((one) => one.kind !== "im");
  return [
    ...channelList.map((one) => ({
      name: one.name,
      detail: one.member ? one.topic : "not joined",
      mark: icon(one.private ? "lock" : "hash"),
      go: () => goToChannel(one.id),
    })),
    ...[...visiblePeople(), ...(app ? [app] : [])].map((one) => ({
      name: one.real_name,
      detail: one.is_bot ? "App" : one.title,
      mark: avatar(one.id, "small"),
      go: () => goToPerson(one.id),
    })),
  ];
}

/** Mount the button and listen for Ctrl+K. */
export function mountQuickSwitcher() {
  byId("jump").addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const isShortcut = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!isShortcut || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });
}

function open() {
  let selected = 0;
  /** @type {Destination[]} */
  let results = [];
  const list = make("ul", { role: "listbox", id: uniqueId("jump"), "aria-label": "Places" });
  const field = make("input", {
    type: "text",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": list.id,
    "aria-label": "Jump to",
    placeholder: "Jump to a channel or a person",
    autocomplete: "off",
  });
  const dialog = make(
    "dialog",
    { class: "jump", "aria-label": "Jump to", onclose: () => dialog.remove() },
    field,
    list,
  );

  function draw() {
    const query = field.value.trim().toLowerCase().replace(/^[#@]/, "");
    results = destinations()
      .filter((destination) => destination.name.toLowerCase().includes(query))
      .slice(0, MAX_RESULTS);
    selected = Math.max(0, Math.min(selected, results.length - 1));
    fill(
      list,
      ...results.map((destination, index) =>
        make(
          "li",
          { role: "option", id: uniqueId("aim"), "aria-selected": String(index === selected), onclick: () => choose(destination) },
          destination.mark,
          make("span", {}, destination.name),
          make("small", {}, destination.detail),
        ),
      ),
    );
    if (!results.length) fill(list, make("li", { class: "nothing" }, "No matches"));
    field.setAttribute("aria-activedescendant", list.children[selected]?.id ?? "");
  }

  function choose(/** @type {Destination | undefined} */ destination) {
    if (!destination) return;
    dialog.close();
    void destination.go();
  }

  field.addEventListener("input", () => {
    selected = 0;
    draw();
  });
  field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") choose(results[selected]);
    else if (step) selected = (selected + step + results.length) % results.length;
    else return;
    event.preventDefault();
    draw();
  });
  dialog.addEventListener("click", (/** @type {Event} */ event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  draw();
  dialog.showModal();
}
