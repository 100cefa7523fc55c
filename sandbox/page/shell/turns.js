// Answers may come in another order than they were asked for: only the one asked for last counts.

/** @type {Map<string, number>} */
const turns = new Map();

/**
 * Ask for something; the function returned says whether nobody has asked for it since.
 * @param {string} name
 * @returns {() => boolean}
 */
export function turn(name) {
  const mine = (turns.get(name) ?? 0) + 1;
  turns.set(name, mine);
  return () => turns.get(name) === mine;
}
