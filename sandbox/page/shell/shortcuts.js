// The ⚡ menu by the composer: the app's global shortcuts and its commands.

import { shortcut } from "/page/shell/user_actions.js";
import { icon } from "/page/shell/icons.js";
import { openMenu } from "/page/shell/menu.js";
import { store } from "/page/shell/state.js";

/** @param {HTMLElement} anchor @param {(text: string) => void} begin starts a command in the composer */
export function openShortcuts(anchor, begin) {
  const { about } = store.state;
  const global = (about?.shortcuts ?? []).filter((one) => one.type === "global");
  /** @type {import("/page/shell/menu.js").Entry[]} */
  const entries = [{ heading: `Shortcuts of ${about?.app.name}` }];
  for (const one of global) {
    entries.push({
      label: one.name,
      detail: one.description,
      icon: icon("bolt"),
      act: () => void shortcut(one.callback_id),
    });
  }
  if (!global.length) entries.push({ heading: "None: the manifest has no global shortcut" });
  if (about?.commands.length) entries.push("line", { heading: "Commands" });
  for (const one of about?.commands ?? []) {
    entries.push({ label: one.command, detail: one.description, act: () => begin(`${one.command} `) });
  }
  openMenu(anchor, entries, { label: "Shortcuts", class: "tall" });
}
