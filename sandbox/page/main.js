// Start the page: mount every part once; each updates with the store.

import { mountConversation } from "/page/shell/conversation.js";
import { byId, fill } from "/page/shell/dom.js";
import { closePanel, goToAddress, openPanel } from "/page/shell/navigation.js";
import { mountHome } from "/page/shell/home.js";
import { icon } from "/page/shell/icons.js";
import { mountQuickSwitcher } from "/page/shell/quick_switcher.js";
import { startLiveUpdates } from "/page/shell/live_updates.js";
import { loadWorkspace } from "/page/shell/loading.js";
import { mountModals } from "/page/shell/modal.js";
import { mountPanel } from "/page/shell/panel.js";
import { mountPersonSwitcher } from "/page/shell/person_switcher.js";
import { mountRegions } from "/page/shell/regions.js";
import { followAddress, followStore } from "/page/shell/route.js";
import { mountSidebar } from "/page/shell/sidebar.js";
import { nameOfChannel, openChannel, store } from "/page/shell/state.js";
import { mountTheme } from "/page/shell/theme.js";
import { mountTimeTravel } from "/page/shell/time_travel.js";

const RETRY_MS = 1000;

function mountFrame() {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-icon]"))) {
    place.prepend(icon(/** @type {any} */ (place.dataset.icon)));
  }
  byId("faults-button").addEventListener("click", () =>
    store.state.panel?.kind === "faults" ? closePanel() : openPanel({ kind: "faults" }),
  );
  store.watch(["about"], ({ about }) => fill(byId("company"), about?.company ?? "Workspace"));
  store.watch(["connection"], ({ connection }) => (byId("lost").hidden = connection !== "lost"));
  store.watch(["channels", "place", "about"], drawTabTitle);
}

function drawTabTitle() {
  const { channels, about, place } = store.state;
  const mentions = [...channels.values()].reduce((sum, one) => sum + (one.member ? one.mentions : 0), 0);
  const hasUnread = [...channels.values()].some((one) => one.member && one.unread);
  const channel = openChannel();
  const name = place.kind === "app" ? about?.app.name : channel && nameOfChannel(channel);
  const prefix = mentions ? `(${mentions}) ` : hasUnread ? "* " : "";
  byId("drawer-button").classList.toggle("waiting", Boolean(mentions) || hasUnread);
  document.title = `${prefix}${name ? `${name} – ` : ""}${about?.company ?? "Sandbox"}`;
}

/** Leave a channel the person was removed from, or a restarted workspace's. */
function leaveLostPlace() {
  const { channels, people, place, me } = store.state;
  const lost = place.kind === "channel" && channels.size > 0 && !channels.has(place.id);
  if (lost || !people.has(me ?? "")) void goToAddress();
}

/** Retry until the workspace has started. */
async function load() {
  try {
    await loadWorkspace();
  } catch {
    store.set({ connection: "lost" });
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    return load();
  }
}

async function start() {
  mountTheme();
  mountFrame();
  mountSidebar();
  mountPersonSwitcher();
  mountConversation();
  mountHome();
  mountPanel();
  mountModals();
  mountTimeTravel();
  mountQuickSwitcher();
  mountRegions();
  await load();
  await goToAddress();
  followStore();
  followAddress((route) => void goToAddress(route));
  store.watch(["channels", "people"], leaveLostPlace);
  startLiveUpdates();
}

void start();
