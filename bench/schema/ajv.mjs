// ajv.mjs STANDARDS SECONDS: ajv's compiled validators over parsed documents, one line each:
// "validate/ajv/NAME NANOSECONDS" without formats, "validate/ajv_formats/NAME NANOSECONDS" with.
import { readFileSync, readdirSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const [folder, seconds] = process.argv.slice(2);
const read = (name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'));

function nanoseconds(validate, document) {
  if (!validate(document) || validate(1)) throw new Error('not valid');
  let sum = 0;
  const turn = (count) => {
    const begin = process.hrtime.bigint();
    for (let i = 0; i < count; ++i) sum += validate(document) ? 1 : 0;
    return Number(process.hrtime.bigint() - begin) / count;
  };
  for (let i = 0; i < 5; ++i) turn(20000);  // for the optimising compiler
  const count = Math.max(1000, Math.round((Number(seconds) * 1e9) / 5 / turn(20000)));
  let best = Infinity;
  for (let i = 0; i < 5; ++i) best = Math.min(best, turn(count));
  if (sum === 0) throw new Error('nothing was valid');
  return best;
}

const names = readdirSync(folder).filter((name) => name.endsWith('.schema.json'));
for (const file of names) {
  const name = file.replace('.schema.json', '');
  for (const [label, formats] of [['ajv', false], ['ajv_formats', true]]) {
    const ajv = new Ajv({ strict: false, validateFormats: formats });
    if (formats) addFormats(ajv);
    const time = nanoseconds(ajv.compile(read(file)), read(`${name}.json`));
    console.log(`validate/${label}/${name} ${time.toFixed(1)}`);
  }
}
