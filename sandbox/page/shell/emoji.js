// The emoji of reactions and of the picker.

import { allEmoji, emojiOf } from "/page/draw/emoji.js";

/** Offered first, as in the toolbar of Slack's messages. */
export const QUICK = ["white_check_mark", "eyes", "raised_hands"];

/** What the picker shows before one searches. */
const POPULAR = `+1 -1 white_check_mark eyes raised_hands heart tada joy smile slightly_smiling_face wink thinking_face
  neutral_face disappointed cry rage scream sweat_smile clap pray muscle wave ok_hand handshake fire rocket star sparkles
  bulb zap bug warning x question exclamation memo pushpin paperclip mag bell hourglass chart_with_upwards_trend
  chart_with_downwards_trend bar_chart compass world_map dart trophy moneybag coffee ticket lock`.split(/\s+/);
const MOST = 160;

/** @param {string} name the sign, else the name between colons */
export const emoji = (name) => emojiOf(name) ?? `:${name}:`;

/** @param {string} wanted part of a name @returns {[string, string][]} names and signs */
export function findEmoji(wanted) {
  const known = allEmoji();
  const names = wanted
    ? [...known.keys()].filter((name) => name.includes(wanted))
    : POPULAR.filter((name) => known.has(name));
  const ranked = wanted ? names.sort((one, other) => one.indexOf(wanted) - other.indexOf(wanted)) : names;
  return ranked.slice(0, MOST).map((name) => [name, emoji(name)]);
}
