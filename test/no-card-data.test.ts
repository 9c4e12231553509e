import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { catalogue } from '@countermark/sandbox/scenarios/catalogue';
import { panOf } from '@countermark/sandbox/scenarios/run-scenario';
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
import { createDatabase, withoutPostgresql } from './support/postgresql.ts';

// --- The search itself -----------------------------------------------------------------------------------------------

const number = testPan({ prefix: sandboxPanPrefixes['DEMO-DEBIT'], index: 1 });
const neighbour = testPan({ prefix: sandboxPanPrefixes['DEMO-DEBIT'], index: 2 });

describe('the search for a card number', () => {
  const search = numberSearch([number]);

  for (const { name, bytes } of numberForms(number)) {
    test(`finds it ${name}, wherever it begins`, () => {
      for (const length of [0, 1, 2, 3, 1000]) {
        const content = Buffer.concat([Buffer.alloc(length, 0x39), bytes, Buffer.alloc(3, 0x39)]);
        assert.deepEqual(search(content), [`…${number.slice(-4)} ${name}`]);
      }
    });

    test(`does not take another number for it, ${name}`, () => {
      const others = numberForms(neighbour).map(form => form.bytes);
      assert.deepEqual(search(Buffer.concat(others)), []);
    });
  }

  for (const offset of [0, 1, 2]) {
    test(`finds it in the base64 of a text it begins ${offset} bytes after a group of three`, () => {
      const text = Buffer.from(`${'x'.repeat(3 + offset)}${number} and more`).toString('base64');
      assert.deepEqual(search(Buffer.from(text)), [`…${number.slice(-4)} base64 at ${offset}`]);
    });
  }
});

test('the search for one-time passwords finds them where they stand alone', () => {
  const search = codeSearch(['123456', '654321']);
  for (const text of ['123456', '"otpValue":"654321"', 'code 123456, ', '\t654321\n']) {
    assert.equal(search(Buffer.from(text)).length, 1, text);
  }
  for (const text of ['0123456', '12:30:00.123456+00', 'a123456', '123456-7', '']) {
    assert.deepEqual(search(Buffer.from(text)), [], text);
  }
});

test('the search for security codes finds their name, however often it was quoted', () => {
  for (const text of ['{"cvv":"123"}', '{\\"cvv\\":\\"123\\"}', '{\\\\"cvv\\\\": 1}']) {
    assert.equal(securityCodeSearch(Buffer.from(text)).length, 1, text);
  }
  assert.deepEqual(securityCodeSearch(Buffer.from('{"cvvValidated":true}')), []);
});

// --- A sandbox that has played every scenario ------------------------------------------------------------------------

const placeNames = ['console', 'hub log', 'database', 'sandbox folder'] as const;
const secretNames = ['card or token number', 'one-time password', 'security code'] as const;

/** What a run left behind, and what must not be in it. */
interface Leavings {
  places: Record<(typeof placeNames)[number], Place>;
  searches: Record<(typeof secretNames)[number], Search>;
}

for (const engine of ['pglite', 'postgresql'] as const) {
  const skip = engine === 'postgresql' && withoutPostgresql;

  describe(`after every scenario on ${engine}`, { skip }, () => {
    const cleanup = new AsyncDisposableStack();
    let leavings: Leavings;

    before(async () => {
      leavings = await playEverything(engine, cleanup);
    });
    after(() => cleanup.disposeAsync());

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
}

/** Its token is made by the simulated TSP of another house, which submits what the device pays with. */
const remoteCard = testPan({ prefix: sandboxPanPrefixes['DEMO-REMOTE'], index: 1 });

/** Uses numbers and codes in every way there is, and stops when all is done. */
async function playEverything(
  engine: 'pglite' | 'postgresql',
  cleanup: AsyncDisposableStack,
): Promise<Leavings> {
  const folder = await mkdtemp(join(tmpdir(), 'countermark-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const database =
    engine === 'postgresql' ? await createDatabase(`cards_${randomBytes(6).toString('hex')}`) : null;
  cleanup.defer(async () => database?.drop());
  const sandbox = new SandboxByCommand({ folder, databaseUrl: database?.url ?? null });
  cleanup.defer(() => sandbox.stop());

  const description = await sandbox.start();
  assert.equal(await sandbox.run('scenarios', '--seed', 'table'), 0);
  assert.equal(await sandbox.run('scenarios', 'S03', 'S12', 'S44', '--seed', 'json', '--json'), 0);
  assert.equal(await sandbox.run('enrol', '--idv', 'sms', '--otp', 'wrong'), 0);
  assert.equal(await sandbox.run('enrol', '--idv', 'email', '--json'), 0);
  assert.equal(await sandbox.run('pay'), 0);
  assert.equal(await sandbox.run('pay', '--json'), 0);
  assert.equal(await sandbox.run('enrol', '--pan', remoteCard), 0);

  const cardNumbers = ['table', 'json'].flatMap(seed => catalogue.map(row => panOf(row, seed)));
  const tokens = await tokenNumbers(description);
  const codes = await oneTimePasswords(description);
  assert.ok(tokens.size >= 25 && codes.size >= 10, `${tokens.size} tokens, ${codes.size} codes`);
  await sandbox.stop();
  return {
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
