// file_input: files a person adds to a modal.

import { icon } from "./icons.js";
import { make } from "./node.js";
import { firstValue, stateful } from "./using.js";

/** @param {any} element @param {import("./using.js").Place} place */
export function drawFileInput(element, place) {
  let files = firstValue(element, place) ?? [];
  const most = element.max_files ?? 10;
  const list = make("ul", { class: "file-list" });
  const note = make("p", { class: "picker-note", role: "status" });
  const refresh = () => list.replaceChildren(...files.map((file) => drawFile(file, () => remove(file))));
  const remove = (file) => {
    files = files.filter((one) => one !== file);
    refresh();
  };
  const add = async (event) => {
    const added = [...event.target.files];
    event.target.value = "";
    const room = added.slice(0, most - files.length);
    note.textContent = room.length < added.length ? `At most ${most} files` : "";
    const uploaded = await Promise.all(room.map((file) => (place.ctx.upload ? place.ctx.upload(file) : described(file))));
    files = [...files, ...uploaded];
    refresh();
  };
  const field = make("input", {
    type: "file",
    multiple: most > 1,
    accept: element.filetypes?.map((type) => `.${type}`).join(",") ?? null,
    "aria-label": place.label ?? "Add files",
    onchange: add,
  });
  refresh();
  const node = make("div", { class: "file-input" }, field, list, note);
  return stateful(node, element, place, () => files);
}

const described = (file) => ({ name: file.name, title: file.name, mimetype: file.type, size: file.size });

const drawFile = (file, remove) =>
  make("li", {}, icon("file"), ` ${file.title ?? file.name ?? file.id} `, make("button", { type: "button", "aria-label": `Remove ${file.name ?? file.id}`, onclick: remove }, "×"));
