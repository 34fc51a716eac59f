/** A code-server that is ready to run, with its own Node, in one folder. */
export interface CodeServerBuild {
  readonly directory: string;
  readonly nodePath: string;
}

/** Where things are inside the folder of a build. */
export const buildLayout = {
  node: `node_modules/node-linux-${process.arch}/bin/node`,
  entry: 'node_modules/code-server/out/node/entry.js',
} as const;

/** The text of the `code-server` command for a build that is visible at this folder. */
export function codeServerCommand(directory: string): string {
  return `#!/bin/sh\nexec ${directory}/${buildLayout.node} ${directory}/${buildLayout.entry} "$@"\n`;
}
