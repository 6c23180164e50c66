// What two libraries and the YAML readers say of a document: node check.mjs FILE...
//
// Writes a copy of each file in which the operations of x-ms-paths, which validators skip, stand in paths, to OUT_DIR if
// that is set.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import SwaggerParser from '@apidevtools/swagger-parser';
import { Validator } from '@seriousme/openapi-schema-validator';
import { parse, stringify } from 'yaml';

const LONGEST_ALIAS = 0; // our documents have no aliases

/** The same document with every operation in `paths`: the query that tells them apart becomes a segment. */
function withQueryPaths(document) {
  const { 'x-ms-paths': queryPaths = {}, ...rest } = document;
  const paths = { ...rest.paths };
  for (const [key, item] of Object.entries(queryPaths)) {
    const path = key.replace('?', '/').replaceAll(/[=&]/g, '-');
    if (path in paths) throw new Error(`${path} is taken`);
    paths[path] = item;
  }
  return [{ ...rest, paths }, Object.keys(queryPaths).length];
}

async function problems(document) {
  const found = [];
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  if (!valid) found.push(`openapi-schema-validator: ${JSON.stringify(errors, null, 1)}`);
  try {
    await SwaggerParser.validate(structuredClone(document));
  } catch (error) {
    found.push(`swagger-parser: ${error.message}`);
  }
  return found;
}

let failed = false;
function report(name, found) {
  for (const problem of found) console.error(`${name}: ${problem}`);
  failed ||= found.length > 0;
  if (found.length === 0) console.log(`${name}: no problem`);
}

for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8');
  const document = parse(text, { maxAliasCount: LONGEST_ALIAS });
  // A text that readers of YAML 1.1 take for a date or a flag would be another document to them.
  const sameForAll = isDeepStrictEqual(document, parse(text, { version: '1.1', maxAliasCount: LONGEST_ALIAS }));
  report(`${file} (YAML 1.1 and 1.2)`, sameForAll ? [] : ['the two versions of YAML read two documents']);
  report(file, await problems(document));

  const [merged, moved] = withQueryPaths(document);
  report(`${file} with ${moved} query paths moved into paths`, await problems(merged));
  if (process.env.OUT_DIR) {
    mkdirSync(process.env.OUT_DIR, { recursive: true });
    writeFileSync(join(process.env.OUT_DIR, `merged-${basename(file)}`), stringify(merged));
  }
}
process.exitCode = failed ? 1 : 0;
