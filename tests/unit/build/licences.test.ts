import { describe, expect, it } from 'vitest';
import { chapterOf } from '../../../build/packaging/changelog.ts';
import { isAllowed, licencesText } from '../../../build/packaging/licences.ts';

describe('licences of what is shipped', () => {
  it('allows those that ask for no more than to be passed on', () => {
    for (const identifier of ['MIT', 'Apache-2.0', '(MIT OR GPL-3.0)', 'BSD-3-Clause OR MIT']) {
      expect(isAllowed(identifier), identifier).toBe(true);
    }
    for (const identifier of ['GPL-3.0', 'AGPL-3.0-only', 'MIT AND GPL-2.0', 'SEE LICENSE IN FILE', 'UNLICENSED', '']) {
      expect(isAllowed(identifier), identifier).toBe(false);
    }
  });

  it('are one file, with Berth’s own first', () => {
    const text = licencesText('MIT License\nBerth\n', [
      { name: 'ms', version: '2.1.3', identifier: 'MIT', text: 'words' },
    ]);
    expect(text.startsWith('MIT License\nBerth\n\nBerth contains 1 packages')).toBe(true);
    expect(text).toMatch(/-{80}\nms 2\.1\.3 \(MIT\)\n-{80}\n\nwords\n$/);
  });
});

describe('the words of a release', () => {
  const changelog =
    '# Changelog\n\n## Unreleased\n\n- next\n\n## [1.2.3] 2026-11-22\n\n- one\n### Added\n- two\n\n## 1.2.2\n\n- old\n';

  it('are its chapter of the changelog', () => {
    expect(chapterOf('1.2.3', changelog)).toBe('- one\n### Added\n- two\n');
    expect(chapterOf('1.2.2', changelog)).toBe('- old\n');
  });

  it('must have been written', () => {
    expect(() => chapterOf('1.2', changelog)).toThrow('says nothing of 1.2.');
    expect(() => chapterOf('2.0.0', '## 2.0.0\n\n## 1.0.0\n\n- x\n')).toThrow('says nothing of 2.0.0.');
  });
});
