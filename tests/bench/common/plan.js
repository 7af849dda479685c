// What applying a draft would do: made when the review opens.

import { seat } from "./seating.js";
import { licenses } from "./text.js";

/** The changes in the order in which they can be made, and who is blocked. */
export function planOf(draft, directory, application) {
  const { types } = directory.applications[application];
  const { seated } = seat(draft.wishes(), types);
  const changed = seated.map(({ user, target, assigns, frees }) => ({ user, target, assigns, frees, move: moveText(user.held[application], target, types) }));
  const all = draft.users().toSorted((a, b) => a.nameRank - b.nameRank);
  const blockedBy = (why) => all.filter((user) => draft.entry(user).why === why).map((user) => ({ user, what: blockText(draft.entry(user), types) }));
  return {
    changed,
    blocked: [...blockedBy("inactive"), ...blockedBy("seat")],
    moves: movesOf(changed, application, types),
    seats: seatsAfter(changed, types),
    emails: changed.filter(({ assigns }) => assigns).length,
    guard: guardOf(changed, directory.licensed[application]),
    onlyRemoves: changed.length > 0 && changed.every(({ target, frees }) => target === null && frees.length === 1),
  };
}

/** The blocked users by reason, which is said once. */
export function byReason(blocked) {
  const reasons = new Map();
  for (const { user, what } of blocked) {
    if (!reasons.has(what)) reasons.set(what, []);
    reasons.get(what).push({ user, what: "" });
  }
  return [...reasons];
}

/** Why a pending change is blocked, and what to do. */
export function blockText({ target, why }, types) {
  return why === "inactive" ? "The user is inactive. Activate the user first." : `No ${licenses([target], types)} seats left. Buy more or free one.`;
}

const moveText = (held, target, types) => `${licenses(held, types)} → ${licenses(target === null ? [] : [target], types)}`;

/** Who makes which move, in the order of license types. */
function movesOf(changed, application, types) {
  const place = (id) => types.findIndex((type) => type.id === id);
  const moves = new Map();
  for (const { user, target, move: what } of changed) {
    const line = { user, what: "" };
    const move = moves.get(what);
    if (move) move.lines.push(line);
    else moves.set(what, { what, lines: [line], order: [...user.held[application].map(place), -1, place(target)] });
  }
  return [...moves.values()].sort((a, b) => compare(a.order, b.order));
}

function compare(a, b) {
  const at = a.findIndex((each, index) => each !== b[index]);
  return at < 0 ? 0 : a[at] - (b[at] ?? -1);
}

/** The seats of the license types that change. */
function seatsAfter(changed, types) {
  const taken = new Map(types.map(({ id }) => [id, 0]));
  const touched = new Set();
  const add = (id, by) => {
    touched.add(id);
    taken.set(id, taken.get(id) + by);
  };
  for (const { target, assigns, frees } of changed) {
    if (assigns) add(target, 1);
    for (const id of frees) add(id, -1);
  }
  const of = types.filter(({ id }) => touched.has(id));
  return of.map(({ id, name, used, seats }) => ({ name, before: used, after: used + taken.get(id), total: seats }));
}

/** How many lose their license, where that is more than ten and more than a fifth: the number must be typed. */
function guardOf(changed, licensed) {
  const removals = changed.filter(({ target }) => target === null).length;
  return removals > 10 && removals * 5 > licensed ? removals : undefined;
}

/** Whether this number was typed, with or without separators. */
export const isNumber = (typed, wanted) => typed.replace(/[\s,.'’]/g, "") === String(wanted);
