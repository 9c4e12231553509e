import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** A published OpenAPI document, as lists show it. */
export interface PublishedDocument {
  /** `TSH-inbound`: its file is called so. */
  name: string;
  title: string;
  version: string;
  description: string;
  /** How many calls it describes. */
  operations: number;
}

/** The versions of OpenAPI that each document is published in, the newest first. */
export const openapiVersions = ['3.1', '3.0'] as const;

/** The forms that each document is published in. */
export const documentForms = ['json', 'yaml'] as const;

const folder = new URL('.', import.meta.resolve('@countermark/openapi/package.json'));

/** Every published document, in the order of their names. */
export async function publishedDocuments(): Promise<PublishedDocument[]> {
  const files = await readdir(new URL(`${openapiVersions[0]}/`, folder));
  const names = files.filter(file => file.endsWith('.json')).map(file => basename(file, '.json'));
  return Promise.all(names.toSorted().map(describe));
}

/** Where a file of the documents is: `3.1/TSH-inbound.json`. */
export function documentFile(path: string): URL {
  return new URL(path, folder);
}

async function describe(name: string): Promise<PublishedDocument> {
  const text = await readFile(documentFile(`${openapiVersions[0]}/${name}.json`), 'utf8');
  const { info, paths } = JSON.parse(text) as {
    info: Pick<PublishedDocument, 'title' | 'version' | 'description'>;
    paths: Record<string, object>;
  };
  const operations = Object.values(paths).reduce((sum, path) => sum + Object.keys(path).length, 0);
  return { name, title: info.title, version: info.version, description: info.description, operations };
}
