// Loaded into each program that `npm start` runs. Its standard input is a pipe that nobody writes
// to: it ends when whoever started the program is gone, also by a kill that could not be caught.
process.stdin.once('end', () => process.kill(process.pid, 'SIGTERM'));
process.stdin.resume();
(process.stdin as unknown as { unref?: () => void }).unref?.();
// By then nobody reads the output either.
for (const output of [process.stdout, process.stderr]) output.on('error', () => {});
