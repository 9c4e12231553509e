/** Commands of a page, and what the page says they print. */
export interface Example {
  /** Heading it stands under. */
  heading: string;
  commands: string;
  /** Null when the page shows nothing. */
  output: string | null;
}

/** Every ```bash block of a page, each with the ```text block that follows it, if one does. */
export function examplesIn(markdown: string): Example[] {
  const examples: Example[] = [];
  let heading = '';
  const parts = markdown.matchAll(/^#+ (?<title>.+)$|^```(?<language>\w*)\n(?<text>[\s\S]*?)^```$/gm);
  for (const { groups = {} } of parts) {
    const { title, language, text = '' } = groups;
    if (title !== undefined) heading = title;
    if (language === 'bash') examples.push({ heading, commands: text, output: null });
    const last = examples.at(-1);
    if (language === 'text' && last) last.output = text;
  }
  return examples;
}
