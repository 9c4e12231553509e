import assert from 'node:assert/strict';
import { access, readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { generatedPages } from '../docs/pages/all-pages.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));

describe('generated pages', () => {
  for (const { file, render } of generatedPages) {
    test(`docs/${file} is what the code says`, async () => {
      const written = await readFile(join(repository, 'docs', file), 'utf8');
      assert.equal(written, render(written), 'npm run docs writes it anew');
    });
  }
});

describe('links of a page lead to files and headings that exist', async () => {
  for (const page of await pages()) {
    test(relative(repository, page), async () => {
      const text = await readFile(page, 'utf8');
      const missing = await Promise.all(
        linksIn(text).map(async link => ((await leadsSomewhere(page, link)) ? [] : [link])),
      );
      assert.deepEqual(missing.flat(), []);
    });
  }
});

/** Every page of the repository and its packages. */
async function pages(): Promise<string[]> {
  const folders = ['.', 'docs', 'docs/adr'];
  const packages = await readdir(join(repository, 'packages'));
  const everywhere = [...folders, ...packages.map(name => join('packages', name))];
  const found = await Promise.all(
    everywhere.map(async folder => {
      const names = await readdir(join(repository, folder));
      return names
        .filter(name => name.endsWith('.md') || name === 'llms.txt')
        .map(name => join(repository, folder, name));
    }),
  );
  return found.flat();
}

/** Targets within the repository. */
function linksIn(markdown: string): string[] {
  const links = [...markdown.matchAll(/\]\((?<target>[^)\s]+)\)/g)].map(
    match => match.groups?.['target'] ?? '',
  );
  return links.filter(target => !/^[a-z]+:/.test(target));
}

async function leadsSomewhere(page: string, link: string): Promise<boolean> {
  const [path = '', heading] = link.split('#');
  const target = path === '' ? page : join(page, '..', path);
  if (heading === undefined) return exists(target);
  const text = await readFile(target, 'utf8').catch(() => '');
  return [...text.matchAll(/^#+ (?<title>.+)$/gm)].some(
    match => anchorOf(match.groups?.['title'] ?? '') === heading,
  );
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** As code hosts make it: lower case, hyphens for spaces, nothing but letters, digits and hyphens. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number} _-]/gu, '')
    .replaceAll(' ', '-');
}
