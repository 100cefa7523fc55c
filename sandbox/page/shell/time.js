// Times in the current person's zone, by the workspace's clock.

import { me, now } from "/page/shell/state.js";

const DAY = 86_400_000;
/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {Intl.DateTimeFormatOptions} options @param {string} [zone] */
function format(options, zone = me()?.tz || "UTC") {
  const key = JSON.stringify([options, zone]);
  let found = formats.get(key);
  if (!found) {
    try {
      found = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone });
    } catch {
      found = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
    }
    formats.set(key, found);
  }
  return found;
}

/** @param {string} ts of a message @returns {Date} */
export const dateOf = (ts) => new Date(Number(ts) * 1000);

/** @param {Date} date "09:01" */
export const clockTime = (date) => format({ hour: "2-digit", minute: "2-digit" }).format(date);

/** @param {Date} date "Saturday 21 November 2026 at 09:01" */
export const fullTime = (date) =>
  format({
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }).format(date);

/** @param {Date} date "Sat 21 Nov 2026, 09:01" */
export const shortTime = (date) =>
  format({
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }).format(date);

/** @param {Date} date the same in UTC */
export const utcTime = (date) =>
  `${format({ weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" }, "UTC").format(date)} UTC`;

/** @param {Date} date a key that is equal within one day */
export const dayKey = (date) => format({ year: "numeric", month: "2-digit", day: "2-digit" }).format(date);

/** @param {Date} date "Today", "Yesterday" or "Thursday, 17 September" */
export function dayName(date) {
  const key = dayKey(date);
  if (key === dayKey(new Date(now()))) return "Today";
  if (key === dayKey(new Date(now() - DAY))) return "Yesterday";
  const sameYear = format({ year: "numeric" }).format(date) === format({ year: "numeric" }).format(new Date(now()));
  return format({ weekday: "long", day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }) }).format(
    date,
  );
}

/** @param {Date} date "3 minutes ago" by the workspace's clock */
export function ago(date) {
  const seconds = (now() - date.getTime()) / 1000;
  /** @type {[number, string][]} */
  const units = [
    [86_400, "day"],
    [3600, "hour"],
    [60, "minute"],
  ];
  for (const [length, unit] of units) {
    const count = Math.floor(seconds / length);
    if (count >= 1) return `${count} ${unit}${count > 1 ? "s" : ""} ago`;
  }
  return "just now";
}

/** The next calendar quarter's first working day at 09:01 UTC; 1 January is none. */
export function nextQuarter() {
  const today = new Date(now());
  const month = Math.floor(today.getUTCMonth() / 3) * 3 + 3;
  const day = month === 12 ? 2 : 1;
  const first = new Date(Date.UTC(today.getUTCFullYear(), month, day, 9, 1));
  const beyond = { 6: 2, 0: 1 }[first.getUTCDay()] ?? 0;
  return new Date(first.getTime() + beyond * DAY);
}
