// Moves a screen reader through the page: Guidepup's, which is a script within it.
const { virtual } = await importInPage('/app/screen_reader.js');
const begins = async (wanted) => (await virtual.lastSpokenPhrase()).startsWith(wanted);

/** What was said since this was asked last. */
async function take() {
  const said = await virtual.spokenPhraseLog();
  await virtual.clearSpokenPhraseLog();
  await virtual.clearItemTextLog();
  return said;
}

const actions = {
  start: () => virtual.start({ container: document.querySelector('.license-management') }),
  take,
  peek: () => virtual.spokenPhraseLog(),
  /** Reads on until a phrase begins like this. */
  async read(wanted) {
    for (let steps = 0; steps < 400; steps++) {
      await virtual.next();
      if (await begins(wanted)) return take();
    }
    throw new Error(`nothing begins like ${wanted}: ${(await take()).slice(-400).join('\n')}`);
  },
};
