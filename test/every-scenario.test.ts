import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { catalogue } from '@countermark/sandbox/scenarios/catalogue';
import { pansOf, type ScenarioResult } from '@countermark/sandbox/scenarios/run-scenario';
import { builtInTestCard, sandboxPanPrefixes, testPan } from '@countermark/sandbox/test-cards';
import { numberForms } from './card-data/number-forms.ts';
import {
  consoleOutput,
  hubLog,
  type Place,
  pgliteFolder,
  plainDump,
  sandboxFolder,
} from './card-data/places.ts';
import { SandboxByCommand } from './card-data/sandbox-by-command.ts';
import { codeSearch, numberSearch, type Search, securityCodeSearch } from './card-data/search.ts';
import { oneTimePasswords, tokenNumbers } from './card-data/used-secrets.ts';
import { peakMemory } from './support/peak-memory.ts';
import { createDatabase, testEngine } from './support/postgresql.ts';

const placeNames = ['console', 'hub log', 'database', 'sandbox folder'] as const;
const secretNames = ['card or token number', 'one-time password', 'security code'] as const;

/** What the hub may take on PostgreSQL, in MB. */
const limit = 250;
const linuxOnly =
  process.platform === 'linux' ? false : 'needs Linux: peak memory is read from /proc/<pid>/status';

/** What a run left behind, and what must not be in it. */
interface Leavings {
  /** What became of each row of the catalogue. */
  rows: readonly ScenarioResult[];
  /** The most that the hub ever took, in MB; null where the system does not tell. */
  peak: number | null;
  places: Record<(typeof placeNames)[number], Place>;
  searches: Record<(typeof secretNames)[number], Search>;
}

const engine = testEngine();

describe(`a sandbox that has played every scenario on ${engine}`, () => {
  const cleanup = new AsyncDisposableStack();
  let leavings: Leavings;

  before(async () => {
    leavings = await playEverything(cleanup);
  });
  after(() => cleanup.disposeAsync());

  for (const { id, title } of catalogue) {
    test(`${id}: ${title}`, () => {
      const row = leavings.rows.find(row => row.id === id) ?? assert.fail('it was not played');
      assert.equal(row.problem, null);
      assert.deepEqual(row.actual, row.expected);
      assert.ok(row.passed);
    });
  }

  // The embedded database is for laptops, and counts as the hub's memory.
  if (engine === 'postgresql') {
    test(`took less than ${limit} MB`, { skip: linuxOnly }, t => {
      const peak = Math.round(leavings.peak ?? assert.fail('the peak was not read'));
      t.diagnostic(`VmHWM of the hub: ${peak} MB`);
      assert.ok(peak < limit, `the hub took ${peak} MB`);
    });
  }

  for (const place of placeNames) {
    for (const secret of secretNames) {
      test(`${place}: no ${secret}`, async () => {
        assert.deepEqual(await find(leavings.places[place], leavings.searches[secret]), []);
      });
    }
  }

  for (const place of placeNames) {
    test(`${place}: what was planted is found`, () => verifyPlantedIsFound(leavings.places[place]));
  }
});

/** Its token is made by the simulated TSP of another house, which submits what the device pays with. */
const remoteCard = testPan({ prefix: sandboxPanPrefixes['DEMO-REMOTE'], index: 1 });

/** Uses numbers and codes in every way there is, and stops when all is done. */
async function playEverything(cleanup: AsyncDisposableStack): Promise<Leavings> {
  const folder = await mkdtemp(join(tmpdir(), 'countermark-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const database =
    engine === 'postgresql' ? await createDatabase(`cards_${randomBytes(6).toString('hex')}`) : null;
  cleanup.defer(async () => database?.drop());
  const sandbox = new SandboxByCommand({ folder, databaseUrl: database?.url ?? null });
  cleanup.defer(() => sandbox.stop());

  const description = await sandbox.start();
  const { results: rows } = JSON.parse(await sandbox.output('scenarios', '--seed', 'json', '--json')) as {
    results: ScenarioResult[];
  };
  assert.equal(await sandbox.run('scenarios', 'S03', 'S12', 'S44', '--seed', 'table'), 0);
  assert.equal(await sandbox.run('enrol', '--idv', 'sms', '--otp', 'wrong'), 0);
  assert.equal(await sandbox.run('enrol', '--idv', 'email', '--json'), 0);
  assert.equal(await sandbox.run('pay'), 0);
  assert.equal(await sandbox.run('pay', '--json'), 0);
  assert.equal(await sandbox.run('enrol', '--pan', remoteCard), 0);

  const cardNumbers = ['table', 'json'].flatMap(seed => catalogue.flatMap(row => pansOf(row, seed)));
  const tokens = await tokenNumbers(description);
  const codes = await oneTimePasswords(description);
  assert.ok(tokens.size >= 25 && codes.size >= 10, `${tokens.size} tokens, ${codes.size} codes`);
  const peak = linuxOnly === false ? await peakMemory(description.hub.pid) : null;
  await sandbox.stop();
  return {
    rows,
    peak,
    places: {
      console: consoleOutput(sandbox.printed),
      'hub log': hubLog(folder),
      database: database ? plainDump(database.url) : pgliteFolder(folder),
      'sandbox folder': sandboxFolder(folder, description),
    },
    searches: {
      'card or token number': numberSearch([builtInTestCard.pan, remoteCard, ...cardNumbers, ...tokens]),
      'one-time password': codeSearch(codes),
      'security code': securityCodeSearch,
    },
  };
}

/** What is found in a place, and in which piece of it. */
async function find(place: Place, search: Search): Promise<string[]> {
  const finds: string[] = [];
  for await (const { name, content } of place.pieces()) {
    finds.push(...search(content).map(found => `${name}: ${found}`));
  }
  return finds;
}

/** A number in all its forms, a code and a security code that were used nowhere before. */
async function verifyPlantedIsFound(place: Place): Promise<void> {
  const pan = testPan({ prefix: sandboxPanPrefixes['DEMO-DEBIT'], index: 424_242 });
  const otp = '271828';
  const forms = numberForms(pan);
  const text = forms.filter(({ name }) => name !== 'BCD').map(({ bytes }) => bytes.toString());
  const bytes = forms.find(({ name }) => name === 'BCD')?.bytes ?? assert.fail('there is no BCD form');
  await place.plant({ text: [...text, otp, '"cvv":"999"'].join(' '), bytes });

  const found = await find(place, numberSearch([pan]));
  for (const { name } of forms) {
    const isFound = found.some(entry => entry.endsWith(` ${name}`));
    assert.ok(isFound || (name === 'BCD' && place.writesBytesAsHex), `${name} was not found`);
  }
  assert.ok((await find(place, codeSearch([otp]))).length > 0);
  assert.ok((await find(place, securityCodeSearch)).length > 0);
}
