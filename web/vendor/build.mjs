// Makes `codemirror.js` of the packages that ../package.json names, with their licences and a checksum beside it.
// `--check` changes nothing, and fails where a file is not what would be made.
//
//     npm install --prefix web --no-package-lock && npm --prefix web run vendor

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const here = (path) => new URL(path, import.meta.url);
const text = (path) => readFileSync(here(path), "utf8");

/** The packages that have a part in a bundle, by the files it was made of. */
function packagesOf(inputs) {
  const names = Object.keys(inputs).flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  return [...new Set(names)].sort();
}

const wanted = JSON.parse(text("../package.json")).devDependencies;
const made = await build({
  absWorkingDir: here("..").pathname,
  entryPoints: ["vendor/codemirror.ts"],
  bundle: true, minify: true, write: false, metafile: true, format: "esm", target: "es2022", charset: "utf8", legalComments: "none",
});
const packages = packagesOf(made.metafile.inputs).map((name) => {
  const { version, license } = JSON.parse(text(`../node_modules/${name}/package.json`));
  if (wanted[name] !== version) throw new Error(`package.json asks for ${name} ${wanted[name]}, and ${version} is installed`);
  return { name, version, license, words: text(`../node_modules/${name}/LICENSE`).trim() };
});
const list = packages.map(({ name, version }) => `${name} ${version}`).join(", ");
const bundle = `/* Made by build.mjs of ${list}. Their licences: codemirror.LICENSE.txt */\n${made.outputFiles[0].text}`;
const licences = packages.map(({ name, version, license, words }) => `${name} ${version} (${license})\n\n${words}\n`).join("\n----\n\n");
const files = {
  "codemirror.js": bundle,
  "codemirror.LICENSE.txt": `codemirror.js is made of these packages.\n\n${licences}`,
  "codemirror.js.sha256": `${createHash("sha256").update(bundle).digest("hex")}  codemirror.js\n`,
};

let n_different = 0;
for (const [name, content] of Object.entries(files)) {
  if (!process.argv.includes("--check")) writeFileSync(here(name), content);
  else if (text(name) !== content) {
    console.error(`web/vendor/${name} is not what build.mjs makes of ${list}`);
    n_different += 1;
  }
}
if (n_different > 0) process.exit(1);
