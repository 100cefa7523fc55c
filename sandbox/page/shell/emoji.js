// The emoji of reactions and of the picker.

import { allEmoji, emojiOf } from "/page/draw/emoji.js";

/** Quick reactions in the toolbar of a message. */
export const QUICK_REACTIONS = ["white_check_mark", "eyes", "raised_hands"];

/** Shown by the picker before a search. */
const POPULAR = `+1 -1 white_check_mark eyes raised_hands heart tada joy smile slightly_smiling_face wink thinking_face
  neutral_face disappointed cry rage scream sweat_smile clap pray muscle wave ok_hand handshake fire rocket star sparkles
  bulb zap bug warning x question exclamation memo pushpin paperclip mag bell hourglass chart_with_upwards_trend
  chart_with_downwards_trend bar_chart compass world_map dart trophy moneybag coffee ticket lock`.split(/\s+/);
const MAX_RESULTS = 160;

/** @param {string} name @returns the character, else the name between colons */
export const emoji = (name) => emojiOf(name) ?? `:${name}:`;

/** @param {string} query part of a name @returns {[string, string][]} names and characters */
export function searchEmoji(query) {
  const all = allEmoji();
  const names = query
    ? [...all.keys()].filter((name) => name.includes(query))
    : POPULAR.filter((name) => all.has(name));
  const ranked = query ? names.sort((first, second) => first.indexOf(query) - second.indexOf(query)) : names;
  return ranked.slice(0, MAX_RESULTS).map((name) => [name, emoji(name)]);
}
