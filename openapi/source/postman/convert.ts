import { createRequire } from 'node:module';
import type { JsonObject } from '../schemas.ts';

/** A Postman collection, format 2.1, as far as it is looked into here. */
export interface Collection {
  info: { name: string; schema: string; description: unknown };
  item: Folder[];
  variable: { key: string; value: string }[];
}

export interface Folder {
  name: string;
  item: Item[];
}

/** One request, with answers that it may get. */
export interface Item {
  name: string;
  request: Request;
  response: SavedResponse[];
}

export interface Request {
  method: string;
  url: { host: string[]; path: string[]; variable: { key: string; value: string }[] };
  header: { key: string; value: string }[];
  body?: { mode: string; raw?: string };
}

export interface SavedResponse {
  name: string;
  originalRequest: Request;
  code: number;
  body?: string;
}

type Conversion = { result: true; output: { data: Collection }[] } | { result: false; reason: string };

interface Converter {
  convertV2(
    input: { type: 'json'; data: JsonObject },
    options: Readonly<Record<string, unknown>>,
    done: (error: Error | null, conversion: Conversion) => void,
  ): void;
}

/** It brings no types. */
const converter: Converter = createRequire(import.meta.url)('openapi-to-postmanv2');

/** What Postman itself makes of a document when somebody imports it, with the examples as values. */
export function convert(document: JsonObject): Promise<Collection> {
  const options = { parametersResolution: 'Example', folderStrategy: 'Tags', includeReferenceMap: false };
  return new Promise((done, fail) => {
    // It writes into what it is given.
    converter.convertV2({ type: 'json', data: structuredClone(document) }, options, (error, conversion) => {
      if (error) return fail(error);
      if (!conversion.result) return fail(new Error(conversion.reason));
      const [collection] = conversion.output;
      return collection ? done(collection.data) : fail(new Error('The converter made no collection'));
    });
  });
}
