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
API                         ISSUER_GATEWAY
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

  it('makes a product of D1, and describes it', async () => {
    await printed('issuer add BANKTWO001 --d1-url https://two.example');
    const rules = [
      { name: 'risky phone', when: { deviceScoreAtMost: 2, captureMethods: ['MANUAL'] }, decision: 'YELLOW' },
      { name: 'all others', when: {}, decision: 'GREEN' },
    ];
    await writeFile(join(folder, 'rules.json'), JSON.stringify(rules));
    const out = await printed(
      `product add VISA --family D1 --issuer BANKTWO001 ${ranges} --authorisation LIGHT --service TOKENIZATION
      --service CLICK_TO_PAY --auto-enrolment --fetch-consumers --verify-card --register-unknown-cards --any-pan
      --three-ds --used-for-transactions --rules rules.json`,
    );
    assert.match(out, /\nAPI +D1\n/);
    const shown = out.slice(out.indexOf('Authorisation'), out.indexOf('\n\nProduct VISA'));
    assert.deepEqual(
      shown.split('\n').map(line => line.replace(/ {2,}/, ' = ')),
      [
        'Authorisation = LIGHT',
        'Services = TOKENIZATION, CLICK_TO_PAY',
        'Click to Pay at once = yes',
        'Data of consumers = asked for each time',
        'Issuer verifies cards = yes',
        'Unregistered cards = registered with their token',
        'Numbers are checked = no',
        '3-D Secure = yes',
        'Used for transactions = yes',
        'Rule = YELLOW: risky phone, when deviceScoreAtMost 2 and captureMethods MANUAL',
        'Rule = GREEN: all others, when nothing else is said',
      ],
    );
    assert.deepEqual((await store.products.find('VISA'))?.d1?.rules, rules);
  });

  it('takes the options of D1 for a product of D1 only, and rules as a list', async () => {
    const { exitCode, err } = await countermark(`${add} --verify-card`);
    assert.deepEqual(
      [exitCode, err],
      [2, 'countermark: These options are for products of D1: add --family D1'],
    );
    await writeFile(join(folder, 'no-list.json'), '{"name":"all"}');
    const noList = await countermark(`${add} --family D1 --rules no-list.json`);
    assert.deepEqual(
      [noList.exitCode, noList.err],
      [2, 'countermark: no-list.json holds no list of rules as JSON'],
    );
    const service = await countermark(`${add} --family D1 --service LOUNGE`);
    assert.match(service.err, /Expected TOKENIZATION or CLICK_TO_PAY/);
    const noBackend = await countermark(`${add} --family D1`);
    assert.match(noBackend.err, /Issuer BANKONE001 has no D1 backend/);
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
