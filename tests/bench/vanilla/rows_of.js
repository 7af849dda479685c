import { isFiltered, matchesLicense, matchesStatus, matchesWords, wordsOf } from "../common/query.js";

/** Whether a user matches; `only` limits the users to some. */
export function matcherOf(application, view, only) {
  const { text, license, status } = view;
  if (!isFiltered(view)) return only ? (user) => only.has(user) : () => true;
  const words = wordsOf(text);
  const matches = (user) => matchesStatus(user, status) && matchesLicense(user, license, application) && matchesWords(user, words);
  return only ? (user) => only.has(user) && matches(user) : matches;
}

/** The users who match, in order. The orders by name and email are kept; no sort is needed. */
export function rowsOf(directory, application, view, only) {
  const order = view.by === "email" ? directory.byEmail : directory.byName;
  let rows = only || isFiltered(view) ? order.filter(matcherOf(application, view, only)) : order;
  if (view.by === "license") rows = byLicense(rows, directory.applications[application].types, application);
  return view.descending ? rows.toReversed() : rows;
}

/** In the order of license types, users without one last. */
function byLicense(rows, types, application) {
  const groups = new Map([...types.map((type) => [type.id, []]), [undefined, []]]);
  for (const user of rows) groups.get(user.held[application][0]).push(user);
  return [...groups.values()].flat();
}
