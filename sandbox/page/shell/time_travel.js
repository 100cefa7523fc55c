// Show and move the workspace's time.

import { errorText } from "/page/shell/user_actions.js";
import { post } from "/page/shell/api.js";
import { byId, fill, make } from "/page/shell/dom.js";
import { icon } from "/page/shell/icons.js";
import { loadClock } from "/page/shell/loading.js";
import { closePopup, openPopup } from "/page/shell/popup.js";
import { now, store } from "/page/shell/state.js";
import { nextQuarter, shortTime, utcTime } from "/page/shell/time.js";
import { showToast } from "/page/shell/notifications.js";

const DAY = 86_400;
const MIN_OFFSET_MS = 60_000;

/** Mount the clock and update it every second. */
export function mountTimeTravel() {
  const button = byId("clock");
  button.addEventListener("click", () => open(button));
  setInterval(draw, 1000);
  store.watch(["offset", "me", "people"], draw);
}

const travelled = () => Math.abs(store.state.offset) > MIN_OFFSET_MS;

function draw() {
  const button = byId("clock");
  const date = new Date(now());
  const words = shortTime(date);
  button.classList.toggle("travelled", travelled());
  button.title = `The workspace's time: ${utcTime(date)}`;
  if (button.dataset.shown === `${words}${travelled()}`) return;
  button.dataset.shown = `${words}${travelled()}`;
  fill(
    button,
    icon("clock"),
    make("span", { class: "hidden" }, "Time travel. It is "),
    make("time", { datetime: date.toISOString() }, words),
  );
}

/** @param {HTMLElement} button */
function open(button) {
  const date = new Date(now());
  const quarter = nextQuarter();
  const field = make("input", {
    type: "datetime-local",
    "aria-label": "Go to, in UTC",
    value: date.toISOString().slice(0, 16),
  });
  const go = () => field.value && travel({ now: `${field.value}:00Z` });
  const travelButton = (
    /** @type {string} */ label,
    /** @type {string} */ detail,
    /** @type {object} */ change,
    disabled = false,
  ) =>
    make(
      "button",
      { type: "button", class: "pill wide", disabled, onclick: () => travel(change) },
      label,
      make("small", {}, detail),
    );
  const body = make(
    "div",
    { class: "travel", role: "dialog", "aria-label": "Time travel" },
    make("h2", {}, "Time travel"),
    make("p", {}, make("strong", {}, shortTime(date)), make("small", {}, ` ${utcTime(date)}`)),
    travelButton("+ 1 day", utcTime(new Date(now() + DAY * 1000)), { advance_seconds: DAY }),
    travelButton("+ 1 week", utcTime(new Date(now() + 7 * DAY * 1000)), { advance_seconds: 7 * DAY }),
    travelButton("End of the quarter", utcTime(quarter), { now: quarter.toISOString() }),
    travelButton("Back to now", utcTime(new Date()), { reset: true }, !travelled()),
    make("div", { class: "travel-field" }, field, make("button", { type: "button", class: "pill", onclick: go }, "Go")),
    make("p", { class: "travel-note" }, "The app follows this clock: whatever is due appears by itself."),
  );
  openPopup(button, body, { back: button });
  body.querySelector("button").focus();
}

/** @param {object} change */
async function travel(change) {
  closePopup();
  try {
    await post("/clock", change);
    await loadClock();
    showToast(`It is now ${shortTime(new Date(now()))}`);
  } catch (error) {
    showToast(errorText(error), "bad");
  }
}
