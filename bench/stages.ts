/** What a service says, on `/metrics`, that each stage of recording has taken. */

/** Since the service started. */
export type Stages = ReadonlyMap<string, { readonly seconds: number; readonly times: number }>;

export async function stagesOf(address: string): Promise<Stages> {
  const text = await (await fetch(new URL('/metrics', address))).text();
  const read = (part: 'sum' | 'count', stage: string): number =>
    Number(new RegExp(`^counterfoil_stage_seconds_${part}\\{stage="${stage}"\\} (\\S+)$`, 'm').exec(text)?.[1]);
  const names = [...text.matchAll(/^counterfoil_stage_seconds_sum\{stage="([^"]+)"\}/gm)].map(([, name = '']) => name);
  return new Map(names.map((name) => [name, { seconds: read('sum', name), times: read('count', name) }]));
}

/** What was added meanwhile, in several services together. */
export function between(
  before: readonly Stages[],
  after: readonly Stages[],
  stage: string,
): { ms: number; times: number } {
  const sum = (all: readonly Stages[], of: 'seconds' | 'times'): number =>
    all.reduce((total, stages) => total + (stages.get(stage)?.[of] ?? 0), 0);
  const times = sum(after, 'times') - sum(before, 'times');
  return { ms: ((sum(after, 'seconds') - sum(before, 'seconds')) * 1000) / times, times };
}
