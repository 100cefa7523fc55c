// The sidebar: channels, direct messages and the app; arrows move in it.

import { appBadge, avatar } from "/page/shell/avatar.js";
import { byId, make } from "/page/shell/dom.js";
import { draftOf } from "/page/shell/drafts.js";
import { addressOf, goToChannel, goToPerson } from "/page/shell/navigation.js";
import { icon } from "/page/shell/icons.js";
import { updateList } from "/page/shell/keyed_list.js";
import { move, openMenu } from "/page/shell/menu.js";
import { appChannel, appUser, openChannel, otherMember, visiblePeople, store } from "/page/shell/state.js";

/** @typedef {import("/page/shell/state.js").Channel} Channel */
/** @typedef {{key: string, label: string, href: string, mark: () => Node, unread: number, mentions: number, draft: boolean, here: boolean, quiet?: boolean, kind?: string, app?: boolean, open?: () => void}} Row */

/** Mount the sidebar and update it with the store. */
export function mountSidebar() {
  store.watch(["channels", "people", "me", "place", "about"], draw);
  const nav = byId("places");
  nav.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const next = move(nav, ".place", event);
    if (next) rove(nav, next);
  });
  nav.addEventListener("focusin", (/** @type {FocusEvent} */ event) => {
    const place = event.target instanceof Element ? event.target.closest(".place") : null;
    if (place) rove(nav, place);
  });
  byId("browse").addEventListener("click", browse);
}

/** @param {HTMLElement} nav @param {Element} chosen the only element in the tab order */
function rove(nav, chosen) {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (nav.querySelectorAll(".place")))
    place.tabIndex = place === chosen ? 0 : -1;
}

function draw() {
  const { channels, about, place } = store.state;
  const here = openChannel();
  const all = [...channels.values()];
  const channelsShown = all.filter((one) => one.kind !== "im" && (one.member || one === here));
  show(
    "channel-list",
    channelsShown.sort((one, other) => one.name.localeCompare(other.name)).map((one) => channelRow(one, one === here)),
  );
  show(
    "person-list",
    visiblePeople().map((one) => personRow(one, all, here)),
  );
  show("app-list", about ? [appRow(about, place.kind === "app")] : []);
  byId("browse").hidden = !all.some(joinable);
  const nav = byId("places");
  if (!nav.querySelector('.place[tabindex="0"]') || !nav.contains(document.activeElement)) {
    const current = nav.querySelector('.place[aria-current="page"]') ?? nav.querySelector(".place");
    if (current) rove(nav, current);
  }
}

/** @param {Channel} one @param {boolean} here @returns {Row} */
function channelRow(one, here) {
  return {
    key: one.id,
    label: one.name,
    href: addressOf({ kind: "channel", id: one.id }),
    here,
    quiet: one.archived,
    kind: one.private ? "private channel" : "channel",
    mark: () => icon(one.private ? "lock" : "hash"),
    unread: one.member ? one.unread : 0,
    mentions: one.member ? one.mentions : 0,
    draft: Boolean(draftOf(one.id)) && !here,
  };
}

/** @param {import("/page/shell/state.js").Person} person @param {Channel[]} all @param {Channel | undefined} here @returns {Row} */
function personRow(person, all, here) {
  const channel = all.find((one) => one.kind === "im" && otherMember(one) === person.id);
  return {
    key: person.id,
    label: person.real_name,
    href: channel ? addressOf({ kind: "channel", id: channel.id }) : "#",
    here: Boolean(channel) && channel === here,
    kind: "direct message",
    mark: () => avatar(person.id, "small"),
    unread: channel?.mentions ?? 0,
    mentions: channel?.mentions ?? 0,
    draft: Boolean(channel && draftOf(channel.id)) && channel !== here,
    open: channel ? undefined : () => void goToPerson(person.id),
  };
}

/** @param {import("/page/shell/state.js").About} about @param {boolean} here @returns {Row} */
function appRow(about, here) {
  const mentions = appChannel()?.mentions ?? 0;
  const tab =
    mentions && about.messages_tab ? "messages" : about.home_tab ? "home" : about.messages_tab ? "messages" : "about";
  return {
    key: about.app.id,
    label: about.app.name,
    href: addressOf({ kind: "app", tab }),
    here,
    kind: "app",
    app: true,
    mark: () => avatar(appUser(), "small"),
    unread: mentions,
    mentions: mentions,
    draft: false,
  };
}

/** @param {string} id @param {Row[]} rows */
function show(id, rows) {
  updateList(
    byId(id),
    rows.map((row) => ({ key: row.key, signature: JSON.stringify(row), draw: () => drawRow(row) })),
  );
}

/** @param {Row} row */
function drawRow(row) {
  const details = [
    row.kind,
    row.mentions ? `${row.mentions} for you` : row.unread ? `${row.unread} unread` : "",
    row.draft ? "draft" : "",
  ]
    .filter(Boolean)
    .join(", ");
  const link = make(
    "a",
    {
      class: `place${row.unread || row.mentions ? " unread" : ""}${row.quiet ? " quiet" : ""}`,
      href: row.href,
      tabindex: "-1",
      "aria-current": row.here ? "page" : null,
      "data-action-id": "place",
    },
    row.mark(),
    make("span", { class: "place-name" }, row.label),
    row.app ? appBadge(appUser()) : null,
    make("span", { class: "hidden" }, `, ${details}`),
    row.draft ? make("span", { class: "draft-mark", title: "Draft" }, icon("pencil")) : null,
    row.mentions ? make("span", { class: "count-badge", "aria-hidden": "true" }, String(row.mentions)) : null,
  );
  const { open } = row;
  if (open) {
    link.addEventListener("click", (/** @type {Event} */ event) => {
      event.preventDefault();
      open();
    });
  }
  return make("li", {}, link);
}

/** @param {Channel} one */
const joinable = (one) => one.kind === "public" && !one.member && !one.archived;

/** @param {MouseEvent} event opens a menu of channels to join */
function browse(event) {
  const joinableChannels = [...store.state.channels.values()].filter(joinable);
  const entries = joinableChannels.map((one) => ({
    label: one.name,
    detail: one.topic,
    icon: icon("hash"),
    act: () => void goToChannel(one.id),
  }));
  openMenu(/** @type {HTMLElement} */ (event.currentTarget), entries, { label: "Channels to join" });
}
