import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';

/** Pictures are read by whatever shows the page: a line that it does not know makes an error of the whole picture. */
const docs = new URL('../docs/', import.meta.url);
const pages = (await readdir(docs)).filter(name => name.endsWith('.md'));

/** What of Mermaid's sequence diagrams the pages use. */
const lineForms = [
  /^participant \w+(?: as [\w ]+)?$/,
  /^(?<from>\w+)-{1,2}>>(?<to>\w+): [^;#]+$/,
  /^Note over (?<from>\w+)(?:,(?<to>\w+))?: [^;#]+$/,
  /^(?:opt|loop) [^;#]+$/,
  /^end$/,
];

describe('sequence diagrams are such as Mermaid reads, in', () => {
  for (const page of pages) {
    test(page, async () => {
      for (const diagram of await diagramsOf(page)) {
        assert.deepEqual(faultsOf(diagram), [], diagram.join('\n'));
      }
    });
  }
});

test('a line that Mermaid does not know is found, and one that names nobody', () => {
  const diagram = [
    'sequenceDiagram',
    'participant H as Hub',
    'H-->I: gone',
    'H->>I: lost',
    'opt never closed',
  ];
  assert.deepEqual(faultsOf(diagram), ['H-->I: gone', 'H->>I: lost', 'opened 1 time, closed 0 times']);
});

async function diagramsOf(page: string): Promise<string[][]> {
  const text = await readFile(new URL(page, docs), 'utf8');
  return [...text.matchAll(/^```mermaid\n(?<diagram>sequenceDiagram\n[\s\S]*?)^```$/gm)].map(match =>
    (match.groups?.['diagram'] ?? '')
      .trimEnd()
      .split('\n')
      .map(line => line.trim()),
  );
}

function faultsOf([, ...lines]: readonly string[]): string[] {
  const known = new Set(lines.map(line => /^participant (?<name>\w+)/.exec(line)?.groups?.['name']));
  const opened = lines.filter(line => /^(opt|loop) /.test(line)).length;
  const closed = lines.filter(line => line === 'end').length;
  return [
    ...lines.filter(line => !isReadable(line, known)),
    ...(opened === closed ? [] : [`opened ${opened} time, closed ${closed} times`]),
  ];
}

function isReadable(line: string, known: ReadonlySet<string | undefined>): boolean {
  const match = lineForms.map(form => form.exec(line)).find(found => found !== null);
  if (!match) return false;
  const { from, to } = match.groups ?? {};
  return [from, to].every(name => name === undefined || known.has(name));
}
