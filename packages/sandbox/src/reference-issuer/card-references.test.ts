import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { scrubPans } from '@countermark/wire/card/scrub';
import { testPan } from '../test-cards.ts';
import { type CardReferences, openCardReferences } from './card-references.ts';

const folder = await mkdtemp(join(tmpdir(), 'countermark-card-references-'));
after(() => rm(folder, { recursive: true }));

const pan = (index: number) => testPan({ prefix: '99901001', index });
const issuerId = 'CMISSUER01';
const card = { issuerId, pan: pan(0), expiryYear: '30', productId: 'DEMO-DEBIT' };

let run = 0;
let stateFile: string;
let references: CardReferences;
beforeEach(async () => {
  run += 1;
  stateFile = join(folder, String(run), 'reference-issuer.json');
  references = await openCardReferences(stateFile);
});

describe('referenceOf', () => {
  it('is the same for the same FPAN, after a restart too', async () => {
    const reference = await references.referenceOf(card);
    assert.equal(await references.referenceOf({ ...card, expiryYear: '31' }), reference);
    assert.equal(await (await openCardReferences(stateFile)).referenceOf(card), reference);
  });

  it('differs between cards, issuers and sandboxes', async () => {
    const elsewhere = await openCardReferences(join(folder, 'elsewhere.json'));
    const all = [
      await references.referenceOf(card),
      await references.referenceOf({ ...card, pan: pan(1) }),
      await references.referenceOf({ ...card, issuerId: 'CMISSUER02' }),
      await elsewhere.referenceOf(card),
    ];
    assert.equal(new Set(all).size, all.length);
  });

  it('fits the wire and is never taken for a card number', async () => {
    for (let index = 0; index < 50; index++) {
      const reference = await references.referenceOf({ ...card, pan: pan(index) });
      assert.match(reference, /^[a-p]{32}$/);
      assert.equal(scrubPans(reference), reference);
    }
  });
});

describe('recall', () => {
  it('knows the last expiry year and the product, after a restart too', async () => {
    const reference = await references.referenceOf(card);
    await references.referenceOf({ ...card, expiryYear: '48' });
    await references.referenceOf({ ...card, expiryYear: null });
    const known = { expiryYear: '48', productId: 'DEMO-DEBIT' };
    assert.deepEqual(references.recall(issuerId, reference), known);
    assert.deepEqual((await openCardReferences(stateFile)).recall(issuerId, reference), known);
  });

  it('knows nothing of references it did not give', async () => {
    const reference = await references.referenceOf(card);
    for (const other of ['unknown', '__proto__', 'constructor'])
      assert.equal(references.recall(issuerId, other), undefined);
    assert.equal(references.recall('CMISSUER02', reference), undefined);
  });
});

describe('replace', () => {
  it('gives the new number the reference of the old one', async () => {
    const reference = await references.referenceOf(card);
    const newCard = { pan: pan(1), expiryYear: '32' };
    await references.replace({ issuerId, issuerCardRefId: reference, newCard });
    assert.equal(references.recall(issuerId, reference)?.expiryYear, '32');
    assert.equal(await references.referenceOf({ ...card, pan: pan(1) }), reference);
  });

  it('follows to a new reference and a new product', async () => {
    const reference = await references.referenceOf(card);
    const newer = { newIssuerCardRefId: 'newer', newProductId: 'DEMO-GOLD' };
    await references.replace({ issuerId, issuerCardRefId: reference, ...newer });
    assert.equal(references.recall(issuerId, reference), undefined);
    assert.deepEqual(references.recall(issuerId, 'newer'), { expiryYear: '30', productId: 'DEMO-GOLD' });
    assert.equal(await (await openCardReferences(stateFile)).referenceOf(card), 'newer');
  });

  it('leaves a card alone that it does not know', async () => {
    const newCard = { pan: pan(1), expiryYear: '32' };
    await references.replace({ issuerId, issuerCardRefId: 'unknown', newCard });
    assert.equal(references.recall(issuerId, 'unknown'), undefined);
  });
});

describe('the state file', () => {
  it('is for its owner only and holds no PAN', async () => {
    await references.referenceOf(card);
    assert.equal((await stat(stateFile)).mode & 0o777, 0o600);
    assert.ok(!(await readFile(stateFile, 'utf8')).includes(card.pan.slice(0, 12)));
  });

  it('holds everything once all calls are answered, however many come together', async () => {
    const cards = Array.from({ length: 40 }, (_, index) => ({ ...card, pan: pan(index) }));
    const given = await Promise.all(cards.map(entry => references.referenceOf(entry)));
    const reopened = await openCardReferences(stateFile);
    for (const reference of given) assert.ok(reopened.recall(issuerId, reference));
  });

  it('is not begun anew when it cannot be read', async () => {
    await writeFile(stateFile, 'no JSON');
    await assert.rejects(openCardReferences(stateFile), SyntaxError);
    assert.equal(await readFile(stateFile, 'utf8'), 'no JSON');
  });
});
