import { readFileSync } from 'node:fs';
import { decisions } from './decisions.ts';

const repository = new URL('../../', import.meta.url);

/** One row of the table of docs/README.md. */
interface Page {
  title: string;
  /** From the root of the repository. */
  path: string;
  audience: string;
  /** What is in it. */
  content: string;
}

/** The index that programs read (llmstxt.org): a summary, and every page with what it is about. */
export function renderLlms(): string {
  const pages = pagesOf(readFileSync(new URL('docs/README.md', repository), 'utf8'));
  const [forIssuers, others] = [pages.filter(isForIssuers), pages.filter(page => !isForIssuers(page))];
  return [
    '# Countermark',
    `> ${summaryOf(readFileSync(new URL('README.md', repository), 'utf8'))}`,
    'Paths are relative to the root of the repository. Commands on a page are run by its tests, and tables are printed from the code.',
    `## For issuer developers\n\n${forIssuers.map(pageLine).join('\n')}`,
    `## For operators and maintainers\n\n${others.map(pageLine).join('\n')}`,
    `## Optional\n\n${decisions().map(decisionLine).join('\n')}`,
    '',
  ].join('\n\n');
}

/** @throws Error when the table is not where it was, or a row has another form */
function pagesOf(readme: string): Page[] {
  const rows = readme.split('\n').filter(line => line.startsWith('| ['));
  const pages = rows.flatMap(row => {
    const { title, link, audience, content } =
      /^\| \[(?<title>[^\]]+)\]\((?<link>[^)]+)\) \| (?<audience>[^:|]+): (?<content>.+) \|$/.exec(row)
        ?.groups ?? {};
    if (title === undefined || link === undefined || audience === undefined || content === undefined)
      return [];
    return [{ title, path: fromRoot(link), audience, content }];
  });
  if (pages.length === 0) throw new Error('docs/README.md has no table of pages any more');
  return pages;
}

function fromRoot(link: string): string {
  return decodeURI(new URL(link, new URL('docs/', 'root:/')).pathname.slice(1));
}

function isForIssuers({ audience }: Page): boolean {
  return audience.includes('issuer') || audience === 'everybody';
}

function pageLine({ title, path, content }: Page): string {
  return `- [${title}](${path}): ${content}`;
}

function decisionLine({ number, title, file }: ReturnType<typeof decisions>[number]): string {
  return `- [Decision ${number}](docs/adr/${file}): ${title}`;
}

/** The first paragraph behind the title, on one line. */
function summaryOf(readme: string): string {
  const [, paragraph] = readme.split('\n\n');
  if (paragraph === undefined) throw new Error('README.md has no summary behind its title');
  return paragraph.replaceAll('\n', ' ').replaceAll('**', '');
}
