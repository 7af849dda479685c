// Which users are shown, in which order: as the URL says.

import { fold } from "./text.js";

export const SIZES = [25, 50, 100];
export const SORTS = [["name", "Name"], ["email", "Email"], ["license", "License type"]];

/** Reads the query of a URL. */
export function viewOf(query, usualSize) {
  const get = (name, usual) => query.get(name) ?? usual;
  const sort = get("sort", "name");
  const size = Number(get("size", usualSize));
  return {
    text: get("q", ""),
    license: get("license", "all"),
    status: get("status", "all"),
    by: sort.replace("-", ""),
    descending: sort.startsWith("-"),
    page: Math.max(0, Number(get("page", 1)) - 1),
    size: SIZES.includes(size) ? size : usualSize,
  };
}

/** Writes it; what is usual is left out. */
export function queryOf({ text, license, status, by, descending, page, size }, usualSize) {
  const query = new URLSearchParams();
  const write = (name, value, usual) => value !== usual && query.set(name, value);
  write("q", text, "");
  write("license", license, "all");
  write("status", status, "all");
  write("sort", (descending ? "-" : "") + by, "name");
  write("page", page + 1, 1);
  write("size", size, usualSize);
  return query;
}

/** The path of an application below the base, with the same view but for license types, which the other one doesn't have. */
export function pathOf(slug, view, usualSize) {
  const license = LICENSES.some(({ value }) => value === view.license) ? view.license : "all";
  const query = queryOf({ ...view, license, page: 0 }, usualSize).toString();
  return `/${slug}${query && "?"}${query}`;
}

/** What a click on a column's head makes of the order. */
export const sortedBy = (view, by) => ({ ...view, by, descending: view.by === by && !view.descending, page: 0 });

export const isFiltered = ({ text, license, status }) => text !== "" || license !== "all" || status !== "all";

/** What resets search and filters. */
export const EVERYONE = { text: "", license: "all", status: "all", page: 0 };

export const LICENSES = [{ value: "all", label: "All licenses" }, { value: "any", label: "With a license" }, { value: "none", label: "No license" }];
export const STATUSES = [{ value: "all", label: "All statuses" }, { value: "active", label: "Active users" }, { value: "inactive", label: "Inactive users" }];
export const PER_PAGE = SIZES.map((rows) => ({ value: rows, label: `${rows} per page` }));

/** The words of a search; one of digits is found by its digits too. */
export function wordsOf(text) {
  return fold(text).split(/\s+/).filter(Boolean).map((word) => (/^[\d()+\-./]+$/.test(word) ? { word, digits: word.replace(/\D/g, "") } : { word }));
}

export const matchesWords = (user, words) =>
  words.every(({ word, digits }) => user.searched.includes(word) || (digits !== undefined && user.searched.includes(digits)));

export const matchesStatus = (user, status) => status === "all" || user.active === (status === "active");

export function matchesLicense(user, license, application) {
  const held = user.held[application];
  switch (license) {
    case "all":
      return true;
    case "any":
      return held.length > 0;
    case "none":
      return held.length === 0;
    default:
      return held.includes(license);
  }
}
