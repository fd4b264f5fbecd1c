/** An official at the signing desk: a browser context of their own, with all that goes over the wire kept. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language } from '@counterfoil/web-viewer/language';
import { languageOf } from '@counterfoil/web-viewer/languages';
import type { Browser, BrowserContext, Page } from 'playwright-core';

export interface KeyLines {
  readonly person: string;
  readonly key: string;
}

export class DeskUser {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Addresses, headers and bodies, both ways. */
  readonly traffic: Buffer[] = [];
  /** Origins that were asked for anything. */
  readonly sites = new Set<string>();
  /** What the page complained of. */
  readonly complaints: string[] = [];
  /** Of the pages. */
  readonly language: Language;
  readonly #address: string;

  private constructor(context: BrowserContext, page: Page, address: string, language: Language) {
    this.context = context;
    this.page = page;
    this.language = language;
    this.#address = address;
  }

  /** @param code of a language other than that of the authority, which is English */
  static async open(browser: Browser, address: string, code?: string): Promise<DeskUser> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const pages = code === undefined ? address : `${address}/${code}`;
    const user = new DeskUser(context, await context.newPage(), pages, languageOf(code));
    context.on('request', (request) => {
      if (request.url().startsWith('http')) user.sites.add(new URL(request.url()).origin);
      user.traffic.push(Buffer.from(`${request.url()}\n${JSON.stringify(request.headers())}\n`));
      const body = request.postDataBuffer();
      if (body !== null) user.traffic.push(body);
    });
    context.on('response', (response) => {
      user.traffic.push(Buffer.from(JSON.stringify(response.headers())));
      void response.body().then(
        (body) => user.traffic.push(body),
        // Redirects and answers that the page gave up have none.
        () => undefined,
      );
    });
    user.page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') user.complaints.push(message.text());
    });
    user.page.on('pageerror', (error) => user.complaints.push(error.message));
    return user;
  }

  /** A page of the desk, until it has been made. */
  async go(to: string): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(`${this.#address}/desk#${to}`);
    await this.ready();
  }

  async ready(): Promise<void> {
    await this.page.locator('#desk .cf-desk').locator('h1, .govuk-error-summary').first().waitFor();
    await this.page.locator('#desk > p[role=status]:empty').waitFor({ state: 'attached' });
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  heading(name: string | RegExp): Promise<void> {
    return this.page.getByRole('heading', { name }).first().waitFor();
  }

  /** What stands in the way, as the page says it. */
  async refusal(): Promise<string> {
    const box = this.page.locator('.govuk-error-summary').first();
    await box.waitFor();
    return box.innerText();
  }

  /** The two lines for the registrars. */
  async keyLines(): Promise<KeyLines> {
    const text = await this.page.locator('.cf-key .cf-command').innerText();
    return JSON.parse(`{${text.replace('\n', ',')}}`) as KeyLines;
  }

  async makeBrowserKey(): Promise<KeyLines> {
    await this.go('key');
    await this.press(this.language.phrase('desk-key-browser-make'));
    return this.keyLines();
  }

  /** With an authenticator that says yes; resolves also with the way to read the key out of it. */
  async makePasskey(): Promise<KeyLines & { readonly privateKey: () => Promise<Buffer> }> {
    const session = await this.context.newCDPSession(this.page);
    await session.send('WebAuthn.enable');
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await this.go('key');
    await this.press('Make a passkey');
    const lines = await this.keyLines();
    return {
      ...lines,
      async privateKey() {
        const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId });
        return Buffer.from(credentials[0]?.privateKey ?? '', 'base64');
      },
    };
  }

  /** A key that ssh-keygen made in the folder. */
  async addSshKey(folder: string): Promise<KeyLines> {
    const file = join(folder, 'id_ed25519');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'official', '-f', file]);
    await this.go('key');
    await this.page.getByLabel('Line of your public key').fill(await readFile(`${file}.pub`, 'utf8'));
    await this.press('Use this SSH key');
    return this.keyLines();
  }

  /** Answers the dialog of an SSH key: downloads, runs the command that stands there, pastes. */
  async signWithSsh(folder: string): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    await dialog.waitFor();
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      dialog.getByRole('link', { name: 'Download the file' }).click(),
    ]);
    const file = join(folder, download.suggestedFilename());
    await download.saveAs(file);
    const shown = await dialog.locator('.cf-command').innerText();
    const [, namespace = ''] = /-n '([^']+)'/.exec(shown) ?? [];
    assert.notEqual(namespace, '');
    execFileSync('ssh-keygen', ['-Y', 'sign', '-f', join(folder, 'id_ed25519'), '-n', namespace, file], {
      stdio: 'pipe',
    });
    await dialog.getByLabel('Signature').fill(await readFile(`${file}.sig`, 'utf8'));
    execFileSync('rm', [`${file}.sig`]);
    await dialog.getByRole('button', { name: 'Use this signature' }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  /** The fingerprint that the page shows. */
  fingerprint(): Promise<string> {
    return this.page.locator('.cf-fingerprint').innerText();
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
