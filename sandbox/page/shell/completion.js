// Complete what is typed: slash commands, people, channels.

import { avatar } from "/page/shell/avatar.js";
import { fill, uniqueId, make } from "/page/shell/dom.js";
import { icon } from "/page/shell/icons.js";
import { appUser, store } from "/page/shell/state.js";

/** @typedef {{insert: string, label: string, hint?: string, detail?: string, mark: Node}} Suggestion */
/** @typedef {{from: number, to: number, word: string, suggestions: Suggestion[]}} Match */

const MAX_SUGGESTIONS = 10;
const WORD = /(^|\s)([@#][\p{L}\w.-]*)$/u;

/** @param {string} text @param {number} caret @returns {Match | null} */
export function suggestionsFor(text, caret) {
  const typed = text.slice(0, caret);
  if (/^\/\S*$/.test(typed)) return { from: 0, to: typed.length, word: typed, suggestions: commands(typed) };
  const word = WORD.exec(typed)?.[2];
  if (!word) return null;
  const suggestions = word[0] === "@" ? people(word.slice(1)) : channels(word.slice(1));
  return { from: caret - word.length, to: caret, word, suggestions };
}

/** @param {string} typed */
function commands(typed) {
  const { about } = store.state;
  const query = typed.slice(1).toLowerCase();
  const rank = (/** @type {string} */ name) => (name.startsWith(query) ? 0 : 1);
  return (about?.commands ?? [])
    .filter((item) => item.command.slice(1).includes(query))
    .sort((item, next) => rank(item.command.slice(1)) - rank(next.command.slice(1)))
    .map((item) => ({
      insert: `${item.command} `,
      label: item.command,
      hint: item.usage_hint,
      detail: item.description,
      mark: avatar(appUser(), "small"),
    }));
}

/** @param {string} query */
function people(query) {
  const start = query.toLowerCase();
  return [...store.state.people.values()]
    .filter(
      (item) =>
        item.name.startsWith(start) ||
        item.real_name
          .toLowerCase()
          .split(" ")
          .some((part) => part.startsWith(start)),
    )
    .map((item) => ({
      insert: `@${item.name} `,
      label: item.real_name,
      detail: item.is_bot ? "App" : item.title,
      mark: avatar(item.id, "small"),
    }));
}

/** @param {string} query */
function channels(query) {
  return [...store.state.channels.values()]
    .filter((item) => item.kind !== "im" && item.name.includes(query.toLowerCase()))
    .map((item) => ({
      insert: `#${item.name} `,
      label: item.name,
      detail: item.topic,
      mark: icon(item.private ? "lock" : "hash"),
    }));
}

/** The list over a text field; the focus stays in the field, whose keys move in the list. */
export class Completion {
  /** @type {Match | null} */
  #match = null;
  #at = 0;
  #dismissed = "";

  /** @param {HTMLTextAreaElement} field @param {(found: Match, offer: Suggestion) => void} onChoose */
  constructor(field, onChoose) {
    this.field = field;
    this.onChoose = onChoose;
    this.list = make("ul", {
      class: "completion",
      role: "listbox",
      id: uniqueId("completion"),
      "aria-label": "Suggestions",
      hidden: true,
    });
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    field.setAttribute("aria-expanded", "false");
  }

  get open() {
    return Boolean(this.#match);
  }

  /** Update the suggestions for what is typed. */
  refresh() {
    const match =
      this.field.selectionStart === this.field.selectionEnd
        ? suggestionsFor(this.field.value, this.field.selectionStart)
        : null;
    const query = match?.suggestions.length && match.word !== this.#dismissed ? match : null;
    if (query?.word !== this.#match?.word) this.#at = 0;
    if (match?.word !== this.#dismissed) this.#dismissed = "";
    this.#match = query && { ...query, suggestions: query.suggestions.slice(0, MAX_SUGGESTIONS) };
    this.#draw();
  }

  close() {
    this.#match = null;
    this.#draw();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the list handled the key */
  key(event) {
    const match = this.#match;
    if (!match || event.isComposing) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (step) this.#at = (this.#at + step + match.suggestions.length) % match.suggestions.length;
    else if (event.key === "Escape") this.#dismissed = match.word;
    // Enter sends a complete command; anything else is completed first.
    else if (event.key === "Enter" && !event.shiftKey && match.suggestions.some((suggestion) => suggestion.label === match.word))
      return false;
    else if ((event.key === "Enter" && !event.shiftKey) || (event.key === "Tab" && !event.shiftKey))
      this.#choose(match.suggestions[this.#at]);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") this.close();
    else this.#draw();
    return true;
  }

  /** @param {Suggestion} suggestion */
  #choose(suggestion) {
    const match = /** @type {Match} */ (this.#match);
    this.close();
    this.onChoose(match, suggestion);
  }

  #draw() {
    const suggestions = this.#match?.suggestions ?? [];
    this.list.hidden = !suggestions.length;
    this.field.setAttribute("aria-expanded", String(Boolean(suggestions.length)));
    fill(this.list, ...suggestions.map((suggestion, index) => this.#drawSuggestion(suggestion, index)));
    const present = this.list.children[this.#at];
    if (present) {
      this.field.setAttribute("aria-activedescendant", present.id);
      present.scrollIntoView({ block: "nearest" });
    } else this.field.removeAttribute("aria-activedescendant");
  }

  /** @param {Suggestion} suggestion @param {number} index */
  #drawSuggestion(suggestion, index) {
    // A click must not move the focus out of the field.
    const preventFocusLoss = (/** @type {Event} */ event) => event.preventDefault();
    return make(
      "li",
      {
        role: "option",
        id: uniqueId("offer"),
        "aria-selected": String(index === this.#at),
        onpointerdown: preventFocusLoss,
        onclick: () => this.#choose(suggestion),
      },
      suggestion.mark,
      make(
        "span",
        { class: "offer-label" },
        make("b", {}, suggestion.label),
        suggestion.hint ? make("span", { class: "offer-hint" }, ` ${suggestion.hint}`) : null,
      ),
      suggestion.detail ? make("span", { class: "offer-detail" }, suggestion.detail) : null,
    );
  }
}
