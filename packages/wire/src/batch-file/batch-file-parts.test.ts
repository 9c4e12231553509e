import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type BatchFilePart, batchFileParts } from './batch-file-parts.ts';

async function* inChunks(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(parts: AsyncIterable<BatchFilePart>): Promise<BatchFilePart[]> {
  const list: BatchFilePart[] = [];
  for await (const part of parts) list.push(part);
  return list;
}

async function partsOf(
  text: string | Uint8Array,
  { size = 7, largest }: { size?: number; largest?: number } = {},
): Promise<BatchFilePart[]> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const chunks = inChunks(bytes, size);
  return all(largest === undefined ? batchFileParts(chunks) : batchFileParts(chunks, { largest }));
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a batch file', () => {
  test('is read part by part, without carriage returns and insignificant white space', async () => {
    const file = ` {\r\n\t"header" : { "batchId": "a \\" b\\\\" , "n" : [ 1 , 2.5e3 ] } ,\r\n"more": null, "records": [ { "rowId" : 1 }\r\n, {"rowId":2,"é":"ü"} ] , "signature" : "x..y" }\n`;
    assert.deepEqual(await partsOf(file), [
      {
        kind: 'HEADER',
        text: '{"batchId":"a \\" b\\\\","n":[1,2.5e3]}',
        value: { batchId: 'a " b\\', n: [1, 2500] },
      },
      { kind: 'RECORD', text: '{"rowId":1}', value: { rowId: 1 } },
      { kind: 'RECORD', text: '{"rowId":2,"é":"ü"}', value: { rowId: 2, é: 'ü' } },
      { kind: 'SIGNATURE', text: '"x..y"', value: 'x..y' },
      { kind: 'END', digest: digestOf(file) },
    ]);
  });

  test('of endlessly many members is none: their names would fill the memory', async () => {
    const members = (count: number) => `{${Array.from({ length: count }, (_, at) => `"${at}":0`).join(',')}}`;
    assert.deepEqual((await partsOf(members(100))).at(-1)?.kind, 'END');
    assert.deepEqual(await partsOf(members(101)), [{ kind: 'REFUSED', errorCode: '103' }]);
  });

  test('may have no records, and its members in any order', async () => {
    const parts = await partsOf('{"signature":"s","records":[],"header":{}}');
    assert.deepEqual(
      parts.map(({ kind }) => kind),
      ['SIGNATURE', 'HEADER', 'END'],
    );
  });

  test('is the same however it is cut, and however it is laid out', async () => {
    const record = fc.record({
      rowId: fc.integer(),
      text: fc.string({ unit: 'binary' }),
      deep: fc.jsonValue(),
    });
    const layout = fc.constantFrom(undefined, 1, '\t', '\r\n  ');
    await fc.assert(
      fc.asyncProperty(
        fc.array(record),
        layout,
        fc.integer({ min: 1, max: 50 }),
        async (records, indent, size) => {
          const content = { header: { batchId: '1' }, records, signature: 's' };
          const text = JSON.stringify(content, null, indent).replaceAll('\n', '\r\n');
          const parts = await partsOf(text, { size });
          const signed = parts.flatMap(part => (part.kind === 'RECORD' ? [part.text] : []));
          assert.deepEqual(
            signed,
            records.map(entry => JSON.stringify(entry)),
          );
          assert.equal(parts.at(-1)?.kind, 'END');
        },
      ),
    );
  });
});

describe('no batch file', () => {
  const broken: Record<string, string> = {
    nothing: '',
    'white space': ' \n',
    'an array': '[]',
    'two objects': '{}{}',
    'cut off in a record': '{"header":{},"records":[{"rowId":1},{"rowId"',
    'cut off behind the records': '{"header":{},"records":[{"rowId":1}]',
    'a record that is not JSON': '{"records":[{"rowId":01}]}',
    'numbers that white space parts': '{"records":[{"rowId":1 2}]}',
    'a word that white space parts': '{"records":[{"rowId":tr ue}]}',
    'a comma too many': '{"records":[{},]}',
    'a comma behind the last member': '{"header":{},}',
    'a member without value': '{"header":}',
    'a member without name': '{:1}',
    'a name that is none': '{header:{}}',
    'a comma instead of a colon': '{"header",{}}',
    'closed with the wrong bracket': '{"header":{"a":1]}',
    'records that are no array': '{"records":{}}',
    'a member twice': '{"header":{},"header":{}}',
    'a byte order mark': '\uFEFF{}',
  };
  for (const [what, text] of Object.entries(broken)) {
    test(`is ${what}`, async () => {
      for (const size of [1, 1000]) {
        assert.deepEqual((await partsOf(text, { size })).at(-1), { kind: 'REFUSED', errorCode: '103' });
      }
    });
  }

  test('is a text that is not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{"header":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    assert.deepEqual(await partsOf(bytes), [{ kind: 'REFUSED', errorCode: '103' }]);
  });

  test('is one larger than allowed, and no more of it is read', async () => {
    let read = 0;
    async function* endless() {
      for (;;) {
        read += 1;
        yield new TextEncoder().encode(' '.repeat(100));
      }
    }
    const parts = await all(batchFileParts(endless(), { largest: 1000 }));
    assert.deepEqual(parts, [{ kind: 'REFUSED', errorCode: '102' }]);
    assert.equal(read, 11);
  });

  test('is one with a record that never ends', async () => {
    const text = `{"records":[{"rowId":"${'x'.repeat(70_000)}`;
    for (const size of [1, 1000]) {
      assert.deepEqual((await partsOf(text, { size })).at(-1), { kind: 'REFUSED', errorCode: '106' });
    }
  });

  test('is any text cut off before its end', async () => {
    const text = '{"header":{"a":"b"},"records":[{"rowId":1},{"rowId":-2.5}],"signature":"s"}';
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: text.length - 1 }), async end => {
        assert.equal((await partsOf(text.slice(0, end))).at(-1)?.kind, 'REFUSED');
      }),
    );
  });

  test('is not taken for one whatever the bytes are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async bytes => {
        const text = new TextDecoder().decode(bytes);
        const { kind } = (await partsOf(bytes)).at(-1) ?? assert.fail();
        if (kind === 'END') assert.doesNotThrow(() => JSON.parse(text.replaceAll('\r', '')));
      }),
    );
  });
});
