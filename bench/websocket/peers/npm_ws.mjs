// npm_ws.mjs PORT: echoes at /ws; what is said at /broadcast is said to all who are there.
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: Number(process.argv[2]),
  perMessageDeflate: false,
  maxPayload: 1024 * 1024,
});
const room = new Set();
server.on('connection', (socket, request) => {
  if (request.url === '/ws') {
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
    return;
  }
  room.add(socket);
  socket.on('close', () => room.delete(socket));
  socket.on('message', (data, isBinary) => {
    for (const other of room) other.send(data, { binary: isBinary });
  });
});
