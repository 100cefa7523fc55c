// What menus offer: options of the app, people, or channels.

import { plainText } from "./text.js";

/** @typedef {{id: string, label: string, note?: string, group?: string, option?: any}} Offer */

/** @param {any} option @param {string} [group] @returns {Offer} */
const ofOption = (option, group) => ({
  id: option.value,
  label: plainText(option.text),
  note: option.description ? plainText(option.description) : undefined,
  group,
  option,
});

/** Options and option groups, flattened. @param {any} holder @returns {Offer[]} */
export function ofOptions(holder) {
  if (Array.isArray(holder)) return holder.map((option) => ofOption(option));
  const groups = holder?.option_groups ?? [];
  const grouped = groups.flatMap((group) => group.options.map((option) => ofOption(option, plainText(group.label))));
  return [...(holder?.options ?? []).map((option) => ofOption(option)), ...grouped];
}

const people = (ctx) => [...(ctx.people ?? [])].map(([id, person]) => ({ id, label: person.real_name || person.name || id }));
const kindOf = (channel) => (["im", "mpim"].includes(channel.kind) ? channel.kind : channel.private || channel.kind === "private" ? "private" : "public");
const channels = (ctx, wanted) =>
  [...(ctx.channels ?? [])]
    .filter(([, channel]) => wanted(kindOf(channel), channel))
    .map(([id, channel]) => ({ id, label: channel.name ? `#${channel.name}` : directName(id, channel, ctx) }));

function directName(id, channel, ctx) {
  const other = channel.members?.find((member) => member !== ctx.me);
  return (other && ctx.people?.get(other)?.real_name) || "Direct message";
}

/** What a menu offers at once; null when it must ask for it. @param {any} element @param {any} ctx @returns {Offer[]|null} */
export function offersOf(element, ctx) {
  const kind = element.type.replace(/^multi_/, "");
  if (kind === "external_select") return null;
  if (kind === "users_select") return people(ctx);
  if (kind === "channels_select") return channels(ctx, (sort) => sort === "public");
  if (kind === "static_select") return ofOptions(element);
  const { include, exclude_bot_users: noBots } = element.filter ?? {};
  const isBot = (channel) => channel.members?.some((member) => ctx.people?.get(member)?.is_bot);
  return channels(ctx, (sort, channel) => (!include || include.includes(sort)) && !(noBots && sort === "im" && isBot(channel)));
}

/** What is chosen at first, as offers. @param {any} held ids or options @param {Offer[]|null} offers @returns {Offer[]} */
export function chosenAtFirst(held, offers) {
  const list = held === null || held === undefined ? [] : Array.isArray(held) ? held : [held];
  return list.map((one) => {
    const id = typeof one === "string" ? one : one.value;
    return offers?.find((offer) => offer.id === id) ?? (typeof one === "string" ? { id, label: id } : ofOption(one));
  });
}
