// The app's tabs: Home, Messages and About.

import { avatar, appBadge } from "/page/shell/avatar.js";
import { byId, fill, make } from "/page/shell/dom.js";
import { blockContext } from "/page/shell/block_context.js";
import { goTo } from "/page/shell/navigation.js";
import { move } from "/page/shell/menu.js";
import { appUser, store } from "/page/shell/state.js";
import { drawBlocks } from "/page/draw/blocks.js";

/** @typedef {"home" | "messages" | "about"} Tab */

const NAMES = { home: "Home", messages: "Messages", about: "About" };
let drawn = "";

/** Mount the app's tabs and update them with the store. */
export function mountHome() {
  store.watch(["place", "about", "channels", "people"], drawFrame);
  store.watch(["place", "about", "home", "homeAsked", "me"], drawHome);
}

/** @returns {Tab[]} */
function tabs() {
  const { about } = store.state;
  const all = /** @type {[Tab, boolean | undefined][]} */ ([
    ["home", about?.home_tab],
    ["messages", about?.messages_tab],
    ["about", true],
  ]);
  return all.filter(([, available]) => available).map(([tab]) => tab);
}

function drawFrame() {
  const { place, about } = store.state;
  const bar = byId("tabs");
  bar.hidden = place.kind !== "app";
  if (place.kind !== "app" || !about) return;
  fill(
    byId("title"),
    make("h1", { id: "place-name" }, avatar(appUser(), "small"), make("span", {}, about.app.name), appBadge(appUser())),
  );
  const hadFocus = bar.contains(document.activeElement);
  fill(bar, ...tabs().map((tab) => drawTab(tab, place.tab)));
  bar.onkeydown = keys;
  if (hadFocus) bar.querySelector('[aria-selected="true"]').focus();
}

/** @param {Tab} tab @param {Tab} current */
function drawTab(tab, current) {
  const isCurrent = tab === current;
  return make(
    "button",
    {
      type: "button",
      role: "tab",
      id: `tab-${tab}`,
      "aria-selected": String(isCurrent),
      tabindex: isCurrent ? "0" : "-1",
      "aria-controls": tab === "messages" ? "conversation" : "app-view",
      onclick: () => void goTo({ kind: "app", tab }),
    },
    NAMES[tab],
  );
}

/** @param {KeyboardEvent} event */
function keys(event) {
  const direction = { ArrowRight: "ArrowDown", ArrowLeft: "ArrowUp" }[event.key];
  if (!direction) return;
  event.preventDefault();
  move(byId("tabs"), '[role="tab"]', new KeyboardEvent("keydown", { key: direction }))?.click();
}

function drawHome() {
  const { place, about, home, homeAsked, me } = store.state;
  const view = byId("app-view");
  view.hidden = place.kind !== "app" || place.tab === "messages";
  if (view.hidden || !about || place.kind !== "app") {
    drawn = "";
    return;
  }
  view.setAttribute("aria-labelledby", `tab-${place.tab}`);
  const key = JSON.stringify([place.tab, me, home?.id, home?.hash, homeAsked]);
  if (key === drawn) return;
  drawn = key;
  fill(
    view,
    make("div", { class: "app-inside" }, ...(place.tab === "about" ? drawAbout(about) : drawView(home, homeAsked))),
  );
}

/** @param {any} home @param {boolean} requested */
function drawView(home, requested) {
  if (!home) {
    const sentence = requested
      ? "The app knows you opened its Home, but hasn't published one yet."
      : "This app has no Home.";
    return [make("div", { class: "empty" }, make("h2", {}, "This is a work in progress"), make("p", {}, sentence))];
  }
  const values = home.state?.values ?? {};
  return [drawBlocks(home.blocks, blockContext("home", { home: true }, { values }))];
}

/** @param {import("/page/shell/state.js").About} about */
function drawAbout(about) {
  const row = (/** @type {string} */ name, /** @type {string | undefined} */ detail, hint = "") =>
    make(
      "li",
      {},
      make("b", {}, name),
      hint ? make("span", { class: "offer-hint" }, ` ${hint}`) : null,
      make("small", {}, detail ?? ""),
    );
  return [
    make("h2", {}, about.app.name),
    make("p", {}, about.app.description),
    make("h3", {}, "Commands"),
    make(
      "ul",
      { class: "about-list" },
      ...about.commands.map((one) => row(one.command, one.description, one.usage_hint)),
    ),
    about.shortcuts.length ? make("h3", {}, "Shortcuts") : null,
    make(
      "ul",
      { class: "about-list" },
      ...about.shortcuts.map((one) =>
        row(one.name, one.description, one.type === "message" ? "on a message" : "anywhere"),
      ),
    ),
  ];
}
