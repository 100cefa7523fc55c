// The workspace in the browser: every part is mounted once and follows the store from then on.

import { mountConversation } from "/page/shell/conversation.js";
import { byId, fill } from "/page/shell/dom.js";
import { closePanel, goByAddress, openPanel } from "/page/shell/going.js";
import { mountHome } from "/page/shell/home.js";
import { icon } from "/page/shell/icons.js";
import { mountJump } from "/page/shell/jump.js";
import { followWorkspace } from "/page/shell/live.js";
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

const PATIENCE = 1000;

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
  const waiting = [...channels.values()].reduce((sum, one) => sum + (one.member ? one.mentions : 0), 0);
  const fresh = [...channels.values()].some((one) => one.member && one.unread);
  const channel = openChannel();
  const name = place.kind === "app" ? about?.app.name : channel && nameOfChannel(channel);
  const mark = waiting ? `(${waiting}) ` : fresh ? "* " : "";
  byId("drawer-button").classList.toggle("waiting", Boolean(waiting) || fresh);
  document.title = `${mark}${name ? `${name} – ` : ""}${about?.company ?? "Sandbox"}`;
}

/** One was taken out of a private channel, or the workspace was started anew. */
function leaveWhatIsGone() {
  const { channels, people, place, me } = store.state;
  const lost = place.kind === "channel" && channels.size > 0 && !channels.has(place.id);
  if (lost || !people.has(me ?? "")) void goByAddress();
}

/** The workspace may still be starting. */
async function load() {
  try {
    await loadWorkspace();
  } catch {
    store.set({ connection: "lost" });
    await new Promise((resolve) => setTimeout(resolve, PATIENCE));
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
  mountJump();
  mountRegions();
  await load();
  await goByAddress();
  followStore();
  followAddress((route) => void goByAddress(route));
  store.watch(["channels", "people"], leaveWhatIsGone);
  followWorkspace();
}

void start();
