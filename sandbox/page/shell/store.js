// One place for what the page knows. Who draws something subscribes to the parts it shows.

/**
 * @template {Record<string, any>} State
 */
export class Store {
  /** @type {{parts: (keyof State)[], act: (state: State) => void}[]} */
  #watchers = [];
  /** @type {Set<keyof State>} */
  #changed = new Set();
  #due = false;

  /** @param {State} state */
  constructor(state) {
    this.state = state;
  }

  /**
   * Change parts of the state; watchers hear of it once, when the present task is done.
   * @param {Partial<State>} patch
   */
  set(patch) {
    for (const part of Object.keys(patch)) {
      if (this.state[part] !== patch[part]) this.#changed.add(part);
    }
    this.state = { ...this.state, ...patch };
    if (this.#changed.size && !this.#due) {
      this.#due = true;
      queueMicrotask(() => this.#tell());
    }
  }

  /**
   * Draw now and whenever one of the parts changes.
   * @param {(keyof State)[]} parts
   * @param {(state: State) => void} act
   */
  watch(parts, act) {
    this.#watchers.push({ parts, act });
    act(this.state);
  }

  #tell() {
    const changed = this.#changed;
    this.#changed = new Set();
    this.#due = false;
    for (const { parts, act } of this.#watchers) {
      if (parts.some((part) => changed.has(part))) act(this.state);
    }
  }
}
