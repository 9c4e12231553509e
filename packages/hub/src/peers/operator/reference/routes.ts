import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { documentFile, documentForms, openapiVersions, publishedDocuments } from './documents.ts';
import { documentPage, listPage } from './pages.ts';

/** Nothing is loaded from anywhere else. The viewer sets styles of its own, and draws with images in `data:`. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What the pages load beside the documents. */
const assets = {
  'reference.css': new URL('reference.css', import.meta.url),
  'viewer.js': new URL('viewer.js', import.meta.url),
  'swagger-ui.css': new URL(import.meta.resolve('@fastify/swagger-ui/static/swagger-ui.css')),
  'swagger-ui-bundle.js': new URL(import.meta.resolve('@fastify/swagger-ui/static/swagger-ui-bundle.js')),
};

const mediaTypes: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  yaml: 'application/yaml; charset=utf-8',
};

/**
 * Serves the OpenAPI documents, `/openapi/<version>/<name>.<form>`, and pages to browse them, `/reference`. They are the
 * same at every hub of this version and tell nothing of this one: no token is asked for.
 */
export async function referenceRoutes(scope: FastifyInstance): Promise<void> {
  const documents = await publishedDocuments();
  scope.addHook('onSend', async (_, reply) => {
    reply.header('content-security-policy', contentSecurityPolicy);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    reply.header('cache-control', 'no-cache');
  });
  scope.get('/reference', async (_, reply) => sendPage(reply, listPage(documents)));
  for (const document of documents) {
    scope.get(`/reference/${document.name}`, async (_, reply) =>
      sendPage(reply, documentPage(document, documents)),
    );
    for (const path of pathsOf(document.name))
      scope.get(`/openapi/${path}`, async (_, reply) => sendFile(reply, documentFile(path)));
  }
  for (const [name, file] of Object.entries(assets))
    scope.get(`/reference/assets/${name}`, async (_, reply) => sendFile(reply, file));
}

function pathsOf(name: string): string[] {
  return openapiVersions.flatMap(version => documentForms.map(form => `${version}/${name}.${form}`));
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(html);
}

async function sendFile(reply: FastifyReply, file: URL): Promise<FastifyReply> {
  const content = await readFile(file);
  const [extension = ''] = /[^.]+$/.exec(file.pathname) ?? [];
  return reply.type(mediaTypes[extension] ?? 'application/octet-stream').send(content);
}
