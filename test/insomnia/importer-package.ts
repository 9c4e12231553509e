import { createRequire } from 'node:module';

/** One thing that Insomnia would make of a document. */
export interface Resource {
  _type: string;
}

export interface Request extends Resource {
  _type: 'request';
  name: string;
  method: string;
  url: string;
}

/** Insomnia's own importer, as the openapi workspace has it. It brings no types. */
export const importerPackage: {
  convert(text: string): Promise<{ type: { id: string }; data: { resources: Resource[] } }>;
} = createRequire(new URL('../../openapi/package.json', import.meta.url))('insomnia-importers');
