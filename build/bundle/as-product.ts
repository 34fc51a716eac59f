/**
 * Runs a build as that of the product, whoever starts it: within a test, Vite takes the test's own environment for the
 * kind of build, and React's half as large again development edition with it.
 */
export async function asProduct<T>(build: () => Promise<T>): Promise<T> {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    return await build();
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}
