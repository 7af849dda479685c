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

const figures = new Intl.NumberFormat();

export const number = (n) => figures.format(n);
export const users = (n) => `${number(n)} ${n === 1 ? "user" : "users"}`;
export const changes = (n) => `${number(n)} ${n === 1 ? "change" : "changes"}`;
export const emails = (n) => `${number(n)} welcome ${n === 1 ? "email" : "emails"}`;

/** What the bar says of a draft. */
export const summary = (draft) => [changes(draft.changes), draft.emails > 0 && emails(draft.emails)].filter(Boolean).join(" · ");

/** What an application's card says. */
export function cardState(directory, draft, application) {
  if (draft.changes > 0) return `${number(draft.changes)} pending ${draft.changes === 1 ? "change" : "changes"}`;
  const { types } = directory.applications[application];
  if (!directory.complete) return types === undefined ? "Not available" : "Loading…";
  if (types.length === 0) return "Not available";
  const licensed = directory.licensed[application];
  const seats = types.reduce((sum, type) => sum + (type.seats ?? Infinity), 0);
  return Number.isFinite(seats) ? `${number(licensed)} of ${number(seats)} seats used` : `${number(licensed)} licensed`;
}
