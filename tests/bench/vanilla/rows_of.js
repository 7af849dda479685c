import { matchesLicense, matchesStatus, matchesWords, wordsOf } from "../common/query.js";

/** The users who match, in order. The orders by name and email are kept; no sort is needed. */
export function rowsOf(directory, application, { text, license, status, by, descending }) {
  const words = wordsOf(text);
  const order = by === "email" ? directory.byEmail : directory.byName;
  const isEveryone = words.length === 0 && license === "all" && status === "all";
  const matches = (user) => matchesStatus(user, status) && matchesLicense(user, license, application) && matchesWords(user, words);
  let rows = isEveryone ? order : order.filter(matches);
  if (by === "license") rows = byLicense(rows, directory.applications[application].types, application);
  return descending ? rows.toReversed() : rows;
}

/** In the order of license types, users without one last. */
function byLicense(rows, types, application) {
  const groups = new Map([...types.map((type) => [type.id, []]), [undefined, []]]);
  for (const user of rows) groups.get(user.held[application][0]).push(user);
  return [...groups.values()].flat();
}
