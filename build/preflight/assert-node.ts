const neededMajor = 24;

/** Ends the process with one sentence when it does not run on the Node that `npm ci` installs. */
export function assertNode24(): void {
  if (Number.parseInt(process.versions.node, 10) >= neededMajor) return;
  process.stderr.write(
    `This is Node ${process.versions.node}, and Berth's scripts need Node ${neededMajor}. ` +
      'Run them with "npm run …" after "npm ci", which installs that Node for this project alone.\n',
  );
  process.exit(1);
}
