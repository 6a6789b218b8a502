import { expect, test } from 'vitest';
import { Turns, unlessAborted } from './turns.ts';

test('lets one in at a time, in order of arrival', async () => {
  const turns = new Turns();
  const order: string[] = [];
  const work = async (name: string) => {
    const release = await turns.take();
    order.push(`${name} begins`);
    await new Promise((done) => setTimeout(done, 2));
    order.push(`${name} ends`);
    release();
  };
  await Promise.all([work('a'), work('b'), work('c')]);
  await work('d');
  expect(order).toEqual(['a', 'b', 'c', 'd'].flatMap((name) => [`${name} begins`, `${name} ends`]));
});

test('lets somebody leave the queue', async () => {
  const turns = new Turns();
  const release = await turns.take();
  const controller = new AbortController();
  const leaving = turns.take(controller.signal);
  const staying = turns.take();
  controller.abort();
  await expect(leaving).rejects.toMatchObject({ name: 'AbortError' });
  release();
  (await staying)();
  await expect(turns.take(controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  (await turns.take())();
});

test('stops waiting for work when aborted, also when it fails later', async () => {
  const controller = new AbortController();
  const work = Promise.withResolvers<string>();
  const waiting = unlessAborted(work.promise, controller.signal);
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  const late = unlessAborted(work.promise, controller.signal);
  work.reject(new Error('nobody hears this'));
  await expect(late).rejects.toMatchObject({ name: 'AbortError' });
  expect(await unlessAborted(Promise.resolve('done'), new AbortController().signal)).toBe('done');
});
