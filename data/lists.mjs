// Makes cheeses.csv, villages.csv and towns.csv anew, from the registry's packages, byte for byte:
//   npm install --no-save cheese-name@2.0.1 @etalab/decoupage-administratif@6.0.0 @faker-js/faker@10.6.0
//   node lists.mjs
// Node.js 20 or newer. README.md says what the packages are, and their licences.
import {readFileSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {allLocales} from '@faker-js/faker'

const require = createRequire(import.meta.url)

/** Each name once, in the order of the code points, one a line. */
const write = (file, names) => writeFileSync(new URL(file, import.meta.url), [...new Set(names)].sort().join('\n') + '\n')

// "Feta (Australian)" is a feta.
write('cheeses.csv', require('cheese-name/lib/cheeses.js').map(name => name.toLowerCase().replace(/ *[(,].*/, '')))

// The communes of today; of those with a name of a single word.
const communes = JSON.parse(readFileSync(require.resolve('@etalab/decoupage-administratif/data/communes.json')))
write('villages.csv', communes.filter(commune => commune.type === 'commune-actuelle')
  .map(commune => commune.nom.toLowerCase().normalize('NFC')).filter(name => /^\p{L}+$/u.test(name)))

// Without the weather stations and districts that stand among them: these have brackets.
write('towns.csv', allLocales.ru.location.city_name
  .map(name => name.toLowerCase().normalize('NFC')).filter(name => /^[\p{L}-]+$/u.test(name)))
