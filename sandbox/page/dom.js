// Building elements. Text is always text: nothing that was typed becomes markup.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export const byId = (id) => document.getElementById(id);

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

export const plain = (text) => text.replace(/&(lt|gt|amp);/g, (entity) => ENTITIES[entity]);
