// The right panel: a thread, a person, members or the fault panel, one at a time.

import { byId, fill, iconButton } from "/page/shell/dom.js";
import { mountFaultPanel } from "/page/shell/fault_panel.js";
import { closePanel } from "/page/shell/navigation.js";
import { icon } from "/page/shell/icons.js";
import { drawMembers, drawProfile } from "/page/shell/profile.js";
import { mentionOfChannel, openChannel, store } from "/page/shell/state.js";
import { mountThread } from "/page/shell/thread.js";

/** @type {HTMLElement | null} */
let opener = null;
let shown = "";

/** Mount the panel and update it with the store. */
export function mountPanel() {
  const panel = byId("panel");
  byId("panel-close").append(iconButton("Close", icon("close"), close));
  panel.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape" && !event.defaultPrevented) close();
  });
  store.watch(["panel", "channels", "people", "about", "me", "place"], draw);
  mountThread(byId("thread"));
  mountFaultPanel(byId("faults"));
}

function close() {
  closePanel();
  if (opener?.isConnected) opener.focus();
  else /** @type {HTMLElement | null} */ (document.querySelector(".composer textarea"))?.focus();
}

function draw() {
  const { panel } = store.state;
  const key = panel ? JSON.stringify(panel) : "";
  const opens = key !== shown && panel;
  if (opens && !byId("panel").contains(document.activeElement))
    opener = /** @type {HTMLElement} */ (document.activeElement);
  shown = key;
  byId("panel").hidden = !panel;
  document.body.classList.toggle("panel-open", Boolean(panel));
  byId("thread").hidden = panel?.kind !== "thread";
  byId("faults").hidden = panel?.kind !== "faults";
  byId("about-people").hidden = panel?.kind !== "person" && panel?.kind !== "members";
  byId("faults-button").setAttribute("aria-pressed", String(panel?.kind === "faults"));
  if (!panel) return;
  const channel = openChannel();
  const titles = { thread: "Thread", faults: "Make something go wrong", person: "Profile", members: "Members" };
  const where = channel && (panel.kind === "thread" || panel.kind === "members") ? mentionOfChannel(channel) : "";
  fill(
    byId("panel-title"),
    titles[panel.kind],
    where ? Object.assign(document.createElement("small"), { textContent: where }) : null,
  );
  if (panel.kind === "person") fill(byId("about-people"), ...drawProfile(panel.id));
  if (panel.kind === "members") fill(byId("about-people"), ...drawMembers());
  if (opens && panel.kind !== "thread") byId("panel").focus();
}
