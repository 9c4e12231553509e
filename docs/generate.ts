import { readFile, writeFile } from 'node:fs/promises';
import { generatedPages } from './pages/all-pages.ts';

for (const { file, render } of generatedPages) {
  const url = new URL(file, import.meta.url);
  const written = await readFile(url, 'utf8').catch(() => '');
  await writeFile(url, render(written));
}
