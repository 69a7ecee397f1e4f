// A Node socket.io server for comparison: it sends the same bytes to the same rooms, and has no database.
//
// node bench/targets/node.mjs PORT CONTROL. A client says in its `auth` which rooms it wants and gets the first text.
import { createServer } from 'node:http';
import { createServer as listen } from 'node:net';
import { Server } from 'socket.io';

const [port, control] = process.argv.slice(2).map(Number);
const http = createServer();
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false, pingInterval: 8000, pingTimeout: 6000 });
let first = null;

io.on('connection', (socket) => {
  socket.join(socket.handshake.auth.rooms ?? []);
  if (first) socket.emit('snapshot', first);
  socket.on('command', (message, answer) => answer({ ok: true, id: message.id }));
});

const acts = {
  first: ({ text }) => {
    first = JSON.parse(text);
  },
  load: ({ pushes }) => {
    acts.pushes = pushes.map(([room, text]) => [room, JSON.parse(text)]);
  },
  push: () => {
    for (const [room, body] of acts.pushes) io.to(room).emit('snapshot', body);
  },
  usage: () => ({ cpu: process.cpuUsage(), rss: process.memoryUsage().rss }),
};

listen((line) => {
  let held = '';
  line.setNoDelay(true);
  line.on('data', (data) => {
    held += data;
    for (let end = held.indexOf('\n'); end >= 0; end = held.indexOf('\n')) {
      const asked = JSON.parse(held.slice(0, end));
      held = held.slice(end + 1);
      const at = Number(process.hrtime.bigint());
      const told = acts[asked.do](asked) ?? {};
      line.write(`${JSON.stringify({ at, ...told })}\n`);
    }
  });
}).listen(control, '127.0.0.1', () => http.listen(port, '127.0.0.1', () => console.log('ready')));
