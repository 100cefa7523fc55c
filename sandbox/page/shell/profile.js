// The profile of a person, and the members of a channel.

import { appBadge, avatar } from "/page/shell/avatar.js";
import { make } from "/page/shell/dom.js";
import { switchPerson, goToPerson, openPanel } from "/page/shell/navigation.js";
import { roleBadge } from "/page/shell/person_switcher.js";
import { now, openChannel, store } from "/page/shell/state.js";

/** @param {string} id @returns {HTMLElement[]} */
export function drawProfile(id) {
  const { people, me, about } = store.state;
  const person = people.get(id);
  if (!person) return [];
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: person.tz }).format(
    now(),
  );
  /** @type {[string, string][]} */
  const facts = person.is_bot
    ? [["About", about?.app.description ?? ""]]
    : [
        ["Title", person.title],
        ["Team", person.team],
        ["Role", person.role],
        ["Local time", `${time} (${person.tz})`],
        ["Name to mention", `@${person.name}`],
      ];
  return [
    make(
      "div",
      { class: "profile-head" },
      avatar(id, "large"),
      make("h3", {}, person.real_name, " ", appBadge(id), roleBadge(person)),
    ),
    make(
      "dl",
      { class: "facts" },
      ...facts.filter(([, value]) => value).flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]),
    ),
    make(
      "div",
      { class: "pill-row" },
      id === me
        ? null
        : make(
            "button",
            { type: "button", class: "pill", onclick: () => void goToPerson(id) },
            person.is_bot ? "Open the app" : "Message",
          ),
      id === me || person.is_bot
        ? null
        : make(
            "button",
            { type: "button", class: "pill", onclick: () => switchPerson(id) },
            `Be ${person.real_name.split(" ")[0]}`,
          ),
    ),
  ];
}

/** Everyone in the open channel. */
export function drawMembers() {
  const members = openChannel()?.members ?? [];
  const row = (/** @type {string} */ id) => {
    const person = store.state.people.get(id);
    return make(
      "li",
      {},
      make(
        "button",
        { type: "button", class: "member", onclick: () => openPanel({ kind: "person", id }) },
        avatar(id),
        make(
          "span",
          { class: "person-words" },
          make("strong", {}, person?.real_name ?? id),
          make("small", {}, person?.is_bot ? "App" : (person?.title ?? "")),
        ),
        appBadge(id),
        person ? roleBadge(person) : null,
      ),
    );
  };
  return [make("ul", { class: "members-list" }, ...members.map(row))];
}
