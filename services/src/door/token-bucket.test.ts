import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Bucket, NetworkBuckets } from './token-bucket.ts';

const rate = { perMinute: 6, burst: 3 };

describe('a bucket', () => {
  test('gives its burst at once, then one token each interval', () => {
    const bucket = new Bucket(rate);
    for (let i = 0; i < 3; i++) {
      assert.equal(bucket.waitMs(1000), 0);
      bucket.take(1000);
    }
    assert.equal(bucket.waitMs(1000), 10_000);
    assert.equal(bucket.waitMs(10_999), 1);
    assert.equal(bucket.waitMs(11_000), 0);
    bucket.take(11_000);
    assert.equal(bucket.waitMs(11_000), 10_000);
  });

  test('gives its whole burst at any instant and at any rate', () => {
    for (let nowMs = 0.1; nowMs < 1e13; nowMs *= 3.7)
      for (const burst of [1, 3, 1800]) {
        const bucket = new Bucket({ perMinute: burst / 3.3, burst });
        for (let i = 0; i < burst; i++) {
          assert.equal(bucket.waitMs(nowMs), 0, `${nowMs} ${burst} ${i}`);
          bucket.take(nowMs);
        }
        assert.ok(bucket.waitMs(nowMs) > 0, `${nowMs} ${burst}`);
      }
  });

  test('holds no more than its burst, however long nobody came', () => {
    const bucket = new Bucket(rate);
    bucket.take(0);
    for (let i = 0; i < 3; i++) bucket.take(1e9);
    assert.equal(bucket.waitMs(1e9), 10_000);
  });

  test('says how full it is', () => {
    const bucket = new Bucket(rate);
    assert.equal(bucket.level(0), 1);
    bucket.take(0);
    assert.ok(Math.abs(bucket.level(0) - 2 / 3) < 1e-9);
    assert.ok(Math.abs(bucket.level(5000) - 5 / 6) < 1e-9);
    assert.equal(bucket.level(10_000), 1);
  });
});

describe('the buckets of networks', () => {
  test('are one for each', () => {
    const buckets = new NetworkBuckets(rate);
    for (let i = 0; i < 3; i++) buckets.take('192.0.2.1', 0);
    assert.equal(buckets.waitMs('192.0.2.1', 0), 10_000);
    assert.equal(buckets.waitMs('192.0.2.2', 0), 0);
    assert.equal(buckets.waitMs('192.0.2.1', 30_000), 0);
  });

  test('hold for newcomers while 10,000 networks are at their limit', () => {
    const buckets = new NetworkBuckets(rate);
    for (let network = 0; network < 10_000; network++)
      for (let i = 0; i < 3; i++) buckets.take(`attacker ${network}`, 0);
    const newcomers = Array.from({ length: 10_000 }, (_, i) => `newcomer ${i}`);
    // Four are to be expected; thirty would be a wonder.
    assert.ok(newcomers.filter((network) => buckets.waitMs(network, 0) > 0).length < 30);
    for (const network of ['attacker 0', 'attacker 9999']) assert.ok(buckets.waitMs(network, 0) > 0);
  });

  test('take no more memory for a million networks, and keep no name of any', () => {
    const buckets = new NetworkBuckets(rate);
    buckets.take('192.0.2.1', 0);
    assert.ok(!JSON.stringify(Object.values(buckets)).includes('192.0.2.1'));
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 1_000_000; i++) buckets.take(`network ${i % 50_000}`, i);
    assert.ok(process.memoryUsage().arrayBuffers - before < 50_000_000);
  });
});
