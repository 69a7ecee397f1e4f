// A Socket.IO server of a few lines, for tests: what `io()` gives, the messages it received, and ways to break the line.
export function fakeServer() {
  const server = {
    up: true, connected: false, silent: false, received: [], opened: 0, now: 1_000_000, answers: {}, refuse: null, held: null, listeners: {},
    push(name, detail) {
      if (server.connected && !server.silent) server.listeners[name]?.forEach((listen) => listen(detail));
    },
    drop() {
      if (!server.connected) return;
      server.connected = false;
      server.listeners.disconnect?.forEach((listen) => listen('transport close'));
    },
    last: (event) => server.received.filter((one) => one.event === event).at(-1)?.message,
    commands: () => server.received.filter((one) => one.event === 'command').map((one) => one.message),
  };
  const socket = {
    get connected() {
      return server.connected;
    },
    on: (name, listen) => (server.listeners[name] ??= []).push(listen),
    connect() {
      server.opened += 1;
      queueMicrotask(() => {
        server.connected = server.up;
        const error = Object.assign(new Error('no'), server.refuse && { data: { refusal: server.refuse } });
        server.listeners[server.up ? 'connect' : 'connect_error']?.forEach((listen) => listen(server.up ? undefined : error));
      });
    },
    disconnect: () => server.drop(),
    timeout: () => ({
      emitWithAck: async (event, message) => {
        if (server.silent) throw new Error('operation has timed out');
        server.received.push({ event, message });
        await server.held;
        if (event === 'resync') server.missed?.();
        if (event === 'clock' || event === 'resync') return { now: server.now };
        const answer = server.answers[message.command];
        return typeof answer === 'function' ? answer(message) : answer ?? { ok: true, version: 2 };
      },
    }),
  };
  server.io = (options) => ((server.options = options), socket);
  server.load = async () => server.io;
  return server;
}
