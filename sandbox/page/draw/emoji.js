// Emoji by Slack's names.

import { LINES } from "../vendor/emoji-mart-data/emoji.js";

const BY_NAME = new Map(
  LINES.trim().split("\n").flatMap((line) => {
    const [character, ...names] = line.split(" ");
    return names.map((name) => /** @type {[string, string]} */ ([name, character]));
  }),
);
const TONES = ["🏻", "🏼", "🏽", "🏾", "🏿"];
export const EMOJI = /:([a-z0-9_+'-]+):(?::skin-tone-([2-6]):)?/;

/** Every name and its character. @returns {ReadonlyMap<string, string>} */
export const allEmoji = () => BY_NAME;

/** The character of an emoji, null for an unknown name. @param {string} name @param {string|number} [tone] 2 to 6 */
export function emojiOf(name, tone) {
  const character = BY_NAME.get(name) ?? flag(name);
  if (!character) return null;
  return tone ? character.replace("\ufe0f", "") + TONES[Number(tone) - 2] : character;
}

// flag-de is the regional letters D and E.
function flag(name) {
  const country = /^flag-([a-z])([a-z])$/.exec(name);
  if (!country) return null;
  return String.fromCodePoint(...country.slice(1).map((letter) => 0x1f1e6 + letter.charCodeAt(0) - 97));
}

/** A text with its :names: replaced. @param {string} text */
export function withEmoji(text) {
  return text.replace(new RegExp(EMOJI, "g"), (raw, name, tone) => emojiOf(name, tone) ?? raw);
}
