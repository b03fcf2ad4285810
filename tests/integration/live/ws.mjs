// npm ws: packets by hand, many calls at a time, both layouts of chunks, and a drain.
import assert from 'node:assert/strict';
import WebSocket from 'ws';

const [host, service] = process.argv.slice(2);

async function connect(headers = {}) {
  const socket = new WebSocket(`ws://${host}/api`, { headers });
  const inbox = [];
  const waiting = [];
  const calls = new Map();
  socket.on('message', (data, isBinary) => {
    const message = isBinary ? data : JSON.parse(data);
    const answered = message.type === 'callback' && calls.get(message.id);
    if (answered) return answered(message);
    inbox.push(message);
    for (const wake of waiting.splice(0)) wake();
  });
  await new Promise((resolve, reject) => { socket.once('open', resolve); socket.once('error', reject); });
  // The first message that is as wanted, now or later.
  const find = async (wanted) => {
    for (;;) {
      const at = inbox.findIndex(wanted);
      if (at >= 0) return inbox.splice(at, 1)[0];
      await new Promise((resolve) => waiting.push(resolve));
    }
  };
  let last = 0;
  const call = async (method, args) => {
    const id = `c${++last}`;
    socket.send(JSON.stringify({ type: 'call', id, method, args }));
    const packet = await new Promise((resolve) => calls.set(id, resolve));
    if (packet.error) throw Object.assign(new Error(packet.error.message), packet.error);
    return packet.result;
  };
  return { socket, call, find, say: (packet) => socket.send(typeof packet === 'string' ? packet : JSON.stringify(packet)) };
}

const ada = await connect();
const { token } = await ada.call('auth/signUp', { login: 'ws-ada', password: 'correct horse' });
ada.say('{}');
await ada.find((each) => Object.keys(each).length === 0);
ada.say('{"type":"call"');
assert.equal((await ada.find((each) => each.error)).error.code, 400);
ada.say({ type: 'dance', id: 9 });
assert.equal((await ada.find((each) => each.id === 9)).error.code, 400);
ada.say({ type: 'call', id: 10, method: 'auth/me', extra: 1 });
assert.equal((await ada.find((each) => each.id === 10)).error.message, 'Unknown member "extra"');

// A session by header, and by a cookie of the same origin; never of another one.
const bearer = await connect({ Authorization: `Bearer ${token}` });
const cookie = await connect({ Cookie: `session=${token}`, Origin: `http://${host}` });
assert.deepEqual(await bearer.call('auth/me'), await cookie.call('auth/me'));
await assert.rejects(connect({ Cookie: `session=${token}`, Origin: 'http://evil.example' }), /403/);

// 500 calls at once over one connection.
const room = await ada.call('messenger/createRoom', { title: 'Load' });
const answers = await Promise.all(Array.from({ length: 500 }, () => ada.call('messenger/history', { roomId: room.id })));
assert.equal(answers.length, 500);

// A stream with a text as id: one length byte and the id before each chunk; and of unknown size.
ada.say({ type: 'stream', id: 'up', name: 'note.txt' });
ada.socket.send(Buffer.from('\x02uphello '));
ada.socket.send(Buffer.from('\x02upworld'));
ada.say({ type: 'stream', id: 'up', status: 'end' });
const file = await ada.call('messenger/sendFile', { roomId: room.id, streamId: 'up', name: 'note.txt' });
assert.equal(file.size, 11);
const { streamId } = await ada.call('messenger/getFile', { fileId: file.id });
assert.equal(typeof streamId, 'string');
assert.equal((await ada.find((each) => each.type === 'stream' && each.id === streamId)).size, 11);
const chunk = await ada.find(Buffer.isBuffer);
assert.equal(chunk.toString(), `${String.fromCharCode(streamId.length)}${streamId}hello world`);
assert.equal((await ada.find((each) => each.type === 'stream' && each.status)).status, 'end');

// The end of a session closes what else has it, at once.
const revoked = new Promise((resolve) => bearer.socket.once('close', resolve));
const also = new Promise((resolve) => cookie.socket.once('close', resolve));
await ada.call('auth/signOut');
assert.deepEqual([await revoked, await also], [1008, 1008]);
await assert.rejects(ada.call('auth/me'), { code: 403, reason: 'unauthenticated' });

// A drain: the call in flight is answered, then 1001.
const closed = new Promise((resolve) => ada.socket.once('close', resolve));
const inFlight = ada.call('auth/signIn', { login: 'ws-ada', password: 'correct horse' });
process.kill(Number(service), 'SIGTERM');
assert.ok((await inFlight).token);
assert.equal(await closed, 1001);
console.log('ws: packets, sessions, streams, load, drain');
