// What the license cell of a user's row shows.

import { unavailable } from "./directory.js";
import { blockText } from "./plan.js";
import { licenses, number } from "./text.js";

const SEVERAL = "several";

/** The options of a user's dropdown. Most users have the same ones, which are made once. */
export function optionsByUser(types, application, isEditable) {
  const made = new Map();
  return (user) => {
    const held = user.held[application];
    const key = `${user.active} ${held.join()}`;
    if (!made.has(key)) made.set(key, optionsOf(user, held, types, isEditable));
    return made.get(key);
  };
}

function optionsOf(user, held, types, isEditable) {
  const several = held.length > 1 ? [{ value: SEVERAL, label: licenses(held, types), isDisabled: false }] : [];
  const none = { value: "", label: isEditable ? "No license" : "Loading…", isDisabled: false };
  const why = (type) => (held.includes(type.id) ? undefined : user.active ? unavailable(type) : "user is inactive");
  return [...several, none, ...types.map((type) => typeOption(type, why(type)))];
}

/** A license type that says why it cannot be chosen. */
export const typeOption = ({ id, name }, why) => ({ value: id, label: why ? `${name} (${why})` : name, isDisabled: why !== undefined });

/** The value of the option that is shown. */
export function valueOf(held, entry) {
  if (entry) return entry.target ?? "";
  return held.length > 1 ? SEVERAL : (held[0] ?? "");
}

/** Drafts what was chosen. */
export function choose(draft, user, value) {
  if (value === SEVERAL) draft.forget(user);
  else draft.choose(user, value || null);
}

/** Inactive users can only lose licenses. */
export const isFixed = (user, held, entry) => !user.active && held.length === 0 && !entry;

/** Whether a change is pending, or blocked. */
export const markOf = (entry) => entry && (entry.why ? "blocked" : "changed");

/** The notes, each with its class. */
export function notesOf(user, application, types, entry) {
  const held = user.held[application];
  const notes = [];
  const warn = (text) => notes.push({ text, style: "note warn" });
  if (entry?.why) warn(blockText(entry, types));
  const standing = user.standing[application];
  if (held.length > 1 && !entry) warn(`Has ${number(held.length)} licenses`);
  else if (standing) warn(standing === "pending" ? "Activation pending" : standing);
  if (user.isUnregistered) warn("Number unregistered");
  if (entry) notes.push({ text: held.length === 0 ? "was none" : `was ${licenses(held, types)}`, style: "note" });
  if (user.isLookalike) warn("Look-alike characters in address");
  return notes;
}
