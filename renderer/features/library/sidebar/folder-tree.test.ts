import { expect, it } from 'vitest';
import { folderTree } from './folder-tree.ts';

it('counts upwards and begins at the library’s folders', () => {
  const tree = folderTree(
    [
      { value: '/home/a/papers', count: 2 },
      { value: '/home/a/papers/2024/may', count: 3 },
      { value: '/home/a/photos', count: 1 },
    ],
    ['/home/a/papers', '/home/a/photos'],
  );
  expect(tree).toEqual([
    {
      path: '/home/a/papers',
      name: 'papers',
      count: 5,
      children: [
        {
          path: '/home/a/papers/2024',
          name: '2024',
          count: 3,
          children: [{ path: '/home/a/papers/2024/may', name: 'may', count: 3, children: [] }],
        },
      ],
    },
    { path: '/home/a/photos', name: 'photos', count: 1, children: [] },
  ]);
});

it('counts once what lies in several folders', () => {
  const facets = [
    { value: '/a/x', count: 2 },
    { value: '/a/y', count: 3 },
  ];
  const [root] = folderTree(
    facets,
    ['/a'],
    [
      { value: '/a', count: 1 },
      { value: '/', count: 1 },
    ],
  );
  expect(root).toMatchObject({ count: 4, children: [{ count: 2 }, { count: 3 }] });
});

it('puts a folder that lies in another one of the library into it', () => {
  const tree = folderTree(
    [
      { value: '/a/b', count: 1 },
      { value: '/a', count: 2 },
    ],
    ['/a', '/a/b'],
  );
  expect(tree).toEqual([
    { path: '/a', name: 'a', count: 3, children: [{ path: '/a/b', name: 'b', count: 1, children: [] }] },
  ]);
});

it('shows the folder of a single file that was added', () => {
  expect(folderTree([{ value: '/tmp/x', count: 1 }], ['/tmp/x/one.txt'])).toEqual([
    { path: '/tmp/x', name: 'x', count: 1, children: [] },
  ]);
});

it('reads paths of Windows', () => {
  const [root] = folderTree([{ value: 'C:\\data\\old', count: 4 }], ['C:\\data']);
  expect(root).toMatchObject({ path: 'C:\\data', name: 'data', count: 4, children: [{ name: 'old', count: 4 }] });
});
