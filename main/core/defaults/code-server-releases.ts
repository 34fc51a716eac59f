import type { CodeServerReleases } from '../ports.ts';

const version = '4.139.1';
const urlOf = (architecture: string) =>
  `https://github.com/coder/code-server/releases/download/v${version}/code-server-${version}-linux-${architecture}.tar.gz`;

/**
 * The release that this Berth was tested with. The sums and sizes are those of coder's published archives; whoever raises the
 * version takes them from the archives themselves.
 */
export const codeServerReleases: CodeServerReleases = {
  version,
  archives: {
    x86_64: {
      url: urlOf('amd64'),
      sha256: '53029be6c5781b7bca49b815fcc9a2a3fc111813ad8c9965b2c0f0d2985a0674',
      sizeBytes: 222_167_474,
    },
    aarch64: {
      url: urlOf('arm64'),
      sha256: '0edb4b60d9c4744b2dd14b0911e3c2e6dd8c6f3c13bd58bda23ae744e59e7df1',
      sizeBytes: 216_952_063,
    },
  },
};
