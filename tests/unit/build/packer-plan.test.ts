import { describe, expect, it } from 'vitest';
import { planPacking } from '../../../build/packaging/packer-plan.ts';

const plan = (platform: NodeJS.Platform, environment: Record<string, string> = {}) =>
  planPacking(platform, environment, []);
const azure = {
  BERTH_AZURE_ENDPOINT: 'https://weu.codesigning.azure.net',
  BERTH_AZURE_ACCOUNT: 'berth',
  BERTH_AZURE_PROFILE: 'berth-public',
  BERTH_AZURE_PUBLISHER: 'Berth maintainers',
};
const notary = { APPLE_API_KEY: 'key.p8', APPLE_API_KEY_ID: 'A1', APPLE_API_ISSUER: 'b2' };

describe('the plan of a package', () => {
  it('makes one without signature and without releases where the environment says nothing', () => {
    for (const platform of ['darwin', 'win32', 'linux'] as const) {
      expect([platform, plan(platform).isSigned, plan(platform).releasesUrl]).toEqual([platform, false, null]);
      expect(plan(platform).args).not.toContain('-c.forceCodeSigning=true');
      expect(plan(platform).args.slice(-2)).toEqual(['--publish', 'never']);
    }
    expect(plan('linux').args).toEqual(['--publish', 'never']);
  });

  it('takes what is set to nothing as not set, as CI sets secrets that it does not have', () => {
    const { isSigned, environment } = plan('darwin', {
      CSC_LINK: '',
      CSC_KEY_PASSWORD: '',
      APPLE_API_KEY: '',
      PATH: '/bin',
    });
    expect([isSigned, environment]).toEqual([false, { PATH: '/bin', CSC_IDENTITY_AUTO_DISCOVERY: 'false' }]);
  });

  it('lets an unsigned app start on Apple silicon', () => {
    expect(plan('darwin').args).toEqual(
      expect.arrayContaining(['-c.mac.identity=-', '-c.mac.hardenedRuntime=false', '-c.mac.notarize=false']),
    );
  });

  it('fails a package that has a certificate and is not signed with it', () => {
    const mac = plan('darwin', { CSC_LINK: 'c.p12', ...notary });
    expect([mac.isSigned, mac.args]).toEqual([
      true,
      ['-c.forceCodeSigning=true', '-c.mac.notarize=true', '--publish', 'never'],
    ]);
    expect(plan('darwin', { CSC_LINK: 'c.p12' }).args).toContain('-c.mac.notarize=false');
    expect(plan('win32', { WIN_CSC_LINK: 'c.pfx' }).args).toEqual(['-c.forceCodeSigning=true', '--publish', 'never']);
    expect(plan('win32', azure).args).toContain('-c.win.azureSignOptions.publisherName=Berth maintainers');
    expect(plan('win32', azure).isSigned).toBe(true);
    expect(plan('linux', { CSC_LINK: 'c.p12' }).isSigned).toBe(false);
  });

  it('refuses a signature that is half set up', () => {
    const { APPLE_API_ISSUER: _issuer, ...twoOfThree } = notary;
    expect(() => plan('darwin', { CSC_LINK: 'c.p12', ...twoOfThree })).toThrow('only APPLE_API_KEY, APPLE_API_KEY_ID');
    expect(() => plan('win32', { BERTH_AZURE_ENDPOINT: 'https://x' })).toThrow('only BERTH_AZURE_ENDPOINT');
  });

  it('tells a package where its releases are, and takes nothing but a repository for it', () => {
    const { args, releasesUrl } = plan('linux', { BERTH_RELEASES: 'somebody/berth' });
    expect(releasesUrl).toBe('https://github.com/somebody/berth/releases');
    expect(args.slice(0, 3)).toEqual([
      '-c.publish.provider=github',
      '-c.publish.owner=somebody',
      '-c.publish.repo=berth',
    ]);
    for (const wrong of ['berth', 'a/b/c', 'https://evil.example/x', 'a/b c', '../b']) {
      expect(() => plan('linux', { BERTH_RELEASES: wrong }), wrong).toThrow('owner/name');
    }
  });
});
