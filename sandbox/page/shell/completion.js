// Completing what is typed: slash commands, people, channels.

import { avatar } from "/page/shell/avatar.js";
import { fill, freshId, make } from "/page/shell/dom.js";
import { icon } from "/page/shell/icons.js";
import { appUser, store } from "/page/shell/state.js";

/** @typedef {{insert: string, label: string, hint?: string, detail?: string, mark: Node}} Offer */
/** @typedef {{from: number, to: number, word: string, offers: Offer[]}} Found */

const MOST = 10;
const WORD = /(^|\s)([@#][\p{L}\w.-]*)$/u;

/** @param {string} text @param {number} caret @returns {Found | null} */
export function offersFor(text, caret) {
  const typed = text.slice(0, caret);
  if (/^\/\S*$/.test(typed)) return { from: 0, to: typed.length, word: typed, offers: commands(typed) };
  const word = WORD.exec(typed)?.[2];
  if (!word) return null;
  const offers = word[0] === "@" ? people(word.slice(1)) : channels(word.slice(1));
  return { from: caret - word.length, to: caret, word, offers };
}

/** @param {string} typed */
function commands(typed) {
  const { about } = store.state;
  const wanted = typed.slice(1).toLowerCase();
  const rank = (/** @type {string} */ name) => (name.startsWith(wanted) ? 0 : 1);
  return (about?.commands ?? [])
    .filter((one) => one.command.slice(1).includes(wanted))
    .sort((one, other) => rank(one.command.slice(1)) - rank(other.command.slice(1)))
    .map((one) => ({
      insert: `${one.command} `,
      label: one.command,
      hint: one.usage_hint,
      detail: one.description,
      mark: avatar(appUser(), "small"),
    }));
}

/** @param {string} wanted */
function people(wanted) {
  const start = wanted.toLowerCase();
  return [...store.state.people.values()]
    .filter(
      (one) =>
        one.name.startsWith(start) ||
        one.real_name
          .toLowerCase()
          .split(" ")
          .some((part) => part.startsWith(start)),
    )
    .map((one) => ({
      insert: `@${one.name} `,
      label: one.real_name,
      detail: one.is_bot ? "App" : one.title,
      mark: avatar(one.id, "small"),
    }));
}

/** @param {string} wanted */
function channels(wanted) {
  return [...store.state.channels.values()]
    .filter((one) => one.kind !== "im" && one.name.includes(wanted.toLowerCase()))
    .map((one) => ({
      insert: `#${one.name} `,
      label: one.name,
      detail: one.topic,
      mark: icon(one.private ? "lock" : "hash"),
    }));
}

/** The list over a text field; the field keeps the focus and the list follows its keys. */
export class Completion {
  /** @type {Found | null} */
  #found = null;
  #at = 0;
  #dismissed = "";

  /** @param {HTMLTextAreaElement} field @param {(found: Found, offer: Offer) => void} onChoose */
  constructor(field, onChoose) {
    this.field = field;
    this.onChoose = onChoose;
    this.list = make("ul", {
      class: "completion",
      role: "listbox",
      id: freshId("completion"),
      "aria-label": "Suggestions",
      hidden: true,
    });
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    field.setAttribute("aria-expanded", "false");
  }

  get open() {
    return Boolean(this.#found);
  }

  /** Look again at what is typed. */
  refresh() {
    const found =
      this.field.selectionStart === this.field.selectionEnd
        ? offersFor(this.field.value, this.field.selectionStart)
        : null;
    const wanted = found?.offers.length && found.word !== this.#dismissed ? found : null;
    if (wanted?.word !== this.#found?.word) this.#at = 0;
    if (found?.word !== this.#dismissed) this.#dismissed = "";
    this.#found = wanted && { ...wanted, offers: wanted.offers.slice(0, MOST) };
    this.#draw();
  }

  close() {
    this.#found = null;
    this.#draw();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the list took the key */
  key(event) {
    const found = this.#found;
    if (!found || event.isComposing) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (step) this.#at = (this.#at + step + found.offers.length) % found.offers.length;
    else if (event.key === "Escape") this.#dismissed = found.word;
    // A command typed to its end is sent by Enter; anything else is completed first.
    else if (event.key === "Enter" && !event.shiftKey && found.offers.some((offer) => offer.label === found.word))
      return false;
    else if ((event.key === "Enter" && !event.shiftKey) || (event.key === "Tab" && !event.shiftKey))
      this.#choose(found.offers[this.#at]);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") this.close();
    else this.#draw();
    return true;
  }

  /** @param {Offer} offer */
  #choose(offer) {
    const found = /** @type {Found} */ (this.#found);
    this.close();
    this.onChoose(found, offer);
  }

  #draw() {
    const offers = this.#found?.offers ?? [];
    this.list.hidden = !offers.length;
    this.field.setAttribute("aria-expanded", String(Boolean(offers.length)));
    fill(this.list, ...offers.map((offer, index) => this.#drawOffer(offer, index)));
    const present = this.list.children[this.#at];
    if (present) {
      this.field.setAttribute("aria-activedescendant", present.id);
      present.scrollIntoView({ block: "nearest" });
    } else this.field.removeAttribute("aria-activedescendant");
  }

  /** @param {Offer} offer @param {number} index */
  #drawOffer(offer, index) {
    // A press must not take the focus from the field.
    const hold = (/** @type {Event} */ event) => event.preventDefault();
    return make(
      "li",
      {
        role: "option",
        id: freshId("offer"),
        "aria-selected": String(index === this.#at),
        onpointerdown: hold,
        onclick: () => this.#choose(offer),
      },
      offer.mark,
      make(
        "span",
        { class: "offer-label" },
        make("b", {}, offer.label),
        offer.hint ? make("span", { class: "offer-hint" }, ` ${offer.hint}`) : null,
      ),
      offer.detail ? make("span", { class: "offer-detail" }, offer.detail) : null,
    );
  }
}
