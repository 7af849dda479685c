// An account as it is read, a page after the other. What search and sort need is prepared once.

import { fold, mixesAlphabets, number } from "./text.js";

export const NOTHING = Object.freeze([]);

/** A directory of nobody, from which reading begins. */
export function emptyDirectory(config) {
  const applications = config.applications.map(({ id, slug, name, guide_url: guide }) => ({ id, slug, name, guide, types: NOTHING }));
  return { users: NOTHING, byName: NOTHING, byEmail: NOTHING, total: 0, applications, licensed: applications.map(() => 0), complete: false };
}

/** Before anything is read: as a text, and as a share of 200. */
export const NOTHING_READ = Object.freeze({ text: "Loading the account…", share: undefined });

/** Reads the account; hands over what there is after the first page, whenever that has doubled, and in the end. */
export async function readDirectory(api, config, publish, progress) {
  const { account } = config;
  const empty = emptyDirectory(config);
  const known = new Map();
  let total = 0;
  let shown = 0;
  const show = (more) => {
    shown = known.size;
    const users = [...known.values()];
    const directory = { ...empty, ...inOrder(users), users, total, ...more };
    publish(directory);
    return directory;
  };
  const tell = (what, read, all, before) => progress({ text: `Loading ${what}: ${number(read)} of ${number(all)}`, share: before + Math.floor((read * 100) / Math.max(all, 1)) });

  const catalog = readTypes(api, account, empty.applications);
  await api.list("identity", `/accounts/${account}/identities`, (items, all) => {
    total = all;
    for (const item of items) if (!known.has(item.uuid)) known.set(item.uuid, userOf(item, empty.applications.length));
    tell("users", known.size, total, 0);
    if (shown === 0 || known.size >= 2 * shown) show();
  });
  if (shown < known.size) show();

  const applications = await catalog;
  const types = new Map(applications.flatMap((each, index) => each.types.map((type) => [type.id, { type, index }])));
  const numbers = readNumbers(api, account, known);
  let read = 0;
  await api.list("entitlements", `/accounts/${account}/entitlements`, (items, all) => {
    for (const item of items) assign(known.get(item.user_uuid), item, types);
    read += items.length;
    tell("licenses", read, all, 100);
  });
  await numbers;
  const users = [...known.values()];
  const licensed = applications.map((_, index) => users.reduce((sum, user) => sum + (user.held[index].length > 0), 0));
  return show({ applications, licensed, complete: true, readAt: new Date() });
}

function userOf(item, applications) {
  const name = [item.first_name, item.middle_name, item.last_name].filter(Boolean).join(" ").trim();
  const email = item.email ?? item.username ?? "";
  const folded = fold(name);
  const foldedEmail = fold(email);
  return {
    id: item.uuid,
    name: name || "No name",
    email,
    label: [name, email].filter(Boolean).join(", "),
    active: item.status?.toLowerCase() === "active",
    isLookalike: mixesAlphabets(email),
    isUnregistered: false,
    nameKey: folded || foldedEmail,
    emailKey: foldedEmail,
    searched: `${folded}\n${foldedEmail}\n${(item.phone ?? "").replace(/\D/g, "")}`,
    nameRank: 0,
    emailRank: 0,
    held: Array(applications).fill(NOTHING),
    /** The status of a license that is not active. */
    standing: Array(applications).fill(undefined),
  };
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function inOrder(users) {
  const byName = users.toSorted((a, b) => compare(a.nameKey, b.nameKey) || compare(a.emailKey, b.emailKey));
  const byEmail = users.toSorted((a, b) => compare(a.emailKey, b.emailKey));
  byName.forEach((user, rank) => (user.nameRank = rank));
  byEmail.forEach((user, rank) => (user.emailRank = rank));
  return { byName, byEmail };
}

async function readTypes(api, account, applications) {
  const [products, off, offTypes] = await Promise.all([
    api.all("entitlements", "/products"),
    api.all("entitlements", `/accounts/${account}/disable/products`),
    api.all("entitlements", `/accounts/${account}/disable/product_types`),
  ]);
  const switchedOff = new Set([...off.map((each) => each.product_uuid ?? each.uuid ?? each), ...offTypes.map((each) => each.name ?? each)]);
  return applications.map((application) => {
    const own = products.filter((product) => product.application_uuid === application.id);
    const types = own.map((product) => ({
      id: product.uuid,
      name: product.name ?? product.type,
      seats: product.quantity ?? undefined,
      used: 0,
      withdrawn: withdrawn(product, switchedOff),
    }));
    return { ...application, types };
  });
}

/** Why a license type is not offered; nothing where it is. */
function withdrawn(product, switchedOff) {
  if (product.active === false) return "no longer offered";
  return switchedOff.has(product.uuid) || switchedOff.has(product.type) ? "disabled for this account" : undefined;
}

/** Numbers are found by search. One of no active campaign is unregistered. */
async function readNumbers(api, account, known) {
  const all = [api.all("sms", `/10dlc/customers/${account}/campaigns`), api.all("sms", `/provision/numbers/account/${account}`)];
  const [campaigns, numbers] = await Promise.all(all);
  const active = campaigns.filter(({ status }) => status === "ACTIVE");
  const registered = new Set(active.flatMap((campaign) => [campaign.campaign_id, ...(campaign.numbers ?? [])]));
  for (const { number, user_uuid: holder, campaign_id: campaign } of numbers) {
    const user = known.get(holder);
    if (!user) continue;
    user.searched += `\n${number}`;
    user.isUnregistered = !registered.has(campaign) && !registered.has(number);
  }
}

function assign(user, { product_uuid: product, status }, types) {
  const found = types.get(product);
  if (!found) return;
  const { type, index } = found;
  type.used += 1;
  if (!user) return;
  user.held[index] = [...user.held[index], product];
  if (status && status !== "active") user.standing[index] ??= status;
}

/** Whether no seat of a license type is free. */
export const isFull = ({ seats, used }) => seats !== undefined && used >= seats;

/** Why a license type cannot be given to anyone now; nothing where it can. */
export const unavailable = (type) => type.withdrawn ?? (isFull(type) ? "no seats left" : undefined);

/** All seats of an application; nothing where there is no limit. */
export function seatsOf({ types }) {
  const all = types.reduce((sum, { seats }) => sum + (seats ?? Infinity), 0);
  return Number.isFinite(all) ? all : undefined;
}
