// Loads the one borrowed script. A page must live without it, so it is fetched when the line is opened, not before.

let loads = 0;

/** Resolve with Socket.IO's `io`. A failed load is tried again under another address: a page remembers its failures. */
export async function loadSocketIo() {
  loads += 1;
  const address = import.meta.resolve?.('socket.io-client') ?? 'socket.io-client';
  const again = `${address}${address.includes('?') ? '&' : '?'}again=${loads}`;
  const { io } = await import(loads > 1 ? again : 'socket.io-client');
  return io;
}
