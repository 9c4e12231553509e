/** Well-formed HTML or XML. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may be put into markup: texts and numbers are escaped, markup goes in as it is, `null` is nothing. */
export type Content = string | number | Markup | null | readonly Content[];

/**
 * Markup with values put into it, escaped for elements and for attributes in double quotes alike, in HTML and in XML.
 *
 * @example
 * markup`<td title="${title}">${cells}</td>`
 */
export function markup(literals: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(String.raw({ raw: literals }, ...values.map(written)));
}

function written(content: Content): string {
  if (content === null) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'string' || typeof content === 'number') return escaped(String(content));
  return content.map(written).join('');
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => references[character] ?? '');
}
