/** XML as the parser of a real browser reads it. */
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';

export interface Element {
  readonly name: string;
  readonly namespace: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

export interface XmlReader extends AsyncDisposable {
  /** @throws where it is not well-formed. */
  parse(xml: string): Promise<Element>;
}

export async function openXmlReader(): Promise<XmlReader> {
  const browser: Browser = await launchBrowser();
  const page = await browser.newPage();
  return {
    async parse(xml) {
      return page.evaluate((text) => {
        const document = new DOMParser().parseFromString(text, 'application/xml');
        const fault = document.querySelector('parsererror');
        if (fault !== null) throw new Error(fault.textContent);
        interface Read {
          readonly name: string;
          readonly namespace: string | null;
          readonly attributes: Record<string, string>;
          readonly children: Read[];
          readonly text: string;
        }
        const read = (element: globalThis.Element): Read => ({
          name: element.localName,
          namespace: element.namespaceURI,
          attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
          children: [...element.children].map((child) => read(child)),
          text: element.textContent,
        });
        return read(document.documentElement);
      }, xml);
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}
