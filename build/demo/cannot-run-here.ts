const systemNames: Partial<Record<NodeJS.Platform, string>> = { darwin: 'macOS', win32: 'Windows' };

/** Why there is no demo on this system and what to do instead; null where it can run. */
export function cannotRunHere(platform: NodeJS.Platform): string | null {
  if (platform === 'linux') return null;
  return [
    `The demo makes a throw-away Linux server on this very machine, and this is ${systemNames[platform] ?? platform}.`,
    'What runs here: Berth itself, with a Linux server of your own that you reach over SSH.',
    '',
    '  npm start     then "Add a server": address, user and key are all it takes',
    '',
    'Or run "npm run demo" inside a Linux machine (a virtual machine will do).',
    '',
  ].join('\n');
}
