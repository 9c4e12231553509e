import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { listeningHub } from '../command-line.fixture.ts';

const { store, folder, countermark, printed, close } = await listeningHub();
after(close);
beforeEach(async () => {
  await store.empty();
  await printed('issuer add BANKONE001 --url https://bank.example');
});

await writeFile(join(folder, 'terms.txt'), 'You agree.');
await writeFile(join(folder, 'terms-de.txt'), 'Sie stimmen zu.');

const ranges = '--pan-range 99901001:16 --token-bin 99909001:16 --trid 40010030273';
const add = `product add DEBIT --issuer BANKONE001 ${ranges}`;

describe('countermark product add', () => {
  it('makes a product from options', async () => {
    const out = await printed(
      `${add} --pan-range 99901002:19 --trid 40010075001 --max-tokens 2 --issuer-overrides-yellow
      --name Debit-card --terms terms.txt --terms de=terms-de.txt --terms-version 3`,
    );
    assert.equal(
      out,
      `Product                     DEBIT
Name                        Debit-card
Issuer                      BANKONE001
Scheme                      DOMESTIC
TSP                         DOMESTIC
TSP's product               DEBIT
Cards                       99901001…, 16 digits
Cards                       99901002…, 19 digits
Tokens                      99909001…, 16 digits
Requestors                  40010030273, 40010075001
Tokens per card             at most 2
Issuer's green over yellow  yes
Network stands in           no
Terms                       DEBIT-terms version 3, en
Terms                       DEBIT-terms version 3, de

Product DEBIT is ready.`,
    );
    const product = await store.products.find('DEBIT');
    assert.deepEqual(
      product?.terms.map(({ text }) => text),
      ['You agree.', 'Sie stimmen zu.'],
    );
  });

  it('makes a product from what `product show --json` printed', async () => {
    await printed(`${add} --name Debit-card`);
    await writeFile(join(folder, 'product.json'), await printed('product show DEBIT --json'));
    await store.empty();
    await printed('issuer add BANKONE001 --url https://bank.example');
    assert.match(await printed('product add DEBIT --file product.json'), /Name +Debit-card/);
    const other = await countermark('product add CREDIT --file product.json');
    assert.deepEqual(
      [other.exitCode, other.err],
      [2, 'countermark: product.json describes product DEBIT, not CREDIT'],
    );
  });

  it('says what is wrong with a file', async () => {
    const fromFile = (file: string) => countermark(`product add DEBIT --file ${file}`);
    const text = await fromFile('terms.txt');
    assert.deepEqual([text.exitCode, text.err], [2, 'countermark: terms.txt holds no JSON object']);
    await writeFile(join(folder, 'wrong.json'), '{"issuerId":"BANKONE001","panRange":[]}');
    const wrong = await fromFile('wrong.json');
    assert.equal(wrong.exitCode, 1);
    assert.match(wrong.err, /panRange is not known; known are issuerId, name, scheme/);
  });

  it('says whose range it is that is taken', async () => {
    await printed(add);
    await printed('issuer add BANKTWO001 --url https://bank.example');
    const { exitCode, err } = await countermark(`product add CREDIT --issuer BANKTWO001 ${ranges}`);
    assert.equal(exitCode, 1);
    assert.match(err, /Range 99901001 of product CREDIT .* overlaps range 99901001 of product DEBIT/);
  });
});

describe('countermark product list', () => {
  it('shows the products there are', async () => {
    assert.match(await printed('product list'), /No products yet/);
    await printed(add);
    assert.equal(
      await printed('product list'),
      [
        'PRODUCT  NAME   ISSUER      SCHEME    TSP       CARDS        TOKENS',
        'DEBIT    DEBIT  BANKONE001  DOMESTIC  DOMESTIC  99901001:16  99909001:16',
      ].join('\n'),
    );
  });
});
