// What a portal and the frame say to each other. Both sides read every message through here: what is not exactly as
// described is no message. docs/embedding.md describes it for people.

/** The versions of the protocol that this build speaks. */
export const VERSIONS = [1];

/** Marks the messages of the handshake, which come among those of others. */
const PROTOCOL = "license-management";

const text = (longest, pattern) => (value) =>
  typeof value === "string" && value.length <= longest && (!pattern || pattern.test(value));
const among = (...values) => (value) => values.includes(value);
const flag = among(true, false);
const whole = (most) => (value) => Number.isInteger(value) && value >= 0 && value <= most;
const optional = (check) => Object.assign((value) => check(value), { optional: true });

const id = whole(2 ** 31);
const token = text(16_384, /^[\x21-\x7e]+$/);
const path = text(2_000, /^\/(?![/\\])[^\s\\]*$/);
const account = text(36, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
const versions = (value) =>
  Array.isArray(value) && value.length > 0 && value.length <= 20 && value.every(whole(1_000_000));

function locale(value) {
  try {
    return text(100)(value) && Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
}

const tokenName = /^--lm-[a-z][a-z-]{0,40}$/;
const tokenValue = text(200, /^(?!.*(url|image|image-set|src)\()[^;{}\\]+$/i);
const tokens = (value) =>
  isPlain(value) &&
  Object.keys(value).length <= 100 &&
  Object.entries(value).every(([name, each]) => tokenName.test(name) && tokenValue(each));
const theme = (value) =>
  fits({ scheme: optional(among("light", "dark", "light dark")), tokens: optional(tokens) }, value);

const HANDSHAKE = {
  hello: { versions },
  versions: { versions },
  connect: {
    version: whole(1_000_000),
    token: optional(token),
    account: optional(account),
    locale: optional(locale),
    theme: optional(theme),
    path: optional(path),
  },
};
const FROM_HOST = {
  token: { id, token: optional(token) },
  theme: { theme },
  locale: { locale },
  navigate: { path },
  leave: { id },
};
const FROM_FRAME = {
  ready: {},
  failed: { reason: among("not-allowed", "offline", "signed-out", "incompatible") },
  route: { path, push: flag },
  title: { title: text(500) },
  height: { height: whole(1_000_000) },
  dirty: { dirty: flag },
  "need-token": { id },
  leave: { id, leave: flag },
};

/** A message of the handshake, if that is what came. */
export function handshake(data) {
  if (!isPlain(data) || data.protocol !== PROTOCOL) return undefined;
  const { protocol, ...message } = data;
  return read(HANDSHAKE, message);
}

/** A message of the handshake, ready to be posted. */
export const shake = (message) => ({ protocol: PROTOCOL, ...message });

/** A message of the portal to the frame, if that is what came. */
export const fromHost = (data) => read(FROM_HOST, data);

/** A message of the frame to the portal, if that is what came. */
export const fromFrame = (data) => read(FROM_FRAME, data);

/** An origin as browsers write it, never a pattern. */
export function isOrigin(value) {
  return text(300)(value) && /^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value;
}

function read(schema, data) {
  if (!isPlain(data) || !Object.hasOwn(schema, data.type)) return undefined;
  const { type, ...fields } = data;
  return fits(schema[type], fields) ? data : undefined;
}

/** Whether an object has these fields, each as it must be, and no others. */
function fits(fields, value) {
  if (!isPlain(value)) return false;
  const isKnown = Object.keys(value).every((name) => Object.hasOwn(fields, name));
  return (
    isKnown &&
    Object.entries(fields).every(([name, check]) =>
      value[name] === undefined ? check.optional : check(value[name]),
    )
  );
}

function isPlain(value) {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
