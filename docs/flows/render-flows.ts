import type { ScenarioMeans } from '@countermark/sandbox/scenarios/run-scenario';
import { type Flow, flows } from './flows.ts';
import { playFlow } from './play-flow.ts';
import { sequenceDiagram } from './sequence-diagram.ts';

/** Plays a flow, and draws what was said. */
export async function renderFlow(flow: Flow, means: ScenarioMeans): Promise<string> {
  const scenes = await playFlow(flow, means);
  const { steps, inWords } = flow.before ?? { steps: 0, inWords: null };
  return `\`\`\`mermaid\n${sequenceDiagram(scenes.slice(steps), inWords)}\n\`\`\``;
}

/** The parts of docs/flows.md, one flow after the other. */
export async function renderFlows(means: ScenarioMeans): Promise<Record<string, string>> {
  const parts: Record<string, string> = {};
  for (const flow of flows) parts[flow.part] = await renderFlow(flow, means);
  return parts;
}
