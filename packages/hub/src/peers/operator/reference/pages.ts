import { documentForms, openapiVersions, type PublishedDocument } from './documents.ts';

/** Whose documents stand together, by the beginning of their names. */
const groups = [
  { heading: 'Issuer Gateway', begins: ['TSH-inbound', 'TSH-outbound', 'TSH-auxiliary-'] },
  { heading: 'D1, called by issuers', begins: ['D1-Public-IN-'] },
  { heading: 'D1, served by issuers', begins: ['D1-Public-OUT-'] },
  { heading: 'The hub', begins: ['token-requestor', 'operator'] },
  { heading: 'All that issuers call and serve', begins: ['countermark'] },
] as const;

/** The list of all documents. */
export function listPage(documents: readonly PublishedDocument[]): string {
  return page({
    title: 'API reference',
    head: '',
    body: `<main class="list">
<h1>API reference</h1>
<p>Every API of this hub, as OpenAPI documents: to read here, or to download for other tools.</p>
${grouped(documents, card)}
</main>`,
  });
}

/** One document to browse, with the way to all others. */
export function documentPage(document: PublishedDocument, documents: readonly PublishedDocument[]): string {
  const { name, title, version } = document;
  const link = (other: PublishedDocument) =>
    `<li><a href="/reference/${other.name}"${other.name === name ? ' aria-current="page"' : ''}>${escaped(other.name)}</a></li>`;
  return page({
    title: `${title} ${version}`,
    head: `<link rel="stylesheet" href="/reference/assets/swagger-ui.css">
<script src="/reference/assets/swagger-ui-bundle.js" defer></script>
<script src="/reference/assets/viewer.js" type="module"></script>`,
    body: `<header>
<a class="home" href="/reference">API reference</a>
<details class="others"><summary>Other documents</summary><nav aria-label="Documents">${grouped(documents, link)}</nav></details>
<p class="files">${filesOf(document)}</p>
</header>
<main id="document" data-url="/openapi/${openapiVersions[0]}/${name}.json">
<p class="waiting" role="status">Reading ${escaped(name)} …</p>
<noscript><p>The browsable view needs JavaScript; the files above do not.</p></noscript>
</main>`,
  });
}

function grouped(
  documents: readonly PublishedDocument[],
  item: (document: PublishedDocument) => string,
): string {
  return groups
    .map(({ heading, begins }) => {
      const own = begins.flatMap(beginning => documents.filter(({ name }) => name.startsWith(beginning)));
      return `<h2>${heading}</h2><ul>${own.map(item).join('')}</ul>`;
    })
    .join('');
}

function card(document: PublishedDocument): string {
  const { name, title, version, description, operations } = document;
  return `<li>
<h3><a href="/reference/${name}">${escaped(title)} ${escaped(version)}</a></h3>
<p>${escaped(description)}</p>
<p class="about"><code>${escaped(name)}</code>, ${operations} ${operations === 1 ? 'operation' : 'operations'}</p>
<p class="files">${filesOf(document)}</p>
</li>`;
}

function filesOf({ name }: PublishedDocument): string {
  return openapiVersions
    .flatMap(version =>
      documentForms.map(
        form =>
          `<a href="/openapi/${version}/${name}.${form}" aria-label="${name}, OpenAPI ${version} as ${form.toUpperCase()}">${version} ${form.toUpperCase()}</a>`,
      ),
    )
    .join(' ');
}

function page({ title, head, body }: { title: string; head: string; body: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} · Countermark</title>
<link rel="icon" href="data:,">
${head}
<link rel="stylesheet" href="/reference/assets/reference.css">
</head>
<body>
${body}
</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => entities[character] ?? character);
}
