// Texts: folded for search, and the words of the screen.

const NOT_ASCII = /[^\0-\x7f]/;
const IGNORED = /[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\u00ad\u200b-\u200f\u2060\ufeff]/g;
const SPECIAL = /[ßæœþøłđðıς]/g;
const PLAIN = { ß: "ss", æ: "ae", œ: "oe", þ: "th", ø: "o", ł: "l", đ: "d", ð: "d", ı: "i", ς: "σ" };

/** In lower case and without accents. */
export function fold(text) {
  if (!NOT_ASCII.test(text)) return text.toLowerCase();
  const base = text.normalize("NFD").toLowerCase().replace(IGNORED, "");
  return base.replace(SPECIAL, (letter) => PLAIN[letter]);
}

const LATIN = /[A-Za-z\u00c0-\u024f]/;
const CYRILLIC_OR_GREEK = /[\u0370-\u052f\u1f00-\u1fff]/;

/** Whether a word of an address has letters that look alike. */
export function mixesAlphabets(address) {
  return CYRILLIC_OR_GREEK.test(address) && address.split(/[.\-_@+]/).some((word) => LATIN.test(word) && CYRILLIC_OR_GREEK.test(word));
}

const figures = new Intl.NumberFormat();
const enumeration = new Intl.ListFormat(undefined, { type: "unit" });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

export const number = (n) => figures.format(n);
const count = (n, one, several) => `${number(n)} ${n === 1 ? one : several}`;
export const users = (n) => count(n, "user", "users");
export const emailsNote = (n) => (n > 0 ? `${count(n, "welcome email", "welcome emails")} will be sent. This can't be undone.` : "No welcome emails will be sent.");
export const pending = (n) => count(n, "pending change", "pending changes");
export const applies = (n) => `Apply ${count(n, "change", "changes")}`;
export const removes = (n) => `Remove ${count(n, "license", "licenses")}`;
export const blocked = (n) => `${number(n)} can't be changed`;
export const discardBlocked = (n) => `Discard these (${blocked(n)})`;
export const selected = (n) => `${number(n)} selected`;
export const range = (first, size, all) => `${number(first + 1)}–${number(Math.min(first + size, all))} of ${number(all)}`;
export const updated = (time) => `Updated ${clock.format(time)}`;

/** What the bar says of a draft. */
export const summary = ({ changes, emails }) => joined(count(changes, "change", "changes"), emails > 0 && count(emails, "email", "emails"));

/** What is said of it. */
export const draftSaid = (counts) => joined(summary(counts), counts.blocked > 0 && blocked(counts.blocked));

const joined = (...parts) => parts.filter(Boolean).join(" · ");

/** The names of license types. */
export function licenses(ids, types) {
  const names = ids.map((id) => types.find((type) => type.id === id)?.name);
  return names.length > 1 ? enumeration.format(names) : (names[0] ?? "No license");
}

/** How many users match, of how many. */
export const matching = (found, all, isFiltered) => (isFiltered ? `${number(found)} of ${users(all)}` : users(all));

/** What an application's card says. */
export function cardState({ complete, applications, licensed }, index, seats) {
  if (!complete) return "Loading…";
  if (applications[index].types.length === 0) return "Not available";
  return seats === undefined ? `${number(licensed[index])} licensed` : `${number(licensed[index])} of ${number(seats)} seats used`;
}

/** The seats of a license type. */
export function seatFigures({ withdrawn, seats, used }) {
  if (withdrawn) return withdrawn;
  if (seats === undefined) return `${number(used)} used, no limit`;
  return `${number(used)} of ${number(seats)}${used >= seats ? " · full" : ""}`;
}

/** The seats that a draft takes or frees, and whether there are not so many. */
export function seatNote({ seats, used }, pending) {
  if (pending === 0) return { text: "", isOver: false };
  const over = pending > 0 && seats !== undefined ? used + pending - seats : 0;
  const text = `${pending > 0 ? "+" : "−"}${number(Math.abs(pending))} pending`;
  return over > 0 ? { text: `${text}, ${number(over)} over`, isOver: true } : { text, isOver: false };
}
