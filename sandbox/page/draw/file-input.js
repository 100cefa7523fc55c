// file_input: upload files in a modal.

import { icon } from "./icons.js";
import { make } from "./dom.js";
import { initialValue, registerControl } from "./element-state.js";

/** @param {any} element @param {import("./element-state.js").ElementContext} context */
export function drawFileInput(element, context) {
  let files = initialValue(element, context) ?? [];
  const maxFiles = element.max_files ?? 10;
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
    const accepted = added.slice(0, maxFiles - files.length);
    note.textContent = accepted.length < added.length ? `At most ${maxFiles} files` : "";
    const uploaded = await Promise.all(accepted.map((file) => (context.ctx.upload ? context.ctx.upload(file) : describeFile(file))));
    files = [...files, ...uploaded];
    refresh();
  };
  const field = make("input", {
    type: "file",
    multiple: maxFiles > 1,
    accept: element.filetypes?.map((type) => `.${type}`).join(",") ?? null,
    "aria-label": context.label ?? "Add files",
    onchange: add,
  });
  refresh();
  const node = make("div", { class: "file-input" }, field, list, note);
  return registerControl(node, element, context, () => files);
}

const describeFile = (file) => ({ name: file.name, title: file.name, mimetype: file.type, size: file.size });

const drawFile = (file, remove) =>
  make("li", {}, icon("file"), ` ${file.title ?? file.name ?? file.id} `, make("button", { type: "button", "aria-label": `Remove ${file.name ?? file.id}`, onclick: remove }, "×"));
