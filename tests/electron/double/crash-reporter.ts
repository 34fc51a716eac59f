/** How crashes are kept; nothing crashes here. */
export const crashes = { started: null as Electron.CrashReporterStartOptions | null };

export const crashReporter = {
  start: (options: Electron.CrashReporterStartOptions) => {
    crashes.started = options;
  },
} satisfies Pick<Electron.CrashReporter, 'start'>;
