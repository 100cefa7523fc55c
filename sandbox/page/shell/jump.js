// Ctrl+K: go to a channel or person by a few letters of the name.

import { avatar } from "/page/shell/avatar.js";
import { byId, fill, freshId, make } from "/page/shell/dom.js";
import { goToChannel, goToPerson } from "/page/shell/going.js";
import { icon } from "/page/shell/icons.js";
import { appUser, othersKnown, store } from "/page/shell/state.js";

const MOST = 9;

/** @typedef {{name: string, detail: string, mark: Node, go: () => unknown}} Aim */

/** @returns {Aim[]} */
function aims() {
  const { channels, people } = store.state;
  const app = people.get(appUser());
  const rooms = [...channels.values()].filter((one) => one.kind !== "im");
  return [
    ...rooms.map((one) => ({
      name: one.name,
      detail: one.member ? one.topic : "not joined",
      mark: icon(one.private ? "lock" : "hash"),
      go: () => goToChannel(one.id),
    })),
    ...[...othersKnown(), ...(app ? [app] : [])].map((one) => ({
      name: one.real_name,
      detail: one.is_bot ? "App" : one.title,
      mark: avatar(one.id, "small"),
      go: () => goToPerson(one.id),
    })),
  ];
}

/** Put the button on the page and listen for Ctrl+K. */
export function mountJump() {
  byId("jump").addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const asked = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!asked || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open();
  });
}

function open() {
  let at = 0;
  /** @type {Aim[]} */
  let found = [];
  const list = make("ul", { role: "listbox", id: freshId("jump"), "aria-label": "Places" });
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
    const wanted = field.value.trim().toLowerCase().replace(/^[#@]/, "");
    found = aims()
      .filter((aim) => aim.name.toLowerCase().includes(wanted))
      .slice(0, MOST);
    at = Math.max(0, Math.min(at, found.length - 1));
    fill(
      list,
      ...found.map((aim, index) =>
        make(
          "li",
          { role: "option", id: freshId("aim"), "aria-selected": String(index === at), onclick: () => choose(aim) },
          aim.mark,
          make("span", {}, aim.name),
          make("small", {}, aim.detail),
        ),
      ),
    );
    if (!found.length) fill(list, make("li", { class: "nothing" }, "Nothing of that name"));
    field.setAttribute("aria-activedescendant", list.children[at]?.id ?? "");
  }

  function choose(/** @type {Aim | undefined} */ aim) {
    if (!aim) return;
    dialog.close();
    void aim.go();
  }

  field.addEventListener("input", () => {
    at = 0;
    draw();
  });
  field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") choose(found[at]);
    else if (step) at = (at + step + found.length) % found.length;
    else return;
    event.preventDefault();
    draw();
  });
  dialog.addEventListener("click", (/** @type {Event} */ event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  draw();
  dialog.showModal();
}
