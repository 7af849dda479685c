// Bundles the peers, each into a folder below the one given.
import { build, transform } from "esbuild";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const here = import.meta.dirname;
const [out] = process.argv.slice(2);
if (!out) throw new Error("usage: node build.mjs FOLDER");

// The peers share the product's tokens and base.
const sheets = ["../../style/tokens.css", "../../style/base.css", "common/peer.css"].map((file) => readFile(join(here, file), "utf8"));
const { code: style } = await transform((await Promise.all(sheets)).join("\n"), { loader: "css", minify: true });

for (const [peer, entry] of [["react", "react/main.jsx"], ["vanilla", "vanilla/main.js"]]) {
  const outdir = join(out, peer);
  await mkdir(outdir, { recursive: true });
  await build({
    absWorkingDir: here,
    entryPoints: { "license-management": entry },
    outdir,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2023",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
  });
  for (const file of ["index.html", "boot.js", "static.html"]) await cp(join(here, "common", file), join(outdir, file));
  await writeFile(join(outdir, "license-management.css"), style);
  await cp(join(here, "../../public/config.json"), join(outdir, "config.json"));
}
