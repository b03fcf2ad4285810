// clients.mjs PORT: npm's ws against the probe's /ws.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { WebSocket } from 'ws';

const url = `ws://127.0.0.1:${process.argv[2]}/ws`;
const messages = ['', 'hi', 'héllo 😀', 'x'.repeat(65536), 'y'.repeat(1024 * 1024), Buffer.alloc(0),
  Buffer.from([0, 255, 128]), Buffer.alloc(100_000, 'z')];

const open = async (options) => {
  const socket = new WebSocket(url, options);
  const [response] = await once(socket, 'upgrade');
  socket.agreed = response.headers['sec-websocket-extensions'] ?? '';
  if (socket.readyState !== WebSocket.OPEN) await once(socket, 'open');
  return socket;
};

const echoes = async (options) => {
  const socket = await open(options);
  for (const message of messages) {
    socket.send(message);
    const [data, isBinary] = await once(socket, 'message');
    assert.equal(isBinary, typeof message !== 'string');
    assert.ok(data.equals(Buffer.from(message)), `${message.length} came back changed`);
  }
  socket.send('in ', { fin: false });
  socket.send('three ', { fin: false });
  socket.send('parts', { fin: true });
  const [whole] = await once(socket, 'message');
  assert.equal(whole.toString(), 'in three parts');
  socket.ping('are you there');
  const [answer] = await once(socket, 'pong');
  assert.equal(answer.toString(), 'are you there');
  socket.close(4001, 'done');
  const [code] = await once(socket, 'close');
  assert.equal(code, 4001);
  return socket.agreed;
};

assert.equal(await echoes({ perMessageDeflate: false }), '');
assert.match(await echoes({ perMessageDeflate: { threshold: 0 } }), /permessage-deflate/);
assert.match(await echoes({ perMessageDeflate: { threshold: 0, clientMaxWindowBits: 9, serverMaxWindowBits: 9,
  clientNoContextTakeover: true } }), /server_max_window_bits=9/);

const tooLong = await open({ perMessageDeflate: false });
tooLong.send('x'.repeat(1024 * 1024 + 1));
const [code] = await once(tooLong, 'close');
assert.equal(code, 1009);

const stranger = new WebSocket(url, { origin: 'http://elsewhere.example' });
const [, refusal] = await once(stranger, 'unexpected-response');
assert.equal(refusal.statusCode, 403);
stranger.on('error', () => {});
stranger.terminate();

console.log('npm ws: ok');
