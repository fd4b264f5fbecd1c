/** Real pictures, made and shown by a real browser: what is kept of them looks as they did. SPEC M60. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchBrowser } from '@counterfoil/web-viewer/testing/browser';
import { openLetters } from '../content/testing/letters.ts';
import { chunk, exif, ICC, riff, SECRET, segment, VP8X } from './testing/pictures.ts';

const TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
const [WIDTH, HEIGHT, TURN] = [320, 200, 6];

/** What a telephone would put into it. */
const chatter: Readonly<Record<(typeof TYPES)[number], (picture: Buffer) => Buffer>> = {
  'image/jpeg': (picture) =>
    Buffer.concat([
      picture.subarray(0, 2),
      segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif(TURN)])),
      segment(0xe1, `http://ns.adobe.com/xap/1.0/\0${SECRET}`),
      segment(0xfe, SECRET),
      picture.subarray(2),
      Buffer.from(`${ICC.toString('latin1')}${SECRET}`, 'latin1'),
    ]),
  'image/png': (picture) =>
    Buffer.concat([
      picture.subarray(0, 33),
      chunk('eXIf', exif(TURN, 'MM')),
      chunk('tEXt', `Author\0${SECRET}`),
      picture.subarray(33),
    ]),
  'image/webp': (picture) => {
    const size = Buffer.from([WIDTH - 1, 0, 0, HEIGHT - 1, 0, 0]);
    size.writeUIntLE(WIDTH - 1, 0, 3);
    const extended = VP8X(0x0c);
    size.copy(extended, 12);
    // Some browsers write an extended one at once.
    const plain = picture.subarray(picture.toString('latin1', 12, 16) === 'VP8X' ? 30 : 12);
    return riff(
      'RIFF',
      Buffer.concat([
        Buffer.from('WEBP'),
        extended,
        plain,
        riff('EXIF', exif(TURN)),
        riff('XMP ', Buffer.from(SECRET)),
      ]),
    );
  },
};

test('A picture from a browser looks the same when it has come back from the record, turned as it was', async () => {
  await using town = await openLetters();
  const { address } = town.service;
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`${address}/`);
    const made = await page.evaluate(
      ({ types, width, height }) => {
        const canvas = document.createElement('canvas');
        Object.assign(canvas, { width, height });
        const brush = canvas.getContext('2d');
        if (brush === null) return [];
        for (let x = 0; x < width; x++) {
          brush.fillStyle = `hsl(${x} 80% ${20 + (x % 60)}%)`;
          brush.fillRect(x, 0, 1, height - (x % 90));
        }
        return types.map((type) => canvas.toDataURL(type));
      },
      { types: TYPES, width: WIDTH, height: HEIGHT },
    );
    const pictures = TYPES.map((type, i) => {
      const picture = Buffer.from(made[i]?.split(',')[1] ?? '', 'base64');
      return { type, bytes: chatter[type](picture) };
    });
    const tokens: string[] = [];
    const digests: string[] = [];
    for (const { type, bytes } of pictures) {
      assert.ok(bytes.includes(SECRET));
      const sent = await fetch(`${address}/api/v1/files`, { method: 'POST', body: Buffer.from(bytes) });
      const upload = (await sent.json()) as { token: string; digest: string; mediaType: string };
      assert.deepEqual([sent.status, upload.mediaType], [201, type]);
      tokens.push(upload.token);
      digests.push(upload.digest);
    }
    const said = await town.city.input('Three pictures.', { process: 'wishes', files: tokens });
    assert.equal(said.status, 201);
    for (const [i, { type, bytes }] of pictures.entries()) {
      const kept = Buffer.from(await (await fetch(`${address}/files/${digests[i] ?? ''}`)).arrayBuffer());
      assert.ok(!kept.includes(SECRET));
      const shots: Buffer[] = [];
      const sizes: number[][] = [];
      for (const shown of [bytes, kept]) {
        // In a page of its own: the site's own pages show nothing that comes from elsewhere.
        await page.goto('about:blank');
        await page.setContent(`<img src="data:${type};base64,${shown.toString('base64')}">`);
        const image = page.locator('img');
        await image.evaluate((img: HTMLImageElement) => img.decode());
        sizes.push(await image.evaluate((img: HTMLImageElement) => [img.naturalWidth, img.naturalHeight]));
        shots.push(await image.screenshot());
      }
      assert.deepEqual(sizes[0], sizes[1], type);
      if (type === 'image/jpeg') assert.deepEqual(sizes[1], [HEIGHT, WIDTH], 'turned');
      assert.ok(shots[0]?.equals(shots[1] ?? Buffer.of()), `${type}: other points`);
    }
  } finally {
    await browser.close();
  }
});
