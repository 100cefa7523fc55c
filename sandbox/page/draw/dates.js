// Slack's date templates, such as "{date_short} at {time}".

const DAY = 86_400_000;
const STEPS = /** @type {[Intl.RelativeTimeFormatUnit, number][]} */ ([
  ["year", 365 * DAY], ["month", 30 * DAY], ["day", DAY], ["hour", 3_600_000], ["minute", 60_000],
]);

/** @typedef {{at: number, now: number, zone: string|undefined}} Moment */

const parts = (/** @type {Moment} */ moment, /** @type {Intl.DateTimeFormatOptions} */ options) =>
  new Intl.DateTimeFormat("en-US", { timeZone: moment.zone, ...options }).format(moment.at);
const number = (moment) => new Intl.DateTimeFormat("en-CA", { timeZone: moment.zone, dateStyle: "short" }).format(moment.at);
const year = (moment) => parts(moment, { year: "numeric" });
const short = (moment) => parts(moment, { month: "short", day: "numeric", year: "numeric" });
const full = (moment) => `${parts(moment, { month: "long" })} ${ordinal(moment)}, ${year(moment)}`;
const long = (moment) => `${parts(moment, { weekday: "long" })}, ${full(moment)}`;
const thisYear = (moment) => year(moment) === year({ ...moment, at: moment.now });
const divider = (moment) => (thisYear(moment) ? long(moment).replace(/, \d+$/, "") : long(moment));

function ordinal(moment) {
  const day = Number(parts(moment, { day: "numeric" }));
  const tail = day > 10 && day < 14 ? "th" : ["th", "st", "nd", "rd"][day % 10] || "th";
  return `${day}${tail}`;
}

function relativeDay(moment, fallback) {
  const days = [["today", 0], ["yesterday", DAY], ["tomorrow", -DAY]];
  const match = days.find(([, offset]) => number(moment) === number({ ...moment, at: moment.now - Number(offset) }));
  return match ? String(match[0]) : fallback(moment);
}

function ago({ at, now }) {
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const [unit, size] = STEPS.find(([, step]) => Math.abs(at - now) >= step) ?? ["second", 1000];
  return words.format(Math.round((at - now) / Number(size)), /** @type {any} */ (unit));
}

/** @type {Record<string, (moment: Moment) => string>} */
const TOKENS = {
  date_num: number,
  date_slash: (moment) => number(moment).split("-").reverse().join("/"),
  date: full,
  date_long_full: full,
  date_short: short,
  date_long: long,
  date_pretty: (moment) => relativeDay(moment, full),
  date_short_pretty: (moment) => relativeDay(moment, short),
  date_long_pretty: (moment) => relativeDay(moment, long),
  day_divider_pretty: (moment) => relativeDay(moment, divider),
  time: (moment) => parts(moment, { hour: "numeric", minute: "2-digit" }),
  time_secs: (moment) => parts(moment, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago,
};

/**
 * Fill in the template; null for an unknown token or an invalid time.
 *
 * @param {number} seconds @param {string} template @param {any} ctx
 */
export function formatDate(seconds, template, ctx) {
  if (!Number.isFinite(seconds)) return null;
  const moment = { at: seconds * 1000, now: ctx.now ? ctx.now() : Date.now(), zone: ctx.timezone };
  let valid = true;
  const text = template.replace(/\{(\w+)\}/g, (raw, token) => {
    valid &&= Object.hasOwn(TOKENS, token);
    return valid ? TOKENS[token](moment) : raw;
  });
  // A token that begins a sentence is written with a capital, as Slack does.
  return valid ? text.replace(/^[a-z]/, (letter) => letter.toUpperCase()) : null;
}
