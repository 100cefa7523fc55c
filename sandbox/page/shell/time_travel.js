// The workspace's time, and moving it.

import { sentenceOf } from "/page/shell/acting.js";
import { post } from "/page/shell/api.js";
import { byId, fill, make } from "/page/shell/dom.js";
import { icon } from "/page/shell/icons.js";
import { loadClock } from "/page/shell/loading.js";
import { closePopup, openPopup } from "/page/shell/popup.js";
import { now, store } from "/page/shell/state.js";
import { nextQuarter, shortTime, utcTime } from "/page/shell/time.js";
import { tell } from "/page/shell/toast.js";

const DAY = 86_400;
const NOTICEABLE = 60_000;

/** Put the clock on the page and keep it going. */
export function mountTimeTravel() {
  const button = byId("clock");
  button.addEventListener("click", () => open(button));
  setInterval(draw, 1000);
  store.watch(["offset", "me", "people"], draw);
}

const travelled = () => Math.abs(store.state.offset) > NOTICEABLE;

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
  const choice = (
    /** @type {string} */ label,
    /** @type {string} */ detail,
    /** @type {object} */ wish,
    disabled = false,
  ) =>
    make(
      "button",
      { type: "button", class: "pill wide", disabled, onclick: () => travel(wish) },
      label,
      make("small", {}, detail),
    );
  const body = make(
    "div",
    { class: "travel", role: "dialog", "aria-label": "Time travel" },
    make("h2", {}, "Time travel"),
    make("p", {}, make("strong", {}, shortTime(date)), make("small", {}, ` ${utcTime(date)}`)),
    choice("+ 1 day", utcTime(new Date(now() + DAY * 1000)), { advance_seconds: DAY }),
    choice("+ 1 week", utcTime(new Date(now() + 7 * DAY * 1000)), { advance_seconds: 7 * DAY }),
    choice("End of the quarter", utcTime(quarter), { now: quarter.toISOString() }),
    choice("Back to now", utcTime(new Date()), { reset: true }, !travelled()),
    make("div", { class: "travel-field" }, field, make("button", { type: "button", class: "pill", onclick: go }, "Go")),
    make("p", { class: "travel-note" }, "The app follows this clock: what falls due appears by itself."),
  );
  openPopup(button, body, { back: button });
  body.querySelector("button").focus();
}

/** @param {object} wish */
async function travel(wish) {
  closePopup();
  try {
    await post("/clock", wish);
    await loadClock();
    tell(`It is now ${shortTime(new Date(now()))}`);
  } catch (error) {
    tell(sentenceOf(error), "bad");
  }
}
