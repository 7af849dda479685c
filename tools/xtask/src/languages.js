// Loads the texts in one language: the host's, else the browser's, else English.

// Each language's file with its integrity hash from the build. The file names the one with the texts of the second module.
const FILES = __FILES__;

/** The catalogue for a locale, or for those of the browser. */
export function catalogue(locale) {
  for (const wanted of [locale, ...navigator.languages]) {
    const language = available(wanted);
    if (language) return load(language, wanted);
  }
  return load("en", "en");
}

/** Looks up texts of both modules; those in English if they can't be loaded soon. */
export async function messages(locale, english) {
  const late = new Promise((_, reject) => setTimeout(reject, 2_000));
  late.catch(() => {}); // it may be too late for it
  try {
    const { texts, more, language, direction } = await Promise.race([catalogue(locale), late]);
    const all = { ...JSON.parse(texts), ...JSON.parse(await Promise.race([more(), late])) };
    return { language, direction, text: (key) => all[key] };
  } catch {
    return { language: "en", direction: "ltr", text: (key) => english[key] };
  }
}

/** A catalogue fits all regions of its language. */
function available(locale) {
  try {
    const { language } = new Intl.Locale(locale);
    return Object.keys(FILES).find((each) => each.split("-")[0] === language);
  } catch {
    return undefined; // not a locale
  }
}

async function load(language, locale) {
  const { texts, more } = JSON.parse(await text(FILES[language]));
  let second;
  return {
    locale,
    language,
    direction: texts["language.direction"],
    title: texts["page.title"],
    texts: JSON.stringify(texts),
    /** The texts of the second module. */
    more() {
      second ??= text(more);
      second.catch(() => (second = undefined)); // the next call tries again
      return second;
    },
  };
}

async function text([name, integrity]) {
  const answer = await fetch(new URL(name, import.meta.url), { integrity });
  if (!answer.ok) throw new Error(`License management: could not load ${name}`);
  return answer.text();
}
