/** Where events go at once: lines on a terminal, lines of JSON in a file. */
import { open } from 'node:fs/promises';
import type { MonitorEvent } from './monitor-events.ts';
import { paint, type Style } from './style.ts';

const colours = { alarm: 'red', notice: 'yellow' } as const;

/** "2026-03-02 09:30:00 UTC  3 new entries, checked: entries 17 to 19." */
export function eventLine({ at, weight, sentence }: MonitorEvent, style: Style): string {
  const said = weight === 'news' ? sentence : paint(style, colours[weight], sentence);
  return `${at.slice(0, 10)} ${at.slice(11, 19)} UTC  ${said}\n`;
}

/** On the disk when this is done. A line that was cut off when a computer stopped is ended first, so that it spoils no other. */
export async function appendLines(file: string, events: readonly MonitorEvent[]): Promise<void> {
  if (events.length === 0) return;
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const last = new Uint8Array(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    const isWhole = size === 0 || last[0] === 0x0a;
    await handle.appendFile(`${isWhole ? '' : '\n'}${events.map((event) => `${JSON.stringify(event)}\n`).join('')}`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
