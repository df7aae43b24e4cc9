// What the bundle has for performance.now(): the same milliseconds, counted from another moment.
export const bundleClockMs = () => {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
};
