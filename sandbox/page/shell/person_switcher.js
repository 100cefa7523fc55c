// Choose which person of the workspace to act as.

import { avatar } from "/page/shell/avatar.js";
import { byId, fill, make } from "/page/shell/dom.js";
import { switchPerson } from "/page/shell/navigation.js";
import { icon } from "/page/shell/icons.js";
import { openMenu } from "/page/shell/menu.js";
import { me, store } from "/page/shell/state.js";

/** @typedef {import("/page/shell/state.js").Person} Person */

/** @param {Person} person "Head of Support · support" */
const workOf = (person) => [person.title, person.team].filter(Boolean).join(" · ");

/** @param {Person} person */
export const roleBadge = (person) =>
  person.role === "member" ? null : make("span", { class: `badge ${person.role}` }, person.role.toUpperCase());

/** Mount the switcher and update it with the store. */
export function mountPersonSwitcher() {
  const button = byId("person");
  button.addEventListener("click", () =>
    openMenu(button, entries(), { label: "Be someone else", class: "people-menu" }),
  );
  store.watch(["me", "people"], () => {
    const person = me();
    if (!person) return;
    fill(
      button,
      avatar(person.id),
      make(
        "span",
        { class: "person-words" },
        make("span", { class: "hidden" }, "You are "),
        make("strong", {}, person.real_name),
        make("small", {}, roleBadge(person), make("span", {}, workOf(person))),
      ),
      icon("down"),
    );
  });
}

function entries() {
  const people = [...store.state.people.values()].filter((one) => !one.is_bot);
  /** @type {import("/page/shell/menu.js").Entry[]} */
  const list = [{ heading: "You are…" }];
  for (const person of people) {
    list.push({
      label: person.real_name,
      detail: [workOf(person), person.role].filter(Boolean).join(" · "),
      icon: avatar(person.id),
      checked: person.id === store.state.me,
      act: () => switchPerson(person.id),
    });
  }
  return list;
}
